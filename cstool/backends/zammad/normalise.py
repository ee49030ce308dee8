"""Records as Zammad answers with them -> live objects in the form of compile: no defaults, stamps, additions of the server."""

from collections.abc import Callable, Mapping
from typing import Any

from cstool.backends.references import literal, native_reference, reference
from cstool.backends.zammad import rules
from cstool.backends.zammad.directory import Directory, Record
from cstool.backends.zammad.markup import settled
from cstool.backends.zammad.names import owner
from cstool.model.calendars import DAYS
from cstool.plan import Live

_CHOICES = ("select", "tree_select", "multiselect", "multi_tree_select", "checkbox")


def live_of(kind: str, raw: Record, directory: Directory) -> Live:
    """One record of a kind that compile knows."""
    body = _BODY[kind](raw, directory)
    by = raw.get("updated_by_id")
    return Live(
        native=str(raw["id"]),
        kind=kind,
        name=_name(kind, raw, directory),
        body=body,
        owner=owner(kind, raw.get("note")),
        changed_at=raw.get("updated_at"),
        changed_by=directory.mail(by) if isinstance(by, int) else None,
    )


def _name(kind: str, raw: Record, directory: Directory) -> str:
    if kind == "agent_groups":
        return (directory.mail(raw["id"]) or "").lower()  # so that what an agent may do is known again without a lockfile
    return str(raw.get("name") or "")


def _attribute(raw: Record, directory: Directory) -> dict[str, object]:
    """The options without what is added there (zammad/zammad: app/controllers/object_manager_attributes_controller.rb)."""
    kind = raw["data_type"]
    options = {key: value for key, value in (raw.get("data_option") or {}).items() if key != "historical_options"}
    if kind in _CHOICES:
        if options.get("maxlength") == 255:
            del options["maxlength"]
    else:
        for key, empty in (("options", {}), ("relation", "")):
            if options.get(key) == empty and key in options:
                del options[key]
    if options.get("default", ...) is None:
        del options["default"]
    if isinstance(options.get("options"), Mapping):
        options["options"] = {str(key): literal(str(label)) for key, label in options["options"].items()}
    body = {
        "object": raw["object"],
        "name": raw["name"],
        "display": literal(str(raw["display"])),
        "data_type": kind,
        "data_option": options,
        "active": raw["active"],
    }
    if any(raw.get(flag) for flag in PENDING):
        body["waits"] = True  # so it differs from what is wanted until the migration has run
    return body


PENDING = ("to_create", "to_migrate", "to_delete", "to_config")
"""An attribute with one of these waits for a migration."""


def _plain(*fields: str) -> Callable[[Record, Directory], dict[str, object]]:
    def read(raw: Record, directory: Directory) -> dict[str, object]:
        return {name: literal(raw[name]) if isinstance(raw[name], str) else raw[name] for name in fields}

    return read


def _group(raw: Record, directory: Directory) -> dict[str, object]:
    return {"name": literal(str(raw["name"])), "note": literal(raw["note"] or ""), "active": raw["active"]}


def _access(raw: Record, directory: Directory) -> dict[str, object]:
    mail = directory.mail(raw["id"])
    rights = {native_reference("group", group): sorted(given) for group, given in (raw.get("group_ids") or {}).items()}
    return {"id": reference("user", mail) if mail else native_reference("user", raw["id"]), "group_ids": rights}


def _calendar(raw: Record, directory: Directory) -> dict[str, object]:
    feed = raw.get("ical_url") or ""
    hours = raw.get("business_hours") or {}
    return {
        "name": literal(str(raw["name"] or "")),
        "timezone": raw["timezone"] or "",
        "business_hours": {day: _day(hours.get(day) or {}) for day in DAYS},
        # Days of the feed come and go by themselves; where there is no feed any more they are days like others (M14).
        "public_holidays": {
            day: {"active": entry.get("active"), "summary": literal(str(entry.get("summary") or ""))}
            for day, entry in (raw.get("public_holidays") or {}).items()
            if not (feed and "feed" in entry)
        },
        "ical_url": literal(feed),
    }


def _day(raw: Mapping[str, Any]) -> dict[str, object]:
    frames = raw.get("timeframes") or []
    pairs = frames.items() if isinstance(frames, Mapping) else frames
    if not raw.get("active"):
        return {"active": False, "timeframes": []}
    return {"active": True, "timeframes": sorted([str(start), str(end)] for start, end in pairs)}


def _text_module(raw: Record, directory: Directory) -> dict[str, object]:
    return {
        "name": literal(str(raw["name"])),
        "keywords": literal(raw["keywords"] or ""),
        "content": literal(settled(raw["content"] or "")),
        "note": literal(raw["note"] or ""),
        "active": raw["active"],
    }


def _trigger(raw: Record, directory: Directory) -> dict[str, object]:
    body = _rule(raw, directory)
    # Since Zammad 6, with defaults (zammad/zammad: app/models/trigger.rb).
    for name, default in (("activator", "action"), ("execution_condition_mode", "selective")):
        if raw.get(name, default) != default:
            body[name] = raw[name]
    return body


def _rule(raw: Record, directory: Directory) -> dict[str, object]:
    body: dict[str, object] = {
        "name": literal(str(raw["name"])),
        "condition": rules.condition(raw["condition"], directory.named),
        "perform": rules.actions(raw["perform"], directory.named),
        "disable_notification": raw.get("disable_notification", True),
        "note": literal(raw.get("note") or ""),
        "active": raw["active"],
    }
    for name in ("localization", "timezone"):
        if raw.get(name) not in (None, "", "system"):
            body[name] = raw[name]
    return body


def _sla(raw: Record, directory: Directory) -> dict[str, object]:
    calendar = raw["calendar_id"]
    return {
        "name": literal(str(raw["name"])),
        "calendar_id": native_reference("calendar", calendar) if calendar else None,
        "condition": rules.condition(raw["condition"], directory.named),
        **{name: raw.get(name) for name in ("first_response_time", "response_time", "update_time", "solution_time")},
    }


def _job(raw: Record, directory: Directory) -> dict[str, object]:
    plan = raw.get("timeplan") or {}
    return {
        **_rule(raw, directory),
        "object": raw.get("object") or "Ticket",
        "timeplan": {part: {str(key): True for key, on in (chosen or {}).items() if on} for part, chosen in plan.items()},
    }


_BODY: Mapping[str, Callable[[Record, Directory], dict[str, object]]] = {
    "attribute": _attribute,
    "priority": _plain("name", "active"),
    "tag": _plain("name"),
    "group": _group,
    "agent_groups": _access,
    "calendar": _calendar,
    "text_module": _text_module,
    "trigger": _trigger,
    "sla": _sla,
    "job": _job,
}
