"""Zendesk's triggers and filters in our words, row by row; a row that we have no word for makes the whole object raw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cstool.backends.adopt.conditions import When, alternatives, conjunction
from cstool.backends.adopt.unsayable import Unsayable
from cstool.backends.references import references
from cstool.backends.zendesk.conditions import STATUSES
from cstool.backends.zendesk.meaning import same_row
from cstool.backends.zendesk.triggers import EVENTS, row_of
from cstool.model.base import PRIORITIES, Event

RowBody = Mapping[str, object]
OUR_STATUS = {native: ours for ours, native in STATUSES.items()}
ORDERED_STATUS = ("new", "open", "pending", "hold", "solved", "closed")
"""As `less_than` and `greater_than` count them (https://support.zendesk.com/hc/en-us/articles/4408893545882)."""
_WORDS = {"comment_includes_word": "text", "subject_includes_word": "subject"}


@dataclass(frozen=True)
class Tongue:
    """What the account's own things are called in our words."""

    channels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Condition field and value (`via_id`, `4`) -> channel."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """`custom_fields_…` as live bodies write it -> field of ours."""
    flags: frozenset[str] = frozenset()
    """Fields of ours that are checkboxes."""
    agents: Mapping[str, str] = field(default_factory=dict)
    """Mail -> agent."""
    teams: frozenset[str] = frozenset()


def event_of(conditions: Mapping[str, object]) -> tuple[Event, list[RowBody]] | None:
    """When the trigger runs, and its rows without those that say so; None where it runs at other moments."""
    rows = _rows(conditions.get("all"))
    for event, needed in EVENTS.items():
        left = list(rows)
        for row in map(row_of, needed):
            found = next((one for one in left if same_row(one, row)), None)
            if found is None:
                break
            left.remove(found)
        else:
            return event, left
    return None


def when_of(rows: Sequence[RowBody], any_rows: Sequence[RowBody], tongue: Tongue) -> object:
    """The condition. Raises Unsayable."""
    parts = [said(row, tongue) for row in rows]
    if any_rows:
        parts.append(alternatives([said(row, tongue) for row in any_rows]))
    return conjunction(parts)


def said(row: RowBody, tongue: Tongue) -> When:
    """One row in our words. Raises Unsayable."""
    name, operator = str(row.get("field")), str(row.get("operator"))
    value = row.get("value")
    if name.startswith("custom_fields_"):
        return _custom(tongue, name, operator, value)
    read = _READ.get(name)
    if read is None:
        raise Unsayable(name)
    return read(tongue, name, operator, _text(value))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or value == "__NULL__":
        return ""
    if isinstance(value, list | dict):
        raise Unsayable("value")
    return str(value)


def plain(value: str) -> str:
    """A value without references, its escapes undone. Raises Unsayable."""
    if any(True for _ in references(value)):
        raise Unsayable("reference")
    return value.replace("@@", "@")


def _is(field_: str, operator: str, value: object) -> When:
    """`is` and `is_not` of a field with one value; an empty one is the missing one."""
    if operator not in ("is", "is_not"):
        raise Unsayable(operator)
    if value == "":
        return {field_: {"exists": operator == "is_not"}}
    return {field_: value} if operator == "is" else {"not": {field_: value}}


def _tags(tongue: Tongue, name: str, operator: str, value: str) -> When:
    tags = plain(value).split()
    if operator not in ("includes", "not_includes") or not tags:
        raise Unsayable(operator)
    return {"tags": _one(tags)} if operator == "includes" else {"tags": {"none": _one(tags)}}


def _words(tongue: Tongue, name: str, operator: str, value: str) -> When:
    ours, written = _WORDS[name], plain(value)
    if operator in ("is", "is_not"):
        asked: When = {ours: {"contains": written}}
        return asked if operator == "is" else {"not": asked}
    words = written.split()
    if (
        operator not in ("includes", "not_includes")
        or not words
        or any(not word.isascii() or not word.isalnum() for word in words)
    ):
        raise Unsayable(operator)
    return {ours: _one(words)} if operator == "includes" else {ours: {"none": _one(words)}}


def _status(tongue: Tongue, name: str, operator: str, value: str) -> When:
    if value not in ORDERED_STATUS:
        raise Unsayable(value)
    place = ORDERED_STATUS.index(value)
    if operator == "less_than" and place:
        return {"status": [OUR_STATUS[one] for one in ORDERED_STATUS[:place]]}
    if operator == "greater_than" and place < len(ORDERED_STATUS) - 1:
        return {"status": [OUR_STATUS[one] for one in ORDERED_STATUS[place + 1 :]]}
    return _is("status", operator, OUR_STATUS[value])


def _priority(tongue: Tongue, name: str, operator: str, value: str) -> When:
    names: tuple[str, ...] = PRIORITIES
    if operator == "greater_than" and value in names[:-1]:
        return {"priority": list(names[names.index(value) + 1 :])}
    if value and value not in names:
        raise Unsayable(value)
    return _is("priority", operator, value)


def _team(tongue: Tongue, name: str, operator: str, value: str) -> When:
    if not value:
        return _is("team", operator, "")
    return _is("team", operator, team_of(tongue, value))


def team_of(tongue: Tongue, value: object) -> str:
    """The team that a reference to a group means. Raises Unsayable."""
    found = list(references(value))
    if len(found) != 1 or found[0][0] != "group" or found[0][1] not in tongue.teams:
        raise Unsayable("group")
    return found[0][1]


def _channel(tongue: Tongue, name: str, operator: str, value: str) -> When:
    channel = tongue.channels.get((name, value.removeprefix("@#").removeprefix("@")))
    if channel is None:
        raise Unsayable(name)
    return _is("channel", operator, channel)


def _author(tongue: Tongue, name: str, operator: str, value: str) -> When:
    who = {"end_user": "customer", "agent": "agent"}.get(value)
    if who is None:
        raise Unsayable(value)
    return _is("author", operator, who)


def _hours(tongue: Tongue, name: str, operator: str, value: str) -> When:
    if operator != "is" or value not in ("true", "false"):
        raise Unsayable(operator)
    if name == "on_holiday":
        return {"hours": "holiday"} if value == "true" else {"not": {"hours": "holiday"}}
    return {"hours": "open" if value == "true" else "closed"}


def _language(tongue: Tongue, name: str, operator: str, value: str) -> When:
    found = list(references(value))
    if len(found) != 1 or found[0][0] != "locale" or found[0][1].startswith("="):
        raise Unsayable("locale")
    return _is("language", operator, found[0][1])


def _reopened(tongue: Tongue, name: str, operator: str, value: str) -> When:
    if (operator, value) == ("greater_than", "0"):
        return {"reopened": True}
    if (operator, value) == ("less_than", "1"):
        return {"reopened": False}
    raise Unsayable(operator)


def _custom(tongue: Tongue, name: str, operator: str, value: object) -> When:
    ours = tongue.fields.get(name)
    if ours is None:
        raise Unsayable(name)
    if operator in ("present", "not_present"):
        return {ours: {"exists": operator == "present"}}
    if ours in tongue.flags:
        if operator != "is":
            raise Unsayable(operator)
        return {ours: _text(value) == "true"}
    chosen = plain(_text(value))
    if operator not in ("includes", "not_includes") or not chosen:
        raise Unsayable(operator)
    return {ours: chosen} if operator == "includes" else {"not": {ours: chosen}}


_READ: dict[str, Callable[[Tongue, str, str, str], When]] = {
    "current_tags": _tags,
    "comment_includes_word": _words,
    "subject_includes_word": _words,
    "status": _status,
    "priority": _priority,
    "group_id": _team,
    "via_id": _channel,
    "recipient": _channel,
    "brand_id": _channel,
    "role": _author,
    "in_business_hours": _hours,
    "on_holiday": _hours,
    "locale_id": _language,
    "reopens": _reopened,
}


def then_of(actions: object, tongue: Tongue) -> dict[str, object]:
    """What the rule does. Raises Unsayable."""
    then: dict[str, object] = {}
    for action in _rows(actions):
        name, value = str(action.get("field")), action.get("value")
        key, written = _done(tongue, name, value)
        if key == "set" and isinstance(written, dict):
            held = then.setdefault("set", {})
            if not isinstance(held, dict) or held.keys() & written.keys():
                raise Unsayable("twice")
            held.update(written)
        elif key in ("tags", "remove_tags") and isinstance(written, list):
            before = then.get(key)
            then[key] = [*(before if isinstance(before, list) else []), *written]
        elif key in then:
            raise Unsayable("twice")
        else:
            then[key] = written
    return then


def _done(tongue: Tongue, name: str, value: object) -> tuple[str, object]:
    if name in ("current_tags", "remove_tags"):
        return {"current_tags": "tags", "remove_tags": "remove_tags"}[name], plain(_text(value)).split()
    if name == "group_id":
        return "team", team_of(tongue, value)
    if name == "priority" and value in PRIORITIES:
        return "priority", value
    if name == "status" and value in OUR_STATUS:
        return "status", OUR_STATUS[str(value)]
    if name == "assignee_id":
        found = list(references(value))
        if len(found) == 1 and found[0][0] == "user" and found[0][1] in tongue.agents:
            return "assignee", tongue.agents[found[0][1]]
    if name.startswith("custom_fields_") and name in tongue.fields:
        ours = tongue.fields[name]
        chosen = plain(_text(value))
        if ours in tongue.flags:
            return "set", {ours: chosen == "true"}
        if chosen:
            return "set", {ours: chosen}
    raise Unsayable(name)


def _one(values: Sequence[str]) -> object:
    unique = list(dict.fromkeys(values))
    return unique[0] if len(unique) == 1 else unique


def _rows(value: object) -> list[RowBody]:
    if not isinstance(value, list) or any(not isinstance(row, Mapping) for row in value):
        raise Unsayable("rows")
    return list(value)
