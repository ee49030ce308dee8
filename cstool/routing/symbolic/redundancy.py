"""Rules that apply and yet change nothing: without them another rule of the stage does the same to the same tickets."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cstool.logic import FALSE, Literal
from cstool.routing.compile import CompiledStage
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
    """Every spare rule of `first` and `every` stages; of rules that could replace each other only the later is named."""
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
    for numbers in groups:
        for position, number in enumerate(numbers[:-1]):
            sight, below = reach.sights.get(number), numbers[position + 1 :]
            if sight is None or sight.holding.isdisjoint(below):
                continue  # on the ticket that was thought of, no rule of the same effect holds
            firing = firings[number]
            same = _next_is_alike(course, numbers, position)
            if course.impossible(firing.applies, -same):
                others = [firings[other] for other in below]
                needed = circuit.least_to_blame([-other.holds for other in others], [firing.applies])
                yield Spare(firing, tuple(other for other in others if -other.holds in needed))


def _next_is_alike(course: Course, numbers: list[int], position: int) -> Literal:
    """The statement that the first rule below which holds has the same effect."""
    circuit, alike = course.circuit, set(numbers)
    same: Literal = FALSE
    for number in range(numbers[-1], numbers[position], -1):
        holds = course.firings[number].holds
        same = circuit.some((holds, same)) if number in alike else circuit.every((-holds, same))
    return same


def _covered(course: Course, reach: Reach, groups: list[list[int]]) -> Iterator[Spare]:
    """Rules of an `every` stage that apply only where rules of the same effect apply too."""
    circuit, firings = course.circuit, course.firings
    for numbers in groups:
        kept = list(numbers)
        for number in reversed(numbers):
            sight, others = reach.sights.get(number), [other for other in kept if other != number]
            if sight is None or sight.applying.isdisjoint(others):
                continue
            firing = firings[number]
            if course.impossible(firing.applies, *(-firings[other].applies for other in others)):
                kept.remove(number)
                needed = circuit.least_to_blame([-firings[other].applies for other in others], [firing.applies])
                yield Spare(firing, tuple(firings[other] for other in others if -firings[other].applies in needed))
