"""Two versions of the rules on the same tickets: which tickets moved, from where to where, and which rules are responsible."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cstool.model.routing import Actions
from cstool.model.sla import Recipient
from cstool.routing import Outcome, Router, compile_routing
from cstool.simulate.labels import Labels
from cstool.simulate.rows import Cell, Row, Shape, row_of
from cstool.simulate.run import EVENT, Choose, Decide, Simulated, choose_by, decide_by
from cstool.sla import compile_sla
from cstool.workspace import Workspace

PARTS = (
    "team", "category", "priority", "sla", "due", "moment", "reply", "at_most", "assignee", "status", "tags", "skills", "fields",
    "note", "escalate",
)  # fmt: skip
"""What can move, the most asked-for first. `moment`: due at another moment, though the target reads the same."""
KINDS_LIMIT = 20_000
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One version of the rules: how it decides, what it promises, and what each of its rules does."""

    router: Router
    decide: Decide
    choose: Choose
    actions: Mapping[str, Actions]


def side_of(workspace: Workspace) -> Side:
    """A workspace as one side of a comparison."""
    router = compile_routing(workspace)
    actions = {rule.id: rule.actions for stage in router.stages for rule in stage.rules}
    return Side(router, decide_by(router), choose_by(compile_sla(workspace)), actions)


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the outcome: what it was and is, and the rules that wrote it (none for `sla`, `due`, `moment`)."""

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
    """What differs between two results for one ticket; a rule that has only another name moves nothing."""
    if old.outcome == new.outcome and old.promise == new.promise:
        return ()
    was, now = _values(old), _values(new)
    steps = []
    for part in PARTS:
        if part == "moment":
            differs = was["due"] == now["due"] and old.promise.dues != new.promise.dues and was["sla"] == now["sla"]
        elif part == "at_most":
            differs = was["reply"] == now["reply"] and was[part] != now[part]
        else:
            differs = was[part] != now[part]
        if differs:
            rules = _responsible(old.outcome, before, part, new.outcome), _responsible(new.outcome, after, part, old.outcome)
            steps.append(Step(part, was.get(part, was["due"]), now.get(part, now["due"]), *rules))
    return tuple(steps)


def _values(one: Simulated) -> Mapping[str, str | None]:
    outcome = one.outcome
    return {
        "team": outcome.team,
        "category": outcome.category,
        "priority": outcome.priority,
        "sla": ", ".join(one.promise.policies) or None,
        "due": ", ".join(f"{due.metric} {due.within} ({due.calendar})" for due in one.promise.dues) or None,
        "reply": outcome.reply.template if outcome.reply else None,
        "at_most": str(outcome.reply.at_most) if outcome.reply and outcome.reply.at_most else None,
        "assignee": outcome.assignee,
        "status": outcome.status,
        "tags": ", ".join(sorted(outcome.tags)) or None,
        "skills": ", ".join(sorted(outcome.skills)) or None,
        "fields": ", ".join(f"{name}: {_plain(value)}" for name, value in sorted(outcome.fields.items())) or None,
        "note": outcome.note,
        "escalate": ", ".join(dict.fromkeys(_told(one) for one in outcome.escalations)) or None,
    }


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _told(recipient: Recipient) -> str:
    return " ".join(f"{name}: {value}" for name, value in recipient if value is not None)


def _responsible(outcome: Outcome, side: Side, part: str, other: Outcome) -> tuple[str, ...]:
    """The rules that wrote a part; of tags and skills, those that wrote what the other outcome lacks or took off what it has."""
    if part in ("reply", "at_most"):
        return (outcome.reply.rule,) if outcome.reply else ()
    if part == "note":
        return tuple(note.rule for note in outcome.notes)
    if part == "fields":
        return tuple(dict.fromkeys(rule for name, rule in outcome.written.items() if name.startswith("fields.")))
    if part in ("tags", "skills", "escalate"):
        return tuple(rule for rule in outcome.rules if rule in side.actions and _wrote(side.actions[rule], part, outcome, other))
    rule = outcome.written.get(part)
    return (rule,) if rule else ()


def _wrote(actions: Actions, part: str, outcome: Outcome, other: Outcome) -> bool:
    if part == "escalate":
        return actions.escalate is not None
    if part == "skills":
        return not set(other.skills).issuperset(actions.skills)
    more, less = outcome.tags - other.tags, other.tags - outcome.tags
    return not more.isdisjoint(actions.tags) or not less.isdisjoint(actions.remove_tags)


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
