"""Which SLA a Zammad ticket has, and when its targets are due.

Measured on zammad/zammad 5.5: the first SLA by name whose condition holds; one without a condition is only the fallback, and of
several the last by name; times count in the SLA's calendar; pending and closed tickets have none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cstool.backends.engines.desk import Desk, Doubt, NativeDue
from cstool.backends.engines.things import Thing, of_kind, plain
from cstool.backends.zammad.engine.conditions import Condition, condition_of
from cstool.backends.zammad.engine.hours import clock_of
from cstool.backends.zammad.engine.rows import Facts
from cstool.backends.zammad.engine.rules import name_of
from cstool.diagnostic import text
from cstool.worktime import WorkCalendar

METRICS = (
    ("first_response_time", "first_reply"),
    ("response_time", "next_reply"),
    ("update_time", "update"),
    ("solution_time", "resolution"),
)


@dataclass(frozen=True, slots=True)
class Sla:
    """One SLA, compiled. `readable`: whether the product can count on its calendar."""

    thing: Thing
    condition: Condition
    targets: tuple[tuple[str, int], ...]
    calendar: str
    clock: WorkCalendar | None
    readable: bool


def slas_of(things: Sequence[Thing], facts: Facts) -> tuple[Sla, ...]:
    """All SLAs by name."""
    calendars = {thing.reference: thing for thing in of_kind(things, "calendar")}
    ordered = sorted(of_kind(things, "sla"), key=lambda thing: facts.dialect.order(name_of(thing)))  # type: ignore[return-value,arg-type]
    return tuple(_sla(thing, calendars.get(plain(thing.body.get("calendar_id"))), facts) for thing in ordered)


def _sla(thing: Thing, calendar: Thing | None, facts: Facts) -> Sla:
    targets = [(metric, minutes) for name, metric in METRICS if isinstance(minutes := thing.body.get(name), int)]
    clock = clock_of(calendar) if calendar else None
    condition = condition_of(thing.body.get("condition"), facts)
    # On a calendar that is not there no time is ever set; one that cannot be read breaks the ticket.
    return Sla(
        thing, condition, tuple(targets), plain(thing.body.get("calendar_id")), clock, calendar is None or clock is not None
    )


def _due(clock: WorkCalendar, start: datetime, minutes: int) -> datetime:
    """A target that ends just when work ends falls due when work begins again (measured on zammad/zammad 5.5)."""
    return clock.next_open(clock.deadline(start, minutes * 60))


def choose(slas: Sequence[Sla], desk: Desk, facts: Facts) -> None:
    """Put the SLA in force and what is due into the log."""
    found, fallback = None, None
    for sla in slas:
        if sla.condition.empty:
            fallback = sla
            continue
        if sla.condition.surely_not(desk):
            continue
        verdict = sla.condition.holds(desk)
        if verdict is None:
            desk.doubts.append(Doubt(sla.thing, text("engine-filter")))
        if verdict:
            found = sla
            break
    chosen = found or fallback
    if chosen is None or desk.values.get("ticket.state_id") in facts.resting:
        return
    if not chosen.readable:
        desk.lost, desk.stopped = True, text("engine-bad-calendar", sla=name_of(chosen.thing))
        return
    desk.policy = chosen.thing
    clock = chosen.clock
    if clock is not None and not clock.never_opens:
        desk.dues = tuple(
            NativeDue(metric, minutes, chosen.calendar if clock.plan else "", _due(clock, desk.at, minutes))
            for metric, minutes in chosen.targets
            if minutes > 0
        )
