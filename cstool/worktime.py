"""Working time: how much of it lies between two moments, and the moment so much later.

A calendar becomes a table of open intervals in UTC seconds with the open seconds before each; every answer is a binary search
in it, so all of them agree. Hours are wall-clock times: an edge is the first instant at which the local clock shows that time
or a later one (so an edge inside a spring gap lies at the end of the gap, and one inside an autumn overlap at its first
passage, as RFC 5545 section 3.3.5 reads a repeated local time). Counting is in elapsed seconds. Moments are aware datetimes;
fractions of a second are dropped; moments that come back are in UTC, which has no gaps to misread.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Literal
from zoneinfo import ZoneInfo

from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.model.calendars import Calendar, days_of, interval_of

State = Literal["open", "closed", "holiday"]

HORIZON_YEARS = 40
"""How far ahead a deadline is looked for: a config's longest duration, 400 days, is worked off in five hours a week."""
FIRST_YEAR, LAST_YEAR = 1970, 2200
"""Moments outside are refused: the first is the epoch that a missing time turns into, the last no ticket reaches."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a calendar says, ready to be laid over days; equal calendars are equal plans and share their tables."""

    timezone: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    """Monday to Sunday: intervals in minutes of the day; an end above 1440 lies on the next day."""
    country: str | None = None
    subdivision: str | None = None
    also: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    @property
    def never_opens(self) -> bool:
        """Whether no weekday has hours."""
        return not any(self.week)


@dataclass(frozen=True, slots=True)
class Table:
    """The open intervals of some whole years. `before[i]` counts the open seconds ahead of interval i; it ends with the sum."""

    start: int
    end: int
    opens: tuple[int, ...]
    closes: tuple[int, ...]
    before: tuple[int, ...]

    def worked(self, instant: int) -> int:
        """Open seconds from the start of the table to an instant inside it."""
        position = bisect_right(self.opens, instant) - 1
        if position < 0:
            return 0
        return self.before[position] + min(instant, self.closes[position]) - self.opens[position]

    def reached(self, amount: int) -> int:
        """The first instant at which so many open seconds (above 0, at most the sum) have passed: a closing time stays there."""
        position = bisect_left(self.before, amount) - 1
        return self.opens[position] + amount - self.before[position]


class WorkCalendar:
    """One calendar's clock. Its table grows when a moment outside is asked for; the answers never depend on that."""

    __slots__ = ("_table", "_years", "plan")

    def __init__(self, plan: Plan | None, first_year: int, last_year: int) -> None:
        self.plan = plan
        """None is 24x7: calendar time."""
        self._years = (first_year, last_year)
        self._table: Table | None = None

    @property
    def never_opens(self) -> bool:
        """Whether no working second ever comes (as far as the weekly hours tell)."""
        return self.plan is not None and self.plan.never_opens

    @property
    def zone(self) -> ZoneInfo:
        """The calendar's zone, UTC for 24x7. Raises CstoolError when the zone does not exist."""
        return ZoneInfo("UTC") if self.plan is None else zone_of(self.plan.timezone)

    def state(self, moment: datetime) -> State:
        """Open, closed, or holiday (closed on a day that is a holiday in the calendar's zone)."""
        if self.plan is None:
            return "open"
        instant = _seconds(moment)
        table = self.table(instant)
        position = bisect_right(table.opens, instant) - 1
        if position >= 0 and instant < table.closes[position]:
            return "open"
        return "holiday" if is_holiday(self.plan, moment.astimezone(self.zone).date()) else "closed"

    def elapsed(self, first: datetime, second: datetime) -> int:
        """Working seconds from one moment to another; negative when the second lies before the first."""
        start, end = _seconds(first), _seconds(second)
        if self.plan is None:
            return end - start
        table = self.table(start, end)
        return table.worked(end) - table.worked(start)

    def deadline(self, start: datetime, seconds: int) -> datetime:
        """The first moment by which so many working seconds have passed. Raises CstoolError when it never comes."""
        if seconds < 0:
            raise ValueError("a deadline lies in the future")
        instant = _seconds(start)
        if self.plan is None or seconds == 0:
            return _moment(instant + seconds)
        table = self._reaching(instant, seconds)
        return _moment(table.reached(table.worked(instant) + seconds))

    def working_days_deadline(self, start: datetime, days: int) -> datetime:
        """Closing time of the n-th day after the day of `start` on which anybody works (24x7: its midnight, UTC).

        The day of the event does not count, as in Regulation (EEC, Euratom) 1182/71, article 3(1).
        """
        if days < 1:
            raise ValueError("at least one working day")
        day = start.astimezone(self.zone).date()
        if self.plan is None:
            return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=days + 1)
        for _ in range(HORIZON_YEARS * 366):
            day += timedelta(days=1)
            if closing := _edges(self.plan, day):
                days -= 1
                if not days:
                    return _moment(max(end for _, end in closing))
        raise _never(self.plan)

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself when it is open, else the next opening. Raises CstoolError when there is none."""
        instant = _seconds(moment)
        if self.plan is None:
            return _moment(instant)
        table = self._reaching(instant, 1)
        return _moment(max(instant, table.opens[bisect_right(table.closes, instant)]))

    def table(self, *instants: int) -> Table:
        """The open intervals of a span of years that holds these instants (UTC seconds)."""
        assert self.plan is not None, "24x7 has no table"
        if self._table is None:
            self._table = _table(self.plan, *self._years)
        if not (self._table.start <= min(instants) and max(instants) < self._table.end):
            years = [_moment(instant).year for instant in instants]
            if min(years) < FIRST_YEAR or max(years) > LAST_YEAR:
                raise CstoolError(text("moment-out-of-range", first=FIRST_YEAR, last=LAST_YEAR))
            # One year to either side: the local year begins up to 14 hours away from the year in UTC.
            self._widen(min(years) - 1, max(years) + 1)
        return self._table

    def _reaching(self, instant: int, seconds: int) -> Table:
        """A table in which so many working seconds lie after the instant; years are added one by one, then in strides."""
        table = self.table(instant)
        step, limit = 1, _moment(instant).year + HORIZON_YEARS
        while table.before[-1] - table.worked(instant) < seconds:
            if self._years[1] >= limit or self.never_opens:
                raise _never(self.plan)
            self._widen(self._years[0], min(self._years[1] + step, limit))
            table, step = self.table(instant), step * 2
        return table

    def _widen(self, first: int, last: int) -> None:
        assert self.plan is not None
        self._years = (min(first, self._years[0]), max(last, self._years[1]))
        self._table = _table(self.plan, *self._years)


def build(calendar: Calendar | None, start: date, end: date) -> WorkCalendar:
    """A calendar's clock, expected to be asked about these days; None is 24x7. Nothing is computed before the first question."""
    return WorkCalendar(plan_of(calendar) if calendar else None, start.year, max(end.year, start.year))


def plan_of(calendar: Calendar) -> Plan:
    """The calendar's hours by weekday (a named day beats a range, a later range beats an earlier one) and its days off."""
    week: list[tuple[tuple[int, int], ...]] = [()] * 7
    for key in sorted(calendar.hours, key=lambda name: "-" not in name):  # stable: ranges in file order, then single days
        for day in days_of(key):
            week[day] = tuple(sorted(interval_of(span) for span in calendar.hours[key]))
    off = calendar.holidays
    return Plan(calendar.timezone, tuple(week), off.country, off.subdivision, frozenset(off.also), frozenset(off.except_))


def is_holiday(plan: Plan, day: date) -> bool:
    """Whether nobody works that day because it is a holiday; `also` beats `except`, both beat the country's list."""
    if day in plan.also:
        return True
    return day not in plan.worked and day in public_holidays(plan.country, plan.subdivision, day.year)[0]


def hours_on(plan: Plan, day: date) -> tuple[tuple[int, int], ...]:
    """The intervals that begin on that day, in minutes of the day."""
    if is_holiday(plan, day):
        return ()
    weekday = day.weekday()
    own = plan.week[weekday]
    if weekday >= 5 and day in public_holidays(plan.country, plan.subdivision, day.year)[1]:
        # A make-up day is worked like a weekday: Saturday like Friday, Sunday like Monday. A team without weekday hours
        # (a weekend shift) keeps its own.
        return plan.week[4 if weekday == 5 else 0] or own
    return own


@lru_cache(maxsize=512)
def public_holidays(country: str | None, subdivision: str | None, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """A year's public holidays, and the weekend days worked in exchange. Raises CstoolError for an unknown country or part.

    The make-up working days (China's 调休, fixed each November by the State Council) are the `weekend_workdays` of the
    `holidays` package, filled as its years are: https://holidays.readthedocs.io (HolidayBase, "weekend_workdays").
    """
    if country is None:
        return frozenset(), frozenset()
    import holidays

    try:
        # The next year too: a December weekend may be worked for a January bridge day.
        found = holidays.country_holidays(country, subdiv=subdivision, years=(year, year + 1), expand=False)
    except NotImplementedError:
        raise CstoolError(text("no-holidays-known", country=country, subdivision=subdivision or "")) from None
    made_up = frozenset(day for day in found.weekend_workdays if day.year == year)
    return frozenset(day for day in found if day.year == year) - made_up, made_up


def zone_of(timezone: str) -> ZoneInfo:
    """The IANA zone of that name. Raises CstoolError when there is none."""
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):  # unknown, not a relative path, a folder of the zone data
        raise CstoolError(text("no-such-timezone", timezone=timezone)) from None


@lru_cache(maxsize=128)
def _table(plan: Plan, first_year: int, last_year: int) -> Table:
    """Every open interval that begins in these years or reaches into them, merged where they touch."""
    zone = zone_of(plan.timezone)
    start, end = _instant(datetime(first_year, 1, 1), zone), _instant(datetime(last_year + 1, 1, 1), zone)
    spans: list[tuple[int, int]] = []
    day = date(first_year, 1, 1) - timedelta(days=1)  # its night shift may end in the first year
    while day.year <= last_year:
        spans.extend(_edges(plan, day))
        day += timedelta(days=1)
    opens: list[int] = []
    closes: list[int] = []
    for begin, finish in sorted((max(begin, start), min(finish, end)) for begin, finish in spans):
        if closes and begin <= closes[-1]:
            closes[-1] = max(closes[-1], finish)
        elif begin < finish:
            opens.append(begin)
            closes.append(finish)
    before = accumulate((close - open_ for open_, close in zip(opens, closes)), initial=0)
    return Table(start, end, tuple(opens), tuple(closes), tuple(before))


def _edges(plan: Plan, day: date) -> list[tuple[int, int]]:
    """The intervals that begin on that day, in UTC seconds; one that falls wholly into a gap is gone."""
    midnight, zone = datetime(day.year, day.month, day.day), zone_of(plan.timezone)
    edges = ([_instant(midnight + timedelta(minutes=edge), zone) for edge in interval] for interval in hours_on(plan, day))
    return [(begin, finish) for begin, finish in edges if begin < finish]


def _instant(wall: datetime, zone: ZoneInfo) -> int:
    """The first instant, in UTC seconds, at which the zone's clock shows this time or a later one."""
    local = wall.replace(tzinfo=zone)
    late = int(local.timestamp())
    if datetime.fromtimestamp(late, zone).replace(tzinfo=None) == wall:
        return late
    # In a gap: the two readings of the time enclose the jump of the clock, which lies where the offset changes.
    early, offset = int(local.replace(fold=1).timestamp()), local.utcoffset()
    while late - early > 1:
        middle = (early + late) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late


def _seconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return int(moment.timestamp() // 1)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _never(plan: Plan | None) -> CstoolError:
    return CstoolError(text("calendar-too-short", timezone=plan.timezone if plan else "UTC", years=HORIZON_YEARS))
