"""Rules that win over a rule which would give their tickets a higher priority, where no test says that they should."""

from collections.abc import Iterator
from dataclasses import dataclass

from cstool.logic import FALSE, Literal
from cstool.model.base import PRIORITIES
from cstool.routing.symbolic.course import Course, Firing, courses_of
from cstool.tickets.ticket import Ticket, ticket_of
from cstool.workspace import Workspace

TRIES = 12
"""Partners looked at for one rule before it is left alone."""
HURRIED = ("high", "urgent")
"""Nobody is harmed where `low` stands above `normal`."""


@dataclass(frozen=True)
class Overlap:
    """Two rules, and a ticket that meets both: `upper` is the milder one, which wins."""

    course: Course
    upper: Firing
    lower: Firing
    ticket: Ticket


def milder_above(workspace: Workspace) -> Iterator[Overlap]:
    """For each rule the first milder one above that can take its ticket, where neither implies the other and no test does so."""
    for course in courses_of(workspace).values():
        pinned = _pinned(workspace, course)
        for stage in course.stages():
            if stage.match == "first":
                yield from _of_stage(course, course.of_stage(stage), pinned)
            elif stage.match == "sequence":
                yield from _of_sequence(course, course.of_stage(stage), pinned)


def _of_stage(course: Course, firings: tuple[Firing, ...], pinned: frozenset[tuple[str, str]]) -> Iterator[Overlap]:
    circuit = course.circuit
    milder: dict[int, Literal] = dict.fromkeys(range(len(PRIORITIES)), FALSE)
    above: list[Firing] = []
    for lower in firings:
        rank = _rank(lower)
        if rank is None or not lower.rule.real:
            continue
        if lower.rule.actions.priority in HURRIED and milder[rank] != FALSE:
            found = _partner(course, [upper for upper in above if (_rank(upper) or 0) < rank], lower, milder[rank], pinned)
            if found is not None:
                yield found
        above.append(lower)
        for higher in range(rank + 1, len(PRIORITIES)):
            milder[higher] = circuit.some((milder[higher], lower.applies))


def _of_sequence(course: Course, firings: tuple[Firing, ...], pinned: frozenset[tuple[str, str]]) -> Iterator[Overlap]:
    """In a `sequence` the last one wins: there the milder rule below takes the priority away again."""
    below: list[Firing] = []
    for upper in reversed(firings):
        rank = _rank(upper)
        milder = [lower for lower in below if (found := _rank(lower)) is not None and rank is not None and found < rank]
        if upper.rule.actions.priority in HURRIED and milder:
            known_values = course.reading.ground.universe.values["priority"]
            lesser = [number for number, value in enumerate(known_values) if value in PRIORITIES[:rank]]
            ends = course.reading.ground.is_among("priority", lesser, course.final)
            for lower in milder[:TRIES]:
                known = (upper.rule.id, lower.rule.id) in pinned or course.impossible(upper.applies, lower.applies, ends)
                answer = None if known else course.seek([upper.applies, lower.applies, ends], course.applying(upper, lower))
                if answer is not None and answer.ticket is not None:
                    yield Overlap(course, lower, upper, answer.ticket)
                    break
        if upper.rule.real:
            below.insert(0, upper)


def _rank(firing: Firing) -> int | None:
    priority = firing.rule.actions.priority
    return PRIORITIES.index(priority) if priority else None


def _partner(
    course: Course, uppers: list[Firing], lower: Firing, some_upper: Literal, pinned: frozenset[tuple[str, str]]
) -> Overlap | None:
    """The first such rule that an answer of the solver shows; those that are no fault are left out of the next question."""
    circuit = course.circuit
    left_out: list[Literal] = []
    for _ in range(TRIES):
        if not circuit.ask(lower.holds, some_upper, *left_out, *course.ordinary):
            return None
        upper = next(upper for upper in uppers if circuit.value(upper.applies))
        left_out.append(-upper.applies)
        if (upper.rule.id, lower.rule.id) in pinned:
            continue
        if course.impossible(upper.holds, -lower.holds) or course.impossible(lower.holds, -upper.holds):
            continue  # an exception above the general rule, or a shadowed rule: said elsewhere

        def confirm(ticket: Ticket, upper: Firing = upper) -> bool:
            judged = [entry for entry in course.decided(ticket).tried if entry.stage == lower.stage.id]
            return bool(judged) and judged[-1].rule == upper.rule.id and lower.rule.condition.holds(judged[-1].view)

        answer = course.seek([lower.holds, upper.applies], confirm)
        if answer.ticket is not None:
            return Overlap(course, upper, lower, answer.ticket)
    return None


def _pinned(workspace: Workspace, course: Course) -> frozenset[tuple[str, str]]:
    """Pairs of rules of one stage that some test's ticket meets both."""
    found: set[tuple[str, str]] = set()
    for file in workspace.tests:
        for test in file.value.tests:
            moment = test.now or file.value.now or test.ticket.received_at
            if test.event != course.event or moment is None:
                continue
            entered = {tried.stage: tried.view for tried in reversed(course.decided(ticket_of(test.ticket, moment)).tried)}
            for stage in course.stages():
                holding = [rule.id for rule in stage.rules if rule.condition.holds(entered[stage.id])]
                found.update((upper, lower) for number, upper in enumerate(holding) for lower in holding[number + 1 :])
    return frozenset(found)
