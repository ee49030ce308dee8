"""SLA policies with their overlays resolved: one entry for every combination that may apply, most overlays first."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from cstool.backends.account import CHANNEL_FIELDS, Account, Scope, channels_where
from cstool.backends.weeks import days_of_week
from cstool.conditions.syntax import Always, Comparison, Condition, Every, demanded
from cstool.model.base import METRICS, PRIORITIES, Duration, Metric, Priority
from cstool.model.sla import Escalation, Policy
from cstool.sla import ALWAYS_OPEN
from cstool.workspace import Item


@dataclass(frozen=True)
class Part:
    """One policy with its condition and its place in the list of what is not exact."""

    item: Item[Policy]
    condition: Condition
    scope: Scope


@dataclass(frozen=True, slots=True)
class Goal:
    """The target of one metric for one priority. `calendar` None is the channel's own."""

    metric: Metric
    priority: Priority
    within: Duration
    calendar: str | None
    owner: Part


@dataclass(frozen=True)
class Combination:
    """A policy under some overlays. `id` joins their ids by `_`, which no id holds."""

    parts: tuple[Part, ...]

    @property
    def id(self) -> str:
        """Base and overlays."""
        return "_".join(part.item.value.id for part in self.parts)

    @property
    def tag(self) -> str:
        """The tag by which the product's policy knows its tickets."""
        return f"cs-sla-{self.id}"

    @property
    def condition(self) -> Condition:
        """All their conditions together."""
        return Every(tuple(part.condition for part in self.parts), self.parts[0].condition.span)

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The targets in force, by metric and priority; an overlay replaces only those that it names."""
        found: dict[tuple[Metric, Priority], Goal] = {}
        for part in self.parts:
            for metric in METRICS:
                target = getattr(part.item.value.targets, metric)
                for priority in PRIORITIES if target else ():
                    within = getattr(target, priority) or target.within
                    if within:
                        found[metric, priority] = Goal(metric, priority, within, target.calendar, part)
        return tuple(found[metric, priority] for metric in METRICS for priority in PRIORITIES if (metric, priority) in found)

    @property
    def escalations(self) -> tuple[tuple[Part, int, Escalation], ...]:
        """Escalations of the policies whose target is in force, with their position in the file."""
        owners = {(goal.metric, goal.owner.item.value.id) for goal in self.goals}
        return tuple(
            (part, position, escalation)
            for part in self.parts
            for position, escalation in enumerate(part.item.value.escalate)
            if (escalation.of, part.item.value.id) in owners
        )


def combinations_of(account: Account) -> tuple[Combination, ...]:
    """Every policy under every set of overlays that may apply together, in an order in which the first match is right."""
    parts = list(_parts(account))
    bases = [part for part in parts if not part.item.value.overlay]
    overlays = [part for part in parts if part.item.value.overlay]
    made = [Combination((base, *chosen)) for base in bases for chosen in _chosen(account, base, overlays)]
    if not any(isinstance(base.condition, Always) for base in bases):
        made += [Combination(chosen) for chosen in _chosen(account, None, overlays) if chosen]
    return tuple(made)


def _parts(account: Account) -> Iterator[Part]:
    for item in account.workspace.policies:
        if not account.in_force(item.value):
            continue
        scope = account.scope("policies", item.value.id, item.at())
        condition = account.book.condition(item, "when")
        if condition is not None and not scope.excluded:
            yield Part(item, condition, scope)


def _chosen(account: Account, base: Part | None, overlays: list[Part]) -> list[tuple[Part, ...]]:
    """Sets of overlays that do not contradict the base or each other; a set before its subsets."""
    fixed = [base.condition] if base else []
    possible = [part for part in overlays if _together(account, [*fixed, part.condition])]
    return [
        chosen
        for size in range(len(possible), -1, -1)
        for chosen in combinations(possible, size)
        if _together(account, [*fixed, *(part.condition for part in chosen)])
    ]


def _together(account: Account, conditions: Iterable[Condition]) -> bool:
    """False only where one field would need two values at once."""
    channels = {id_ for id_ in account.workspace.channels if not account.excludes("channels", id_)}
    left: dict[str, frozenset[object]] = {}
    for comparison in (found for condition in conditions for found in demanded(condition)):
        if comparison.field.name in CHANNEL_FIELDS:
            channels &= set(channels_where(account, comparison))
            if not channels:
                return False
        elif _single(comparison):
            values = frozenset(comparison.operands)
            left[comparison.field.name] = left.get(comparison.field.name, values) & values
            if not left[comparison.field.name]:
                return False
    return True


def _single(comparison: Comparison) -> bool:
    exact = comparison.field.kind in ("value", "flag") and not comparison.field.free and comparison.field.name != "language"
    return exact and comparison.operator in ("is", "one_of")


def channels_for(account: Account, combination: Combination) -> tuple[str, ...]:
    """The channels on which a combination can apply, as far as its conditions say so outright."""
    found = [id_ for id_, item in account.workspace.channels.items() if account.in_force(item.value)]
    for comparison in demanded(combination.condition):
        if comparison.field.name in CHANNEL_FIELDS:
            allowed = channels_where(account, comparison)
            found = [id_ for id_ in found if id_ in allowed]
    return tuple(id_ for id_ in found if not account.excludes("channels", id_))


def minutes(account: Account, goal: Goal, calendar: str | None) -> int:
    """A target in whole minutes; what is lost is said at the target."""
    span = goal.owner.item.at("targets", goal.metric)
    if goal.within.working_days:
        goal.owner.scope.differs("working-days", span)
        return goal.within.working_days * _shortest_day(account, calendar)
    if goal.within.seconds % 60:
        goal.owner.scope.differs("whole-minutes", span)
    return max(1, math.ceil(goal.within.seconds / 60))


def _shortest_day(account: Account, calendar: str | None) -> int:
    item = account.workspace.calendars.get(calendar or "")
    if item is None or calendar == ALWAYS_OPEN:
        return 24 * 60
    days = [sum(end - start for start, end in day) for day in days_of_week(item.value)]
    return min((length for length in days if length), default=24 * 60)


def moment(goal: Goal, share: Decimal) -> Decimal:
    """Seconds of the target's clock after which an escalation happens."""
    seconds = goal.within.seconds or goal.within.working_days * 86_400
    return Decimal(seconds) * share / 100
