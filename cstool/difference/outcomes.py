"""Two outcomes of one ticket: what differs between them, and what is responsible for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from cstool.model.routing import Actions
from cstool.routing import Outcome, Router
from cstool.simulate import Promise

Value = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Side:
    """What one version does with a ticket."""

    outcome: Outcome
    promise: Promise


@dataclass(frozen=True, slots=True)
class Shift:
    """One thing that differs: `team`, `priority`, `fields.x`, `first_reply` … Due times count by their targets, `4h (24x7)`."""

    name: str
    before: Value
    after: Value
    moments: tuple[datetime | None, datetime | None] = (None, None)
    """Of a due time: when it was, when it is."""
    later: bool | None = None
    """Of a due time that both sides have: whether it comes later."""

    @property
    def counted(self) -> "Shift":
        """The same without what is this ticket's alone: its moments, and what stays in a list."""
        if isinstance(self.before, tuple) and isinstance(self.after, tuple) and set(self.before) != set(self.after):
            lost = tuple(one for one in self.before if one not in self.after)
            return replace(self, before=lost, after=tuple(one for one in self.after if one not in self.before))
        return replace(self, moments=(None, None)) if self.moments != (None, None) else self


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule or an SLA policy."""

    kind: Literal["rule", "policy", "others"]
    id: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule in force: number and id of its stage, and what it does."""

    number: int
    stage: str
    actions: Actions


Standings = Mapping[str, Standing]


def standings(router: Router) -> Standings:
    """The rules of a router by their ids."""
    return {rule.id: Standing(n, stage.id, rule.actions) for n, stage in enumerate(router.stages) for rule in stage.rules}


def shifts(before: Side, after: Side) -> tuple[Shift, ...]:
    """What differs, in the order in which people ask; nothing when the ticket does not move."""
    if before.outcome == after.outcome and before.promise == after.promise:
        return ()
    return tuple(_shifts(before, after))


def _shifts(before: Side, after: Side) -> Iterator[Shift]:
    one, other = before.outcome, after.outcome
    for name in ("category", "team", "priority", "assignee", "status"):
        yield from _shift(name, getattr(one, name), getattr(other, name))
    yield from _shift("tags", tuple(sorted(one.tags)), tuple(sorted(other.tags)))
    yield from _shift("skills", tuple(sorted(one.skills)), tuple(sorted(other.skills)))
    for name in sorted({*one.fields, *other.fields}):
        yield from _shift(f"fields.{name}", _shown(one.fields.get(name)), _shown(other.fields.get(name)))
    yield from _shift("reply", one.reply.template if one.reply else None, other.reply.template if other.reply else None)
    if one.reply and other.reply:
        yield from _shift("at_most", _shown(one.reply.at_most), _shown(other.reply.at_most))
    yield from _shift("note", one.note, other.note)
    yield from _shift("escalate", _told(one), _told(other))
    yield from _shift("sla", before.promise.policies, after.promise.policies)
    yield from _dues(before.promise, after.promise)


def _shift(name: str, before: Value, after: Value) -> Iterator[Shift]:
    if before != after:
        yield Shift(name, before, after)


def _dues(before: Promise, after: Promise) -> Iterator[Shift]:
    one, other = ({due.metric: due for due in promise.dues} for promise in (before, after))
    for metric in ("first_reply", "resolution"):
        old, new = one.get(metric), other.get(metric)
        moments = old.at if old else None, new.at if new else None
        if moments[0] != moments[1]:
            targets = [f"{due.within} ({due.calendar})" if due else None for due in (old, new)]
            later = moments[1] > moments[0] if moments[0] and moments[1] else None
            yield Shift(metric, targets[0], targets[1], moments, later)


def _shown(value: object) -> str | None:
    return None if value is None else "true" if value is True else "false" if value is False else str(value)


def _told(outcome: Outcome) -> tuple[str, ...]:
    kinds = ("role", "agent", "team")
    named = (f"{kind} {name}" for one in outcome.escalations for kind in kinds if (name := getattr(one, kind)))
    return tuple(dict.fromkeys(named))


def causes(
    before: Side, after: Side, differing: tuple[Shift, ...], old: Standings, new: Standings
) -> tuple[Cause | None, Cause | None]:
    """What is responsible on either side: the rules at which the two ways part; where the same rules applied, the one that
    does something else now; for a due time alone, the SLA policy."""
    routed = [shift for shift in differing if shift.name not in ("sla", "first_reply", "resolution")]
    if not routed:
        return _policies(before.promise, after.promise)
    left, right = before.outcome.rules, after.outcome.rules
    gone = next((rule for rule in left if rule not in right), None)
    come = next((rule for rule in right if rule not in left), None)
    if gone and come and old[gone].stage != new[come].stage:  # two stages: the earlier one is where the ways part
        gone, come = (gone, None) if old[gone].number <= new[come].number else (None, come)
    if gone is None and come is None:
        gone = come = next((rule for rule in left if old[rule].actions != new[rule].actions), None)
    if gone is None and come is None:  # the same rules in another order: who wrote last
        gone, come = (side.outcome.written.get(routed[0].name) for side in (before, after))
    return Cause("rule", gone) if gone else None, Cause("rule", come) if come else None


def _policies(before: Promise, after: Promise) -> tuple[Cause | None, Cause | None]:
    gone = next((name for name in before.policies if name not in after.policies), None)
    come = next((name for name in after.policies if name not in before.policies), None)
    if gone is None and come is None:  # the same policies: another target, or another calendar
        pairs = {due.metric: due for due in before.dues}
        moved = next((due for due in after.dues if due.metric not in pairs or pairs[due.metric].at != due.at), None)
        left = next((due for due in before.dues if due.metric not in {one.metric for one in after.dues}), None)
        gone = come = moved.policy if moved else left.policy if left else None
    return Cause("policy", gone) if gone else None, Cause("policy", come) if come else None
