"""What a native body of Zendesk means: two bodies with one meaning differ only in what the product does not look at.

Rows of `all` and `any` and actions have no order, tags and words are sets, letter case of words does not count, one `any` row
is an `all` row (https://support.zendesk.com/hc/en-us/articles/4408822236058, .../4408893545882). Descriptions, the names of
days off and the choice among the names of one time zone are for people.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from cstool.backends.zendesk.zones import RAILS
from cstool.plan import Body

_SETS = {"current_tags", "comment_includes_word", "subject_includes_word"}
_TERMINAL = {"present", "not_present", "changed", "not_changed"}
_STATUS = ("new", "open", "pending", "hold", "solved", "closed")
_PRIORITY = ("low", "normal", "high", "urgent")
_RANKED = {"status": _STATUS, "priority": _PRIORITY}
_VALUE = re.compile(r"\{\{\s*([\w.@{}/=#]+?)\s*\}\}")
_FOR_PEOPLE = {"description", "position", "agent_description"}
_ZONES: dict[str, str] = {}
for _iana, _name in RAILS.items():
    _ZONES.setdefault(_name, _iana)
_SAME_ZONE = {"Edinburgh": "London", "Quito": "Bogota", "Osaka": "Tokyo", "Sapporo": "Tokyo", "Canberra": "Melbourne"}
"""Names of one zone (rails/rails, activesupport/lib/active_support/values/time_zone.rb, MAPPING)."""


def meaning(kind: str, body: Body) -> object:
    """A value that is equal for bodies that mean the same."""
    held: dict[str, Any] = {key: value for key, value in body.items() if key not in _FOR_PEOPLE}
    for key in ("conditions", "filter"):
        if isinstance(held.get(key), Mapping):
            held[key] = _conditions(held[key])
    if isinstance(held.get("actions"), list):
        held["actions"] = _actions(held["actions"])
    if kind == "schedule":
        held["time_zone"] = _SAME_ZONE.get(str(held.get("time_zone")), held.get("time_zone"))
        held["holidays"] = _days(held.get("holidays"))
    if kind == "sla_policy" and isinstance(held.get("policy_metrics"), list):
        held["policy_metrics"] = sorted(map(_spelt, held["policy_metrics"]))
    return held


def same_row(first: Mapping[str, object], second: Mapping[str, object]) -> bool:
    """Whether two rows ask the same."""
    return _row(first) == _row(second)


def _conditions(value: object) -> object:
    assert isinstance(value, Mapping)
    every, some = _listed(value.get("all")), _listed(value.get("any"))
    every = _joined(every, "not_includes")
    some = _joined(some, "includes")
    if len(some) == 1:
        every, some = _joined([*every, *some], "not_includes"), []
    return {"all": sorted(map(_spelt, every)), "any": sorted(map(_spelt, some))}


_Row = tuple[str, str, object]


def _listed(rows: object) -> list[_Row]:
    return [_row(row) for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _row(row: Mapping[str, object]) -> _Row:
    name, operator = str(row.get("field")), str(row.get("operator"))
    value = _text(row.get("value"))
    if operator in _TERMINAL:
        return name, operator, ""
    if name in _SETS and operator in ("includes", "not_includes") and '"' not in value:
        return name, operator, tuple(sorted(set(value.casefold().split())))
    if name in _SETS:
        return name, operator, value.casefold()
    ranks = _RANKED.get(name)
    if ranks and value in ranks:
        place = ranks.index(value)
        if operator == "is":
            return name, "among", (value,)
        if operator == "greater_than":
            return name, "among", tuple(sorted(ranks[place + 1 :]))
        if operator == "less_than" and name == "status":  # a ticket may be without priority; who knows whether that is less
            return name, "among", tuple(sorted(ranks[:place]))
    return name, operator, value


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or value == "__NULL__":
        return ""
    if isinstance(value, list | Mapping):
        return _spelt(value)
    return str(value).replace("@#{", "@{")


def _joined(rows: Iterable[_Row], operator: str) -> list[_Row]:
    """Rows of sets of one field in one, each row once."""
    made: list[_Row] = []
    for row in dict.fromkeys(rows):
        for number, before in enumerate(made):
            joins = row[1] == operator or (row[1] == "among" and operator == "includes")
            if joins and before[:2] == row[:2] and isinstance(before[2], tuple) and isinstance(row[2], tuple):
                made[number] = (*row[:2], tuple(sorted({*before[2], *row[2]})))
                break
        else:
            made.append(row)
    return made


def _actions(actions: object) -> list[str]:
    assert isinstance(actions, list)
    made: dict[str, set[str]] = {}
    others = []
    for action in actions:
        name, value = str(action.get("field")), action.get("value")
        if name in ("current_tags", "remove_tags") and isinstance(value, str):
            made.setdefault(name, set()).update(value.split())
        else:
            written = [_worded(one) for one in value] if isinstance(value, list) else _worded(_text(value))
            others.append(_spelt({**action, "value": written}))
    return sorted([*others, *(f"{name} {' '.join(sorted(tags))}" for name, tags in made.items())])


def _worded(value: object) -> object:
    """A text without blanks around it and around the names of its values."""
    return _VALUE.sub(r"{{\1}}", value.strip()) if isinstance(value, str) else value


def _days(holidays: object) -> list[str]:
    """Single days off."""
    found: set[str] = set()
    for holiday in holidays if isinstance(holidays, list) else ():
        day, last = (date.fromisoformat(str(holiday[key])) for key in ("start_date", "end_date"))
        while day <= last:
            found.add(day.isoformat())
            day += timedelta(days=1)
    return sorted(found)


def _spelt(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
