"""The loop: batches of tickets in, batches of results out. It knows neither our rules nor a helpdesk's; both are handed in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cstool.routing import Outcome, Router, outcome_of
from cstool.simulate.summary import Summary
from cstool.sla import Clock, Due, SlaBook, choose, clocks, due_after, history_of
from cstool.tickets import Batch, Ticket

EVENT = "ticket.created"


@dataclass(frozen=True, slots=True)
class Promise:
    """Which SLA policies apply to a routed ticket, and what is due when."""

    policies: tuple[str, ...] = ()
    dues: tuple[Due, ...] = ()
    """First reply and resolution, counted from the ticket's arrival."""
    clocks: tuple[Clock, ...] = ()
    """Every run of every clock, of a ticket that tells its history."""


Decide = Callable[[Ticket, str], Outcome]
"""Ticket and event -> what is written on it: our routing, or a backend's engine."""
DecideAll = Callable[[Sequence[Ticket], str], Sequence[Outcome]]
"""The same for many tickets at once."""
Choose = Callable[[Ticket, Outcome], Promise]


@dataclass(frozen=True, slots=True)
class Simulated:
    """One ticket with what would happen to it."""

    ticket: Ticket
    outcome: Outcome
    promise: Promise


def decide_by(router: Router) -> Decide:
    """Our own routing as a decision function."""

    def judged(ticket: Ticket, event: str) -> Outcome:
        return outcome_of(router, ticket, event)

    return judged


def choose_by(book: SlaBook) -> Choose:
    """Our own SLA policies: names in force, and the due times that count from the ticket's arrival."""

    def chosen(ticket: Ticket, outcome: Outcome) -> Promise:
        choice = choose(book, ticket, outcome)
        found = (due_after(book, choice, metric, ticket.received_at) for metric in ("first_reply", "resolution"))
        runs = clocks(book, choice, history_of(ticket)) if ticket.replies else ()
        return Promise(choice.names, tuple(entry for entry in found if entry), runs)

    return chosen


def run(
    batches: Iterable[Batch],
    decide_one: Decide,
    choose_one: Choose,
    summary: Summary,
    *,
    event: str = EVENT,
    progress: Callable[[int], None] | None = None,
    decide_all: DecideAll | None = None,
) -> Iterator[tuple[Simulated, ...]]:
    """The results batch by batch; `summary` grows on the way. `progress` is told the tickets so far.

    `decide_all` stands in for `decide_one` where the caller has both; their answers are the same.
    """
    for batch in batches:
        results: list[Simulated] = []
        each = decide_all(batch.tickets, event) if decide_all else (decide_one(ticket, event) for ticket in batch.tickets)
        for ticket, outcome in zip(batch.tickets, each, strict=True):
            result = Simulated(ticket, outcome, choose_one(ticket, outcome))
            summary.add(ticket, outcome, result.promise.policies)
            results.append(result)
        summary.read(batch)
        if progress is not None:
            progress(summary.tickets)
        yield tuple(results)
