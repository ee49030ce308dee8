"""Due times side by side: the loop that everybody writes first, published packages, and ours, on the same calendars and tickets.

Every engine that can say a calendar must give the loop's answers; what it cannot say is named in its row.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from itertools import pairwise
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

from cstool.model.calendars import Calendar
from cstool.worktime import Plan, WorkCalendar, build, hours_on

HEAD = ("due times", "a second", "times the loop", "answers", "goal", "two thirds of it")
ROWS, FEW, SLOW = 1_000_000, 1_500, 60
TARGETS = (15, 30, 60, 120, 240, 480, 960, 2400)
"""Minutes."""
GOAL, GOAL_TIMES, GATE = 10_000_000, 350, 2 / 3
_OFF = [f"{year}-{day}" for year in (2024, 2025, 2026) for day in ("01-01", "05-01", "10-03", "12-25", "12-26")]
_DAYS = [f"{year}-{day}" for year in (2024, 2025) for day in ("03-31", "10-27", "03-10", "11-03", "04-07", "10-06")]
CALENDARS = (
    ("Europe/Berlin", {"mon-fri": ["09:00-12:30", "13:30-18:00"], "sat": ["10:00-14:00"]}),
    ("America/New_York", {"mon-sun": ["08:00-20:00"]}),
    ("Asia/Shanghai", {"mon-sun": ["09:00-18:00"]}),
    ("Australia/Lord_Howe", {"mon-sun": ["00:00-24:00"]}),
    ("Europe/London", {"mon-sun": ["22:00-06:00"]}),
    ("America/Sao_Paulo", {"mon-fri": ["09:00-17:00"]}),
)
"""Split days, a short Saturday, nights over a change of the clock, half-hour changes, round the clock."""


@dataclass(frozen=True)
class Work:
    """Tickets: the place of the calendar, the moment in UTC seconds, the target in seconds."""

    clocks: tuple[WorkCalendar, ...]
    which: list[int]
    starts: list[int]
    within: list[int]

    def first(self, rows: int) -> Iterator[tuple[WorkCalendar, int, int]]:
        """Some tickets, one by one."""
        for lane, start, length in zip(self.which[:rows], self.starts[:rows], self.within[:rows], strict=True):
            yield self.clocks[lane], start, length


def make_work(seed: int = 3) -> Work:
    """A million tickets over two years; of the first ones, two thirds lie within a week of a change of some clock."""
    chance, begin = Random(seed), int(datetime(2024, 1, 8, tzinfo=UTC).timestamp())
    turns = [int(datetime.fromisoformat(f"{day}T01:00+00:00").timestamp()) for day in _DAYS]
    near = [chance.choice(turns) + chance.randrange(-7 * 86_400, 7 * 86_400) for _ in range(FEW * 2 // 3)]
    starts = near + [begin + chance.randrange(700 * 86_400) for _ in range(ROWS - len(near))]
    models = [
        Calendar.model_validate({"timezone": zone, "hours": hours, "holidays": {"also": _OFF}}) for zone, hours in CALENDARS
    ]
    clocks = tuple(build(model, date(2024, 1, 1), date(2026, 12, 31)) for model in models)
    return Work(
        clocks,
        [chance.randrange(len(clocks)) for _ in starts],
        starts,
        [chance.choice(TARGETS) * 60 for _ in starts],
    )


def loop(plan: Plan, start: int, length: int) -> int:
    """Day by day through the hours in the calendar's zone, as a helpdesk plugin does it."""
    zone, left = ZoneInfo(plan.timezone), length
    day = datetime.fromtimestamp(start, zone).date() - timedelta(days=1)
    while True:
        midnight = datetime.combine(day, clock_time())
        for edges in hours_on(plan, day):
            opens, closes = (int((midnight + timedelta(minutes=edge)).replace(tzinfo=zone).timestamp()) for edge in edges)
            opens = max(opens, start)
            if closes > opens:
                if closes - opens >= left:
                    return opens + left
                left -= closes - opens
        day += timedelta(days=1)


@dataclass(frozen=True)
class Engine:
    """`run` answers for the first `rows` tickets, or for those among them that it can say, whose numbers are `asked`."""

    name: str
    rows: int
    run: Callable[[], Sequence[int]]
    asked: Sequence[int]
    remark: str = ""


def _engines(work: Work) -> Iterator[Engine]:
    few = range(FEW)
    yield Engine("loop with zoneinfo", FEW, lambda: [loop(_plan(c), start, length) for c, start, length in work.first(FEW)], few)
    yield from _ours(work)
    for make in (_workclock, _businesstimedelta):
        try:
            yield make(work)
        except ImportError:
            yield Engine(f"{make.__name__[1:]}: not installed", 0, lambda: (), ())


def _ours(work: Work) -> Iterator[Engine]:
    def one_by_one() -> list[int]:
        return [
            int(clock.deadline(datetime.fromtimestamp(start, UTC), length).timestamp())
            for clock, start, length in work.first(100_000)
        ]

    yield Engine("cstool, one by one", 100_000, one_by_one, range(FEW))
    try:
        import numpy as np

        from cstool.batch import due
    except ImportError:
        return
    lanes = due.Lanes(work.clocks)
    which, starts, within = (np.array(column, np.int64) for column in (work.which, work.starts, work.within))

    def searched() -> Sequence[int]:
        tables = lanes._tables(which, starts, max(TARGETS) * 60)
        found: Sequence[int] = due._searched(tables, which, starts, within)[:FEW].tolist()
        return found

    yield Engine("cstool, columns by searching", ROWS, searched, range(FEW))
    yield Engine("cstool, columns", ROWS, lambda: lanes.deadlines(which, starts, within)[:FEW].tolist(), range(FEW))


def _workclock(work: Work) -> Engine:
    """https://pypi.org/project/workclock/ (Rust). A holiday of a night shift is its own matter there: London is left out."""
    import workclock as w

    schedules = []
    for clock in work.clocks:
        plan, hours = _plan(clock), []
        for day, spans in enumerate(plan.week):
            # Hours of one day merge there; what lies between two spans is a break.
            if spans:
                hours.append(w.WorkDay(_clock(spans[0][0]), _clock(spans[-1][1]), [day]))
                hours += [w.Break(_clock(end), _clock(begin), [day]) for (_, end), (begin, _) in pairwise(spans)]
        schedules.append(w.Schedule([*hours, w.Holidays(sorted(plan.also))], time_zone=plan.timezone))
    import numpy as np

    rows = 200_000
    groups = []
    for lane in range(len(schedules)):
        places = [row for row in range(rows) if work.which[row] == lane and work.clocks[lane].plan != _night(work)]
        starts = np.array([work.starts[row] for row in places], np.int64).astype("datetime64[s]").astype("datetime64[us]")
        within = np.array([work.within[row] for row in places], np.int64).astype("timedelta64[s]").astype("timedelta64[us]")
        groups.append((schedules[lane], places, starts, within))
    asked = [row for row in range(FEW) if work.clocks[work.which[row]].plan != _night(work)]
    answered = sum(len(places) for _, places, _, _ in groups)

    def run() -> list[int]:
        found = {}
        for schedule, places, starts, within in groups:
            if places:
                ends = schedule.add_many(starts, within).astype("datetime64[s]").astype(np.int64)
                early = [place for place in places if place < FEW]
                found |= dict(zip(early, ends[: len(early)].tolist(), strict=True))
        return [found[row] for row in asked]

    return Engine("workclock, columns", answered, run, asked, "without the night shift")


def _night(work: Work) -> Plan | None:
    return next(
        clock.plan for clock in work.clocks if clock.plan and any(end > 1440 for day in clock.plan.week for _, end in day)
    )


def _clock(minutes: int) -> clock_time:
    return clock_time(minutes // 60 % 24, minutes % 60)


def _businesstimedelta(work: Work) -> Engine:
    """https://pypi.org/project/businesstimedelta/ (Python). It has no night shift and no round the clock."""
    import businesstimedelta as b
    import pytz

    rules = {}
    for lane, (zone, _) in enumerate(CALENDARS):
        plan = _plan(work.clocks[lane])
        if all(end < 1440 for day in plan.week for _, end in day):
            days = [
                b.WorkDayRule(_clock(begin), _clock(end), [day], pytz.timezone(zone))
                for day, spans in enumerate(plan.week)
                for begin, end in spans
            ]
            off = b.HolidayRule(dict.fromkeys(plan.also, "off"), tz=pytz.timezone(zone))
            rules[lane] = b.Rules([*days, off])
    asked = [row for row in range(FEW) if work.which[row] in rules][:SLOW]

    def run() -> list[int]:
        found = []
        for row in asked:
            start = datetime.fromtimestamp(work.starts[row], UTC)
            end = start + b.BusinessTimeDelta(rules[work.which[row]], seconds=work.within[row])
            found.append(int(end.timestamp()))
        return found

    return Engine("businesstimedelta", len(asked), run, asked, "without nights and round the clock")


def _plan(clock: WorkCalendar) -> Plan:
    assert clock.plan is not None
    return clock.plan


def compare(rounds: int) -> list[tuple[str, ...]]:
    """A row for each engine: medians of interleaved rounds, the ratio to the loop round by round, agreement with the loop."""
    work = make_work()
    engines = list(_engines(work))
    rates: dict[str, list[float]] = {engine.name: [] for engine in engines}
    answers: dict[str, Sequence[int]] = {}
    for turn in range(rounds + 1):
        for engine in engines:
            begun = time.perf_counter()
            answers[engine.name] = engine.run()
            if turn and engine.rows:  # the first round builds tables
                rates[engine.name].append(engine.rows / (time.perf_counter() - begun))
    truth = answers[engines[0].name]
    return [_row(engine, rates[engine.name], rates[engines[0].name], answers[engine.name], truth) for engine in engines]


def _row(engine: Engine, rates: list[float], loops: list[float], answers: Sequence[int], truth: Sequence[int]) -> tuple[str, ...]:
    if not engine.rows:
        return (engine.name, "", "", "", "", "")
    times = median(one / other for one, other in zip(rates, loops, strict=True))
    wrong = sum(answer != truth[row] for row, answer in zip(engine.asked, answers))
    said = f"all {len(engine.asked):,} agree" if not wrong else f"**{wrong:,} of {len(engine.asked):,} differ**"
    goal = met = ""
    if engine.name == "cstool, columns":
        goal = f"{GOAL:,}; {GOAL_TIMES} x"
        reached = median(rates) >= GOAL * GATE and times >= GOAL_TIMES * GATE and not wrong
        met = "met" if reached else "**missed**"
    remark = f" ({engine.remark})" if engine.remark else ""
    return (engine.name, f"{median(rates):,.0f}", f"{times:,.1f} x", said + remark, goal, met)
