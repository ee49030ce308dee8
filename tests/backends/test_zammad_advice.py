"""What is refused before anything is sent to a Zammad: configurations that it accepts and that then keep tickets out.

Measured on zammad/zammad 5.5: a rule that sets a number that is not there makes POST /tickets fail and lets mails lie; an unknown
attribute stops every rule after it; an unknown zone makes the POST a 500; an inactive group hides its tickets from everybody.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from cstool.backends.base import Advice
from cstool.backends.zammad.account import ZammadBackend
from cstool.plan import Action, Change, Key, Plan
from tests.backends.test_zammad_account import backend, nobody
from tests.fakes import zammad_objects
from tests.fakes.zammad import Account, Server

TITLE = {"ticket.title": {"operator": "contains", "value": "refund"}}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(Account(newer=True)) as running:
        yield running


def trigger(perform: Mapping[str, object], condition: Mapping[str, object] = TITLE, **more: object) -> dict[str, object]:
    return {"name": "010010 ours", "condition": condition, "perform": perform, "note": "", "active": True, **more}


def changing(
    kind: str, name: str, body: Mapping[str, object] | None, action: Action = "create", native: str | None = None
) -> Change:
    before = body if action == "delete" else None
    return Change(action, "new", Key(kind, name), name, native, before, None if action == "delete" else body)


def advised(server: Server, *changes: Change) -> Advice:
    account = backend(server)
    live = account.fetch()
    server.requests.clear()
    found = account.advise(Plan("staging", changes), live)
    assert all(one.method == "GET" for one in server.requests)
    return found


def ids(texts: Any) -> list[str]:
    return [one.id for one in texts]


SET_GROUP = {"ticket.group_id": {"value": "@{found_group/Nope}"}}
MAIL = {"notification.email": {"recipient": ["ticket_customer"], "subject": "s", "body": "b"}}


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (trigger(SET_GROUP), "zammad-no-group"),
        (trigger({"ticket.owner_id": {"pre_condition": "specific", "value": "@{user/nobody@lumen.example}"}}), "zammad-no-user"),
        (trigger({"ticket.state_id": {"value": "@{state/waiting}"}}), "zammad-not-there"),
        (trigger({"ticket.nosuch": {"value": "x"}}), "zammad-no-attribute"),
        (
            trigger(
                {"ticket.priority_id": {"value": "@{priority/high}"}}, {"customer.nosuch": {"operator": "is", "value": ["x"]}}
            ),
            "zammad-no-attribute",
        ),
        (trigger({"ticket.tags": {"operator": "add", "value": "x"}}), None),
        (trigger({"ticket.group_id": {"value": "@{found_group/Users}"}}), None),
        (trigger({"ticket.priority_id": {"value": "@{priority/high}"}}), None),
    ],
)
def test_rules_that_name_what_is_not_there(server: Server, body: Mapping[str, object], refusal: str | None) -> None:
    assert ids(advised(server, changing("trigger", "ours", body)).refusals) == ([refusal] if refusal else [])


def test_such_a_rule_does_break_the_intake(server: Server) -> None:
    """Why it is refused: the same trigger, put there by hand."""
    body = {"name": "a", "condition": TITLE, "perform": {"ticket.group_id": {"value": "999"}}}
    server.account.create("triggers", body)
    with pytest.raises(Exception, match="InFailedSqlTransaction"):
        server.api.desk.post(["tickets"], {"title": "refund", "group": "Users", "customer_id": 3}, 3)


def test_an_attribute_of_the_same_push_is_known(server: Server) -> None:
    made = changing("attribute", "category", {"object": "Ticket", "name": "cs_category"})
    rule = changing("trigger", "ours", trigger({"ticket.cs_category": {"value": "x"}}))
    found = advised(server, made, rule)
    assert found.refusals == ()
    assert ids(found.manual) == ["zammad-restart"]
    assert ids(advised(server, rule).refusals) == ["zammad-no-attribute"]


@pytest.mark.parametrize(("length", "refusals"), [(160, []), (161, ["zammad-too-long"])])
def test_a_name_that_would_be_cut(server: Server, length: int, refusals: list[str]) -> None:
    name = "x" * length
    assert ids(advised(server, changing("group", name, {"name": name, "note": "", "active": True})).refusals) == refusals


def calendar(zone: str) -> dict[str, object]:
    return {"name": "c", "timezone": zone, "business_hours": {}, "public_holidays": {}, "ical_url": ""}


@pytest.mark.parametrize(("zone", "refusals"), [("Mars/Phobos", ["zammad-no-zone"]), ("Europe/Berlin", []), ("UTC", [])])
def test_zones_that_the_server_does_not_know(server: Server, zone: str, refusals: list[str]) -> None:
    assert ids(advised(server, changing("calendar", "c", calendar(zone))).refusals) == refusals


def test_a_name_in_another_case_is_the_same_name_there(server: Server) -> None:
    taken = advised(server, changing("group", "users", {"name": "USERS", "note": "", "active": True}))
    assert ids(taken.refusals) == ["zammad-name-taken"]


def test_nested_conditions_need_their_setting(server: Server) -> None:
    """M6."""
    nested = {"operator": "AND", "conditions": [{"name": "ticket.title", "operator": "contains", "value": "x"}]}
    rule = changing("trigger", "ours", trigger({"ticket.tags": {"operator": "add", "value": "x"}}, nested))
    assert advised(server, rule).refusals == ()
    server.account.settings[89]["state_current"] = {"value": False}
    assert ids(advised(server, rule).refusals) == ["zammad-no-expert-conditions"]


@pytest.mark.parametrize(
    "body",
    [
        trigger(MAIL, {"ticket.escalation_at": {"operator": "has reached", "value": None}}, activator="time"),
        trigger(MAIL, {"ticket.title": {"operator": "matches regex", "value": "x"}}),
        trigger(MAIL, {"article.detected_language": {"operator": "is", "value": ["de"]}}),
    ],
)
def test_an_old_product_drops_half_of_it(body: Mapping[str, object]) -> None:
    for newer, refusals in ((True, []), (False, ["zammad-too-old"])):
        with Server(Account(newer=newer)) as server:
            assert ids(advised(server, changing("trigger", "ours", body)).refusals) == refusals


def test_an_inactive_group_is_no_target(server: Server) -> None:
    group = server.account.create("groups", {"name": "asleep"})
    server.account.change("groups", group["id"], {"active": False})
    rule = changing("trigger", "ours", trigger({"ticket.group_id": {"value": "@{found_group/asleep}"}}))
    assert ids(advised(server, rule).refusals) == ["zammad-inactive-group"]


def test_attributes_of_others_that_wait_are_not_migrated_by_us(server: Server) -> None:
    sent = {"object": "Ticket", "name": "theirs", "display": "x", "data_type": "input", "data_option": {"maxlength": 9}}
    zammad_objects.create(server.account, sent, 3)
    ours = changing("attribute", "category", {"object": "Ticket", "name": "cs_category"})
    assert ids(advised(server, ours).refusals) == ["zammad-attribute-waits"]


def test_groups_without_address_are_a_step_by_hand(server: Server) -> None:
    """M15: mails of triggers leave from the group's address; without one they are dropped silently."""
    group = changing("group", "returns", {"name": "Returns", "note": "", "active": True})
    found = advised(server, group, changing("trigger", "ours", trigger(MAIL)))
    assert found.refusals == ()
    assert ids(found.manual) == ["zammad-no-address", "zammad-other-reply"]
    assert found.manual[0].values["groups"] == ("returns",)
    assert advised(server, group).manual == ()


def test_a_trigger_of_others_that_names_a_group_that_is_gone_is_told(server: Server) -> None:
    server.account.create("triggers", {"name": "theirs", "condition": TITLE, "perform": {"ticket.group_id": {"value": 99}}})
    rule = changing("trigger", "ours", trigger({"ticket.tags": {"operator": "add", "value": "x"}}))
    assert ids(advised(server, rule).manual) == ["zammad-other-rules", "zammad-broken-trigger"]


def test_a_trigger_of_others_that_stops_all_later_ones_is_told(server: Server) -> None:
    server.account.create("triggers", {"name": "000 theirs", "condition": TITLE, "perform": {"ticket.nosuch": {"value": 9}}})
    rule = changing("trigger", "ours", trigger({"ticket.tags": {"operator": "add", "value": "x"}}))
    assert ids(advised(server, rule).manual) == ["zammad-stopping-trigger"]


def test_triggers_of_others_that_move_tickets_too_are_named(server: Server) -> None:
    server.account.create("triggers", {"name": "zz sales", "condition": TITLE, "perform": {"ticket.group_id": {"value": 1}}})
    rule = changing("trigger", "ours", trigger({"ticket.tags": {"operator": "add", "value": "x"}}))
    found = advised(server, rule).manual
    assert ids(found) == ["zammad-other-rules"]
    assert found[0].values["names"] == ("zz sales",)


def test_a_trigger_that_the_workspace_says_is_ours_without_a_marker(server: Server) -> None:
    """Rules of an account that was adopted bear none."""
    server.account.create("triggers", {"name": "zz sales", "condition": TITLE, "perform": {"ticket.group_id": {"value": 1}}})
    account = backend(server)
    live = account.fetch()
    plan = Plan("staging", (changing("trigger", "ours", trigger({"ticket.tags": {"operator": "add", "value": "x"}})),))
    assert ids(account.advise(plan, live).manual) == ["zammad-other-rules"]
    account.wanted = frozenset({("trigger", "zz sales")})
    assert account.advise(plan, live).manual == ()


def test_what_tickets_lose_is_told(server: Server) -> None:
    server.api.desk.post(["tickets"], {"title": "t", "group": "Users", "customer_id": 3, "tags": "vip"}, 3)
    tag = next(iter(server.account.tables["tag_list"]))
    gone = changing("tag", "vip", {"name": "vip"}, "delete", str(tag))
    assert ids(advised(server, gone).manual) == ["zammad-tag-lost"]


def test_the_plain_plan_asks_for_nothing(server: Server) -> None:
    account: ZammadBackend = backend(server)
    live = account.fetch()
    assert account.advise(Plan("staging", ()), live) == Advice()
    assert nobody("group", "=5", "") == "5"
