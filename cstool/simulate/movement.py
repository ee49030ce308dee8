"""Many tickets through two versions of the rules: how many moved from where to where, by which rules; a row for each."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cstool.routing.parts import Value
from cstool.simulate.labels import Labels
from cstool.simulate.moved import DUES, Shift, Side, responsible, shifts
from cstool.simulate.rows import Cell, Row, Shape, row_of
from cstool.simulate.run import EVENT, Promise, Simulated

PARTS = (
    "team", "category", "priority", "sla", "due", "moment", "reply", "at_most", "assignee", "status", "tags", "skills", "fields",
    "note", "escalate",
)  # fmt: skip
"""What moves are shown by, the most asked-for first. `due` takes in all due times; `moment`: due at another moment, though the
targets read the same."""
KINDS_LIMIT = 20_000
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One part: what it was and is, and the rules that wrote it (none for `sla`, `due`, `moment`)."""

    part: str
    before: str | None
    after: str | None
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """One ticket that has another outcome."""

    before: Simulated
    after: Simulated
    steps: tuple[Step, ...]


@dataclass
class Movement:
    """The counts of what moved; bounded by a ceiling of distinct kinds of steps."""

    name: str
    """The version compared with, as the call named it."""
    moved: int = 0
    tickets: int = 0
    labels: Labels | None = None
    """Of the version compared with."""
    steps: Counter[Step] = field(default_factory=Counter)
    examples: dict[Step, list[str]] = field(default_factory=dict)
    parts: Counter[str] = field(default_factory=Counter)

    def add(self, one: Moved) -> None:
        """Count one ticket that moved."""
        self.moved += 1
        for step in one.steps:
            self.parts[step.part] += 1
            if step not in self.steps and len(self.steps) >= KINDS_LIMIT:
                step = Step(step.part, "…", "…", (), ())
            self.steps[step] += 1
            shown = self.examples.setdefault(step, [])
            if len(shown) < EXAMPLES and one.after.ticket.id:
                shown.append(one.after.ticket.id)

    def of(self, part: str) -> Iterator[tuple[Step, int, tuple[str, ...]]]:
        """The steps of a part with their counts and some ids, commonest first."""
        found = [(step, count) for step, count in self.steps.items() if step.part == part]
        found.sort(key=lambda entry: (-entry[1], entry[0].before or "", entry[0].after or "", entry[0].rules_after))
        for step, count in found:
            yield step, count, tuple(self.examples.get(step, ()))


def compared(
    batches: Iterable[tuple[Simulated, ...]], before: Side, after: Side, movement: Movement, event: str = EVENT
) -> Iterator[tuple[Moved, ...]]:
    """The tickets of each batch (results of `after`) that `before` treats otherwise; `movement` grows on the way."""
    for batch in batches:
        moved: list[Moved] = []
        for new in batch:
            outcome = before.decide(new.ticket, event)
            movement.tickets += 1
            if movement.labels is not None:
                movement.labels.add(new.ticket, outcome)
            old = Simulated(new.ticket, outcome, before.choose(new.ticket, outcome))
            if steps := steps_between(old, new, before, after):
                moved.append(Moved(old, new, steps))
                movement.add(moved[-1])
        yield tuple(moved)


def steps_between(old: Simulated, new: Simulated, before: Side, after: Side) -> tuple[Step, ...]:
    """What differs between two results for one ticket, part by part; own fields together, due times together."""
    found: dict[str, list[Shift]] = {}
    for shift in shifts(old, new):
        found.setdefault("due" if shift.name in DUES else shift.name.partition(".")[0], []).append(shift)
    due = found.pop("due", None)
    steps = {part: _step(part, tuple(entries), old, new, before, after) for part, entries in found.items()}
    if due:
        targets = _targets(old.promise), _targets(new.promise)
        if targets[0] != targets[1]:
            steps["due"] = Step("due", *targets, (), ())
        elif "sla" not in found:
            steps["moment"] = Step("moment", *targets, (), ())
    return tuple(steps[part] for part in PARTS if part in steps)


def _step(part: str, entries: tuple[Shift, ...], old: Simulated, new: Simulated, before: Side, after: Side) -> Step:
    was, now = _told((one.name, one.before) for one in entries), _told((one.name, one.after) for one in entries)
    return Step(part, was, now, *responsible(old, new, entries, (before, after)))


def _told(values: Iterable[tuple[str, Value]]) -> str | None:
    """One value as it is, own fields with their names."""
    words = ((name, ", ".join(value) if isinstance(value, tuple) else value) for name, value in values)
    return ", ".join(f"{name[7:]}: {word}" if name.startswith("fields.") else word for name, word in words if word) or None


def _targets(promise: Promise) -> str | None:
    return ", ".join(f"{due.metric} {due.within} ({due.calendar})" for due in promise.dues) or None


_SIDES = ("category", "team", "assignee", "priority", "status", "tags", "skills", "reply", "sla", "first_reply_due",
          "resolution_due", "rules", "unmatched")  # fmt: skip
_SAME = ("id", "received_at", "channel", "language", "country")


def _row(one: Moved) -> Row:
    old, new = row_of(one.before), row_of(one.after)
    sides: dict[str, Cell] = {}
    for name in _SIDES:
        sides[f"{name}_before"], sides[f"{name}_after"] = old[name], new[name]
    return {**{name: new[name] for name in _SAME}, "moved": [step.part for step in one.steps], **sides}


_COLUMNS = (*_SAME, "moved", *(f"{name}_{side}" for name in _SIDES for side in ("before", "after")))
MOVED = Shape(_COLUMNS, _row, frozenset({"unmatched_before", "unmatched_after"}))
"""A row for each ticket that moved, with both sides."""
