"""A time zone that is not a name of the IANA time zone database.

Every due time of the calendar hangs on its zone. Abbreviations are no zones: `CST` is China to one colleague and Chicago to
another, fourteen hours apart, and names such as `EST` that the database keeps for old programs have no summer time
(https://data.iana.org/time-zones/tzdb/NEWS, release 2024b). A fixed offset (`UTC+8`) forgets summer time as well. Write the
zone with its city.

Bad:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: CST, hours: {mon-fri: "09:00-18:00"}}

Good:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: "09:00-18:00"}}

中文：时区必须写 IANA 名称（例如 Asia/Shanghai）。CST 既是中国时间也是美国中部时间，相差十几个小时；EST 这类缩写和 UTC+8
这类固定偏移没有夏令时，到期时间会算错。
"""

import re
from collections.abc import Iterator
from zoneinfo import available_timezones

from cstool.diagnostic import Edit, Problem, Severity, Span, quoted, text
from cstool.errors import CstoolError
from cstool.spelling import nearest
from cstool.workspace import Workspace
from cstool.worktime import zone_of

SEVERITY = Severity.ERROR

# What people mean by an abbreviation (https://www.timeanddate.com/time/zones/); several where it is ambiguous.
MEANT = {
    "CST": ("Asia/Shanghai", "America/Chicago"),
    "CDT": ("America/Chicago",),
    "PST": ("America/Los_Angeles",),
    "PDT": ("America/Los_Angeles",),
    "PT": ("America/Los_Angeles",),
    "EST": ("America/New_York",),
    "EDT": ("America/New_York",),
    "ET": ("America/New_York",),
    "MST": ("America/Denver", "America/Phoenix"),
    "HST": ("Pacific/Honolulu",),
    "BST": ("Europe/London", "Asia/Dhaka"),
    "CET": ("Europe/Berlin", "Europe/Paris"),
    "CEST": ("Europe/Berlin", "Europe/Paris"),
    "MEZ": ("Europe/Berlin",),
    "EET": ("Europe/Athens", "Europe/Kyiv"),
    "WET": ("Europe/Lisbon",),
    "IST": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "JST": ("Asia/Tokyo",),
    "KST": ("Asia/Seoul",),
    "HKT": ("Asia/Hong_Kong",),
    "SGT": ("Asia/Singapore",),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"),
}
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d{2})?", re.IGNORECASE)


def check(workspace: Workspace) -> Iterator[Problem]:
    """The zones of calendars and of the workspace."""
    named = [(item.value.timezone, item.at("timezone")) for item in workspace.calendars.values()]
    for timezone, span in [(workspace.settings.value.timezone, workspace.settings.at("timezone")), *named]:
        if timezone.upper() in MEANT:
            meant = MEANT[timezone.upper()]
            edits = (Edit(span, meant[0], safe=False),) if len(meant) == 1 else ()
            hint = text("hint-write-one-of", names=quoted(*meant))
            yield Problem(span, text("timezone-abbreviation", timezone=timezone), hint, edits=edits)
        elif not _exists(timezone):
            yield _unknown(timezone, span)


def _exists(timezone: str) -> bool:
    try:
        zone_of(timezone)
    except CstoolError:
        return False
    return True


def _unknown(timezone: str, span: Span) -> Problem:
    if _OFFSET.fullmatch(timezone.strip()):
        return Problem(span, text("timezone-offset", timezone=timezone), text("hint-zone-with-city"))
    meant = nearest(timezone.replace(" ", "_"), sorted(available_timezones()))
    hint = text("hint-write-zone", timezone=meant) if meant else text("hint-zone-with-city")
    return Problem(span, text("timezone-unknown", timezone=timezone), hint, edits=(Edit(span, meant, False),) if meant else ())
