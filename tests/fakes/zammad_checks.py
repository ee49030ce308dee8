"""What the models of the fake Zammad check before they keep a record: messages measured on zammad/zammad 5.5."""

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from tests.fakes import zammad_selector
from tests.fakes.zammad_kinds import Record, Refused

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FOLLOW_UPS = ("yes", "new_ticket", "new_ticket_after_certain_time")
_UX = ("none", "next_task", "next_task_on_close", "next_from_overview")


class Account(Protocol):
    """What a check may look at."""

    newer: bool
    tables: dict[str, dict[int, Record]]

    def known_attributes(self) -> set[str]:
        """Ticket attributes."""
        ...


def nothing(account: Account, record: Record, number: int | None) -> None:
    """No check."""


def _group(account: Account, record: Record, number: int | None) -> None:
    if record["note"] and len(record["note"]) > 250:
        raise Refused(422, "Note is too long (maximum is 250 characters)")
    if record["follow_up_possible"] not in _FOLLOW_UPS:
        raise Refused(422, f"Invalid value '{record['follow_up_possible']}' for field 'follow_up_possible'!")
    if record["signature_id"] and record["signature_id"] not in account.tables["signatures"]:
        raise Refused(422, f"Invalid value '{record['signature_id']}' for field 'signature_id'!")


def _calendar(account: Account, record: Record, number: int | None) -> None:
    hours = record["business_hours"]
    active = {day: setting for day, setting in hours.items() if setting.get("active")}
    if not active or not any(setting.get("timeframes") for setting in active.values()):
        raise Refused(422, "There are no business hours configured.")
    for day, setting in active.items():
        if day not in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
            raise Refused(422, "no implicit conversion from nil to integer")
        frames = setting["timeframes"]
        for start, end in frames.items() if isinstance(frames, dict) else frames:
            if not re.fullmatch(r"\d\d:\d\d", start) or not re.fullmatch(r"\d\d:\d\d", end):
                mark = "                                                     ^^^^^^^^^^^"
                line = "              DayTime.from_timestamp(start_timestamp).day_minute"
                raise Refused(422, f"undefined method `day_minute' for nil:NilClass\n\n{line}\n{mark}")
            if end <= start:
                raise Refused(422, "nonsensical hours provided")


def _sla(account: Account, record: Record, number: int | None) -> None:
    if record["response_time"] and record["update_time"]:
        raise Refused(422, "Cannot have both response time and update time.")
    _condition(account, record, number)


def _condition(account: Account, record: Record, number: int | None) -> None:
    try:
        zammad_selector.check(record.get("condition") or {}, account.newer, account.known_attributes())
    except zammad_selector.BadSelector:
        word = "object" if account.newer else "ticket"
        raise Refused(422, f"Invalid {word} selector conditions") from None
    for name in ("notification.email", "article.note"):
        action = (record.get("perform") or {}).get(name)
        needed = ("body", "recipient", "subject") if name == "notification.email" else ("body", "subject", "internal")
        for part in needed if action is not None else ():
            if not str(action.get(part) or "").strip():
                raise Refused(422, f"The required 'perform' value for {name}, {part} is missing!")


def _macro(account: Account, record: Record, number: int | None) -> None:
    if record["ux_flow_next_up"] not in _UX:
        raise Refused(422, "Ux flow next up is not included in the list")
    _condition(account, record, number)


def _trigger(account: Account, record: Record, number: int | None) -> None:
    if account.newer and record["activator"] not in ("action", "time"):
        raise Refused(422, "Activator is not included in the list")
    if account.newer and record["note"] and len(record["note"]) > 250:
        raise Refused(422, "Note is too long (maximum is 250 characters)")
    _condition(account, record, number)


def _user(account: Account, record: Record, number: int | None) -> None:
    if not any(record[name] for name in ("firstname", "lastname", "phone", "email")):
        raise Refused(422, "At least one identifier (firstname, lastname, phone or email) for user is required.")
    if record["email"] and not _MAIL.fullmatch(record["email"]):
        raise Refused(422, f"Invalid email '{record['email']}'")
    for other in account.tables["users"].values():
        if record["email"] and other["id"] != number and other["email"] == record["email"]:
            raise Refused(422, f"Email address '{record['email']}' is already used for another user.")


def _overview(account: Account, record: Record, number: int | None) -> None:
    if not record["role_ids"]:
        raise Refused(422, "Roles can't be blank")
    _condition(account, record, number)


def _webhook(account: Account, record: Record, number: int | None) -> None:
    if not re.match(r"https?://\S+", str(record["endpoint"])):
        raise Refused(422, "Endpoint The provided endpoint is invalid.")


def _filter(account: Account, record: Record, number: int | None) -> None:
    if not record["match"]:
        raise Refused(422, "At least one match rule is required, but none was provided.")


CHECKS: Mapping[str, Callable[[Account, Record, int | None], None]] = {
    "groups": _group,
    "calendars": _calendar,
    "slas": _sla,
    "macros": _macro,
    "triggers": _trigger,
    "jobs": _condition,
    "users": _user,
    "overviews": _overview,
    "webhooks": _webhook,
    "postmaster_filters": _filter,
}
