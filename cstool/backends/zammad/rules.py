"""Conditions and actions as Zammad answers with them, in the one form that compile uses.

Numbers come as text, as lists, alone or as numbers, and all of these work the same (M16; measured on zammad/zammad 5.5).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from cstool.backends.references import literal
from cstool.backends.zammad.names import HOLDS

Name = Callable[[str, object], str]
"""A reference from a kind and a number."""
_NO_VALUE: Mapping[str, object] = {"has changed": [], "has reached": None, "has reached warning": None}
_ALONE = frozenset({"execution_time.calendar_id"})
"""Attributes whose number stands alone, never in a list."""
_USER = re.compile(r"userid_(\d+)")
_EMPTY: Mapping[str, tuple[object, ...]] = {
    "value_completion": ("", None),
    "sign": ("", None, "no", False),
    "encryption": ("", None, "no", False),
}
"""What the product's own pages add to actions and what says nothing."""
_FLAGS = frozenset({"internal", "include_attachments"})


def condition(raw: object, name: Name) -> object:
    """A condition, flat or nested."""
    if not isinstance(raw, Mapping):
        return {}
    if isinstance(raw.get("conditions"), list):
        return {"operator": raw.get("operator"), "conditions": [condition(part, name) for part in raw["conditions"]]}
    if "name" in raw and "operator" in raw:
        attribute = str(raw["name"])
        return {"name": attribute, **_test(attribute, raw, name)}
    return {str(attribute): _test(str(attribute), test, name) for attribute, test in raw.items()}


def _test(attribute: str, raw: object, name: Name) -> dict[str, object]:
    if not isinstance(raw, Mapping):
        return {"value": _told(raw)}
    operator = str(raw.get("operator"))
    kept = {
        key: _told(value) for key, value in raw.items() if key not in ("name", "operator", "value") and not _empty(key, value)
    }
    found: dict[str, object] = {"operator": operator, **kept}
    if operator in _NO_VALUE and not raw.get("value"):
        found["value"] = _NO_VALUE[operator]
    elif "value" in raw:
        found["value"] = _value(attribute, operator, raw["value"], name)
    return found


def _value(attribute: str, operator: str, value: object, name: Name) -> object:
    kind = HOLDS.get(attribute)
    if kind is not None:
        if attribute in _ALONE:
            return name(kind, value)
        values = value if isinstance(value, list) else [value]
        return [name(kind, one) for one in values]
    if attribute == "ticket.tags" and isinstance(value, str):
        return literal(", ".join(part.strip() for part in value.split(",")))
    choice = operator in ("is", "is not") and attribute.partition(".")[0] in ("ticket", "customer", "article", "organization")
    if choice and attribute not in ("ticket.action", "article.action") and not isinstance(value, list):
        value = [value]
    return _told(value)


def actions(raw: object, name: Name) -> dict[str, object]:
    """What a rule does."""
    found: dict[str, object] = {}
    for attribute, what in raw.items() if isinstance(raw, Mapping) else ():
        found[str(attribute)] = _action(str(attribute), what, name) if isinstance(what, Mapping) else _told(what)
    return found


def _action(attribute: str, what: Mapping[str, Any], name: Name) -> dict[str, object]:
    found = {str(key): _told(value) for key, value in what.items() if not _empty(str(key), value)}
    kind = HOLDS.get(attribute)
    if kind is not None and "value" in what:
        value = what["value"]
        found["value"] = [name(kind, one) for one in value] if isinstance(value, list) else name(kind, value)
    if attribute == "ticket.tags" and isinstance(what.get("value"), str):
        found["value"] = literal(", ".join(part.strip() for part in what["value"].split(",")))
    if "recipient" in what:
        given = what["recipient"] if isinstance(what["recipient"], list) else [what["recipient"]]
        found["recipient"] = [_recipient(str(one), name) for one in given]
    found.update({flag: str(what[flag]).lower() for flag in _FLAGS & what.keys()})
    return found


def _recipient(written: str, name: Name) -> str:
    user = _USER.fullmatch(written)
    return f"userid_{name('user', user[1])}" if user else literal(written)


def _empty(key: str, value: object) -> bool:
    return key in _EMPTY and value in _EMPTY[key]


def _told(value: object) -> object:
    """Text of somebody as it stands in a body."""
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, Mapping):
        return {str(key): _told(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_told(one) for one in value]
    return value
