"""Two versions of the rules: proved equal for every ticket, or tickets that they treat differently."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from cstool.conditions.ground import Ground
from cstool.logic import FALSE
from cstool.logic import Literal as Statement
from cstool.routing.compile import Router, compile_routing
from cstool.routing.decide import decide
from cstool.routing.parts import differing, shown
from cstool.routing.symbolic.course import CREATED, Course, arriving, course_of, served_by, universe_for
from cstool.tickets.ticket import Ticket
from cstool.workspace import Workspace


@dataclass(frozen=True)
class Moved:
    """A ticket on which the two differ, confirmed by both engines."""

    ticket: Ticket
    event: str
    fields: tuple[str, ...]
    """The parts of the outcome that differ, as `routing.parts` names them."""


@dataclass(frozen=True)
class Equivalence:
    """`equal` is proved for every ticket as it arrives; `unknown` where patterns on raw text stand in the way of both."""

    verdict: Literal["equal", "moved", "unknown"]
    moved: tuple[Moved, ...] = ()


def equivalence(before: Workspace, after: Workspace, event: str = CREATED, limit: int = 10) -> Equivalence:
    """Compare the routing of one event. Each ticket found has another pair of rules behind it, up to `limit`."""
    routers = (compile_routing(before), compile_routing(after))
    return compare(routers, before.today, {**served_by(before), **served_by(after)}, event, limit)


def compare(
    routers: tuple[Router, Router], today: date, served: Mapping[str, frozenset[str]], event: str = CREATED, limit: int = 10
) -> Equivalence:
    """`equivalence` of two routers. `served` tells the languages customers write on each channel."""
    ground = Ground(universe_for(routers, today))
    ground.served = served
    arriving(ground, event)
    courses = (course_of(ground, routers[0], event), course_of(ground, routers[1], event))
    circuit = ground.circuit
    differ = circuit.some(_differences(courses))
    found: list[Moved] = []
    left = circuit.variable()  # switched on, it leaves out the pairs of rules that were shown
    verdict: bool | None = None
    for ordinary in (True, False):
        while len(found) < limit:
            seen: list[Moved] = []

            def confirm(ticket: Ticket, seen: list[Moved] = seen) -> bool:
                fields = differing(*(decide(router, ticket, event).outcome for router in routers))
                seen[:] = [Moved(ticket, event, fields)]
                return bool(fields)

            answer = courses[1].seek([differ, left], confirm, ordinary=ordinary)
            verdict = answer.possible
            if not answer.possible:
                break
            found += seen
            applied = [firing.applies for course in courses for firing in course.firings if circuit.value(firing.applies)]
            circuit.require(-left, *(-statement for statement in applied))
        if found:
            break
    if found:
        return Equivalence("moved", tuple(found))
    return Equivalence("unknown" if verdict is None else "equal")


def _differences(courses: tuple[Course, Course]) -> Iterator[Statement]:
    """Statements of which one holds whenever the two outcomes differ in some part."""
    circuit = courses[0].circuit
    first, second = (_results(course) for course in courses)
    for key in dict.fromkeys((*first, *second)):
        one, other = first.get(key), second.get(key)
        if one is None or other is None:
            # A part that only one side ever writes: what the other leaves is what the ticket came with.
            one = one if one is not None else _untouched(courses[0], key)
            other = other if other is not None else _untouched(courses[1], key)
        yield -circuit.same(one, other)


Key = tuple[str, Any]


def _results(course: Course) -> dict[Key, Statement]:
    """Every part of the outcome with every value that it can have, as a statement."""
    universe, circuit = course.reading.ground.universe, course.circuit
    found: dict[Key, Statement] = {}
    for name, statement_of in course.final.values.items():
        for number, value in enumerate(universe.values[name]):
            key = (name, shown(value))
            found[key] = circuit.some((found.get(key, FALSE), statement_of(number)))
    found.update({("tags", tag): statement for tag, statement in course.final.tags.items()})
    return found | _accumulated(course)


def _untouched(course: Course, key: Key) -> Statement:
    """What a part that this course never writes has from the ticket itself."""
    name, value = key
    ground = course.reading.ground
    if name == "tags":
        return ground.members["tags", value]
    if name in ground.choices:
        numbers = [number for number, known in enumerate(ground.universe.values[name]) if shown(known) == value]
        return ground.choices[name].among(numbers)
    return FALSE


def _accumulated(course: Course) -> dict[Key, Statement]:
    """What conditions do not read: the assignee (the last stays), skills, notes, escalations, the reply (the first goes)."""
    circuit = course.circuit
    found: dict[Key, Statement] = {}
    replied = FALSE
    assignees: dict[Key, Statement] = {}
    for firing in course.firings:
        actions, applies = firing.rule.actions, firing.applies
        together = [("skills", skill) for skill in actions.skills]
        together += [("note", actions.note)] if actions.note else []
        together += [("escalate", str(actions.escalate))] if actions.escalate else []
        for key in together:
            found[key] = circuit.some((found.get(key, FALSE), applies))
        if actions.reply:
            sent: Key = ("reply", (actions.reply, str(actions.at_most)))
            found[sent] = circuit.some((found.get(sent, FALSE), circuit.every((applies, -replied))))
            replied = circuit.some((replied, applies))
        if actions.assignee:
            assignees = {key: circuit.every((one, -applies)) for key, one in assignees.items()}
            given: Key = ("assignee", actions.assignee)
            assignees[given] = circuit.some((assignees.get(given, FALSE), applies))
    return {**found, **assignees}
