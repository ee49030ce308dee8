"""Deadlines and elapsed time against published packages, where they are installed and can say the calendar."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from cstool.model.calendars import Calendar
from cstool.worktime import Plan, build, plan_of

ZONES = ("America/New_York", "Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe", "America/Sao_Paulo")
TURNS = ("2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01", "2026-12-25")


def calendars(chance: Random, count: int) -> list[Calendar]:
    """Split days of any hours but at night, with some days off."""
    found = []
    for _ in range(count):
        hours = {}
        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
            edges = sorted(chance.sample(range(5 * 60, 23 * 60), 4))  # no change of a clock there lies in these hours
            if chance.random() < 0.8:
                hours[day] = [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in (edges[:2], edges[2:])]
        off = [date(2026, 1, 1) + timedelta(days=chance.randrange(400)) for _ in range(20)]
        zone = chance.choice(ZONES)
        found.append(
            Calendar.model_validate({"timezone": zone, "hours": hours or {"mon": "09:00-17:00"}, "holidays": {"also": off}})
        )
    return found


def clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def workclock(plan: Plan) -> tuple[Callable[[datetime, int], datetime], Callable[[datetime, datetime], float]]:
    """https://pypi.org/project/workclock/"""
    package = pytest.importorskip("workclock")
    rules: list[Any] = []
    for day, spans in enumerate(plan.week):
        if spans:
            rules.append(package.WorkDay(clock(spans[0][0]), clock(spans[-1][1]), [day]))
            rules += [package.Break(clock(end), clock(begin), [day]) for (_, end), (begin, _) in pairwise(spans) if end < begin]
    made = package.Schedule([*rules, package.Holidays(sorted(plan.also))], time_zone=plan.timezone)
    return (
        lambda start, seconds: made.add(start, timedelta(seconds=seconds)),
        lambda first, second: made.between(first, second).total_seconds(),
    )


def businesstimedelta(plan: Plan) -> tuple[Callable[[datetime, int], datetime], Callable[[datetime, datetime], float]]:
    """https://pypi.org/project/businesstimedelta/ (it crashes after the last holiday of a list: issue 8 of its repository)"""
    package, pytz = pytest.importorskip("businesstimedelta"), pytest.importorskip("pytz")
    zone = pytz.timezone(plan.timezone)
    days = [
        package.WorkDayRule(clock(begin), clock(end), [day], zone) for day, spans in enumerate(plan.week) for begin, end in spans
    ]
    off = dict.fromkeys((*plan.also, date(2030, 1, 1)), "off")
    made = package.Rules([*days, package.HolidayRule(off, tz=zone)])
    return (
        lambda start, seconds: start + package.BusinessTimeDelta(made, seconds=seconds),
        lambda first, second: made.difference(first, second).timedelta.total_seconds(),
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("peer", "count"), [(workclock, 40), (businesstimedelta, 6)])
def test_the_same_as_a_published_package(peer: Callable[[Plan], Any], count: int) -> None:
    chance = Random(count)
    for model in calendars(chance, count):
        ours = build(model, date(2026, 1, 1), date(2027, 3, 1))
        deadline, elapsed = peer(plan_of(model))
        for _ in range(8):
            turn = datetime.fromisoformat(chance.choice(TURNS)).replace(tzinfo=UTC)
            start = turn + timedelta(seconds=chance.randrange(-4 * 86_400, 4 * 86_400))
            seconds, until = chance.choice((60, 1_800, 7_200, 50_000, 144_000)), start + timedelta(hours=chance.randrange(200))
            assert deadline(start, seconds) == ours.deadline(start, seconds), (model, start, seconds)
            assert elapsed(start, until) == ours.elapsed(start, until), (model, start, until)
