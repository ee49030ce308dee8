"""A fetched account beside ours: foreign rules run in their places, unknown ones are said, collations decide."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstool.backends.compilers import compile_for
from cstool.backends.engines import engine_for
from cstool.backends.engines.desk import Desk
from cstool.backends.engines.differences import engine_differences
from cstool.backends.engines.things import Thing, together
from cstool.backends.references import native_reference as native
from cstool.backends.zammad.engine.dialect import Dialect
from cstool.backends.zammad.engine.rows import Facts
from cstool.backends.zammad.engine.rules import rules_of
from cstool.plan import Key, Live
from cstool.tickets import Ticket
from tests.backends import small
from tests.backends.desks import desk, run

DATA = Path(os.environ.get("CSTOOL_DATA", Path(__file__).parents[2] / "../shared/data"))

TICKET = Ticket(datetime(2026, 7, 17, 8, tzinfo=UTC), id="t1", channel="mail", language="en", body="I am angry")
NEW = "ticket.created"


def zendesk_trigger(id_: str, title: str, rows: list[dict[str, Any]], *actions: tuple[str, Any]) -> Live:
    made = [{"field": name, "value": value} for name, value in actions]
    body = {"title": title, "active": True, "conditions": {"all": rows, "any": []}, "actions": made}
    return Live(id_, "trigger", title, body)


def row(name: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"field": name, "operator": operator, "value": value}


def zendesk_order(*groups: tuple[str, list[str]]) -> Live:
    body = {native("trigger_category", name): [native("trigger", one) for one in ids] for name, ids in groups}
    return Live("all", "trigger_order", "all", {"trigger_categories": list(body), "triggers": body})


def test_a_foreign_trigger_after_ours_has_the_last_word() -> None:
    """Z31: accounts have triggers that nobody of ours wrote; what they do is said by their name."""
    support = Live("77", "group", "Support", {"name": "Support"})
    rule = zendesk_trigger("5", "Everything to Support", [row("status", "is", "new")], ("group_id", native("group", 77)))
    compiled = compile_for(small.workspace(), "zd")
    known = {("trigger_category", one.id): one.key for one in compiled.resources if one.kind == "trigger_category"}
    ours = [Live(id_, kind, id_, {}) for kind, id_ in known]
    live = [support, rule, *ours, zendesk_order(*((id_, []) for _, id_ in known), ("1", ["5"]))]
    before = engine_differences(small.workspace(), "zd", [(TICKET, NEW)], live=[support, rule, zendesk_order(("1", ["5"]))])
    assert before.differing == 0, "new categories come last, so ours have the last word"
    report = engine_differences(small.workspace(), "zd", [(TICKET, NEW)], live=live, known=known)
    assert report.differing == 1
    shift = next(shift for shift in report.kept[0].shifts if shift.name == "team")
    assert (shift.before, shift.after) == ("back", "Support")
    assert report.kept[0].names == ("foreign-rule",)
    assert report.kept[0].reasons[0].object == "Everything to Support"


def test_ours_keep_their_places_and_new_ones_come_last() -> None:
    compiled = compile_for(small.workspace(), "zd")
    key = Key("trigger", "assign/complaints")
    first, category = Live("9", "trigger", "x", {}, owner=key), Live("3", "trigger_category", "assign", {})
    foreign = zendesk_trigger("5", "Foreign", [])
    live = [first, category, foreign, zendesk_order(("3", ["5", "9"]), ("4", []))]
    things = together(compiled.resources, live, {("trigger_category", "3"): Key("trigger_category", "assign")})
    order = next(thing.body for thing in things if thing.kind == "trigger_order")
    assert order["trigger_categories"][:2] == ["@{trigger_category/cs_channels}", native("trigger_category", 4)]
    inside = order["triggers"]["@{trigger_category/assign}"]
    assert inside[0] == native("trigger", 5), "what is not ours keeps its place"
    assert inside[1] == "@{trigger/assign/big-refund}", "ours share the places that they have, in their order"
    assert len(inside) == len(set(inside))


def test_what_cannot_be_judged_is_counted_by_name() -> None:
    rule = zendesk_trigger("5", "By number of followers", [row("requester_twitter_followers_count", "greater_than", "5")])
    report = engine_differences(small.workspace(), "zd", [(TICKET, NEW)], live=[rule, zendesk_order(("1", ["5"]))])
    assert report.unsure == 1
    assert dict(report.doubts) == {"By number of followers": 1}


def test_a_foreign_policy_comes_after_ours() -> None:
    filter_ = {"all": [row("priority", "is_not", "")], "any": []}
    target = {"priority": "urgent", "metric": "first_reply_time", "target": 1, "business_hours": False}
    policy = Live("6", "sla_policy", "Everybody", {"title": "Everybody", "filter": filter_, "policy_metrics": [target]})
    order = Live("all", "sla_order", "all", {"sla_policy_ids": [native("sla_policy", 6)]})
    engine = engine_for(small.workspace(), "zd", [policy, order])
    assert engine is not None
    assert "Everybody" not in engine.choose(TICKET, engine.decide(TICKET, NEW)).policies
    other = engine_for(small.workspace(sla="policies: []\n"), "zd", [policy, order])
    assert other is not None
    promise = other.choose(TICKET, other.decide(TICKET, NEW))
    assert promise.policies == ("Everybody",)
    assert str(promise.dues[0].within) == "1m"


def test_a_foreign_zammad_trigger_that_breaks_ends_the_run() -> None:
    """Measured on zammad/zammad 5.5: a name where a state's id belongs; later triggers by name are skipped, earlier ones stay."""
    body = {"name": "030000 broken", "condition": {"ticket.action": {"operator": "is", "value": "create"}}, "active": True}
    live = Live("8", "trigger", "030000 broken", {**body, "perform": {"ticket.state_id": {"value": "closed"}}})
    report = engine_differences(small.workspace(), "za", [(TICKET, NEW)], live=[live])
    found = report.kept[0]
    assert "rules-stopped" in found.names
    outcome = found.theirs.outcome
    assert outcome.category == "complaint", "what came before stays"
    assert outcome.team is None, "what comes after by name does not run"


def zammad_trigger(name: str, tag: str) -> Thing:
    perform = {"ticket.tags": {"operator": "add", "value": tag}, "ticket.priority_id": {"value": tag}}
    condition = {"ticket.action": {"operator": "is", "value": "create"}}
    return Thing("trigger", name, name, {"name": name, "condition": condition, "perform": perform, "active": True})


@pytest.mark.parametrize(
    ("names", "code_points", "icu"),
    [
        (("B", "a", "_z"), ["_z", "a", "B"], ["_z", "a", "B"]),
        (("2", "[x]", "-q"), ["-q", "2", "[x]"], ["-q", "[x]", "2"]),
        (("Ä", "z", "a"), ["a", "z", "Ä"], ["a", "Ä", "z"]),
        (("10 x", "9 x", "2"), ["10 x", "2", "9 x"], ["10 x", "2", "9 x"]),
        (("a b", "ab", "a-b"), ["a b", "a-b", "ab"], ["a b", "a-b", "ab"]),
        (("020 b", "010 c", "030 a"), ["010 c", "020 b", "030 a"], ["010 c", "020 b", "030 a"]),
    ],
)
def test_names_sort_as_the_database_sorts(names: tuple[str, ...], code_points: list[str], icu: list[str]) -> None:
    """M1, and the five sets of names that were run on a zammad/zammad 5.5 under two collations."""
    things = [zammad_trigger(name, str(number)) for number, name in enumerate(names)]
    for dialect, wanted in ((Dialect(), code_points), (Dialect(icu=True), icu)):
        assert [rule.thing.name for rule in rules_of(things, Facts(dialect)).rules] == wanted


def test_what_depends_on_looking_again_is_said() -> None:
    """The documents of Zendesk do not say it word for word; foreign rules may depend on it, ours never do."""
    early = zendesk_trigger("5", "Early", [row("group_id", "is", "77")], ("current_tags", "early"))
    late = zendesk_trigger("6", "Late", [], ("group_id", "77"))
    report = engine_differences(small.workspace(), "zd", [(TICKET, NEW)], live=[early, late, zendesk_order(("1", ["5", "6"]))])
    assert report.unsure == 1
    harmless = [late, zendesk_order(("1", ["6"]))]
    assert engine_differences(small.workspace(), "zd", [(TICKET, NEW)], live=harmless).unsure == 0


def test_what_depends_on_the_databases_order_is_said() -> None:
    """M1: `[` sorts after digits by code points and before them by ICU's root collation."""

    def live(name: str, priority: str) -> Live:
        perform = {"ticket.priority_id": {"value": f"@{{priority/{priority}}}"}}
        condition = {"ticket.action": {"operator": "is", "value": "create"}}
        return Live(name, "trigger", name, {"name": name, "condition": condition, "perform": perform, "active": True})

    both = [live("[x]", "low"), live("9", "high")]
    assert engine_differences(small.workspace(), "za", [(TICKET, NEW)], live=both).unsure == 1
    assert engine_differences(small.workspace(), "za", [(TICKET, NEW)], live=both[1:]).unsure == 0


def recorded(name: str) -> Any:
    path = DATA / "routing" / name
    if not path.is_file():
        pytest.skip(f"no recorded account at {path}: set CSTOOL_DATA")
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_recorded_account_runs_beside_ours() -> None:
    """Triggers, SLA policies and schedules of a real account: each rule is judged, or named as not judged."""
    account = recorded("zendesk_export_salto_part1.json")
    live = [Live(str(one["id"]), "trigger", one["title"], one) for one in account["triggers"]]
    live += [Live(str(one["id"]), "sla_policy", one["title"], one) for one in account["sla_policies"]]
    live += [Live(str(one["id"]), "schedule", one["name"], {**one, "holidays": []}) for one in account["schedules"]]
    live += [Live(str(one["id"]), "trigger_category", one["name"], one) for one in account["trigger_categories"]]
    groups = {
        one["id"]: [t for t in account["triggers"] if t["category_id"] == one["id"]] for one in account["trigger_categories"]
    }
    order = zendesk_order(*((id_, [str(t["id"]) for t in sorted(ts, key=lambda t: t["position"])]) for id_, ts in groups.items()))
    engine = engine_for(small.workspace(), "zd", [*live, order])
    assert engine is not None
    outcome = engine.decide(TICKET, NEW)
    assert outcome.team == "back", "its rules notify and do not route"
    log = engine.traced(TICKET, NEW).desk  # type: ignore[attr-defined]
    asked = {one.rule.name for one in log.trace}
    assert {one["title"] for one in account["triggers"] if one["active"]} <= asked
    assert "Notify requester and CCs of received request" in {mail.rule.name for mail in log.mails}, (
        "Z31: a second acknowledgement"
    )


FIELDS = (
    "status",
    "group_id",
    "current_tags",
    "comment_includes_word",
    "reopens",
    "ticket_type_id",
    "on_holiday",
    "custom_fields_7",
    "x",
)
OPERATORS = ("is", "is_not", "includes", "changed", "less_than", "value_previous", "present", "sounds_like")
NAMES = ("ticket.title", "ticket.tags", "ticket.group_id", "article.body", "customer.x", "ticket.action", "ticket.nosuch", "x")
ZAMMAD = (
    "is",
    "is not",
    "contains",
    "contains one",
    "contains all not",
    "has changed",
    "matches regex",
    "is any of",
    "today",
    "x",
)
values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=4), st.lists(st.text(max_size=3), max_size=2), st.just("@{group/x}")
)


@given(
    st.lists(st.tuples(st.sampled_from(FIELDS), st.sampled_from(OPERATORS), values), max_size=3), st.sampled_from(FIELDS), values
)
def test_no_foreign_trigger_of_zendesk_is_too_strange(rows: list[tuple[str, str, Any]], action: str, value: Any) -> None:
    """Whatever an account holds, the run goes on: what is not understood is said."""
    body = {"conditions": {"all": [row(*one) for one in rows[:2]], "any": [row(*one) for one in rows[2:]]}}
    thing = Thing("trigger", "t", "t", {**body, "actions": [{"field": action, "value": value}]})
    made = desk(subject="a", body="b")
    made.trace = []
    run([thing], made)
    assert len(made.trace) == 1


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(ZAMMAD), values), max_size=3),
    st.sampled_from(["AND", "OR", "NOT", "XOR"]),
    st.sampled_from(NAMES),
    values,
)
def test_no_foreign_trigger_of_zammad_is_too_strange(
    rows: list[tuple[str, str, Any]], word: str, action: str, value: Any
) -> None:
    condition = {
        "operator": word,
        "conditions": [{"name": name, "operator": operator, "value": one} for name, operator, one in rows],
    }
    thing = Thing("trigger", "t", "t", {"name": "t", "condition": condition, "perform": {action: {"value": value}}})
    made = Desk(TICKET, "create", TICKET.received_at, {"ticket.title": "x", "article.body": "y"})
    made.trace = []
    rules_of([thing], Facts()).run(made)
    assert len(made.trace) == 1


def test_a_standard_trigger_that_also_answers_is_named() -> None:
    """Z31: every account has "Notify requester and CCs of received request"; on a channel that we leave silent it speaks."""
    name = "Notify requester and CCs of received request"
    answer = ("notification_user", ["requester_and_ccs", "Received", "Your request {{ticket.id}} has been received"])
    live = [zendesk_trigger("5", name, [row("update_type", "is", "Create")], answer), zendesk_order(("1", ["5"]))]
    chat = Ticket(datetime(2026, 7, 17, 8, tzinfo=UTC), channel="chat", language="en", body="a lamp")
    report = engine_differences(small.workspace(), "zd", [(chat, NEW)], live=live)
    assert [(reason.name, reason.object) for reason in report.kept[0].reasons] == [("foreign-rule", name)]


def test_a_second_acknowledgement_is_counted() -> None:
    """Z31, and Zammad's "auto reply (on new tickets)": where ours answers too, the customer gets two mails."""
    mail = {"notification.email": {"recipient": ["article_last_sender"], "subject": "s", "body": "b"}}
    condition = {
        "ticket.action": {"operator": "is", "value": "create"},
        "article.type_id": {"operator": "is", "value": ["@{article_type/email}", "@{article_type/web}"]},
        "article.sender_id": {"operator": "is", "value": "@{sender/Customer}"},
    }
    name = "auto reply (on new tickets)"
    live = [Live("1", "trigger", name, {"name": name, "condition": condition, "perform": mail, "active": True})]
    open_ = Ticket(datetime(2026, 7, 17, 8, tzinfo=UTC), channel="mail", language="en", body="a lamp")
    report = engine_differences(small.workspace(), "za", [(open_, NEW)], live=live)
    assert dict(report.second_answers) == {name: 1}
    assert report.unsure == 0
