"""Slow and obvious: what the clever parts of the product must agree with."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


@cache
def wall_clock(zone: ZoneInfo, day: date) -> list[tuple[datetime, datetime]]:
    """Every UTC minute from a day before to four days after, with what the clock on the wall shows."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    moments = [start + minute * MINUTE for minute in range(5 * 1440)]
    return [(moment, moment.astimezone(zone).replace(tzinfo=None)) for moment in moments]


def minutes_open(zone: ZoneInfo, hours: dict[date, Sequence[tuple[int, int]]]) -> set[datetime]:
    """The UTC minutes at which somebody works, found by looking at the clock on the wall every minute.

    `hours` has the intervals that begin on each day, in minutes of the day. Somebody comes when the clock first shows the
    start or a later time, and leaves when it first shows the end or a later time.
    """
    found: set[datetime] = set()
    for day, intervals in hours.items():
        midnight = datetime(day.year, day.month, day.day)
        for start, finish in intervals:
            comes = next(moment for moment, wall in wall_clock(zone, day) if wall >= midnight + start * MINUTE)
            leaves = next(moment for moment, wall in wall_clock(zone, day) if wall >= midnight + finish * MINUTE)
            while comes < leaves:
                found.add(comes)
                comes += MINUTE
    return found


def working_minutes(open_minutes: set[datetime], first: datetime, second: datetime) -> int:
    """Open minutes from the first moment to the second, both whole minutes, counted one by one."""
    count = 0
    while first < second:
        count += first in open_minutes
        first += MINUTE
    return count


def minute_due(open_minutes: set[datetime], start: datetime, minutes: int) -> datetime:
    """The moment at which so many open minutes have passed, walked minute by minute."""
    while minutes:
        minutes -= start in open_minutes
        start += MINUTE
    return start
