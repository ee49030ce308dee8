"""The open intervals of a calendar over whole years, in UTC seconds, with the open seconds before each.

Hours are wall-clock times: an edge is the first instant at which the local clock shows that time or a later one (so an edge
inside a spring gap lies at the end of the gap, and one inside an autumn overlap at its first passage, as RFC 5545 section 3.3.5
reads a repeated local time).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from cstool.worktime.plan import Plan, hours_on, zone_of


@dataclass(frozen=True, slots=True)
class Table:
    """The open intervals of some whole years. `before[i]` counts the open seconds ahead of interval i; it ends with the sum."""

    start: int
    end: int
    opens: tuple[int, ...]
    closes: tuple[int, ...]
    before: tuple[int, ...]

    def worked(self, instant: int) -> int:
        """Open seconds from the start of the table to an instant inside it."""
        position = bisect_right(self.opens, instant) - 1
        if position < 0:
            return 0
        return self.before[position] + min(instant, self.closes[position]) - self.opens[position]

    def reached(self, amount: int) -> int:
        """The first instant at which so many open seconds (above 0, at most the sum) have passed: a closing time stays there."""
        position = bisect_left(self.before, amount) - 1
        return self.opens[position] + amount - self.before[position]


@lru_cache(maxsize=128)
def table_of(plan: Plan, first_year: int, last_year: int) -> Table:
    """Every open interval that begins in these years or reaches into them, merged where they touch."""
    zone = zone_of(plan.timezone)
    start, end = instant_of(datetime(first_year, 1, 1), zone), instant_of(datetime(last_year + 1, 1, 1), zone)
    spans: list[tuple[int, int]] = []
    day = date(first_year, 1, 1) - timedelta(days=1)  # its night shift may end in the first year
    while day.year <= last_year:
        spans.extend(edges_of(plan, day))
        day += timedelta(days=1)
    return _merged(start, end, ((max(begin, start), min(finish, end)) for begin, finish in spans))


@lru_cache(maxsize=128)
def joined_table(plans: tuple[Plan, ...], first_year: int, last_year: int) -> Table:
    """The hours in which any of several calendars is open."""
    tables = [table_of(plan, first_year, last_year) for plan in plans]
    spans = (span for table in tables for span in zip(table.opens, table.closes, strict=True))
    return _merged(min(table.start for table in tables), max(table.end for table in tables), spans)


def _merged(start: int, end: int, spans: Iterable[tuple[int, int]]) -> Table:
    opens: list[int] = []
    closes: list[int] = []
    for begin, finish in sorted(spans):
        if closes and begin <= closes[-1]:
            closes[-1] = max(closes[-1], finish)
        elif begin < finish:
            opens.append(begin)
            closes.append(finish)
    before = accumulate((close - open_ for open_, close in zip(opens, closes)), initial=0)
    return Table(start, end, tuple(opens), tuple(closes), tuple(before))


def edges_of(plan: Plan, day: date) -> list[tuple[int, int]]:
    """The intervals that begin on that day, in UTC seconds; one that falls wholly into a gap is gone."""
    midnight, zone = datetime(day.year, day.month, day.day), zone_of(plan.timezone)
    edges = ([instant_of(midnight + timedelta(minutes=edge), zone) for edge in interval] for interval in hours_on(plan, day))
    return [(begin, finish) for begin, finish in edges if begin < finish]


def instant_of(wall: datetime, zone: ZoneInfo) -> int:
    """The first instant, in UTC seconds, at which the zone's clock shows this time or a later one."""
    local = wall.replace(tzinfo=zone)
    late = int(local.timestamp())
    if datetime.fromtimestamp(late, zone).replace(tzinfo=None) == wall:
        return late
    # In a gap: the two readings of the time enclose the jump of the clock, which lies where the offset changes.
    early, offset = int(local.replace(fold=1).timestamp()), local.utcoffset()
    while late - early > 1:
        middle = (early + late) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late
