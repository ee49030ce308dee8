"""Working time of many tickets at once, on several clocks side by side; equal to `worktime`'s answers one by one.

The definition is a search in the cumulative open seconds of a calendar. Where every edge lies on a whole minute, as it does but
for a few zones of long ago (Liberia until 1972: https://data.iana.org/time-zones/tzdb/africa), a table of minutes answers
without searching: the open minutes before each minute, and the minute of each open one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from cstool.batch.bits import Numbers, sums
from cstool.batch.clock import days_of
from cstool.worktime import Table, WorkCalendar

Lane = npt.NDArray[np.integer[Any]]
"""The place of each row's clock."""
_U32 = npt.NDArray[np.uint32]
_MINUTE, _ONE = np.uint32(60), np.uint32(1)
_BLOCK = 1 << 15
"""Rows at a time: what is worked out on the way stays in the processor's cache."""
_MANY, _LONGEST = 4096, 60 * 366 * 86_400
"""From so many rows on, and up to so many seconds, minutes are worth their table; the seconds of the longest fit 32 bits."""
_DAYS_AT_MOST = 10_000
"""More working days than a target can have."""
NEVER = np.iinfo(np.int64).min
"""Stands for a moment that does not come: the calendar never opens."""


@dataclass(frozen=True, slots=True)
class _Minutes:
    """The tables of all clocks, one after the other. `packed`: twice the open minutes before a minute, plus 1 if it is open."""

    starts: Numbers
    packed: _U32
    wall: _U32
    packed_from: Numbers
    wall_from: Numbers

    def worked(self, which: Lane, moments: Numbers) -> _U32:
        """Open seconds from the start of each row's table."""
        since = (moments - self.starts.take(which)).astype(np.uint32)
        minute = since // _MINUTE
        packed = self.packed.take(minute + self.packed_from.take(which), mode="clip")
        found: _U32 = (packed >> _ONE) * _MINUTE + (since - minute * _MINUTE) * (packed & _ONE)
        return found

    def reached(self, which: Lane, amounts: _U32) -> Numbers:
        """The first instant at which so many open seconds (above 0) have passed."""
        last = amounts - _ONE
        minute = last // _MINUTE
        begins = self.wall.take(minute + self.wall_from.take(which), mode="clip") * _MINUTE
        found: Numbers = begins + (last - minute * _MINUTE) + _ONE + self.starts.take(which)
        return found


class Lanes:
    """Some clocks, by their place in the list. Tables grow with the moments asked about; the answers never depend on that."""

    def __init__(self, clocks: Sequence[WorkCalendar]) -> None:
        self.clocks = tuple(clocks)
        self._always = np.array([clock.plan is None for clock in clocks], bool)
        self._never = np.array([clock.never_opens for clock in clocks], bool)
        self._kept: tuple[Table | None, ...] = (None,) * len(self.clocks)
        self._minutes: _Minutes | None = None

    def deadlines(self, which: Lane, starts: Numbers, within: Numbers) -> Numbers:
        """When so many working seconds (0 or more) have passed on each row's clock. Raises CstoolError where that is too far."""
        if not len(starts):
            return np.empty(0, np.int64)
        if (within < 0).any():
            raise ValueError("a deadline lies in the future")
        tables = self._tables(which, starts, int(within.max()))
        minutes = self._as_minutes(tables, len(starts))
        found = np.empty(len(starts), np.int64)
        for begin in range(0, len(starts), _BLOCK):
            part = slice(begin, begin + _BLOCK)
            lane, start, length = which[part], starts[part], within[part]
            if minutes is None:
                found[part] = _searched(tables, lane, start, length)
            else:
                found[part] = minutes.reached(lane, minutes.worked(lane, start) + length.astype(np.uint32))
            straight = self._always.take(lane) | (length == 0)
            if straight.any():
                found[part] = np.where(straight, start + length, found[part])
        return self._without_never(which, found)

    def elapsed(self, which: Lane, first: Numbers, second: Numbers) -> Numbers:
        """Working seconds from one moment to another, negative when the second lies before the first."""
        if not len(first):
            return np.empty(0, np.int64)
        tables = self._tables(which, np.array([min(first.min(), second.min()), max(first.max(), second.max())], np.int64), 0)
        minutes = self._as_minutes(tables, len(first))
        found = np.empty(len(first), np.int64)
        for begin in range(0, len(first), _BLOCK):
            part = slice(begin, begin + _BLOCK)
            lane = which[part]
            if minutes is None:
                found[part] = _worked(tables, lane, second[part]) - _worked(tables, lane, first[part])
            else:
                until = minutes.worked(lane, second[part]).astype(np.int64)
                found[part] = until - minutes.worked(lane, first[part])
            always = self._always.take(lane)
            if always.any():
                found[part] = np.where(always, second[part] - first[part], found[part])
        return found

    def openings(self, which: Lane, moments: Numbers) -> Numbers:
        """The moment itself where it is open, else the next opening; NEVER where there is none."""
        due = self.deadlines(which, moments, np.ones(len(moments), np.int64))
        return np.where(due == NEVER, due, due - 1)

    def day_deadlines(self, which: Lane, starts: Numbers, days: Numbers) -> Numbers:
        """Closing time of the n-th worked day after the day of each start, as `WorkCalendar.working_days_deadline`."""
        found = np.empty(len(starts), np.int64)
        for number, clock in enumerate(self.clocks):
            rows = np.flatnonzero(which == number)
            if len(rows) and not self._never[number]:
                found[rows] = _day_deadlines(clock, starts[rows], days[rows])
        return self._without_never(which, found)

    def _without_never(self, which: Lane, found: Numbers) -> Numbers:
        return np.where(self._never.take(which), NEVER, found) if self._never.any() else found

    def _tables(self, which: Lane, moments: Numbers, seconds: int) -> tuple[Table | None, ...]:
        """A table of each clock that was asked about, wide enough; None for 24x7, a calendar that never opens, and the others."""
        asked = np.bincount(which, minlength=len(self.clocks)) > 0
        first, last = int(moments.min()), int(moments.max())
        found = list(self._kept)
        for number, clock in enumerate(self.clocks):
            if asked[number] and clock.plan is not None and not clock.never_opens:
                clock.table(first, last)
                found[number] = clock.reaching(last, max(seconds, 1))
        if any(new is not old for new, old in zip(found, self._kept, strict=True)):
            self._kept, self._minutes = tuple(found), None
        return self._kept

    def _as_minutes(self, tables: tuple[Table | None, ...], rows: int) -> _Minutes | None:
        if self._minutes is None and rows >= _MANY:
            self._minutes = _minutes_of(tables)
        return self._minutes


def _minutes_of(tables: tuple[Table | None, ...]) -> _Minutes | None:
    """The tables by minutes; None where an edge lies within one."""
    packed, wall = [], []
    for table in tables:
        if table is None:
            packed.append(np.zeros(1, np.uint32))
            wall.append(np.zeros(1, np.uint32))
            continue
        opens, closes = (np.array(edges, np.int64) - table.start for edges in (table.opens, table.closes))
        if table.end - table.start > _LONGEST or (opens % 60).any() or (closes % 60).any():
            return None
        steps = np.zeros((table.end - table.start) // 60 + 2, np.int32)
        np.add.at(steps, opens // 60, 1)
        np.add.at(steps, closes // 60, -1)
        is_open = np.cumsum(steps)
        packed.append(((np.cumsum(is_open) - is_open) * 2 + is_open).astype(np.uint32))
        wall.append(np.flatnonzero(is_open).astype(np.uint32))
    starts = np.array([table.start if table else 0 for table in tables], np.int64)
    return _Minutes(starts, np.concatenate(packed), np.concatenate(wall), sums(map(len, packed)), sums(map(len, wall)))


def _worked(tables: tuple[Table | None, ...], which: Lane, moments: Numbers) -> Numbers:
    """Open seconds from the start of each row's table, by searching."""
    found = np.zeros(len(moments), np.int64)
    for number, table in enumerate(tables):
        rows = np.flatnonzero(which == number)
        if table is not None and len(rows) and table.opens:
            opens, closes, before = (np.array(edges, np.int64) for edges in (table.opens, table.closes, table.before))
            asked = moments[rows]
            place = np.maximum(np.searchsorted(opens, asked, "right") - 1, 0)
            found[rows] = before[place] + np.maximum(np.minimum(asked, closes[place]) - opens[place], 0)
    return found


def _searched(tables: tuple[Table | None, ...], which: Lane, starts: Numbers, within: Numbers) -> Numbers:
    """Deadlines by searching the cumulative open seconds, to the second."""
    amounts = _worked(tables, which, starts) + within
    found = np.zeros(len(starts), np.int64)
    for number, table in enumerate(tables):
        rows = np.flatnonzero(which == number)
        if table is not None and len(rows):
            opens, before = np.array(table.opens, np.int64), np.array(table.before, np.int64)
            place = np.maximum(np.searchsorted(before, amounts[rows], "left") - 1, 0)
            found[rows] = opens[place] + amounts[rows] - before[place]
    return found


def _day_deadlines(clock: WorkCalendar, starts: Numbers, days: Numbers) -> Numbers:
    """One answer for each pair of local day and number of days: there are few, however many the tickets."""
    pairs = days_of(starts, clock.zone) * _DAYS_AT_MOST + days
    _, rows, which = np.unique(pairs, return_index=True, return_inverse=True)
    answers = (
        clock.working_days_deadline(datetime.fromtimestamp(start, UTC), number)
        for start, number in zip(starts[rows].tolist(), days[rows].tolist(), strict=True)
    )
    return np.array([int(answer.timestamp()) for answer in answers], np.int64)[which]
