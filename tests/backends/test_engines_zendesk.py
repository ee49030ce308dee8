"""Zendesk's trigger cycle, actions and SLA choice, each with the place where it is documented."""

from collections.abc import Iterator
from typing import Any

import pytest

from cstool.backends.engines.desk import Desk
from cstool.backends.engines.things import Thing
from cstool.backends.zendesk.engine import sla
from tests.backends.desks import FACTS, RECORDED, REFERENCE, SET_TAGS, TAGS, desk, fired, order, row, run, trigger


def test_categories_then_positions_decide_the_order() -> None:
    """TRIGGERS: categories by position, triggers by position inside; the last writer wins; there is no first match."""
    things = [
        trigger("x", [], ("group_id", "1")),
        trigger("y", [], ("group_id", "2")),
        trigger("z", [], ("group_id", "3")),
        order(("second", ["x"]), ("first", ["z", "y"])),
    ]
    assert fired(run(things, desk())) == ["x", "z", "y"]
    assert run(things, desk()).values["group_id"] == "2"


def test_an_inactive_trigger_never_runs_and_one_without_a_place_runs_last() -> None:
    things = [trigger("lost", []), trigger("off", [], active=False), trigger("on", []), order(("c", ["off", "on"]))]
    assert fired(run(things, desk())) == ["on", "lost"]


def test_each_sees_what_the_ones_before_did() -> None:
    """TRIGGERS: actions of one trigger can affect the next."""
    things = [
        trigger("a", [], ("current_tags", "seen")),
        trigger("b", [row("current_tags", "includes", "seen")], ("priority", "high")),
        order(("c", ["a", "b"])),
    ]
    assert run(things, desk()).values["priority"] == "high"


def later_first() -> list[Thing]:
    return [
        trigger("early", [row("priority", "is", "high")], ("current_tags", "early")),
        trigger("late", [], ("priority", "high")),
        order(("c", ["early", "late"])),
    ]


def test_a_change_makes_the_list_be_looked_at_again() -> None:
    """TRIGGERS: a trigger that fired may make an earlier one apply; each applies once in an update."""
    assert fired(run(later_first(), desk())) == ["late", "early"]
    assert fired(run(later_first(), desk(), look_again=False)) == ["late"]


def test_two_triggers_that_undo_each_other_come_to_an_end() -> None:
    """TRIGGERS: once in an update cycle."""
    things = [
        trigger("up", [row("priority", "is_not", "high")], ("priority", "high")),
        trigger("down", [row("priority", "is", "high")], ("priority", "low")),
        order(("c", ["up", "down"])),
    ]
    assert fired(run(things, desk())) == ["up", "down"]


def test_no_trigger_runs_on_a_closed_ticket_but_while_it_is_closed() -> None:
    """TRIGGERS: not on closed tickets; when a ticket is being set to closed they run."""
    closed = desk(event="change", status="closed")
    closed.before = {"status": "closed"}
    assert fired(run([trigger("a", [])], closed)) == []
    closing = desk(event="change", status="closed")
    closing.before = {"status": "solved"}
    assert fired(run([trigger("a", [])], closing)) == ["a"]


ACTIONS = [
    (SET_TAGS, [("set_tags", "b c")], "a b", "b c", {}),
    (SET_TAGS, [("current_tags", "b c")], "a b", "a b c", {}),
    (REFERENCE, [("remove_tags", "b c")], "a b", "a", {}),
    (RECORDED, [("current_tags", ["b"])], "", "b", {}),
    # A chosen option is a tag, a tag of an option chooses it, and takes the other option's tag away.
    (TAGS, [("custom_fields_7", "red")], "", "red", {"custom_fields_7": "red"}),
    (TAGS, [("custom_fields_7", "red"), ("custom_fields_7", "blue")], "", "blue", {"custom_fields_7": "blue"}),
    (TAGS, [("current_tags", "red")], "", "red", {"custom_fields_7": "red"}),
    (TAGS, [("custom_fields_7", "red"), ("current_tags", "blue")], "", "blue", {"custom_fields_7": "blue"}),
    (TAGS, [("custom_fields_7", "red"), ("remove_tags", "red")], "", "", {"custom_fields_7": ""}),
    (TAGS, [("custom_fields_7", "red"), ("set_tags", "x")], "", "x", {"custom_fields_7": ""}),
    (REFERENCE, [("priority", "urgent"), ("status", "open"), ("group_id", "9")], "", "", {"priority": "urgent", "group_id": "9"}),
]


@pytest.mark.parametrize(("source", "actions", "before", "after", "values"), ACTIONS)
def test_actions_do_as_documented(
    source: str, actions: list[tuple[str, Any]], before: str, after: str, values: dict[str, str]
) -> None:
    ticket = run([trigger("a", [], *actions)], desk(tags=before, custom_fields_7=""))
    assert ticket.tags == set(after.split()), source
    assert {name: ticket.values[name] for name in values} == values, source


def test_mails_and_unknown_actions_are_in_the_log() -> None:
    sent = ["requester_id", "Hello", "{{dc.hello}}"]
    ticket = run([trigger("a", [], ("notification_user", sent), ("dance", "x"), ("assignee_id", "current_user"))], desk())
    assert [(mail.recipients, mail.subject, mail.body) for mail in ticket.mails] == [(("requester_id",), "Hello", "{{dc.hello}}")]
    assert len(ticket.doubts) == 2


def policy(id_: str, tag: str, **metrics: tuple[int, bool]) -> Thing:
    rows = [row("current_tags", "includes", tag)] if tag else []
    targets = [
        {"priority": priority, "metric": name, "target": minutes, "business_hours": business}
        for priority in ("normal", "high")
        for name, (minutes, business) in metrics.items()
    ]
    return Thing("sla_policy", id_, id_, {"filter": {"all": rows, "any": []}, "policy_metrics": targets})


def due(ticket: Desk, *things: Thing) -> Iterator[tuple[str, str]]:
    sla.choose(sla.policies_of(things, FACTS), ticket, FACTS)
    for one in ticket.dues:
        yield one.metric, one.at.isoformat()[:16]


def test_the_first_policy_by_position_whose_filter_holds() -> None:
    """SLAS: the first match; its order is a list of its own."""
    things = (
        policy("b", "", first_reply_time=(30, False)),
        policy("a", "vip", first_reply_time=(10, False)),
        Thing("sla_order", "all", "", {"sla_policy_ids": ["a", "b"]}),
    )
    assert list(due(desk(priority="high", tags="vip"), *things)) == [("first_reply", "2026-07-17T10:10")]
    assert list(due(desk(priority="high"), *things)) == [("first_reply", "2026-07-17T10:30")]


def test_targets_count_on_the_tickets_schedule_or_by_the_calendar() -> None:
    """SLAS: `business_hours` is a flag; the schedule is the ticket's own."""
    policies = policy("a", "", first_reply_time=(480, True), total_resolution_time=(480, False))
    found = dict(due(desk(priority="normal", set_schedule="s1"), policies))
    assert found == {"first_reply": "2026-07-20T10:00", "resolution": "2026-07-17T18:00"}


def test_a_ticket_without_priority_has_no_target() -> None:
    """https://support.zendesk.com/hc/en-us/articles/4408829459866: targets are stated by priority."""
    assert list(due(desk(), policy("a", "", first_reply_time=(30, False)))) == []
