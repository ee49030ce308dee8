"""Request bodies held against Zendesk's own OpenAPI document, read strictly: nothing unknown, nothing read-only.

Document: "Support API" 2.0.0, https://developer.zendesk.com/zendesk/oas.yaml. Where it names no body for a request, the object
that the answer shows is taken, which is how the pages of developer.zendesk.com describe them.
"""

import functools
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

DATA = Path(os.environ.get("CSTOOL_DATA", Path(__file__).parents[3] / "shared" / "data"))
DOCUMENT = DATA / "apis/zendesk/openapi/zendesk-support-oas-2024-08.yaml"
Schema = dict[str, Any]

BODIES: Mapping[str, tuple[str, str]] = {
    "POST /triggers": ("trigger", "TriggerObject"),
    "PUT /triggers/{id}": ("trigger", "TriggerObject"),
    "PUT /triggers/update_many": ("triggers[]", "TriggerBulkUpdateItem"),
    "POST /trigger_categories": ("trigger_category", "TriggerCategoryRequest"),
    "PATCH /trigger_categories/{id}": ("trigger_category", "TriggerCategoryRequest"),
    "POST /trigger_categories/jobs": ("", "BatchJobRequest"),
    "POST /automations": ("automation", "AutomationObject"),
    "PUT /automations/{id}": ("automation", "AutomationObject"),
    "PUT /automations/update_many": ("automations[]", "TriggerBulkUpdateItem"),
    "POST /macros": ("macro", "MacroInput"),
    "PUT /macros/{id}": ("macro", "MacroInput"),
    "POST /slas/policies": ("sla_policy", "SLAPolicyObject"),
    "PUT /slas/policies/{id}": ("sla_policy", "SLAPolicyObject"),
    "POST /dynamic_content/items": ("item", "DynamicContentObject"),
    "PUT /dynamic_content/items/{id}": ("item", "DynamicContentObject"),
    "POST /dynamic_content/items/{id}/variants/create_many": ("variants[]", "DynamicContentVariantObject"),
    "PUT /dynamic_content/items/{id}/variants/update_many": ("variants[]", "DynamicContentVariantObject"),
    "POST /groups": ("group", "GroupObject"),
    "PUT /groups/{id}": ("group", "GroupObject"),
    "POST /group_memberships": ("group_membership", "GroupMembershipObject"),
    "POST /group_memberships/create_many": ("group_memberships[]", "GroupMembershipObject"),
    "POST /routing/attributes": ("attribute", "SkillBasedRoutingAttributeObject"),
    "PUT /routing/attributes/{id}": ("attribute", "SkillBasedRoutingAttributeObject"),
    "POST /routing/attributes/{id}/values": ("attribute_value", "SkillBasedRoutingAttributeValueObject"),
    "PATCH /routing/attributes/{id}/values/{id}": ("attribute_value", "SkillBasedRoutingAttributeValueObject"),
    "PUT /routing/attributes/{id}/values/{id}": ("attribute_value", "SkillBasedRoutingAttributeValueObject"),
    "POST /ticket_fields": ("ticket_field", "TicketFieldObject"),
    "PUT /ticket_fields/{id}": ("ticket_field", "TicketFieldObject"),
}
"""Wrapper and schema of each request that the fake knows; `[]`: a list of them."""

PARTIAL = {"PUT /dynamic_content/items/{id}", "PUT /dynamic_content/items/{id}/variants/update_many", "PUT /ticket_fields/{id}"}
"""Documented as taking some of the fields: https://developer.zendesk.com/api-reference/ticketing/ticket-management/dynamic_content/."""

CHANGES: Mapping[str, Mapping[str, Any]] = {
    # The document says text alone; recorded automations and macros hold lists (salto-io/salto, zendesk-adapter e2e account).
    "ActionObject": {"value": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}},
    # "Will be null when everyone in the account can access it"; null on write: salto-io/salto, filters/macro.ts.
    "MacroInput": {"restriction": {"anyOf": [{"type": "null"}, {"type": "object"}]}},
    # "You must specify the variants by id in the body."
    "DynamicContentVariantObject": {"id": {"type": "integer"}},
    # Recorded values are numbers (GET /slas/policies/definitions), the document says texts.
    "SLAPolicyFilterConditionObject": {"value": {"type": ["string", "integer", "array"]}},
}


def available() -> bool:
    """Whether the document is there."""
    return DOCUMENT.exists()


def needs_data() -> pytest.MarkDecorator:
    """Skips, and says why, where the recorded documents are not there."""
    return pytest.mark.skipif(not available(), reason=f"set CSTOOL_DATA: {DOCUMENT} is not there, nothing was checked")


def complaints(request: str, body: object) -> Iterator[tuple[str, str]]:
    """What the document says against the body of a request such as `PUT /triggers/{id}`: place and complaint."""
    validator = _validator(request)
    if validator is None:
        return
    for error in validator.iter_errors(body):
        yield ".".join(str(part) for part in error.absolute_path) or "body", error.message


@functools.cache
def _validator(request: str) -> Draft7Validator | None:
    if request not in BODIES:
        return None
    wrapper, name = BODIES[request]
    inner = _strict({"$ref": f"#/components/schemas/{name}"}, partial=request in PARTIAL)
    if request == "POST /trigger_categories":
        inner["required"] = ["name"]
    if not wrapper:
        return Draft7Validator({**inner, "required": ["job"]})
    key = wrapper.removesuffix("[]")
    if wrapper.endswith("[]"):
        inner = {"type": "array", "items": inner, "minItems": 1}
    return Draft7Validator({"type": "object", "properties": {key: inner}, "required": [key], "additionalProperties": False})


def _strict(schema: Schema, *, partial: bool) -> Schema:
    """OpenAPI 3.0 as JSON Schema, closed against unknown and read-only fields."""
    changes: Mapping[str, Any] = {}
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema, changes = _schemas()[name], CHANGES.get(name, {})
    if "allOf" in schema:
        parts = [_strict(part, partial=partial) for part in schema["allOf"] if "anyOf" not in part]
        properties = {key: value for part in parts for key, value in part.get("properties", {}).items()}
        required = [key for part in parts for key in part.get("required", [])]
        return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    made: Schema = {key: schema[key] for key in ("type", "enum") if key in schema}
    if "oneOf" in schema:
        made["anyOf"] = [_strict(part, partial=partial) for part in schema["oneOf"]]
    if "items" in schema:
        made["items"] = _strict(schema["items"], partial=partial)
    if "properties" in schema:
        written = {key: value for key, value in schema["properties"].items() if not value.get("readOnly")}
        made["properties"] = {key: _strict(value, partial=False) for key, value in written.items()} | dict(changes)
        made["additionalProperties"] = bool(schema.get("additionalProperties", False))
        if not partial:
            made["required"] = schema.get("required", [])
    if schema.get("nullable"):
        return {"anyOf": [made, {"type": "null"}]}
    return made


@functools.cache
def _schemas() -> Mapping[str, Schema]:
    loaded: Mapping[str, Schema] = yaml.load(DOCUMENT.read_text("utf-8"), _Loader)["components"]["schemas"]
    return loaded


class _Loader(yaml.CSafeLoader):
    """The document holds a bare `=` and moments without quotes; both are texts here."""


_Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: str(node.value))
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for letter, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def template(path: str) -> str:
    """`/triggers/36001` as `/triggers/{id}`."""
    return re.sub(r"/(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27})(?=/|$)", "/{id}", path)
