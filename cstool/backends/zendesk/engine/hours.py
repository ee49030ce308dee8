"""Zendesk's schedules as clocks: open minutes of a week that begins on Sunday, and runs of days off."""

from datetime import date, timedelta

from cstool.backends.engines.things import Thing, plain
from cstool.backends.zendesk.zones import RAILS
from cstool.errors import CstoolError
from cstool.plan import Body
from cstool.worktime import Plan, WorkCalendar, zone_of

DAY = 1440
IANA = {name: zone for zone, name in reversed(RAILS.items())}
"""The first zone of our table that has the product's name."""


def clock_of(thing: Thing) -> WorkCalendar | None:
    """The clock of one schedule; None for a zone that nobody knows.

    Minutes count from Sunday 00:00 (https://developer.zendesk.com/api-reference/ticketing/ticket-management/schedules/).
    """
    name = plain(thing.body.get("time_zone", "UTC"))
    zone = IANA.get(name, name)
    try:
        zone_of(zone)
    except CstoolError:
        return None
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for interval in _list(thing.body, "intervals"):
        start, end = int(str(interval["start_time"])), int(str(interval["end_time"]))
        day = start // DAY
        week[(day - 1) % 7].append((start - day * DAY, end - day * DAY))
    off = {day for holiday in _list(thing.body, "holidays") for day in _days(holiday)}
    plan = Plan(zone, tuple(tuple(sorted(day)) for day in week), also=frozenset(off))
    if all(day == [(0, DAY)] for day in week) and not off:
        return WorkCalendar(None, 2000, 2000)
    year = min((day.year for day in off), default=2024)
    return WorkCalendar(plan, year, max((day.year for day in off), default=year))


def _days(holiday: Body) -> list[date]:
    first, last = (date.fromisoformat(str(holiday[name])[:10]) for name in ("start_date", "end_date"))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _list(body: Body, name: str) -> list[Body]:
    found = body.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list | tuple) else []
