"""A list of days off that ends soon.

A calendar without a country lives by the days under `also`. When the last of them is past, every holiday counts as a working
day: tickets are due, and customers are promised an answer, while the office is closed. Told from 60 days before the end of a
list of three days or more; and for a country whose next holidays nobody knows yet.

Bad:

    # config/calendars/base.yaml
    calendars:
      shenzhen:
        timezone: Asia/Shanghai
        hours: {mon-fri: "09:00-18:00"}
        holidays: {also: [2026-06-19, 2026-09-25, 2026-12-31]}

Good:

    # config/calendars/base.yaml
    calendars:
      shenzhen:
        timezone: Asia/Shanghai
        hours: {mon-fri: "09:00-18:00"}
        holidays: {also: [2026-06-19, 2026-09-25, 2026-12-31, 2027-02-08, 2027-06-09]}

中文：休息日清单快到头了。没有写 country 的日历只认 also 里的日期，最后一天过后，所有节假日都会被当成工作日。
清单（三天以上）还剩不到 60 天时提醒；写了 country 但还查不到下一年假期的也提醒。
"""

from collections.abc import Iterator
from datetime import timedelta

from cstool.diagnostic import Problem, Severity, text
from cstool.errors import CstoolError
from cstool.workspace import Workspace
from cstool.worktime import public_holidays

SEVERITY = Severity.WARNING
SOON, A_LIST = 60, 3


def check(workspace: Workspace) -> Iterator[Problem]:
    """Calendars in force."""
    soon = workspace.today + timedelta(days=SOON)
    for name, item in workspace.calendars.items():
        days = item.value.holidays
        if not item.value.in_force(workspace.today):
            continue
        if days.country is None and len(days.also) >= A_LIST and max(days.also) < soon:
            last = max(range(len(days.also)), key=days.also.__getitem__)
            message = text("holiday-list-ends", calendar=name, day=days.also[last])
            yield Problem(item.at("holidays", "also", last), message, text("hint-more-holidays"))
        elif days.country is not None and _unknown(days.country, days.subdivision, soon.year):
            message = text("holidays-of-year-unknown", country=days.country, year=str(soon.year))
            yield Problem(item.at("holidays", "country"), message, text("hint-update-holidays", year=str(soon.year)))


def _unknown(country: str, subdivision: str | None, year: int) -> bool:
    try:
        return not public_holidays(country, subdivision, year)[0]
    except CstoolError:  # a country that nobody knows: its own check says so
        return False
