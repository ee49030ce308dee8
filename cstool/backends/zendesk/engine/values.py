"""Tests of fields that hold one value: built-in ones, and the account's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from cstool.backends.engines.desk import Desk, Verdict
from cstool.backends.zendesk.engine.words import asked_words
from cstool.worktime import WorkCalendar

Holds = Callable[[Desk], Verdict]
RANKS: Mapping[str, tuple[str, ...]] = {
    "status": ("new", "open", "pending", "hold", "solved", "closed"),
    "priority": ("low", "normal", "high", "urgent"),
}
EMPTY = ("", "__NULL__")
_KINDS = ("current_user", "requester_id", "current_groups")
"""Values that mean somebody whom only the update itself knows."""


@dataclass(frozen=True)
class Facts:
    """What rows read beside the ticket."""

    choices: Mapping[str, str] = field(default_factory=dict)
    """Option of a drop-down -> its field: options are tags of the ticket too."""
    taggers: frozenset[str] = frozenset()
    """Fields whose value is a tag of the ticket."""
    schedules: Mapping[str, WorkCalendar] = field(default_factory=dict)
    first_schedule: str | None = None
    """The schedule of a ticket to which no rule gave one."""
    told: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Field -> values that bindings give to some channel: on a ticket of another channel they are not there."""


def single(name: str, operator: str, value: str, facts: Facts) -> Holds | None:
    """A field with one value: equal, changed, ranked. None for an operator that this model does not know."""
    wanted = "" if value in EMPTY else value
    if wanted in _KINDS:
        return None
    elsewhere = wanted in facts.told.get(name, frozenset())

    def equal(desk: Desk) -> Verdict:
        seen = desk.values.get(name)
        if seen is None:
            return False if elsewhere else None
        return seen == wanted

    def changed(desk: Desk) -> Verdict:
        seen = desk.values.get(name)
        return None if seen is None else seen != desk.before.get(name, "")

    def came(desk: Desk) -> Verdict:
        return both(changed(desk), equal(desk))

    def went(desk: Desk) -> Verdict:
        return both(changed(desk), desk.before.get(name, "") == wanted)

    known: dict[str, Holds] = {
        "is": equal,
        "is_not": lambda desk: opposite(equal(desk)),
        "changed": changed,
        "not_changed": lambda desk: opposite(changed(desk)),
        "value": came,
        "not_value": lambda desk: opposite(came(desk)),
        "value_previous": went,
        "not_value_previous": lambda desk: opposite(went(desk)),
    }
    return known.get(operator) or _ranked(name, operator, wanted)


def _ranked(name: str, operator: str, wanted: str) -> Holds | None:
    ranks = RANKS.get(name, ())
    if operator not in ("less_than", "greater_than") or wanted not in ranks:
        return None
    limit, above = ranks.index(wanted), operator == "greater_than"

    def holds(desk: Desk) -> Verdict:
        seen = desk.values.get(name)
        if seen not in ranks:  # how a ticket without priority compares is not documented
            return None
        return ranks.index(seen) > limit if above else ranks.index(seen) < limit

    return holds


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "less_than": lambda seen, limit: seen < limit,
    "less_than_equal": lambda seen, limit: seen <= limit,
    "greater_than": lambda seen, limit: seen > limit,
    "greater_than_equal": lambda seen, limit: seen >= limit,
}
_DAYS = {"within_previous_n_days": -1, "within_next_n_days": 1}


def custom(name: str, operator: str, value: str, facts: Facts) -> Holds | None:
    """A field of the account's own: drop-down, text, number, date, checkbox."""
    if operator in ("present", "not_present"):
        return lambda desk: None if (seen := desk.values.get(name)) is None else bool(seen) is (operator == "present")
    if operator in ("is", "is_not", "includes", "not_includes"):
        return single(name, {"includes": "is", "not_includes": "is_not"}.get(operator, operator), value, facts)
    positive = not operator.startswith("not_")
    bare = operator.removeprefix("not_")
    if bare == "includes_string":
        return _text(name, lambda seen: value.casefold() in seen, positive)
    if bare == "includes_words":
        words = asked_words(value)
        return _text(name, lambda seen: any(word in seen.split() for word in words), positive)
    if operator in _COMPARE:
        return _ordered(name, operator, value)
    return _near(name, _DAYS[operator], int(value)) if operator in _DAYS and value.isdecimal() else None


def _text(name: str, test: Callable[[str], bool], positive: bool) -> Holds:
    return lambda desk: None if (seen := desk.values.get(name)) is None else test(seen.casefold()) is positive


def _ordered(name: str, operator: str, value: str) -> Holds | None:
    limit, compare = _measured(value), _COMPARE[operator]
    if limit is None:
        return None

    def holds(desk: Desk) -> Verdict:
        seen = desk.values.get(name)
        if seen is None:
            return None
        found = _measured(seen)
        return False if seen == "" else None if type(found) is not type(limit) else compare(found, limit)

    return holds


def _near(name: str, sign: int, days: int) -> Holds:
    def holds(desk: Desk) -> Verdict:
        seen, today = _measured(desk.values.get(name) or ""), desk.at.date()
        if not isinstance(seen, date):
            return None if desk.values.get(name) is None else False
        first, last = sorted((today, today + sign * timedelta(days=days)))
        return first <= seen <= last

    return holds


def _measured(value: str) -> Decimal | date | None:
    """A number or a day."""
    try:
        return date.fromisoformat(value[:10]) if value.count("-") == 2 else Decimal(value)
    except (ValueError, InvalidOperation):
        return None


def both(one: Verdict, other: Verdict) -> Verdict:
    """AND; a part without verdict leaves none unless the other part decides."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def opposite(one: Verdict) -> Verdict:
    """NOT."""
    return None if one is None else not one
