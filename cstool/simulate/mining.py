"""Which phrases of labelled tickets tell a category apart: candidates for keywords, judged on the tickets they would move."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cstool.simulate.grams import Tokens, postings, stands_alone
from cstool.tickets import Ticket

LEAST = 3
"""Tickets that a keyword must gain."""
KEYWORDS = 12
"""Keywords for one category."""
_PRECISION = 0.75
_WRONG_ELSEWHERE = 0.5
_SPREAD, _LABEL_SIZE = 0.6, 10


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled ticket with what routing gave it, and how far down the stage the rule stood that gave it."""

    ticket: Ticket
    label: str
    given: str | None
    position: int


@dataclass(frozen=True)
class Mine:
    """Tickets to learn from: their words, and which tickets hold which phrase."""

    cases: Sequence[Case]
    bags: Sequence[Tokens]
    holding: Mapping[str, Sequence[int]]
    candidates: Mapping[str, Sequence[str]]
    """Label -> phrases that enough wrongly routed tickets with this label hold."""


def mine_of(cases: Sequence[Case], bags: Sequence[Tokens]) -> Mine:
    """Phrases with their tickets; `bags` holds the tokens of `cases`, in order."""
    holding = postings(bags, max(LEAST, len(bags) // 5000))
    stop = _stop_words(cases, bags)
    candidates: dict[str, list[str]] = {}
    for gram, where in holding.items():
        words = gram.split()
        if words[0] in stop or words[-1] in stop:
            continue
        wrong = Counter(cases[number].label for number in where if cases[number].given != cases[number].label)
        for label, count in wrong.items():
            if count >= LEAST:
                candidates.setdefault(label, []).append(gram)
    return Mine(cases, bags, holding, candidates)


def _stop_words(cases: Sequence[Case], bags: Sequence[Tokens]) -> frozenset[str]:
    """Words that tickets of most labels hold: they tell nothing apart."""
    sizes = Counter(case.label for case in cases)
    large = {label for label, size in sizes.items() if size >= _LABEL_SIZE}
    seen: dict[str, set[str]] = {}
    for case, parts in zip(cases, bags, strict=True):
        if case.label in large:
            for part in parts:
                for word in part:
                    seen.setdefault(word, set()).add(case.label)
    enough = max(4, _SPREAD * len(large))
    return frozenset(word for word, labels in seen.items() if len(labels) >= enough and not stands_alone(word))


@dataclass(frozen=True, slots=True)
class Gain:
    """What keywords at one spot do to the tickets they were found in."""

    words: tuple[str, ...]
    net: float


def keywords_for(mine: Mine, label: str, position: int) -> Gain:
    """Greedy: each time the phrase that puts most further tickets right, less those it breaks; `position` is the spot's in the
    stage: tickets that a rule above it catches stay where they are."""
    open_: dict[str, set[int]] = {}
    for gram in mine.candidates.get(label, ()):
        taken = {number for number in mine.holding[gram] if _would_move(mine.cases[number], label, position)}
        right = sum(mine.cases[number].label == label for number in taken)
        if right >= LEAST and (right + 1) / (len(taken) + 2) >= _PRECISION:
            open_[gram] = taken
    chosen: list[str] = []
    net, done = 0.0, set[int]()
    while open_ and len(chosen) < KEYWORDS:
        gram = max(open_, key=lambda gram: (_worth(mine, label, open_[gram] - done), -len(gram), gram))
        worth = _worth(mine, label, open_[gram] - done)
        if worth < LEAST:
            break
        chosen.append(gram)
        net += worth
        done |= open_.pop(gram)
    return Gain(tuple(chosen), net)


def _would_move(case: Case, label: str, position: int) -> bool:
    return case.position >= position and case.given != label


def _worth(mine: Mine, label: str, moved: set[int]) -> float:
    worth = 0.0
    for number in moved:
        case = mine.cases[number]
        if case.label == label:
            worth += 1
        elif case.label == case.given:
            worth -= 1
        else:
            worth -= _WRONG_ELSEWHERE
    return worth


def spots(mine: Mine, label: str, end: int) -> Iterator[int]:
    """Where a new rule for a label might stand: last, or above one of the rules that take most of its tickets away."""
    takers = Counter(case.position for case in mine.cases if case.label == label and case.given != label and case.position < end)
    yield end
    for position, _ in takers.most_common(3):
        yield position
