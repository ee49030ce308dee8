"""Which phrases of labelled tickets tell a category apart: candidates for keywords, judged on the tickets they would move."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from cstool.simulate.everyday import NOTHING_KNOWN, Everyday, base_of
from cstool.simulate.grams import Tokens, postings, stands_alone
from cstool.tickets import Ticket

LEAST = 3
"""Tickets that a keyword must gain."""
KEYWORDS = 12
"""Keywords for one category."""
_PRECISION = 0.75
_WRONG_ELSEWHERE = 0.5
_SPREAD, _SEEN = 0.25, 10
_NEARLY_ALL = 0.7
_STEM = 5


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
    everyday: Mapping[str, Everyday]

    def language(self, gram: str) -> Everyday:
        """What is known of the language of a phrase."""
        return self.everyday.get(base_of(self.cases[self.holding[gram][0]].ticket.language), NOTHING_KNOWN)


def mine_of(cases: Sequence[Case], bags: Sequence[Tokens], everyday: Mapping[str, Everyday]) -> Mine:
    """Phrases with their tickets; `bags` holds the tokens of `cases`, in order."""
    holding = postings(bags, max(LEAST, len(bags) // 5000))
    stop = _stop_words(cases, bags)
    candidates: dict[str, list[str]] = {}
    mine = Mine(cases, bags, holding, candidates, everyday)
    for gram, where in holding.items():
        words = gram.split()
        if words[0] in stop or words[-1] in stop or not mine.language(gram).allows(gram):
            continue
        wrong = Counter(cases[number].label for number in where if cases[number].given != cases[number].label)
        for label, count in wrong.items():
            if count >= LEAST:
                candidates.setdefault(label, []).append(gram)
    return mine


def _stop_words(cases: Sequence[Case], bags: Sequence[Tokens]) -> frozenset[str]:
    """Words that are spread over the labels nearly as the tickets are: they tell nothing apart. Measured by the
    Kullback-Leibler divergence between the labels of the tickets with the word and those of all tickets, in nats."""
    all_labels = Counter(case.label for case in cases)
    seen: dict[str, Counter[str]] = {}
    for case, parts in zip(cases, bags, strict=True):
        for word in {word for part in parts for word in part}:
            seen.setdefault(word, Counter())[case.label] += 1
    return frozenset(
        word
        for word, labels in seen.items()
        if (total := labels.total()) >= _SEEN and not stands_alone(word) and _divergence(labels, total, all_labels) < _SPREAD
    )


def _divergence(labels: Counter[str], total: int, everywhere: Counter[str]) -> float:
    whole = everywhere.total()
    return sum(count / total * log(count / total / (everywhere[label] / whole)) for label, count in labels.items())


@dataclass(frozen=True, slots=True)
class Gain:
    """What keywords at one spot do to the tickets they were found in. A phrase with `*` stands for all that begin so."""

    words: tuple[str, ...]
    net: float


def keywords_for(mine: Mine, label: str, position: int) -> Gain:
    """Greedy: each time the phrase that puts most further tickets right, less those it breaks; `position` is the spot's in the
    stage: tickets that a rule above it catches stay where they are."""
    open_: dict[str, set[int]] = {}
    for gram in mine.candidates.get(label, ()):
        taken = _taken(mine, label, position, (gram,))
        right = sum(mine.cases[number].label == label for number in taken)
        if right >= LEAST and (right + 1) / (len(taken) + 2) >= _PRECISION:
            open_[gram] = taken
    chosen: list[str] = []
    net, done = 0.0, set[int]()
    while open_ and len(chosen) < KEYWORDS:
        gram = max(open_, key=lambda gram: (_worth(mine, label, open_[gram] - done), -gram.count(" ")))
        worth = _worth(mine, label, open_[gram] - done)
        if worth < LEAST:
            break
        known = mine.language(gram)
        around = [other for other in open_ if f" {gram} " in f" {other} " and (other == gram or known.adds(other, gram))]
        gram = _longer(gram, {other: _worth(mine, label, open_[other] - done) for other in around})
        chosen.append(gram)
        net += worth
        done |= open_.pop(gram)
    return Gain(tuple(_stemmed(mine, label, position, chosen)), net)


def _stemmed(mine: Mine, label: str, position: int, chosen: Sequence[str]) -> Iterator[str]:
    """`report` and `reporting` become `report*`, where all phrases that begin so would not do worse."""
    gone: set[str] = set()
    for gram in sorted(chosen, key=len):
        inside = [other for other in chosen if _begins(other, gram) and other != gram and other not in gone]
        if gram in gone or not inside or len(gram.split()[-1]) < _STEM:
            continue
        kept = _taken(mine, label, position, (gram, *inside))
        widened = _taken(mine, label, position, (other for other in mine.holding if _begins(other, gram)))
        if _worth(mine, label, widened) >= _worth(mine, label, kept):
            gone.update(inside)
            gone.add(gram)
    for gram in chosen:
        if gram not in gone:
            yield gram
        elif not any(other in gone and other != gram and _begins(gram, other) for other in chosen):
            yield f"{gram}*"


def _begins(other: str, gram: str) -> bool:
    """Whether a phrase is the other one but for the ending of its last word."""
    return other.startswith(gram) and " " not in other[len(gram) :]


def _taken(mine: Mine, label: str, position: int, grams: Iterable[str]) -> set[int]:
    return {number for gram in grams for number in mine.holding[gram] if _would_move(mine.cases[number], label, position)}


def _longer(gram: str, around: Mapping[str, float]) -> str:
    """A longer phrase around it that does nearly as much catches less that it should not."""
    good = [other for other, worth in around.items() if worth >= _NEARLY_ALL * around[gram]]
    return max(good, key=lambda other: (len(other.split()), around[other]))


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
