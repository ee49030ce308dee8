"""Slow, obvious models of what two products do with native rules, to hold a compile against our own decisions.

Texts are judged by substring and whole word of the folded text, so tests use tickets on which that says what our keywords say.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cstool.plan import Resource
from cstool.tickets import Ticket


@dataclass
class Desk:
    """One ticket inside a product: what its rules read and write."""

    ticket: Ticket
    via: Mapping[str, str]
    """How the product knows the channel: `tag`, `recipient`, `via`."""
    hours: str
    """`open`, `closed`, `holiday` of the channel's calendar."""
    known: Mapping[str, str]
    """Bound fields that the connector filled: native field -> value."""
    event: str = "create"
    """`create`, or `reply` of the customer."""
    tags: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    mails: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tags |= set(self.ticket.tags) | set(self.ticket.customer.tags)
        if "tag" in self.via:
            self.tags.add(self.via["tag"])
        self.values.update(self.known)

    @property
    def text(self) -> str:
        """Subject and message, folded."""
        return f"{self.ticket.subject}\n{self.ticket.body}".casefold()


def zendesk(resources: Sequence[Resource], desk: Desk, look_again: bool = True) -> Desk:
    """Every active trigger in order, each once; after a change the list is looked at again from the top, or not."""
    by_key = {
        f"@{{trigger/{item.id}{'#' + item.part if item.part else ''}}}": item for item in resources if item.kind == "trigger"
    }
    order = next(item.body for item in resources if item.kind == "trigger_order")
    names = [name for category in order["trigger_categories"] for name in order["triggers"][category]]
    done: set[str] = set()
    if not look_again:
        for name in names:
            _zendesk_try(by_key[name].body, desk)
        return desk
    again = True
    while again:
        again = False
        for name in names:
            if name not in done and _zendesk_try(by_key[name].body, desk):
                done.add(name)
                again = True
                break
    return desk


def _zendesk_try(trigger: Mapping[str, Any], desk: Desk) -> bool:
    if not _zendesk_matches(trigger["conditions"], desk):
        return False
    for action in trigger["actions"]:
        _zendesk_act(action["field"], action["value"], desk)
    return True


def _zendesk_matches(conditions: Mapping[str, list], desk: Desk) -> bool:
    rows = [_zendesk_row(row, desk) for row in conditions["all"]]
    either = [_zendesk_row(row, desk) for row in conditions["any"]]
    return all(rows) and (not either or any(either))


def _zendesk_row(row: Mapping[str, str], desk: Desk) -> bool:
    name, operator, value = row["field"], row["operator"], row.get("value")
    if name == "update_type":
        return value == ("Create" if desk.event == "create" else "Change")
    if name in ("comment_is_public", "role"):
        return (value in ("true", "end_user")) is (operator == "is")
    if name == "current_tags":
        return (not desk.tags.isdisjoint(value.split())) is (operator == "includes")
    if name in ("comment_includes_word", "subject_includes_word"):
        text = desk.text if name.startswith("comment") else desk.ticket.subject.casefold()
        found = value in text if operator.startswith("is") else any(_word(word, text) for word in value.split())
        return found is (operator in ("is", "includes"))
    if name in ("recipient", "via_id"):
        return (desk.via.get("recipient" if name == "recipient" else "via") == value.replace("@@", "@")) is (operator == "is")
    if name in ("in_business_hours", "on_holiday"):
        held = desk.hours == "open" if name == "in_business_hours" else desk.hours == "holiday"
        return str(held).lower() == value
    if name == "locale_id":
        seen = desk.ticket.language or ""
        wanted = re.fullmatch(r"@\{locale/(.+)\}", value)[1]
        return (seen == wanted or seen.startswith(wanted + "-")) is (operator == "is")
    if operator in ("present", "not_present"):
        return (name in desk.values) is (operator == "present")
    return (desk.values.get(name, "") == value) is (operator in ("is", "includes"))


def _word(word: str, text: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text) is not None


def _zendesk_act(name: str, value: object, desk: Desk) -> None:
    if name == "current_tags":
        desk.tags |= set(str(value).split())
    elif name == "remove_tags":
        desk.tags -= set(str(value).split())
    elif name.startswith("notification_"):
        desk.mails.append(value)
    elif name == "add_skills":
        desk.values[f"skill:{value}"] = "1"
    else:
        desk.values[name] = str(value)


def zammad(resources: Sequence[Resource], desk: Desk) -> Desk:
    """Every trigger once, in the order of the lower-cased names, each seeing what the ones before did."""
    triggers = [item for item in resources if item.kind == "trigger" and "activator" not in item.body]
    for item in sorted(triggers, key=lambda item: str(item.body["name"]).lower()):
        if _zammad_holds(item.body["condition"], desk):
            for name, what in item.body["perform"].items():
                _zammad_act(name, what, desk)
    return desk


def _zammad_holds(condition: Mapping[str, object], desk: Desk) -> bool:
    if "conditions" in condition:
        parts = [
            _zammad_holds(part, desk) if "conditions" in part else _zammad_row(part["name"], part, desk)
            for part in condition["conditions"]
        ]
        if condition["operator"] == "NOT":
            return not all(parts)
        return all(parts) if condition["operator"] == "AND" else any(parts)
    return all(_zammad_row(name, test, desk) for name, test in condition.items())


def _zammad_row(name: str, test: Mapping[str, object], desk: Desk) -> bool:
    operator, value = test["operator"], test["value"]
    if name == "ticket.action":
        return value == ("create" if desk.event == "create" else "update")
    if name in ("article.action", "article.sender_id"):
        return ("create" in value or "Customer" in str(value)) is (operator == "is")
    if name == "ticket.tags":
        return (not desk.tags.isdisjoint(str(value).split(", "))) is (operator == "contains one")
    if name in ("ticket.title", "article.body"):
        text = (desk.ticket.subject if name == "ticket.title" else desk.ticket.body).casefold()
        return (str(value).casefold() in text) is (operator == "contains")
    if name == "execution_time.calendar_id":
        working = desk.hours != "holiday" if str(value).endswith(".days}") else desk.hours == "open"
        return working is (operator == "is in working time")
    if name == "article.to":
        return str(value).replace("@@", "@") == desk.via.get("recipient")
    if name == "ticket.create_article_type_id":
        return desk.via.get("via") in [re.fullmatch(r"@\{article_type/(.+)\}", one)[1] for one in value]
    if name == "article.detected_language":
        seen = (desk.ticket.language or "").lower()
        return any(seen == one or (one and seen.startswith(one + "-")) for one in value) is (operator == "is")
    return (desk.values.get(name, "") in value) is (operator == "is")


def _zammad_act(name: str, what: Mapping[str, object], desk: Desk) -> None:
    if name == "ticket.tags":
        tags = set(str(what["value"]).split(", "))
        desk.tags = desk.tags | tags if what["operator"] == "add" else desk.tags - tags
    elif name == "notification.email":
        desk.mails.append(what)
    else:
        desk.values[name] = str(what["value"])
