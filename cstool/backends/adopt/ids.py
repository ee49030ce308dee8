"""Our ids for objects that have only a name there: readable where the name can be spelt in ASCII, and the same on every pull."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

_SPELT = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "æ": "ae",
    "ø": "oe",
    "å": "aa",
    "œ": "oe",
    "đ": "d",
    "ł": "l",
    "&": " and ",
}
_CYRILLIC = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
_SPELT |= dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюя", (sound.strip("-") for sound in _CYRILLIC.split(" ")), strict=True))
"""How a language that uses a letter spells it without."""
_LETTER = re.compile(r"\b(?:LETTER|SYLLABLE) (?:SMALL )?(?P<sound>[A-Z]+)$")
_LENGTH = 48
_WORDS_OF_SIGN = 3


def slug(name: str) -> str:
    """A name in ASCII kebab-case; empty where nothing of it can be spelt (Chinese).

    Letters of scripts that have sounds are spelt by them, and pictures by what they show, as Unicode names them
    (https://www.unicode.org/Public/UCD/latest/ucd/NamesList.txt).
    """
    spelt = "".join(_spelt(letter) for letter in name.casefold().replace("::", " "))
    whole = re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")
    cut = whole[: _LENGTH + 1].rpartition("-")[0] if len(whole) > _LENGTH else whole
    return cut or whole[:_LENGTH]


def _spelt(letter: str) -> str:
    if letter in _SPELT:
        return _SPELT[letter]
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if part.isascii())
    if plain:
        return plain
    called = unicodedata.name(letter, "")
    if sound := _LETTER.search(called):
        return sound["sound"].lower()
    if unicodedata.category(letter) == "So":
        return f" {' '.join(called.lower().split()[:_WORDS_OF_SIGN])} "
    return ""


class Ids:
    """The ids of one kind of ours. A native object keeps the id it once had; a second one of the same name is numbered."""

    def __init__(self, kind: str, known: Mapping[str, str], taken: Iterable[str] = ()) -> None:
        self.kind = kind
        self._known = dict(known)
        """Their id -> ours, from earlier pulls."""
        self._taken = {*taken, *self._known.values()}

    def of(self, native: str, name: str, folder: str = "") -> str:
        """Our id of a native object; where its name cannot be spelt, the kind and their number."""
        if native not in self._known:
            wanted = folder + (slug(name) or slug(f"{self.kind} {native}") or self.kind)
            found, number = wanted, 1
            while found in self._taken:
                number += 1
                found = f"{wanted}-{number}"
            self._taken.add(found)
            self._known[native] = found
        return self._known[native]
