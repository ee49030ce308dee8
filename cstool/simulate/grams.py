"""Phrases of tickets as keywords would find them: runs of tokens of the text normal form, and the tickets that hold each.

One to four tokens of a script that separates words; two to four characters of one that does not (Han, kana, Hangul, Thai …).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from cstool.conditions.text_form import KeywordError, keyword, tokens_of

LONGEST = 4
TOKENS = 150
"""Tokens of a subject or body that are looked at."""
_CHARACTERS = TOKENS * 20
_LETTERS = 60

Tokens = tuple[tuple[str, ...], ...]
"""The tokens of a ticket: of its subject, of its body. No phrase spans the two."""


def tokens(*parts: str) -> Tokens:
    """The first tokens of each part of a ticket's text."""
    return tuple(tuple(tokens_of(part[:_CHARACTERS])[:TOKENS]) for part in parts if part)


@lru_cache(maxsize=50_000)
def stands_alone(token: str) -> bool:
    """Whether a token is one character of a script that does not separate words."""
    return len(tokens_of("a" + token)) > 1


def postings(tickets: Sequence[Tokens], least: int) -> dict[str, list[int]]:
    """Every phrase that at least `least` tickets hold -> the numbers of these tickets, ascending.

    Built by length: a longer phrase is only looked at where both shorter ones in it are frequent, which bounds the memory.
    """
    found = _frequent(tickets, 1, None, least)
    result = {gram: where for gram, where in found.items() if _may_be_keyword(gram)}
    for length in range(2, LONGEST + 1):
        found = _frequent(tickets, length, found, least)
        result.update((gram, where) for gram, where in found.items() if _may_be_keyword(gram))
    return result


def _frequent(
    tickets: Sequence[Tokens], length: int, shorter: Mapping[str, list[int]] | None, least: int
) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, parts in enumerate(tickets):
        for gram in _runs(parts, length, shorter):
            found.setdefault(gram, []).append(number)
    return {gram: where for gram, where in found.items() if len(where) >= least}


def _runs(parts: Tokens, length: int, shorter: Mapping[str, list[int]] | None) -> Iterable[str]:
    """Each run once, in the order of the text: of phrases that do the same, the one that comes first is taken."""
    if shorter is None:
        return dict.fromkeys(word for part in parts for word in part)
    found: dict[str, None] = {}
    for part in parts:
        known = [" ".join(part[start : start + length - 1]) in shorter for start in range(len(part) - length + 2)]
        for start in range(len(part) - length + 1):
            if known[start] and known[start + 1] and stands_alone(part[start]) == stands_alone(part[start + length - 1]):
                found[" ".join(part[start : start + length])] = None
    return found


def _may_be_keyword(gram: str) -> bool:
    """One Han character says too little; a long number is an order's, and no word; nobody types what is longer than a line."""
    words = gram.split()
    if len(gram) > _LETTERS:
        return False
    if len(words) == 1 and (stands_alone(words[0]) or len(words[0]) < 2):
        return False
    return not any(word.isdigit() and (len(word) > 5 or len(words) == 1) for word in words)


def token_shares(tickets: Iterable[Tokens]) -> Mapping[str, float]:
    """Token -> the share of tickets that hold it."""
    counts: Counter[str] = Counter()
    total = 0
    for parts in tickets:
        total += 1
        counts.update({word for part in parts for word in part})
    return {word: count / total for word, count in counts.items()}


def written(gram: str, texts: Iterable[str]) -> str:
    """A phrase as a person would write the keyword: as the tickets write it, where that says the same (`don't`, not `don t`)."""
    form = f" {gram} "
    plain = "".join(_spaced(gram.split()))
    between = r"[^\w\n]{0,3}"
    pattern = re.compile(between.join(re.escape(word) for word in gram.split()), re.IGNORECASE)
    seen = Counter(found[0].casefold() for text in texts for found in pattern.finditer(text[:_CHARACTERS]))
    for candidate, _ in [*seen.most_common(3), (plain, 0)]:
        if candidate.isprintable() and _form_of(candidate) == form:
            return candidate
    return gram


def _form_of(raw: str) -> str | None:
    try:
        return keyword(raw).form
    except KeywordError:
        return None


def _spaced(words: Sequence[str]) -> Iterator[str]:
    """Words with the spaces that a person would write: none between characters that stand alone."""
    for index, word in enumerate(words):
        if index and not (stands_alone(word) and stands_alone(words[index - 1])):
            yield " "
        yield word
