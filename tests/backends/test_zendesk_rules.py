"""Every documented rule of Zendesk's evaluation as a table of cases, each with the place where it is documented or recorded.

Traps: Z-order (triggers by category and position, positions not unique), set_tags replaces, tags and drop-downs are one, an
`any` list of one row, terminal operators without value, empty values as "" and `__NULL__`, ids as text and as numbers.
"""

import json
import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cstool.backends.engines.desk import Desk
from cstool.backends.zendesk.engine.rules import condition_of
from tests.backends.desks import FACTS, FRIDAY, RECORDED, REFERENCE, SCHEDULES, TRIGGERS, desk, row

DATA = Path(os.environ.get("CSTOOL_DATA", Path(__file__).parents[2] / "../shared/data"))
EVE = datetime(2026, 12, 24, 10, tzinfo=UTC)
SUNDAY = desk(requester__custom_fields__d="2026-07-19")


@dataclass(frozen=True)
class Case:
    """Rows under `all` and `any`, a ticket, the verdict (None: this cannot be told), and where that is documented."""

    source: str
    rows: list[dict[str, Any]]
    ticket: Desk
    holds: bool | None
    some: list[dict[str, Any]] = field(default_factory=list)


CASES = [
    # all and any: flat lists, one `any` row behaves like an `all` row.
    Case(TRIGGERS, [], desk(), True),
    Case(TRIGGERS, [row("status", "is", "new")], desk(), True),
    Case(TRIGGERS, [row("status", "is", "new"), row("priority", "is", "high")], desk(), False),
    Case(TRIGGERS, [], desk(), False, [row("priority", "is", "high")]),
    Case(TRIGGERS, [], desk(), True, [row("priority", "is", "high"), row("status", "is", "new")]),
    Case(TRIGGERS, [row("priority", "is", "high")], desk(), False, [row("status", "is", "new")]),
    # Status and priority are ranked; what a ticket without priority compares as is not documented.
    Case(REFERENCE, [row("status", "less_than", "solved")], desk(status="pending"), True),
    Case(REFERENCE, [row("status", "less_than", "solved")], desk(status="solved"), False),
    Case(REFERENCE, [row("status", "greater_than", "new")], desk(status="open"), True),
    Case(REFERENCE, [row("priority", "greater_than", "normal")], desk(priority="high"), True),
    Case(REFERENCE, [row("priority", "greater_than", "high")], desk(priority="high"), False),
    Case(REFERENCE, [row("priority", "less_than", "high")], desk(), None),
    # Empty: `""` as read back, `__NULL__` in the definitions.
    Case(RECORDED, [row("priority", "is", "")], desk(), True),
    Case(RECORDED, [row("priority", "is", "__NULL__")], desk(), True),
    Case(RECORDED, [row("priority", "is_not", "")], desk(priority="low"), True),
    Case(RECORDED, [row("group_id", "is", 360001)], desk(group_id="360001"), True),
    Case(RECORDED, [row("group_id", "is_not", "360001")], desk(group_id="360001"), False),
    # Who it is depends on the update: no verdict.
    Case(RECORDED, [row("assignee_id", "is", "current_user")], desk(), None),
    Case(RECORDED, [row("assignee_id", "is", "requester_id")], desk(), None),
    # Changed: any update of the value, also from nothing, also on a new ticket; terminal operators have no value.
    Case(REFERENCE, [row("group_id", "changed")], desk(group_id="1"), True),
    Case(REFERENCE, [row("group_id", "changed", "")], desk(), False),
    Case(REFERENCE, [row("group_id", "not_changed")], desk(), True),
    Case(REFERENCE, [row("status", "value", "new")], desk(), True),
    Case(REFERENCE, [row("status", "not_value", "new")], desk(), False),
    # Tags: one text, any of them, none of them.
    Case(RECORDED, [row("current_tags", "includes", "a b")], desk(tags="b c"), True),
    Case(RECORDED, [row("current_tags", "includes", "a b")], desk(tags="c"), False),
    Case(RECORDED, [row("current_tags", "not_includes", "a b")], desk(tags="c"), True),
    Case(RECORDED, [row("current_tags", "not_includes", "a b")], desk(tags="a"), False),
    # Words: `includes` at least one of the words, whole; `is` the string, also inside a word; the case never counts.
    Case(REFERENCE, [row("comment_includes_word", "includes", "refund money")], desk(body="My MONEY, please"), True),
    Case(REFERENCE, [row("comment_includes_word", "includes", "refund")], desk(body="it is nonrefundable"), False),
    Case(REFERENCE, [row("comment_includes_word", "is", "refund")], desk(body="it is nonrefundable"), True),
    Case(REFERENCE, [row("comment_includes_word", "includes", '"money back" rma')], desk(body="I want my money back!"), True),
    Case(REFERENCE, [row("comment_includes_word", "includes", '"money back"')], desk(body="back my money"), False),
    Case(REFERENCE, [row("comment_includes_word", "not_includes", "refund")], desk(body="hello"), True),
    Case(REFERENCE, [row("comment_includes_word", "is_not", "fund")], desk(body="refund"), False),
    Case(REFERENCE, [row("comment_includes_word", "is", "退货")], desk(body="我要退货，谢谢"), True),
    # The comment's row looks at the subject too; the subject's at nothing else.
    Case(REFERENCE, [row("comment_includes_word", "includes", "lamp")], desk(subject="The lamp"), True),
    Case(REFERENCE, [row("subject_includes_word", "includes", "lamp")], desk(body="The lamp"), False),
    Case(REFERENCE, [row("subject_includes_word", "is", "lam")], desk(subject="The lamp"), True),
    # The event, who writes, what is public.
    Case(REFERENCE, [row("update_type", "is", "Create")], desk(), True),
    Case(REFERENCE, [row("update_type", "is", "Change")], desk(), False),
    Case(REFERENCE, [row("update_type", "is", "Change")], desk(event="change"), True),
    Case(REFERENCE, [row("role", "is", "end_user")], desk(), True),
    Case(REFERENCE, [row("role", "is_not", "agent")], desk(), True),
    Case(RECORDED, [row("comment_is_public", "is", "true")], desk(), True),
    Case(RECORDED, [row("comment_is_public", "is", True)], desk(), True),
    Case(RECORDED, [row("comment_is_public", "is", "not_relevant")], desk(comment_is_public="false"), True),
    Case(RECORDED, [row("comment_is_public", "is", "requester_can_see_comment")], desk(comment_is_public="false"), False),
    Case(RECORDED, [row("ticket_is_public", "is", "private")], desk(), False),
    Case(RECORDED, [row("reopens", "less_than", "1")], desk(), True),
    Case(RECORDED, [row("replies", "greater_than", "0")], desk(replies="2"), True),
    # Channel and address: what no binding tells is not known.
    Case(RECORDED, [row("via_id", "is", "29")], desk(via_id="29"), True),
    Case(RECORDED, [row("via_id", "is_not", "29")], desk(via_id="4"), True),
    Case(RECORDED, [row("via_id", "is", "29")], desk(), None),
    Case(RECORDED, [row("recipient", "is", "help@x.example")], desk(recipient="help@x.example"), True),
    # Hours by the ticket's schedule; without one nothing can be told.
    Case(SCHEDULES, [row("in_business_hours", "is", "true")], desk(set_schedule="s1"), True),
    Case(SCHEDULES, [row("in_business_hours", "is", "true")], desk(set_schedule="s1", at=FRIDAY.replace(hour=17)), False),
    Case(SCHEDULES, [row("in_business_hours", "is", "false")], desk(set_schedule="s1", at=FRIDAY.replace(day=18)), True),
    Case(SCHEDULES, [row("in_business_hours", "is", "true")], desk(), None),
    Case(SCHEDULES, [row("on_holiday", "is", "true")], desk(set_schedule="s2", at=EVE.replace(hour=3)), True),
    Case(SCHEDULES, [row("on_holiday", "is", "true")], desk(set_schedule="s2", at=EVE.replace(day=23, hour=23, minute=30)), True),
    Case(SCHEDULES, [row("in_business_hours", "is", "true")], desk(set_schedule="s2", at=EVE), False),
    Case(SCHEDULES, [row("within_schedule", "is", "s1")], desk(), True),
    Case(RECORDED, [row("schedule_id", "is", "s1")], desk(set_schedule="s1"), True),
    # Own fields.
    Case(RECORDED, [row("custom_fields_7", "includes", "red")], desk(custom_fields_7="red"), True),
    Case(RECORDED, [row("custom_fields_7", "not_includes", "red")], desk(custom_fields_7=""), True),
    Case(RECORDED, [row("custom_fields_7", "present")], desk(custom_fields_7=""), False),
    Case(RECORDED, [row("custom_fields_7", "not_present")], desk(custom_fields_7=""), True),
    Case(RECORDED, [row("custom_fields_8", "includes", "x")], desk(), None),
    Case(RECORDED, [row("requester.custom_fields.c", "is", "Bonn")], desk(requester__custom_fields__c="Bonn"), True),
    Case(RECORDED, [row("requester.custom_fields.c", "includes_string", "on")], desk(requester__custom_fields__c="Bonn"), True),
    Case(RECORDED, [row("requester.custom_fields.c", "includes_words", "on")], desk(requester__custom_fields__c="Bonn"), False),
    Case(RECORDED, [row("requester.custom_fields.n", "greater_than_equal", "5")], desk(requester__custom_fields__n="5"), True),
    Case(RECORDED, [row("requester.custom_fields.n", "less_than", "5")], desk(requester__custom_fields__n="10"), False),
    Case(RECORDED, [row("requester.custom_fields.d", "within_next_n_days", "3")], SUNDAY, True),
    Case(RECORDED, [row("requester.custom_fields.d", "within_previous_n_days", "3")], SUNDAY, False),
    # What this model does not know it does not guess; a row beside it may decide all the same.
    Case(RECORDED, [row("requester_twitter_verified", "is", "true")], desk(), None),
    Case(RECORDED, [row("status", "sounds_like", "new")], desk(), None),
    Case(RECORDED, [row("requester_twitter_verified", "is", "true"), row("status", "is", "open")], desk(), False),
    Case(RECORDED, [], desk(), True, [row("requester_twitter_verified", "is", "true"), row("status", "is", "new")]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: json.dumps([case.rows, case.some], ensure_ascii=False)[:90])
def test_a_condition_holds_as_documented(case: Case) -> None:
    condition = condition_of({"all": case.rows, "any": case.some}, FACTS)
    assert condition.holds(replace(case.ticket, tags=set(case.ticket.tags), texts={}, words={})) is case.holds, case.source


def test_what_was_is_known_on_a_change() -> None:
    """Reopened: from solved, to open (the definitions: value_previous)."""
    ticket = desk(event="change", status="open")
    ticket.before = {**ticket.values, "status": "solved"}
    for operator, value, holds in (
        ("value_previous", "solved", True),
        ("value_previous", "pending", False),
        ("not_value_previous", "solved", False),
        ("value", "open", True),
        ("changed", None, True),
    ):
        assert condition_of({"all": [row("status", operator, value)]}, FACTS).holds(ticket) is holds, operator


def recorded() -> list[dict[str, Any]]:
    path = DATA / "routing/zendesk_trigger_definitions.json"
    if not path.is_file():
        pytest.skip(f"no recorded trigger definitions at {path}: set CSTOOL_DATA")
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["definitions"]["conditions_all"]
    return found


UNJUDGED = ("requester_twitter_followers_count", "requester_twitter_statuses_count", "requester_twitter_verified")
"""Facts of a closed service that no ticket of ours has."""


def test_every_recorded_operator_gives_a_verdict() -> None:
    """76 conditions of a recorded account: on a ticket of which the field is known, each operator is judged."""
    judged = 0
    for condition in recorded():
        name = condition["subject"]
        if name in UNJUDGED:
            continue
        for operator in condition["operators"]:
            seen = {"status": "open", "priority": "high", "update_type": ""}.get(name, "5")
            ticket = desk(set_schedule="s1", schedule_id="s1")
            ticket.values[name] = seen
            value = {"status": "open", "priority": "normal", "update_type": "Create", "within_schedule": "s1"}.get(name, "5")
            value = {"in_business_hours": "true", "on_holiday": "true", "comment_is_public": "true"}.get(name, value)
            if "date" in name and name.startswith("requester."):
                ticket.values[name], value = "2026-07-17", "5" if "within" in operator["value"] else "2026-07-16"
            verdict = condition_of({"all": [row(name, operator["value"], value)]}, FACTS).holds(ticket)
            assert verdict is not None, (name, operator["value"])
            judged += 1
    assert judged > 350


def test_filters_know_types_by_number_and_ids_as_numbers() -> None:
    """The recorded SLA definitions: `ticket_type_id` 0 to 4, ids as integers."""
    for rows, ticket, holds in (
        ([row("ticket_type_id", "is", 2)], desk(type="incident"), True),
        ([row("ticket_type_id", "is", "2")], desk(type="question"), False),
        ([row("group_id", "is", 17)], desk(group_id="17"), True),
        ([row("ticket_fields_7", "is", 99)], desk(), None),
    ):
        assert condition_of({"all": rows, "any": []}, FACTS).holds(ticket) is holds
