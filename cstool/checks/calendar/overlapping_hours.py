"""Two intervals of a calendar overlap.

They are counted once, so the calendar still works, but one of the two was meant otherwise: a lunch break typed with a wrong
hour makes tickets due while nobody is there.

Bad:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: ["09:00-12:00", "11:30-18:00"]}}

Good:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: ["09:00-12:00", "13:30-18:00"]}}

中文：同一天的两段上班时间重叠（跨夜班和第二天的早班也算）。系统只会算一次，但通常说明其中一段写错了。
"""

from collections.abc import Iterator
from itertools import pairwise

from cstool.diagnostic import Problem, Severity, text
from cstool.model.calendars import days_of, interval_of
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
DAY = 1440


def check(workspace: Workspace) -> Iterator[Problem]:
    """Pairs of intervals that share a minute, within a day or from a night shift into the next day."""
    for item in workspace.calendars.values():
        hours = item.value.hours
        keys: dict[int, str] = {}
        for key in sorted(hours, key=lambda name: "-" not in name):  # a named day beats a range
            keys |= dict.fromkeys(days_of(key), key)
        week = sorted(
            (day * DAY + start, day * DAY + end, key, index)
            for day, key in keys.items()
            for index, (start, end) in enumerate(map(interval_of, hours[key]))
        )
        # Sunday's night shift runs into Monday: the week goes round.
        around = [*week, *((start + 7 * DAY, end + 7 * DAY, key, index) for start, end, key, index in week)]
        seen = set()
        for (_, end, key, index), (start, _, other, position) in pairwise(around):
            if start < end and (key, index, other, position) not in seen:
                seen.add((key, index, other, position))
                first, second = hours[key][index], hours[other][position]
                yield Problem(
                    item.at("hours", other, position),
                    text("hours-overlap", first=first, first_day=key, second=second, second_day=other),
                    text("hint-hours-overlap"),
                    related=((item.at("hours", key, index), text("other-interval", interval=first)),),
                )
