"""A fetched account beside ours: foreign rules run in their places, unknown ones are said, collations decide."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cstool.backends.compilers import compile_for
from cstool.backends.engines import engine_for
from cstool.backends.engines.differences import engine_differences
from cstool.backends.engines.things import Thing, together
from cstool.backends.references import native_reference as native
from cstool.backends.zammad.engine.dialect import Dialect
from cstool.backends.zammad.engine.rows import Facts
from cstool.backends.zammad.engine.rules import rules_of
from cstool.plan import Key, Live
from cstool.tickets import Ticket
from tests.backends import small

TICKET = Ticket(datetime(2026, 7, 17, 8, tzinfo=UTC), id="t1", channel="mail", language="en", body="I am angry")
NEW = "ticket.created"


def zendesk_trigger(id_: str, title: str, rows: list[dict[str, Any]], *actions: tuple[str, Any]) -> Live:
    made = [{"field": name, "value": value} for name, value in actions]
    body = {"title": title, "active": True, "conditions": {"all": rows, "any": []}, "actions": made}
    return Live(id_, "trigger", title, body)


def row(name: str, operator: str, value: Any) -> dict[str, Any]:
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
