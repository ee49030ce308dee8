"""A calendar keeps the holidays of one country and the clock of another.

Copied and half changed: the hours move with the zone, and the office is "closed" on the holidays of a place where nobody sits.
Where a team does keep foreign holidays, allow it with the reason.

Bad:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: "09:00-18:00"}, holidays: {country: DE, subdivision: BE}}

Good:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: "09:00-18:00"}, holidays: {country: CN}}

中文：日历用的是一个国家的假期、另一个国家的时区，多半是复制后只改了一半。如果团队确实按外国假期休息，请写 allow 并说明原因。
"""

from collections.abc import Iterator
from datetime import datetime, time

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.errors import CstoolError
from cstool.tickets.zones import all_zones_of
from cstool.workspace import Workspace
from cstool.worktime import zone_of
from cstool.worktime.changes import changes

SEVERITY = Severity.WARNING
_GREENWICH = frozenset({"UTC", "GMT"})


def check(workspace: Workspace) -> Iterator[Problem]:
    """Calendars whose zone goes by another clock than every zone of the country over the coming year."""
    for name, item in workspace.calendars.items():
        country, timezone = item.value.holidays.country, item.value.timezone
        zones = all_zones_of(country)
        if not zones or not item.value.in_force(workspace.today) or timezone in _GREENWICH or timezone.startswith("Etc/"):
            continue
        try:
            own = _course(workspace, timezone)
        except CstoolError:  # a zone that nobody knows: its own check says so
            continue
        if all(_course(workspace, zone) != own for zone in zones):
            message = text("holidays-of-another-country", calendar=name, country=country, timezone=timezone)
            related = ((item.at("timezone"), text("calendar-zone", timezone=timezone)),)
            yield Problem(
                item.at("holidays", "country"), message, text("hint-one-country", zones=quoted(*zones[:3])), related=related
            )


def _course(workspace: Workspace, timezone: str) -> tuple[object, ...]:
    """The offset of today and every change of the year to come: what tells clocks apart, whatever their names."""
    zone = zone_of(timezone)
    noon = datetime.combine(workspace.today, time(12), zone)
    return (noon.utcoffset(), *((change.at, change.begin) for change in changes(zone, workspace.today, 366)))
