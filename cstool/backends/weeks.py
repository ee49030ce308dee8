"""Working calendars in the forms in which products keep them: intervals inside one day, single days off."""

from collections.abc import Iterable
from datetime import date, timedelta

from cstool.model.calendars import Calendar
from cstool.worktime import Plan, is_holiday, plan_of, public_holidays

DAY = 1440
"""Minutes of a day."""


def days_of_week(calendar: Calendar) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Monday to Sunday: intervals in minutes that end by 24:00, those past midnight cut in two, touching ones joined."""
    pieces: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for day, intervals in enumerate(plan_of(calendar).week):
        for start, end in intervals:
            pieces[day].append((start, min(end, DAY)))
            if end > DAY:
                pieces[(day + 1) % 7].append((0, end - DAY))
    return tuple(_joined(sorted(found)) for found in pieces)


def _joined(intervals: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in intervals:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def holidays(calendar: Calendar, today: date) -> tuple[date, ...]:
    """Days off of this year and the next. Whole years, so that a plan made tomorrow is the same."""
    plan = plan_of(calendar)
    return tuple(day for day in _days(today) if is_holiday(plan, day))


def holiday_runs(calendar: Calendar, today: date) -> tuple[tuple[date, date], ...]:
    """The same as runs of consecutive days: first and last day."""
    return _runs(holidays(calendar, today))


def every_holiday(calendar: Calendar, today: date) -> tuple[date, ...]:
    """The same, and all further days that the calendar names one by one, whatever their year."""
    return tuple(sorted({*holidays(calendar, today), *calendar.holidays.also}))


def every_holiday_run(calendar: Calendar, today: date) -> tuple[tuple[date, date], ...]:
    """The same as runs of consecutive days."""
    return _runs(every_holiday(calendar, today))


def _runs(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return tuple(runs)


def make_up_days(calendar: Calendar, today: date) -> tuple[date, ...]:
    """Weekend days of this year and the next that are worked in exchange for a holiday."""
    plan: Plan = plan_of(calendar)
    years = (today.year, today.year + 1)
    return tuple(sorted(day for year in years for day in public_holidays(plan.country, plan.subdivision, year)[1]))


def _days(today: date) -> tuple[date, ...]:
    first, last = date(today.year, 1, 1), date(today.year + 1, 12, 31)
    return tuple(first + timedelta(days=offset) for offset in range((last - first).days + 1))
