"""Dynamic content of a Zendesk account."""

import json
import re
from typing import Any

from tests.fakes.zendesk_answers import Answer, Request, found, invalid, paged, titled, too_many
from tests.fakes.zendesk_store import Record, Store


def item_list(store: Store, request: Request) -> Answer:
    return paged(request, "items", store.dynamic_content.values())


def item_show(store: Store, request: Request, id_: str) -> Answer:
    return 200, {"item": found(store.dynamic_content, int(id_))}


def item_create(store: Store, request: Request) -> Answer:
    body = request.held("item")
    _unique(store, body["name"])
    slug = re.sub(r"[^a-z0-9]+", "_", body["name"].lower()).strip("_")
    placeholder, number = f"{{{{dc.{slug}}}}}", 1
    while any(item["placeholder"] == placeholder for item in store.dynamic_content.values()):
        number += 1
        placeholder = f"{{{{dc.{slug}_{number}}}}}"
    variants = [_variant(store, variant) for variant in body["variants"]]
    _languages(store, variants, body["default_locale_id"])
    record = {"id": store.new(), "name": body["name"], "placeholder": placeholder, "outdated": False, **store.moments()}
    record |= {"default_locale_id": body["default_locale_id"], "variants": variants}
    store.dynamic_content[record["id"]] = record
    return 201, {"item": record}


def item_update(store: Store, request: Request, id_: str) -> Answer:
    """Only the name changes, and not the placeholder; variants have their own calls."""
    record = found(store.dynamic_content, int(id_))
    body = request.held("item")
    if set(body) - {"name"}:
        raise invalid([("base", "only the name can be changed here", "InvalidValue")])
    _unique(store, body["name"], record["id"])
    record |= {"name": body["name"], "updated_at": store.now()}
    return 200, {"item": record}


def item_destroy(store: Store, request: Request, id_: str) -> Answer:
    record = found(store.dynamic_content, int(id_))
    rules = [*store.triggers.values(), *store.macros.values(), *store.automations.values()]
    if any(record["placeholder"] in json.dumps(rule, ensure_ascii=False) for rule in rules):
        raise titled(422, "Unprocessable", "the item is in use")
    del store.dynamic_content[int(id_)]
    return 204, None


def _unique(store: Store, name: str, own: int = 0) -> None:
    if not name.strip() or any(item["name"] == name and item["id"] != own for item in store.dynamic_content.values()):
        raise invalid([("name", "Name: has already been taken", "DuplicateValue")])


def _variant(store: Store, body: Record) -> Record:
    if body["locale_id"] not in store.locales or not body["content"].strip():
        raise invalid([("locale_id", "Locale is not active in this account", "InvalidValue")])
    return {"id": store.new(), "active": True, "default": False, "outdated": False, **store.moments(), **body}


def _languages(store: Store, variants: list[Record], default: int) -> None:
    languages = [variant["locale_id"] for variant in variants]
    chosen = [variant["locale_id"] for variant in variants if variant["default"]]
    if len(set(languages)) < len(languages) or chosen != [default]:
        raise invalid([("variants", "one variant a locale, one of them the default", "InvalidValue")])
    if any(variant["default"] and not variant["active"] for variant in variants):
        raise invalid([("variants", "the default variant cannot be switched off", "InvalidValue")])


def variants(store: Store, request: Request, id_: str) -> Answer:
    record = found(store.dynamic_content, int(id_))
    if request.method == "GET":
        return paged(request, "variants", record["variants"])
    sent: list[Record] = request.held("variants")
    if len(sent) > 100:
        raise too_many(len(sent))
    if request.method == "POST":
        made = [_variant(store, body) for body in sent]
        _languages(store, [*record["variants"], *made], record["default_locale_id"])
        record["variants"] += made
    else:
        made = []
        for body in sent:
            made.append(_changed(store, record, body))
    record["updated_at"] = store.now()
    return (201 if request.method == "POST" else 200), {"variants": made}


def _changed(store: Store, record: Record, body: Record) -> Record:
    by_id: dict[Any, Record] = {variant["id"]: variant for variant in record["variants"]}
    variant = found(by_id, body.get("id"))
    merged = variant | body
    others = [other for other in record["variants"] if other is not variant]
    if merged["default"] and not variant["default"]:  # the one before loses it
        record["default_locale_id"] = merged["locale_id"]
        for other in others:
            other["default"] = False
    _languages(store, [*others, merged], record["default_locale_id"])
    variant |= {**merged, "updated_at": store.now()}
    return variant


def variant_destroy(store: Store, request: Request, item: str, id_: str) -> Answer:
    record = found(store.dynamic_content, int(item))
    by_id: dict[Any, Record] = {variant["id"]: variant for variant in record["variants"]}
    if found(by_id, int(id_))["default"]:
        raise titled(422, "Unprocessable", "the default variant cannot be deleted")
    record["variants"] = [variant for variant in record["variants"] if variant["id"] != int(id_)]
    return 204, None
