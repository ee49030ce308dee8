"""`cstool pull` of a Zammad through the command line: adopted, pulled again, and once pushed."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from cstool.loading import load
from tests.backends.test_adopt import Desk, Row
from tests.fakes.zammad import TOKEN as ZAMMAD_TOKEN
from tests.fakes.zammad import Server
from tests.fakes.zammad_shop import newer, small_shop


@pytest.fixture
def zammad(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Server]]:
    monkeypatch.setenv("A_TOKEN", ZAMMAD_TOKEN)
    with Server() as fake:
        headers = {"Authorization": f"Token token={ZAMMAD_TOKEN}", "Accept": "application/json"}

        def send(method: str, path: str, body: Mapping[str, object]) -> Any:
            answer = requests.request(method, f"{fake.url}/api/v1{path}", json=body, headers=headers, timeout=30)
            assert answer.status_code < 300, answer.text
            return answer.json()

        yield Desk(tmp_path / "shop", "type: zammad\n    token: env:A_TOKEN", fake.url, send, capsys), fake


def test_a_zammad_account_is_adopted_from_an_empty_folder(zammad: tuple[Desk, Server]) -> None:
    """M1, M2, M4, M6, M11, M14, M16: by their names in order, with calendars, and texts that the server rewrote."""
    desk, fake = zammad
    group = desk.send("POST", "/groups", {"name": "Rücksendungen"})["id"]
    created = {"ticket.action": {"operator": "is", "value": "create"}}
    title = {"ticket.title": {"operator": "contains", "value": "refund"}}
    desk.send(
        "POST",
        "/triggers",
        {"name": "020 b", "condition": {**created, **title}, "perform": {"ticket.group_id": {"value": group}}},
    )
    tags = {"ticket.tags": {"operator": "add", "value": "a,vip"}, "ticket.priority_id": {"value": "3"}}
    desk.send("POST", "/triggers", {"name": "010 a", "condition": created, "perform": tags})
    mail = {"recipient": ["ticket_customer"], "subject": "Hi", "body": "<div>Dear #{ticket.customer.firstname}</div>"}
    desk.send("POST", "/triggers", {"name": "030 c", "condition": created, "perform": {"notification.email": mail}})
    desk.send(
        "POST",
        "/slas",
        {
            "name": "10 r",
            "calendar_id": 1,
            "condition": {"ticket.group_id": {"operator": "is", "value": [group]}},
            "first_response_time": 90,
        },
    )
    desk.send("POST", "/slas", {"name": "00 rest", "calendar_id": 1, "condition": {}, "solution_time": 600})
    desk.send("POST", "/text_modules", {"name": "hello", "content": "<div>Hi #{ticket.customer.firstname} &amp; all</div>"})
    desk("pull")
    desk("plan", "--expect-empty")
    assert "0 errors" in desk("validate")
    workspace = load(desk.root, date(2026, 7, 17))
    rules = [rule.value for _, rule in workspace.rules()]
    assert [one.id for one in rules[:3]] == ["010-a", "020-b", "030-c"]
    assert rules[0].then.tags == ["a", "vip"]
    assert rules[1].when == {"subject": {"contains": "refund"}}
    assert rules[2].then.reply == "auto/030-c"
    assert [item.value.id for item in workspace.policies] == ["10-r", "00-rest"]
    assert desk.read("templates/replies/hello.en.md").endswith("Hi {{ customer.first_name }} & all\n")
    before = len(fake.requests)
    desk("push", "--yes")
    assert {request.method for request in fake.requests[before:]} == {"GET"}


def test_the_order_of_names_is_the_order_there(zammad: tuple[Desk, Server]) -> None:
    """M1: a rule whose name sorts elsewhere is an error, because the product would run it elsewhere."""
    desk, _ = zammad
    created = {"ticket.action": {"operator": "is", "value": "create"}}
    for name in ("010 a", "020 b"):
        desk.send("POST", "/triggers", {"name": name, "condition": created, "perform": {"ticket.priority_id": {"value": "3"}}})
    desk("pull")
    desk.edit("config/routing.yaml", "name: 010 a", "name: 090 a")
    assert "cannot hold" in desk("push", "--yes", code=4)


def test_changes_made_by_hand_in_zammad_find_their_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """M4, M11, M14: hours, texts that the server rewrote, minutes and rights, each in its own file."""
    with newer() as server:
        shop = small_shop(tmp_path, server, capsys, monkeypatch)
        shop("push", "--yes")
        module = next(one for one in shop.records("text_modules") if str(one["note"]).startswith("cstool:"))
        module["content"] = module["content"].replace("all of it", "x").replace("the money", "your money")
        sla = next(one for one in shop.records("slas") if one["first_response_time"])
        was = sla["first_response_time"]
        sla["first_response_time"] = was * 2
        group = next(one for one in shop.records("groups") if str(one["note"]).startswith("cstool:"))
        group["name"] = "Hands on"
        said = shop("pull", code=None)
        assert "your money" in (shop.root / "templates/refund/approved.en.md").read_text("utf-8"), said
        assert "Hands on" in (shop.root / "config/teams.yaml").read_text("utf-8"), said
        assert "group/" in said
        shop("plan")


def test_later_pulls_from_zammad(zammad: tuple[Desk, Server]) -> None:
    desk, fake = zammad
    created = {"ticket.action": {"operator": "is", "value": "create"}}
    for name, priority in (("010 a", "3"), ("020 b", "1")):
        perform: Row = {"ticket.priority_id": {"value": priority}}
        desk.send("POST", "/triggers", {"name": name, "condition": created, "perform": perform})
    desk("pull")
    triggers = fake.account.tables["triggers"]
    held = {one["name"]: one for one in triggers.values()}
    held["010 a"]["perform"] = {"ticket.priority_id": {"value": "2"}}
    held["020 b"]["perform"] = {"ticket.title": {"value": "x"}}
    tag = {"ticket.tags": {"operator": "add", "value": "vip"}}
    desk.send("POST", "/triggers", {"name": "015 new", "condition": created, "perform": tag})
    desk("pull")
    desk("plan", "--expect-empty")
    rules = [rule.value for _, rule in load(desk.root, date(2026, 7, 17)).rules()]
    assert [one.id for one in rules[:3]] == ["010-a", "015-new", "020-b"]
    assert rules[0].then.priority == "normal"
    assert set(rules[2].raw) == {"live"}


def test_a_group_that_was_switched_off_takes_nobody_out_of_the_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The product hides who worked in a group that is not active (measured on zammad/zammad 5.5)."""
    with newer() as server:
        shop = small_shop(tmp_path, server, capsys, monkeypatch)
        shop("push", "--yes")
        teams = (shop.root / "config/teams.yaml").read_text("utf-8")
        next(one for one in shop.records("groups") if one["name"] == "back")["active"] = False
        said = shop("pull", code=None)
        assert (shop.root / "config/teams.yaml").read_text("utf-8") == teams, said
        assert "switched off there" in said
