"""What can apply before the ticket is there: for the promise in a text, and for checks over all channels and categories."""

from collections.abc import Iterator

from cstool.conditions.syntax import Always, Comparison, Condition, Every, Negation
from cstool.conditions.view import TicketView, view_of
from cstool.model.base import METRICS, PRIORITIES, Metric
from cstool.model.sla import Policy
from cstool.sla.policies import CHANNEL_FACTS, SOME_DAY, Goal, SlaBook, by_priority, compile_sla, goals_at, goals_of
from cstool.tickets.ticket import Ticket
from cstool.workspace import Item, Workspace


def thought_of(book: SlaBook, channel: str | None, category: str | None = None, priority: str | None = None) -> TicketView:
    """A ticket of which only this much is known."""
    ticket = Ticket(SOME_DAY, channel=channel)
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
        for goal in goals_at(item, priority, clock):
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
