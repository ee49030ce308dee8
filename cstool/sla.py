"""Which SLA applies to a ticket, and when each of its targets is due; and what a customer may be promised beforehand.

The first policy that matches applies, then every matching overlay replaces the targets it names. Both are chosen after routing:
their conditions see the category, team, priority and tags that routing wrote.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal

from cstool.conditions.around import surroundings
from cstool.conditions.book import book_of
from cstool.conditions.syntax import Always, Comparison, Condition, Every, Negation
from cstool.conditions.view import Routed, Surroundings, TicketView, view_of
from cstool.model.base import METRICS, PRIORITIES, Duration, Metric
from cstool.model.sla import Escalation, Policy, Target
from cstool.ordinary_week import counts_closed_time, never_earlier, rounded_up, worst_elapsed
from cstool.tickets.ticket import Ticket
from cstool.workspace import Item, Workspace
from cstool.worktime import WorkCalendar, build

ALWAYS_OPEN = "24x7"
CHANNEL_FACTS: frozenset[str] = frozenset({"channel", "channel_type", "store", "pack", "country"})
_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
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
class Promise:
    """What customers are told. `goal` is the target that can take longest; `within` is its length, said to be working time
    where it is. Where targets on different clocks take turns at being the latest, it is the largest of their numbers as working
    time (with working days among them: calendar time that covers the worst case of an ordinary week)."""

    goal: Goal
    within: Duration


@dataclass(frozen=True, slots=True)
class Due:
    """When a target is due. `at` is in UTC."""

    metric: Metric
    policy: str
    within: Duration
    calendar: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """Somebody is told at a moment, unless the target has been met by then."""

    policy: str
    escalation: Escalation
    at: datetime


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
    always: WorkCalendar = field(default_factory=lambda: build(None, _SOME_DAY.date(), _SOME_DAY.date()))
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


def due(book: SlaBook, ticket: Ticket, routed: Routed) -> tuple[Due, ...]:
    """What is due at which moment, counted from the ticket's arrival: first reply and resolution."""
    chosen = choose(book, ticket, routed)
    found = (due_after(book, chosen, metric, ticket.received_at) for metric in ("first_reply", "resolution"))
    return tuple(entry for entry in found if entry)


def due_after(book: SlaBook, chosen: Chosen, metric: Metric, anchor: datetime) -> Due | None:
    """When a metric is due after its anchor: a later message for `next_reply`, the last answer for `update`.

    None where nothing is promised, or on a calendar that never opens.
    """
    goal = chosen.goals.get(metric)
    if goal is None:
        return None
    clock = book.clock(goal.calendar)
    if clock.never_opens:
        return None
    if goal.within.working_days:
        at = clock.working_days_deadline(anchor, goal.within.working_days)
    else:
        at = clock.deadline(anchor, goal.within.seconds)
    return Due(metric, goal.policy.value.id, goal.within, goal.calendar, at)


def alarms(book: SlaBook, chosen: Chosen, anchors: Mapping[Metric, datetime]) -> tuple[Alarm, ...]:
    """Who is told when, in order of time. A metric's escalations are those of the last policy in force that states any."""
    found = []
    for metric, anchor in anchors.items():
        target = due_after(book, chosen, metric, anchor)
        stating = [item for item in chosen.policies if any(step.of == metric for step in item.value.escalate)]
        if target is None or not stating:
            continue
        clock = book.clock(target.calendar)
        whole = clock.elapsed(anchor, target.at)
        for step in stating[-1].value.escalate:
            if step.of == metric:
                share = int((whole * step.at / 100).to_integral_value("ROUND_CEILING"))
                at = target.at if step.at == Decimal(100) else clock.deadline(anchor, share)
                found.append(Alarm(stating[-1].value.id, step, at))
    return tuple(sorted(found, key=lambda alarm: alarm.at))


def goals_of(policy: Item[Policy], view: TicketView) -> Iterator[Goal]:
    """The targets of one policy for a ticket; the clock is the target's, else the channel's, else calendar time."""
    yield from _goals_at(policy, view.priority or "normal", view.channel.calendar if view.channel else None)


def _goals_at(policy: Item[Policy], priority: str, channel_clock: str | None) -> Iterator[Goal]:
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


# What can apply before the ticket is there: the promise in a text, and the checks over all channels and categories.


def thought_of(book: SlaBook, channel: str | None, category: str | None = None, priority: str | None = None) -> TicketView:
    """A ticket of which only this much is known."""
    ticket = Ticket(_SOME_DAY, channel=channel)
    return view_of(ticket, book.around).after(category=category, priority=priority)


def can_hold(condition: Condition, view: TicketView, known: frozenset[str]) -> bool | None:
    """Whether a condition holds for every ticket (True) or none (False) with the known fields of the view; None: for some."""
    if isinstance(condition, Always):
        return True
    if isinstance(condition, Comparison):
        return condition.holds(view) if condition.field.name in known else None
    if isinstance(condition, Negation):
        inner = can_hold(condition.part, view, known)
        return None if inner is None else not inner
    parts = {can_hold(part, view, known) for part in condition.parts}
    decided = not isinstance(condition, Every)  # one such part decides the whole
    return decided if decided in parts else (None if None in parts else not decided)


def possible_goals(book: SlaBook, view: TicketView, known: frozenset[str]) -> dict[Metric, tuple[Goal, ...]]:
    """Every target that some ticket with the known fields gets, by metric. Overlays that surely apply replace what is below."""
    reached: dict[Metric, list[Goal]] = {metric: [] for metric in METRICS}
    for item, condition in book.policies:
        holds = False if item.value.overlay else can_hold(condition, view, known)
        if holds is not False:
            for goal in _goals(item, view, known):
                reached[goal.metric].append(goal)
        if holds:
            break
    for item, condition in book.policies:
        holds = can_hold(condition, view, known) if item.value.overlay else False
        if holds is not False:
            goals = list(_goals(item, view, known))
            for metric in {goal.metric for goal in goals}:
                replaces = "priority" in known or len(by_priority(getattr(item.value.targets, metric))) == len(PRIORITIES)
                below = [] if holds and replaces else reached[metric]
                reached[metric] = [*below, *(goal for goal in goals if goal.metric == metric)]
    return {metric: tuple(goals) for metric, goals in reached.items() if goals}


def _goals(item: Item[Policy], view: TicketView, known: frozenset[str]) -> Iterator[Goal]:
    if "priority" in known:
        yield from goals_of(item, view)
        return
    seen: set[tuple[str, str]] = set()
    clock = view.channel.calendar if view.channel else None
    for priority in PRIORITIES:
        for goal in _goals_at(item, priority, clock):
            if (goal.metric, goal.key) not in seen:
                seen.add((goal.metric, goal.key))
                yield goal


def reachable(
    workspace: Workspace, metric: Metric, channels: tuple[str, ...] | None = None, category: str | None = None
) -> tuple[Goal, ...]:
    """Every target of a metric that can apply on these channels (None or empty: on all)."""
    book, asked = compile_sla(workspace), (metric, tuple(channels or ()), category)
    if asked not in book.reached:
        known = CHANNEL_FACTS | ({"category"} if category else frozenset())
        named: tuple[str | None, ...] = asked[1] or tuple(workspace.channels) or (None,)
        found: list[Goal] = []
        for channel in named:
            facts = known if channel in workspace.channels else known - CHANNEL_FACTS
            found.extend(possible_goals(book, thought_of(book, channel, category), facts).get(metric, ()))
        book.reached[asked] = tuple(found)
    return book.reached[asked]


def promised(
    workspace: Workspace, metric: Metric, channels: tuple[str, ...] | None = None, category: str | None = None
) -> Promise | None:
    """What a text there may promise: what holds for every target that can apply, whenever the customer writes."""
    book = compile_sla(workspace)
    # Holidays are not looked at: of two that take as long, the one on working hours comes later.
    timed = {(book.clock(goal.calendar), goal.within): goal for goal in reachable(workspace, metric, channels, category)}
    latest = max(timed, key=lambda one: (worst_elapsed(one), one[0].plan is not None), default=None)
    if latest is None:
        return None
    working = counts_closed_time(latest)
    if never_earlier(latest, tuple(timed)):
        return Promise(timed[latest], replace(latest[1], working=working))
    if any(within.working_days for _, within in timed):
        return Promise(timed[latest], rounded_up(worst_elapsed(latest)))
    # So many hours of work take no less than so many hours by the calendar, whosever hours they are.
    longest = max(within.seconds for _, within in timed)
    return Promise(timed[latest], Duration(longest, working=working))


def promise(
    workspace: Workspace, metric: Metric, channels: tuple[str, ...] | None = None, category: str | None = None
) -> Duration | None:
    """The duration that `sla.<metric> | promise` prints; None where no target applies."""
    found = promised(workspace, metric, channels, category)
    return found.within if found else None


def length(duration: Duration) -> int:
    """Seconds for comparing two durations of different kinds; a working day counts as a day, which it is at least."""
    return duration.seconds + duration.working_days * 86_400
