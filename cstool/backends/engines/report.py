"""A report of differences as tables and as data."""

from collections import Counter
from collections.abc import Iterator, Mapping

from cstool.backends.engines.differences import Differences, Differing
from cstool.diagnostic import Text, text
from cstool.simulate.movement import PARTS
from cstool.tables import Cell, Table

_TOP = 30


def difference_tables(report: Differences, accepted: frozenset[str]) -> Iterator[Table]:
    """The causes by how often they appear, the first tickets with what moved, and native rules that could not be judged."""
    if report.causes:
        yield _causes(report, accepted)
        yield _tickets(report)
    if report.second_answers:
        yield _rules(text("engine-second-title", backend=report.backend), report.second_answers)
    if report.doubts:
        yield _rules(text("engine-doubts-title", backend=report.backend), report.doubts)


def _rules(title: Text, counted: Counter[str]) -> Table:
    heads = (text("column-native-rule"), text("column-tickets"))
    return Table(title, heads, tuple(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))[:_TOP]))


def _causes(report: Differences, accepted: frozenset[str]) -> Table:
    heads = ("difference", "object", "found", "tickets", "examples", "accepted")
    rows = tuple(
        (
            cause.name,
            cause.object,
            ", ".join(cause.found) or None,
            count,
            ", ".join(examples) or None,
            text("said-yes" if cause.excluded or cause.name in accepted else "said-no"),
        )
        for cause, count, examples in report.by_cause()[:_TOP]
    )
    return Table(text("engine-causes-title", backend=report.backend), tuple(text(f"column-{name}") for name in heads), rows)


def _tickets(report: Differences) -> Table:
    heads = tuple(text(f"column-{name}") for name in ("ticket", "part", "here", "there", "difference"))
    rows: list[tuple[Cell, ...]] = []
    for one in report.kept[:_TOP]:
        part, here, there = _main(one)
        rows.append((one.ticket.id, part, here, there, ", ".join(one.names)))
    return Table(text("engine-tickets-title", backend=report.backend), heads, tuple(rows))


def _main(one: Differing) -> tuple[str, str | None, str | None]:
    """What matters most of all that differs."""
    shift = min(one.shifts, key=lambda shift: PARTS.index(shift.name) if shift.name in PARTS else len(PARTS))
    moments = [moment.isoformat() if moment else None for moment in shift.moments]
    if any(moments):
        return shift.name, moments[0], moments[1]
    return shift.name, _told(shift.before), _told(shift.after)


def _told(value: object) -> str | None:
    return ", ".join(map(str, value)) or None if isinstance(value, tuple) else None if value is None else str(value)


def verdict(report: Differences) -> Text:
    """The report in a sentence."""
    numbers = {"backend": report.backend, "judged": report.judged, "differing": report.differing, "refused": report.refused}
    return text("engine-differing" if report.differing else "engine-equal", **numbers)


def as_data(report: Differences, accepted: frozenset[str]) -> Mapping[str, object]:
    """The whole report as JSON data. Moments are ISO 8601 with zone."""
    return {
        "name": report.backend,
        "judged": report.judged,
        "differing": report.differing,
        "not_accepted": report.refused,
        "unsure": report.unsure,
        "causes": [
            {
                "difference": cause.name,
                "object": cause.object,
                "found": list(cause.found),
                "tickets": count,
                "examples": list(examples),
                "accepted": cause.excluded or cause.name in accepted,
            }
            for cause, count, examples in report.by_cause()
        ],
        "second_answers": [{"rule": name, "tickets": count} for name, count in sorted(report.second_answers.items())],
        "not_judged": [{"rule": name, "tickets": count} for name, count in sorted(report.doubts.items())],
        "tickets": [_ticket(one) for one in report.kept],
    }


def _ticket(one: Differing) -> Mapping[str, object]:
    return {
        "id": one.ticket.id,
        "accepted": one.accepted,
        "reasons": [{"difference": why.name, "object": why.object, "found": list(why.found)} for why in one.reasons],
        "parts": [
            {
                "part": shift.name,
                "here": list(shift.before) if isinstance(shift.before, tuple) else shift.before,
                "there": list(shift.after) if isinstance(shift.after, tuple) else shift.after,
                "due_here": shift.moments[0].isoformat() if shift.moments[0] else None,
                "due_there": shift.moments[1].isoformat() if shift.moments[1] else None,
            }
            for shift in one.shifts
        ],
    }
