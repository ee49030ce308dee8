"""Native bodies against the products' own documents: an official interface description, recorded definitions and traffic."""

import gzip
import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from cstool.backends.compilers import compile_for
from cstool.backends.references import references
from cstool.backends.zammad.compile import KINDS as ZAMMAD_KINDS
from cstool.backends.zammad.compile import LOOKED_UP as ZAMMAD_LOOKED_UP
from cstool.backends.zendesk.compile import KINDS as ZENDESK_KINDS
from cstool.backends.zendesk.compile import LOOKED_UP as ZENDESK_LOOKED_UP
from cstool.loading import load
from cstool.plan import Resource
from tests.backends import small

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("CSTOOL_DATA", ROOT.parent / "shared/data"))


@lru_cache(maxsize=8)
def compiled(name: str) -> tuple[Resource, ...]:
    shipped = name in ("production", "staging")
    workspace = load(ROOT, small.TODAY) if shipped else small.workspace()
    return compile_for(workspace, name).resources


def needed(path: str) -> Path:
    found = DATA / path
    if not found.exists():
        pytest.skip(f"{found} is not there: set CSTOOL_DATA")
    return found


# ── what holds for both ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "kinds", "looked_up"),
    [
        ("zd", ZENDESK_KINDS, ZENDESK_LOOKED_UP),
        ("production", ZENDESK_KINDS, ZENDESK_LOOKED_UP),
        ("za", ZAMMAD_KINDS, ZAMMAD_LOOKED_UP),
        ("staging", ZAMMAD_KINDS, ZAMMAD_LOOKED_UP),
    ],
)
def test_objects_are_one_of_a_kind_and_refer_to_what_is_made_before(
    name: str, kinds: tuple[str, ...], looked_up: tuple[str, ...]
) -> None:
    resources = compiled(name)
    keys = [resource.key for resource in resources]
    assert len(set(keys)) == len(keys)
    assert {resource.kind for resource in resources} <= set(kinds)
    named = [(resource.kind, resource.name.casefold()) for resource in resources if resource.name]
    assert len(set(named)) == len(named), [entry for entry in named if named.count(entry) > 1]
    for resource in resources:
        json.dumps(resource.body)
        for kind, id_, part in references(resource.body):
            if (kind, id_, part) not in keys:
                assert kind in looked_up, (resource.key, kind, id_, part)
            else:
                assert kinds.index(kind) <= kinds.index(resource.kind)


@pytest.mark.parametrize("name", ["zd", "za"])
def test_a_compile_is_the_same_twice(name: str) -> None:
    assert compile_for(small.workspace(), name) == compile_for(small.workspace(), name)


def guarded(resource: Resource) -> str:
    return json.dumps(resource.body.get("conditions") or resource.body.get("condition"))


@pytest.mark.parametrize("name", ["zd", "production", "za", "staging"])
def test_every_rule_asks_for_its_guard_and_the_closer_comes_last(name: str) -> None:
    triggers = [one for one in compiled(name) if one.kind == "trigger" and "activator" not in one.body]
    stages: dict[str, list[Resource]] = {}
    for trigger in triggers:
        stages.setdefault(trigger.id.partition("/")[0], []).append(trigger)
    stages.pop("cs_replies", None)  # it watches agents' answers and belongs to no stage
    for stage, members in stages.items():
        guard = stage if stage.startswith("cs_") else f"cs-{stage}"
        assert (members[-1].id, members[-1].part) == (stage, "close")
        for trigger in members:
            if trigger.part in ("close", "close-sweep", "open"):
                continue
            assert re.search(rf'"(not_includes|contains one not)", "value": "{guard}"', guarded(trigger)), trigger.key
            assert '"update_type"' in guarded(trigger) or '"ticket.action"' in guarded(trigger)


# ── Zendesk ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Loader(yaml.CSafeLoader):
    """YAML without dates and `=`: the document has both as plain words."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":timestamp", ":value"))]
    for letter, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@lru_cache(maxsize=1)
def schemas() -> dict[str, Any]:
    path = needed("apis/zendesk/openapi/zendesk-support-oas-2024-08.yaml")
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, _Loader)["components"]["schemas"]


SCHEMA = {
    "ticket_field": "TicketFieldObject",
    "group": "GroupObject",
    "group_membership": "GroupMembershipObject",
    "dynamic_content": "DynamicContentObject",
    "macro": "MacroInput",
    "trigger_category": "TriggerCategoryRequest",
    "trigger": "TriggerObject",
    "sla_policy": "SLAPolicyObject",
    "automation": "AutomationObject",
}
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict, type(None)),
}


def faults(value: Any, schema: Mapping[str, Any], path: str) -> Iterator[str]:
    """What a body does that the document does not allow. References count as what they become."""
    if "$ref" in schema:
        schema = schemas()[schema["$ref"].rpartition("/")[2]]
    if "oneOf" in schema or "anyOf" in schema or not schema.get("type"):
        return
    number = isinstance(value, str) and value.startswith("@#{")
    if not isinstance(value, (int,) if number else TYPES[schema["type"]]) and not (number and schema["type"] == "integer"):
        yield f"{path}: {value!r} is no {schema['type']}"
    for position, item in enumerate(value if isinstance(value, list) else []):
        yield from faults(item, schema.get("items", {}), f"{path}[{position}]")
    if isinstance(value, dict) and "properties" in schema:
        for name, inner in value.items():
            known = schema["properties"].get(name)
            if known is None or known.get("readOnly"):
                yield f"{path}.{name}: not for writing"
            else:
                yield from faults(inner, known, f"{path}.{name}")
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{path}.{name}: missing"


@pytest.mark.parametrize("name", ["zd", "production"])
def test_zendesk_bodies_are_what_the_official_document_takes(name: str) -> None:
    schemas()
    seen = set()
    for resource in compiled(name):
        if resource.kind in SCHEMA:
            seen.add(resource.kind)
            wrong = list(faults(dict(resource.body), {"$ref": SCHEMA[resource.kind]}, str(resource.key)))
            # Actions of macros and automations are said to be texts, and are recorded as lists too.
            wrong = [fault for fault in wrong if ".actions[" not in fault]
            assert not wrong
    assert seen >= set(SCHEMA) - {"ticket_field"}


def test_the_document_refuses_a_wrong_body() -> None:
    schema = {"$ref": "SLAPolicyObject"}
    wrong = list(faults({"title": 3, "nonsense": 1, "created_at": "x"}, schema, "sla"))
    assert [fault.split(":")[0] for fault in wrong] == ["sla.title", "sla.nonsense", "sla.created_at", "sla.filter"]


@lru_cache(maxsize=1)
def definitions() -> dict[str, Any]:
    return json.loads(needed("routing/zendesk_trigger_definitions.json").read_text(encoding="utf-8"))["definitions"]


def definition(field: str, among: str) -> Mapping[str, Any]:
    """The recorded definition of a field; a field of this account stands for one of the recorded account's of its kind."""
    entries = {entry["subject"]: entry for entry in definitions()[among]}
    if field.startswith("custom_fields_"):
        return entries["custom_fields_1500012620641"]
    if field.startswith("requester.custom_fields."):
        return entries["requester.custom_fields.another_text_3425"]
    return entries[field]


def test_trigger_conditions_and_actions_are_among_the_recorded_definitions() -> None:
    for resource in (*compiled("zd"), *compiled("production")):
        if resource.kind != "trigger":
            continue
        for list_ in ("all", "any"):
            for row in resource.body["conditions"][list_]:  # type: ignore[index]
                found = definition(row["field"], f"conditions_{list_}")
                operators = {entry["value"]: entry["terminal"] for entry in found["operators"]}
                assert operators[row["operator"]] is ("value" not in row), (resource.key, row)
                fixed = [entry["value"] for entry in found.get("values") or ()]
                if fixed and row["field"] in ("status", "priority", "update_type", "role", "in_business_hours", "via_id"):
                    assert row["value"] in fixed, (resource.key, row)
        for action in resource.body["actions"]:  # type: ignore[attr-defined]
            if action["field"] != "add_skills":  # the recorded account had no skills
                assert definition(action["field"], "actions"), (resource.key, action)


def test_sla_filters_are_among_the_recorded_definitions() -> None:
    known = json.loads(needed("routing/zendesk_sla_definitions.json").read_text(encoding="utf-8"))["definitions"]
    operators = {entry["value"]: [one["value"] for one in entry["operators"]] for entry in known["all"]}
    for resource in (*compiled("zd"), *compiled("production")):
        if resource.kind == "sla_policy":
            for row in resource.body["filter"]["all"]:  # type: ignore[index]
                assert row["operator"] in operators[row["field"]]


def test_zones_of_schedules_are_names_that_an_account_takes() -> None:
    from cstool.backends.zendesk.zones import RAILS

    taken = next(entry for entry in definitions()["conditions_all"] if entry["subject"] == "requester_time_zone")["values"]
    assert set(RAILS.values()) <= {entry["value"] for entry in taken}


# ── Zammad ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

PATHS = {"group": "/groups", "calendar": "/calendars", "sla": "/slas", "trigger": "/triggers", "text_module": "/text_modules"}
NEWER = {"activator"}
"""Fields of Zammad 6 (zammad/zammad: app/models/trigger.rb); the recorded server was a 5.5 and dropped them."""


@lru_cache(maxsize=1)
def recorded() -> tuple[dict[str, Any], ...]:
    with gzip.open(needed("zammad/recorded.jsonl.gz"), "rt", encoding="utf-8") as stream:
        pairs = [json.loads(line) for line in stream]
    return tuple(pair for pair in pairs if pair["m"] == "POST" and pair["s"] in (200, 201))


@pytest.mark.parametrize("name", ["za", "staging"])
def test_zammad_bodies_have_the_fields_that_a_server_answered_with(name: str) -> None:
    for kind, path in PATHS.items():
        answers = [pair["r"] for pair in recorded() if pair["p"].split("?")[0] == path]
        known = {field: {type(answer[field]) for answer in answers} for field in answers[0]}
        if kind == "sla":  # no recorded SLA had one; it takes minutes as its three sisters do
            known["response_time"] |= known["update_time"]
        for resource in compiled(name):
            if resource.kind == kind:
                for field, value in resource.body.items():
                    if field in NEWER:
                        continue
                    assert field in known, (resource.key, field)
                    reference = isinstance(value, str) and value.startswith("@{")
                    assert reference or type(value) in known[field] | {type(None)}, (resource.key, field, value)


def leaves(condition: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    if "conditions" in condition:
        for part in condition["conditions"]:
            if "conditions" in part:
                yield from leaves(part)
            else:
                yield part["name"], part["operator"], part["value"]
    else:
        for name, test in condition.items():
            yield name, test["operator"], test["value"]


def test_zammad_conditions_and_actions_have_recorded_shapes() -> None:
    triggers = [pair["b"] for pair in recorded() if pair["p"] == "/triggers"]
    accepted = {(name, operator) for body in triggers for name, operator, _ in leaves(body["condition"])}
    actions = [entry for body in triggers for entry in body["perform"].items()]
    performs = {name: set(what) for name, what in actions if isinstance(what, dict)}
    assert any("conditions" in body["condition"] for body in triggers)
    unseen = set()
    for resource in compiled("za"):
        if resource.kind == "trigger" and "activator" not in resource.body:
            for name, operator, _ in leaves(resource.body["condition"]):  # type: ignore[arg-type]
                if (name, operator) not in accepted:
                    unseen.add((name.partition(".cs_")[0], operator))
            for name, what in resource.body["perform"].items():  # type: ignore[attr-defined]
                if name in performs:
                    assert set(what) & performs[name], (resource.key, name)
    # Rows that no recorded request used; each is in the product's source (lib/selector/sql.rb).
    assert unseen <= {
        ("article.action", "is"),
        ("article.body", "contains not"),
        ("article.detected_language", "is"),
        ("article.detected_language", "is not"),
        ("article.to", "contains"),
        ("customer.country", "is not"),
        ("execution_time.calendar_id", "is in working time"),
        ("execution_time.calendar_id", "is not in working time"),
        ("ticket", "is"),
        ("ticket", "is not"),
        ("ticket.create_article_type_id", "is"),
        ("ticket.tags", "contains one not"),
    }, unseen


def test_zammad_names_sort_in_the_order_of_the_rules_in_any_collation() -> None:
    for name in ("za", "staging"):
        triggers = [one.name for one in compiled(name) if one.kind == "trigger" and "activator" not in one.body]
        slas = [one.name for one in compiled(name) if one.kind == "sla"]
        for names in (triggers, slas):
            numbers = [entry.split(" ")[0] for entry in names]
            assert numbers == sorted(numbers)
            assert len({len(number) for number in numbers}) == 1
            assert all(number.isdigit() for number in numbers)
            assert len(set(numbers)) == len(numbers)
