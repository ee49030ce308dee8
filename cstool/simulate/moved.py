"""Two versions of the rules on one ticket: what differs between the results, and what is responsible for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from cstool.routing import Router, compile_routing
from cstool.routing.parts import Standings, Value, differing, standings, value_of, writers
from cstool.simulate.run import Choose, Decide, Promise, Simulated, choose_by, decide_by
from cstool.sla import SlaBook, compile_sla
from cstool.workspace import Workspace

DUES = ("first_reply", "resolution")
"""The due times that count from a ticket's arrival."""
PROMISED = ("sla", *DUES)
"""Names of shifts that no rule writes."""


@dataclass(frozen=True, slots=True)
class Side:
    """One version of the rules: how it decides, what it promises, and what each of its rules does."""

    router: Router
    book: SlaBook
    decide: Decide
    choose: Choose
    rules: Standings


def side_of(workspace: Workspace) -> Side:
    """A workspace as one side of a comparison."""
    router, book = compile_routing(workspace), compile_sla(workspace)
    return Side(router, book, decide_by(router), choose_by(book), standings(router))


@dataclass(frozen=True, slots=True)
class Shift:
    """One thing that differs: a part of the outcome, `sla`, or a due time. Due times count by their targets, `4h (24x7)`."""

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


def shifts(before: Simulated, after: Simulated) -> tuple[Shift, ...]:
    """What differs between two results for one ticket; nothing when it does not move."""
    one, other = before.outcome, after.outcome
    found = [Shift(name, value_of(one, name), value_of(other, name)) for name in differing(one, other)]
    if before.promise != after.promise:
        found += _promised(before.promise, after.promise)
    return tuple(found)


def _promised(before: Promise, after: Promise) -> Iterator[Shift]:
    if before.policies != after.policies:
        yield Shift("sla", before.policies, after.policies)
    for metric in DUES:
        old, new = (next((due for due in promise.dues if due.metric == metric), None) for promise in (before, after))
        moments = old.at if old else None, new.at if new else None
        if moments[0] != moments[1]:
            targets = [f"{due.within} ({due.calendar})" if due else None for due in (old, new)]
            later = moments[1] > moments[0] if moments[0] and moments[1] else None
            yield Shift(metric, targets[0], targets[1], moments, later)


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule or an SLA policy."""

    kind: Literal["rule", "policy", "others"]
    id: str


def causes(
    before: Simulated, after: Simulated, found: tuple[Shift, ...], sides: tuple[Side, Side]
) -> tuple[Cause | None, Cause | None]:
    """What is responsible for a whole move, on either side: the rules at which the two ways part; where the same rules applied,
    the one that does something else now; for a due time alone, the SLA policy."""
    routed = [shift for shift in found if shift.name not in PROMISED]
    if not routed:
        return _policies(before.promise, after.promise)
    left, right, (old, new) = before.outcome.rules, after.outcome.rules, (side.rules for side in sides)
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


def responsible(
    before: Simulated, after: Simulated, found: tuple[Shift, ...], sides: tuple[Side, Side]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules that wrote what differs, on either side; none for what is promised."""
    one, other = before.outcome, after.outcome
    names = [shift.name for shift in found if shift.name not in PROMISED]
    old = (rule for name in names for rule in writers(one, name, sides[0].rules, other))
    new = (rule for name in names for rule in writers(other, name, sides[1].rules, one))
    return tuple(dict.fromkeys(old)), tuple(dict.fromkeys(new))
