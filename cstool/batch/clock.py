"""Moments of many tickets: the local day of each, and the state of a calendar at each; equal to `worktime`'s one by one."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from cstool.batch.bits import Numbers, distinct
from cstool.worktime import Plan, WorkCalendar, is_holiday, zone_of

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
OPEN, CLOSED, HOLIDAY, _CHANGES = range(4)
_QUARTER = 900
"""Seconds of a quarter of an hour, on whose edges nearly all working hours begin and end."""
_MANY, _LONGEST = 5000, 50 * 366 * _DAY
"""From so many moments on, within so many seconds, the quarters are worth their table."""


def days_of(seconds: Numbers, zone: ZoneInfo) -> Numbers:
    """The day that the zone's calendar shows at each instant (UTC seconds), as `date.toordinal` counts."""
    blocks, which = distinct(seconds // _DAY)
    edges = np.array([_offsets(block, zone) for block in blocks.tolist()], np.int64).reshape(-1, 2)
    offsets = edges[which, 0]
    turning = (edges[:, 0] != edges[:, 1])[which]
    if turning.any():  # the clock changes within this day (UTC)
        offsets[turning] = [_offset(second, zone) for second in seconds[turning].tolist()]
    found: Numbers = (seconds + offsets) // _DAY + _EPOCH
    return found


@lru_cache(maxsize=100_000)
def _offsets(block: int, zone: ZoneInfo) -> tuple[int, int]:
    """How far the zone is ahead of UTC at the first and at the last second of a day (UTC)."""
    return _offset(block * _DAY, zone), _offset(block * _DAY + _DAY - 1, zone)


def _offset(second: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(second, zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


def states_of(calendar: WorkCalendar, seconds: Numbers) -> npt.NDArray[np.int32]:
    """Open, closed or holiday at each instant. Raises CstoolError for one that the calendar cannot tell."""
    found = np.full(len(seconds), OPEN, np.int32)
    plan = calendar.plan
    if plan is None or not len(seconds):
        return found
    table = calendar.table(int(seconds.min()), int(seconds.max()))
    if len(seconds) < _MANY or table.end - table.start > _LONGEST:
        return _states(plan, table.opens, table.closes, seconds)
    found = _quarters(plan, table.start, table.end, table.opens, table.closes)[(seconds - table.start) // _QUARTER]
    between = np.flatnonzero(found == _CHANGES)
    found[between] = _states(plan, table.opens, table.closes, seconds[between])
    return found


@lru_cache(maxsize=64)
def _quarters(plan: Plan, start: int, end: int, opens: tuple[int, ...], closes: tuple[int, ...]) -> npt.NDArray[np.int32]:
    """The state of each quarter of an hour, or that it changes within."""
    begins = np.arange(start, end, _QUARTER, dtype=np.int64)
    first, last = (_states(plan, opens, closes, begins + more) for more in (0, _QUARTER - 1))
    edges = np.array(sorted({*opens, *closes}), np.int64)
    inside = np.searchsorted(edges, begins + _QUARTER - 1, "right") > np.searchsorted(edges, begins, "right")
    return np.where(inside | (first != last), _CHANGES, first).astype(np.int32)


def _states(plan: Plan, opens: tuple[int, ...], closes: tuple[int, ...], seconds: Numbers) -> npt.NDArray[np.int32]:
    found = np.full(len(seconds), OPEN, np.int32)
    begins, ends = np.array(opens, np.int64), np.array(closes, np.int64)
    places = np.searchsorted(begins, seconds, "right") - 1
    away = (places < 0) | (seconds >= ends[places]) if len(begins) else np.ones(len(seconds), bool)
    if away.any():
        days, which = distinct(days_of(seconds[away], zone_of(plan.timezone)))
        off = [HOLIDAY if is_holiday(plan, date.fromordinal(day)) else CLOSED for day in days.tolist()]
        found[away] = np.array(off, np.int32)[which]
    return found
