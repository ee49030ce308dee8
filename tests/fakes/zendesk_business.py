"""Triggers, their categories, automations, macros and SLA policies of a Zendesk account."""

from collections.abc import Mapping
from typing import Any

from tests.fakes.zendesk_answers import (
    Answer,
    Request,
    audit,
    found,
    ids_of,
    invalid,
    not_found,
    numbered,
    paged,
    pointed,
    titled,
    too_many,
)
from tests.fakes.zendesk_rules import as_read, filter_faults, rule_faults
from tests.fakes.zendesk_store import Record, Store


def _expanded(store: Store, title: str) -> str:
    """A title with its dynamic content in place (`raw_title` keeps the placeholder)."""
    for item in store.dynamic_content.values():
        default = next(variant for variant in item["variants"] if variant["default"])
        title = title.replace(item["placeholder"], default["content"])
    return title


def _titled(store: Store, body: Mapping[str, Any]) -> Record:
    if not body["title"].strip():
        raise invalid([("title", "Title: cannot be blank", "BlankValue")])
    return {"title": _expanded(store, body["title"]), "raw_title": body["title"]}


def trigger_list(store: Store, request: Request) -> Answer:
    def place(row: Record) -> tuple[Any, ...]:  # recorded: the cursor sorts by these four
        return store.trigger_categories[row["category_id"]]["position"], row["position"], row["title"], row["id"]

    return paged(request, "triggers", sorted(store.triggers.values(), key=place))


def trigger_show(store: Store, request: Request, id_: str) -> Answer:
    return 200, {"trigger": found(store.triggers, int(id_))}


def trigger_write(store: Store, request: Request, id_: str = "") -> Answer:
    body = request.held("trigger")
    if not id_ and "category_id" not in body:
        raise invalid([("category_id", "Category: cannot be blank", "BlankValue")])
    if body.get("category_id", "10001") not in store.trigger_categories:
        raise invalid([("category_id", "Category is not valid", "InvalidValue")])
    faults = list(rule_faults(store, "trigger", body))
    if faults:
        raise invalid(faults)
    if id_:
        record = found(store.triggers, int(id_))
    else:
        positions = [row["position"] for row in store.triggers.values() if row["category_id"] == body["category_id"]]
        record = {"id": store.new(), "active": True, "description": None, "default": False, **store.moments()}
        record |= {"position": max(positions, default=0) + 1, "category_id": body["category_id"]}
        store.triggers[record["id"]] = record
    # A PUT that names one of conditions and actions empties what it leaves out.
    record |= {**body, **_titled(store, body), "conditions": as_read(body["conditions"])}
    record["updated_at"] = store.now()
    audit(store, "rule", record, "update" if id_ else "create")
    return (200 if id_ else 201), {"trigger": record}


def trigger_update_many(store: Store, request: Request) -> Answer:
    return 200, {"triggers": _updated_many(store, store.triggers, request.held("triggers")), "next_page": None, "count": 0}


def automation_update_many(store: Store, request: Request) -> Answer:
    rows = _updated_many(store, store.automations, request.held("automations"))
    return 200, {"automations": rows, "next_page": None, "count": len(rows)}


def _updated_many(store: Store, table: dict[int, Record], items: list[Record]) -> list[Record]:
    if len(items) > 100:
        raise too_many(len(items))
    if any(item["id"] not in table for item in items):
        raise not_found()
    for item in items:
        table[item["id"]] |= {**item, "updated_at": store.now()}
        audit(store, "rule", table[item["id"]], "update")
    return [table[item["id"]] for item in items]


def trigger_destroy(store: Store, request: Request, id_: str = "") -> Answer:
    for one in [int(id_)] if id_ else ids_of(request):
        audit(store, "rule", found(store.triggers, one), "destroy")
        del store.triggers[one]
    return 204, None


def trigger_reorder(store: Store, request: Request) -> Answer:
    if len(store.trigger_categories) > 1:
        raise pointed(400, "LimitOneCategory", "Reordering is not permitted with more than one category")
    ids = request.held("trigger_ids")
    if set(ids) != set(store.triggers):
        raise not_found()
    for position, one in enumerate(ids, 1):
        store.triggers[one]["position"] = position
    return 200, {}


def category_list(store: Store, request: Request) -> Answer:
    rows = sorted(store.trigger_categories.values(), key=lambda row: (row["position"], row["id"]))
    return paged(request, "trigger_categories", rows)


def category_write(store: Store, request: Request, id_: str = "") -> Answer:
    body = request.held("trigger_category")
    if not body.get("name", "-").strip():
        raise pointed(400, "InvalidValue", "name can't be blank", "/name")
    if id_:
        record = found(store.trigger_categories, id_)
    else:
        if len(store.trigger_categories) >= 500:
            raise pointed(400, "LimitExceeded", "an account holds 500 categories")
        record = {"id": str(10000 + len(store.trigger_categories) + 1 + int(str(store.new())[-6:])), **store.moments()}
        record["position"] = max(row["position"] for row in store.trigger_categories.values()) + 1
        store.trigger_categories[record["id"]] = record
    record |= {**body, "updated_at": store.now()}
    return 200, {"trigger_category": record}


def category_destroy(store: Store, request: Request, id_: str) -> Answer:
    if id_ not in store.trigger_categories:
        raise pointed(404, "TriggerCategoryNotFound", "no such category")
    inside = [row for row in store.triggers.values() if row["category_id"] == id_]
    if any(row["active"] for row in inside):
        raise pointed(400, "CategoryHasActiveTriggers", "a category with active triggers cannot be deleted")
    for row in inside:
        del store.triggers[row["id"]]
    del store.trigger_categories[id_]
    return 204, None


def category_job(store: Store, request: Request) -> Answer:
    """The only way to order triggers of several categories; done at once, or refused as a whole."""
    items = request.held("job").get("items", {})
    categories, triggers = items.get("trigger_categories", []), items.get("triggers", [])
    for item in categories:
        if item["id"] not in store.trigger_categories:
            raise pointed(400, "TriggerCategoryNotFound", f"no such category '{item['id']}'")
    for item in triggers:
        known = item["id"].isdigit() and int(item["id"]) in store.triggers
        if not known or item.get("category_id", "10001") not in store.trigger_categories:
            raise pointed(400, "TriggerNotFound", f"no such trigger '{item['id']}'")
    for item in categories:
        store.trigger_categories[item["id"]] |= {**item, "updated_at": store.now()}
    for item in triggers:
        store.triggers[int(item["id"])] |= {**item, "id": int(item["id"]), "updated_at": store.now()}
    results = {
        "trigger_categories": [store.trigger_categories[item["id"]] for item in categories],
        "triggers": [store.triggers[int(item["id"])] for item in triggers],
    }
    return 200, {"status": "complete", "results": results, "errors": []}


def automation_list(store: Store, request: Request) -> Answer:
    return paged(request, "automations", sorted(store.automations.values(), key=lambda row: (row["position"], row["id"])))


def automation_show(store: Store, request: Request, id_: str) -> Answer:
    return 200, {"automation": found(store.automations, int(id_))}


def automation_write(store: Store, request: Request, id_: str = "") -> Answer:
    body = {**request.held("automation"), **({"id": int(id_)} if id_ else {})}
    missing = [name for name in ("title", "conditions", "actions") if name not in body]
    if missing:
        raise invalid([(name, f"{name}: cannot be blank", "BlankValue") for name in missing])
    record = found(store.automations, int(id_)) if id_ else {"id": store.new(), "default": False, **store.moments()}
    read = {**body, "conditions": as_read(body["conditions"])}
    faults = [
        *rule_faults(store, "automation", body),
        *(f for f in rule_faults(store, "automation", read) if f[2] == "DuplicateValue"),
    ]
    if faults:
        raise invalid(faults)
    if not id_:
        positions = [row["position"] for row in store.automations.values()]
        record |= {"active": True, "position": max(positions, default=0) + 1}
        store.automations[record["id"]] = record
    record |= {**read, **_titled(store, body), "id": record["id"], "updated_at": store.now()}
    audit(store, "rule", record, "update" if id_ else "create")
    return (200 if id_ else 201), {"automation": record}


def automation_destroy(store: Store, request: Request, id_: str = "") -> Answer:
    for one in [int(id_)] if id_ else ids_of(request):
        audit(store, "rule", found(store.automations, one), "destroy")
        del store.automations[one]
    return 204, None


def macro_list(store: Store, request: Request) -> Answer:
    rows = [row for row in store.macros.values() if request.value("access") != "shared" or not _personal(row)]
    return paged(request, "macros", sorted(rows, key=lambda row: (row["position"], row["id"])))


def _personal(row: Record) -> bool:
    return (row["restriction"] or {}).get("type") == "User"


def macro_show(store: Store, request: Request, id_: str) -> Answer:
    return 200, {"macro": found(store.macros, int(id_))}


def macro_write(store: Store, request: Request, id_: str = "") -> Answer:
    body = request.held("macro")
    faults = list(rule_faults(store, "macro", body))
    if faults:
        raise invalid(faults)
    if id_:
        record = found(store.macros, int(id_))
    else:
        record = {"id": store.new(), "active": True, "description": None, "restriction": None, "default": False}
        record |= {**store.moments(), "position": len(store.macros) + 10000}
        store.macros[record["id"]] = record
    actions = []
    for row in body["actions"]:
        actions.append(row)
        if row["field"] == "comment_value_html":  # recorded: the plain copy stands beside it
            actions.append({"field": "comment_value", "value": row["value"].replace("<p>", "").replace("</p>", "\n")})
    record |= {**body, **_titled(store, body), "actions": actions, "updated_at": store.now()}
    restriction = record["restriction"]
    if restriction and restriction.get("type") == "Group":
        record["restriction"] = {"id": (restriction.get("ids") or [restriction.get("id")])[0], **restriction}
    audit(store, "rule", record, "update" if id_ else "create")
    return 200, {"macro": record}


def macro_destroy(store: Store, request: Request, id_: str = "") -> Answer:
    for one in [int(id_)] if id_ else ids_of(request):
        found(store.macros, one)
        del store.macros[one]
    return 204, None


def _licensed(store: Store) -> None:
    if "sla" not in store.plan:
        raise titled(403, "Forbidden", "You do not have access to this page. Please contact the account owner.")


def policy_list(store: Store, request: Request) -> Answer:
    _licensed(store)
    return numbered(request, "sla_policies", sorted(store.sla_policies.values(), key=lambda row: row["position"]))


def policy_show(store: Store, request: Request, id_: str) -> Answer:
    _licensed(store)
    return 200, {"sla_policy": found(store.sla_policies, int(id_))}


def policy_write(store: Store, request: Request, id_: str = "") -> Answer:
    _licensed(store)
    body = request.held("sla_policy")
    faults = list(filter_faults(store, body))
    if faults:
        raise invalid(faults)
    if id_:
        record = found(store.sla_policies, int(id_))
    else:
        record = {"id": store.new(), "description": None, "policy_metrics": [], **store.moments()}
        record["position"] = max((row["position"] for row in store.sla_policies.values()), default=0) + 1
        store.sla_policies[record["id"]] = record
    metrics = [{**metric, "target_in_seconds": metric["target"] * 60} for metric in body.get("policy_metrics", [])]
    record |= {**body, **({"policy_metrics": metrics} if "policy_metrics" in body else {}), "updated_at": store.now()}
    return (200 if id_ else 201), {"sla_policy": record}


def policy_destroy(store: Store, request: Request, id_: str) -> Answer:
    found(store.sla_policies, int(id_))
    del store.sla_policies[int(id_)]
    return 204, None


def policy_reorder(store: Store, request: Request) -> Answer:
    """The OpenAPI document has the ids in the query, Salto sends them in the body; both are taken, and all must be named."""
    _licensed(store)
    sent = request.query.get("sla_policy_ids[]") or request.query.get("sla_policy_ids") or []
    ids = [int(part) for one in sent for part in one.split(",")] or (request.body or {}).get("sla_policy_ids", [])
    if sorted(ids) != sorted(store.sla_policies):
        raise not_found()
    for position, one in enumerate(ids, 1):
        store.sla_policies[one]["position"] = position
    return 200, ""
