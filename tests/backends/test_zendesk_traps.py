"""What a naive adapter of Zendesk gets wrong, one test a trap; `Z1` … are the numbers under which they are listed.

Sources stand with the code that avoids each: https://developer.zendesk.com/api-reference/, salto-io/salto (zendesk-adapter).
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cstool.backends.compilers import compile_for
from cstool.backends.zendesk.objects import ordered
from cstool.diagnostic import Text
from cstool.plan import Resource
from tests.backends import small
from tests.fakes.zendesk import FakeZendesk
from tests.fakes.zendesk_push import looked, opened, planned, pushed, small_store
from tests.fakes.zendesk_store import ZONES

ROUTING = (small.ROOT / "config/routing.yaml").read_text("utf-8")


@pytest.fixture
def fake() -> Iterator[FakeZendesk]:
    with FakeZendesk(small_store()) as server:
        server.limit = server.left = 10**6
        yield server


def compiled(kind: str, **files: str) -> list[Resource]:
    return [one for one in compile_for(small.workspace(**files), "zd").resources if one.kind == kind]


def rows(body: Any) -> list[dict[str, Any]]:
    return [*body["conditions"]["all"], *body["conditions"]["any"]]


def routing(old: str, new: str) -> str:
    assert old in ROUTING
    return ROUTING.replace(old, new)


def advised(fake: FakeZendesk, root: Path, **files: str) -> tuple[list[Text], list[Text]]:
    workspace = small.workspace(**files)
    account, seen = opened(fake, workspace), looked(fake, root, workspace)
    account.fetch()
    advice = account.advise(seen.plan, seen.live)
    return list(advice.refusals), list(advice.manual)


def names(texts: list[Text]) -> list[str]:
    return [text.id for text in texts]


def by_title(fake: FakeZendesk, title: str, table: str = "triggers") -> dict[str, Any]:
    found: dict[Any, dict[str, Any]] = getattr(fake.store, table)
    return next(row for row in found.values() if row.get("title", row.get("name")) == title)


# Z1, Z2: every trigger says on which event; in a stage of which the first match counts, an absent tag guards each.


def test_z1_no_trigger_runs_on_every_update() -> None:
    for one in compiled("trigger"):
        events = [row["value"] for row in rows(one.body) if row["field"] == "update_type"]
        assert len(events) == 1, one.key


def test_z2_the_first_match_is_guarded_by_a_tag_not_by_position() -> None:
    stage = [one for one in compiled("trigger") if one.id.startswith("classify/") and not one.part]
    assert len(stage) == 3
    for one in stage:
        body: Any = one.body
        assert {"field": "current_tags", "operator": "not_includes", "value": "cs-classify"} in body["conditions"]["all"]
        assert any(row["field"] == "current_tags" and "cs-classify" in row["value"].split() for row in body["actions"])


def test_z3_order_is_compared_not_positions() -> None:
    categories = [{"id": "2", "position": 5}, {"id": "1", "position": 9}]
    triggers: list[dict[str, Any]] = [
        {"id": 30, "category_id": "1", "position": 2, "title": "b", "active": True},
        {"id": 20, "category_id": "1", "position": 2, "title": "a", "active": False},
        {"id": 10, "category_id": "1", "position": 2, "title": "b", "active": False},
        {"id": 40, "category_id": "2", "position": 7, "title": "z", "active": True},
    ]
    body = ordered(categories, triggers).body
    moved = [{**row, "position": row["position"] * 10} for row in triggers]
    assert body == ordered(categories, moved).body
    assert body["triggers"] == {
        "@{trigger_category/=2}": ["@{trigger/=40}"],
        "@{trigger_category/=1}": ["@{trigger/=20}", "@{trigger/=10}", "@{trigger/=30}"],
    }


def test_z4_order_is_one_job_of_the_categories(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    fake.forget()
    swapped = ROUTING.split("\n")
    big, little = (next(n for n, line in enumerate(swapped) if name in line) for name in ("id: big-refund", "id: small-refund"))
    swapped[big], swapped[little] = swapped[little], swapped[big]
    report = pushed(fake, tmp_path, small.workspace(routing="\n".join(swapped)))
    assert report.left.empty
    assert [one.template for one in fake.asked if one.writes] == ["POST /trigger_categories/jobs"]
    sent = next(one for one in fake.asked if one.writes).body["job"]["items"]
    assert [len(sent["trigger_categories"]), len(sent["triggers"])] == [0, 2]  # the two that change places, no other


def test_z5_an_update_sends_conditions_and_actions_whole(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    fake.forget()
    report = pushed(fake, tmp_path, small.workspace(routing=routing("priority: low", "priority: high")))
    assert report.left.empty
    (put,) = [one for one in fake.asked if one.writes]
    assert put.template == "PUT /triggers/{id}"
    assert {"conditions", "actions", "title", "category_id"} <= set(put.body["trigger"])
    assert set(put.body["trigger"]["conditions"]) == {"all", "any"}


def test_z6_z8_words_and_strings() -> None:
    """One word: `includes`, which matches whole words. A phrase, and words of scripts without spaces: `is`, which is contains."""
    when = "text: [angry, awful]"
    (one,) = [
        one
        for one in compiled("trigger", routing=routing(when, 'text: [angry, "money back", 退款]'))
        if one.id == "classify/complaint"
    ]
    held = {(row["operator"], row["value"]) for row in rows(one.body) if row["field"] == "comment_includes_word"}
    assert held == {("includes", "angry"), ("is", "money back"), ("is", "退款")}


def test_z7_a_body_condition_looks_at_the_subject_too_and_says_so() -> None:
    made = compile_for(small.workspace(routing=routing("text: [angry, awful]", "body: [angry, awful]")), "zd")
    assert "text-body-and-subject" in {remark.difference for remark in made.remarks}


def test_z9_two_lists_of_alternatives_become_marks() -> None:
    parts = [one.part for one in compiled("trigger") if one.id == "classify/refund"]
    assert parts == ["refund-1", "refund-2", "refund-3", ""]
    for one in compiled("trigger"):
        assert set(one.body["conditions"]) == {"all", "any"}  # type: ignore[call-overload]


def test_z10_no_rule_replaces_all_tags_and_one_of_others_that_does_is_named(fake: FakeZendesk, tmp_path: Path) -> None:
    assert not [one.key for one in compiled("trigger") if "set_tags" in json.dumps(one.body)]
    by_title(fake, "Notify assignee of assignment")["actions"].append({"field": "set_tags", "value": "clean"})
    _, manual = advised(fake, tmp_path)
    assert [(text.id, text.values["title"]) for text in manual][1:] == [("zendesk-wipes-tags", "Notify assignee of assignment")]


def test_z11_an_option_is_a_tag_of_one_drop_down_alone(fake: FakeZendesk, tmp_path: Path) -> None:
    for one in compiled("ticket_field"):
        options: Any = one.body.get("custom_field_options", [])
        assert all(option["value"].startswith("cs_") for option in options)
    fake.store.field("Old category", "tagger", ("cs_category_refund",))
    refusals, _ = advised(fake, tmp_path)
    assert [(text.id, text.values["tag"]) for text in refusals] == [("zendesk-tag-taken", "cs_category_refund")]


def test_z12_sla_filters_ask_for_tags_alone(fake: FakeZendesk, tmp_path: Path) -> None:
    for one in compiled("sla_policy"):
        body: Any = one.body
        assert [(row["field"], row["operator"]) for row in body["filter"]["all"]] == [("current_tags", "includes")]
        assert body["filter"]["any"] == []
    pushed(fake, tmp_path, small.workspace())
    policy = next(iter(fake.store.sla_policies.values()))
    policy["filter"]["all"].append({"field": "group_id", "operator": "is", "value": next(iter(fake.store.groups))})
    change = next(change for change in planned(fake, tmp_path, small.workspace()).changes if change.key.kind == "sla_policy")
    filters: Any = change.before
    assert filters["filter"]["all"][1]["value"] == "@#{found_group/Support}"  # a number here, a text in triggers


def test_z13_the_schedule_is_chosen_before_anything_else() -> None:
    order: Any = next(one for one in compiled("trigger_order")).body
    assert order["trigger_categories"][0] == "@{trigger_category/cs_channels}"
    first = [one for one in compiled("trigger") if one.id.startswith("cs_channels/")]
    assert all(any(row["field"] == "set_schedule" for row in one.body["actions"]) for one in first)  # type: ignore[attr-defined]


def catch_all(fake: FakeZendesk) -> int:
    id_ = fake.store.new()
    fake.store.sla_policies[id_] = {
        "id": id_, "title": "Everything", "description": None, "position": 1, "filter": {"all": [], "any": []},
        "policy_metrics": [], **fake.store.moments(),
    }  # fmt: skip
    return id_


def test_z14_a_policy_of_others_never_stands_before_ours(fake: FakeZendesk, tmp_path: Path) -> None:
    theirs = catch_all(fake)
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    positions = sorted(fake.store.sla_policies.values(), key=lambda row: row["position"])
    assert positions[-1]["id"] == theirs
    fake.store.sla_policies[theirs]["position"] = 0
    plan = planned(fake, tmp_path, small.workspace())
    assert [str(change.key) for change in plan.changes] == ["sla_order/all"]
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    assert max(fake.store.sla_policies.values(), key=lambda row: row["position"])["id"] == theirs


def test_z15_hours_go_by_a_call_of_their_own(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    wanted = {one.name: one.body["intervals"] for one in compiled("schedule")}
    assert {row["name"]: row["intervals"] for row in fake.store.schedules.values()} == wanted
    for row in fake.store.schedules.values():
        for one in row["intervals"]:
            assert one["start_time"] // 1440 == (one["end_time"] - 1) // 1440


def test_z16_zones_by_the_names_of_rails() -> None:
    zones = {one.body["time_zone"] for one in compiled("schedule")}
    assert zones <= ZONES
    assert not {zone for zone in zones if "/" in str(zone)}


def test_z17_holidays_inside_two_years_each_day_by_itself() -> None:
    near = timedelta(days=2 * 365)
    days = [one for schedule in compiled("schedule") for one in schedule.body["holidays"]]  # type: ignore[attr-defined]
    assert days
    for one in days:
        assert small.TODAY - near <= date.fromisoformat(one["start_date"]) <= date.fromisoformat(one["end_date"])
        assert date.fromisoformat(one["end_date"]) <= small.TODAY + near


def test_z18_a_restriction_is_lifted_by_sending_null(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    macro = next(iter(fake.store.macros.values()))
    macro["restriction"] = {"type": "Group", "id": next(iter(fake.store.groups)), "ids": [next(iter(fake.store.groups))]}
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    assert macro["restriction"] is None


def test_z19_private_macros_are_nobody_elses(fake: FakeZendesk, tmp_path: Path) -> None:
    id_ = fake.store.new()
    fake.store.macros[id_] = {
        "id": id_, "title": "Mine", "raw_title": "Mine", "active": True, "position": 1, "description": None, "actions": [],
        "restriction": {"type": "User", "id": next(iter(fake.store.users))},
    }  # fmt: skip
    assert "Mine" not in {item.name for item in looked(fake, tmp_path, small.workspace()).live}


def test_z20_the_plain_copy_of_a_rich_text_is_no_change(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    macro = next(iter(fake.store.macros.values()))
    (action,) = [row for row in macro["actions"] if row["field"].startswith("comment_value")]
    macro["actions"] = [{"field": "comment_value_html", "value": "<p>x</p>"}, {"field": "comment_value", "value": "x\n"}]
    (change,) = planned(fake, tmp_path, small.workspace()).changes
    held: Any = change.before
    assert [row["field"] for row in held["actions"]] == ["comment_value_html"]
    assert action["value"].startswith("{{dc.")


def test_z21_an_item_is_known_by_its_placeholder(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    item = next(iter(fake.store.dynamic_content.values()))
    item["name"] = "renamed by hand"
    item["variants"][0]["content"] = "edited by hand"
    (change,) = planned(fake, tmp_path, small.workspace()).changes
    assert change.action == "update"
    fake.forget()
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    writes = [one.template for one in fake.asked if one.writes]
    assert writes == ["PUT /dynamic_content/items/{id}", "PUT /dynamic_content/items/{id}/variants/update_many"]
    assert item["placeholder"] == f"{{{{dc.{item['name']}}}}}"


def test_z21_a_language_more_a_language_less_another_default(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    item = max(fake.store.dynamic_content.values(), key=lambda row: len(row["variants"]))
    assert [one["locale_id"] for one in item["variants"]] == [8, 1]
    german, english = item["variants"]
    english |= {"locale_id": 67, "default": False}  # Japanese in place of English
    german["default"], item["default_locale_id"] = True, 8
    report = pushed(fake, tmp_path, small.workspace())
    assert not report.failures
    assert report.left.empty
    assert {(one["locale_id"], one["default"]) for one in item["variants"]} == {(8, False), (1, True)}


def test_z24_what_reads_back_in_another_spelling_is_no_change(fake: FakeZendesk, tmp_path: Path) -> None:
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    stored = [row for one in fake.store.triggers.values() for row in rows(one)]
    assert True in [row["value"] for row in stored if row["field"] == "comment_is_public"]
    assert None in [row["value"] for row in stored if row["operator"] == "present"]


def test_z25_titles_are_compared_as_written(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    row = by_title(fake, "label: vip")
    row["title"] = "label: what the placeholder stands for"
    assert planned(fake, tmp_path, small.workspace()).empty
    row["raw_title"] = "{{dc.x}}"
    (change,) = planned(fake, tmp_path, small.workspace()).changes
    assert change.was == "{{dc.x}}"


def test_z26_a_deleted_group_is_not_taken_over(fake: FakeZendesk, tmp_path: Path) -> None:
    wanted = compiled("group")[0].name
    for deleted in (True, False):
        id_ = fake.store.new()
        fake.store.groups[id_] = {"id": id_, "name": wanted, "description": "", "default": False, "deleted": deleted}
    change = next(change for change in planned(fake, tmp_path, small.workspace()).changes if change.key.kind == "group")
    assert (change.action, change.native) == ("adopt", str(id_))
    fake.store.groups[id_]["deleted"] = True
    change = next(change for change in planned(fake, tmp_path, small.workspace()).changes if change.key.kind == "group")
    assert change.action == "create"


def test_z26_of_two_groups_with_one_name_none_is_guessed(fake: FakeZendesk, tmp_path: Path) -> None:
    wanted = compiled("group")[0].name
    for _ in range(2):
        id_ = fake.store.new()
        fake.store.groups[id_] = {"id": id_, "name": wanted, "description": "", "default": False, "deleted": False}
    assert [doubt.name for doubt in planned(fake, tmp_path, small.workspace()).ambiguous] == [wanted]


def test_z27_z30_nothing_is_sent_for_tags_or_articles(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    assert not [one.path for one in fake.asked if one.path.startswith(("/tags", "/help_center"))]


@pytest.mark.parametrize("fault", ["429", "409", "503", "502"])
def test_z28_refusals_for_the_moment_are_waited_out(fake: FakeZendesk, tmp_path: Path, fault: str) -> None:
    fake.fault = lambda number, method, path: fault if number % 5 == 0 and (fault in ("429", "409") or method == "GET") else None
    report = pushed(fake, tmp_path, small.workspace())
    assert not report.failures
    assert report.left.empty
    assert [one.status for one in fake.asked].count(int(fault)) > 5


def test_z28_jobs_are_polled_and_their_members_read_back(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    counts = fake.counts()
    assert (counts["POST /group_memberships/create_many"], counts["GET /job_statuses/{id}"]) == (1, 2)
    assert len(fake.store.group_memberships) == len(compiled("group_membership"))


def test_z29_automations_count_whole_hours_and_end_themselves() -> None:
    automations = compiled("automation")
    assert automations
    for one in automations:
        timed = [row for row in rows(one.body) if row["field"] in ("NEW", "SOLVED", "requester_updated_at", "updated_at")]
        assert all(row["operator"].startswith("greater_than") and row["value"].isdigit() for row in timed)
        asked = {tag for row in rows(one.body) if row["operator"] == "not_includes" for tag in row["value"].split()}
        added: Any = {tag for row in one.body["actions"] if row["field"] == "current_tags" for tag in row["value"].split()}  # type: ignore[attr-defined]
        assert asked & added, one.key


def test_z31_a_default_trigger_that_answers_too_is_named(fake: FakeZendesk, tmp_path: Path) -> None:
    _, manual = advised(fake, tmp_path)
    assert [(text.id, text.values["title"]) for text in manual] == [
        ("zendesk-answers-too", "Notify requester and CCs of received request")
    ]
    by_title(fake, "Notify requester and CCs of received request")["active"] = False
    assert advised(fake, tmp_path)[1] == []


@pytest.mark.parametrize("when", ["{text: lamp}", "{channel: mail, subject: lamp}", "{hours: open}"])
def test_z29_an_automation_knows_no_update_and_no_moment(when: str) -> None:
    outreach = (small.ROOT / "config/outreach.yaml").read_text("utf-8").replace("{channel: mail}", when)
    made = compile_for(small.workspace(outreach=outreach), "zd")
    assert [remark.object for remark in made.unsupported] == ["outreach/how-was-it"]
