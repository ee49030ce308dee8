"""Moments that calendars and dates in conditions can tell apart: one of each kind."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from cstool.conditions.view import Surroundings
from cstool.worktime import FIRST_YEAR, LAST_YEAR, WorkCalendar, zone_of

REACH = timedelta(days=400)
"""How far a moment of each state of a calendar is looked for: every holiday of a year comes once. Single days off are looked
at wherever they lie."""
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 2), date(LAST_YEAR, 12, 30)
"""The days that lie wholly, in every zone, in the years from which tickets come."""
_ONE = timedelta(days=1)

Clocks = tuple[WorkCalendar, ...]
"""The calendar of one channel in each of the workspaces that are compared."""


@dataclass(frozen=True)
class _Stretch:
    """A stretch of time in which the dates of conditions tell nothing apart: UTC seconds, the end exclusive."""

    first: int
    end: int
    start: int
    """Where looking begins: today where there is room, else near the next named day."""

    def has(self, instant: float) -> bool:
        return self.first <= instant < self.end

    def days(self, clocks: Clocks) -> Iterator[date]:
        """The days to look at (in UTC): a year from the start, then the single days off with those beside them."""
        day = max(FIRST_DAY, _day(self.start)) - _ONE
        last = _day(min(self.end - 1, self.start + int(REACH.total_seconds()))) + _ONE
        while day <= last:
            yield day
            day += _ONE
        single = {off for clock in clocks if clock.plan for off in (*clock.plan.also, *clock.plan.worked)}
        yield from (off + shift * _ONE for off in sorted(single) if FIRST_DAY < off < LAST_DAY for shift in (-1, 0, 1))


def telling_moments(arounds: tuple[Surroundings, ...], today: date, edges: Iterable[date]) -> list[datetime]:
    """Noon of today, then, for each stretch between the named days, a moment of each state of each channel's calendars."""
    zones = list(dict.fromkeys(zone_of(around.zone) for around in arounds))
    zone, today = zones[0], max(FIRST_DAY, min(today, LAST_DAY - REACH))
    found = [datetime.combine(today, time(12), zone)]
    together = _together(arounds)
    for stretch in _stretches(edges, zones, int(found[0].timestamp())):
        noon = datetime.combine(datetime.fromtimestamp(stretch.start, zone).date(), time(12), zone)
        found.append(noon if stretch.has(noon.timestamp()) else datetime.fromtimestamp(stretch.start, zone))
        for clocks in together:
            found += _of_each_state(clocks, stretch, zones)
    return list(dict.fromkeys(found))


def _together(arounds: tuple[Surroundings, ...]) -> list[Clocks]:
    channels = dict.fromkeys(name for around in arounds for name in (*around.channels, None))
    clocks: dict[object, Clocks] = {}
    for channel in channels:
        tuple_ = tuple(around.clock_of(channel) for around in arounds)
        clocks.setdefault(tuple(clock.plan for clock in tuple_), tuple_)
    return list(clocks.values())


def _stretches(edges: Iterable[date], zones: list[ZoneInfo], today: int) -> Iterator[_Stretch]:
    """All time, cut where a named day begins or ends in any of the zones. Days outside the years of tickets cut nothing."""
    days = {day for edge in edges if FIRST_DAY <= edge <= LAST_DAY for day in (edge, edge + _ONE)}
    cuts = {_midnight(day, zone) for day in days if FIRST_DAY < day <= LAST_DAY for zone in zones}
    bounds = [_midnight(FIRST_DAY, zones[0]), *sorted(cuts), _midnight(LAST_DAY, zones[0])]
    reach = int(REACH.total_seconds())
    for first, end in pairwise(bounds):
        if first < end:
            yield _Stretch(first, end, max(first, min(today, end - reach)) if end > today else max(first, end - reach))


def _of_each_state(clocks: Clocks, stretch: _Stretch, zones: list[ZoneInfo]) -> Iterator[datetime]:
    """The first moment of each combination of states that comes up in the stretch."""
    wanted = 1
    for plan in {clock.plan for clock in clocks}:
        off = plan is not None and (plan.country is not None or bool(plan.also))
        wanted *= 1 if plan is None else 2 + off
    seen: set[tuple[str, ...]] = set()
    for day in stretch.days(clocks):
        for instant in _candidates(clocks, day, zones):
            if stretch.has(instant):
                moment = datetime.fromtimestamp(instant, zones[0])
                state = tuple(clock.state(moment) for clock in clocks)
                if state not in seen:
                    seen.add(state)
                    yield moment
        if len(seen) == wanted:
            return


def _candidates(clocks: Clocks, day: date, zones: list[ZoneInfo]) -> list[int]:
    """The instants of a day (in UTC) at which any of the clocks can change: midnights, openings, closings; and its noon."""
    begin = int(datetime.combine(day, time(), UTC).timestamp())
    end = begin + 24 * 3600
    instants = {begin, begin + 12 * 3600}
    for zone in {*zones, *(clock.zone for clock in clocks)}:
        instants.update(_midnight(day + shift * _ONE, zone) for shift in (0, 1))
    for clock in clocks:
        if clock.plan is not None:
            table = clock.table(begin, end - 1)
            for edges in (table.opens, table.closes):
                instants.update(edges[bisect_left(edges, begin) : bisect_left(edges, end)])
    return sorted(instant for instant in instants if begin <= instant < end)


def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())


def _day(instant: int) -> date:
    return datetime.fromtimestamp(instant, UTC).date()
