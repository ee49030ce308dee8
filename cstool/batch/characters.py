"""What each character becomes in the text normal form, as arrays over code points; worked out for a page when it is first met.

The definition is `conditions.text_form`: every entry is what `tokens_of` makes of the character. A combining mark that nothing
changes is a `MARK` and belongs to the letter before it. A character whose form depends on its neighbours in another way (a mark
that composes, a conjoining jamo, whatever melts into what stands before it) is `NEIGHBOURS`; a text that holds one is left to
`tokens_of` as a whole, and so is one whose marks canonical ordering would move.
"""

import threading
import unicodedata
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from cstool.conditions.text_form import tokens_of

BREAK, SPACED, UNSPACED, SEVERAL, NOTHING, NEIGHBOURS, UNKNOWN, MARK = range(8)
"""Kinds: no token · part of a run · a token alone · several characters · left out · not by itself · not met · a mark."""

_PAGE = 256
_POINTS = 0x110000
_SURROGATES = range(0xD8, 0xE0)
_SPACE = 32

Points = npt.NDArray[np.uint32]
Kinds = npt.NDArray[np.uint8]


@cache
def _composing() -> frozenset[str]:
    """Characters that can melt into the one before: the second of a canonical pair, and the later jamo of a syllable."""
    pairs = (unicodedata.decomposition(chr(code)).split() for code in range(0xA0, 0x30000))
    seconds = {chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and not pair[0].startswith("<")}
    return frozenset(seconds | {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))})


def _leans_back(character: str) -> bool:
    """Whether its form can depend on what stands before it, in any step of the folding."""
    steps = [character, unicodedata.normalize("NFKD", character)]
    folded = unicodedata.normalize("NFD", character).casefold()
    steps += [folded, unicodedata.normalize("NFKD", folded), unicodedata.normalize("NFKC", folded)]
    again = unicodedata.normalize("NFKC", folded).casefold()
    steps += [again, unicodedata.normalize("NFKC", again)]
    return any(step and (unicodedata.category(step[0])[0] == "M" or step[0] in _composing()) for step in steps)


def _folded(character: str) -> str:
    """The character by itself, folded as `tokens_of` folds."""
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", character).casefold())
    return unicodedata.normalize("NFKC", once.casefold())


def _is_mark(character: str) -> bool:
    """Whether it is a combining mark that nothing changes and that composes with nothing."""
    forms = {character, unicodedata.normalize("NFKD", character), character.casefold(), _folded(character)}
    whole = unicodedata.category(character)[0] == "M" and character not in _composing()
    return whole and forms == {character} and tokens_of(f"a{character}b") == [f"a{character}b"]


def _order(character: str) -> int:
    """The combining class with which the character, taken apart, ends: a mark of a lower one behind it may be moved."""
    ends = {unicodedata.normalize("NFKD", form)[-1:] for form in (character, character.casefold(), _folded(character))}
    return max((unicodedata.combining(end) for end in ends if end), default=0)


def _alone(character: str) -> tuple[str, bool]:
    """What stands for the character between two letters, and whether it is a token by itself."""
    between = " ".join(tokens_of(f"a{character}b"))[1:-1]
    return between, len(between) == 3 and between[0] == between[2] == " " and tokens_of(f"{between[1]}b") == [between[1], "b"]


def _kind(letter: str) -> int:
    """The kind of a letter that is folded already."""
    if _is_mark(letter):
        return MARK
    between, alone = _alone(letter)
    return UNSPACED if alone else SPACED if between.strip() else BREAK


@dataclass
class Characters:
    """The arrays. `folded` holds the code point for SPACED and UNSPACED, for SEVERAL the number of its `sequences`."""

    kinds: Kinds = field(default_factory=lambda: np.full(_POINTS, UNKNOWN, np.uint8))
    folded: Points = field(default_factory=lambda: np.full(_POINTS, _SPACE, np.uint32))
    orders: Kinds = field(default_factory=lambda: np.zeros(_POINTS, np.uint8))
    """The combining class of a MARK; of another character, that of the last mark inside it."""
    sequences: list[tuple[Points, Kinds]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def met(self, points: Points) -> Kinds:
        """The kinds of these code points, none of them UNKNOWN."""
        found = self.kinds[points]
        if (found == UNKNOWN).any():
            self._meet(points)
            found = self.kinds[points]
        return found

    def _meet(self, points: Points) -> None:
        pages = np.flatnonzero(np.bincount(points >> 8))
        unmet = pages[self.kinds[pages * _PAGE + _PAGE - 1] == UNKNOWN]
        if len(unmet):
            with self._lock:
                for page in unmet.tolist():
                    self._learn(page)

    def _learn(self, page: int) -> None:
        first = page * _PAGE
        if self.kinds[first + _PAGE - 1] != UNKNOWN:
            return
        codes = range(first, first + _PAGE)
        if page in _SURROGATES:
            self.kinds[first : first + _PAGE] = NEIGHBOURS
            return
        characters = [chr(code) for code in codes]
        if tokens_of("".join(characters)) == characters and not any(map(_leans_back, characters)):
            self.folded[first : first + _PAGE] = codes  # Han, Hangul: each a token by itself, as it is
            self.kinds[first : first + _PAGE] = UNSPACED
            return
        found = [self._entry(character) for character in characters]
        # The last entry of a page says that the page is known, so it is written last.
        self.folded[first : first + _PAGE] = [code for code, _ in found]
        self.orders[first : first + _PAGE] = [_order(character) for character in characters]
        self.kinds[first : first + _PAGE - 1] = [kind for _, kind in found[:-1]]
        self.kinds[first + _PAGE - 1] = found[-1][1]

    def _entry(self, character: str) -> tuple[int, int]:
        if _leans_back(character):
            return self._leaning(character)
        between, alone = _alone(character)
        if not between:
            return _SPACE, NOTHING
        if not between.strip():
            return _SPACE, BREAK
        letters = _folded(character)
        if any(unicodedata.category(letter)[0] == "M" for letter in letters):
            return _SPACE, NEIGHBOURS
        if len(letters) == 1:
            return (ord(letters), UNSPACED) if alone else (ord(letters), SPACED)
        return self._several(letters)

    def _leaning(self, character: str) -> tuple[int, int]:
        """A mark; or what begins with one that nothing moves, and is tame after it (Thai and Lao AM)."""
        if _is_mark(character):
            return ord(character), MARK
        mark, rest = _folded(character)[:1], _folded(character)[1:]
        if not rest or not _is_mark(mark) or unicodedata.combining(mark) or any(map(_leans_back, rest)):
            return _SPACE, NEIGHBOURS
        if unicodedata.normalize("NFD", character) not in (character, mark + rest):
            return _SPACE, NEIGHBOURS
        return self._several(mark + rest)

    def _several(self, letters: str) -> tuple[int, int]:
        kinds = [_kind(letter) for letter in letters]
        self.sequences.append((np.array([ord(letter) for letter in letters], np.uint32), np.array(kinds, np.uint8)))
        return len(self.sequences) - 1, SEVERAL


CHARACTERS = Characters()
"""Shared by everything in the process: it depends on nothing but Unicode."""
