"""Values for a preview: every variable at its best, as a typical ticket has it, as empty as it may be, or at its longest."""

from collections.abc import Mapping
from typing import Literal

from cstool.model.base import Duration
from cstool.texts.locales import pick
from cstool.texts.phrases import duration_text
from cstool.texts.variables import FACTS, Known, known_variables
from cstool.workspace import Workspace

Fill = Literal["best", "typical", "empty", "longest"]
"""`best`: all filled · `typical`: what may be empty and another system knows is missing · `empty`: all that may be is."""


class Spoken(str):
    """A duration as text in one language, with the duration itself for the filters."""

    duration: Duration

    def __new__(cls, duration: Duration, locale: str) -> "Spoken":
        """The duration in the words of `locale`."""
        spoken = super().__new__(cls, duration_text(duration, locale))
        spoken.duration = duration
        return spoken


def fact_duration(workspace: Workspace, name: str) -> Duration | None:
    """What every text may promise: the shortest return window, the longest delivery, the figure itself otherwise."""
    facts = workspace.facts.value if workspace.facts else None
    if facts is None or name not in FACTS:
        return None
    if name == "returns":
        windows = [entry.window for entry in facts.returns if entry.in_force(workspace.today)]
        return min(windows, key=_seconds, default=None)
    if name == "delivery":
        times = [entry.within for entry in facts.delivery if entry.in_force(workspace.today)]
        return max(times, key=_seconds, default=None)
    return facts.refund_within if name == "refund_within" else facts.warranty


def _seconds(duration: Duration) -> int:
    return duration.seconds + duration.working_days * 86_400


def example_values(
    workspace: Workspace, locale: str, fill: Fill, promises: Mapping[str, Duration | None] | None = None
) -> dict[str, object]:
    """Every variable's value by dotted path; missing ones have no key. `promises` holds `sla.*` by metric."""
    values: dict[str, object] = {}
    for path, known in known_variables(workspace).items():
        value = _value(workspace, known, locale, promises or {})
        if value is None or (fill == "empty" and known.may_be_empty):
            continue
        if fill == "typical" and known.may_be_empty and known.origin != "helpdesk":
            continue
        values[path] = known.longest if fill == "longest" and known.longest else value
    return values


def _value(workspace: Workspace, known: Known, locale: str, promises: Mapping[str, Duration | None]) -> object:
    if known.origin in ("sla", "facts"):
        name = known.path.partition(".")[2]
        duration = promises.get(name) if known.origin == "sla" else fact_duration(workspace, name)
        return Spoken(duration, locale) if duration else None
    if known.origin == "kb":
        return _article(workspace, known, locale)
    # A variable without example still has a value there: its name stands for it.
    return known.example if known.example != "" else known.path


def _article(workspace: Workspace, known: Known, locale: str) -> object:
    article = workspace.articles[known.path.removeprefix("kb.").removesuffix(".url")]
    used = pick(article.wordings, locale, workspace.settings.value.default_locale)
    return (used and article.wordings[used].front.url) or known.example


def nested(values: Mapping[str, object]) -> dict[str, object]:
    """`{"order.id": 1}` -> `{"order": {"id": 1}}`, as Liquid walks it."""
    root: dict[str, object] = {}
    for path, value in values.items():
        *parents, last = path.split(".")
        level = root
        for part in parents:
            below = level.setdefault(part, {})
            if not isinstance(below, dict):
                below = level[part] = {}
            level = below
        level[last] = value
    return root
