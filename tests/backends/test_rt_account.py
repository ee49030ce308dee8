"""The account where the server is silent, closed, or says something else than it did. Live: tests/live/test_rt_push.py."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from cstool.backends.answers import Answer
from cstool.backends.base import AccessError, CallError, NotMadeError
from cstool.backends.http import Http
from cstool.backends.rt.account import RtBackend
from cstool.backends.rt.desk import CONFIG, HOURS, LEVELS, Desk
from cstool.diagnostic import text
from cstool.plan import Change, Key

Reply = Callable[[str, str, Any, Mapping[str, object]], Any]


class Wire(Http):
    """Answers of a script; what was asked is kept."""

    def __init__(self, reply: Reply) -> None:
        super().__init__("http://127.0.0.1:1", {})
        self.reply = reply
        self.asked: list[tuple[str, str, Any]] = []

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        creates: bool = False,
        params: Mapping[str, object] | None = None,
        form: Mapping[str, str] | None = None,
        page: bool = False,
    ) -> Answer:
        self.asked.append((method, path, body if form is None else form))
        found = self.reply(method, path, body if form is None else form, params or {})
        if isinstance(found, Exception):
            raise found
        if isinstance(found, str):
            return Answer(200, {}, None, found)
        return Answer(200, {}, found, json.dumps(found))


def account(reply: Reply) -> tuple[RtBackend, Wire]:
    wire = Wire(reply)
    return RtBackend("desk", Desk(wire)), wire


def nowhere(kind: str, id_: str, part: str) -> str:
    raise KeyError(f"{kind}/{id_}")


def change(kind: str, id_: str, body: Mapping[str, object] | None, native: str | None = None, action: Any = None) -> Change:
    return Change(action or ("update" if native else "create"), "ours", Key(kind, id_), id_, native, {}, body)


def test_a_field_that_was_dropped_without_a_word_is_seen() -> None:
    """R1: `PUT` with what the server does not know answers 200 and an empty list (measured). The object is read back."""
    there = {"id": "3", "Name": "Back", "Description": "Back", "SLADisabled": "1"}
    desk, _ = account(lambda method, path, body, params: [] if method == "PUT" else there)
    found = desk.apply(change("queue", "back", {"name": "Back", "description": "Back", "sla": True}, "3"), nowhere)
    assert found is not None
    assert found.body == {"name": "Back", "description": "Back", "sla": False}


@pytest.mark.parametrize("kind", ["service_levels", "business_hours"])
def test_settings_that_are_not_shown_are_not_written(kind: str) -> None:
    """R9: without the right SuperUser the page says so in words, with status 200; what others wrote would be lost."""
    desk, wire = account(lambda method, path, body, params: "<h1>This feature is only available to administrators</h1>")
    with pytest.raises(AccessError):
        desk.apply(change(kind, "all", {}), nowhere)
    with pytest.raises(AccessError):
        desk.apply_many([change(kind, "all", {})], nowhere)
    assert {method for method, _, _ in wire.asked} == {"GET"}


def test_programs_that_are_not_shown_are_not_guessed() -> None:
    pages = {"Admin/Scrips/index.html": '<a href="/Admin/Scrips/Modify.html?id=18">cstool:scrip:incoming: routing</a>'}
    desk, _ = account(lambda method, path, body, params: pages.get(path, '<input name="Description" value="x">'))
    with pytest.raises(AccessError):
        desk.fetch(["scrip"])


def test_a_form_that_was_refused_made_nothing() -> None:
    body = {"name": "cstool a [en]", "description": "cstool:template:a:en", "queue": "", "content": "x"}
    said = '<ul class="action-results"><li>Name is already in use</li></ul><input name="Template" value="new">'
    desk, _ = account(lambda method, path, form, params: said)
    with pytest.raises(NotMadeError) as refused:
        desk.apply(change("template", "a", body), nowhere)
    assert refused.value.message == text("rt-form-refused", path="Admin/Global/Template.html", words="Name is already in use")


def test_what_is_gone_already_is_deleted() -> None:
    desk, _ = account(lambda method, path, body, params: CallError(text("rt-form-refused", path=path, words=""), 404))
    assert desk.apply(change("article", "a", None, "9", "delete"), nowhere) is None


def test_pages_of_a_list_are_read_to_the_end_and_queues_by_number() -> None:
    """R4: a queue with `/` in its name has no address by name."""
    names = [f"Odd/{number}" for number in range(230)]

    def reply(method: str, path: str, body: Any, params: Mapping[str, object]) -> Any:
        if path.endswith("queues/all"):
            first = (int(str(params["page"])) - 1) * 100
            rows = [{"id": str(number), "Name": names[number]} for number in range(first, min(first + 100, 230))]
            return {"items": rows, "pages": 3.0}
        return {"AdminCc": []}

    desk, wire = account(reply)
    assert [item.name for item in desk.fetch(["queue"])] == names
    desk.fetch(["watchers"])
    assert not [path for _, path, _ in wire.asked if "Odd" in path]


def test_settings_of_others_stay() -> None:
    """R9, and R7: what the server's clock added to them is not written back."""
    levels = {"Levels": {"gold": {"Response": 60}, "cs old": {}}, "QueueDefault": {"General": "gold"}}
    hours = {"theirs": {"1": {"Start": "9:00", "End": "17:00", "StartHour": "9"}}, "cs-gone": {}}
    shown = {LEVELS: levels, HOURS: hours}

    def reply(method: str, path: str, form: Any, params: Mapping[str, object]) -> str:
        if method == "POST":
            shown.update({name: json.loads(form[name]) for name in (LEVELS, HOURS) if name in form})
        return "".join(f"<textarea name={name}>{json.dumps(value)}</textarea>" for name, value in shown.items())

    desk, wire = account(reply)
    desk.apply(change("service_levels", "all", {"cs new": {"Resolve": {"RealMinutes": 5}}}, "all"), nowhere)
    assert shown[LEVELS] == {**levels, "Levels": {"gold": {"Response": 60}, "cs new": {"Resolve": {"RealMinutes": 5}}}}
    made = Change("create", "new", Key("business_hours", "shop"), "cs-shop", None, None, {"1": {"Start": "8:00", "End": "9:00"}})
    gone = Change("delete", "removed", Key("business_hours", "gone"), "cs-gone", "cs-gone", {}, None)
    desk.apply_many([made], nowhere)
    desk.apply(gone, nowhere)
    assert shown[HOURS] == {"theirs": {"1": {"Start": "9:00", "End": "17:00"}}, "cs-shop": made.after}
    assert {path for _, path, _ in wire.asked} == {CONFIG}
