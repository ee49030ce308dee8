"""Working hours begin or end at a time that the clock leaves out, or shows twice, on a day of the coming year.

On the night in spring 02:30 does not exist; the shift is counted from the end of the gap. In autumn it comes twice; the first
passage counts. Helpdesks differ in that, so the same target is due at different times. Begin and end shifts outside of the hour
of the change.

Bad:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: America/New_York, hours: {mon-fri: "09:00-18:00", sun: "02:30-08:00"}}

Good:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: America/New_York, hours: {mon-fri: "09:00-18:00", sun: "03:00-08:00"}}

中文：上下班时间正好落在未来一年夏令时切换跳过的、或出现两次的那段时间里。春天 02:30 不存在，从跳过后的时间算起；秋天出现两次，
算第一次。各家后台处理不同，同一个目标会有不同的到期时间。请让班次避开切换的那一小时。
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cstool.diagnostic import Problem, Severity, text
from cstool.errors import CstoolError
from cstool.model.calendars import Calendar, days_of, interval_of
from cstool.workspace import Workspace
from cstool.worktime import is_holiday, plan_of, zone_of
from cstool.worktime.changes import Change, changes

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Each interval once, at the first change that it meets."""
    for item in workspace.calendars.values():
        if not item.value.in_force(workspace.today):
            continue
        found: dict[tuple[str, int, int], Change] = {}
        try:
            for change in changes(zone_of(item.value.timezone), workspace.today, 366):
                for place in _met(item.value, change):
                    found.setdefault(place, change)
        except CstoolError:  # a zone or holidays that nobody knows: their own checks say so
            continue
        for (key, position, edge), change in found.items():
            kind = "hours-in-gap" if change.forward else "hours-in-overlap"
            said = f"{edge // 60 % 24:02}:{edge % 60:02}"
            message = text(kind, edge=said, day=change.begin.date(), zone=item.value.timezone)
            yield Problem(item.at("hours", key, position), message, text("hint-shift-hours"))


def _met(calendar: Calendar, change: Change) -> Iterator[tuple[str, int, int]]:
    """The intervals with an edge inside of a change: key, position, edge in minutes of the day on which the interval begins."""
    plan = plan_of(calendar)
    for late in (0, 1):  # a night shift began the day before
        day = change.begin.date() - timedelta(days=late)
        if is_holiday(plan, day):
            continue
        keys = [key for key in calendar.hours if day.weekday() in days_of(key)]
        key = next((key for key in keys if "-" not in key), keys[-1] if keys else None)
        for position, span in enumerate(calendar.hours[key] if key else ()):
            for edge in interval_of(span):
                wall = datetime(day.year, day.month, day.day) + timedelta(minutes=edge)
                # The first instant of a gap is its end: what begins there begins when the clock jumps.
                inside = change.begin < wall < change.end if change.forward else change.begin <= wall < change.end
                if inside and key:
                    yield key, position, edge
