"""Public holidays of a country or part of a country that nobody knows.

Without the list every holiday counts as a working day: tickets are due, and customers are promised an answer, on days on
which the office is closed. The lists are those of the `holidays` package.

Bad:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Europe/Madrid, hours: {mon-fri: "09:00-18:00"}, holidays: {country: SP}}

Good:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Europe/Madrid, hours: {mon-fri: "09:00-18:00"}, holidays: {country: ES, subdivision: MD}}

中文：查不到这个国家或地区的公众假期（国家用 ISO 代码：西班牙是 ES，不是 SP）。查不到时所有假期都会被当成工作日。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.errors import CstoolError
from cstool.workspace import Workspace
from cstool.worktime import public_holidays

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Countries and their parts that the holidays package does not have."""
    for item in workspace.calendars.values():
        days = item.value.holidays
        if days.country is None:
            continue
        try:
            public_holidays(days.country, days.subdivision, workspace.today.year)
        except CstoolError:
            import holidays  # loaded for a fault only

            known = holidays.list_supported_countries()
            if days.country in known:
                parts = tuple(known[days.country])
                message = text("no-such-subdivision", subdivision=str(days.subdivision), country=days.country)
                hint = text("hint-write-one-of", names=parts) if parts else text("hint-remove-subdivision")
                yield Problem(item.at("holidays", "subdivision"), message, hint)
            else:
                span = item.at("holidays", "country")
                yield Problem(span, text("no-such-holidays", country=days.country), text("hint-country-code"))
