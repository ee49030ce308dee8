"""Working time: recorded values, edges, and agreement with counting minute by minute."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.errors import CstoolError
from cstool.model.calendars import Calendar
from cstool.worktime import HORIZON_YEARS, WorkCalendar, build, hours_on, plan_of
from tests.oracles import minute_due, minutes_open, working_minutes

HOUR = 3600


def calendar(timezone: str, hours: dict[str, object], **holidays: object) -> WorkCalendar:
    model = Calendar.model_validate({"timezone": timezone, "hours": hours, "holidays": holidays})
    return build(model, date(2026, 1, 1), date(2026, 12, 31))


def at(text: str) -> datetime:
    """`2026-07-17 17:30 America/Los_Angeles` as a moment."""
    day, time, zone = text.split()
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(zone))


SHENZHEN = {"timezone": "Asia/Shanghai", "hours": {"mon-fri": "09:00-18:00"}}
BERLIN = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}


@pytest.mark.parametrize(
    ("received", "due", "hours_later"),
    [
        ("2026-07-17 17:30 America/Los_Angeles", "2026-07-20 11:00 Asia/Shanghai", 50.5),
        ("2026-11-20 17:30 America/Los_Angeles", "2026-11-23 11:00 Asia/Shanghai", 49.5),
        ("2026-09-30 18:00 Asia/Shanghai", "2026-10-08 11:00 Asia/Shanghai", 185),
    ],
)
def test_two_business_hours_are_days_for_the_buyer(received: str, due: str, hours_later: float) -> None:
    clock = calendar(**SHENZHEN, country="CN")
    assert clock.deadline(at(received), 2 * HOUR) == at(due)
    assert clock.deadline(at(received), 2 * HOUR) - at(received).astimezone(UTC) == timedelta(hours=hours_later)


@pytest.mark.parametrize(
    ("timezone", "off", "start", "minutes", "due"),
    [  # recorded from a Zammad server, whose SLA clock counts the same way
        ("Europe/Berlin", [], "2026-11-22 01:04 UTC", 60, "2026-11-23 09:00 UTC"),
        ("Europe/Berlin", [], "2026-11-22 01:04 UTC", 600, "2026-11-24 10:00 UTC"),
        ("America/New_York", [], "2026-11-22 01:04 UTC", 60, "2026-11-23 15:00 UTC"),
        ("Asia/Tokyo", [], "2026-11-22 01:04 UTC", 60, "2026-11-23 01:00 UTC"),
        ("Europe/Berlin", ["2026-11-23"], "2026-11-22 01:04 UTC", 60, "2026-11-24 09:00 UTC"),
        ("Europe/Berlin", [], "2026-03-27 15:30 UTC", 60, "2026-03-30 07:30 UTC"),
        ("Europe/Berlin", [], "2026-10-23 14:30 UTC", 60, "2026-10-26 08:30 UTC"),
        ("Europe/Berlin", [], "2026-11-23 16:59 Europe/Berlin", 60, "2026-11-24 09:59 Europe/Berlin"),
        ("Europe/Berlin", [], "2026-11-23 17:00 Europe/Berlin", 60, "2026-11-24 10:00 Europe/Berlin"),
    ],
)
def test_recorded_deadlines(timezone: str, off: list[str], start: str, minutes: int, due: str) -> None:
    clock = calendar(timezone, {"mon-fri": "09:00-17:00"}, also=off)
    assert clock.deadline(at(start), minutes * 60) == at(due)


def test_round_the_clock_keeps_the_seconds() -> None:
    """Recorded from the same server: a ticket of 01:04:18 with 60 minutes on a calendar that is always open."""
    for clock in (build(None, date(2026, 11, 22), date(2026, 11, 22)), calendar("Europe/Berlin", {"mon-sun": "00:00-24:00"})):
        assert clock.deadline(at("2026-11-22 01:04:18 UTC"), HOUR) == at("2026-11-22 02:04:18 UTC")


@pytest.mark.parametrize(
    ("start", "seconds", "due"),
    [
        ("2026-11-23 09:00 Europe/Berlin", 8 * HOUR, "2026-11-23 17:00 Europe/Berlin"),  # at closing time, not next morning
        ("2026-11-23 09:00 Europe/Berlin", 8 * HOUR + 1, "2026-11-24 09:00:01 Europe/Berlin"),
        ("2026-11-22 12:00 Europe/Berlin", 0, "2026-11-22 12:00 Europe/Berlin"),
        ("2026-11-20 16:59:59 Europe/Berlin", 1, "2026-11-20 17:00 Europe/Berlin"),
    ],
)
def test_deadline_edges(start: str, seconds: int, due: str) -> None:
    assert calendar(**BERLIN).deadline(at(start), seconds) == at(due)


def test_24x7_counts_calendar_time_to_the_second() -> None:
    clock = build(None, date(2026, 1, 1), date(2026, 12, 31))
    start = at("2026-10-25 00:30:18 Europe/Berlin")
    assert clock.deadline(start, 4 * HOUR) == at("2026-10-25 03:30:18 Europe/Berlin")  # the night has an hour more
    assert clock.elapsed(start, at("2026-10-26 00:30:18 Europe/Berlin")) == 25 * HOUR
    assert clock.state(start) == "open"
    assert clock.next_open(start) == start
    assert clock.working_days_deadline(at("2026-11-20 10:00 UTC"), 3) == at("2026-11-24 00:00 UTC")


@pytest.mark.parametrize(
    ("moment", "state", "opens"),
    [
        ("2026-11-23 09:00", "open", "2026-11-23 09:00"),
        ("2026-11-23 12:00", "closed", "2026-11-23 13:30"),  # closing time is closed
        ("2026-11-23 17:59:59", "open", "2026-11-23 17:59:59"),
        ("2026-11-21 11:00", "open", "2026-11-21 11:00"),
        ("2026-11-21 16:00", "closed", "2026-11-23 09:00"),
        ("2026-10-01 10:00", "holiday", "2026-10-07 09:00"),  # National Day to the excepted 7th
        ("2026-10-07 10:00", "open", "2026-10-07 10:00"),
        ("2026-12-31 10:00", "holiday", "2027-01-02 10:00"),  # `also`, then New Year, then Saturday hours
        ("2026-05-09 17:00", "open", "2026-05-09 17:00"),  # a Saturday made up for Labour Day: Friday's hours, not 10-16
        ("2026-05-09 12:30", "closed", "2026-05-09 13:30"),
        ("2026-09-20 09:00", "open", "2026-09-20 09:00"),  # a Sunday made up for National Day
    ],
)
def test_state_and_next_opening(moment: str, state: str, opens: str) -> None:
    hours = {"mon-fri": ["09:00-12:00", "13:30-18:00"], "sat": ["10:00-16:00"]}
    clock = calendar("Asia/Shanghai", hours, country="CN", also=["2026-12-31"], **{"except": ["2026-10-07"]})
    assert clock.state(at(f"{moment} Asia/Shanghai")) == state
    assert clock.next_open(at(f"{moment} Asia/Shanghai")) == at(f"{opens} Asia/Shanghai")


@pytest.mark.parametrize(
    ("hours", "day", "expected"),
    [
        ({"mon-fri": "09:00-17:00", "wed": "09:00-13:00"}, date(2026, 11, 25), ((540, 780),)),
        (
            {"wed": "09:00-13:00", "mon-fri": "09:00-17:00"},
            date(2026, 11, 25),
            ((540, 780),),
        ),  # a day beats a range, in any order
        ({"mon-fri": "09:00-17:00", "fri": []}, date(2026, 11, 27), ()),
        ({"sat-mon": "22:00-02:00"}, date(2026, 11, 22), ((1320, 1560),)),
        ({"sun": "00:00-24:00"}, date(2026, 11, 22), ((0, 1440),)),
    ],
)
def test_hours_of_a_day(hours: dict[str, object], day: date, expected: object) -> None:
    assert hours_on(plan_of(Calendar.model_validate({"timezone": "UTC", "hours": hours})), day) == expected


def test_a_weekend_shift_keeps_its_hours_on_a_make_up_day() -> None:
    clock = calendar("Asia/Shanghai", {"sat-sun": "10:00-16:00"}, country="CN")
    assert clock.state(at("2026-05-09 11:00 Asia/Shanghai")) == "open"
    assert clock.state(at("2026-05-09 17:00 Asia/Shanghai")) == "closed"


def test_a_night_shift_belongs_to_the_day_it_begins() -> None:
    clock = calendar("Europe/Berlin", {"mon-fri": "22:00-02:00"}, also=["2026-11-25"])
    assert clock.state(at("2026-11-25 01:00 Europe/Berlin")) == "open"  # Tuesday's shift runs into the day off
    assert clock.state(at("2026-11-25 23:00 Europe/Berlin")) == "holiday"
    assert clock.state(at("2026-11-26 01:00 Europe/Berlin")) == "closed"
    assert clock.elapsed(at("2026-11-24 00:00 Europe/Berlin"), at("2026-11-27 12:00 Europe/Berlin")) == (2 + 4 + 4) * HOUR


def test_a_night_shift_runs_into_the_first_year_that_is_looked_at() -> None:
    clock = calendar("Europe/Berlin", {"mon-sun": "22:00-02:00"})
    assert clock.state(at("2026-01-01 01:00 Europe/Berlin")) == "open"
    assert clock.next_open(at("2026-01-01 02:00 Europe/Berlin")) == at("2026-01-01 22:00 Europe/Berlin")


def test_a_day_whose_hours_fall_into_the_spring_gap_is_no_working_day() -> None:
    clock = calendar("America/New_York", {"sun": "02:10-02:50"})
    assert clock.working_days_deadline(at("2026-03-07 12:00 UTC"), 1) == at("2026-03-15 02:50 America/New_York")


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-20 10:00", 3, "2026-11-25 17:00"),  # the day of the event does not count
        ("2026-11-21 10:00", 1, "2026-11-23 17:00"),
        ("2026-12-23 23:59", 2, "2026-12-28 17:00"),  # Christmas Eve is worked; 25 and 26 December are holidays
    ],
)
def test_working_days(start: str, days: int, due: str) -> None:
    clock = calendar(**BERLIN, country="DE")
    assert clock.working_days_deadline(at(f"{start} Europe/Berlin"), days) == at(f"{due} Europe/Berlin")


@pytest.mark.parametrize(
    ("timezone", "hours", "first", "second", "seconds"),
    [
        # New York springs from 02:00 to 03:00: an edge inside lies at 03:00, and an interval inside is gone
        ("America/New_York", {"sun": "02:30-05:00"}, "2026-03-08 00:00", "2026-03-09 00:00", 2 * HOUR),
        ("America/New_York", {"sun": "02:10-02:50"}, "2026-03-08 00:00", "2026-03-09 00:00", 0),
        ("America/New_York", {"sun": "00:00-24:00"}, "2026-03-08 00:00", "2026-03-09 00:00", 23 * HOUR),
        ("America/New_York", {"sun": "00:00-24:00"}, "2026-11-01 00:00", "2026-11-02 00:00", 25 * HOUR),
        # Berlin's 02:30 comes twice on 25 October: the first counts
        ("Europe/Berlin", {"sun": "01:00-02:30"}, "2026-10-25 00:00", "2026-10-26 00:00", 1.5 * HOUR),
        ("Europe/Berlin", {"sun": "02:30-04:00"}, "2026-10-25 00:00", "2026-10-26 00:00", 2.5 * HOUR),
        # Lord Howe moves by half an hour
        ("Australia/Lord_Howe", {"sun": "00:00-12:00"}, "2026-04-05 00:00", "2026-04-06 00:00", 12.5 * HOUR),
        ("Australia/Lord_Howe", {"sun": "00:00-12:00"}, "2026-10-04 00:00", "2026-10-05 00:00", 11.5 * HOUR),
        # Samoa had no 30 December 2011
        ("Pacific/Apia", {"mon-sun": "09:00-17:00"}, "2011-12-29 00:00", "2012-01-01 00:00", 16 * HOUR),
    ],
)
def test_hours_when_the_clocks_change(timezone: str, hours: dict[str, object], first: str, second: str, seconds: float) -> None:
    assert calendar(timezone, hours).elapsed(at(f"{first} {timezone}"), at(f"{second} {timezone}")) == seconds


def test_touching_and_overlapping_intervals_count_once() -> None:
    clock = calendar("UTC", {"mon": ["08:00-10:00", "10:00-12:00", "11:00-13:00"], "sun": "20:00-09:00"})
    assert clock.elapsed(at("2026-11-22 00:00 UTC"), at("2026-11-24 00:00 UTC")) == 17 * HOUR
    assert clock.deadline(at("2026-11-22 20:00 UTC"), 14 * HOUR) == at("2026-11-23 10:00 UTC")


def test_moments_far_outside_the_expected_days() -> None:
    clock = calendar(**BERLIN)
    assert clock.deadline(at("1999-12-31 16:00 Europe/Berlin"), 2 * HOUR) == at("2000-01-03 10:00 Europe/Berlin")
    assert clock.deadline(at("2026-12-31 16:00 Europe/Berlin"), 9000 * HOUR).year == 2031
    with pytest.raises(CstoolError) as raised:
        clock.deadline(at("2500-01-01 00:00 UTC"), 1)
    assert raised.value.message.id == "moment-out-of-range"


def test_a_calendar_that_never_opens_says_so() -> None:
    clock = calendar("UTC", {"mon-fri": []})
    assert clock.never_opens
    assert clock.state(at("2026-11-23 12:00 UTC")) == "closed"
    assert clock.elapsed(at("2026-11-23 12:00 UTC"), at("2026-12-23 12:00 UTC")) == 0
    for ask in (
        lambda: clock.deadline(at("2026-11-23 12:00 UTC"), 1),
        lambda: clock.next_open(at("2026-11-23 12:00 UTC")),
        lambda: clock.working_days_deadline(at("2026-11-23 12:00 UTC"), 1),
    ):
        with pytest.raises(CstoolError) as raised:
            ask()
        assert raised.value.message.values["years"] == HORIZON_YEARS


@pytest.mark.parametrize(
    ("timezone", "holidays", "message"),
    [
        ("CST", {}, "no-such-timezone"),
        ("../etc/passwd", {}, "no-such-timezone"),
        ("Europe", {}, "no-such-timezone"),
        ("UTC", {"country": "XX"}, "no-holidays-known"),
        ("UTC", {"country": "DE", "subdivision": "ZZ"}, "no-holidays-known"),
    ],
)
def test_what_cannot_be_known_is_an_error(timezone: str, holidays: dict[str, str], message: str) -> None:
    clock = calendar(timezone, {"mon": "09:00-17:00"}, **holidays)
    with pytest.raises(CstoolError) as raised:
        clock.state(at("2026-11-23 12:00 UTC"))
    assert raised.value.message.id == message


def test_a_moment_without_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="zone"):
        calendar(**BERLIN).state(datetime(2026, 11, 23))


# Properties: any hours, around every change of the clocks.

WEEKENDS = [
    ("America/New_York", date(2026, 3, 6)),
    ("America/New_York", date(2026, 10, 30)),
    ("Europe/Berlin", date(2026, 3, 27)),
    ("Europe/Berlin", date(2026, 10, 23)),
    ("Asia/Shanghai", date(2026, 5, 8)),
    ("Australia/Lord_Howe", date(2026, 4, 3)),
    ("Australia/Lord_Howe", date(2026, 10, 2)),
    ("Africa/Cairo", date(2026, 4, 22)),  # midnight itself is skipped there
]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
intervals = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda pair: pair[0] != pair[1])
weeks = st.dictionaries(st.sampled_from(DAYS), st.lists(intervals, max_size=3), max_size=7)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _model(timezone: str, week: dict[str, list[tuple[int, int]]]) -> Calendar:
    hours = {day: [f"{_clock(start)}-{_clock(end)}" for start, end in spans] for day, spans in week.items()}
    return Calendar.model_validate({"timezone": timezone, "hours": hours})


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(WEEKENDS), weeks, st.lists(st.integers(0, 4 * 1440), min_size=2, max_size=2), st.integers(0, 900))
def test_equal_to_counting_minutes(
    weekend: tuple[str, date], week: dict[str, list[tuple[int, int]]], offsets: list[int], minutes: int
) -> None:
    timezone, friday = weekend
    model = _model(timezone, week)
    clock = build(model, friday, friday)
    days = [friday + timedelta(days=step) for step in range(-2, 14)]
    plan = plan_of(model)
    working = minutes_open(_zone(timezone), {day: hours_on(plan, day) for day in days})
    noon = datetime(friday.year, friday.month, friday.day, tzinfo=UTC)
    first, second = (noon + timedelta(minutes=offset) for offset in sorted(offsets))
    assert clock.elapsed(first, second) == working_minutes(working, first, second) * 60
    assert (clock.state(first) == "open") == (first in working)
    if clock.elapsed(first, noon + timedelta(days=10)) >= minutes * 60:
        assert clock.deadline(first, minutes * 60) == minute_due(working, first, minutes)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(WEEKENDS), weeks.filter(lambda week: any(week.values())), moments, moments, moments)
def test_elapsed_is_additive_and_monotone(
    weekend: tuple[str, date], week: dict[str, list[tuple[int, int]]], a: datetime, b: datetime, c: datetime
) -> None:
    clock = build(_model(weekend[0], week), date(2026, 1, 1), date(2026, 12, 31))
    a, b, c = sorted((a, b, c))
    assert clock.elapsed(a, b) + clock.elapsed(b, c) == clock.elapsed(a, c)
    assert 0 <= clock.elapsed(a, b) <= (b - a).total_seconds() + 1
    assert clock.elapsed(b, a) == -clock.elapsed(a, b)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(WEEKENDS), weeks.filter(lambda week: any(week.values())), moments, st.integers(1, 400_000))
def test_the_deadline_is_the_first_moment_with_enough_work(
    weekend: tuple[str, date], week: dict[str, list[tuple[int, int]]], start: datetime, seconds: int
) -> None:
    clock = build(_model(weekend[0], week), date(2026, 1, 1), date(2026, 12, 31))
    start = start.replace(microsecond=0)
    try:
        due = clock.deadline(start, seconds)
    except CstoolError:  # a minute a week does not get there
        assert clock.elapsed(start, start.replace(year=start.year + HORIZON_YEARS)) < seconds
        return
    assert clock.elapsed(start, due) == seconds
    assert clock.elapsed(start, due - timedelta(seconds=1)) == seconds - 1
    assert clock.deadline(start, seconds + 1) > due if clock.elapsed(due, due + timedelta(days=15)) else True
    opening = clock.next_open(start)
    assert clock.state(opening) == "open"
    assert clock.elapsed(start, opening) == 0
