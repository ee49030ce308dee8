"""Moments that calendars and dates in conditions can tell apart: one of each kind."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from cstool.conditions.view import Surroundings
from cstool.errors import CstoolError
from cstool.worktime import FIRST_YEAR, LAST_YEAR, WorkCalendar, zone_of

REACH = timedelta(days=400)
"""How far a moment of each state of a calendar is looked for: every holiday of a year comes once."""

Clocks = tuple[WorkCalendar, ...]
"""The calendar of one channel in each of the workspaces that are compared."""


def telling_moments(arounds: tuple[Surroundings, ...], today: date, edges: list[date]) -> list[datetime]:
    """Noon of today, then, for each stretch between the named days, a moment of each state of each channel's calendars."""
    zone = zone_known(arounds[0].zone)
    found = [datetime.combine(today, time(12), zone)]
    together = _together(arounds)
    for first, last in _stretches(sorted(set(edges)), today):
        found.append(datetime.combine(first, time(12), zone))
        for clocks in together:
            found += _of_each_state(clocks, first, last, zone)
    return list(dict.fromkeys(found))


def zone_known(name: str) -> ZoneInfo:
    """The zone of that name, UTC where there is none: its own check names it."""
    try:
        return zone_of(name)
    except CstoolError:
        return ZoneInfo("UTC")


def _together(arounds: tuple[Surroundings, ...]) -> list[Clocks]:
    channels = dict.fromkeys(name for around in arounds for name in (*around.channels, None))
    clocks: dict[object, Clocks] = {}
    for channel in channels:
        tuple_ = tuple(around.clock_of(channel) for around in arounds)
        clocks.setdefault(tuple(clock.plan for clock in tuple_), tuple_)
    return list(clocks.values())


def _stretches(edges: list[date], today: date) -> Iterator[tuple[date, date]]:
    """First and last day of every stretch: all time without named days, else before, on, between and after them."""
    if not edges:
        yield today, today + REACH
        return
    one = timedelta(days=1)
    yield max(edges[0] - REACH, date(FIRST_YEAR + 1, 1, 1)), edges[0] - one
    for low, high in pairwise(edges):
        yield low, low
        if high - low > one:
            yield low + one, min(high - one, low + REACH)
    yield edges[-1], edges[-1]
    yield edges[-1] + one, min(edges[-1] + REACH, date(LAST_YEAR - 1, 1, 1))


def _of_each_state(clocks: Clocks, first: date, last: date, zone: ZoneInfo) -> Iterator[datetime]:
    """The first moment of each combination of states that comes up in the stretch."""
    wanted = 1
    for plan in {clock.plan for clock in clocks}:
        off = plan is not None and (plan.country is not None or bool(plan.also))
        wanted *= 1 if plan is None else 2 + off
    seen: set[tuple[str, ...]] = set()
    day = first
    while day <= last and len(seen) < wanted:
        for moment in _candidates(clocks, day, zone):
            state = tuple(clock.state(moment) for clock in clocks)
            if state not in seen:
                seen.add(state)
                yield moment
        day += timedelta(days=1)


def _candidates(clocks: Iterable[WorkCalendar], day: date, zone: ZoneInfo) -> list[datetime]:
    """The moments of a day at which any of the clocks can change: midnights, openings, closings."""
    start = datetime.combine(day, time(), zone)
    begin, end = int(start.timestamp()), int(datetime.combine(day + timedelta(days=1), time(), zone).timestamp())
    instants = {begin, (begin + end) // 2}
    for clock in clocks:
        if clock.plan is None:
            continue
        instants.add(int(datetime.combine(day, time(), clock.zone).timestamp()))
        table = clock.table(begin, end)
        for edges in (table.opens, table.closes):
            instants.update(edges[bisect_left(edges, begin) : bisect_left(edges, end)])
    return [datetime.fromtimestamp(instant, UTC).astimezone(zone) for instant in sorted(instants) if begin <= instant < end]
