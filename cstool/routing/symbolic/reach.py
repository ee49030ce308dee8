"""Why a rule never applies, proved: its condition contradicts itself, nothing leads to it, or rules above take its tickets."""

from collections.abc import Iterable, Iterator, Mapping

from cstool.conditions.impossible import is_possible
from cstool.logic import FALSE
from cstool.logic import Literal as Statement
from cstool.routing.decide import SINGLE
from cstool.routing.symbolic.course import Answer, Course, Firing, courses_of
from cstool.routing.symbolic.effect import effect_of
from cstool.routing.symbolic.recall import Dead, Reach, Sight, fingerprint, kept, recalled
from cstool.tickets.ticket import Ticket
from cstool.workspace import Workspace

LARGE = 500
"""With more rules than this, writes are only looked at that a single later stage always writes over."""


def dead_rules(workspace: Workspace) -> tuple[Dead, ...]:
    """Every rule that never applies, in the order of the file."""
    return tuple(dead for reach in reaches_of(workspace).values() for dead in reach.dead)


def reaches_of(workspace: Workspace) -> Mapping[str, Reach]:
    """The pass over every event, made once."""
    return workspace.once(_reaches)


def _reaches(workspace: Workspace) -> Mapping[str, Reach]:
    found = {}
    for event, course in courses_of(workspace).items():
        key = fingerprint(course)
        reach = recalled(course, workspace.memory.recall("rules", key))
        if reach is None:
            reach = _reach(course)
            workspace.memory.keep("rules", key, kept(reach))
        found[event] = reach
    return found


def _reach(course: Course) -> Reach:
    """Stage by stage, each over only what decides about its rules."""
    dead: list[Dead] = []
    sights: dict[int, Sight] = {}
    again = _written_again(course)
    for stage in course.stages():
        part = course.narrowed(stage)
        own = [number for number, firing in enumerate(course.firings) if firing.stage is stage]
        inner = [number for number, firing in enumerate(part.firings) if firing.stage is stage]
        outer = dict(zip(inner, own, strict=True))
        holds = {outer[number]: part.firings[number].holds for number in inner}
        applies = {outer[number]: part.firings[number].applies for number in inner}
        for number in inner:
            possible = part.circuit.ask(part.firings[number].applies)
            if possible:
                applying = frozenset(part.circuit.holding(applies))
                if outer[number] in again:
                    applying |= _applying(course, part, outer[number])
                sights[outer[number]] = Sight(frozenset(part.circuit.holding(holds)), applying)
            elif possible is False:
                found = _why(part, number)
                takers = tuple(outer[taker] for taker in found.taker_positions)
                dead.append(Dead(course, outer[number], found.why, takers))
    return Reach(tuple(dead), sights)


def _written_again(course: Course) -> frozenset[int]:
    """Rules that write a single-valued field which some later stage writes too; of few rules, since each costs a decision."""
    if len(course.firings) > LARGE:
        return frozenset()
    last = {
        name: number
        for number, firing in enumerate(course.firings)
        for name in SINGLE
        if getattr(firing.rule.actions, name) is not None
    }
    return frozenset(
        number
        for number, firing in enumerate(course.firings)
        for name, end in last.items()
        if getattr(firing.rule.actions, name) is not None and course.firings[end].stage is not firing.stage
    )


def _applying(course: Course, part: Course, position: int) -> frozenset[int]:
    """All rules that apply on a ticket of the last answer, by the engine; every one where it does not confirm the ticket."""
    rule = course.firings[position].rule.id
    for ticket in part.reading.ground.tickets():
        fired = set(course.decided(ticket).outcome.rules)
        if rule in fired:
            return frozenset(number for number, firing in enumerate(course.firings) if firing.rule.id in fired)
    return frozenset(range(len(course.firings)))


def _why(course: Course, position: int) -> Dead:
    firing = course.firings[position]
    if not is_possible(firing.rule.condition, course.reading.around, course.reading.ground.universe.day):
        return Dead(course, position, "contradictory")
    if course.impossible(firing.holds):
        return _disarmed(course, position)
    return _taken(course, position)


def _disarmed(course: Course, position: int) -> Dead:
    """In a `sequence` rules above may have changed every ticket that it means; else nothing leads to it."""
    firing = course.firings[position]
    above = [number for number in range(position) if course.firings[number].stage is firing.stage]
    meant = course.reading.statement(firing.rule.condition, course.firings[above[0]].before) if above else FALSE
    if firing.stage.match != "sequence" or course.impossible(meant):
        return Dead(course, position, "unreachable")
    changing = {-course.firings[number].applies: number for number in above}
    blamed = course.circuit.least_to_blame(changing, [meant, -firing.holds])
    return Dead(course, position, "disarmed", tuple(sorted(number for one, number in changing.items() if one in blamed)))


def _taken(course: Course, position: int) -> Dead:
    """The rules above that take its tickets, and whether they do anything else to them."""
    firing = course.firings[position]
    above = [number for number in range(position) if course.firings[number].stage is firing.stage]
    holding = {-course.firings[number].holds: number for number in above}
    blamed = course.circuit.least_to_blame(holding, [firing.holds])
    takers = tuple(sorted(number for statement, number in holding.items() if statement in blamed))
    # Most often a taker itself does something else; a question about all rules above is long.
    others = (course.circuit.some(_otherwise(course, firing, numbers)) for numbers in (takers, above))
    differs = any(not course.impossible(firing.holds, some) for some in others)
    return Dead(course, position, "shadowed" if differs else "repeated", takers)


def _otherwise(course: Course, firing: Firing, numbers: Iterable[int]) -> list[Statement]:
    """That one of these applies which does something else."""
    return [course.firings[number].applies for number in numbers if effect_of(course.firings[number]) != effect_of(firing)]


def taken_away(dead: Dead) -> Answer:
    """A ticket that the rule means and that a rule above takes."""
    course, mine = dead.course, effect_of(dead.firing)
    if dead.why == "disarmed":
        meant, others = course.reading.statement(dead.firing.rule.condition, dead.takers[0].before), list(dead.takers)
    else:
        meant, others = dead.firing.holds, [one for one in course.of_stage(dead.firing.stage) if effect_of(one) != mine]
    named = [one.applies for one in dead.takers if one in others]
    found = Answer(None)
    for takers, ordinary in ((named, True), ([one.applies for one in others], True), ([one.applies for one in others], False)):
        if found.ticket is None and takers:
            wanted = [meant, course.circuit.some(takers)]
            found = course.seek(wanted, lambda ticket: _meant(dead, ticket), ordinary=ordinary)
    return found


def _meant(dead: Dead, ticket: Ticket) -> bool:
    """Whether the rule's condition holds on the ticket as it enters the stage, by the engine."""
    entered = next((tried for tried in dead.course.decided(ticket).tried if tried.stage == dead.firing.stage.id), None)
    return entered is not None and dead.firing.rule.condition.holds(entered.view)


def takes_all(dead: Dead) -> bool:
    """Whether one rule above is to blame that takes every ticket whatever it is: a fault of that rule, said there."""
    return dead.why != "disarmed" and len(dead.takers) == 1 and dead.course.impossible(-dead.takers[0].holds)


def stoppers(workspace: Workspace) -> Iterator[tuple[Firing, tuple[Firing, ...]]]:
    """Rules of `first` stages that take every ticket, with the rules below that therefore never apply."""
    below: dict[int, tuple[Firing, list[Firing]]] = {}
    for dead in dead_rules(workspace):
        if dead.why in ("shadowed", "repeated") and takes_all(dead):
            below.setdefault(id(dead.takers[0]), (dead.takers[0], []))[1].append(dead.firing)
    for stopper, stopped in below.values():
        yield stopper, tuple(stopped)
