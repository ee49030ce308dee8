"""Zammad's conditions and actions in our words; what we have no word for makes the whole object raw."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cstool.backends.adopt.conditions import When, alternatives, conjunction
from cstool.backends.adopt.unsayable import Unsayable
from cstool.backends.references import references
from cstool.backends.zammad.meaning import body_of, meaning
from cstool.backends.zammad.triggers import EVENTS, shape
from cstool.model.base import PRIORITIES, Event

STATUSES: Mapping[str, object] = {
    "new": "new",
    "open": "open",
    "pending reminder": "pending",
    "closed": ["solved", "closed"],
}
"""States of the product in our words: its `closed` is both of ours."""
_SET = {"open": "open", "pending reminder": "pending", "closed": "solved"}
_SENDERS = {"Customer": "customer", "Agent": "agent", "System": "system"}


@dataclass(frozen=True)
class Tongue:
    """What the account's own things are called in our words."""

    channels: Mapping[str, str] = field(default_factory=dict)
    """Kind of message -> channel."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """`ticket.<attribute>` -> field of ours."""
    flags: frozenset[str] = frozenset()
    agents: Mapping[str, str] = field(default_factory=dict)
    """Mail -> agent."""
    teams: frozenset[str] = frozenset()
    calendar: str | None = None
    """The calendar of all channels."""


Test = tuple[str, Mapping[str, object]]
Tree = tuple[str, Sequence["Tree"]] | Test


def tree_of(raw: object) -> list[object]:
    """The parts of a condition that must all hold: tests (attribute, test) or blocks (word, parts)."""
    held = body_of(raw)
    inner = held.get("conditions")
    if isinstance(inner, list):
        word = str(held.get("operator"))
        return [part for one in inner for part in tree_of(one)] if word == "AND" else [(word, inner)]
    if "name" in held and "operator" in held:
        return [(str(held["name"]), {key: value for key, value in held.items() if key != "name"})]
    return [(str(name), body_of(test)) for name, test in held.items()]


def event_of(raw: object) -> tuple[Event, list[object]] | None:
    """When the trigger runs, and the parts of its condition without those that say so; None where it runs at other moments."""
    for event, needed in EVENTS.items():
        left = tree_of(raw)
        for row in needed:
            wanted = meaning("trigger", {"condition": shape([row])})
            found = next((one for one in left if _same(one, wanted)), None)
            if found is None:
                break
            left.remove(found)
        else:
            return event, left
    return None


def _same(part: object, wanted: object) -> bool:
    name, test = part if isinstance(part, tuple) else ("", {})
    return isinstance(test, Mapping) and meaning("trigger", {"condition": {name: test}}) == wanted


def when_of(parts: Sequence[object], tongue: Tongue) -> object:
    """The condition. Raises Unsayable."""
    return conjunction([_said(part, tongue) for part in parts])


def _said(part: object, tongue: Tongue) -> When:
    if not isinstance(part, tuple):
        raise Unsayable("condition")
    name, held = part
    if isinstance(held, list):
        return _block(name, held, tongue)
    test = body_of(held)
    if set(test) - {"operator", "value"}:
        raise Unsayable(next(iter(set(test) - {"operator", "value"})))
    operator, value = str(test.get("operator")), test.get("value")
    if name in tongue.fields:
        return _own(tongue, name, operator, value)
    read = _READ.get(name)
    if read is None:
        raise Unsayable(name)
    return read(tongue, name, operator, value)


def _block(word: str, inner: Sequence[object], tongue: Tongue) -> When:
    parts = [tree_of(one) for one in inner]
    if word == "OR":
        if text := _anywhere(parts):
            return text
        alone = [when_of(one, tongue) for one in parts]
        if any(not isinstance(one, Mapping) for one in alone):
            raise Unsayable(word)
        return alternatives([one for one in alone if isinstance(one, Mapping)])
    if word == "NOT":  # all of its parts together (measured on zammad/zammad 5.5), whatever the manual says
        whole = when_of([part for one in parts for part in one], tongue)
        if isinstance(whole, Mapping):
            return {"not": whole}
    raise Unsayable(word)


def _anywhere(parts: Sequence[Sequence[object]]) -> When | None:
    """One of several strings in the title or in the message: `text` of ours."""
    found: dict[str, set[object]] = {"ticket.title": set(), "article.body": set()}
    order: list[str] = []
    for alone in parts:
        name, test = alone[0] if len(alone) == 1 and isinstance(alone[0], tuple) else ("", {})
        held = body_of(test)
        if name not in found or set(held) != {"operator", "value"} or held["operator"] != "contains":
            return None
        found[name].add(held["value"])
        order += [str(held["value"])] if str(held["value"]) not in order else []
    if not order or found["ticket.title"] != found["article.body"]:
        return None
    return {"text": {"contains": _one([plain(one) for one in order])}}


def plain(value: object) -> str:
    """A text without references, its escapes undone. Raises Unsayable."""
    if not isinstance(value, str) or any(True for _ in references(value)):
        raise Unsayable("reference")
    return value.replace("@@", "@")


def _one(values: Sequence[str]) -> object:
    unique = list(dict.fromkeys(values))
    return unique[0] if len(unique) == 1 else unique


def _values(value: object) -> list[str]:
    found = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    if not found:
        raise Unsayable("value")
    return found


def _is(name: str, operator: str, values: Sequence[str]) -> When:
    """`is` and `is not` of a list; an empty value is the missing one."""
    if operator not in ("is", "is not"):
        raise Unsayable(operator)
    if list(values) == [""]:
        return {name: {"exists": operator == "is not"}}
    if "" in values:
        raise Unsayable("value")
    asked: When = {name: _one(values)}
    return asked if operator == "is" else {"not": asked}


def _title(tongue: Tongue, name: str, operator: str, value: object) -> When:
    ours = {"ticket.title": "subject", "article.body": "body"}[name]
    asked: When = {ours: {"contains": plain(value)}}
    if operator == "contains":
        return asked
    if operator == "contains not":
        return {"not": asked}
    if operator == "matches regex":
        return {ours: {"matches": plain(value)}}
    raise Unsayable(operator)


def _tags(tongue: Tongue, name: str, operator: str, value: object) -> When:
    tags = [tag.strip() for tag in plain(value).split(",")]
    if operator == "contains one":
        return {"tags": _one(tags)}
    if operator == "contains one not":
        return {"tags": {"none": _one(tags)}}
    if operator == "contains all":
        return {"tags": {"all": tags}}
    raise Unsayable(operator)


def _team(tongue: Tongue, name: str, operator: str, value: object) -> When:
    values = _values(value)
    return _is("team", operator, values if values == [""] else [team_of(tongue, one) for one in values])


def team_of(tongue: Tongue, value: object) -> str:
    """The team that a reference to a group means. Raises Unsayable."""
    found = list(references(value))
    if len(found) != 1 or found[0][0] != "group" or found[0][1] not in tongue.teams:
        raise Unsayable("group")
    return found[0][1]


def _named(kind: str, value: object) -> str:
    found = list(references(value))
    if len(found) != 1 or found[0][0] != kind or found[0][1].startswith("="):
        raise Unsayable(kind)
    return found[0][1]


def _priority(tongue: Tongue, name: str, operator: str, value: object) -> When:
    values = [_named("priority", one) for one in _values(value)]
    if any(one not in PRIORITIES for one in values):
        raise Unsayable("priority")
    return _is("priority", operator, values)


def _status(tongue: Tongue, name: str, operator: str, value: object) -> When:
    found: list[str] = []
    for one in _values(value):
        ours = STATUSES.get(_named("state", one))
        if ours is None:
            raise Unsayable("state")
        found += ours if isinstance(ours, list) else [str(ours)]
    return _is("status", operator, found)


def _author(tongue: Tongue, name: str, operator: str, value: object) -> When:
    names = [_named("sender", one) for one in _values(value)]
    if any(one not in _SENDERS for one in names):
        raise Unsayable("sender")
    return _is("author", operator, [_SENDERS[one] for one in names])


def _channel(tongue: Tongue, name: str, operator: str, value: object) -> When:
    kinds = [_named("article_type", one) for one in _values(value)]
    if any(one not in tongue.channels for one in kinds):
        raise Unsayable(name)
    return _is("channel", operator, [tongue.channels[one] for one in kinds])


def _language(tongue: Tongue, name: str, operator: str, value: object) -> When:
    return _is("language", operator, [plain(one) for one in _values(value)])


def _person(tongue: Tongue, name: str, operator: str, value: object) -> When:
    ours = {"customer.email": "customer.email", "customer.firstname": "customer.first_name"}[name]
    if operator in ("contains", "contains not"):
        asked: When = {ours: {"contains": plain(value)}}
        return asked if operator == "contains" else {"not": asked}
    return _is(ours, operator, [plain(one) for one in _values(value)])


def _hours(tongue: Tongue, name: str, operator: str, value: object) -> When:
    found = list(references(value))
    if tongue.calendar is None or [(kind, id_) for kind, id_, _ in found] != [("calendar", tongue.calendar)]:
        raise Unsayable("calendar")
    return {"hours": "open" if operator == "is in working time" else "closed"}


def _own(tongue: Tongue, name: str, operator: str, value: object) -> When:
    ours = tongue.fields[name]
    values = [plain(one) for one in _values(value)]
    if ours in tongue.flags and len(values) == 1 and values[0] in ("true", "false"):
        asked: When = {ours: values[0] == "true"}
        return asked if operator == "is" else {"not": asked}
    return _is(ours, operator, values)


_READ: dict[str, Callable[[Tongue, str, str, object], When]] = {
    "ticket.title": _title,
    "article.body": _title,
    "ticket.tags": _tags,
    "ticket.group_id": _team,
    "ticket.priority_id": _priority,
    "ticket.state_id": _status,
    "article.sender_id": _author,
    "ticket.create_article_type_id": _channel,
    "article.detected_language": _language,
    "customer.email": _person,
    "customer.firstname": _person,
    "execution_time.calendar_id": _hours,
}


def then_of(perform: object, name: str, tongue: Tongue) -> dict[str, object]:
    """What the rule does. Raises Unsayable."""
    then: dict[str, object] = {}
    for attribute, what in body_of(perform).items():
        held = dict(body_of(what))
        value = held.get("value")
        if attribute == "ticket.group_id":
            then["team"] = team_of(tongue, value)
        elif attribute == "ticket.priority_id":
            then["priority"] = _named("priority", value)
        elif attribute == "ticket.state_id" and _named("state", value) in _SET:
            then["status"] = _SET[_named("state", value)]
        elif attribute == "ticket.owner_id" and held.get("pre_condition") == "specific":
            then["assignee"] = _agent(tongue, value)
        elif attribute == "ticket.tags" and held.get("operator") in ("add", "remove"):
            key = "tags" if held["operator"] == "add" else "remove_tags"
            then[key] = [tag.strip() for tag in plain(value).split(",")]
        elif attribute == "article.note":
            then["note"] = _note(held, name)
        elif attribute in tongue.fields:
            held_fields = then.setdefault("set", {})
            assert isinstance(held_fields, dict)
            ours = tongue.fields[attribute]
            held_fields[ours] = plain(value) == "true" if ours in tongue.flags else plain(value)
        elif attribute != "ticket.pending_time" or "pending" not in str(perform):
            raise Unsayable(attribute)
    return then


def _agent(tongue: Tongue, value: object) -> str:
    mail = _named("user", value)
    if mail not in tongue.agents:
        raise Unsayable("user")
    return tongue.agents[mail]


def _note(held: Mapping[str, object], name: str) -> str:
    """The text of an internal note under the rule's own name."""
    body = plain(held.get("body"))
    if plain(held.get("subject")) != name or not body.startswith("<div>") or "<" in body[5:-6].replace("<br>", ""):
        raise Unsayable("article.note")
    return html.unescape(body.removeprefix("<div>").removesuffix("</div>").replace("<br>", "\n"))
