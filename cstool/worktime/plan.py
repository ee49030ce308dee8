"""What a calendar says: hours by weekday, days off, days worked in exchange; laid over single days."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.model.calendars import Calendar, days_of, interval_of


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
