"""Moments of many tickets: the local day of each, and the state of a calendar at each; equal to `worktime`'s one by one."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from cstool.batch.bits import Numbers
from cstool.worktime import WorkCalendar, is_holiday

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
OPEN, CLOSED, HOLIDAY = range(3)


def days_of(seconds: Numbers, zone: ZoneInfo) -> Numbers:
    """The day that the zone's calendar shows at each instant (UTC seconds), as `date.toordinal` counts."""
    blocks, which = np.unique(seconds // _DAY, return_inverse=True)
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
    opens, closes = (np.array(edges, np.int64) for edges in (table.opens, table.closes))
    places = np.searchsorted(opens, seconds, "right") - 1
    away = (places < 0) | (seconds >= closes[places]) if len(opens) else np.ones(len(seconds), bool)
    if away.any():
        days, which = np.unique(days_of(seconds[away], calendar.zone), return_inverse=True)
        off = [HOLIDAY if is_holiday(plan, date.fromordinal(day)) else CLOSED for day in days.tolist()]
        found[away] = np.array(off, np.int32)[which]
    return found
