"""Rules that apply and yet change nothing: without them another rule of the stage does the same to the same tickets."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cstool.logic import FALSE, Literal
from cstool.routing.compile import CompiledStage
from cstool.routing.siblings import Key, writes_of
from cstool.routing.symbolic.course import Course, Firing, courses_of
from cstool.routing.symbolic.effect import Effect, effect_of
from cstool.routing.symbolic.reach import reaches_of
from cstool.routing.symbolic.recall import Reach
from cstool.workspace import Workspace


@dataclass(frozen=True)
class Spare:
    """A rule that could be taken out, and the rules that would do the same."""

    firing: Firing
    others: tuple[Firing, ...]


def spare_rules(workspace: Workspace) -> Iterator[Spare]:
    """Every spare rule of `first` and `every` stages. All of them, and all that only repeat others, can go at once."""
    reaches = reaches_of(workspace)
    for event, course in courses_of(workspace).items():
        for stage in course.stages():
            alike = _by_effect(course, stage)
            if stage.match == "first":
                yield from _taken_over(course, reaches[event], alike)
            elif stage.match == "every":
                yield from _covered(course, reaches[event], alike)


def _by_effect(course: Course, stage: CompiledStage) -> list[list[int]]:
    """Positions of the stage's rules of equal effect, where there is more than one."""
    groups: dict[Effect, list[int]] = defaultdict(list)
    for number, firing in enumerate(course.firings):
        if firing.stage is stage:
            groups[effect_of(firing)].append(number)
    return [numbers for numbers in groups.values() if len(numbers) > 1]


def _taken_over(course: Course, reach: Reach, groups: list[list[int]]) -> Iterator[Spare]:
    """Rules of a `first` stage whose tickets all meet a rule of the same effect next."""
    circuit, firings = course.circuit, course.firings
    gone = {dead.position for dead in reach.dead if dead.why == "repeated"}
    found: list[tuple[int, Spare]] = []
    for number, below in _from_the_bottom(groups):
        sight = reach.sights.get(number)
        left = [other for other in below if other not in gone and other in reach.sights]
        if sight is None or sight.holding.isdisjoint(left):
            continue  # on the ticket that was thought of, no rule of the same effect holds
        firing = firings[number]
        if not course.impossible(firing.applies, *(-firings[other].holds for other in left)):
            continue  # nor on every other
        between = [other for other in range(number + 1, max(left) + 1) if other not in gone]
        if course.impossible(firing.applies, -_next_is_alike(course, between, left)):
            gone.add(number)
            needed = circuit.least_to_blame([-firings[other].holds for other in left], [firing.applies])
            found.append((number, Spare(firing, tuple(firings[other] for other in left if -firings[other].holds in needed))))
    yield from (spare for _, spare in sorted(found, key=lambda one: one[0]))


def _from_the_bottom(groups: list[list[int]]) -> Iterator[tuple[int, list[int]]]:
    """Every rule but the lowest of its group, with those of its group below it; what is below comes first."""
    pairs = [(number, numbers[place + 1 :]) for numbers in groups for place, number in enumerate(numbers[:-1])]
    yield from sorted(pairs, key=lambda pair: pair[0], reverse=True)


def _next_is_alike(course: Course, between: list[int], same_effect: list[int]) -> Literal:
    """The statement that the first of these rules which holds has the same effect."""
    circuit, alike = course.circuit, frozenset(same_effect)
    same: Literal = FALSE
    for number in reversed(between):
        holds = course.firings[number].holds
        same = circuit.some((holds, same)) if number in alike else circuit.every((-holds, same))
    return same


def _covered(course: Course, reach: Reach, groups: list[list[int]]) -> Iterator[Spare]:
    """Rules of an `every` stage that apply only where rules of the same effect apply too, and none that writes otherwise."""
    circuit, firings = course.circuit, course.firings
    for numbers in groups:
        kept = list(numbers)
        for number in reversed(numbers):
            sight, others = reach.sights.get(number), [other for other in kept if other != number]
            if sight is None or sight.applying.isdisjoint(others):
                continue
            firing = firings[number]
            if course.impossible(firing.applies, *(-firings[other].applies for other in others)) and not _met(course, firing):
                kept.remove(number)
                needed = circuit.least_to_blame([-firings[other].applies for other in others], [firing.applies])
                yield Spare(firing, tuple(firings[other] for other in others if -firings[other].applies in needed))


def _met(course: Course, firing: Firing) -> bool:
    """Whether a ticket of it may meet another write of the same stage: then it matters which of them comes last."""
    mine = dict(_writes(firing))
    against = [
        other.applies
        for other in course.of_stage(firing.stage)
        if any(mine.get(key, value) != value for key, value in _writes(other))
    ]
    return not course.impossible(firing.applies, course.circuit.some(against))


def _writes(firing: Firing) -> Iterator[tuple[Key, object]]:
    yield from writes_of(firing.rule.actions)
    if firing.rule.actions.reply:
        yield ("reply",), (firing.rule.actions.reply, str(firing.rule.actions.at_most))
