"""Ticket attributes and tags of the fake Zammad, which have rules of their own.

Attributes: read in zammad/zammad, app/models/object_manager/attribute.rb and its controller
(a new one exists for tickets only after the migration; a changed one holds its new options apart until then). Tags: measured.
"""

import re
from copy import deepcopy
from typing import Any

from tests.fakes.zammad_account import Account
from tests.fakes.zammad_kinds import Record, Refused

TYPES = ("input", "select", "tree_select", "checkbox", "integer", "boolean", "date", "datetime", "textarea", "richtext")
_SAME = ("display", "data_type", "position", "active")


def options_of(sent: Record) -> Record:
    """The options of an attribute with what the controller and the model add."""
    options: Record = deepcopy(sent.get("data_option") or {"default": "", "options": {}, "relation": "", "null": True})
    kind = str(sent["data_type"])
    if "default" not in options:
        options["default"] = "" if kind in ("input", "select", "tree_select") else None
    options.setdefault("null", True)
    if not isinstance(options.get("options"), (dict, list)):
        options["options"] = {}
    if not isinstance(options.get("relation"), str):
        options["relation"] = ""
    if kind in ("select", "tree_select", "checkbox"):
        options.setdefault("nulloption", True)
        options.setdefault("maxlength", 255)
    return options


def _checked(sent: Any) -> Record:
    if not isinstance(sent, dict) or not isinstance(sent.get("data_type"), str):
        raise Refused(500, "undefined method `match?' for nil:NilClass", human=False)
    name = str(sent.get("name", "")).lower()
    if sent["data_type"] not in TYPES:
        raise Refused(422, f"Data type {sent['data_type']} is not a valid data type")
    if re.search(r".+?_(id|ids)$", name):
        raise Refused(422, "Name can't get used because *_id and *_ids are not allowed")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise Refused(422, "Name Only letters from a-z because numbers from 0-9 and _ are allowed")
    options = options_of(sent)
    missing = {"integer": ("min", "max"), "date": ("diff",), "input": ("maxlength",)}.get(sent["data_type"], ())
    for word in missing:
        if not re.fullmatch(r"\d+", str(options.get(word, ""))):
            raise Refused(422, f"Data option must have integer for :{word}")
    return {**sent, "name": name, "data_option": options}


def _found(account: Account, sent: Record) -> Record | None:
    same = (one for one in account.attributes.values() if (one["object"], one["name"]) == (sent.get("object"), sent["name"]))
    return next(same, None)


def create(account: Account, sent: Any, user: int) -> Record:
    """POST: there for tickets only after the migration."""
    wanted = _checked(sent)
    if _found(account, wanted):
        raise Refused(422, "already exists")
    number = max(account.attributes, default=53) + 1
    now = account.now()
    account.attributes[number] = {
        "id": number,
        **{name: wanted.get(name) for name in ("object", "name", "display", "data_type", "data_option")},
        "data_option_new": {},
        "editable": True,
        "active": wanted.get("active", True),
        "screens": wanted.get("screens", {}),
        "to_create": True,
        "to_migrate": True,
        "to_delete": False,
        "to_config": False,
        "position": 1550,
        "created_by_id": user,
        "updated_by_id": user,
        "created_at": now,
        "updated_at": now,
        "deletable": True,
    }
    return account.attributes[number]


def change(account: Account, sent: Any, user: int) -> Record:
    """PUT: the attribute is found by its name, whatever number the path says; new options wait for the migration."""
    wanted = _checked(sent)
    record = _found(account, wanted)
    if record is None:
        raise Refused(422, "does not exist")
    if not record["editable"]:
        raise Refused(422, "Name Attribute not editable!")
    if record["data_type"] != wanted["data_type"] and not {record["data_type"], wanted["data_type"]} <= {"select", "input"}:
        raise Refused(422, "Data type can't be altered after creation")
    kept = {key: value for key, value in record["data_option"].items() if key != "historical_options"}
    moved = [name for name in _SAME if name in wanted and wanted[name] != record[name]]
    if moved or kept != wanted["data_option"] or record["data_option_new"]:
        record.update(data_option_new=wanted["data_option"], to_config=True, updated_at=account.now(), updated_by_id=user)
        old, new = record["data_option"].get("maxlength"), wanted["data_option"].get("maxlength")
        record["to_migrate"] = record["to_migrate"] or str(old) != str(new)
    record.update({name: wanted[name] for name in ("display", "data_type", "active", "screens", "position") if name in wanted})
    return record


def remove(account: Account, number: int) -> None:
    """DELETE: refused while a condition reads it; else gone with the migration."""
    record = account.attributes.get(number)
    if record is None:
        raise Refused(404, f"Couldn't find ObjectManager::Attribute with 'id'={number}")
    name = f"{record['object'].lower()}.{record['name']}"
    for route in ("triggers", "overviews", "jobs"):
        for other in account.tables[route].values():
            if name in str(other["condition"]) or name in str(other.get("perform")):
                said = f"{record['object']}.{record['name']} is referenced by {route[:-1].capitalize()}: {other['name']}"
                raise Refused(422, f"{said} and thus cannot be deleted!")
    if record["to_create"]:
        del account.attributes[number]
    else:
        record["to_delete"] = True


def migrate(account: Account) -> None:
    """Everything that waits, whoever asked for it."""
    for number, record in list(account.attributes.items()):
        if record["to_delete"]:
            del account.attributes[number]
            continue
        if record["to_config"]:
            options = record["data_option_new"]
            if record["data_type"] == "select":
                history = record["data_option"].get("historical_options", {})
                options["historical_options"] = {**history, **record["data_option"]["options"], **options["options"]}
            record.update(data_option=options, data_option_new={}, to_config=False)
        if record["to_create"] and record["data_type"] == "select":
            record["data_option"]["historical_options"] = dict(record["data_option"]["options"])
        record.update(to_create=False, to_migrate=False)


def tags(account: Account) -> list[Record]:
    """The list, by name as the bytes sort."""
    found = sorted(account.tables["tag_list"].values(), key=lambda one: one["name"])
    return [{"id": one["id"], "name": one["name"], "count": one["count"]} for one in found]


def tag(account: Account, name: str) -> None:
    """POST: trimmed, and the same name twice is one tag."""
    wanted = name.strip()
    if wanted and all(one["name"] != wanted for one in account.tables["tag_list"].values()):
        account.last["tag_list"] += 1
        number = account.last["tag_list"]
        account.tables["tag_list"][number] = {"id": number, "name": wanted, "count": 0}


def rename_tag(account: Account, number: int, name: str) -> None:
    """PUT: onto an existing name merges; triggers that add or remove the tag follow."""
    record = _tag(account, number)
    old = record["name"]
    if any(other["name"] == name.strip() for other in account.tables["tag_list"].values()):
        del account.tables["tag_list"][number]
    else:
        record["name"] = name.strip()
    for trigger in account.tables["triggers"].values():
        action = trigger["perform"].get("ticket.tags")
        if action:
            parts = [name.strip() if part.strip() == old else part for part in action["value"].split(",")]
            action["value"] = ",".join(parts)


def remove_tag(account: Account, number: int) -> str:
    """DELETE, and its name."""
    name = _tag(account, number)["name"]
    del account.tables["tag_list"][number]
    return str(name)


def _tag(account: Account, number: int) -> Record:
    record = account.tables["tag_list"].get(number)
    if record is None:
        raise Refused(404, f"Couldn't find Tag::Item with 'id'={number}")
    return record
