"""Rules of one `every` stage that read what a sibling writes: judged on the ticket as it entered, they never see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cstool.conditions.ground import State
from cstool.conditions.syntax import Comparison, comparisons
from cstool.logic import Choice, Literal
from cstool.routing.compile import CompiledStage
from cstool.routing.siblings import Key, Loc, keys_of, place_of, writes_of
from cstool.routing.symbolic.course import Course, Firing, courses_of, writes
from cstool.workspace import Workspace


@dataclass(frozen=True)
class Unseen:
    """A comparison of a rule whose truth a write of a sibling can change, and where that is written."""

    reader: Firing
    comparison: Comparison
    writer: Firing
    place: Loc


def unseen_writes(workspace: Workspace) -> Iterator[Unseen]:
    """Each comparison that misses the write of a sibling, with the first such sibling."""
    for course in courses_of(workspace).values():
        yield from unseen_in(course)


def unseen_in(course: Course) -> Iterator[Unseen]:
    """Those of one event."""
    for stage in course.stages():
        if stage.match == "every":
            yield from _of_stage(course, stage)


def _of_stage(course: Course, stage: CompiledStage) -> Iterator[Unseen]:
    firings = course.of_stage(stage)
    writers: dict[Key, list[tuple[object, Firing]]] = {}
    for firing in firings:
        for key, value in writes_of(firing.rule.actions):
            writers.setdefault(key, []).append((value, firing))
    anything = _anything(course, stage)
    for reader in firings:
        meant: Literal | None = None
        for comparison in comparisons(reader.rule.condition):
            asked = [(key, *write) for key in keys_of(comparison) for write in writers.get(key, ()) if write[1] is not reader]
            for key, value, writer in asked:
                if meant is None:
                    meant = course.reading.statement(reader.rule.condition, anything)
                if not course.impossible(meant, writer.applies, _changes(course, writer, key, value)):
                    yield Unseen(reader, comparison, writer, place_of(key, value))
                    break


def _anything(course: Course, stage: CompiledStage) -> State:
    """The ticket as it may be once the stage has written: whatever its rules write may have any value."""
    ground = course.reading.ground
    values: dict[str, Callable[[int], Literal]] = {}
    tags: dict[str, Literal] = {}
    for name, value in (write for rule in stage.rules for write in writes(rule)):
        if name == "tags":
            tags.setdefault(value, course.circuit.variable())
        elif name not in values:
            size = len(ground.universe.values[name])
            values[name] = _free(Choice(course.circuit, size, size - 1))
    before = course.of_stage(stage)[0].before
    return State({**before.values, **values}, {**before.tags, **tags})


def _free(choice: Choice) -> Callable[[int], Literal]:
    return lambda number: choice.among([number])


def _changes(course: Course, writer: Firing, key: Key, value: object) -> Literal:
    """The statement that the write makes a difference to the ticket as it entered."""
    ground = course.reading.ground
    if key[0] == "tags":
        there = ground.tag(key[1], writer.before)
        return -there if value == "tags" else there
    name = f"fields.{key[1]}" if key[0] == "set" else key[0]
    if name not in ground.universe.values:
        return course.circuit.variable()
    numbers = [number for number, known in enumerate(ground.universe.values[name]) if known == value]
    return -ground.is_among(name, numbers, writer.before)
