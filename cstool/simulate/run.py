"""The loop: batches of tickets in, batches of results out. It knows neither our rules nor a helpdesk's; both are handed in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cstool.routing import Outcome, Router, outcome_of
from cstool.simulate.summary import Summary
from cstool.sla import Chosen, Clock, Due, SlaBook, choose, clocks, due_after, history_of
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
ChooseAll = Callable[[Sequence[Ticket], Sequence[Outcome]], Sequence[Promise]]
"""The same for many tickets at once."""


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
        return promise_of(book, ticket, choice, tuple(entry for entry in found if entry))

    return chosen


def promise_of(book: SlaBook, ticket: Ticket, choice: Chosen, dues: tuple[Due, ...]) -> Promise:
    """What was chosen for a ticket, with the clocks of its history where it tells one."""
    return Promise(choice.names, dues, clocks(book, choice, history_of(ticket)) if ticket.replies else ())


def run(
    batches: Iterable[Batch],
    decide_one: Decide,
    choose_one: Choose,
    summary: Summary,
    *,
    event: str = EVENT,
    progress: Callable[[int], None] | None = None,
    decide_all: DecideAll | None = None,
    choose_all: ChooseAll | None = None,
) -> Iterator[tuple[Simulated, ...]]:
    """The results batch by batch; `summary` grows on the way. `progress` is told the tickets so far.

    `decide_all` stands in for `decide_one`, and `choose_all` for `choose_one`, where there are both; the answers are the same.
    """
    for batch in batches:
        results: list[Simulated] = []
        tickets = batch.tickets
        each = decide_all(tickets, event) if decide_all else [decide_one(ticket, event) for ticket in tickets]
        promises = choose_all(tickets, each) if choose_all else map(choose_one, tickets, each)
        for ticket, outcome, promise in zip(tickets, each, promises, strict=True):
            result = Simulated(ticket, outcome, promise)
            summary.add(ticket, outcome, result.promise.policies)
            results.append(result)
        summary.read(batch)
        if progress is not None:
            progress(summary.tickets)
        yield tuple(results)
