"""One change carried out: the body with ids in place of references, under its wrapper, in as many calls as it takes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cstool.backends.base import CallError
from cstool.backends.http import Http
from cstool.backends.references import Lookup, resolve
from cstool.backends.zendesk import parts
from cstool.backends.zendesk.calls import Record, held, job, pages, sent
from cstool.backends.zendesk.lists import KINDS, Lists
from cstool.backends.zendesk.orders import order_policies, order_triggers
from cstool.backends.zendesk.requesters import Requesters
from cstool.diagnostic import text
from cstool.plan import Change

WHOLE: Mapping[str, tuple[str, str, str]] = {
    "ticket_field": ("ticket_fields", "ticket_field", "PUT"),
    "group": ("groups", "group", "PUT"),
    "skill_attribute": ("routing/attributes", "attribute", "PUT"),
    "macro": ("macros", "macro", "PUT"),
    "trigger_category": ("trigger_categories", "trigger_category", "PATCH"),
    "trigger": ("triggers", "trigger", "PUT"),
    "sla_policy": ("slas/policies", "sla_policy", "PUT"),
    "automation": ("automations", "automation", "PUT"),
}
"""Kinds whose objects are written in one call: path, wrapper, method of an update. The whole body goes each time, because a
trigger whose PUT names only its conditions loses its actions, and a macro keeps a restriction that is not sent."""
DESTROYED_TOGETHER = ("trigger", "automation", "macro")
"""Kinds of which `destroy_many` takes a hundred and answers at once (recorded: 204)."""


class Writing:
    """Writes to one account. Every method gives back what the account says the object is now."""

    def __init__(self, http: Http, lists: Lists, requesters: Requesters) -> None:
        self._http, self._lists, self._requesters = http, lists, requesters
        self._special: Mapping[str, Callable[[Change, Mapping[str, Any]], Record]] = {
            "group_membership": self._membership,
            "skill": self._skill,
            "schedule": self._schedule,
            "dynamic_content": self._content,
        }

    def written(self, change: Change, lookup: Lookup) -> Record:
        """Create or update one object."""
        kind = change.key.kind
        body = resolve(change.after or {}, lookup)
        assert isinstance(body, dict)
        if kind in self._special:
            return self._lists.put(KINDS[kind], self._special[kind](change, body))
        if kind == "agent_skills":
            return self._agent_skills(change, body, lookup)
        return self._lists.put(KINDS[kind], self._whole(change, kind, self._requesters.written(body)))

    def ordered(self, change: Change, lookup: Lookup) -> None:
        """Put triggers with their categories, or policies, in order."""
        body = resolve(change.after or {}, lookup)
        assert isinstance(body, dict)
        (order_triggers if change.key.kind == "trigger_order" else order_policies)(self._http, self._lists, body)

    def deleted(self, change: Change, lookup: Lookup) -> None:
        """One object; one that is gone already is what was wanted."""
        kind, native = change.key.kind, change.native or ""
        if kind == "agent_skills":
            self._agent_skills(change, {"attribute_value_ids": {}}, lookup)
            return
        if kind == "trigger_category":
            self._empty(native)
        self._gone(self._path_of(kind, native))
        self._lists.drop(KINDS[kind], native)

    def _gone(self, path: str) -> None:
        try:
            self._http.send("DELETE", path)
        except CallError as error:
            if error.status != 404:
                raise

    def _path_of(self, kind: str, native: str) -> str:
        if kind in WHOLE:
            return f"{WHOLE[kind][0]}/{native}"
        if kind == "skill":
            row = self._lists.row("skills", native) or {}
            return f"routing/attributes/{row.get('attribute_id')}/values/{native}"
        folders = {
            "group_membership": "group_memberships",
            "schedule": "business_hours/schedules",
            "dynamic_content": "dynamic_content/items",
        }
        return f"{folders[kind]}/{native}"

    def _empty(self, category: str) -> None:
        """A category takes its inactive triggers with it: one that holds others' triggers, as of this moment, stays."""
        self._lists.read(["triggers"])
        inside = [row for row in self._lists.rows("triggers") if str(row.get("category_id")) == category]
        if inside:
            raise CallError(text("zendesk-category-in-use", title=str(inside[0].get("title")), count=len(inside)))

    def _whole(self, change: Change, kind: str, body: dict[str, Any]) -> Record:
        path, wrapper, method = WHOLE[kind]
        if kind == "macro" and isinstance(body.get("restriction"), dict):
            ids = body["restriction"].get("ids") or []
            body["restriction"] = {**body["restriction"], "id": ids[0] if ids else None}
        if change.native is None:
            return sent(self._http, "POST", path, wrapper, body)
        return sent(self._http, method, f"{path}/{change.native}", wrapper, body)

    def _membership(self, change: Change, body: Mapping[str, Any]) -> Record:
        """Nobody is in a group twice: one that is there already is what was wanted."""
        there = self._pair(body)
        if there is not None or change.native is not None:
            return there or {"id": change.native, **body}
        try:
            return sent(self._http, "POST", "group_memberships", "group_membership", body)
        except CallError as error:
            if error.status != 422:
                raise
            self._lists.read(["group_memberships"])  # a job that nobody heard of again may have been quicker
            if (there := self._pair(body)) is None:
                raise
            return there

    def _pair(self, body: Mapping[str, Any]) -> Record | None:
        rows = self._lists.rows("group_memberships")
        return next((row for row in rows if (row["user_id"], row["group_id"]) == (body["user_id"], body["group_id"])), None)

    def joined(self, changes: Sequence[Change], lookup: Lookup) -> list[Record | None]:
        """Memberships, a hundred in one job; then they are read, whatever the job says of itself."""
        bodies: list[Any] = [resolve(change.after or {}, lookup) for change in changes]
        new = [body for body in bodies if self._pair(body) is None]
        if new:
            job(self._http, "POST", "group_memberships/create_many", {"group_memberships": new})
            self._lists.read(["group_memberships"])
        return [self._pair(body) for body in bodies]

    def destroyed(self, kind: str, natives: Sequence[str]) -> None:
        """Several objects of one kind in one call."""
        ids = ",".join(natives)
        if kind == "group_membership":
            job(self._http, "DELETE", f"group_memberships/destroy_many?ids={ids}")
        else:
            self._http.send("DELETE", f"{WHOLE[kind][0]}/destroy_many?ids={ids}")
        for native in natives:
            self._lists.drop(KINDS[kind], native)

    def switched(self, kind: str, natives: Sequence[str]) -> None:
        """Switch on up to a hundred rules in one call."""
        path = WHOLE[kind][0]
        items = [{"id": int(native), "active": True} for native in natives]
        data = self._http.send("PUT", f"{path}/update_many", {path: items}).data
        rows = data.get(path, ()) if isinstance(data, dict) else ()
        if {str(row["id"]) for row in rows} >= set(natives):
            for row in rows:
                self._lists.put(path, row)
        else:
            self._lists.read([path])

    def _skill(self, change: Change, body: Mapping[str, Any]) -> Record:
        """A value of an attribute, which stands in the path."""
        path = f"routing/attributes/{body['attribute_id']}/values"
        name = {"name": body["name"]}
        if change.native is None:
            row = sent(self._http, "POST", path, "attribute_value", name)
        else:
            row = self._renamed(f"{path}/{change.native}", name)
        return {**row, "attribute_id": row.get("attribute_id") or body["attribute_id"]}  # recorded: left out in places

    def _renamed(self, path: str, name: Mapping[str, Any]) -> Record:
        """The OpenAPI document says PATCH, Salto sends PUT (salto-io/salto, zendesk-adapter, definitions/deploy)."""
        try:
            return sent(self._http, "PATCH", path, "attribute_value", name)
        except CallError as error:
            if error.status not in (404, 405):
                raise
            return sent(self._http, "PUT", path, "attribute_value", name)

    def _agent_skills(self, change: Change, body: Mapping[str, Any], lookup: Lookup) -> Record:
        """The call replaces an agent's whole set: what is not ours in it goes back as it is."""
        user = str(body.get("user_id") or change.native)
        path = f"routing/agents/{user}/instance_values"
        there = [str(one["id"]) for one in pages(self._http, path, "attribute_values")]  # somebody may have given more meanwhile
        before = resolve((change.before or {}).get("attribute_value_ids", {}), lookup)
        ours = set(before) if isinstance(before, dict) else set()
        wanted = sorted({*body["attribute_value_ids"], *(one for one in there if one not in ours)})
        data = self._http.send("POST", path, {"attribute_value_ids": wanted}).data
        row = {"id": user, "attribute_value_ids": [str(one["id"]) for one in held(data, path, "attribute_values", list)]}
        return self._lists.put("agent_skills", row)

    def _schedule(self, change: Change, body: Mapping[str, Any]) -> Record:
        return parts.schedule(self._http, self._lists.row("schedules", change.native or ""), body)

    def _content(self, change: Change, body: Mapping[str, Any]) -> Record:
        return parts.content(self._http, self._lists.row("items", change.native or ""), body)
