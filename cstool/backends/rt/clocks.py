"""Working hours twice: exactly, for conditions inside the program; and as the server's own business hours, for due times."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from cstool.backends.account import Account
from cstool.backends.weeks import DAY, days_of_week, holidays, make_up_days
from cstool.model.calendars import Calendar
from cstool.plan import Resource
from cstool.worktime import hours_on, is_holiday, plan_of

SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
"""Our weekdays in the order of the server: 0 is Sunday (Business::Hours, https://metacpan.org/pod/Business::Hours)."""


def clocks(account: Account) -> Mapping[str, object]:
    """Every calendar for the program: zone, week from Sunday, days off, and days with other hours (worked for a holiday)."""
    return {
        id_: _clock(item.value, account.workspace.today)
        for id_, item in account.workspace.calendars.items()
        if account.in_force(item.value)
    }


def _clock(calendar: Calendar, today: date) -> Mapping[str, object]:
    plan = plan_of(calendar)
    first, last = date(today.year - 1, 12, 31), date(today.year + 1, 12, 31)  # the night before may reach into the year
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    off = {day.isoformat(): 1 for day in days if is_holiday(plan, day)}
    other = {
        day.isoformat(): hours_on(plan, day)
        for day in days
        if day.isoformat() not in off and hours_on(plan, day) != plan.week[day.weekday()]
    }
    return {"zone": calendar.timezone, "week": [plan.week[day] for day in SUNDAY_FIRST], "off": off, "other": other}


def hours_name(account: Account, calendar: str) -> str:
    """What the hours of a calendar are called there; those that are kept away from the account have their shown name."""
    item = account.workspace.calendars.get(calendar)
    return account.shown(item.value.name, calendar) if item and account.excludes("calendars", calendar) else f"cs-{calendar}"


def business_hours(account: Account, used: Collection[str]) -> Iterator[Resource]:
    """The calendars that service levels count on, as business hours."""
    for id_, item, scope in account.objects("calendars", account.workspace.calendars.items()):
        if make_up_days(item.value, account.workspace.today):
            scope.differs("make-up-days", item.at("holidays"))
        if id_ in used:
            scope.differs("closing-time", item.at("hours"))
            name = hours_name(account, id_)
            yield Resource("business_hours", id_, "", name, _hours(item.value, account.workspace.today))


def _hours(calendar: Calendar, today: date) -> dict[str, object]:
    """Days from 0 (Sunday) with one span each; what lies between our intervals is a break. The end 24:00 is said as 0:00."""
    week = days_of_week(calendar)
    body: dict[str, object] = {}
    for number, day in enumerate(SUNDAY_FIRST):
        if pieces := week[day]:
            span: dict[str, object] = {"Start": _clock_time(pieces[0][0]), "End": _clock_time(pieces[-1][1])}
            breaks = [(left[1], right[0]) for left, right in pairwise(pieces)]
            if breaks:
                span["Breaks"] = [{"Start": _clock_time(start), "End": _clock_time(end)} for start, end in breaks]
            body[str(number)] = span
    body["holidays"] = [day.isoformat() for day in holidays(calendar, today)]
    return body


def _clock_time(minute: int) -> str:
    return f"{minute % DAY // 60}:{minute % 60:02d}"
