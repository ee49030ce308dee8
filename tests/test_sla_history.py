"""Clocks of tickets that went on: counted by hand, and against counting minute by minute."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.loading import load
from cstool.model.base import Status
from cstool.routing import Outcome
from cstool.sla import Clock, SlaBook, choose, clocks, compile_sla, due, history_of
from cstool.tickets import Ticket
from cstool.tickets.ticket import Author, Reply

FILES = {
    "config/cstool.yaml": "name: shop\ntimezone: Asia/Shanghai\nlocales: [en]\n",
    "config/channels.yaml": """\
channels: {mail: {type: email, calendar: office}, chat: {type: chat, calendar: office}, web: {type: web}}
""",
    "config/calendars.yaml": 'calendars: {office: {timezone: Asia/Shanghai, hours: {mon-fri: "09:00-18:00"}}}',
    "config/sla.yaml": """\
policies:
  - {id: chat, when: {channel: chat}, targets: {first_reply: 1h, resolution: 9h}, on_reopen: restart}
  - {id: web, when: {channel: web}, targets: {resolution: 2 working days, update: 24h}, pause: pending}
  - id: mail
    targets: {first_reply: 2h, next_reply: 4h, update: {within: 24h, calendar: 24x7}, resolution: 18h}
    pause: [pending, on_hold]
""",
}


@cache
def made() -> SlaBook:
    with TemporaryDirectory() as folder:
        loaded = load(Path(folder), date(2026, 7, 17), FILES)
    assert not loaded.faults
    return compile_sla(loaded)


@pytest.fixture
def book() -> SlaBook:
    return made()


def at(moment: str) -> datetime:
    """`17 10:30`: a day of July 2026 (the 17th is a Friday) in Shanghai."""
    day, clock = moment.split()
    return datetime.fromisoformat(f"2026-07-{day}T{clock}").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def ticket(received: str, *replies: str, channel: str = "mail", status: Status | None = None, solved: str = "") -> Ticket:
    """Replies as `17 10:30 agent pending`."""
    found = []
    for line in replies:
        day, clock, author, *became = line.split()
        automatic = author == "robot"
        who: Author = "agent" if automatic else author  # type: ignore[assignment]
        found.append(Reply(at(f"{day} {clock}"), who, "", automatic, became[0] if became else None))  # type: ignore[arg-type]
    return Ticket(at(received), channel=channel, replies=tuple(found), status=status, solved_at=at(solved) if solved else None)


def shown(clock: Clock) -> str:
    def moment(value: datetime | None) -> str:
        return value.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%d %H:%M") if value else "–"

    return f"{clock.metric} {moment(clock.start)} due {moment(clock.due)} met {moment(clock.met)} {clock.state}"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            ticket("17 17:00"),
            ["first_reply 17 17:00 due 20 10:00 met – open", "resolution 17 17:00 due 21 17:00 met – open"],
        ),
        (  # an automatic reply is no answer; the next reply counts from the oldest message that nobody answered
            ticket("17 09:00", "17 09:01 robot", "17 10:00 agent", "17 11:00 customer", "17 12:00 customer", "17 16:00 agent"),
            [
                "first_reply 17 09:00 due 17 11:00 met 17 10:00 met",
                "next_reply 17 11:00 due 17 15:00 met 17 16:00 missed",
                "update 17 10:00 due 18 10:00 met 17 16:00 met",
                "update 17 16:00 due 18 16:00 met – open",
                "resolution 17 09:00 due 20 18:00 met – open",
            ],
        ),
        (  # pending stops the clock; the customer who writes starts it again, over the weekend without loss
            ticket("17 09:00", "17 10:00 agent pending", "18 12:00 customer", "20 10:00 agent solved"),
            [
                "first_reply 17 09:00 due 17 11:00 met 17 10:00 met",
                "next_reply 18 12:00 due 20 13:00 met 20 10:00 met",
                "update 17 10:00 due 19 12:00 met 20 10:00 missed",
                "resolution 17 09:00 due 21 17:00 met 20 10:00 met",
            ],
        ),
        (  # still pending: no deadline, 17 of 18 hours left
            ticket("17 09:00", "17 10:00 agent pending"),
            [
                "first_reply 17 09:00 due 17 11:00 met 17 10:00 met",
                "update 17 10:00 due – met – standing",
                "resolution 17 09:00 due – met – standing",
            ],
        ),
        (  # the state of now began with the last message, as far as is known
            ticket("17 09:00", "17 10:00 agent", status="pending"),
            [
                "first_reply 17 09:00 due 17 11:00 met 17 10:00 met",
                "update 17 10:00 due – met – standing",
                "resolution 17 09:00 due – met – standing",
            ],
        ),
        (  # a miss before the pause stays one
            ticket("17 09:00", "22 10:00 agent pending"),
            [
                "first_reply 17 09:00 due 17 11:00 met 22 10:00 missed",
                "update 22 10:00 due – met – standing",
                "resolution 17 09:00 due 20 18:00 met – open",
            ],
        ),
        (  # reopened: 17 hours were left, and go on
            ticket("17 09:00", "17 10:00 agent solved", "20 09:00 customer"),
            [
                "first_reply 17 09:00 due 17 11:00 met 17 10:00 met",
                "next_reply 20 09:00 due 20 13:00 met – open",
                "resolution 17 09:00 due 21 17:00 met – open",
            ],
        ),
        (  # reopened: a run of its own
            ticket("17 09:00", "17 10:00 agent solved", "20 09:00 customer", "20 12:00 agent solved", channel="chat"),
            [
                "first_reply 17 09:00 due 17 10:00 met 17 10:00 met",
                "resolution 17 09:00 due 17 18:00 met 17 10:00 met",
                "resolution 20 09:00 due 20 18:00 met 20 12:00 met",
            ],
        ),
        (  # solved without words, told by the export
            ticket("17 09:00", "17 10:00 agent", solved="17 12:00", channel="chat"),
            ["first_reply 17 09:00 due 17 10:00 met 17 10:00 met", "resolution 17 09:00 due 17 18:00 met 17 12:00 met"],
        ),
        (  # working days of calendar time: Saturday's midnight passes while it waits for the customer
            ticket("17 09:00", "18 10:00 agent pending", "19 12:00 customer", channel="web"),
            ["update 18 10:00 due 20 12:00 met – open", "resolution 17 09:00 due 21 08:00 met – open"],
        ),
        (  # a ticket that the team opened has no first reply to give
            Ticket(at("17 09:00"), channel="mail", author="agent", replies=(Reply(at("17 12:00"), "customer"),)),
            [
                "next_reply 17 12:00 due 17 16:00 met – open",
                "update 17 09:00 due 18 09:00 met – open",
                "resolution 17 09:00 due 20 18:00 met – open",
            ],
        ),
    ],
)
def test_by_hand(book: SlaBook, given: Ticket, expected: list[str]) -> None:
    found = clocks(book, choose(book, given, Outcome()), history_of(given))
    assert [shown(clock) for clock in found] == expected


def test_left_is_what_the_clock_has_when_it_stands_still(book: SlaBook) -> None:
    given = ticket("17 09:00", "17 10:00 agent pending")
    left = {clock.metric: clock.left for clock in clocks(book, choose(book, given, Outcome()), history_of(given))}
    assert left == {"first_reply": 3600, "update": 24 * 3600, "resolution": 17 * 3600}


def test_a_ticket_without_history_is_due_as_ever(book: SlaBook) -> None:
    given = ticket("17 17:00")
    found = clocks(book, choose(book, given, Outcome()), history_of(given))
    assert [(clock.metric, clock.due) for clock in found] == [(one.metric, one.at) for one in due(book, given, Outcome())]


steps = st.lists(
    st.tuples(
        st.integers(1, 2_000),
        st.sampled_from(["customer", "agent", "system", "robot"]),
        st.sampled_from(["", "pending", "open", "solved"]),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(steps, st.integers(0, 7 * 1440))
def test_the_resolution_agrees_with_walking_through_the_minutes(taken: list[tuple[int, str, str]], begin: int) -> None:
    book, start = made(), datetime(2026, 7, 13, tzinfo=UTC) + timedelta(minutes=begin)
    moment, replies = start, []
    for gap, author, became in taken:
        moment += timedelta(minutes=gap)
        who: Author = "agent" if author == "robot" else author  # type: ignore[assignment]
        replies.append(Reply(moment, who, "", author == "robot", became or None))  # type: ignore[arg-type]
    given = Ticket(start, channel="mail", replies=tuple(replies))
    (found,) = [
        clock for clock in clocks(book, choose(book, given, Outcome()), history_of(given)) if clock.metric == "resolution"
    ]
    status, changes, over_at = "new", {}, None
    for reply in replies:
        if reply.author == "customer" and status in ("pending", "solved"):
            status, over_at = "open", None
        status = reply.status or status
        changes[reply.at] = status
        over_at = (over_at if over_at and status == "solved" else reply.at) if status == "solved" else None
    left, now, state, calendar = 18 * 60, start, "new", book.clock("office")
    while left and (now <= moment or state not in ("pending", "solved")):
        state = changes.get(now, state)
        left -= state not in ("pending", "solved") and calendar.state(now) == "open"
        now += timedelta(minutes=1)
    # A ticket solved in time would have been due where its clock would have run out, had it gone on.
    assert found.met == over_at
    if found.state == "standing":
        assert left * 60 == found.left
    elif found.state == "open":
        assert (left, found.due) == (0, now)
    else:
        assert (found.state == "missed") == (left == 0 and over_at is not None and now < over_at)
