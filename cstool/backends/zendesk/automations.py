"""What happens by time: escalations and messages after a ticket's event, as automations in whole hours."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cstool.backends.account import Account, Scope
from cstool.backends.chains import Step, Write
from cstool.backends.formula import AnyOf, Row, conjuncts, every, lower
from cstool.backends.promises import Combination, Part, moment
from cstool.backends.references import literal, reference
from cstool.backends.zendesk.actions import answer, mails_of, notices, raised
from cstool.backends.zendesk.conditions import condition
from cstool.backends.zendesk.normal import tags as joined
from cstool.backends.zendesk.triggers import actions, row_of
from cstool.model.base import PRIORITIES, Metric, Priority
from cstool.model.outreach import Outreach
from cstool.model.sla import Escalation
from cstool.plan import Resource
from cstool.sla import ALWAYS_OPEN
from cstool.workspace import Item

REPLIED = "cs-replied"
"""The tag by which automations know that somebody has answered."""
SINCE: dict[Metric, str] = {
    "first_reply": "NEW",
    "next_reply": "requester_updated_at",
    "update": "updated_at",
    "resolution": "NEW",
}
"""Whole hours since (https://developer.zendesk.com/api-reference/ticketing/business-rules/automations/)."""


UPDATES_ONLY = frozenset({
    *("update_type", "role", "comment_is_public", "comment_includes_word", "subject_includes_word", "current_via_id"),
    *("in_business_hours", "on_holiday", "within_schedule"),
})  # fmt: skip
"""Conditions about an update and its moment, which an automation, run by the hour, has none of
(https://support.zendesk.com/hc/en-us/articles/4408885654298 lists what it has)."""


@dataclass(frozen=True, slots=True)
class _Alarm:
    part: Part
    position: int
    escalation: Escalation
    hours: int
    business: bool
    raise_from: Priority | None


def answered(account: Account) -> Step:
    """Tags a ticket when an agent has answered."""
    rows = (
        Row("update_type", "is", "Change"),
        Row("comment_is_public", "is", "true"),
        Row("role", "is", "agent"),
        Row("current_tags", "not_includes", REPLIED),
    )
    return Step("cs_replies", "answered", "", account.phrase("answered"), None, None, formula=every(rows), adds=(REPLIED,))


def escalations(account: Account, combinations: tuple[Combination, ...]) -> Iterator[Resource]:
    """An automation for each escalation and number of hours; policies and priorities with the same hours share one."""
    alarms: dict[tuple[object, ...], _Alarm] = {}
    groups: dict[tuple[object, ...], tuple[dict[str, None], dict[Priority, None]]] = defaultdict(lambda: ({}, {}))
    for entry in combinations:
        if any(part.scope.failed for part in entry.parts):
            continue
        for part, position, escalation in entry.escalations:
            part.scope.differs("escalation-in-hours", part.item.at("escalate", position))
            for goal in entry.goals:
                if goal.metric != escalation.of or goal.owner.item.value.id != part.item.value.id:
                    continue
                hours = max(1, int(moment(goal, escalation.at) // 3600))
                lifted = goal.priority if "raise" in escalation.do else None
                alarm = _Alarm(part, position, escalation, hours, goal.calendar != ALWAYS_OPEN, lifted)
                key = (part.item.value.id, position, hours, alarm.business, lifted)
                alarms.setdefault(key, alarm)
                groups[key][0][entry.tag] = None
                groups[key][1][goal.priority] = None
    for shared, (tags, priorities) in groups.items():
        yield _escalation(account, alarms[shared], tuple(tags), tuple(priorities))


def _escalation(account: Account, alarm: _Alarm, tags: tuple[str, ...], priorities: tuple[Priority, ...]) -> Resource:
    policy, escalation = alarm.part.item.value, alarm.escalation
    done = f"cs-e-{policy.id}-{alarm.position + 1}"
    operator = "greater_than_business_hours" if alarm.business else "greater_than"
    rows = [
        Row(SINCE[escalation.of], operator, str(alarm.hours - 1)),
        Row("status", "less_than", "solved"),
        Row("current_tags", "includes", joined(tags)),
        Row("current_tags", "not_includes", joined([done] if escalation.of != "first_reply" else [done, REPLIED])),
    ]
    every_priority = len(priorities) == len(PRIORITIES)
    ranked = [] if every_priority else [Row("priority", "is", priority) for priority in priorities]
    if len(ranked) == 1:
        rows += ranked
        ranked = []
    part = f"{alarm.position + 1}-{alarm.hours}h" + (f"-{alarm.raise_from}" if alarm.raise_from else "")
    title = f"SLA {account.shown(policy.name, policy.id)}: {escalation.of} {escalation.at.normalize():f} % ({part})"
    body = {
        "title": literal(title),
        "active": True,
        "conditions": {"all": [row_of(row) for row in rows], "any": [row_of(row) for row in ranked]},
        "actions": actions(list(_writes(account, alarm)), (done,), ()),
    }
    return Resource("automation", f"policies/{policy.id}", part, title, body)


def _writes(account: Account, alarm: _Alarm) -> Iterator[Write]:
    escalation = alarm.escalation
    if alarm.raise_from and raised(alarm.raise_from) != alarm.raise_from:
        yield "priority", raised(alarm.raise_from)
    if "reassign" in escalation.do:
        if escalation.to.team:
            yield "group_id", account.team(escalation.to.team)
        elif mails := mails_of(account, escalation.to):
            yield "assignee_id", reference("user", mails[0])
    if "notify" in escalation.do:
        yield from notices(account, escalation.to)


def messages(account: Account) -> Iterator[Resource]:
    """Proactive messages after a ticket's event; those of orders are documentation for the shop system's connector."""
    for item, scope in account.messages("outreach-in-hours"):
        if (made := _message(account, item, scope)) is not None:
            yield made


def _message(account: Account, item: Item[Outreach], scope: Scope) -> Resource | None:
    wanted = account.book.condition(item, "when")
    if wanted is None or not scope.sends(item.value.template, item.at("template")):
        return None
    read = condition(account)
    own = conjuncts(lower(wanted, lambda comparison, positive: read(comparison, positive, scope)))
    alternatives = [part for part in own if isinstance(part, AnyOf)]
    inner = [row for part in own for row in (part.parts if isinstance(part, AnyOf) else (part,))]
    if len(alternatives) > 1 or any(not isinstance(row, Row) or row.field in UPDATES_ONLY for row in inner):
        # An automation cannot be prepared by marking rules: nothing happens to the ticket at that moment.
        scope.unsupported("no-such-condition", item.at("when"))
    if scope.failed:
        return None
    done = f"cs-o-{item.value.id}"
    hours = (item.value.after.seconds if item.value.after else 0) // 3600
    rows = [Row("status", "is", "solved"), Row("SOLVED", "greater_than", str(max(0, hours - 1)))]
    rows += [Row("current_tags", "not_includes", done), *(part for part in own if isinstance(part, Row))]
    title = f"{account.phrase('outreach')}: {account.shown(item.value.name, item.value.id)}"
    body = {
        "title": literal(title),
        "active": True,
        "conditions": {
            "all": [row_of(row) for row in rows],
            "any": [row_of(inner) for part in alternatives for inner in part.parts],
        },
        "actions": actions([answer(account, item.value.template)], (done,), ()),
    }
    return Resource("automation", f"outreach/{item.value.id}", "", title, body)
