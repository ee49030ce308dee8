"""A Zammad account read and written: each trap of the product that stands in backends.md 9.2 is cited (M1 …) where it is held."""

import gzip
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from cstool.backends.base import AccessError, CallError
from cstool.backends.http import Exchange
from cstool.backends.references import resolve
from cstool.backends.zammad.account import ZammadBackend, connect
from cstool.backends.zammad.normalise import live_of
from cstool.errors import CstoolError
from cstool.model.settings import BackendSettings
from cstool.plan import Change, Key, Live
from tests.fakes import zammad_objects
from tests.fakes.zammad import PUSHING, TOKEN, Account, Server

DATA = Path(os.environ.get("CSTOOL_DATA") or Path(__file__).parents[2] / ".." / "shared" / "data")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(Account(newer=True)) as running:
        yield running


def backend(server: Server, token: str = TOKEN) -> ZammadBackend:
    log: list[Exchange] = []
    settings = BackendSettings(type="zammad", url=server.url, token="env:TOKEN")
    account = connect("staging", settings, token, log.append)
    account.http._wait = lambda seconds: None
    return account


def nobody(kind: str, id_: str, part: str) -> str:
    if id_.startswith("="):
        return id_[1:]
    raise KeyError(f"{kind}/{id_}")


def change(kind: str, id_: str, name: str, body: Mapping[str, object], action: Any = "create") -> Change:
    return Change(action, "new", Key(kind, id_), name, None, None, body)


@pytest.mark.parametrize("cap", [10**9, 500, 100])
def test_lists_are_read_to_their_end(server: Server, cap: int) -> None:
    """M13: pages of 500 unless asked otherwise, a cap in newer ones, and no total."""
    server.api.cap = cap
    for number in range(505):
        server.account.create("text_modules", {"name": f"t{number}", "content": "<div>x</div>"})
    assert len(backend(server).fetch(("text_module",))) == 505


def test_lists_without_pages_are_read_whole(server: Server) -> None:
    """M13: tags come by `limit`, 1000 unless asked; attributes come all at once: a second page would be the first again."""
    for number in range(1200):
        zammad_objects.tag(server.account, f"t{number}")
    text = {"type": "text", "maxlength": 9}
    for number in range(150):
        sent = {"object": "Ticket", "name": f"a{number}", "display": "x", "data_type": "input", "data_option": text}
        zammad_objects.create(server.account, sent, 3)
    found = backend(server).fetch(("tag", "attribute"))
    assert len([one for one in found if one.kind == "tag"]) == 1200
    assert len([one for one in found if one.kind == "attribute"]) == 150


def test_short_lists_take_one_request_each(server: Server) -> None:
    backend(server).fetch()
    assert len(server.requests) == 11


def raw_calendar(**more: Any) -> dict[str, Any]:
    week = {
        "mon": {"active": True, "timeframes": [["09:00", "23:59"]]},
        "tue": {"active": False, "timeframes": [["1:00", "2:00"]]},
    }
    return {
        "id": 7,
        "name": "c",
        "timezone": "UTC",
        "business_hours": week,
        "public_holidays": {},
        "ical_url": None,
        "default": True,
        "last_log": "x",
        "last_sync": "y",
        "updated_by_id": None,
        **more,
    }


def test_days_of_a_feed_are_not_ours(server: Server) -> None:
    """M14: the server adds the days of the feed; once there is no feed they are days off like others."""
    ours, theirs = {"active": True, "summary": "ours"}, {"active": True, "summary": "feed", "feed": "f00"}
    days = {"2026-12-24": ours, "2026-12-25": theirs}
    directory = backend(server).directory
    fed = live_of("calendar", raw_calendar(public_holidays=days, ical_url="https://x.example/a.ics"), directory)
    left = live_of("calendar", raw_calendar(public_holidays=days), directory)
    assert list(fed.body["public_holidays"]) == ["2026-12-24"]  # type: ignore[call-overload]
    assert list(left.body["public_holidays"]) == ["2026-12-24", "2026-12-25"]  # type: ignore[call-overload]


def test_closed_days_are_closed_however_they_are_written(server: Server) -> None:
    body = live_of("calendar", raw_calendar(), backend(server).directory).body
    assert body["business_hours"]["tue"] == body["business_hours"]["sun"] == {"active": False, "timeframes": []}  # type: ignore[index]
    assert "default" not in body
    as_map = live_of(
        "calendar",
        raw_calendar(business_hours={"mon": {"active": True, "timeframes": {"09:00": "17:00"}}}),
        backend(server).directory,
    )
    assert as_map.body["business_hours"]["mon"]["timeframes"] == [["09:00", "17:00"]]  # type: ignore[index]


@pytest.mark.parametrize("written", [["2"], [2], "2", 2])
def test_numbers_come_in_four_forms(server: Server, written: object) -> None:
    """M16: text, list, number: all are the same there, and names never match."""
    account = backend(server)
    account.fetch(("group",))
    raw = {
        "id": 1,
        "name": "t",
        "disable_notification": True,
        "note": None,
        "active": True,
        "updated_by_id": 3,
        "condition": {
            "ticket.group_id": {"operator": "is", "value": written},
            "ticket.priority_id": {"operator": "is", "value": [3]},
        },
        "perform": {
            "ticket.group_id": {"value": 2},
            "ticket.owner_id": {"pre_condition": "specific", "value": "3", "value_completion": ""},
        },
    }
    body = live_of("trigger", raw, account.directory).body
    assert body["condition"] == {
        "ticket.group_id": {"operator": "is", "value": ["@{group/=2}"]},
        "ticket.priority_id": {"operator": "is", "value": ["@{priority/high}"]},
    }
    assert body["perform"] == {
        "ticket.group_id": {"value": "@{group/=2}"},
        "ticket.owner_id": {"pre_condition": "specific", "value": "@{user/admin@example.com}"},
    }


def test_priorities_are_found_though_their_names_were_changed(server: Server) -> None:
    """M18: they are records with names that admins may change, and there is no urgent one."""
    server.account.change("ticket_priorities", 2, {"name": "ordinary"})
    account = backend(server)
    account.fetch()
    assert account.directory.number("priority", "normal") == "2"
    assert account.directory.named("priority", 2) == "@{priority/normal}"
    made = account.apply(change("priority", "urgent", "4 urgent", {"name": "4 urgent", "active": True}), nobody)
    assert made is not None
    assert account.directory.named("priority", int(made.native)) == "@{priority/=4}"


def test_rights_are_named_all_at_once(server: Server) -> None:
    server.api.tokens["poor"] = ("admin.trigger", "admin.group")
    with pytest.raises(CstoolError) as raised:
        backend(server, "poor").fetch()
    rights = raised.value.message.values["rights"]
    assert set(rights) == {  # type: ignore[call-overload]
        *("admin.calendar", "admin.object", "admin.scheduler", "admin.sla", "admin.tag", "admin.text_module", "ticket.agent"),
    }


def test_a_door_that_is_shut_is_no_lack_of_rights(server: Server) -> None:
    server.fault = lambda number, method, path: "403"
    with pytest.raises(CallError) as raised:
        backend(server).fetch()
    server.fault = lambda number, method, path: None
    assert raised.value.message.id == "access-denied"
    with pytest.raises(AccessError):
        backend(server, "unknown").fetch()


def test_the_least_rights_are_enough_to_read(server: Server) -> None:
    server.api.tokens["least"] = PUSHING
    assert backend(server, "least").fetch()


def test_agents_of_an_account_with_many_customers_are_found(server: Server) -> None:
    """Only the first page of users is read; whoever stands in a group is asked for by number, an address by a search."""
    for number in range(505):
        server.account.create("users", {"firstname": "c", "email": f"c{number}@example.com"})
    lin = server.account.create(
        "users", {"firstname": "Lin", "email": "lin@lumen.example", "roles": ["Agent"], "group_ids": {"1": ["full"]}}
    )
    server.account.create("users", {"firstname": "Wei", "email": "wei@lumen.example", "roles": ["Agent"]})
    account = backend(server)
    held = {one.native: one.body for one in account.fetch(("agent_groups", "group"))}
    assert held[str(lin["id"])]["id"] == "@{user/lin@lumen.example}"
    assert account.directory.user("WEI@lumen.example")


def attribute(options: dict[str, str]) -> dict[str, object]:
    chosen = {"customsort": "on", "default": "", "null": True, "nulloption": True, "relation": "", "options": options}
    body = {"object": "Ticket", "name": "cs_category", "display": "Category", "data_type": "select"}
    return {**body, "data_option": chosen, "active": True}


def test_an_attribute_is_migrated_before_anything_else_is_sent(server: Server) -> None:
    account = backend(server)
    account.fetch()
    wanted = attribute({"refund": "Refund"})
    made = account.apply(change("attribute", "category", "cs_category", wanted), nobody)
    assert made is not None
    assert made.body == wanted
    account.fetch(("tag",))
    assert "cs_category" in server.account.known_attributes()
    assert [one.body for one in account.fetch(("attribute",))] == [wanted]
    more = attribute({"refund": "Refund", "other": "Other"})
    update = Change("update", "ours", Key("attribute", "category"), "cs_category", made.native, made.body, more)
    changed = account.apply(update, nobody)
    assert changed is not None
    assert changed.body == more
    assert [one.body for one in account.fetch(("attribute",))] == [more]


def test_an_attribute_that_was_never_migrated_is_not_what_is_wanted(server: Server) -> None:
    """A push killed between the attribute and its migration leaves it without a column: the next plan sees that."""
    account = backend(server)
    account.fetch()
    wanted = attribute({"refund": "Refund"})
    account.apply(change("attribute", "category", "cs_category", wanted), nobody)
    found = backend(server).fetch(("attribute",))
    assert [one.body for one in found] == [{**wanted, "waits": True}]
    again = backend(server)
    live = again.fetch(("attribute",))[0]
    again.apply(Change("update", "ours", Key("attribute", "category"), "cs_category", live.native, live.body, wanted), nobody)
    assert [one.body for one in again.fetch(("attribute",))] == [wanted]


def test_tags_are_made_together_and_read_once(server: Server) -> None:
    account = backend(server)
    account.fetch()
    server.requests.clear()
    wanted = [change("tag", name, name, {"name": name}) for name in ("vip", "VIP", "legal")]
    made = account.apply_many(wanted, nobody)
    assert [one.name for one in made if isinstance(one, Live)] == ["vip", "VIP", "legal"]
    assert [one.method for one in server.requests] == ["POST", "POST", "POST", "GET"]


def test_a_deletion_that_was_done_already_is_done(server: Server) -> None:
    account = backend(server)
    group = server.account.create("groups", {"name": "gone"})
    gone = Change("delete", "removed", Key("group", "gone"), "gone", str(group["id"]), {}, None)
    account.fetch()
    assert account.apply(gone, nobody) is None
    assert account.apply(gone, nobody) is None


def test_an_agent_who_is_ours_no_more_keeps_the_rights_of_others(server: Server) -> None:
    user = server.account.create(
        "users", {"firstname": "L", "email": "lin@lumen.example", "roles": ["Agent"], "group_ids": {"1": ["read"]}}
    )
    group = server.account.create("groups", {"name": "returns"})
    native = str(user["id"])
    ours = {"id": "@{user/lin@lumen.example}", "group_ids": {f"@{{group/={group['id']}}}": ["full"]}}
    account = backend(server)
    account.fetch()
    made = account.apply(change("agent_groups", "lin", "", ours), nobody)
    assert made is not None
    assert server.account.tables["users"][user["id"]]["group_ids"] == {"1": ["read"], str(group["id"]): ["full"]}
    account.apply(Change("delete", "removed", Key("agent_groups", "lin"), "", native, ours, None), nobody)
    assert server.account.tables["users"][user["id"]]["group_ids"] == {"1": ["read"]}


def test_how_many_tickets_a_condition_touches(server: Server) -> None:
    account = backend(server)
    account.fetch()
    for title in ("refund", "Refund please", "other"):
        server.api.desk.post(["tickets"], {"title": title, "group_id": 1, "customer_id": 3}, 3)
    asked = {
        "ticket.title": {"operator": "contains", "value": "refund"},
        "ticket.priority_id": {"operator": "is", "value": ["@{priority/normal}"]},
    }
    assert account.touched(asked, nobody) == 2


ROUTES = {
    "groups": "group",
    "calendars": "calendar",
    "text_modules": "text_module",
    "triggers": "trigger",
    "slas": "sla",
    "jobs": "job",
    "tag_list": "tag",
    "ticket_priorities": "priority",
}


@pytest.mark.skipif(not (DATA / "zammad/recorded.jsonl.gz").exists(), reason=f"NOT RUN: no recorded traffic below {DATA}")
def test_recorded_records_go_back_unchanged() -> None:
    """Every recorded record becomes a live object; written back as it was read and read again, it is the same live object."""
    with gzip.open(DATA / "zammad" / "recorded.jsonl.gz", "rt", encoding="utf-8") as lines:
        answers = [
            (row["p"].split("?")[0].strip("/").split("/")[0], row["r"])
            for row in map(json.loads, lines)
            if row["s"] in (200, 201)
        ]
    found = 0
    with Server(Account()) as server:
        account = backend(server)
        account.fetch()
        for route, answer in answers:
            for record in answer if isinstance(answer, list) else [answer]:
                if route in ROUTES and isinstance(record, dict) and "id" in record:
                    once = live_of(ROUTES[route], record, account.directory)
                    back = resolve(once.body, account.writer._numbers(nobody))
                    assert isinstance(back, dict)
                    again = live_of(ROUTES[route], {**record, **back}, account.directory)
                    assert again.body == once.body
                    found += 1
    print(f"{found} recorded records")
    assert found > 900
