"""What differs between versions of Zammad and the databases under it."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

Search = Callable[[str], bool]
_SPECIAL = re.compile(r"[%_\\]")
# Order of marks in the root collation (Unicode Technical Standard 10, CLDR root: nothing is ignored).
_MARKS = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"


@dataclass(frozen=True, slots=True)
class Dialect:
    """`modern`: 6.0 and later; `icu`: the database sorts by ICU's collation instead of by code points."""

    modern: bool = True
    icu: bool = False
    recursive: bool = False
    """The setting `ticket_trigger_recursive`, off by default."""

    def order(self, name: str) -> object:
        """What names are sorted by."""
        return root_order(name) if self.icu else name

    def containing(self, value: str) -> Search:
        """`contains`: ILIKE on both sides. Before 6.0 wildcards in the value are live (measured on zammad/zammad 5.5: `50% off`
        finds `50 dollars off`, `a\\b` finds `ab`); later they are escaped (zammad/zammad, lib/selector/sql.rb: quote_like)."""
        piece = value.lower()
        if self.modern or not _SPECIAL.search(piece):
            return lambda text: piece in text
        pattern = re.compile(_like(piece), re.DOTALL)
        return lambda text: pattern.search(text) is not None


NEWEST = Dialect()


def _like(value: str) -> str:
    """The pattern of a LIKE value as a regular expression."""
    made, escaped = "", False
    for letter in value:
        if escaped or letter not in "%_\\":
            made += re.escape(letter)
            escaped = False
        elif letter == "\\":
            escaped = True
        else:
            made += ".*" if letter == "%" else "."
    return made


def root_order(name: str) -> tuple[tuple[tuple[int, object], ...], str]:
    """A key that sorts like ICU's root collation: marks, digits, letters without regard to accents; accents decide at last."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    return tuple(_weight(letter) for letter in plain), unicodedata.normalize("NFD", name)


def _weight(letter: str) -> tuple[int, object]:
    if letter in _MARKS:
        return 0, _MARKS.index(letter)
    if letter.isdigit():
        return 1, letter
    return 2, letter.casefold()
