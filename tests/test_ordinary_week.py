"""The worst case of a length, and which of two on different clocks is due later: against trying every minute of a week."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstool.model.base import Duration, parse_duration
from cstool.model.calendars import Calendar
from cstool.ordinary_week import counts_closed_time, never_earlier, rounded_up, worst_elapsed
from cstool.worktime import WorkCalendar, build

MONDAY = datetime(2026, 6, 8, tzinfo=UTC)
DAY = date(2026, 6, 8)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def clock(zone: str = "UTC", **hours: list[str]) -> WorkCalendar:
    written = {key.replace("_", "-"): spans for key, spans in hours.items()}
    return build(Calendar.model_validate({"timezone": zone, "hours": written}) if hours else None, DAY, DAY)


OFFICE = clock("Asia/Shanghai", mon_fri=["09:00-12:00", "13:30-18:00"], sat=["10:00-16:00"])
WEEKDAYS = clock(mon_fri=["09:00-18:00"])
ALWAYS = clock()
NEVER_SHUT = clock("America/New_York", mon_sun=["00:00-24:00"])


def due(timed: tuple[WorkCalendar, Duration], start: datetime) -> datetime:
    calendar, within = timed
    if within.working_days:
        return calendar.working_days_deadline(start, within.working_days)
    return calendar.deadline(start, within.seconds)


@pytest.mark.parametrize(
    ("calendar", "within", "hours", "closed"),
    [
        (ALWAYS, "20h", 20, False),
        (NEVER_SHUT, "20h", 20, False),
        (WEEKDAYS, "2h", 65, True),  # one second past 16:00 on Friday: the last second falls on Monday at 9
        (WEEKDAYS, "9h", 72, True),
        (WEEKDAYS, "45h", 7 * 24, True),
        (WEEKDAYS, "90h", 14 * 24, True),
        (WEEKDAYS, "1 working day", 3 * 24 + 18, False),
        (ALWAYS, "1 working day", 48, False),
        (clock(mon=[]), "2h", 2, False),  # never opens: another check says so
    ],
)
def test_worst_case(calendar: WorkCalendar, within: str, hours: int, closed: bool) -> None:
    timed = (calendar, parse_duration(within))
    assert abs(worst_elapsed(timed) - hours * 3_600) <= 2
    assert counts_closed_time(timed) == (closed and not calendar.never_opens)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((OFFICE, "10h"), (ALWAYS, "20h"), True),  # a night of fifteen hours lies between, whenever it begins
        ((OFFICE, "7h"), (ALWAYS, "20h"), False),
        ((ALWAYS, "20h"), (OFFICE, "10h"), False),
        ((OFFICE, "16h"), (ALWAYS, "20h"), True),
        ((ALWAYS, "20h"), (OFFICE, "4h"), False),
        ((ALWAYS, "4d"), (OFFICE, "4h"), True),
        ((OFFICE, "10h"), (OFFICE, "9h"), True),
        ((OFFICE, "9h"), (OFFICE, "10h"), False),
        ((NEVER_SHUT, "9h"), (ALWAYS, "9h"), True),
        ((WEEKDAYS, "2 working days"), (WEEKDAYS, "9h"), True),
        ((WEEKDAYS, "1 working day"), (WEEKDAYS, "9h"), True),
        ((WEEKDAYS, "1 working day"), (WEEKDAYS, "10h"), False),
    ],
)
def test_never_earlier(one: tuple[WorkCalendar, str], other: tuple[WorkCalendar, str], expected: bool) -> None:
    first, second = (one[0], parse_duration(one[1])), (other[0], parse_duration(other[1]))
    tried = all(due(first, start) >= due(second, start) for start in (MONDAY + timedelta(minutes=15 * n) for n in range(672)))
    assert never_earlier(first, (second,)) is expected
    assert tried or not expected


SPANS = (
    st.lists(st.integers(0, 95), min_size=0, max_size=4, unique=True)
    .map(sorted)
    .map(lambda edges: [f"{a // 4:02}:{a % 4 * 15:02}-{b // 4:02}:{b % 4 * 15:02}" for a, b in list(pairwise(edges))[::2]])
)
WEEKS = st.dictionaries(st.sampled_from(DAYS), SPANS, min_size=1).filter(lambda week: any(week.values()))
ZONES = st.sampled_from(["UTC", "Asia/Shanghai", "Asia/Kolkata", "Asia/Tokyo"])
CLOCKS = st.one_of(st.just(ALWAYS), st.builds(lambda zone, week: clock(zone, **week), ZONES, WEEKS))
LENGTHS = st.one_of(
    st.integers(1, 200).map(lambda quarters: Duration(quarters * 900)), st.integers(1, 6).map(lambda n: Duration(0, n))
)
TIMED = st.tuples(CLOCKS, LENGTHS)
INSTANTS = [MONDAY + timedelta(minutes=15 * n, seconds=late) for n in range(672) for late in (-1, 0, 1)]


@given(TIMED)
def test_the_worst_case_is_the_worst_of_all_quarters(timed: tuple[WorkCalendar, Duration]) -> None:
    tried = max((due(timed, start) - start).total_seconds() for start in INSTANTS)
    assert tried == worst_elapsed(timed)


@given(TIMED, TIMED)
def test_never_earlier_is_what_trying_all_quarters_says(
    one: tuple[WorkCalendar, Duration], other: tuple[WorkCalendar, Duration]
) -> None:
    tried = all(due(one, start) >= due(other, start) for start in INSTANTS)
    assert never_earlier(one, (other,)) is tried


def test_calendar_time_is_promised_in_round_numbers() -> None:
    assert [rounded_up(seconds) for seconds in (1, 3_600, 3_601, 48 * 3_600 + 1)] == [
        Duration(3_600),
        Duration(3_600),
        Duration(7_200),
        Duration(3 * 86_400),
    ]
