"""When a ticket's targets are due, and who is told on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cstool.conditions.view import Routed
from cstool.model.base import Duration, Metric
from cstool.model.sla import Escalation
from cstool.sla.policies import Chosen, SlaBook, choose
from cstool.tickets.ticket import Ticket


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
