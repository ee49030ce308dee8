"""The clocks of a ticket that has gone on for a while: next replies, updates, pauses, reopening.

- `first_reply` runs from the customer's first message to the first answer by a person; an automatic reply is none.
- `next_reply` runs from the oldest message of the customer that nobody has answered, as Zendesk counts it
  (https://support.zendesk.com/hc/en-us/articles/4408829459866), after the first answer.
- `update` runs from each answer to the next one, until the ticket is solved.
- `resolution` runs from the first message until the ticket is solved. Solved again after a reopening, it has gone on
  (`on_reopen: continue`) or begun anew (`restart`); the time in between does not count either way.

While the ticket is in a state under `pause` of the policy that gives the target, its clock stands still. A target in working days
leaves out the days at whose closing time it stands still. A customer who writes opens a ticket that waited or was solved.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cstool.model.base import METRICS, Duration, Metric, Status
from cstool.sla.policies import Chosen, Goal, SlaBook
from cstool.tickets.ticket import Ticket
from cstool.worktime import WorkCalendar

Span = tuple[datetime, datetime | None]
"""A stretch of time in which a clock runs; without end, it still does."""
Run = tuple[datetime, datetime | None]
"""When a clock begins, and when what it waits for has come."""
_ASLEEP: frozenset[Status] = frozenset({"pending", "on_hold", "solved", "closed"})
_OVER: frozenset[Status] = frozenset({"solved", "closed"})


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a ticket: a message by the customer, an answer by a person, or a new state."""

    at: datetime
    kind: Literal["asked", "answered", "became"]
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One run of a target's clock."""

    metric: Metric
    policy: str
    within: Duration
    calendar: str
    start: datetime
    due: datetime | None
    """None while it stands still, and where time was left when it stopped for good without being met."""
    met: datetime | None
    """When it was stopped by what it waits for."""
    left: int
    """Seconds on its clock that were left when it stopped or stood still last; 0 for a target in working days."""

    @property
    def state(self) -> Literal["met", "missed", "open", "standing"]:
        """How it ended, or that it runs, or that it stands still."""
        if self.met is not None:
            return "missed" if self.due is not None and self.met > self.due else "met"
        return "standing" if self.due is None else "open"


def history_of(ticket: Ticket) -> tuple[Event, ...]:
    """What a ticket tells about itself, in order of time. One without replies has one event: its arrival."""
    events = [Event(ticket.received_at, "asked" if ticket.author == "customer" else "answered")]
    status: Status = "new"
    for reply in ticket.replies:
        if reply.author == "customer":
            events.append(Event(reply.at, "asked"))
            status = "open" if status in _ASLEEP else status
        elif reply.author == "agent" and not reply.automatic:
            events.append(Event(reply.at, "answered"))
        if reply.status and reply.status != status:
            status = reply.status
            events.append(Event(reply.at, "became", status))
    if ticket.first_reply_at and not any(event.kind == "answered" for event in events):
        events.append(Event(ticket.first_reply_at, "answered"))
    if ticket.solved_at and status not in _OVER:
        events.append(Event(ticket.solved_at, "became", "solved"))
        status = "solved"
    events.sort(key=lambda event: event.at)
    if ticket.status and ticket.status != status and ticket.status in _ASLEEP and len(events) > 1:
        # The state of now is not told when it began; nothing has happened since the last message.
        events.append(Event(events[-1].at, "became", ticket.status))
    return tuple(events)


def clocks(book: SlaBook, chosen: Chosen, events: tuple[Event, ...]) -> tuple[Clock, ...]:
    """Every run of every target's clock, by metric and time. Nothing for a calendar that never opens."""
    found: list[Clock] = []
    for metric in METRICS:
        goal = chosen.goals.get(metric)
        if goal is None or book.clock(goal.calendar).never_opens or not events:
            continue
        awake = tuple(_awake(events, frozenset(goal.policy.value.pause)))
        lives = tuple(_RUNS[metric](events))
        if metric == "resolution" and goal.policy.value.on_reopen == "continue" and lives:
            spans = [span for start, met in lives for span in _within(awake, start, met)]
            found.append(_clock(book, goal, spans, lives[0][0], lives[-1][1]))
        else:
            found += [_clock(book, goal, [*_within(awake, start, met)], start, met) for start, met in lives]
    return tuple(found)


def _first_replies(events: tuple[Event, ...]) -> Iterator[Run]:
    if events[0].kind == "asked":
        yield events[0].at, next((event.at for event in events if event.kind == "answered"), None)


def _next_replies(events: tuple[Event, ...]) -> Iterator[Run]:
    answered, oldest = events[0].kind == "answered", None
    for event in events:
        if event.kind == "answered":
            if oldest is not None:
                yield oldest, event.at
            answered, oldest = True, None
        elif event.kind == "asked" and answered and oldest is None:
            oldest = event.at
    if oldest is not None:
        yield oldest, None


def _updates(events: tuple[Event, ...]) -> Iterator[Run]:
    since: datetime | None = None
    for event in events:
        if event.kind == "answered":
            if since is not None:
                yield since, event.at
            since = event.at
        elif event.kind == "became" and event.status in _OVER:
            since = None  # nobody waits for news of what is over
    if since is not None:
        yield since, None


def _lives(events: tuple[Event, ...]) -> Iterator[Run]:
    """From arrival to being solved, and from each reopening to being solved again."""
    start, over = events[0].at, False
    for event in events:
        if event.kind == "became" and event.status in _OVER and not over:
            yield start, event.at
            over = True
        elif over and (event.kind == "asked" or (event.kind == "became" and event.status not in _OVER)):
            start, over = event.at, False
    if not over:
        yield start, None


_RUNS: Mapping[Metric, Callable[[tuple[Event, ...]], Iterator[Run]]] = {
    "first_reply": _first_replies,
    "next_reply": _next_replies,
    "update": _updates,
    "resolution": _lives,
}


def _awake(events: tuple[Event, ...], asleep: frozenset[Status]) -> Iterator[Span]:
    """The stretches in which the ticket is in none of these states."""
    begin: datetime | None = events[0].at
    for event in events:
        if event.kind == "became" and event.status in asleep:
            if begin is not None and begin < event.at:
                yield begin, event.at
            begin = None
        elif begin is None and (event.kind == "asked" or event.kind == "became"):
            begin = event.at  # a customer who writes opens what waited
    if begin is not None:
        yield begin, None


def _within(spans: tuple[Span, ...], start: datetime, end: datetime | None) -> Iterator[Span]:
    """The part of the stretches between two moments."""
    for begin, finish in spans:
        first = max(begin, start)
        last = finish if end is None else end if finish is None else min(finish, end)
        if last is None or first < last:
            yield first, last


def _clock(book: SlaBook, goal: Goal, spans: list[Span], start: datetime, met: datetime | None) -> Clock:
    clock = book.clock(goal.calendar)
    if goal.within.working_days:
        due, left = _by_days(clock, goal.within.working_days, spans, start), 0
    else:
        due, left = _by_seconds(clock, goal.within.seconds, spans, met)
    return Clock(goal.metric, goal.policy.value.id, goal.within, goal.calendar, start, due, met, left)


def _by_seconds(clock: WorkCalendar, seconds: int, spans: list[Span], met: datetime | None) -> tuple[datetime | None, int]:
    """The deadline in the stretch in which the time runs out, or would run out if the last one went on."""
    left = seconds
    for number, (begin, end) in enumerate(spans):
        spent = clock.elapsed(begin, end) if end is not None else 0
        runs_on = end is None or (number + 1 == len(spans) and end == met)
        if spent >= left or runs_on:
            return clock.deadline(begin, left), max(left - spent, 0)
        left -= spent
    return None, left


def _by_days(clock: WorkCalendar, days: int, spans: list[Span], start: datetime) -> datetime | None:
    """The closing time of the n-th day after the start at whose closing time the clock runs."""
    number = counted = 0
    while counted < days:
        number += 1
        closing = clock.working_days_deadline(start, number)
        if any(begin <= closing and (end is None or closing <= end) for begin, end in spans):
            counted += 1
        elif not spans or (spans[-1][1] is not None and closing > spans[-1][1]):
            return None  # it stands still for good, as far as is known
    return clock.working_days_deadline(start, number)


def last_of(found: tuple[Clock, ...]) -> Mapping[Metric, Clock]:
    """The latest run of each metric: the one that matters now."""
    return {clock.metric: clock for clock in found}
