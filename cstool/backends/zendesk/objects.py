"""The objects of an account as it lists them -> `Live`, in exactly the form in which compile writes what should be there.

What the server adds (urls, moments, usage, positions, `raw_*`) is left out; ids are native references.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cstool.backends.base import CallError
from cstool.backends.references import literal, native_number, native_reference
from cstool.backends.zendesk.calls import Record
from cstool.backends.zendesk.normal import hours, membership_name, metric_order, set_of
from cstool.backends.zendesk.reading import Reading
from cstool.diagnostic import text
from cstool.plan import Key, Live

_MARK = re.compile(r"^cstool:([a-z_]+):([^:\n]+):([^:\n]*)$", re.MULTILINE)
Body = dict[str, object]
SYSTEM_FIELDS = frozenset({
    "subject", "description", "status", "priority", "tickettype", "basic_priority", "group", "assignee", "custom_status",
})  # fmt: skip
"""Types of ticket fields that every account has and nobody makes
(https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/)."""


class Objects:
    """Makes `Live` of raw objects."""

    def __init__(self, reading: Reading, authors: Mapping[str, str], groups: Mapping[str, str]) -> None:
        self._reading, self._authors, self._groups = reading, authors, groups

    def live(self, kind: str, row: Record) -> Live:
        """One object of a kind of ours. Raises CallError for one of a shape that nobody documented."""
        try:
            name, body = _MADE[kind](self, row)
            native = str(row["id"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            shape = f"{type(error).__name__}: {error}"
            raise CallError(text("zendesk-odd-object", kind=kind, native=str(row.get("id")), shape=shape)) from None
        owner = owner_of(kind, row)
        by = self._authors.get(native) if kind in ("trigger", "automation", "macro") else None
        return Live(native, kind, name, body, owner, row.get("updated_at") or None, by)

    def _field(self, row: Record) -> tuple[str, Body]:
        title = str(row.get("raw_title") or row.get("title") or "")
        body: Body = {
            "type": row.get("type"),
            "title": literal(title),
            "agent_description": literal(row.get("agent_description") or ""),
            "active": bool(row.get("active")),
        }
        options = row.get("custom_field_options")
        if options is not None:
            body["custom_field_options"] = [_option(one) for one in options]
        return title, body

    def _group(self, row: Record) -> tuple[str, Body]:
        return str(row["name"]), {"name": literal(row["name"]), "description": literal(row.get("description") or "")}

    def _membership(self, row: Record) -> tuple[str, Body]:
        user, group = str(row["user_id"]), str(row["group_id"])
        body: Body = {"user_id": self._reading.of_kind("user", int(user)), "group_id": native_number("group", group)}
        return membership_name(self._mail(user), self._groups.get(group, group)), body

    def _attribute(self, row: Record) -> tuple[str, Body]:
        return str(row["name"]), {"name": literal(row["name"])}

    def _skill(self, row: Record) -> tuple[str, Body]:
        return str(row["name"]), {
            "attribute_id": native_reference("skill_attribute", row["attribute_id"]),
            "name": literal(row["name"]),
        }

    def _agent_skills(self, row: Record) -> tuple[str, Body]:
        user = str(row["id"])
        held = set_of(native_reference("skill", value) for value in row["attribute_value_ids"])
        return self._mail(user), {"user_id": self._reading.of_kind("user", user), "attribute_value_ids": held}

    def _mail(self, user: str) -> str:
        return self._reading.directory.spelled("user", user) or user

    def _schedule(self, row: Record) -> tuple[str, Body]:
        holidays = sorted(row.get("holidays", ()), key=lambda one: (one["start_date"], one["end_date"], one["name"]))
        return str(row["name"]), {
            "name": literal(row["name"]),
            "time_zone": literal(row["time_zone"]),
            "intervals": hours(row.get("intervals") or ()),
            "holidays": [{**_kept(one, "start_date", "end_date"), "name": literal(one["name"])} for one in holidays],
        }

    def _content(self, row: Record) -> tuple[str, Body]:
        """Called by its placeholder: that is what texts name, and it outlives every change of the name."""
        read = self._reading
        variants = [
            {
                "content": read.text(one.get("content")),
                "locale_id": read.of_kind("locale", int(one["locale_id"])),
                "default": bool(one.get("default")),
                "active": bool(one.get("active")),
            }
            for one in row.get("variants", ())
        ]
        body: Body = {
            "name": literal(row["name"]),
            "default_locale_id": read.of_kind("locale", int(row["default_locale_id"])),
            "variants": sorted(variants, key=lambda one: str(one["locale_id"])),
        }
        return str(row["placeholder"]).removeprefix("{{dc.").removesuffix("}}"), body

    def _macro(self, row: Record) -> tuple[str, Body]:
        title, body = self._rule(row)
        return title, {**body, "restriction": self._restriction(row.get("restriction"))}

    def _restriction(self, held: object) -> object:
        """Who may use a macro; nothing where everyone may (recorded: null, or `{}`)."""
        if not isinstance(held, Mapping):
            return None
        kind = "group" if held.get("type") == "Group" else "user"
        ids = held.get("ids") or [one for one in (held.get("id"),) if one]
        return {"type": held["type"], "ids": [self._reading.of_kind(kind, int(one)) for one in sorted(ids)]} if ids else None

    def _category(self, row: Record) -> tuple[str, Body]:
        return str(row["name"]), {"name": literal(row["name"])}

    def _trigger(self, row: Record) -> tuple[str, Body]:
        title, body = self._rule(row)
        category = native_reference("trigger_category", row["category_id"]) if row.get("category_id") else ""
        return title, {**body, "category_id": category, "conditions": self._reading.conditions(row.get("conditions"))}

    def _automation(self, row: Record) -> tuple[str, Body]:
        title, body = self._rule(row)
        del body["description"]  # an automation has none
        return title, {**body, "conditions": self._reading.conditions(row.get("conditions"))}

    def _rule(self, row: Record) -> tuple[str, Body]:
        title = str(row.get("raw_title") or row.get("title") or "")  # `title` has its dynamic content expanded
        body: Body = {
            "title": literal(title),
            "description": literal(row.get("description") or ""),
            "active": bool(row.get("active")),
            "actions": self._reading.actions(row.get("actions")),
        }
        return title, body

    def _policy(self, row: Record) -> tuple[str, Body]:
        title = str(row.get("raw_title") or row.get("title") or "")
        metrics = [_metric(one) for one in row.get("policy_metrics") or ()]
        return title, {
            "title": literal(title),
            "description": literal(row.get("description") or ""),
            "filter": self._reading.conditions(row.get("filter")),
            "policy_metrics": sorted(metrics, key=metric_order),
        }


_MADE: Mapping[str, Callable[[Objects, Record], tuple[str, Body]]] = {
    "ticket_field": Objects._field,
    "group": Objects._group,
    "group_membership": Objects._membership,
    "skill_attribute": Objects._attribute,
    "skill": Objects._skill,
    "agent_skills": Objects._agent_skills,
    "schedule": Objects._schedule,
    "dynamic_content": Objects._content,
    "macro": Objects._macro,
    "trigger_category": Objects._category,
    "trigger": Objects._trigger,
    "sla_policy": Objects._policy,
    "automation": Objects._automation,
}


def _option(row: Record) -> Body:
    return {"name": literal(str(row.get("raw_name") or row.get("name"))), "value": literal(str(row["value"]))}


def _metric(row: Record) -> Body:
    """Minutes; newer accounts add seconds, which alone hold what is no whole minute."""
    made: Body = _kept(row, "priority", "metric", "target", "business_hours")
    seconds = row.get("target_in_seconds")
    if isinstance(seconds, int):
        made["target"] = seconds // 60
        if seconds % 60:
            made["target_in_seconds"] = seconds
    made["business_hours"] = bool(made.get("business_hours"))
    return made


def _kept(row: Record, *names: str) -> Body:
    return {name: row[name] for name in names if name in row}


def owner_of(kind: str, row: Record) -> Key | None:
    """Whose marker stands in a description."""
    found = _MARK.search(str(row.get("description") or row.get("agent_description") or ""))
    return Key(found[1], found[2], found[3]) if found and found[1] == kind else None


def ordered(categories: Iterable[Record], triggers: Iterable[Record]) -> Live:
    """Categories by position, triggers by position inside each. Positions are per category, need not differ, and inactive
    triggers keep stale ones: the order is compared, not the numbers (recorded: the list sorts by these four)."""
    inside: dict[str, list[Record]] = {}
    for row in triggers:
        inside.setdefault(str(row.get("category_id")), []).append(row)
    body: dict[str, list[str]] = {}
    for row in sorted(categories, key=lambda row: (row.get("position") or 0, row["id"])):
        found = sorted(inside.get(str(row["id"]), ()), key=place_of)
        body[native_reference("trigger_category", row["id"])] = [native_reference("trigger", one["id"]) for one in found]
    return Live("all", "trigger_order", "all", {"trigger_categories": list(body), "triggers": body})


def place_of(row: Record) -> Any:
    """Where a trigger stands in its category."""
    return row.get("position") or 0, str(row.get("title")), int(row["id"])


def ranked(policies: Iterable[Record]) -> Live:
    """The order of SLA policies: the first that matches counts, so one that is not ours before ours is said."""
    in_order = sorted(policies, key=lambda row: (row.get("position") or 0, int(row["id"])))
    references = [native_reference("sla_policy", row["id"]) for row in in_order]
    marked = [owner_of("sla_policy", row) is not None for row in in_order]
    body: dict[str, object] = {"sla_policy_ids": references}
    if any(marked) and not all(marked[: sum(marked)]):
        body["behind_others"] = True
    return Live("all", "sla_order", "all", body)
