"""Zendesk's tickets, rows, triggers and orders as the tests of its model write them, and where its rules are documented."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cstool.backends.engines.desk import Desk
from cstool.backends.engines.things import Thing
from cstool.backends.zendesk.engine.hours import clock_of
from cstool.backends.zendesk.engine.rules import rules_of
from cstool.backends.zendesk.engine.values import Facts
from cstool.tickets import Ticket

TRIGGERS = "https://support.zendesk.com/hc/en-us/articles/4408822236058"
REFERENCE = "https://support.zendesk.com/hc/en-us/articles/4408893545882"
TAGS = "https://support.zendesk.com/hc/en-us/articles/4408881943194"
SET_TAGS = "https://support.zendesk.com/hc/en-us/articles/4408825689882"
SLAS = "https://developer.zendesk.com/api-reference/ticketing/business-rules/sla_policies/"
SCHEDULES = "https://developer.zendesk.com/api-reference/ticketing/ticket-management/schedules/"
RECORDED = "salto-io/salto, packages/zendesk-adapter: recorded trigger definitions"

FRIDAY = datetime(2026, 7, 17, 10, tzinfo=UTC)
WEEK = [{"start_time": day * 1440 + 540, "end_time": day * 1440 + 1020} for day in range(1, 6)]  # Monday to Friday, 9 to 17
OFFICE = Thing("schedule", "s1", "Office", {"time_zone": "UTC", "intervals": WEEK, "holidays": []})
XMAS = [{"name": "x", "start_date": "2026-12-24", "end_date": "2026-12-26"}]
HOLIDAYS = Thing("schedule", "s2", "With holidays", {"time_zone": "Berlin", "intervals": WEEK, "holidays": XMAS})
FACTS = Facts(
    choices={"red": "custom_fields_7", "blue": "custom_fields_7"},
    taggers=frozenset({"custom_fields_7"}),
    schedules={"s1": clock_of(OFFICE), "s2": clock_of(HOLIDAYS)},  # type: ignore[dict-item]
)


def desk(subject: str = "", body: str = "", event: str = "create", at: datetime = FRIDAY, **values: str) -> Desk:
    """A ticket of which every built-in field is known."""
    known = {"status": "new", "priority": "", "type": "", "group_id": "", "assignee_id": "", "role": "end_user"}
    known |= {"comment_is_public": "true", "ticket_is_public": "public", "reopens": "0", "replies": "0", "locale_id": "1"}
    made = Desk(Ticket(at, subject=subject, body=body), event, at)
    tags = values.pop("tags", "")
    made.values = {**known, **{name.replace("__", "."): value for name, value in values.items()}}
    made.tags = set(tags.split())
    return made


def row(name: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"field": name, "operator": operator, "value": value}


def trigger(id_: str, conditions: Sequence[dict[str, Any]], *actions: tuple[str, Any], active: bool = True) -> Thing:
    body = {
        "active": active,
        "conditions": {"all": list(conditions), "any": []},
        "actions": [{"field": name, "value": value} for name, value in actions],
    }
    return Thing("trigger", id_, id_, body)


def order(*categories: tuple[str, Sequence[str]]) -> Thing:
    body = {"trigger_categories": [name for name, _ in categories], "triggers": {name: list(ids) for name, ids in categories}}
    return Thing("trigger_order", "all", "", body)


def run(things: Sequence[Thing], ticket: Desk, *, look_again: bool = True) -> Desk:
    rules_of(things, FACTS, look_again=look_again).run(ticket)
    return ticket


def fired(ticket: Desk) -> list[str]:
    return [firing.rule.name for firing in ticket.fired]
