"""China's make-up working days (调休) are closed in the calendar.

Before and after the long holidays some Saturdays and Sundays are worked. The State Council fixes them each November for the
year to come (https://www.gov.cn/zhengce). A calendar that lists the holidays by hand keeps those days closed: the team works,
and the clock stands still. `country: CN` brings holidays and make-up days together; from December on it is also told when the
make-up days of the next year are not yet known to the installed list.

Bad:

    # config/calendars/base.yaml
    calendars:
      shenzhen:
        timezone: Asia/Shanghai
        hours: {mon-fri: "09:00-18:00"}
        holidays: {also: [2026-09-25, 2026-10-01, 2026-10-02, 2026-10-05, 2026-10-06, 2026-10-07, 2027-02-08]}

Good:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: "09:00-18:00"}, holidays: {country: CN}}

中文：日历没有算进调休上班日。手写节假日清单时，调休的周六周日仍是“休息”，团队在上班，时钟却停着。写 country: CN 会同时带上节
假日和调休；每年 12 月起，如果已安装的假期表还没有下一年的调休，也会提醒。
"""

from collections.abc import Iterator
from datetime import date, timedelta

from cstool.diagnostic import Problem, Severity, text
from cstool.model.calendars import Calendar
from cstool.workspace import Workspace
from cstool.worktime import hours_on, plan_of, public_holidays

SEVERITY = Severity.WARNING
_ZONES = frozenset({"Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "Asia/Urumqi", "Asia/Kashgar", "PRC"})
_A_LIST, _KNOWN_BY = 3, 31


def check(workspace: Workspace) -> Iterator[Problem]:
    """Calendars of China in force."""
    for name, item in workspace.calendars.items():
        calendar = item.value
        if not calendar.in_force(workspace.today):
            continue
        if calendar.holidays.country == "CN":
            year = (workspace.today + timedelta(days=_KNOWN_BY)).year
            if not public_holidays("CN", None, year)[1]:
                message = text("make-up-days-unknown", year=str(year))
                yield Problem(item.at("holidays", "country"), message, text("hint-update-holidays", year=str(year)))
        elif calendar.holidays.country is None and calendar.timezone in _ZONES:
            closed = tuple(_closed(calendar))
            if closed:
                message = text("make-up-days-closed", calendar=name, days=closed)
                yield Problem(item.at("holidays", "also"), message, text("hint-country-cn"))


def _closed(calendar: Calendar) -> Iterator[date]:
    """The make-up days on which nobody works, of the years whose holidays the calendar lists by hand."""
    plan = plan_of(calendar)
    for year in sorted({day.year for day in calendar.holidays.also}):
        holidays, made_up = public_holidays("CN", None, year)
        if len(holidays.intersection(calendar.holidays.also)) >= _A_LIST:
            yield from (day for day in sorted(made_up) if not hours_on(plan, day))
