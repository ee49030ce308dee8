"""What is due when, for many tickets at once; equal to `sla.due_after`, ticket by ticket."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from cstool.batch.due import NEVER, Lanes
from cstool.model.base import Metric
from cstool.sla import ALWAYS_OPEN, Chosen, Due, Goal, SlaBook
from cstool.tickets.ticket import Ticket

ARRIVAL: tuple[Metric, ...] = ("first_reply", "resolution")
"""What counts from a ticket's arrival."""


class Promises:
    """The clocks of a book, ready for columns."""

    def __init__(self, book: SlaBook) -> None:
        names = [ALWAYS_OPEN, *book.calendars]
        self._places = {name: place for place, name in enumerate(names)}
        self._lanes = Lanes([book.clock(name) for name in names])

    def dues(self, tickets: Sequence[Ticket], chosen: Sequence[Chosen]) -> list[tuple[Due, ...]]:
        """First reply and resolution of each ticket, in that order. Raises CstoolError for a moment that no calendar reaches."""
        asked = [
            (row, goal)
            for row, choice in enumerate(chosen)
            for metric in ARRIVAL
            if (goal := choice.goals.get(metric)) is not None
        ]
        found: list[tuple[Due, ...]] = [()] * len(tickets)
        starts = [int(ticket.received_at.timestamp() // 1) for ticket in tickets]
        for (row, goal), at in zip(asked, self._moments(starts, asked), strict=True):
            if at != NEVER:
                moment = datetime.fromtimestamp(at, UTC)
                found[row] += (Due(goal.metric, goal.policy.value.id, goal.within, goal.calendar, moment),)
        return found

    def _moments(self, starts: Sequence[int], asked: Sequence[tuple[int, Goal]]) -> list[int]:
        at = np.empty(len(asked), np.int64)
        days = np.array([goal.within.working_days for _, goal in asked], np.int64)
        seconds = np.array([goal.within.seconds for _, goal in asked], np.int64)
        which = np.array([self._places.get(goal.calendar, 0) for _, goal in asked], np.int64)
        begin = np.array([starts[row] for row, _ in asked], np.int64)
        by_days, by_seconds = np.flatnonzero(days > 0), np.flatnonzero(days == 0)
        at[by_seconds] = self._lanes.deadlines(which[by_seconds], begin[by_seconds], seconds[by_seconds])
        at[by_days] = self._lanes.day_deadlines(which[by_days], begin[by_days], days[by_days])
        moments: list[int] = at.tolist()
        return moments
