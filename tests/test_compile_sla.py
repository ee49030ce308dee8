"""Policies with overlays, clocks, pauses and escalations in the forms of both products."""

from typing import Any

import pytest

from cstool.backends.compilers import compile_for
from cstool.plan import Resource
from tests.backends import small


def made(name: str, kind: str, sla: str | None = None) -> dict[str, Resource]:
    workspace = small.workspace(**({"sla": sla} if sla else {}))
    return {
        f"{one.id}{'#' + one.part if one.part else ''}": one for one in compile_for(workspace, name).resources if one.kind == kind
    }


def said(name: str, sla: str) -> set[tuple[str, str | None, int]]:
    remarks = compile_for(small.workspace(sla=sla), name).remarks
    return {(one.object, one.difference, one.span.line) for one in remarks if one.object.startswith("policies/")}


def metrics(resource: Resource) -> set[tuple[Any, ...]]:
    rows: Any = resource.body["policy_metrics"]
    return {(row["metric"], row["priority"], row["target"], row["business_hours"]) for row in rows}


def test_an_overlay_replaces_the_target_that_it_names_and_stands_first() -> None:
    policies = made("zd", "sla_policy")
    assert list(policies) == ["shop_angry", "shop", "rest_angry", "rest"]
    assert {row for row in metrics(policies["shop_angry"]) if row[1] == "low"} == {
        ("first_reply_time", "low", 60, False),
        ("total_resolution_time", "low", 5760, False),
    }
    assert ("first_reply_time", "low", 1200, False) in metrics(policies["shop"])
    order = made("zd", "sla_order")["all"].body["sla_policy_ids"]
    assert order == [f"@{{sla_policy/{name}}}" for name in policies]


def test_overlays_that_exclude_each_other_are_not_combined() -> None:
    overlays = """
policies:
  - {id: base, targets: {first_reply: 4h}}
  - {id: one, overlay: true, when: {category: refund}, targets: {first_reply: 1h}}
  - {id: two, overlay: true, when: {category: [complaint, other]}, targets: {first_reply: 2h}}
  - {id: three, overlay: true, when: {tags: vip}, targets: {resolution: 8h}}
"""
    assert list(made("zd", "sla_policy", overlays)) == [
        "base_one_three",
        "base_two_three",
        "base_one",
        "base_two",
        "base_three",
        "base",
    ]


@pytest.mark.parametrize(
    ("pause", "update", "resolution", "differs"),
    [
        ("", "periodic_update_time", "total_resolution_time", False),
        ("pause: [pending]", "pausable_update_time", "requester_wait_time", False),
        ("pause: [pending, on_hold]", "pausable_update_time", "agent_work_time", True),
        ("pause: [on_hold]", "pausable_update_time", "requester_wait_time", True),
    ],
)
def test_the_metric_says_in_which_states_the_clock_stands(pause: str, update: str, resolution: str, differs: bool) -> None:
    sla = f"policies:\n  - id: one\n    targets: {{update: 2h, resolution: 4h}}\n    {pause}\n"
    assert {row[0] for row in metrics(made("zd", "sla_policy", sla)["one"])} == {update, resolution}
    assert any(name == "pause-states" for _, name, _ in said("zd", sla)) is differs


def test_seconds_are_rounded_up_to_minutes_and_said() -> None:
    sla = "policies:\n  - {id: one, targets: {first_reply: 30s, resolution: 90s}}\n"
    assert {row[2] for row in metrics(made("zd", "sla_policy", sla)["one"])} == {1, 2}
    assert ("policies/one", "whole-minutes", 2) in said("zd", sla)
    assert ("policies/one", "whole-minutes", 2) in said("za", sla)


def test_a_calendar_of_its_own_becomes_the_ticket_s_schedule() -> None:
    sla = """policies:
  - {id: one, targets: {first_reply: {within: 1h, calendar: office}, resolution: {within: 8h, calendar: 24x7}}}
"""
    bridge = made("zd", "trigger", sla)["cs_sla/one"].body["actions"]
    assert {"field": "set_schedule", "value": "@{schedule/office}"} in bridge  # type: ignore[operator]
    assert {(row[0], row[3]) for row in metrics(made("zd", "sla_policy", sla)["one"])} == {
        ("first_reply_time", True),
        ("total_resolution_time", False),
    }


def test_zammad_has_one_sla_for_each_clock_and_priority_that_differ() -> None:
    slas = made("za", "sla")
    rest = {key: (one.body["calendar_id"], one.body["first_response_time"]) for key, one in slas.items() if one.id == "rest"}
    assert rest == {
        **{f"rest#office.{name}": ("@{calendar/office}", minutes) for name, minutes in FIRST.items()},
        **{f"rest#24x7.{name}": ("@{calendar/24x7}", minutes) for name, minutes in FIRST.items()},
    }
    same = made("za", "sla", "policies:\n  - {id: one, targets: {first_reply: {within: 4h, calendar: 24x7}}}\n")
    assert list(same) == ["one"]


FIRST = {"low": 240, "normal": 120, "high": 60, "urgent": 30}


def test_zammad_counts_around_the_clock_where_one_sla_has_two_clocks() -> None:
    sla = """policies:
  - {id: one, targets: {first_reply: {within: 1h, calendar: 24x7}, resolution: {within: 8h, calendar: office}}}
"""
    assert {one.body["calendar_id"] for one in made("za", "sla", sla).values()} == {"@{calendar/24x7}"}
    assert ("policies/one", "one-calendar-per-sla", 2) in said("za", sla)


def test_zammad_refuses_a_target_for_updates_beside_one_for_the_next_reply() -> None:
    sla = "policies:\n  - {id: one, targets: {next_reply: 1h, update: 8h}}\n"
    compiled = compile_for(small.workspace(sla=sla), "za")
    assert [(one.object, one.difference) for one in compiled.unsupported] == [("policies/one", "next-reply-or-update")]


def test_an_escalation_is_an_automation_in_whole_hours_that_fires_once() -> None:
    automations = made("zd", "automation")
    low = automations["policies/rest#1-12h-low"].body
    conditions: Any = low["conditions"]
    assert {"field": "NEW", "operator": "greater_than_business_hours", "value": "11"} in conditions["all"]
    assert {"field": "current_tags", "operator": "not_includes", "value": "cs-e-rest-1"} in conditions["all"]
    actions: Any = low["actions"]
    assert actions[0] == {"field": "priority", "value": "normal"}
    assert actions[-1] == {"field": "current_tags", "value": "cs-e-rest-1"}
    urgent: Any = automations["policies/rest#1-12h-urgent"].body["actions"]
    assert "priority" not in {action["field"] for action in urgent}


def test_an_escalation_of_the_first_reply_waits_for_no_answer() -> None:
    sla = """policies:
  - id: one
    targets: {first_reply: 4h}
    escalate: [{at: 50%, of: first_reply, do: [notify], to: {team: back}}]
"""
    body: Any = made("zd", "automation", sla)["policies/one#1-2h"].body
    assert {"field": "current_tags", "operator": "not_includes", "value": "cs-e-one-1 cs-replied"} in body["conditions"]["all"]
    assert body["actions"][0]["field"] == "notification_group"
    answered: Any = made("zd", "trigger", sla)["cs_replies/answered"].body
    assert {"field": "role", "operator": "is", "value": "agent"} in answered["conditions"]["all"]


def test_schedules_cut_the_night_at_midnight_and_begin_on_sunday() -> None:
    body: Any = made("zd", "schedule")["office"].body
    pieces = [(entry["start_time"], entry["end_time"]) for entry in body["intervals"]]
    assert pieces[0] == (0, 120)
    assert pieces[-1] == (9960, 10080)
    assert (1440 + 9 * 60, 1440 + 12 * 60) in pieces
    assert all(0 <= start < end <= 10080 and start // 1440 == (end - 1) // 1440 for start, end in pieces)
    assert body["holidays"] == [{"name": "2026-12-24", "start_date": "2026-12-24", "end_date": "2026-12-24"}]
    other: Any = made("za", "calendar")["office"].body
    assert other["business_hours"]["sat"]["timeframes"] == [["22:00", "23:59"]]
    assert other["business_hours"]["sun"]["timeframes"] == [["00:00", "02:00"]]
    assert list(other["public_holidays"]) == ["2026-12-24"]
