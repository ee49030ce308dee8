"""What Request Tracker does with a ticket: our own rules, run by our own program, inside its queues, clocks and mails.

The rules are ours, so they are judged by us; service levels and working hours are those native objects that compile makes,
counted as the server counts (measured on Request Tracker 5.0.3; Business::Hours, https://metacpan.org/pod/Business::Hours).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from cstool.backends.account import Account
from cstool.backends.base import Compiled
from cstool.backends.rt.bindings import arrivals_of, field_keys
from cstool.backends.rt.compile import stagings_of
from cstool.backends.rt.sla import levels, pause_of
from cstool.model.base import METRICS, Duration
from cstool.model.calendars import DAYS, Calendar, Holidays
from cstool.plan import Body
from cstool.routing import Outcome, Router, compile_routing, decide
from cstool.simulate import Promise
from cstool.sla import Chosen, Due, SlaBook, choose, compile_sla
from cstool.tickets import Ticket
from cstool.worktime import WorkCalendar, build

FARTHEST = timedelta(days=29)
"""How far the server's clock looks: it adds day after day, and gives up where the thirtieth would begin."""
_NATIVE_DAYS = {str(number): DAYS[day] for number, day in enumerate((6, 0, 1, 2, 3, 4, 5))}


@dataclass(frozen=True)
class RtEngine:
    """One account, as compiled. `levels`: text of the targets -> name of the level; `bodies`: name -> how it is counted there."""

    router: Router
    book: SlaBook
    levels: Mapping[str, str]
    bodies: Mapping[str, Mapping[str, Any]]
    hours: Mapping[str, Body]
    channels: frozenset[str]
    fields: frozenset[str]
    clocks: dict[tuple[str, str], WorkCalendar] = field(default_factory=dict, repr=False, compare=False)

    def seen(self, ticket: Ticket) -> Ticket:
        """The ticket as the program sees it: what has no place there is not there, and the server keeps no first names."""
        customer, order = ticket.customer, ticket.order

        def kept(name: str, value: Any, missing: Any = None) -> Any:
            return value if name in self.fields else missing

        return replace(
            ticket,
            channel=ticket.channel if ticket.channel in self.channels else None,
            language=kept("language", ticket.language),
            customer=replace(
                customer,
                first_name=kept("customer.first_name", customer.first_name),
                country=kept("customer.country", customer.country),
                tags=kept("customer.tags", customer.tags, frozenset()),
            ),
            order=replace(
                order,
                id=kept("order.id", order.id),
                amount=kept("order.amount", order.amount),
                currency=kept("order.currency", order.currency),
                status=kept("order.status", order.status),
                items=kept("order.items", order.items, ()),
            ),
            fields={name: value for name, value in ticket.fields.items() if f"fields.{name}" in self.fields},
        )

    def decide(self, ticket: Ticket, event: str = "ticket.created") -> Outcome:
        """What the program writes on a ticket. It sends no reply to a machine."""
        outcome = decide(self.router, self.seen(ticket), event).outcome
        return replace(outcome, replies=()) if ticket.automatic else outcome

    def replied(self, ticket: Ticket, outcome: Outcome) -> str | None:
        """The template that really leaves: the first of several, and only where there is an address."""
        return outcome.reply.template if outcome.reply and ticket.customer.email else None

    def level(self, ticket: Ticket, outcome: Outcome) -> str | None:
        """The name of the service level; None where no policy applies."""
        chosen = choose(self.book, self.seen(ticket), outcome)
        return self.levels.get(key_of(chosen))

    def choose(self, ticket: Ticket, outcome: Outcome) -> Promise:
        """Our policies, and when the server counts each target as due."""
        chosen = choose(self.book, self.seen(ticket), outcome)
        level = self.levels.get(key_of(chosen))
        dues = []
        for metric, kind in (("first_reply", "Response"), ("resolution", "Resolve")):
            goal = next((found for name, found in chosen.goals.items() if name == metric), None)
            at = self.counted(level, kind, ticket.received_at) if level and goal else None
            if goal is not None and at is not None:
                dues.append(Due(goal.metric, goal.policy.value.id, goal.within, goal.calendar, at))
        return Promise(chosen.names, tuple(dues))

    def due(self, level: str, created: datetime) -> datetime | None:
        """The moment that the ticket's `Due` says after it was made: the earlier of the two."""
        found = [at for kind in ("Response", "Resolve") if (at := self.counted(level, kind, created)) is not None]
        return min(found, default=None)

    def counted(self, level: str, kind: str, start: datetime) -> datetime | None:
        """When one target of a level is due, as the server counts; None where it has none or gives up."""
        target = self.bodies[level].get(kind)
        if target is None:
            return None
        if "RealMinutes" in target:
            return start + timedelta(minutes=target["RealMinutes"])
        place = self.bodies[level]["BusinessHours"], self.bodies[level]["Timezone"]
        if place[0] not in self.hours:  # a calendar that is kept away from the account: nobody here knows its hours
            return None
        clock = self.clocks.get(place) or self.clocks.setdefault(place, clock_of(self.hours[place[0]], place[1]))
        seconds = int(target["BusinessMinutes"] * 60)
        found = clock.next_open(clock.deadline(start, seconds))  # what ends at closing time ends when it opens again
        return found if found <= start + FARTHEST else None


def engine_of(account: Account, compiled: Compiled) -> RtEngine:
    """The model of one account, over what compile makes for it."""
    kept = {rule.id for staging in stagings_of(account) for rule in staging.rules}
    router = compile_routing(account.workspace)
    stages = tuple(replace(stage, rules=tuple(rule for rule in stage.rules if rule.id in kept)) for stage in router.stages)
    book = compile_sla(account.workspace)
    policies = tuple(entry for entry in book.policies if not account.excludes("policies", entry[0].value.id))
    ladder = levels(account)
    return RtEngine(
        replace(router, stages=stages),
        replace(book, policies=policies),
        {level.key: level.name for level in ladder},
        {level.name: level.body for level in ladder},
        {resource.name: resource.body for resource in compiled.resources if resource.kind == "business_hours"},
        frozenset(arrival.channel for arrival in arrivals_of(account)),
        frozenset(field_keys(account)),
    )


def clock_of(body: Body, zone: str) -> WorkCalendar:
    """Native business hours as a calendar of ours."""
    hours: dict[str, list[str]] = {}
    off: list[str] = []
    for key, span in body.items():
        if key == "holidays" and isinstance(span, list):
            off = [str(day) for day in span]
        elif isinstance(span, Mapping):
            edges = [str(span["Start"]), str(span["End"])]
            for gap in span.get("Breaks", ()):
                edges[-1:-1] = [str(gap["Start"]), str(gap["End"])]
            hours[_NATIVE_DAYS[key]] = [f"{edges[i]}-{edges[i + 1]}" for i in range(0, len(edges), 2)]
    calendar = Calendar(timezone=zone, hours=hours, holidays=Holidays.model_validate({"also": off}))
    return build(calendar, _SOME_DAY, _SOME_DAY)


_SOME_DAY = datetime(2026, 1, 1).date()


def key_of(chosen: Chosen) -> str:
    """The text that the program makes of the targets in force: its name for a service level."""
    words = []
    for metric in METRICS:
        goal = chosen.goals.get(metric)
        if goal is not None:
            within: Duration = goal.within
            words.append(f"{metric} {within} {goal.calendar} {pause_of(goal.policy.value)}")
    return ";".join(words)
