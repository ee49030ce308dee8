"""When a zone's clock is put forward or back, and which local times it leaves out or shows twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Change:
    """One change. Local times from `begin` until `end` do not exist (`forward`), or come twice."""

    at: datetime
    """The moment, in UTC."""
    begin: datetime
    end: datetime
    forward: bool


def changes(zone: ZoneInfo, first: date, days: int) -> Iterator[Change]:
    """The changes of some days. Two on one day would be seen as their sum; the database has none."""
    moment = datetime(first.year, first.month, first.day, tzinfo=UTC)
    for _ in range(days):
        later = moment + timedelta(days=1)
        before, after = _offset(moment, zone), _offset(later, zone)
        if before != after:
            at = _turn(moment, later, zone)
            earlier, last = (at + min(before, after)).replace(tzinfo=None), (at + max(before, after)).replace(tzinfo=None)
            yield Change(at, earlier, last, after > before)
        moment = later


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _turn(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    old = _offset(before, zone)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return after
