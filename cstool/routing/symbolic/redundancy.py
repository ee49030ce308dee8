"""Rules that apply and yet change nothing: without them another rule of the stage does the same to the same tickets."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cstool.logic import FALSE, Literal
from cstool.routing.symbolic.course import Course, Firing, courses_of
from cstool.routing.symbolic.effect import Effect, effect_of
from cstool.workspace import Workspace


@dataclass(frozen=True)
class Spare:
    """A rule that could be taken out, and the rules that would do the same."""

    firing: Firing
    others: tuple[Firing, ...]


def spare_rules(workspace: Workspace) -> Iterator[Spare]:
    """Every spare rule of `first` and `every` stages; of rules that could replace each other only the later is named."""
    for course in courses_of(workspace).values():
        for stage in course.stages():
            firings = course.of_stage(stage)
            if stage.match == "first":
                yield from _taken_over(course, firings)
            elif stage.match == "every":
                yield from _covered(course, firings)


def _by_effect(firings: tuple[Firing, ...]) -> Mapping[Effect, list[int]]:
    groups: dict[Effect, list[int]] = defaultdict(list)
    for number, firing in enumerate(firings):
        groups[effect_of(firing)].append(number)
    return {effect: numbers for effect, numbers in groups.items() if len(numbers) > 1}


def _taken_over(course: Course, firings: tuple[Firing, ...]) -> Iterator[Spare]:
    """Rules of a `first` stage whose tickets all meet a rule of the same effect next."""
    circuit = course.circuit
    for numbers in _by_effect(firings).values():
        alike: Literal = FALSE
        for position in range(len(numbers) - 2, -1, -1):
            alike = circuit.some((alike, firings[numbers[position + 1]].holds))
            firing = firings[numbers[position]]
            # Most rules fall through here: some ticket of theirs meets no rule of the same effect at all.
            if not course.impossible(firing.applies, -alike) or course.impossible(firing.applies):
                continue
            same = _next_is_alike(course, firings, numbers, position)
            if course.impossible(firing.applies, -same):
                core = [firings[number] for number in numbers[position + 1 :]]
                needed = circuit.least_to_blame([-other.holds for other in core], [firing.applies])
                yield Spare(firing, tuple(other for other in core if -other.holds in needed))


def _next_is_alike(course: Course, firings: tuple[Firing, ...], numbers: list[int], position: int) -> Literal:
    """The statement that the first rule below which holds has the same effect."""
    circuit, alike = course.circuit, set(numbers)
    same: Literal = FALSE
    for number in range(numbers[-1], numbers[position], -1):
        holds = firings[number].holds
        same = circuit.some((holds, same)) if number in alike else circuit.every((-holds, same))
    return same


def _covered(course: Course, firings: tuple[Firing, ...]) -> Iterator[Spare]:
    """Rules of an `every` stage that apply only where rules of the same effect apply too."""
    circuit = course.circuit
    for numbers in _by_effect(firings).values():
        kept = list(numbers)
        for number in reversed(numbers):
            firing = firings[number]
            others = [firings[other] for other in kept if other != number]
            if not others or course.impossible(firing.applies):
                continue
            if course.impossible(firing.applies, *(-other.applies for other in others)):
                kept.remove(number)
                needed = circuit.least_to_blame([-other.applies for other in others], [firing.applies])
                yield Spare(firing, tuple(other for other in others if -other.applies in needed))
