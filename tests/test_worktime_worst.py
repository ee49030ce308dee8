"""The most unlucky moment, against trying every minute or every second."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.errors import CstoolError
from cstool.model.base import Duration, parse_duration
from cstool.model.calendars import Calendar
from cstool.worktime import WorkCalendar, build
from cstool.worktime.worst import Timed, due_of, unattended, worst

DAY = date(2026, 7, 17)
ALWAYS = build(None, DAY, DAY)


def clock(timezone: str, hours: dict[str, object], **holidays: object) -> WorkCalendar:
    return build(Calendar.model_validate({"timezone": timezone, "hours": hours, "holidays": holidays}), DAY, DAY)


OFFICE = clock("Asia/Shanghai", {"mon-fri": "09:00-18:00"})
IN_CHINA = clock("Asia/Shanghai", {"mon-fri": "09:00-18:00"}, country="CN")
LIMIT = (ALWAYS, Duration(24 * 3600))


def local(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("calendar", "days", "start", "due", "hours"),
    [
        # closed from 1 to 7 October: a message at closing time the evening before is due on the 8th at 11
        (IN_CHINA, 365, "2026-09-30 18:00", "2026-10-08 11:00", 185),
        # without the holidays it is any Friday evening
        (OFFICE, 365, "2026-07-17 18:00", "2026-07-20 11:00", 65),
        (OFFICE, 2, "2026-07-17 18:00", "2026-07-20 11:00", 65),
        (OFFICE, 1, "2026-07-17 18:00", "2026-07-20 11:00", 65),
    ],
)
def test_two_working_hours(calendar: WorkCalendar, days: int, start: str, due: str, hours: float) -> None:
    found = worst((calendar, parse_duration("2h")), DAY, days, LIMIT)
    assert found is not None
    assert (found.start, found.due) == (local(start), local(due))
    assert found.elapsed == timedelta(hours=hours)
    assert found.behind == timedelta(hours=hours - 24)
    assert found.limit == found.start + timedelta(hours=24)


def test_how_much_of_the_time_a_met_target_is_late() -> None:
    # In a plain week late is who writes from Friday 16:00:01, when the last seconds wait for Monday, to Sunday 11:00.
    found = worst((OFFICE, parse_duration("2h")), date(2026, 7, 13), 7, LIMIT)
    assert found is not None
    assert (found.late, found.whole) == (43 * 3600 - 1, 7 * 86_400)


def test_round_the_clock_takes_what_it_says() -> None:
    found = worst((ALWAYS, parse_duration("20h")), DAY, 30, LIMIT)
    assert found is not None
    assert (found.elapsed, found.behind, found.late) == (timedelta(hours=20), timedelta(hours=-4), 0)


def test_no_moment_where_nothing_ever_opens() -> None:
    never = clock("UTC", {"mon": []})
    assert worst((never, Duration(60)), DAY, 30) is None
    assert worst((OFFICE, Duration(60)), DAY, 30, (never, Duration(60))) is None


def test_a_zone_that_does_not_exist() -> None:
    with pytest.raises(CstoolError):
        worst((clock("CST", {"mon": "09:00-10:00"}), Duration(60)), DAY, 30)


def test_business_days_of_the_marketplace_against_hours() -> None:
    theirs = clock("Europe/London", {"mon-fri": "00:00-24:00"}, country="GB")
    for within, behind in (("72h", False), ("97h", True)):  # three days after a Monday morning are over after 96 hours
        found = worst((ALWAYS, parse_duration(within)), DAY, 365, (theirs, Duration(working_days=3)))
        assert found is not None
        assert (found.behind > timedelta(0)) == behind


ZONES = [
    ("America/New_York", date(2026, 3, 7)),
    ("Europe/Berlin", date(2026, 10, 24)),
    ("Asia/Shanghai", date(2026, 9, 29)),
    ("Australia/Lord_Howe", date(2026, 4, 4)),
    ("Africa/Cairo", date(2026, 4, 23)),
]
spans = st.tuples(st.integers(0, 143), st.integers(0, 144)).filter(lambda pair: pair[0] != pair[1])
weeks = st.dictionaries(
    st.sampled_from(("mon", "tue", "wed", "thu", "fri", "sat", "sun")), st.lists(spans, max_size=2), min_size=1
)


def _hours(week: dict[str, list[tuple[int, int]]]) -> dict[str, object]:
    def shown(tens: int) -> str:
        return f"{tens // 6:02}:{tens % 6}0"

    return {day: [f"{shown(begin)}-{shown(end)}" for begin, end in pairs] for day, pairs in week.items()}


lengths = st.one_of(
    st.integers(0, 400).map(lambda tens: Duration(tens * 600)), st.integers(1, 3).map(lambda days: Duration(working_days=days))
)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(ZONES),
    weeks.filter(lambda week: any(week.values())),
    lengths,
    st.sampled_from(["3h", "24h", "2 working days"]),
)
def test_no_minute_is_worse(
    place: tuple[str, date], week: dict[str, list[tuple[int, int]]], within: Duration, limit: str
) -> None:
    zone, first = place
    ours: Timed = (clock(zone, _hours(week)), within)
    theirs: Timed = (clock(zone, {"mon-fri": "00:00-24:00"}), parse_duration(limit))
    if not theirs[1].working_days:
        theirs = (ALWAYS, theirs[1])
    found = worst(ours, first, 3, theirs)
    assert found is not None
    assert found.due == due_of(ours, found.start)
    assert found.limit == due_of(theirs, found.start)
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    late = 0
    for minute in range(3 * 1440):
        start = begin + timedelta(minutes=minute, seconds=1)  # every edge here lies on a whole minute
        behind = due_of(ours, start) - due_of(theirs, start)
        assert behind <= found.behind
        late += behind > timedelta(0)
    assert abs(found.late - late * 60) <= 60 * 40  # each edge may cut a minute in two


def test_every_second_of_a_day_is_counted() -> None:
    ours: Timed = (clock("Europe/Berlin", {"mon-sun": ["09:00-12:10", "13:00-17:30"]}), Duration(2 * 3600 + 30 * 60))
    theirs: Timed = (ALWAYS, Duration(6 * 3600))
    found = worst(ours, DAY, 1, theirs)
    begin = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)
    delays = [
        due_of(ours, start) - due_of(theirs, start) for start in (begin + timedelta(seconds=second) for second in range(86_400))
    ]
    assert found is not None
    assert found.behind == max(delays)
    assert found.late == sum(delay > timedelta(0) for delay in delays)


def test_somebody_of_several() -> None:
    shenzhen, berlin = OFFICE.plan, clock("Europe/Berlin", {"mon-fri": "09:00-17:00"}).plan
    assert shenzhen is not None
    assert berlin is not None
    within: Timed = (ALWAYS, parse_duration("4h"))
    # Shenzhen leaves on Friday at 18:00, which is noon in Berlin; Berlin leaves at 17:00, 23:00 in Shenzhen.
    for staff, start, comes in (
        ((shenzhen,), "2026-07-17 18:00", "2026-07-20 09:00"),
        ((shenzhen, berlin), "2026-07-17 23:00", "2026-07-20 09:00"),
    ):
        found = unattended(staff, within, DAY, 7)
        assert found is not None
        assert (found.start, found.due) == (local(start), local(comes) + timedelta(seconds=1))
        assert found.behind == found.due - found.start - timedelta(hours=4)
    round_the_clock = unattended((shenzhen, berlin), (OFFICE, parse_duration("1m")), DAY, 7)
    assert round_the_clock is not None
    assert round_the_clock.behind < timedelta(0)
    assert unattended((), within, DAY, 7) is None
