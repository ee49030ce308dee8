"""Zammad's calendars as clocks: hours of a week, single days off."""

from collections.abc import Mapping
from datetime import date

from cstool.backends.engines.things import Thing, plain
from cstool.errors import CstoolError
from cstool.model.calendars import DAYS
from cstool.worktime import Plan, WorkCalendar, zone_of

_LAST = 23 * 60 + 59


def clock_of(thing: Thing) -> WorkCalendar | None:
    """The clock of one calendar; None for one that the product cannot count on (a zone or a day that does not exist)."""
    try:
        zone_of(plain(thing.body.get("timezone")))
        off = frozenset(_off(thing.body.get("public_holidays")))
        hours = thing.body.get("business_hours")
        week = tuple(_day(hours.get(day)) for day in DAYS) if isinstance(hours, Mapping) else ((),) * 7
    except (CstoolError, ValueError):
        return None
    plan = Plan(plain(thing.body["timezone"]), week, also=off)
    if all(day == ((0, 1440),) for day in week) and not off:
        return WorkCalendar(None, 2000, 2000)
    first = min((day.year for day in off), default=2024)
    return WorkCalendar(plan, first, max((day.year for day in off), default=first))


def _off(holidays: object) -> list[date]:
    """Days off that are switched on."""
    found = holidays.items() if isinstance(holidays, Mapping) else ()
    days = [(date.fromisoformat(str(day)), entry) for day, entry in found]
    return [day for day, entry in days if isinstance(entry, Mapping) and entry.get("active")]


def _day(entry: object) -> tuple[tuple[int, int], ...]:
    if not isinstance(entry, Mapping) or not entry.get("active"):
        return ()
    frames = entry.get("timeframes")
    found = [(_minute(frame[0]), _minute(frame[1])) for frame in frames] if isinstance(frames, list | tuple) else []
    return tuple(sorted((start, 1440 if end == _LAST else end) for start, end in found if start < end))  # 23:59 is midnight


def _minute(written: object) -> int:
    hours, _, minutes = str(written).partition(":")
    return int(hours) * 60 + int(minutes)
