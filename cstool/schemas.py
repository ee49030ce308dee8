"""JSON Schemas of every file kind, made from the models: what editors complete and check while typing."""

import json
from typing import Any

from pydantic import BaseModel

from cstool.loading import KINDS
from cstool.model.pack import Pack
from cstool.model.sop import Sop
from cstool.model.texts import ArticleFront, TemplateFront
from cstool.model.ticket import TestFile, TicketInput

SCHEMAS: dict[str, type[BaseModel]] = {
    **KINDS,
    "sop": Sop,
    "template": TemplateFront,
    "article": ArticleFront,
    "tests": TestFile,
    "pack": Pack,
    "ticket": TicketInput,
}

_PLAIN = {"type": ["string", "number", "boolean"]}
_WORDS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"$ref": "#/$defs/Operators"}]}
_OPERATORS: dict[str, Any] = {
    "type": "object",
    "description": "operators; several in one mapping must all hold",
    "additionalProperties": False,
    "properties": {
        **{name: {"type": ["string", "array"]} for name in ("any", "all", "none", "contains")},
        "keywords": {"type": ["string", "array"], "description": "keyword set of vocabulary.yaml"},
        "matches": {"type": "string", "description": "RE2 pattern, searched in the raw text"},
        **dict.fromkeys(("is", "gt", "gte", "lt", "lte"), _PLAIN),
        **{name: {"type": "array"} for name in ("one_of", "not_in")},
        "exists": {"type": "boolean"},
    },
}
_FIELDS = {
    "channel": "channel id",
    "channel_type": "kind of channel",
    "store": "store id",
    "pack": "rule pack of the channel",
    "language": "language of the ticket; `zh` matches `zh-CN`",
    "text": "subject and body",
    "subject": "the subject",
    "body": "the body as plain text",
    "tags": "tags of the ticket",
    "category": "what an earlier stage wrote",
    "team": "what an earlier stage wrote",
    "priority": "low, normal, high or urgent",
    "customer.country": "ISO country code",
    "customer.tags": "tags of the customer",
    "order.amount": "money: `{gte: 200 USD}`",
    "order.status": "status of the order",
    "hours": "open, closed or holiday, of the channel's calendar",
    "automatic": "true: sent by a machine",
    "author": "customer, agent or system",
}


def _when() -> dict[str, Any]:
    """The condition language as a schema: known fields with their descriptions, your own fields allowed."""
    part: dict[str, Any] = {"$ref": "#/$defs/When"}
    fields = {name: {"description": said, "anyOf": [_PLAIN, *_WORDS["anyOf"][1:]]} for name, said in _FIELDS.items()}
    blocks = {
        "any": {"type": "array", "items": part, "description": "one of these holds"},
        "all": {"type": "array", "items": part, "description": "all of these hold"},
        "not": {**part, "description": "this does not hold"},
    }
    return {"type": "object", "description": "every key must hold", "properties": blocks | fields, "additionalProperties": True}


def _with_conditions(part: Any) -> Any:
    """The models mark a condition by the type `when`; here it becomes the real thing."""
    if isinstance(part, list):
        return [_with_conditions(one) for one in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "when":
        rest = {key: value for key, value in part.items() if key != "type"}
        return {**rest, "anyOf": [{"const": "always"}, {"$ref": "#/$defs/When"}]}
    return {key: _with_conditions(value) for key, value in part.items()}


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a file kind."""
    body = _with_conditions(SCHEMAS[kind].model_json_schema(by_alias=True))
    definitions = body.setdefault("$defs", {})
    definitions["When"], definitions["Operators"] = _when(), _OPERATORS
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"cstool {kind}",
        **{k: v for k, v in body.items() if k != "title"},
    }


def schema_text(kind: str) -> str:
    """The schema as text, in stable order."""
    return json.dumps(schema_of(kind), ensure_ascii=False, indent=2) + "\n"
