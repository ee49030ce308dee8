"""One change written down on the server: our names made numbers again, then REST or a form."""

import re
from collections.abc import Mapping
from threading import Lock
from typing import Any
from urllib.parse import quote

from cstool.backends.base import NotMadeError
from cstool.backends.references import Lookup, resolve
from cstool.backends.rt.desk import CONFIG, HOURS, LEVELS, Desk, settings_of
from cstool.backends.rt.normal import marker, plain_hours
from cstool.backends.rt.pages import Page
from cstool.diagnostic import text
from cstool.plan import Change, Key

PATHS = {"custom_field": "customfield", "queue": "queue", "group": "group", "class": "class", "article": "article"}
LISTS: Mapping[str, tuple[str, object]] = {
    "custom_field": ("customfields", [{"field": "LookupType", "value": "RT::Queue-RT::Ticket"}]),
    "queue": ("queues/all", None),
    "group": ("groups", [{"field": "Domain", "value": "UserDefined"}]),
    "class": ("classes/all", None),
    "article": ("articles", [{"field": "id", "operator": ">", "value": 0}]),
}
_NUMBER = re.compile(r"[?&]id=(\d+)")
RETIRED = "retired "
"""Begins the description of a program that was deleted: the server keeps programs for ever."""


class Retired:
    """Objects of ours that were deleted before: their names are taken for ever, so they come back. A list is asked for once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[str, dict[str, str]] = {}
        self._gate = Lock()

    def number(self, key: Key, name: str) -> str | None:
        """The number of the one that was this object: by its marker; a queue, which has none, by its name."""
        with self._gate:
            return self._taken(key, name)

    def _taken(self, key: Key, name: str) -> str | None:
        if key.kind not in self._found:
            path, search = LISTS[key.kind]
            words = "Summary" if key.kind == "article" else "Description"
            rows = self._desk.rows(path, f"Name,{words},Disabled", search, find_disabled_rows=1)
            off = [row for row in rows if str(row.get("Disabled") or "0") != "0"]
            marked = {str(marker(str(row.get(words) or ""))): str(row["id"]) for row in off}
            self._found[key.kind] = {str(row["Name"]): str(row["id"]) for row in off} if key.kind == "queue" else marked
        return self._found[key.kind].pop(name if key.kind == "queue" else str(key), None)


class Writing:
    """One change. `page`: what the server showed in answer to a form, which is the read-back of mails and settings."""

    def __init__(self, desk: Desk, lookup: Lookup, retired: Retired) -> None:
        self._desk, self._lookup, self._retired = desk, lookup, retired
        self.queue = "0"
        """The number of the queue that a mail belongs to; 0: all."""
        self.page = Page()

    def write(self, change: Change) -> str:
        """Create or update; the number (of a setting: the name). Raises CstoolError; KeyError where a reference leads nowhere."""
        body = resolve(dict(change.after or {}), self._looked_up)
        assert isinstance(body, dict)
        kind = change.key.kind
        if kind in PATHS:
            return self._rest(change, kind, _wrapped(kind, body))
        if kind == "members":
            return self._members(str(body["group"]), {str(number) for number in body["members"]})
        if kind == "watchers":
            return self._watchers(str(body["queue"]), [str(number) for number in body["groups"]])
        if kind == "template":
            return self._template(change.native, body)
        if kind == "scrip":
            return self._scrip(change, body)
        return self._setting(change, body)

    def remove(self, change: Change) -> None:
        """Delete: the server switches off what other things may still name; mails alone really go."""
        kind, native = change.key.kind, str(change.native)
        if kind in PATHS:
            self._desk.remove(f"{PATHS[kind]}/{native}")
        elif kind == "members":
            self._members(native, set())
        elif kind == "watchers":
            self._watchers(native, [])
        elif kind == "template":
            queue = str(resolve((change.before or {}).get("queue", ""), self._looked_up)) or "0"
            path = "Admin/Queues/Templates.html" if queue != "0" else "Admin/Global/Templates.html"
            self._desk.fill(path, {"DeleteTemplates": native, **({"id": queue} if queue != "0" else {})})
        elif kind == "scrip":
            self._modify(native, {"Description": f"{RETIRED}{change.name}", "SetEnabled": "1"})
        else:
            self._setting(change, None)

    def _looked_up(self, kind: str, id_: str, part: str) -> str:
        """Users and what is found by its name; the rest is ours."""
        if kind == "user":
            return self._desk.number(id_)
        if kind.startswith("found_"):
            path, search = LISTS[kind.removeprefix("found_")]
            named = [row for row in self._desk.rows(path, "Name", search) if row.get("Name") == id_]
            if len(named) != 1:
                raise KeyError(f"{kind}/{id_}")
            return str(named[0]["id"])
        return self._lookup(kind, id_, part)

    def _rest(self, change: Change, kind: str, body: Mapping[str, object]) -> str:
        path = PATHS[kind]
        native = change.native or self._retired.number(change.key, change.name)
        if native is None:
            made = {"LookupType": "RT::Queue-RT::Ticket", "Queue": 0} if kind == "custom_field" else {}
            return self._desk.make(path, {**made, **body})
        revived = {} if change.native else {"Disabled": 0}
        self._desk.write(f"{path}/{native}", {**revived, **body})
        return native

    def _members(self, group: str, wanted: set[str]) -> str:
        there = {str(row["id"]) for row in self._desk.rows(f"group/{group}/members", "id") if row.get("type") == "user"}
        if wanted - there:
            self._desk.write(f"group/{group}/members", sorted(wanted - there, key=int))
        for number in sorted(there - wanted, key=int):
            self._desk.remove(f"group/{group}/member/{quote(number)}")
        return group

    def _watchers(self, queue: str, groups: list[str]) -> str:
        """The groups that watch; people whom somebody added by hand stay."""
        people = [
            str(entry["id"]) for entry in self._desk.one(f"queue/{queue}").get("AdminCc") or () if entry.get("type") != "group"
        ]
        self._desk.write(f"queue/{queue}", {"AdminCc": [*people, *groups]})
        return queue

    def _template(self, native: str | None, body: Mapping[str, Any]) -> str:
        self.queue = str(body["queue"]) or "0"
        path = "Admin/Queues/Template.html" if self.queue != "0" else "Admin/Global/Template.html"
        form = {
            "Template": native or "new",
            "Queue": self.queue,
            "Type": "Perl",
            "Name": str(body["name"]),
            "Description": str(body["description"]),
            "Content": str(body["content"]),
        }
        self.page = self._desk.submitted(path, form, creates=native is None)
        number = self.page.fields.get("Template", "")
        if not number.isdigit():
            raise NotMadeError(text("rt-form-refused", path=path, words="; ".join(self.page.said)))
        return number

    def _scrip(self, change: Change, body: Mapping[str, Any]) -> str:
        form = {
            "Description": change.name,
            "ScripCondition": "User Defined",
            "ScripAction": "User Defined",
            "Template": "Blank",
            "CustomIsApplicableCode": str(body["condition"]),
            "CustomPrepareCode": "1;",
            "CustomCommitCode": str(body["commit"]),
            "SetEnabled": "1",
            **({"Enabled": "1"} if body["enabled"] else {"Disabled": "1"}),
        }
        queue = str(body["queue"]) or "0"
        if change.native is not None:
            self._modify(change.native, form)
            if change.before is None or change.before.get("queue") != (change.after or {}).get("queue"):
                self._moved(change.native, queue)
            return change.native
        path = "Admin/Scrips/Create.html"
        answer = self._desk.fill(path, {"Create": "1", "Queue": queue, "Stage": "TransactionCreate", **form}, creates=True)
        number = _NUMBER.search(answer.headers.get("location", ""))
        if number is None:
            raise NotMadeError(text("rt-form-refused", path=path, words=""))
        return number[1]

    def _modify(self, native: str, form: Mapping[str, str]) -> None:
        self._desk.fill("Admin/Scrips/Modify.html", {"id": native, "Update": "1", **form})

    def _moved(self, native: str, queue: str) -> None:
        """Add the program to its queue, and take it off every other."""
        there = self._desk.page("Admin/Scrips/Objects.html", id=native).boxes.get(f"RemoveScrip-{native}", [])
        for number in there:
            if number != queue:
                self._desk.fill("Admin/Scrips/Objects.html", {"id": native, "Update": "1", f"RemoveScrip-{native}": number})
        if queue not in there:
            form = {"id": native, "Update": "1", f"AddScrip-{native}": queue, "Stage": "TransactionCreate"}
            self._desk.fill("Admin/Scrips/Objects.html", form)

    def _setting(self, change: Change, body: Mapping[str, Any] | None) -> str:
        if change.key.kind == "business_hours":
            self.hours({change.name: body, **({change.native: None} if change.native not in (None, change.name) else {})})
            return change.name
        with self._desk.one_setting:
            levels, _ = settings_of(self._desk.page(CONFIG))
            others = {name: value for name, value in (levels.get("Levels") or {}).items() if not name.startswith("cs ")}
            self.page = self._desk.set(LEVELS, {**levels, "Levels": {**others, **(body or {})}})
        return "all"

    def hours(self, wanted: Mapping[str | None, Mapping[str, Any] | None]) -> None:
        """Our business hours by name, None to take them away. They are one setting for all: what others wrote into it stays."""
        with self._desk.one_setting:
            _, hours = settings_of(self._desk.page(CONFIG))
            kept = {name: plain_hours(value) for name, value in hours.items() if name not in wanted}
            self.page = self._desk.set(HOURS, {**kept, **{str(name): body for name, body in wanted.items() if body is not None}})


def _wrapped(kind: str, body: Mapping[str, Any]) -> dict[str, object]:
    """The body in the server's own words."""
    if kind == "article":
        content = {"Content": body["content"]}
        return {"Name": body["name"], "Summary": body["summary"], "Class": body["class"], "CustomFields": content}
    made: dict[str, object] = {"Name": body["name"], "Description": body["description"]}
    if kind == "custom_field":
        made |= {"Type": body["type"], "MaxValues": 0 if body["many"] else 1}
    if kind == "queue":
        made["SLADisabled"] = 0 if body["sla"] else 1
    return made
