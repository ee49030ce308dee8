"""A time zone that is an offset in disguise: `Etc/GMT+8`, or `UTC` in a country that has summer time.

The `Etc` zones are counted the other way round: `Etc/GMT+8` is eight hours *behind* Greenwich, Los Angeles in winter and not
China (https://data.iana.org/time-zones/tzdb/etcetera). None of them knows summer time, so that half of the year every due time
is an hour off. Write the zone with its city.

Bad:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Etc/GMT+8, hours: {mon-fri: "09:00-18:00"}}

Good:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: "09:00-18:00"}}

中文：时区其实是固定偏移：Etc/GMT+8 的符号是反的，表示比格林尼治晚 8 小时（洛杉矶冬季），不是中国；在有夏令时的国家写 UTC 也一样，
半年里到期时间都差一小时。请写带城市的时区。
"""

import re
from collections.abc import Iterator
from datetime import datetime

from cstool.diagnostic import Edit, Problem, Severity, Span, text
from cstool.errors import CstoolError
from cstool.tickets.zones import zone_of as main_zone_of
from cstool.workspace import Workspace
from cstool.worktime import zone_of
from cstool.worktime.changes import changes

SEVERITY = Severity.WARNING
_ETC = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_GREENWICH = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT", "UCT", "Zulu", "Universal", "Greenwich"})


def check(workspace: Workspace) -> Iterator[Problem]:
    """The zones of calendars and of the workspace."""
    settings = workspace.settings
    named: list[tuple[str, Span, str | None]] = [(settings.value.timezone, settings.at("timezone"), None)]
    named += [(item.value.timezone, item.at("timezone"), item.value.holidays.country) for item in workspace.calendars.values()]
    for timezone, span, country in named:
        match = _ETC.fullmatch(timezone)
        if match and _exists(timezone):
            direction = "behind" if match[1] == "+" else "ahead"
            message = text(f"timezone-etc-{direction}", timezone=timezone, hours=int(match[2]))
            yield Problem(span, message, text("hint-zone-with-city"))
        elif timezone in _GREENWICH and country:
            zone = main_zone_of(country)
            summer = next(changes(zone, workspace.today, 366), None) if zone else None
            if zone and summer:
                at: datetime = summer.at
                message = text("timezone-without-summer", timezone=timezone, country=country, day=at.date())
                yield Problem(
                    span, message, text("hint-write-zone", timezone=zone.key), edits=(Edit(span, zone.key, safe=False),)
                )


def _exists(timezone: str) -> bool:
    try:
        zone_of(timezone)
    except CstoolError:
        return False
    return True
