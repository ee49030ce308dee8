"""The most unlucky moment: when, within some days, a deadline lies furthest behind another clock's, found exactly.

Between two edges of working hours a deadline either runs along with the message (somebody works then) or stands still (nobody
does), so the delay against another clock is a straight line there and is greatest at an end of it. Looking at the edges, and at
the moments at which the deadline jumps over a closed time, is looking everywhere.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from cstool.model.base import Duration
from cstool.worktime.clock import WorkCalendar
from cstool.worktime.plan import Plan
from cstool.worktime.table import Table, instant_of, joined_table

Timed = tuple[WorkCalendar, Duration]
"""A length and the clock it counts on."""
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Worst:
    """A message at `start` is due at `due`, and at `limit` by the other clock (None: only elapsed time was asked for)."""

    start: datetime
    due: datetime
    limit: datetime | None
    late: int
    """Seconds of all the days in which a message meets the deadline and is late by the other clock all the same."""
    whole: int
    """Seconds of all the days."""

    @property
    def elapsed(self) -> timedelta:
        """Calendar time from the message to its deadline."""
        return self.due - self.start

    @property
    def behind(self) -> timedelta:
        """How far the deadline lies behind the other clock's; negative when it never does."""
        return self.due - self.limit if self.limit else self.elapsed


def due_of(timed: Timed, start: datetime) -> datetime:
    """When a length that begins at a moment is over on its clock. Raises CstoolError where that never comes."""
    clock, within = timed
    if within.working_days:
        return clock.working_days_deadline(start, within.working_days)
    return clock.deadline(start, within.seconds)


def worst(timed: Timed, first: date, days: int, limit: Timed | None = None) -> Worst | None:
    """The moment of `days` days from `first` on (UTC) whose deadline lies furthest behind the limit's: the last of the first
    such stretch, which is a closing time where the deadline waits for an opening. None on a calendar that never opens.

    Raises CstoolError for a calendar whose zone or holidays are not known.
    """
    if timed[0].never_opens or (limit and limit[0].never_opens):
        return None
    keys = tuple((one[0].plan, one[1].seconds, one[1].working_days) for one in ((timed, limit) if limit else (timed,)))
    return _worst(keys, first, days)


def unattended(staff: Sequence[Plan], limit: Timed, first: date, days: int) -> Worst | None:
    """The moment of these days after which the first of some people comes back latest, measured against a limit on its clock.

    `due` of the answer is the first second of their work; `behind` is above zero where the limit is over before it. None where
    nobody ever works, or the limit's calendar never opens. Raises CstoolError for a zone or holidays that are not known.
    """
    there = tuple(dict.fromkeys(plan for plan in staff if not plan.never_opens))
    if not there or limit[0].never_opens:
        return None
    return _worst(((there, 1, 0), (limit[0].plan, limit[1].seconds, limit[1].working_days)), first, days)


_Key = tuple[Plan | tuple[Plan, ...] | None, int, int]
"""A calendar, several of which any is enough, or calendar time; seconds; working days."""


@lru_cache(maxsize=4_096)
def _worst(keys: tuple[_Key, ...], first: date, days: int) -> Worst:
    begin = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp())
    end = begin + days * _DAY
    lanes = [Lane(key, begin, end) for key in keys]
    points = sorted({begin, end - 1, *(turn + late for lane in lanes for turn in lane.turns() for late in (-1, 0, 1))})
    asked = points[bisect_left(points, begin) : bisect_left(points, end)]
    dues = [lanes[0].due(point) for point in asked]
    limits = [lanes[1].due(point) for point in asked] if len(lanes) > 1 else asked
    behind = [due - limit for due, limit in zip(dues, limits, strict=True)]
    most = max(behind)
    place = behind.index(most)
    while most > min(behind) and place + 1 < len(behind) and behind[place + 1] == most:
        place += 1
    return Worst(
        datetime.fromtimestamp(asked[place], UTC),
        datetime.fromtimestamp(dues[place], UTC),
        datetime.fromtimestamp(limits[place], UTC) if len(lanes) > 1 else None,
        _positive([*asked, end], [*behind, behind[-1]]),
        end - begin,
    )


def _positive(points: list[int], values: list[int]) -> int:
    """How many of the whole seconds between the points have a value above zero; it changes by at most 1 a second between two."""
    count = 0
    for number in range(len(points) - 1):
        gap, value = points[number + 1] - points[number], values[number]
        slope = (values[number + 1] - value) // gap if gap > 1 else 0
        if slope < 0:
            count += min(gap, max(value, 0))
        elif slope > 0:
            count += max(gap + min(value - 1, 0), 0)
        elif value > 0:
            count += gap
    return count


Hour = tuple[int, int]
"""Weekday (Monday is 0) and hour, by the clock of a zone."""


def longest_by_hour(timed: Timed, zone: ZoneInfo, first: date, days: int) -> Mapping[Hour, tuple[int, ...]] | None:
    """The longest that the answer to a message of each hour of the week can take, in seconds, once for each week of the days.

    None on a calendar that never opens. Raises CstoolError for a calendar whose zone or holidays are not known.
    """
    return None if timed[0].never_opens else _by_hour((timed[0].plan, timed[1].seconds, timed[1].working_days), zone, first, days)


@lru_cache(maxsize=256)
def _by_hour(key: _Key, zone: ZoneInfo, first: date, days: int) -> Mapping[Hour, tuple[int, ...]]:
    hours = _hours(zone, first, days)
    end = hours[-1][2]
    lane = Lane(key, hours[0][2], end)
    turns = sorted({turn + late for turn in lane.turns() for late in (-1, 0, 1)})
    found: dict[Hour, list[int]] = {}
    for (weekday, hour, begin), (_, _, until) in pairwise(hours):
        if begin < until:  # an hour that the clocks leave out has no messages
            inside = turns[bisect_right(turns, begin) : bisect_left(turns, until - 1)]
            # While nobody comes or goes the delay stays, or shrinks from the first second on.
            longest = max(lane.due(instant) - instant for instant in (begin, *inside, until - 1)) if turns else lane.seconds
            found.setdefault((weekday, hour), []).append(longest)
    return {hour: tuple(lengths) for hour, lengths in found.items()}


@lru_cache(maxsize=32)
def _hours(zone: ZoneInfo, first: date, days: int) -> tuple[tuple[int, int, int], ...]:
    """Weekday, hour and first instant of every hour of the days and of the one after."""
    midnight = datetime(first.year, first.month, first.day)
    walls = (midnight + timedelta(hours=number) for number in range(days * 24 + 1))
    return tuple((wall.weekday(), wall.hour, instant_of(wall, zone)) for wall in walls)


class Lane:
    """One length on its clock over a stretch of time, in seconds throughout."""

    def __init__(self, key: _Key, begin: int, end: int) -> None:
        plan, self.seconds, self.working_days = key
        self.begin, self.end = begin, end
        self.table: Table | None = None
        self.days: Sequence[int] = ()
        self.closings: Sequence[int] = ()
        first, last = (datetime.fromtimestamp(instant, UTC).year for instant in (begin, end))
        if isinstance(plan, tuple):
            # Somebody of them comes within the year after: an empty week was left out, and a holiday is not a year.
            self.table = joined_table(plan, first - 1, last + 1)
        elif self.working_days:
            self.days, self.closings = _by_days(plan, self.working_days, begin, end)
        elif plan is not None and self.seconds:
            clock = WorkCalendar(plan, first, last)
            clock.table(begin, end)
            self.table = clock.reaching(end, self.seconds)

    def due(self, instant: int) -> int:
        """The deadline of a message at that instant."""
        if self.working_days:
            return self.closings[max(bisect_left(self.days, instant + 1) - 1, 0)]
        if self.table is None:
            return instant + self.seconds
        return self.table.reached(self.table.worked(instant) + self.seconds)

    def turns(self) -> Iterator[int]:
        """The instants around which the deadline bends or jumps."""
        yield from self.days
        table = self.table
        if table is None:
            return
        for number, (opens, closes) in enumerate(zip(table.opens, table.closes, strict=True)):
            if opens <= self.end and closes >= self.begin:
                yield opens
                yield closes
            left = table.before[number + 1] - self.seconds
            if left > 0 and self.begin <= (jump := table.reached(left)) <= self.end:
                yield jump


@lru_cache(maxsize=128)
def _by_days(plan: Plan | None, working_days: int, begin: int, end: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The first instant of every local day, and the deadline that holds for the whole of it."""
    clock = WorkCalendar(plan, datetime.fromtimestamp(begin, UTC).year, datetime.fromtimestamp(end, UTC).year)
    zone, days, closings = clock.zone, list[int](), list[int]()
    day = datetime.fromtimestamp(begin, UTC).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    while (instant := int(day.timestamp())) <= end:
        days.append(instant)
        closings.append(int(clock.working_days_deadline(day.replace(hour=12), working_days).timestamp()))
        day = (day.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=zone)
    return tuple(days), tuple(closings)
