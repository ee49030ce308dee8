"""A workspace pushed to a Zammad through the command line, from the first plan to the way back."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.zammad import Account, Server
from tests.fakes.zammad_shop import Shop, newer, small_shop


@pytest.fixture
def server() -> Iterator[Server]:
    with newer() as running:
        yield running
    gc.enable()


@pytest.fixture
def shop(tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shop:
    return small_shop(tmp_path, server, capsys, monkeypatch)


@pytest.mark.parametrize("version", ["5.5", "6.5"])
def test_push_then_nothing_is_left(
    version: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """M11: text modules come back as the server wrote them, and an unchanged push is empty all the same."""
    with Server(Account(newer=version == "6.5")) as server:
        pushed_twice(small_shop(tmp_path, server, capsys, monkeypatch))


def pushed_twice(shop: Shop) -> None:
    shop("plan")
    assert shop.wrote() == []
    shop("push", "--yes")
    assert all(one["active"] for one in shop.records("triggers") if "cstool:" in str(one["note"]))
    shop("plan", "--expect-empty")
    shop("push", "--yes")
    assert shop.wrote() == []
    assert "nothing" in shop("drift")


def test_an_edit_is_sent_as_one_request_and_nothing_foreign_is_touched(shop: Shop) -> None:
    foreign = shop.server.account.create(
        "triggers",
        {
            "name": "zz theirs",
            "condition": {"ticket.title": {"operator": "contains", "value": "x"}},
            "perform": {"ticket.priority_id": {"value": "3"}},
        },
    )
    before = dict(foreign)
    shop("push", "--yes")
    shop.edit("templates/refund/approved.en.md", "the money & more", "the money, all of it")
    shop("push", "--yes")
    assert [(one.method, one.path.split("/")[1]) for one in shop.wrote()] == [("PUT", "text_modules")]
    assert set(shop.wrote()[0].body) == {"content"}
    assert shop.server.account.tables["triggers"][foreign["id"]] == before


def test_rules_are_made_switched_off_and_switched_on_when_all_else_is_there(shop: Shop) -> None:
    shop("push", "--yes")
    wrote = shop.wrote()
    made = [one for one in wrote if one.method == "POST" and one.path == "/triggers"]
    assert made
    assert not any(one.body["active"] for one in made)
    switched = [one for one in wrote if one.body == {"active": True}]
    assert len(switched) == len(made)
    assert min(one.number for one in switched) > max(one.number for one in wrote if one.method == "POST")


def test_drift_says_what_who_and_when(shop: Shop) -> None:
    shop("push", "--yes")
    account = shop.server.account
    group = next(one for one in shop.records("groups") if one["name"] == "Front line")
    account.change("groups", group["id"], {"name": "First line"}, user=3)
    moved = account.tables["groups"][group["id"]]["updated_at"]
    said = shop("drift", code=1)
    assert "First line" in said
    assert "admin@example.com" in said
    assert moved[:10] in said


def test_rollback_puts_back_what_was_there_before(shop: Shop) -> None:
    shop("push", "--yes")
    contents = [one["content"] for one in shop.records("text_modules")]
    shop.edit("templates/refund/approved.en.md", "the money & more", "nothing")
    shop("push", "--yes")
    assert [one["content"] for one in shop.records("text_modules")] != contents
    shop("rollback", "--yes")
    assert [one["content"] for one in shop.records("text_modules")] == contents


def test_what_is_gone_from_the_files_is_deleted_only_with_delete(shop: Shop) -> None:
    shop("push", "--yes")
    (shop.root / "templates/refund/approved.en.md").unlink()
    shop("push", "--yes")
    assert len(shop.records("text_modules")) == 1
    shop("push", "--yes", "--delete")
    assert shop.records("text_modules") == []
    shop("plan", "--expect-empty")


def test_a_group_with_tickets_is_not_deleted_and_stays_active(shop: Shop) -> None:
    """M17: a group in use refuses to go. Switched off, its tickets would be visible to nobody: it stays, and is named."""
    shop("push", "--yes")
    group = next(one for one in shop.records("groups") if one["name"] == "back")
    shop.server.account.change("users", 3, {"group_ids": {"1": ["full"], str(group["id"]): ["full"]}})
    shop.server.api.desk.post(["tickets"], {"title": "t", "group_id": group["id"], "customer_id": 3}, 3)
    shop.edit("config/teams.yaml", "\n  back: {members: [anna]}", "")
    said = shop("push", "--yes", "--delete", code=3)
    assert "in use" in said
    assert next(one for one in shop.records("groups") if one["name"] == "back")["active"]


def test_a_group_that_rules_of_others_name_is_not_deleted(shop: Shop) -> None:
    """The product would delete it, and every ticket that such a rule matches would fail from then on."""
    shop("push", "--yes")
    group = next(one for one in shop.records("groups") if one["name"] == "back")
    shop.server.account.create(
        "triggers",
        {
            "name": "theirs",
            "condition": {"ticket.title": {"operator": "contains", "value": "x"}},
            "perform": {"ticket.group_id": {"value": group["id"]}},
        },
    )
    shop.edit("config/teams.yaml", "\n  back: {members: [anna]}", "")
    assert "'theirs'" in shop("push", "--yes", "--delete", code=4)
    assert shop.wrote() == []


def test_rights_in_groups_of_others_stay(shop: Shop) -> None:
    """The product replaces the whole map of an agent's groups."""
    anna = next(one for one in shop.records("users") if one["email"] == "anna@my-shop.example")
    shop.server.account.change("users", anna["id"], {"group_ids": {"1": ["change", "read"]}})
    shop("push", "--yes")
    held = shop.server.account.tables["users"][anna["id"]]["group_ids"]
    assert held["1"] == ["change", "read"]
    assert len(held) == 3
    shop.edit("config/teams.yaml", "members: [li, anna]", "members: [li]")
    shop("push", "--yes")
    held = shop.server.account.tables["users"][anna["id"]]["group_ids"]
    assert held["1"] == ["change", "read"]
    assert len(held) == 2


def test_a_lost_lockfile_is_rebuilt(shop: Shop) -> None:
    """Markers in notes, and names where the product has no room for a note."""
    shop("push", "--yes")
    made = {route: len(shop.records(route)) for route in ("triggers", "groups", "text_modules", "slas", "calendars")}
    (shop.root / "cstool.lock/za.json").unlink()
    shop("push", "--yes")
    assert {route: len(shop.records(route)) for route in made} == made
    shop("plan", "--expect-empty")
