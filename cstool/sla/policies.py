"""Which policy applies to a ticket and which target each metric gets.

The first policy that matches applies, then every matching overlay replaces the targets it names. Both are chosen after routing:
their conditions see the category, team, priority and tags that routing wrote.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cstool.conditions.around import surroundings
from cstool.conditions.book import book_of
from cstool.conditions.syntax import Condition
from cstool.conditions.view import Routed, Surroundings, TicketView, view_of
from cstool.model.base import METRICS, PRIORITIES, Duration, Metric
from cstool.model.sla import Policy, Target
from cstool.tickets.ticket import Ticket
from cstool.workspace import Item, Workspace
from cstool.worktime import WorkCalendar, build

ALWAYS_OPEN = "24x7"
CHANNEL_FACTS: frozenset[str] = frozenset({"channel", "channel_type", "store", "pack", "country"})
SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands where a ticket is only thought of; no known field reads it."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One target as it applies to a ticket. `calendar` is the clock's name, `24x7` for calendar time."""

    metric: Metric
    within: Duration
    calendar: str
    policy: Item[Policy]
    key: str
    """Where the number stands in the target: `within` or a priority."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The policies in force for a ticket (base first, then overlays) and the target of each metric."""

    policies: tuple[Item[Policy], ...]
    goals: Mapping[Metric, Goal]

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the policies."""
        return tuple(policy.value.id for policy in self.policies)


@dataclass(frozen=True)
class SlaBook:
    """The policies in force with their compiled conditions, and the clocks they count on."""

    policies: tuple[tuple[Item[Policy], Condition], ...]
    around: Surroundings
    calendars: Mapping[str, WorkCalendar] = field(default_factory=dict)
    always: WorkCalendar = field(default_factory=lambda: build(None, SOME_DAY.date(), SOME_DAY.date()))
    reached: dict[tuple[Metric, tuple[str, ...], str | None], tuple[Goal, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """What `reachable` has found: a text asks the same for each of its values, a procedure for each of its categories."""

    def clock(self, name: str) -> WorkCalendar:
        """The clock of that name; an unknown calendar (its own check names it) counts calendar time."""
        return self.calendars.get(name, self.always)


def compile_sla(workspace: Workspace) -> SlaBook:
    """The policies in force on the workspace's day, compiled once.

    A policy whose condition has faults is left out; those are the book's problems.
    """
    return workspace.once(_compiled)


def _compiled(workspace: Workspace) -> SlaBook:
    conditions, today = book_of(workspace), workspace.today
    policies = [
        (item, condition)
        for item in workspace.policies
        if item.value.in_force(today) and (condition := conditions.condition(item, "when")) is not None
    ]
    calendars = {name: build(item.value, today, today) for name, item in workspace.calendars.items()}
    return SlaBook(tuple(policies), surroundings(workspace), calendars)


def choose(book: SlaBook, ticket: Ticket, routed: Routed) -> Chosen:
    """The policies and targets of a routed ticket. Without a priority it counts as normal."""
    view = view_of(ticket, book.around).routed(routed)
    base = next((item for item, condition in book.policies if not item.value.overlay and condition.holds(view)), None)
    overlays = [item for item, condition in book.policies if item.value.overlay and condition.holds(view)]
    goals: dict[Metric, Goal] = {}
    for item in (base, *overlays):
        if item is not None:
            goals.update({goal.metric: goal for goal in goals_of(item, view)})
    return Chosen(((base,) if base else ()) + tuple(overlays), goals)


def goals_of(policy: Item[Policy], view: TicketView) -> Iterator[Goal]:
    """The targets of one policy for a ticket; the clock is the target's, else the channel's, else calendar time."""
    yield from goals_at(policy, view.priority or "normal", view.channel.calendar if view.channel else None)


def goals_at(policy: Item[Policy], priority: str, channel_clock: str | None) -> Iterator[Goal]:
    """The targets of one policy for a priority on a channel whose calendar is given (None: it has none)."""
    for metric, target in targets_of(policy.value):
        key = priority if getattr(target, priority) is not None else "within"
        within = getattr(target, key)
        if within is not None:
            yield Goal(metric, within, target.calendar or channel_clock or ALWAYS_OPEN, policy, key)


def targets_of(policy: Policy) -> Iterator[tuple[Metric, Target]]:
    """The metrics that a policy names, with their targets."""
    for metric in METRICS:
        target: Target | None = getattr(policy.targets, metric)
        if target is not None:
            yield metric, target


def by_priority(target: Target) -> dict[str, Duration]:
    """The target's length for every priority that has one, lowest priority first."""
    lengths = {priority: getattr(target, priority) or target.within for priority in PRIORITIES}
    return {priority: length for priority, length in lengths.items() if length is not None}


def length(duration: Duration) -> int:
    """Seconds for comparing two durations of different kinds; a working day counts as a day, which it is at least."""
    return duration.seconds + duration.working_days * 86_400
