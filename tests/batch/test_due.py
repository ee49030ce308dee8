"""Due times of many tickets at once against `WorkCalendar`, moment by moment: by searching and by minutes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import numpy as np
import pytest

from cstool.batch import due
from cstool.batch.due import NEVER, Lanes
from cstool.batch.promises import Promises
from cstool.errors import CstoolError
from cstool.loading import load
from cstool.model.calendars import Calendar
from cstool.routing import Outcome
from cstool.sla import choose, compile_sla, due_after
from cstool.tickets import Ticket
from cstool.worktime import WorkCalendar, build

DAY = date(2026, 6, 1)


def clock(timezone: str, hours: Mapping[str, object], **holidays: object) -> WorkCalendar:
    return build(Calendar.model_validate({"timezone": timezone, "hours": hours, "holidays": holidays}), DAY, DAY)


def clocks() -> list[WorkCalendar]:
    """Split shifts, nights over changes of the clock, half hours, make-up days, round the clock, calendar time."""
    return [
        clock("Europe/Berlin", {"mon-fri": ["09:00-12:30", "13:30-18:00"], "sat": ["10:00-14:00"]}, country="DE"),
        clock("America/New_York", {"mon-sun": "22:00-03:00"}, country="US"),
        clock("Asia/Shanghai", {"mon-fri": "09:00-18:00"}, country="CN", also=["2026-12-31"]),
        clock("Australia/Lord_Howe", {"mon-sun": "00:00-24:00"}),
        clock("Africa/Cairo", {"mon": ["00:00-00:30"], "thu-fri": ["23:45-00:15"]}),
        build(None, DAY, DAY),
    ]


TURNS = ("2026-03-08", "2026-03-29", "2026-04-04", "2026-04-24", "2026-09-25", "2026-10-25", "2026-11-01", "2027-02-05")


def moments(chance: Random, count: int) -> list[int]:
    """Seconds of two years, half of them close to a change of the clock or a holiday, many on whole hours."""
    begin = int(datetime(2025, 12, 20, tzinfo=UTC).timestamp())
    turns = [int(datetime.fromisoformat(f"{day}T00:00+00:00").timestamp()) for day in TURNS]
    found = [begin + chance.randrange(700 * 86_400) for _ in range(count // 2)]
    found += [chance.choice(turns) + chance.randrange(-90_000, 180_000) for _ in range(count - count // 2)]
    return [second // 1800 * 1800 + chance.choice((-1, 0, 0, 1)) if chance.random() < 0.4 else second for second in found]


@pytest.mark.parametrize("rows", [700, due._MANY + 700], ids=["searched", "by minutes"])
def test_equal_to_one_by_one(rows: int) -> None:
    chance, own = Random(rows), clocks()
    lanes = Lanes(own)
    lengths = [0, 1, 59, 60, 61, 900, 7_200, 28_800, 36_000, 144_000]
    for _ in range(2):  # a second batch finds tables, and needs none anew
        starts, others = moments(chance, rows), moments(chance, rows)
        which = [chance.randrange(len(own)) for _ in range(rows)]
        within = [chance.choice(lengths) for _ in range(rows)]
        as_of = [datetime.fromtimestamp(second, UTC) for second in starts]
        columns = [np.array(column, np.int64) for column in (which, starts, within, others)]
        expected = [int(own[lane].deadline(start, length).timestamp()) for lane, start, length in zip(which, as_of, within)]
        assert lanes.deadlines(*columns[:3]).tolist() == expected
        between = [own[lane].elapsed(start, datetime.fromtimestamp(o, UTC)) for lane, start, o in zip(which, as_of, others)]
        assert lanes.elapsed(columns[0], columns[1], columns[3]).tolist() == between
        openings = [int(own[lane].next_open(start).timestamp()) for lane, start in zip(which, as_of)]
        assert lanes.openings(columns[0], columns[1]).tolist() == openings


def test_working_days() -> None:
    chance, own = Random(5), clocks()
    starts = moments(chance, 400)
    which = [chance.randrange(len(own)) for _ in starts]
    days = [chance.choice((1, 2, 3, 30)) for _ in starts]
    expected = [
        int(own[lane].working_days_deadline(datetime.fromtimestamp(start, UTC), number).timestamp())
        for lane, start, number in zip(which, starts, days)
    ]
    assert Lanes(own).day_deadlines(*(np.array(column, np.int64) for column in (which, starts, days))).tolist() == expected


@pytest.mark.parametrize("rows", [50, due._MANY + 50])
def test_edges_within_a_minute(rows: int) -> None:
    """Liberia was 44 minutes and 30 seconds behind UTC until 1972 (https://data.iana.org/time-zones/tzdb/africa)."""
    chance, own = Random(1), [clock("Africa/Monrovia", {"mon-sun": "09:00-17:00"})]
    begin = int(datetime(1971, 1, 1, tzinfo=UTC).timestamp())
    starts = np.array([begin + chance.randrange(400 * 86_400) for _ in range(rows)], np.int64)
    zeros = np.zeros(rows, np.int64)
    found = Lanes(own).deadlines(zeros, starts, zeros + 3_600)
    expected = [int(own[0].deadline(datetime.fromtimestamp(start, UTC), 3_600).timestamp()) for start in starts.tolist()]
    assert found.tolist() == expected
    assert any(second % 60 == 30 for second in found.tolist())


@pytest.mark.parametrize("rows", [3, due._MANY])
def test_a_calendar_that_never_opens(rows: int) -> None:
    lanes = Lanes([clock("UTC", {"mon": []}), *clocks()])
    starts = np.full(rows, 1_780_000_000, np.int64)
    which = np.arange(rows) % 2
    for found in (
        lanes.deadlines(which, starts, starts * 0 + 60),
        lanes.openings(which, starts),
        lanes.day_deadlines(which, starts, starts * 0 + 1),
    ):
        assert ((found == NEVER) == (which == 0)).all()
    assert (lanes.elapsed(which, starts, starts + 86_400)[which == 0] == 0).all()


def test_nothing_in_nothing_out() -> None:
    nothing = np.empty(0, np.int64)
    lanes = Lanes(clocks())
    for found in (
        lanes.deadlines(nothing, nothing, nothing),
        lanes.elapsed(nothing, nothing, nothing),
        lanes.openings(nothing, nothing),
        lanes.day_deadlines(nothing, nothing, nothing),
    ):
        assert found.tolist() == []


def test_what_one_moment_refuses_many_refuse() -> None:
    lanes, zero = Lanes(clocks()), np.zeros(1, np.int64)
    with pytest.raises(ValueError, match="future"):
        lanes.deadlines(zero, zero + 1_780_000_000, zero - 1)
    with pytest.raises(ValueError, match="working day"):
        lanes.day_deadlines(zero, zero + 1_780_000_000, zero)
    with pytest.raises(CstoolError):
        lanes.deadlines(zero, zero + 20_000_000_000, zero + 60)


def test_what_is_promised_to_many_is_what_is_promised_to_each(tmp_path: Path) -> None:
    files = {
        "config/cstool.yaml": "name: shop\n",
        "config/channels.yaml": """\
channels: {mail: {type: email, calendar: office}, web: {type: web}, dead: {type: sms, calendar: never}}
""",
        "config/calendars.yaml": """\
calendars:
  office: {timezone: Europe/Berlin, hours: {mon-fri: "09:00-18:00"}, holidays: {country: DE}}
  never: {timezone: UTC, hours: {mon: []}}
""",
        "config/sla.yaml": """\
policies:
  - {id: web, when: {channel: web}, targets: {resolution: 2 working days}}
  - {id: none, when: {channel: unknown}, targets: {next_reply: 1h}}
  - {id: rest, targets: {first_reply: {urgent: 10m, high: 1h, normal: 4h, low: 4h}, resolution: 3 working days}}
""",
    }
    loaded = load(tmp_path, DAY, files)
    assert not loaded.faults
    book, chance = compile_sla(loaded), Random(9)
    channels = ["mail", "web", "dead", None]
    tickets = [
        Ticket(datetime.fromtimestamp(second, UTC), channel=chance.choice(channels))
        for second in moments(chance, due._MANY + 500)
    ]
    chosen = [choose(book, ticket, Outcome(priority=chance.choice(("urgent", "high", "normal", None)))) for ticket in tickets]
    expected = [
        tuple(found for metric in ("first_reply", "resolution") if (found := due_after(book, choice, metric, ticket.received_at)))
        for ticket, choice in zip(tickets, chosen)
    ]
    assert Promises(book).dues(tickets, chosen) == expected
    assert Promises(book).dues([], []) == []
