"""What a native body of Zammad means: two bodies with one meaning differ only in what the product does not look at.

The parts of AND and OR have no order, lists of values and tags are sets, and a flat condition is an AND (measured on
zammad/zammad 5.5). Notes, the names of days off and the address of a feed are for people, or nothing of ours.
"""

import json
import re
from collections.abc import Mapping

from cstool.plan import Body

_FOR_PEOPLE = {"note", "ical_url", "keywords"}
_SOME = "some"
"""One of these tags is there. That is what `contains one` means where it stands once in a condition; several of them must hold
for the same tag (zammad/zammad, lib/selector/sql.rb: one join), so they keep their name."""
_OPPOSITE = {
    "is": "is not",
    "is not": "is",
    "contains": "contains not",
    "contains not": "contains",
    "contains one not": _SOME,
    _SOME: "contains one not",
}
_END = re.compile(r"(?:<br\s*/?>|\s)+$")
_DEFAULTS = (("internal", "false"), ("include_attachments", "false"))
_UNITED = {"OR": ("is", _SOME), "AND": ("is not", "contains one not")}
"""Tests of one attribute that become one: one of these values, none of these."""


def meaning(kind: str, body: Body) -> object:
    """A value that is equal for bodies that mean the same."""
    held = {key: value for key, value in body.items() if key not in _FOR_PEOPLE}
    if "condition" in held:
        held["condition"] = _spelt(_formula(held["condition"], _spelt(held["condition"]).count('"contains one"') < 2))
    if kind == "text_module":
        held["content"] = _unwrapped(str(held.get("content")))
    if isinstance(held.get("perform"), Mapping):
        held["perform"] = {str(name): _action(str(name), what) for name, what in body_of(held["perform"]).items()}
    if kind == "calendar":
        off = body_of(held.get("public_holidays"))
        held["public_holidays"] = sorted(day for day, entry in off.items() if body_of(entry).get("active"))
    return held


def body_of(value: object) -> Mapping[str, object]:
    """A mapping, empty where it is none."""
    return value if isinstance(value, Mapping) else {}


_Part = list[object]
"""`["AND", part…]` or `["row", attribute, operator, values, rest]`."""


def _formula(raw: object, alone: bool) -> _Part:
    held = body_of(raw)
    inner = held.get("conditions")
    if isinstance(inner, list):
        parts = [_formula(part, alone) for part in inner]
        word = str(held.get("operator"))
        if word == "NOT" and len(parts) == 1:
            return _negated(parts[0])
        return _joined(word, parts)
    if "name" in held and "operator" in held:
        return _row(str(held["name"]), held, alone)
    return _joined("AND", [_row(str(name), body_of(test), alone) for name, test in held.items()])


def _row(name: str, test: Mapping[str, object], alone: bool) -> _Part:
    rest = {key: value for key, value in test.items() if key not in ("name", "operator", "value")}
    operator, value = str(test.get("operator")), test.get("value")
    if name == "ticket.tags" and isinstance(value, str):
        tags = sorted({part.strip() for part in value.split(",")})
        if operator == "contains all" and not rest:
            return _joined("AND", [["row", name, _SOME, [tag], {}] for tag in tags])
        operator = _SOME if operator == "contains one" and alone else operator
        return ["row", name, operator, tags, rest]
    values = sorted(map(str, value)) if isinstance(value, list) else [] if value is None else [str(value)]
    return ["row", name, operator, values, rest]


def _negated(part: _Part) -> _Part:
    if part[0] == "row" and part[2] in _OPPOSITE and not part[4]:
        return ["row", part[1], _OPPOSITE[str(part[2])], part[3], {}]
    return ["NOT", part]


def _joined(word: str, parts: list[_Part]) -> _Part:
    """Flattened, tests of one attribute united where that means the same, each part once, in one order."""
    found: list[_Part] = []
    for part in parts:
        inner = part[1:] if part[0] == word else [part]
        for one in inner:
            assert isinstance(one, list)
            _put(word, found, one)
    unique = {_spelt(one): one for one in found}
    ordered = [unique[key] for key in sorted(unique)]
    return ordered[0] if len(ordered) == 1 else [word, *ordered]


def _put(word: str, found: list[_Part], part: _Part) -> None:
    united = part[0] == "row" and part[2] in _UNITED.get(word, ()) and not part[4] and part[3]
    for before in found if united else ():
        if before[:3] == part[:3] and not before[4]:
            before[3] = sorted({*_values(before), *_values(part)})
            return
    found.append(list(part))


def _values(row: _Part) -> list[str]:
    return [str(value) for value in row[3]] if isinstance(row[3], list) else []


def _action(name: str, what: object) -> object:
    held = dict(body_of(what))
    if name == "ticket.tags" and isinstance(held.get("value"), str):
        held["value"] = sorted({part.strip() for part in str(held["value"]).split(",")})
    if name == "notification.email":
        held = {key: value for key, value in held.items() if (key, value) not in _DEFAULTS}
        held["body"], held["subject"] = _unwrapped(str(held.get("body"))), str(held.get("subject")).strip()
    return held


def _unwrapped(content: str) -> str:
    """A text without the one block around it, and without blanks and line breaks at its ends."""
    inner = content.strip()
    if inner.startswith("<div>") and inner.endswith("</div>") and inner.count("<div") == 1:
        inner = inner[5:-6].strip()
    return _END.sub("", inner)


def _spelt(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
