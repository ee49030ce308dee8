"""Rules of one `every` stage that can apply together and write different values: no order says who wins."""

from collections.abc import Iterator
from dataclasses import dataclass

from cstool.logic import FALSE, Literal
from cstool.routing.siblings import Key, Loc, place_of, writes_of
from cstool.routing.symbolic.course import Course, Firing, courses_of
from cstool.tickets.ticket import Ticket
from cstool.workspace import Workspace


@dataclass(frozen=True)
class Conflict:
    """A rule, one above it, where each writes, and a ticket that both take; None where no proof either way was found."""

    course: Course
    firing: Firing
    other: Firing
    place: Loc
    other_place: Loc
    ticket: Ticket | None


def conflicts(workspace: Workspace) -> Iterator[Conflict]:
    """Each rule of an `every` stage that can meet another write of a rule above, with the first such rule."""
    for course in courses_of(workspace).values():
        yield from conflicts_of(course)


def conflicts_of(course: Course) -> Iterator[Conflict]:
    """The conflicts of one event."""
    for stage in course.stages():
        if stage.match == "every":
            yield from _of_stage(course, course.of_stage(stage))


def _of_stage(course: Course, firings: tuple[Firing, ...]) -> Iterator[Conflict]:
    written: dict[Key, dict[object, list[Firing]]] = {}
    any_of: dict[tuple[Key, object], Literal] = {}
    for firing in firings:
        mine = list(writes_of(firing.rule.actions))
        for key, value in mine:
            others = [other for other in written.get(key, {}) if other != value]
            against = course.circuit.some(any_of[key, other] for other in others)
            if against != FALSE and not course.impossible(firing.applies, against):
                found = _first(course, firing, (key, value), [(other, one) for other in others for one in written[key][other]])
                if found is not None:
                    yield found
                    break
        for key, value in mine:
            written.setdefault(key, {}).setdefault(value, []).append(firing)
            any_of[key, value] = course.circuit.some((any_of.get((key, value), FALSE), firing.applies))


def _first(course: Course, firing: Firing, mine: tuple[Key, object], against: list[tuple[object, Firing]]) -> Conflict | None:
    key, value = mine
    pair = next((pair for pair in against if not course.impossible(firing.applies, pair[1].applies)), None)
    if pair is None:
        return None
    theirs, other = pair
    answer = course.seek_anywhere([firing.applies, other.applies], course.applying(firing, other))
    return Conflict(course, firing, other, place_of(key, value), place_of(key, theirs), answer.ticket)
