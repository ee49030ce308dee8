"""Working calendars as schedules: minutes since Sunday midnight, and runs of days off."""

from collections.abc import Iterator

from cstool.backends.account import Account
from cstool.backends.references import literal
from cstool.backends.weeks import DAY, days_of_week, every_holiday_run, holiday_runs, make_up_days
from cstool.backends.zendesk.normal import hours
from cstool.backends.zendesk.zones import rails_name
from cstool.model.calendars import Calendar
from cstool.plan import Resource
from cstool.sla import ALWAYS_OPEN


def schedules(account: Account) -> Iterator[Resource]:
    """A schedule a calendar, and one that never closes where some channel has no calendar."""
    for id_, item in account.workspace.calendars.items():
        scope = account.scope("calendars", id_, item.at())
        if scope.excluded or not account.in_force(item.value):
            continue
        calendar = item.value
        zone = rails_name(calendar.timezone)
        if zone is None:
            scope.unbound("backend-unknown-zone", item.at("timezone"), zone=calendar.timezone)
            continue
        if make_up_days(calendar, account.workspace.today):
            scope.differs("make-up-days", item.at("holidays"))
        if calendar.holidays.country or calendar.holidays.also:
            scope.differs("holiday-window", item.at("holidays"))
        name = account.shown(calendar.name, id_)
        body = {
            "name": literal(name),
            "time_zone": zone,
            "intervals": intervals(calendar),
            "holidays": _holidays(account, calendar),
        }
        yield Resource("schedule", id_, "", name, body)
    unbounded = any(item.value.calendar in (None, ALWAYS_OPEN) for item in account.workspace.channels.values())
    if unbounded and not account.settings.adopted:
        name = account.phrase("always-open")
        week = [{"start_time": day * DAY, "end_time": (day + 1) * DAY} for day in range(7)]
        body = {"name": name, "time_zone": "UTC", "intervals": week, "holidays": []}
        yield Resource("schedule", ALWAYS_OPEN, "", name, body)


def intervals(calendar: Calendar) -> list[dict[str, object]]:
    """Open hours; none crosses midnight, the week begins on Sunday."""
    week = days_of_week(calendar)
    found = [((day + 1) % 7 * DAY + start, (day + 1) % 7 * DAY + end) for day, pieces in enumerate(week) for start, end in pieces]
    return hours({"start_time": start, "end_time": end} for start, end in found)


def _holidays(account: Account, calendar: Calendar) -> list[dict[str, object]]:
    runs = every_holiday_run if account.settings.adopted else holiday_runs
    return [
        {
            "name": first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}",
            "start_date": first.isoformat(),
            "end_date": last.isoformat(),
        }
        for first, last in runs(calendar, account.workspace.today)
    ]
