"""Which SLA policy a Zendesk ticket has, and when its targets are due.

The first policy by position whose filter holds; targets by the ticket's priority, in minutes on the ticket's schedule or by the
calendar (https://developer.zendesk.com/api-reference/ticketing/business-rules/sla_policies/). A ticket without a priority has no
target (https://support.zendesk.com/hc/en-us/articles/4408829459866).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cstool.backends.engines.desk import Desk, Doubt, NativeDue
from cstool.backends.engines.things import Thing, of_kind, plain
from cstool.backends.zendesk.engine.rules import Condition, condition_of
from cstool.backends.zendesk.engine.values import Facts
from cstool.diagnostic import text
from cstool.worktime import WorkCalendar

METRICS: Mapping[str, str] = {
    "first_reply_time": "first_reply",
    "next_reply_time": "next_reply",
    "periodic_update_time": "update",
    "pausable_update_time": "update",
    "total_resolution_time": "resolution",
    "requester_wait_time": "resolution",
    "agent_work_time": "resolution",
}
"""Their metric in our words; those of resolution differ only in the states that pause them, none of which a new ticket has."""

_ALWAYS = WorkCalendar(None, 2000, 2000)


@dataclass(frozen=True, slots=True)
class Policy:
    """One SLA policy, compiled."""

    thing: Thing
    condition: Condition
    targets: tuple[Mapping[str, object], ...]


def policies_of(things: Sequence[Thing], facts: Facts) -> tuple[Policy, ...]:
    """All policies in their order; one that the order does not name comes last."""
    policies = of_kind(things, "sla_policy")
    place: dict[str, int] = {}
    for thing in of_kind(things, "sla_order"):
        ids = thing.body.get("sla_policy_ids")
        if isinstance(ids, Sequence):
            place |= {plain(name): number for number, name in enumerate(ids)}
    ordered = sorted(policies, key=lambda thing: place.get(thing.reference, len(place)))
    return tuple(Policy(thing, condition_of(thing.body.get("filter"), facts), _targets(thing)) for thing in ordered)


def choose(policies: Sequence[Policy], desk: Desk, facts: Facts) -> None:
    """Put the policy in force and what is due into the log."""
    for policy in policies:
        verdict = policy.condition.holds(desk)
        if verdict is None:
            desk.doubts.append(Doubt(policy.thing, text("engine-filter")))
        if verdict:
            desk.policy = policy.thing
            desk.dues = _dues(policy, desk, facts)
            return


def _dues(policy: Policy, desk: Desk, facts: Facts) -> tuple[NativeDue, ...]:
    found = []
    clock_name = desk.values.get("set_schedule") or facts.first_schedule or ""
    for target in policy.targets:
        metric = METRICS.get(str(target.get("metric")))
        if metric is None or target.get("priority") != desk.values.get("priority"):
            continue
        minutes = target.get("target")
        if not isinstance(minutes, int):
            continue
        clock = facts.schedules.get(clock_name) if target.get("business_hours") else None
        if clock is None and target.get("business_hours"):
            continue
        at = (clock or _ALWAYS).deadline(desk.at, minutes * 60)
        found.append(NativeDue(metric, minutes, clock_name if clock else "", at))
    return tuple(found)


def _targets(thing: Thing) -> tuple[Mapping[str, object], ...]:
    found = thing.body.get("policy_metrics")
    return tuple(found) if isinstance(found, list | tuple) else ()
