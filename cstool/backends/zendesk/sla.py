"""SLA policies. Their filters know neither texts nor priorities, so a last stage of triggers tags each ticket with its policy."""

from collections.abc import Iterator

from cstool.backends.account import Account, Scope
from cstool.backends.chains import Draft, Step, Write, chain
from cstool.backends.formula import lower
from cstool.backends.promises import Combination, Goal, minutes
from cstool.backends.references import literal, reference
from cstool.backends.zendesk.adopted import own_filter, raw_policies
from cstool.backends.zendesk.conditions import condition
from cstool.backends.zendesk.normal import metric_order
from cstool.backends.zendesk.triggers import marker, splitter
from cstool.model.base import Metric, Status
from cstool.model.routing import Actions
from cstool.plan import Key, Resource
from cstool.sla import ALWAYS_OPEN

STAGE = "cs_sla"
PAUSED: dict[frozenset[Status], dict[Metric, str]] = {
    frozenset(): {"update": "periodic_update_time", "resolution": "total_resolution_time"},
    frozenset({"pending"}): {"update": "pausable_update_time", "resolution": "requester_wait_time"},
    frozenset({"pending", "on_hold"}): {"resolution": "agent_work_time"},
}
"""Which metric stands still in which states (https://support.zendesk.com/hc/en-us/articles/4408834848154)."""
REPLIES: dict[Metric, str] = {"first_reply": "first_reply_time", "next_reply": "next_reply_time"}


def drafts(account: Account, combinations: tuple[Combination, ...]) -> list[tuple[Draft, Scope]]:
    """A rule for each combination: the first whose conditions hold adds the tag that the policy asks for."""
    read = condition(account)
    made = []
    for entry in combinations:
        for part in entry.parts:
            lower(part.condition, lambda comparison, positive, scope=part.scope: read(comparison, positive, scope))  # type: ignore[misc]
        if any(part.scope.failed for part in entry.parts) or own_filter(account, entry) is not None:
            continue
        base = entry.parts[0]
        scope = base.scope
        formula = lower(entry.condition, lambda comparison, positive, scope=scope: read(comparison, positive, scope))  # type: ignore[misc]
        item = base.item
        draft = Draft(
            STAGE,
            entry.id,
            " + ".join(account.shown(part.item.value.name, part.item.value.id) for part in entry.parts),
            "ticket.created",
            "first",
            formula,
            Actions(),
            item.at(),
            item.at,
            (entry.tag,),
            _schedule(account, entry),
        )
        made.append((draft, scope))
    return made


def bridge(account: Account, combinations: tuple[Combination, ...]) -> tuple[Step, ...]:
    """The native rules of this stage."""
    return chain(STAGE, account.phrase("sla"), "ticket.created", drafts(account, combinations), splitter(account))


def _clock(entry: Combination) -> str | None:
    """The calendar that the working-hour targets name; None is the channel's own, which the ticket has already."""
    return next((goal.calendar for goal in entry.goals if goal.calendar != ALWAYS_OPEN), None)


def _schedule(account: Account, entry: Combination) -> tuple[Write, ...]:
    clock = _clock(entry)
    return (("set_schedule", account.calendar(clock, "schedule")),) if clock else ()


def policies(account: Account, combinations: tuple[Combination, ...]) -> Iterator[Resource]:
    """The policies in their order, and the order itself."""
    places = [(item.source.path, item.loc) for item in account.workspace.policies]
    placed = [(places.index(_place(entry)), policy) for entry in combinations for policy in _policy(account, entry)]
    made = [policy for _, policy in sorted([*placed, *raw_policies(account)], key=lambda pair: pair[0])]
    yield from made
    if made:
        yield Resource("sla_order", "all", "", "all", {"sla_policy_ids": [reference("sla_policy", policy.id) for policy in made]})


def _place(entry: Combination) -> tuple[str, tuple[str | int, ...]]:
    item = entry.parts[0].item
    return item.source.path, item.loc


def _policy(account: Account, entry: Combination) -> Iterator[Resource]:
    if not any(part.scope.failed for part in entry.parts) and entry.goals:
        title = " + ".join(account.shown(part.item.value.name, part.item.value.id) for part in entry.parts)
        tagged = {"field": "current_tags", "operator": "includes", "value": entry.tag}
        filter_ = own_filter(account, entry)
        body = {
            "title": literal(title),
            "description": marker(Key("sla_policy", entry.id)),
            "filter": filter_ or {"all": [tagged], "any": []},
            "policy_metrics": metrics(account, entry),
        }
        yield Resource("sla_policy", entry.id, "", title, body)


def metrics(account: Account, entry: Combination) -> list[dict[str, object]]:
    """The targets of a policy, by metric and priority."""
    clock = _clock(entry)
    found = []
    for goal in entry.goals:
        counted = goal.calendar or clock
        span = goal.owner.item.at("targets", goal.metric)
        if goal.calendar not in (ALWAYS_OPEN, clock):
            goal.owner.scope.differs("one-schedule-per-ticket", span)
        found.append(
            {
                "priority": goal.priority,
                "metric": _metric(goal),
                "target": minutes(account, goal, counted),
                "business_hours": goal.calendar != ALWAYS_OPEN,
            }
        )
    return sorted(found, key=metric_order)


def _metric(goal: Goal) -> str:
    if goal.metric in REPLIES:
        return REPLIES[goal.metric]
    policy = goal.owner.item
    if policy.value.on_reopen == "restart" and goal.metric == "resolution":
        goal.owner.scope.differs("reopen-clock", policy.at("on_reopen"))
    named = PAUSED.get(frozenset(policy.value.pause), {}).get(goal.metric)
    if named is None:
        goal.owner.scope.differs("pause-states", policy.at("pause"))
        return PAUSED[frozenset({"pending"}) if policy.value.pause else frozenset()][goal.metric]
    return named
