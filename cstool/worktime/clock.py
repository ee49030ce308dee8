"""One calendar's clock: state, elapsed working time, deadlines, the next opening.

Counting is in elapsed seconds. Moments are aware datetimes; fractions of a second are dropped; moments that come back are in
UTC, which has no gaps to misread.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.model.calendars import Calendar
from cstool.worktime.plan import Plan, is_holiday, plan_of, zone_of
from cstool.worktime.table import Table, edges_of, table_of

State = Literal["open", "closed", "holiday"]

HORIZON_YEARS = 40
"""How far ahead a deadline is looked for: a config's longest duration, 400 days, is worked off in five hours a week."""
FIRST_YEAR, LAST_YEAR = 1970, 2200
"""Moments outside are refused: the first is the epoch that a missing time turns into, the last no ticket reaches."""


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
        table = self._table
        if table is None or not table.start <= instant < table.end:
            table = self.table(instant)
        amount = table.worked(instant) + seconds
        if amount > table.before[-1]:
            table = self.reaching(instant, seconds)
            amount = table.worked(instant) + seconds
        return _moment(table.reached(amount))

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
            if closing := edges_of(self.plan, day):
                days -= 1
                if not days:
                    return _moment(max(end for _, end in closing))
        raise _never(self.plan)

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself when it is open, else the next opening. Raises CstoolError when there is none."""
        instant = _seconds(moment)
        if self.plan is None:
            return _moment(instant)
        table = self.reaching(instant, 1)
        return _moment(max(instant, table.opens[bisect_right(table.closes, instant)]))

    def table(self, *instants: int) -> Table:
        """The open intervals of a span of years that holds these instants (UTC seconds)."""
        assert self.plan is not None, "24x7 has no table"
        if self._table is None:
            self._table = table_of(self.plan, *self._years)
        if not (self._table.start <= min(instants) and max(instants) < self._table.end):
            years = [_moment(instant).year for instant in instants]
            if min(years) < FIRST_YEAR or max(years) > LAST_YEAR:
                raise CstoolError(text("moment-out-of-range", first=FIRST_YEAR, last=LAST_YEAR))
            # One year to either side: the local year begins up to 14 hours away from the year in UTC.
            self._widen(min(years) - 1, max(years) + 1)
        return self._table

    def reaching(self, instant: int, seconds: int) -> Table:
        """A table in which so many working seconds lie after the instant; years are added one by one, then in strides."""
        table = self.table(instant)
        if table.before[-1] - table.worked(instant) >= seconds:
            return table
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
        self._table = table_of(self.plan, *self._years)


def build(calendar: Calendar | None, start: date, end: date) -> WorkCalendar:
    """A calendar's clock, expected to be asked about these days; None is 24x7. Nothing is computed before the first question."""
    return WorkCalendar(plan_of(calendar) if calendar else None, start.year, max(end.year, start.year))


def _seconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return int(moment.timestamp() // 1)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _never(plan: Plan | None) -> CstoolError:
    return CstoolError(text("calendar-too-short", timezone=plan.timezone if plan else "UTC", years=HORIZON_YEARS))
