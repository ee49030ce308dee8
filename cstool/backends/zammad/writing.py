"""Changes as requests of Zammad's API."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from typing import Any

from cstool.backends.base import CallError
from cstool.backends.http import Http
from cstool.backends.references import NATIVE, Lookup, resolve
from cstool.backends.zammad.directory import Directory, Record, listed
from cstool.backends.zammad.names import PRIORITIES
from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.plan import Body, Change

WORKERS = 4
"""Requests under way at once: a small installation answers with few processes."""
SCREENS: Mapping[str, object] = {
    "create_middle": {"ticket.agent": {"shown": True, "required": False, "item_class": "column"}},
    "edit": {"ticket.agent": {"shown": True, "required": False}},
}
"""Where agents see a new attribute (zammad/zammad-documentation: api/object.rst). Without it, it is on no page."""


NEVER_OURS = frozenset({"user", "state", "sender", "article_type"})
"""Kinds that are only looked up."""


class Writer:
    """Sends changes; `raw` is what the last look found."""

    def __init__(self, http: Http, directory: Directory, raw: Mapping[str, list[Record]]) -> None:
        self.http, self.directory, self.raw = http, directory, raw
        self._waits = False
        self._gate = Lock()

    def carry_out(self, route: str, change: Change, lookup: Lookup) -> Record | None:
        """One change, and the record as it is afterwards; None after a deletion. Raises CstoolError, KeyError."""
        kind = change.key.kind
        if kind != "attribute":
            self.migrate()
        if change.action == "delete":
            self._delete(route, change, lookup)
            return None
        if kind == "agent_groups":
            return self._access(change, lookup)
        if kind == "attribute":
            return self._attribute(route, change, lookup)
        if change.action == "create":
            return self._made(route, self._resolved(change.after, lookup))
        body = self._resolved(changed(change), lookup)
        if kind == "tag":
            if body:
                self.http.send("PUT", f"{route}/{change.native}", body)
            return {"id": int(change.native or 0), "name": body.get("name", change.name)}
        if not body:  # adopted as it is: there is nothing to send
            return self._record(f"{route}/{change.native}")
        return _record(self.http.send("PUT", f"{route}/{change.native}", body).data)

    def switch(self, route: str, native: str) -> Record:
        """Let a rule act."""
        return _record(self.http.send("PUT", f"{route}/{native}", {"active": True}).data)

    def make_tags(self, names: Sequence[str]) -> dict[str, Record]:
        """Make tags; a tag that is there already stays as it is. Upper and lower case make two."""
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(lambda name: self.http.send("POST", "tag_list", {"name": name}), names))
        return {str(record["name"]): record for record in listed(self.http, "tag_list")}

    def migrate(self) -> None:
        """What attributes wait for: until then they are not there for tickets (zammad/zammad: object_manager/attribute.rb)."""
        with self._gate:
            if self._waits:
                path = "object_manager_attributes_execute_migrations"
                found = self.http.send("POST", path, {}).data
                if not isinstance(found, Mapping) or "error" in found:  # as whatever stands before the server may answer
                    raise CallError(text("zammad-no-record", begins=str(found)[:60]), 200)
                self._waits = False

    def touched(self, condition: Mapping[str, object], lookup: Lookup) -> int:
        """How many tickets a condition matches now."""
        asked = {"condition": resolve(condition, self._numbers(lookup))}
        return int(self.http.send("POST", "tickets/selector", asked).data["ticket_count"])

    def _made(self, route: str, body: Body) -> Record:
        return _record(self.http.send("POST", route, body, creates=True).data)

    def _record(self, path: str) -> Record:
        return _record(self.http.get(path))

    def _resolved(self, body: Body | None, lookup: Lookup) -> dict[str, Any]:
        found = resolve(body or {}, self._numbers(lookup))
        assert isinstance(found, dict)
        return found

    def _numbers(self, lookup: Lookup) -> Lookup:
        """Their number of whatever a body names: people, states and the like by the lists, `found_…` by name, else ours."""

        def number(kind: str, id_: str, part: str) -> str:
            if kind in NEVER_OURS and not id_.startswith(NATIVE):
                return self.directory.number(kind, id_)
            if kind == "priority" and id_ in PRIORITIES:
                return self.directory.number(kind, id_)
            if kind not in ("found_group", "found_calendar"):
                return lookup(kind, id_, part)
            route = f"{kind.removeprefix('found_')}s"
            named = [record for record in self.raw.get(route, ()) if record["name"] == id_]
            if len(named) != 1:
                raise KeyError(f"{kind}/{id_}")
            return str(named[0]["id"])

        return number

    def _attribute(self, route: str, change: Change, lookup: Lookup) -> Record:
        body = self._resolved(change.after, lookup)
        with self._gate:
            self._waits = True
        if change.action == "create":
            record = self._made(route, {**body, "screens": SCREENS})
        else:  # always whole: the attribute is found by its name
            record = _record(self.http.send("PUT", f"{route}/{change.native}", body).data)
        done = dict.fromkeys(("to_create", "to_migrate", "to_delete", "to_config"), False)
        options = record.get("data_option_new") or record.get("data_option")
        return {**record, "object": body["object"], "data_option": options, **done}

    def _access(self, change: Change, lookup: Lookup) -> Record:
        """Rights in groups: the whole map is replaced there, so what others gave is read first and sent back."""
        before, after = (self._resolved(body, lookup) for body in (change.before, change.after))
        user = change.native or after["id"]
        record = self._record(f"users/{user}")
        if change.action == "adopt" and not change.differences:
            return record
        held = dict(record.get("group_ids") or {})
        kept = {str(group): rights for group, rights in held.items() if str(group) not in before.get("group_ids", {})}
        wanted = {**kept, **after["group_ids"]}
        return _record(self.http.send("PUT", f"users/{user}", {"group_ids": wanted}).data)

    def _delete(self, route: str, change: Change, lookup: Lookup) -> None:
        if change.key.kind == "agent_groups":
            self._access(_without_rights(change), lookup)
            return
        if change.key.kind == "attribute":
            with self._gate:
                self._waits = True
        try:
            self.http.send("DELETE", f"{route}/{change.native}")
        except CallError as error:
            if error.status == 404 or self._gone(route, change.native or ""):
                return
            if error.status in (422, 500):
                raise CstoolError(text("zammad-in-use", object=str(change.key), why=error.message)) from None
            raise

    def _gone(self, route: str, native: str) -> bool:
        """Whether it is not there any more: a second DELETE of a group or calendar is refused as one in use is."""
        try:
            self.http.get(f"{route}/{native}")
        except CallError as error:
            return error.status == 404
        return False


def changed(change: Change) -> Body:
    """The fields that differ: a PUT leaves the others alone, and what it holds is replaced whole."""
    before, after = change.before or {}, change.after or {}
    return {name: value for name, value in after.items() if name not in before or before[name] != value}


def _without_rights(change: Change) -> Change:
    return replace(change, after={**(change.before or {}), "group_ids": {}})


def _record(data: object) -> Record:
    if not isinstance(data, Mapping) or "id" not in data:
        raise CallError(text("zammad-no-record", begins=str(data)[:60]), 200)
    return data
