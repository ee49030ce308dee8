"""Working time and escalation of the fake Zammad, minute-exact and slow: measured on zammad/zammad 5.5."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.fakes import zammad_selector
from tests.fakes.zammad_kinds import Record, Refused

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TARGETS = (
    ("first_response_time", "first_response"),
    ("update_time", "update"),
    ("response_time", "update"),
    ("solution_time", "close"),
)
_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def moment(written: str) -> datetime:
    """A time as the API writes it."""
    return datetime.strptime(written, _FORM).replace(tzinfo=UTC)


def written(at: datetime) -> str:
    """The same, the other way round."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def _frames(calendar: Record, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    if calendar["public_holidays"].get(day.isoformat(), {}).get("active"):
        return []
    setting = calendar["business_hours"].get(_DAYS[day.weekday()], {})
    found = []
    for start, end in setting.get("timeframes", []) if setting.get("active") else []:
        first = datetime.combine(day, time.fromisoformat(start), zone)
        last = (
            datetime.combine(day + timedelta(1), time(), zone)
            if end == "23:59"
            else datetime.combine(day, time.fromisoformat(end), zone)
        )
        found.append((first.astimezone(UTC), last.astimezone(UTC)))
    return sorted(found)


def _zone(calendar: Record) -> ZoneInfo:
    try:
        return ZoneInfo(calendar["timezone"])
    except (ZoneInfoNotFoundError, TypeError, ValueError):
        raise Refused(500, f"Invalid identifier: {calendar['timezone'] or 'nil'}", human=False) from None


def is_open(calendar: Record, clock: str) -> bool:
    """Whether the calendar is open at a moment."""
    at = moment(clock) if clock else datetime(2026, 11, 23, 9, tzinfo=UTC)
    zone = _zone(calendar)
    return any(start <= at < end for start, end in _frames(calendar, at.astimezone(zone).date(), zone))


def later(calendar: Record, start: datetime, minutes: int) -> datetime:
    """So many working minutes later."""
    zone = _zone(calendar)
    for day in calendar["public_holidays"]:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise Refused(422, "invalid date", human=False) from None
    left = timedelta(minutes=minutes)
    day = start.astimezone(zone).date()
    while True:
        for first, last in _frames(calendar, day, zone):
            begin = max(first, start)
            if begin < last:
                if begin + left < last:  # a time that ends with the frame is the beginning of the next one
                    return begin + left
                left -= last - begin
        day += timedelta(1)


def escalate(account: Any, ticket: Record, value: zammad_selector.Value, at: zammad_selector.Moment, clock: str) -> None:
    """The times of the first matching SLA by name; one without condition is the fallback, the last of them by name."""
    ticket.update(dict.fromkeys(("first_response_escalation_at", "update_escalation_at", "close_escalation_at", "escalation_at")))
    state = account.tables["ticket_states"][ticket["state_id"]]
    found = None
    for sla in sorted(account.tables["slas"].values(), key=lambda one: one["name"]):
        if not sla["condition"]:
            found = sla
        elif zammad_selector.holds(sla["condition"], value, at):
            found = sla
            break
    calendar = account.tables["calendars"].get(found["calendar_id"]) if found else None
    if found is None or calendar is None or state["ignore_escalation"]:
        return
    start = moment(ticket["created_at"])
    for column, what in _TARGETS:
        minutes = found[column] or 0
        answered = column in ("first_response_time", "response_time") and ticket["first_response_at"]
        if minutes > 0 and not answered:
            ticket[f"{what}_escalation_at"] = written(later(calendar, start, minutes))
    times = [ticket[f"{what}_escalation_at"] for what in ("first_response", "update", "close")]
    ticket["escalation_at"] = min((one for one in times if one), default=None)
