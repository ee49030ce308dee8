"""The file of `--map`: what the columns of an export mean, in the user's words.

Created:  {to: received_at, format: "%d/%m/%Y %H:%M"}
intent:   {to: label, values: {cancel_order: cancellation}}
Internal: ignore
问题:     body
"""

from collections.abc import Iterator, Mapping

from cstool.diagnostic import Problem, Severity, text
from cstool.errors import UsageError
from cstool.source import Source, read_yaml
from cstool.tickets.batch import Target
from cstool.tickets.columns import CANONICAL

_KEYS = ("to", "format", "values")


def read_mapping(path: str, raw: bytes) -> dict[str, Target]:
    """Column -> target. Raises UsageError with the first place that is wrong: without the mapping nothing should be read."""
    source, found = read_yaml(path, raw)
    problems = [fault.message for fault in found if fault.severity is Severity.ERROR]
    places = [fault.span for fault in found if fault.severity is Severity.ERROR]
    if source is not None and not problems:
        for problem in _problems(source):
            problems.append(problem.message)
            places.append(problem.span)
    data = source.data if source else None
    if problems or not isinstance(data, Mapping):
        line = places[0].line if places else 1
        raise UsageError(
            text("mapping-fault", path=path, line=line, problem=problems[0] if problems else text("mapping-not-a-mapping"))
        )
    return {str(column): _target(entry) for column, entry in data.items()}


def _target(entry: object) -> Target:
    if not isinstance(entry, Mapping):
        return Target("" if entry in ("ignore", None) else str(entry))
    values = entry.get("values") or {}
    to = str(entry.get("to", ""))
    return Target("" if to == "ignore" else to, entry.get("format"), {str(key): str(value) for key, value in values.items()})


def _problems(source: Source) -> Iterator[Problem]:
    if not isinstance(source.data, Mapping):
        yield Problem(source.at(), text("mapping-not-a-mapping"))
        return
    for column, entry in source.data.items():
        to = entry.get("to") if isinstance(entry, Mapping) else entry
        if isinstance(entry, Mapping):
            for key in entry:
                if key not in _KEYS:
                    yield Problem(source.key_at(column, key), text("mapping-unknown-key", key=str(key), known=_KEYS))
            if not isinstance(entry.get("values", {}), Mapping):
                yield Problem(source.at(column, "values"), text("mapping-values"))
        if to in ("ignore", None):
            continue
        if not isinstance(to, str) or not (to in CANONICAL or to.startswith(("fields.", "actual."))):
            yield Problem(source.at(column), text("mapping-unknown-name", name=str(to), known=tuple(sorted(CANONICAL))))
