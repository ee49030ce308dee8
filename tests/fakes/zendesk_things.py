"""Groups, memberships, ticket fields and skills of a Zendesk account, and what is only looked up."""

import re
from typing import Any

from tests.fakes.zendesk_answers import (
    Answer,
    Refused,
    Request,
    audit,
    found,
    ids_of,
    invalid,
    job,
    not_found,
    numbered,
    paged,
    shown,
    titled,
    too_many,
    whole,
)
from tests.fakes.zendesk_store import Record, Store


def group_list(store: Store, request: Request) -> Answer:
    hidden = request.value("exclude_deleted") == "true"
    return paged(request, "groups", [row for row in store.groups.values() if not (hidden and row["deleted"])])


def group_show(store: Store, request: Request, id_: str) -> Answer:
    return 200, {"group": found(store.groups, int(id_))}


def group_write(store: Store, request: Request, id_: str = "") -> Answer:
    body = request.held("group")
    if not body["name"].strip():
        raise invalid([("name", "Name: cannot be blank", "BlankValue")])
    record = found(store.groups, int(id_)) if id_ else {"id": store.new(), "default": False, "deleted": False, **store.moments()}
    if record["deleted"]:
        raise not_found()
    record |= {"description": "", "is_public": True} | record | body | {"updated_at": store.now()}
    store.groups[record["id"]] = record
    audit(store, "group", record, "update" if id_ else "create")
    return (200 if id_ else 201), {"group": record}


def group_destroy(store: Store, request: Request, id_: str) -> Answer:
    record = found(store.groups, int(id_))
    if record["default"] or record["deleted"]:
        raise titled(422, "Unprocessable", "the default group cannot be deleted") if record["default"] else not_found()
    record["deleted"] = True  # soft: it stays in the list, with its name
    for one in [row for row in store.group_memberships.values() if row["group_id"] == record["id"]]:
        del store.group_memberships[one["id"]]
    return 204, None


def membership_list(store: Store, request: Request) -> Answer:
    return paged(request, "group_memberships", store.group_memberships.values())


def _joined(store: Store, body: Record) -> Record:
    user, group = store.users.get(body["user_id"]), store.groups.get(body["group_id"])
    if user is None or user["role"] == "end-user" or group is None or group["deleted"]:
        raise invalid([("user_id", "User is not valid", "InvalidValue")])
    if any(row["user_id"] == user["id"] and row["group_id"] == group["id"] for row in store.group_memberships.values()):
        raise invalid([("user_id", "User: has already been taken", "DuplicateValue")])
    record = {"id": store.new(), "default": False, **store.moments(), **body}
    store.group_memberships[record["id"]] = record
    return record


def membership_write(store: Store, request: Request) -> Answer:
    return 201, {"group_membership": _joined(store, request.held("group_membership"))}


def membership_many(store: Store, request: Request) -> Answer:
    bodies = request.held("group_memberships")
    if len(bodies) > 100:
        raise too_many(len(bodies))

    def work() -> list[Record]:
        results = []
        for index, body in enumerate(bodies):
            try:
                results.append({"index": index, "id": _joined(store, body)["id"]})
            except Refused as error:  # a job tells of each item
                results.append({"index": index, "error": "GroupMembershipCreateFailed", "details": str(error)})
        return results

    return job(store, "group_memberships", work)


def membership_destroy(store: Store, request: Request, id_: str) -> Answer:
    found(store.group_memberships, int(id_))
    del store.group_memberships[int(id_)]
    return 204, None


def membership_destroy_many(store: Store, request: Request) -> Answer:
    ids = ids_of(request)

    def work() -> list[Record]:
        gone = [id_ for id_ in ids if store.group_memberships.pop(id_, None)]
        return [{"id": id_, "action": "delete", "status": "Deleted", "success": True} for id_ in gone]

    return job(store, "group_memberships", work)


def job_show(store: Store, request: Request, id_: str) -> Answer:
    if id_ not in store.jobs:
        raise not_found()
    record = store.jobs[id_]
    answer = shown(record)
    if record["status"] == "working":
        record["status"] = "completed"
    return 200, {"job_status": answer}


def run_jobs(store: Store) -> None:
    """What was queued before this request is carried out, whether anybody asks for it or not."""
    for record in list(store.jobs.values()):
        if record["status"] == "queued":
            record["results"] = record["work"]()
            record["status"] = "working"


def field_list(store: Store, request: Request) -> Answer:
    rows = list(store.ticket_fields.values())
    return paged(request, "ticket_fields", rows) if "page[size]" in request.query else whole("ticket_fields", rows)


def field_show(store: Store, request: Request, id_: str) -> Answer:
    return 200, {"ticket_field": found(store.ticket_fields, int(id_))}


def field_write(store: Store, request: Request, id_: str = "") -> Answer:
    body = request.held("ticket_field")
    record = found(store.ticket_fields, int(id_)) if id_ else {"id": store.new(), "removable": True, **store.moments()}
    merged: Record = {"type": "text", "active": True, "agent_description": "", "required": False} | record | body
    if "type" in body and record.get("type", body["type"]) != body["type"]:
        raise invalid([("type", "Type: cannot be changed", "InvalidValue")])
    if not str(merged.get("title", "")).strip():
        raise invalid([("title", "Title: cannot be blank", "BlankValue")])
    if merged["type"] in ("tagger", "multiselect"):
        merged["custom_field_options"] = _options(store, record, merged.get("custom_field_options", []))
    merged |= {"raw_title": merged["title"], "updated_at": store.now()}
    record.update(merged)
    store.ticket_fields[record["id"]] = record
    return (200 if id_ else 201), {"ticket_field": record}


def _options(store: Store, record: Record, wanted: list[Record]) -> list[Record]:
    """An option keeps its id while its value stays; each value is a tag, of one drop-down alone."""
    tags = [option["value"] for option in wanted]
    taken = {
        option["value"]
        for other in store.ticket_fields.values()
        if other["id"] != record["id"]
        for option in other.get("custom_field_options", [])
    }
    bad = [tag for tag in tags if tag in taken or tags.count(tag) > 1 or not re.fullmatch(r"[^\s,]+", tag)]
    if bad or not wanted:
        raise invalid([("custom_field_options", f"'{tag}' is already used as a tag", "DuplicateValue") for tag in bad or ["-"]])
    before = {option["value"]: option["id"] for option in record.get("custom_field_options", [])}
    return [
        {"id": before.get(option["value"]) or store.new(), "raw_name": option["name"], "default": False, **option}
        for option in wanted
    ]


def field_destroy(store: Store, request: Request, id_: str) -> Answer:
    if not found(store.ticket_fields, int(id_))["removable"]:
        raise titled(422, "Unprocessable", "a system field cannot be deleted")
    del store.ticket_fields[int(id_)]
    return 204, None


def _skilled(store: Store) -> None:
    if "skills" not in store.plan:
        raise titled(404, "Not Found", "The page you were looking for does not exist")


def attribute_list(store: Store, request: Request) -> Answer:
    _skilled(store)
    _, answer = numbered(request, "attributes", list(store.skill_attributes.values()))
    if request.value("include") == "attribute_values" and store.sideloads:
        answer["attribute_values"] = list(store.skill_values.values())
    return 200, answer


def attribute_write(store: Store, request: Request, id_: str = "") -> Answer:
    _skilled(store)
    record = found(store.skill_attributes, id_) if id_ else {"id": store.new_text(), **store.moments()}
    store.skill_attributes[record["id"]] = record
    record |= {**request.held("attribute"), "updated_at": store.now()}
    return (200 if id_ else 201), {"attribute": record}


def attribute_destroy(store: Store, request: Request, id_: str) -> Answer:
    found(store.skill_attributes, id_)
    del store.skill_attributes[id_]
    for value in [row["id"] for row in store.skill_values.values() if row["attribute_id"] == id_]:
        _forget_value(store, value)
    return 204, None


def value_list(store: Store, request: Request, attribute: str) -> Answer:
    found(store.skill_attributes, attribute)
    inside = [row for row in store.skill_values.values() if row["attribute_id"] == attribute]
    return whole("attribute_values", [_without_attribute(row) for row in inside])


def _without_attribute(row: Record) -> Record:
    """The documented examples of single values have none."""
    return {key: value for key, value in row.items() if key != "attribute_id"}


def value_write(store: Store, request: Request, attribute: str, id_: str = "") -> Answer:
    _skilled(store)
    found(store.skill_attributes, attribute)
    if request.method == "PATCH" and not store.patches:
        raise not_found()
    body = request.held("attribute_value")
    if "attribute_id" in body:  # it stands in the path
        raise titled(400, "Invalid attribute", "attribute_id cannot be written")
    twins = [row for row in store.skill_values.values() if row["attribute_id"] == attribute and row["id"] != id_]
    if any(row["name"] == body["name"] for row in twins):
        raise titled(422, "Invalid attribute", "name has already been taken")
    record = found(store.skill_values, id_) if id_ else {"id": store.new_text(), "attribute_id": attribute, **store.moments()}
    store.skill_values[record["id"]] = record
    record |= {**body, "updated_at": store.now()}
    return (200 if id_ else 201), {"attribute_value": _without_attribute(record)}


def value_put(store: Store, request: Request, attribute: str, id_: str) -> Answer:
    """Where PATCH is not known, PUT is, and the other way round: the documents do not agree."""
    if store.patches:
        raise not_found()
    return value_write(store, request, attribute, id_)


def value_destroy(store: Store, request: Request, attribute: str, id_: str) -> Answer:
    found(store.skill_values, id_)
    _forget_value(store, id_)
    return 204, None


def _forget_value(store: Store, id_: str) -> None:
    del store.skill_values[id_]
    for held in store.agent_values.values():
        if id_ in held:
            held.remove(id_)


def agent_values(store: Store, request: Request, user: str) -> Answer:
    _skilled(store)
    if int(user) not in store.users:
        raise not_found()
    if request.method == "POST":
        wanted = (request.body or {}).get("attribute_value_ids")
        if not isinstance(wanted, list) or any(id_ not in store.skill_values for id_ in wanted):
            raise titled(400, "Invalid attribute", "attribute_value_ids is not valid")
        store.agent_values[int(user)] = sorted(set(wanted))  # replaces the whole set
    return whole("attribute_values", [store.skill_values[id_] for id_ in store.agent_values.get(int(user), [])])


def user_list(store: Store, request: Request) -> Answer:
    roles = request.query.get("role[]") or request.query.get("role") or []
    return paged(request, "users", [row for row in store.users.values() if not roles or row["role"] in roles])


def me(store: Store, request: Request) -> Answer:
    admin: Any = next(iter(store.users.values()), {"id": 1, "role": "admin", "email": "admin@lumen.example"})
    return 200, {"user": admin}


def locale_list(store: Store, request: Request) -> Answer:
    return 200, {"locales": list(store.locales.values()), "next_page": None, "previous_page": None, "count": len(store.locales)}


def brand_list(store: Store, request: Request) -> Answer:
    return paged(request, "brands", store.brands.values())


def address_list(store: Store, request: Request) -> Answer:
    rows = [{"id": number, "email": mail, "brand_id": 1500000550682} for number, mail in enumerate(sorted(store.addresses), 1)]
    return paged(request, "recipient_addresses", rows)


def user_field_list(store: Store, request: Request) -> Answer:
    rows: list[Record] = []
    for number, key in enumerate(sorted(store.user_fields), 1):
        options = store.user_options.get(key)
        rows.append({"id": number, "key": key, "type": "text" if options is None else "dropdown", "active": True})
        if options is not None:
            rows[-1]["custom_field_options"] = [
                {"id": id_, "name": value.title(), "value": value} for value, id_ in options.items()
            ]
    return paged(request, "user_fields", rows)


def audit_list(store: Store, request: Request) -> Answer:
    if "audit" not in store.plan:
        raise titled(403, "Forbidden", "You do not have access to this page")
    kind = request.value("filter[source_type]")
    rows = [row for row in reversed(store.audits) if not kind or row["source_type"] == kind]
    return paged(request, "audit_logs", rows)
