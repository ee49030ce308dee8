"""Lengths that count on different clocks, side by side: what a customer who looks at a watch can be told.

The yardstick is an ordinary week: the calendar's weekly hours, no holiday, no change of the clocks. In it ten hours of a team
that works eight a day take longer than twenty hours by the calendar, whenever the customer writes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from cstool.errors import CstoolError
from cstool.model.base import Duration
from cstool.worktime import Plan, WorkCalendar, zone_of

Timed = tuple[WorkCalendar, Duration]
"""A length and the clock it counts on."""
_DAY, _WEEK, _HOUR = 86_400, 7 * 86_400, 3_600
_MONDAY = datetime(2026, 6, 8, tzinfo=UTC)
"""The ordinary week begins here, far from any change of the clocks."""
_START = int(_MONDAY.timestamp())


def worst_elapsed(timed: Timed) -> int:
    """Seconds by the calendar between the most unlucky message and its deadline. A clock that never opens counts as 24x7."""
    clock, within = timed
    if clock.plan is None or clock.never_opens:
        return (within.working_days + 1) * _DAY if within.working_days else within.seconds
    return _worst_days(clock.plan, within.working_days) if within.working_days else _worst_seconds(clock.plan, within.seconds)


def counts_closed_time(timed: Timed) -> bool:
    """Whether a length in hours is working time, which stands still while the team is away."""
    clock, within = timed
    return not within.working_days and clock.plan is not None and worst_elapsed(timed) > within.seconds


def never_earlier(timed: Timed, others: Sequence[Timed]) -> bool:
    """Whether this is due no earlier than any of the others, whenever in the week the message comes. False: not known."""
    try:
        return all(_not_before(timed, other) for other in others if other != timed)
    except CstoolError:  # a deadline beyond the horizon
        return False


def rounded_up(seconds: int) -> Duration:
    """Calendar time as it is promised: whole hours up to two days, whole days above."""
    unit = _HOUR if seconds <= 48 * _HOUR else _DAY
    return Duration(-(-seconds // unit) * unit)


def _not_before(one: Timed, other: Timed) -> bool:
    if one[0].plan == other[0].plan and not (one[1].working_days or other[1].working_days):
        return one[1].seconds >= other[1].seconds
    # Between two of these instants both deadlines run straight on, so comparing at the instants is comparing everywhere.
    instants = {instant + late for timed in (one, other) for instant in _turns(timed) for late in (-1, 0, 1)}
    return all(_due(one, instant) >= _due(other, instant) for instant in (_START, *sorted(instants)))


def _turns(timed: Timed) -> Iterator[int]:
    """The instants of the week around which the deadline bends or jumps."""
    clock, within = timed
    if within.working_days or clock.plan is None:
        zone = clock.zone if clock.plan is None else _ordinary(clock.plan).zone
        for day in range(8 if within.working_days else 0):
            midnight = datetime.combine(date(2026, 6, 8) + timedelta(days=day), datetime.min.time(), zone)
            yield int(midnight.timestamp())
        return
    table = _ordinary(clock.plan).table(_START)
    for number, (opens, closes) in enumerate(zip(table.opens, table.closes, strict=True)):
        yield from (instant for instant in (opens, closes) if _START <= instant < _START + _WEEK)
        worked = table.before[number + 1] - within.seconds
        if worked > 0 and _START <= (jump := table.reached(worked)) < _START + _WEEK:
            yield jump


def _due(timed: Timed, instant: int) -> datetime:
    clock, within = timed
    start = datetime.fromtimestamp(instant, UTC)
    ordinary = _ordinary(clock.plan) if clock.plan else clock
    if within.working_days:
        return ordinary.working_days_deadline(start, within.working_days)
    return ordinary.deadline(start, within.seconds)


@lru_cache(maxsize=128)
def _ordinary(plan: Plan) -> WorkCalendar:
    """The clock without holidays. A zone that does not exist (its own check names it) counts as UTC."""
    try:
        timezone = zone_of(plan.timezone).key
    except CstoolError:
        timezone = "UTC"
    week = replace(plan, timezone=timezone, country=None, subdivision=None, also=frozenset(), worked=frozenset())
    return WorkCalendar(week, _MONDAY.year - 1, _MONDAY.year + 1)


@lru_cache(maxsize=1_024)
def _worst_seconds(plan: Plan, seconds: int) -> int:
    """The unlucky message comes when one second too much is left before a closing time: that second waits for the opening."""
    table = _ordinary(plan).table(_START)
    a_week = table.worked(_START + _WEEK) - table.worked(_START)
    if a_week == _WEEK or seconds == 0:
        return seconds
    weeks, rest = divmod(seconds - 1, a_week)
    found = (
        table.opens[number + 1] + 1 - table.reached(table.before[number + 1] - rest)
        for number, close in enumerate(table.closes)
        if _START < close <= _START + _WEEK
    )
    return weeks * _WEEK + max(found)


@lru_cache(maxsize=1_024)
def _worst_days(plan: Plan, working_days: int) -> int:
    clock = _ordinary(plan)
    midnights = (datetime.combine(date(2026, 6, 8) + timedelta(days=day), datetime.min.time(), clock.zone) for day in range(7))
    return max(int((clock.working_days_deadline(start, working_days) - start).total_seconds()) for start in midnights)
