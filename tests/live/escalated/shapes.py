"""Bodies in one normal form: what the product's pages say, and what its forms take."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from cstool.backends.references import literal, native_reference, reference
from cstool.plan import Key

Raw = Mapping[str, Any]
NAMED = re.compile(r" \[cstool:(?P<id>[^:\]]+):(?P<part>[^:\]]*)\]$")
"""The end of a workflow's name that says whose it is."""


def slugify(name: str) -> str:
    """What the product makes of a name where it needs an address (django/django: django/utils/text.py, slugify)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r"[^\w\s-]", "", plain.lower())
    return re.sub(r"[-\s]+", "-", plain).strip("-_")


def address(kind: str, name: str) -> str:
    """An address of our own for an object: names in Chinese have none, and the product answers 500 to a second one without."""
    return f"cstool-{kind}-{sha256(name.encode()).hexdigest()[:16]}"


def owner_of(description: object) -> Key | None:
    """Whose object it is, from our marker in a description."""
    parts = str(description).split(":")
    return Key(*parts[1:]) if len(parts) == 4 and parts[0] == "cstool" else None


def owner_of_workflow(name: str) -> Key | None:
    """The same from the end of a name."""
    found = NAMED.search(name)
    return Key("workflow", found["id"], found["part"]) if found else None


def department(raw: Raw, agents: Sequence[str]) -> dict[str, object]:
    """A department; `agents` are mail addresses."""
    return {
        "name": literal(raw["name"]),
        "description": literal(raw["description"]),
        "is_active": raw["is_active"],
        "agents": sorted(reference("user", mail) for mail in agents),
    }


def tag(raw: Raw) -> dict[str, object]:
    """A tag. Address and colour stay as they are."""
    return {"name": literal(raw["name"])}


def canned(raw: Raw) -> dict[str, object]:
    """A canned response."""
    return {
        "title": literal(raw["title"]),
        "body": literal(raw["body"]),
        "category": literal(raw["category"]),
        "is_shared": raw["is_shared"],
    }


POLICY = ("is_default", "is_active", "business_hours_only", "first_response_hours", "resolution_hours")


def policy(raw: Raw) -> dict[str, object]:
    """An SLA policy. One for a department or a type is another object than ours: it says so."""
    special = {name: raw[name] for name in ("department_id", "ticket_type") if raw[name] is not None}
    plain = {name: raw[name] for name in POLICY}
    return {"name": literal(raw["name"]), "description": literal(raw["description"]), **plain, **special}


def workflow(raw: Raw, mail: Callable[[object], str | None]) -> dict[str, object]:
    """A workflow; `mail` knows the address of a user by their number."""
    conditions = raw["conditions"]
    if not isinstance(conditions, Mapping) or not {"all", "any"} & conditions.keys():
        # A list, and a row alone, are judged as `all` (escalated/services/workflow_engine.py, evaluate_conditions).
        conditions = {"all": conditions if isinstance(conditions, list) else [conditions]}
    rows = {name: [_row(row, mail) for row in group] for name, group in conditions.items() if name in ("all", "any")}
    return {
        "name": literal(raw["name"]),
        "trigger_event": raw["trigger_event"],
        "conditions": rows,
        "actions": [_action(action, mail) for action in raw["actions"]],
        "is_active": raw["is_active"],
    }


_PLACES = {"department_id": "department", "set_department": "department"}
_PEOPLE = ("assigned_to", "assign_agent", "add_follower")


def _row(row: object, mail: Callable[[object], str | None]) -> object:
    if not isinstance(row, Mapping):
        return row  # no row at all: the product stops there
    found = dict(row)
    if isinstance(found.get("value"), str | int) and not isinstance(found.get("value"), bool):
        found["value"] = _value(str(row.get("field")), found["value"], mail)
    return found


def _action(action: Raw, mail: Callable[[object], str | None]) -> dict[str, object]:
    found = dict(action)
    if isinstance(found.get("value"), str | int) and not isinstance(found.get("value"), bool):
        found["value"] = _value(str(action.get("type")), found["value"], mail)
    return found


def _value(name: str, value: object, mail: Callable[[object], str | None]) -> object:
    digits = str(value).isdigit()
    if name in _PLACES and digits:
        return native_reference(_PLACES[name], value)
    if name in _PEOPLE and digits and (address_ := mail(int(str(value)))):
        return reference("user", address_)
    return literal(value) if isinstance(value, str) else value


def order(workflows: Sequence[Raw]) -> dict[str, object]:
    """The order of workflows; those that share a position stand together, because nobody knows which runs first."""
    places: dict[int, list[str]] = {}
    for raw in workflows:
        places.setdefault(raw["position"], []).append(native_reference("workflow", raw["id"]))
    return {"workflows": [names[0] if len(names) == 1 else names for _, names in sorted(places.items())]}
