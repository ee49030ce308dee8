"""What a ticket can end with after all stages of an event: without a team, without a priority, with a value that never lasts."""

from collections.abc import Iterator
from dataclasses import dataclass

from cstool.conditions.syntax import comparisons
from cstool.logic import Literal
from cstool.routing.compile import CompiledStage
from cstool.routing.decide import SINGLE
from cstool.routing.symbolic.course import Course, Firing, courses_of, writes
from cstool.routing.symbolic.reach import LARGE, reaches_of
from cstool.routing.symbolic.recall import Reach, Sight
from cstool.tickets.ticket import Ticket
from cstool.workspace import Workspace


@dataclass(frozen=True)
class Left:
    """A ticket that ends without a field, the last stage that could have written it, and the channels on which that happens."""

    ticket: Ticket
    stage: CompiledStage
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Lost:
    """A write that no ticket keeps, and the stages that write over it."""

    firing: Firing
    field: str
    stages: tuple[CompiledStage, ...]


def ends_with(course: Course, field: str, value: str | None) -> Literal | None:
    """The statement that a field has this value in the end; None where the field cannot have it."""
    ground = course.reading.ground
    values = ground.universe.values[field]
    return ground.is_among(field, [values.index(value)], course.final) if value in values else None


def left_without(course: Course, field: str) -> Left | None:
    """An ordinary ticket that ends without the field, where rules of the event write it at all."""
    writing = [stage for stage in course.stages() if any(getattr(rule.actions, field) is not None for rule in stage.rules)]
    empty = ends_with(course, field, None)
    if not writing or empty is None:
        return None

    def confirm(ticket: Ticket) -> bool:
        return getattr(course.decided(ticket).outcome, field) is None

    answer = course.seek([empty], confirm)
    if answer.ticket is None:
        return None
    channels = course.reading.ground.universe.values["channel"]
    affected = []
    for number, channel in enumerate(channels):
        if channel in course.reading.around.channels:
            here = course.reading.ground.choices["channel"].among([number])
            if course.circuit.ask(empty, here, *course.ordinary):
                affected.append(channel)
    return Left(answer.ticket, writing[-1], tuple(affected))


def without_priority(course: Course) -> Iterator[tuple[Firing, Ticket]]:
    """Rules that give a team on whose tickets no rule writes a priority, each with such a ticket."""
    empty = ends_with(course, "priority", None)
    if empty is None or not any(firing.rule.actions.priority for firing in course.firings):
        return
    for firing in course.firings:
        if firing.rule.actions.team is None or firing.rule.actions.priority is not None:
            continue

        def confirm(ticket: Ticket, firing: Firing = firing) -> bool:
            outcome = course.decided(ticket).outcome
            return outcome.priority is None and outcome.written.get("team") == firing.rule.id

        last = [-later.applies for later in course.firings_below(firing) if later.rule.actions.team is not None]
        answer = course.seek([firing.applies, empty, *last], confirm)
        if answer.ticket is not None:
            yield firing, answer.ticket


def lost_writes(workspace: Workspace) -> Iterator[Lost]:
    """Every write to a single-valued field that later stages always write over before anything reads it."""
    reaches = reaches_of(workspace)
    for event, course in courses_of(workspace).items():
        if len(course.firings) > LARGE:
            yield from _lost_to_one_stage(course, reaches[event])
            continue
        for number, firing in enumerate(course.firings):
            sight = reaches[event].sights.get(number)
            if sight is None or firing.stage.match == "sequence":
                continue
            for name in SINGLE:
                if getattr(firing.rule.actions, name) is not None and (stages := _over(course, number, name, sight)):
                    yield Lost(firing, name, stages)


def _over(course: Course, number: int, name: str, sight: Sight) -> tuple[CompiledStage, ...]:
    """The stages below that together always write the field again; none where a ticket keeps it or somebody reads it first."""
    firing = course.firings[number]
    again = [
        other
        for other in range(number + 1, len(course.firings))
        if course.firings[other].stage is not firing.stage and getattr(course.firings[other].rule.actions, name) is not None
    ]
    if sight.applying.isdisjoint(again):
        return ()  # on the ticket that was thought of, the value stays
    writers = [course.firings[other] for other in again]
    stages = tuple({writer.stage.id: writer.stage for writer in writers}.values())
    if _read_below(course, firing, name) or not course.impossible(firing.applies, *(-other.applies for other in writers)):
        return ()
    return stages


def _lost_to_one_stage(course: Course, reach: Reach) -> Iterator[Lost]:
    """Of many rules: writes that one later stage writes over on every ticket there is."""
    always: dict[str, CompiledStage] = {}
    for stage in reversed(course.stages()):
        for number, firing in enumerate(course.firings):
            if firing.stage is stage and number in reach.sights and stage.match != "sequence":
                for name, over in always.items():
                    if getattr(firing.rule.actions, name) is not None and not _read_below(course, firing, name):
                        yield Lost(firing, name, (over,))
        part = course.narrowed(stage)
        for name in SINGLE:
            writers = [one.applies for one in part.of_stage(stage) if getattr(one.rule.actions, name) is not None]
            if writers and part.impossible(*(-one for one in writers)):
                always[name] = stage


def _read_below(course: Course, firing: Firing, name: str) -> bool:
    below = (other for other in course.firings_below(firing) if other.stage is not firing.stage)
    return any(part.field.name == name for other in below for part in comparisons(other.rule.condition))


def categories_never_kept(workspace: Workspace) -> tuple[tuple[str, tuple[Firing, ...]], ...]:
    """Categories that rules write and that no event leaves on any ticket, with the rules that write them; found once."""
    return workspace.once(_never_kept)


def _never_kept(workspace: Workspace) -> tuple[tuple[str, tuple[Firing, ...]], ...]:
    return tuple(_categories_never_kept(workspace))


def _categories_never_kept(workspace: Workspace) -> Iterator[tuple[str, tuple[Firing, ...]]]:
    courses = tuple(courses_of(workspace).values())
    writers: dict[str, list[Firing]] = {}
    for course in courses:
        for firing in course.firings:
            for name, value in writes(firing.rule):
                if name == "category":
                    writers.setdefault(value, []).append(firing)
    for category, firings in writers.items():
        ends = [(course, ends_with(course, "category", category)) for course in courses]
        if all(end is None or course.impossible(end) for course, end in ends):
            yield category, tuple(firings)
