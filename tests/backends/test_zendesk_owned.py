"""What belongs to others in an account, what is no longer wanted, what is lacking: nothing is lost, and everything is said."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cstool.backends.compilers import compile_for
from cstool.backends.push import carry_out, look
from cstool.backends.state import State
from cstool.diagnostic import Text
from cstool.plan import Resource
from tests.backends import small
from tests.fakes.zendesk import FakeZendesk
from tests.fakes.zendesk_answers import Request
from tests.fakes.zendesk_push import looked, opened, planned, pushed, small_store
from tests.fakes.zendesk_store import Store

ROUTING = (small.ROOT / "config/routing.yaml").read_text("utf-8")
SETTINGS = (small.ROOT / "config/cstool.yaml").read_text("utf-8")
WITHOUT = ROUTING[: ROUTING.index("  - id: again")].replace(
    "      - {id: heard-at-night, when: {tags: heard}, then: {team: front, priority: normal, remove_tags: [heard]}}\n", ""
)
"""The small seller without one rule and without the last stage."""
TABLES = (
    *("groups", "group_memberships", "ticket_fields", "skill_attributes", "skill_values", "schedules", "holidays", "macros"),
    *("dynamic_content", "trigger_categories", "triggers", "sla_policies", "automations"),
)


@pytest.fixture
def fake() -> Iterator[FakeZendesk]:
    with FakeZendesk(small_store()) as server:
        server.limit = server.left = 10**6
        yield server


def compiled(kind: str) -> list[Resource]:
    return [one for one in compile_for(small.workspace(), "zd").resources if one.kind == kind]


def by_title(fake: FakeZendesk, title: str) -> dict[str, Any]:
    return next(row for row in fake.store.triggers.values() if row["title"] == title)


def group(fake: FakeZendesk, name: str) -> int:
    """One that somebody made by hand."""
    id_ = fake.store.new()
    fake.store.groups[id_] = {"id": id_, "name": name, "description": "", "default": False, "deleted": False}
    return id_


def writes(fake: FakeZendesk) -> list[str]:
    return [one.template for one in fake.asked if one.writes]


def refusals(fake: FakeZendesk, root: Path) -> list[Text]:
    account, seen = opened(fake, small.workspace()), looked(fake, root, small.workspace())
    account.fetch()
    return list(account.advise(seen.plan, seen.live).refusals)


def test_what_the_files_no_longer_have_stays_until_it_is_deleted(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    before = len(fake.store.triggers)
    less = small.workspace(routing=WITHOUT)
    report = pushed(fake, tmp_path, less)
    assert not report.failures
    assert (report.left.counts, report.left.empty) == ({"keep": 5}, True)
    assert len(fake.store.triggers) == before
    assert planned(fake, tmp_path, less).empty  # the order does not wait for what stays
    fake.forget()
    assert pushed(fake, tmp_path, less, delete=True).left.empty
    assert writes(fake) == ["DELETE /triggers/destroy_many", "DELETE /trigger_categories/{id}"]
    assert len(fake.store.triggers) == before - 4


def test_a_category_with_a_trigger_of_others_stays(fake: FakeZendesk, tmp_path: Path) -> None:
    """Deleting a category deletes the inactive triggers in it."""
    pushed(fake, tmp_path, small.workspace())
    foreign = by_title(fake, "Auto-assign to first email responding agent")
    again = next(id_ for id_, row in fake.store.trigger_categories.items() if row["name"] == "small: again")

    def moved(request: Request) -> None:  # by somebody at the very last moment
        if request.path == "/triggers/destroy_many":
            foreign["category_id"] = again

    fake.before = moved
    report = pushed(fake, tmp_path, small.workspace(routing=WITHOUT), delete=True)
    assert [failure.message.id for failure in report.failures] == ["zendesk-category-in-use"]
    assert foreign["id"] in fake.store.triggers


def test_everything_can_be_deleted_again(fake: FakeZendesk, tmp_path: Path) -> None:
    before = {name: len(getattr(fake.store, name)) for name in TABLES}
    pushed(fake, tmp_path, small.workspace())
    account, state = opened(fake, small.workspace()), State(tmp_path, "zd")
    report = carry_out(account, state, look(account, state, [], delete=True), None, delete=True)
    assert not report.failures
    fake.store.groups = {id_: row for id_, row in fake.store.groups.items() if not row["deleted"]}
    assert {name: len(getattr(fake.store, name)) for name in TABLES} == before
    assert not any(fake.store.agent_values.values())


def test_skills_of_others_stay_with_their_agents(fake: FakeZendesk, tmp_path: Path) -> None:
    """The call replaces an agent's whole set."""
    ann = next(id_ for id_, row in fake.store.users.items() if row["name"] == "Ann")
    language, finnish = fake.store.new_text(), fake.store.new_text()
    fake.store.skill_attributes[language] = {"id": language, "name": "Language"}
    fake.store.skill_values[finnish] = {"id": finnish, "attribute_id": language, "name": "Finnish"}
    fake.store.agent_values[ann] = [finnish]
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    assert [finnish in fake.store.agent_values[ann], len(fake.store.agent_values[ann])] == [True, 2]
    account, state = opened(fake, small.workspace()), State(tmp_path, "zd")
    carry_out(account, state, look(account, state, [], delete=True), None, delete=True)
    assert fake.store.agent_values[ann] == [finnish]


def test_a_lost_lockfile_is_rebuilt_without_a_twin(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path / "one", small.workspace())
    fake.forget()
    plan = planned(fake, tmp_path / "two", small.workspace())
    assert {change.action for change in plan.changes} == {"adopt"}
    assert pushed(fake, tmp_path / "two", small.workspace()).left.empty
    assert writes(fake) == []  # all is as it should be already


def test_a_team_that_is_renamed_keeps_its_members(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    row = next(row for row in fake.store.groups.values() if row["name"] == compiled("group")[0].name)
    row["name"] = "renamed by hand"
    assert [str(change.key) for change in planned(fake, tmp_path, small.workspace()).changes] == ["group/front"]


def test_a_membership_that_is_there_already_is_taken_over(fake: FakeZendesk, tmp_path: Path) -> None:
    ann = next(id_ for id_, row in fake.store.users.items() if row["name"] == "Ann")
    id_ = group(fake, compiled("group")[0].name)
    fake.store.group_memberships[7] = {"id": 7, "user_id": ann, "group_id": id_, "default": True}
    report = pushed(fake, tmp_path, small.workspace())
    assert not report.failures
    assert report.left.empty
    assert len(fake.store.group_memberships) == len(compiled("group_membership"))
    assert fake.store.group_memberships[7]["default"]


def test_what_is_excluded_is_found_in_the_account_by_its_name(fake: FakeZendesk, tmp_path: Path) -> None:
    excluded = "    exclude: [teams/back]\n    accepted_diff"
    workspace = small.workspace(cstool=SETTINGS.replace("    accepted_diff", excluded))
    id_ = group(fake, compiled("group")[1].name)
    report = pushed(fake, tmp_path, workspace)
    assert not report.failures
    assert report.left.empty
    assert {"field": "group_id", "value": str(id_)} in by_title(fake, "assign: small-refund")["actions"]
    assert fake.store.groups[id_]["description"] == ""


def gone(name: str) -> Callable[[Store], object]:
    return lambda store: next(row for row in store.users.values() if row["name"] == name).update(email="x@y.example")


@pytest.mark.parametrize(
    ("break_", "said"),
    [
        (lambda store: store.plan.discard("sla"), "zendesk-lacks-sla-policies"),
        (lambda store: store.plan.discard("skills"), "zendesk-lacks-skills"),
        (lambda store: store.locales.pop(8), "zendesk-not-there"),
        (lambda store: store.addresses.clear(), "zendesk-no-such-value"),
        (lambda store: store.user_fields.clear(), "zendesk-no-such-value"),
        (gone("Bob"), "zendesk-not-there"),
    ],
)
def test_what_the_account_lacks_is_said_before_anything_is_sent(
    fake: FakeZendesk, tmp_path: Path, break_: Callable[[Store], object], said: str
) -> None:
    break_(fake.store)
    assert [text.id for text in refusals(fake, tmp_path)] == [said]
    assert not writes(fake)


def test_more_than_an_account_holds_is_refused(fake: FakeZendesk, tmp_path: Path) -> None:
    for number in range(497):
        id_ = f"9{number:04d}"
        fake.store.trigger_categories[id_] = {"id": id_, "name": f"c{number}", "position": number + 2}
    found = [(text.id, text.values["count"], text.values["most"]) for text in refusals(fake, tmp_path)]
    assert found == [("zendesk-too-many", 505, 500)]


def test_an_account_without_an_audit_log_does_not_say_who(fake: FakeZendesk, tmp_path: Path) -> None:
    fake.store.plan.discard("audit")
    pushed(fake, tmp_path, small.workspace())
    row = by_title(fake, "label: vip")
    row["active"] = False
    (change,) = planned(fake, tmp_path, small.workspace()).changes
    assert (change.changed_at, change.changed_by) == (row["updated_at"], None)


def test_a_drop_down_of_requesters_is_asked_for_its_option_ids(fake: FakeZendesk, tmp_path: Path) -> None:
    """Recorded: conditions hold the ids of its options, which nobody writes in a file."""
    fake.store.user_options["country"] = {"FR": 901, "IT": 902, "DE": 903}
    report = pushed(fake, tmp_path, small.workspace())
    assert not report.failures
    assert report.left.empty
    held = {row["value"] for one in fake.store.triggers.values() for row in one["conditions"]["all"] if "country" in row["field"]}
    assert held == {"901", "902", "903", None}


def test_an_option_that_the_account_does_not_have_is_said(fake: FakeZendesk, tmp_path: Path) -> None:
    bound = SETTINGS.replace("loyalty: {create: dropdown}\n    accepted", "loyalty: {dropdown: Loyalty}\n    accepted")
    assert bound != SETTINGS
    fake.store.field("Loyalty", "tagger", ("gold", "bronze"))
    workspace = small.workspace(cstool=bound)
    account, seen = opened(fake, workspace), looked(fake, tmp_path, workspace)
    account.fetch()
    found = [(text.id, text.values["value"]) for text in account.advise(seen.plan, seen.live).refusals]
    assert found == [("zendesk-no-such-option", "silver")]


def test_a_rule_that_no_account_takes_is_said(fake: FakeZendesk, tmp_path: Path) -> None:
    words = ", ".join(f"word{number:05d}" for number in range(8_000))
    workspace = small.workspace(routing=ROUTING.replace("[angry, awful]", f"[{words}]"))
    account, seen = opened(fake, workspace), looked(fake, tmp_path, workspace)
    account.fetch()
    assert [text.id for text in account.advise(seen.plan, seen.live).refusals] == ["zendesk-rule-too-large"]


def test_skills_are_read_one_attribute_at_a_time_where_they_do_not_come_together(fake: FakeZendesk, tmp_path: Path) -> None:
    fake.store.sideloads = False
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    assert planned(fake, tmp_path, small.workspace()).empty
    assert fake.counts()["GET /routing/attributes/{id}/values"] >= 1


def test_near_the_limit_of_the_minute_everybody_waits(fake: FakeZendesk, tmp_path: Path) -> None:
    """The headers say how long: nobody runs into the limit again and again."""
    fake.limit = fake.left = 40
    waits: list[float] = []
    workspace = small.workspace()
    account, state = opened(fake, workspace, wait=waits.append), State(tmp_path, "zd")
    report = carry_out(account, state, look(account, state, account.compile(workspace).resources), None)
    assert not report.failures
    assert report.left.empty
    assert {wait for wait in waits if wait > 30} != set()
    assert [one.status for one in fake.asked].count(429) <= len(fake.asked) // 20


def test_a_rule_switched_off_by_hand_is_switched_on_again_with_others_in_one_call(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    for title in ("label: vip", "assign: small-refund"):
        by_title(fake, title)["active"] = False
    fake.forget()
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    assert writes(fake) == ["PUT /triggers/update_many"]


def test_rules_moved_by_hand_go_back_to_their_places(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    first, second = by_title(fake, "assign: big-refund"), by_title(fake, "assign: small-refund")
    first["position"], second["position"] = second["position"], first["position"]
    (change,) = planned(fake, tmp_path, small.workspace()).changes
    assert str(change.key) == "trigger_order/all"
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    away = by_title(fake, "label: vip")
    away["category_id"] = "10001"
    assert {str(change.key) for change in planned(fake, tmp_path, small.workspace()).changes} == {
        "trigger/label/vip",
        "trigger_order/all",
    }
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    places = [row["position"] for row in fake.store.triggers.values() if row["category_id"] == away["category_id"]]
    assert len(set(places)) == len(places)


def test_the_order_of_categories_changes_without_touching_those_of_others(fake: FakeZendesk, tmp_path: Path) -> None:
    pushed(fake, tmp_path, small.workspace())
    theirs = dict(fake.store.trigger_categories["10001"])
    ours = [row for row in fake.store.trigger_categories.values() if row["name"].startswith("small: ")]
    ours[1]["position"], ours[2]["position"] = ours[2]["position"], ours[1]["position"]
    fake.forget()
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    (one,) = [one for one in fake.asked if one.writes]
    assert [len(one.body["job"]["items"][name]) for name in ("trigger_categories", "triggers")] == [2, 0]
    assert fake.store.trigger_categories["10001"] == theirs


@pytest.mark.parametrize("patches", [True, False])
def test_a_skill_is_renamed_by_whichever_method_the_account_knows(fake: FakeZendesk, tmp_path: Path, patches: bool) -> None:
    fake.store.patches = patches
    pushed(fake, tmp_path, small.workspace())
    skill = next(iter(fake.store.skill_values.values()))
    skill["name"] = "renamed by hand"
    assert pushed(fake, tmp_path, small.workspace()).left.empty
    assert skill["name"] == compiled("skill")[0].name
