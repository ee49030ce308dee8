"""Phrases that would have caught the most unmatched tickets, none repeating what another one caught."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from cstool.simulate.everyday import NOTHING_KNOWN, Everyday, base_of, unfinished
from cstool.simulate.grams import Tokens, postings, stands_alone, token_shares, tokens, written
from cstool.simulate.sample import Reservoir
from cstool.tickets import Ticket

KEPT = 5_000
"""Tickets of either kind that are looked at, drawn with the same chance from all of them: so the memory is bounded."""
LEAST = 3
"""Tickets that a phrase must catch."""
PHRASES = 12
"""Phrases per language."""
_LETTERS = 4_000
_COMMON, _LIFT, _PURITY = 0.02, 2.0, 0.75
_ENOUGH_MATCHED = 50
_NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of one language: how many unmatched tickets hold it, how many of them no phrase before it caught, and how many
    matched tickets hold it too (of those looked at)."""

    language: str | None
    phrase: str
    tickets: int
    fresh: int
    matched: int


@dataclass(frozen=True, slots=True)
class _Text:
    language: str | None
    subject: str
    body: str

    @property
    def tokens(self) -> Tokens:
        return tokens(self.subject, self.body)


@dataclass
class Phrases:
    """Collects texts while tickets come by; finds the phrases at the end. The draw is the same in every run."""

    everyday: Mapping[str, Everyday] = field(default_factory=dict)
    """By language without region."""
    _unmatched: Reservoir[_Text] = field(default_factory=lambda: Reservoir(KEPT, 0))
    _matched: Reservoir[_Text] = field(default_factory=lambda: Reservoir(KEPT, 1))
    _found: tuple[Phrase, ...] | None = None

    def add(self, ticket: Ticket, unmatched: bool) -> None:
        """One ticket comes by."""
        text = _Text(ticket.language, ticket.subject[:_LETTERS], ticket.body[:_LETTERS])
        (self._unmatched if unmatched else self._matched).add(text)
        self._found = None

    @property
    def looked_at(self) -> int:
        """How many of the unmatched tickets are looked at."""
        return min(self._unmatched.seen, KEPT)

    def found(self) -> tuple[Phrase, ...]:
        """The phrases: languages by their unmatched tickets, in each the phrase that catches most first."""
        if self._found is None:
            self._found = tuple(self._all())
        return self._found

    def _all(self) -> Iterator[Phrase]:
        unmatched, matched = _by_language(self._unmatched.things), _by_language(self._matched.things)
        for language, texts in sorted(unmatched.items(), key=lambda entry: (-len(entry[1]), entry[0] or "")):
            everyday = self.everyday.get(base_of(language), NOTHING_KNOWN)
            yield from _cover(language, texts, matched.get(language, []), everyday)


def _by_language(texts: Sequence[_Text]) -> dict[str | None, list[_Text]]:
    found: dict[str | None, list[_Text]] = {}
    for text in texts:
        found.setdefault(text.language, []).append(text)
    return found


def _cover(language: str | None, texts: Sequence[_Text], matched: Sequence[_Text], everyday: Everyday) -> Iterator[Phrase]:
    """Greedy set cover: each time the phrase that catches most of what is left, weighed by how rare it is in matched tickets."""
    least = max(LEAST, len(texts) // 200)
    bags, others = [text.tokens for text in texts], [text.tokens for text in matched]
    grams = postings(bags, least)
    stop = _stop_words(texts, bags, others)
    grams = {gram: where for gram, where in grams.items() if _worth(gram, stop) and everyday.allows(gram)}
    also = _also_in(others, grams)
    purity = {gram: _purity(len(where) / len(bags), also[gram] / max(len(others), 1)) for gram, where in grams.items()}
    grams = {gram: where for gram, where in grams.items() if purity[gram] >= _PURITY}
    left = set(range(len(bags)))
    for _ in range(PHRASES):
        gram = _best(grams, purity, left)
        fresh = left.intersection(grams.get(gram, ()))
        if len(fresh) < least:
            return
        gram = _longer(gram, grams, fresh, everyday)
        fresh = left.intersection(grams[gram])
        shown = written(gram, (part for number in grams[gram][:50] for part in (texts[number].subject, texts[number].body)))
        yield Phrase(language, shown, len(grams[gram]), len(fresh), also[gram])
        left -= fresh


def _best(grams: Mapping[str, Sequence[int]], purity: Mapping[str, float], left: set[int]) -> str:
    """Values only fall while the cover grows, so a value worked out earlier is a bound: most phrases are never looked at."""
    heap = [(-len(where) * purity[gram], gram.count(" "), order, gram) for order, (gram, where) in enumerate(grams.items())]
    heapify(heap)
    seen: set[str] = set()
    while heap:
        _, length, order, gram = heappop(heap)
        if gram in seen:
            return gram
        seen.add(gram)
        heappush(heap, (-len(left.intersection(grams[gram])) * purity[gram], length, order, gram))
    return ""


def _longer(gram: str, grams: Mapping[str, Sequence[int]], fresh: set[int], everyday: Everyday) -> str:
    """A longer phrase around it that catches nearly the same tickets says more to a reader."""
    around = [other for other in grams if f" {gram} " in f" {other} " and other != gram and everyday.adds(other, gram)]
    good = [other for other in around if len(fresh.intersection(grams[other])) >= _NEARLY_ALL * len(fresh)]
    return max(good, key=lambda other: (len(other.split()), len(grams[other])), default=gram)


def _purity(here: float, there: float) -> float:
    return here / (here + there) if here + there else 0.0


def _also_in(others: Sequence[Tokens], grams: Mapping[str, Sequence[int]]) -> dict[str, int]:
    counts = dict.fromkeys(grams, 0)
    for parts in others:
        found = {
            gram
            for part in parts
            for length in range(1, 5)
            for start in range(len(part) - length + 1)
            if (gram := " ".join(part[start : start + length])) in counts
        }
        for gram in found:
            counts[gram] += 1
    return counts


def _stop_words(texts: Sequence[_Text], bags: Sequence[Tokens], others: Sequence[Tokens]) -> frozenset[str]:
    """Words that are as common in matched tickets. Where there are too few of these, words with which hardly a clause ends."""
    here, there = token_shares(bags), token_shares(others)
    as_common = frozenset(word for word, share in there.items() if share >= _COMMON and here.get(word, 0.0) < _LIFT * share)
    if len(others) >= _ENOUGH_MATCHED:
        return as_common
    return as_common | unfinished(part for text in texts for part in (text.subject, text.body))


def _worth(gram: str, stop: frozenset[str]) -> bool:
    """A phrase neither begins nor ends with a stop word; of characters that stand alone not all may be one."""
    words = gram.split()
    if stands_alone(words[0]):
        return not stop.issuperset(words)
    return words[0] not in stop and words[-1] not in stop
