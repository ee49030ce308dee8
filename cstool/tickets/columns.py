"""Which column is what: exact canonical names, the user's mapping, then guesses by name. Guesses are reported, never silent."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from cstool.tickets.batch import ROUTED, Guess, Target
from cstool.tickets.names import COLUMNS

CANONICAL = frozenset({*COLUMNS, "replies", "label"})
_OPEN = ("fields.", "actual.")
_PLANS = 500
"""Distinct sets of keys remembered; a file whose every row has other keys must not fill the memory."""
_GUESSES = 300
_BREAKS = re.compile(r"[\s_\-./:#()（）\[\]*?？：]+")


def _form(name: str) -> str:
    return _BREAKS.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()


_NAMES: Mapping[str, tuple[str, int]] = {
    _form(name): (canonical, rank) for canonical, names in COLUMNS.items() for rank, name in enumerate((canonical, *names))
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a plan: the canonical name it fills, and the user's own reading of its values."""

    column: str
    canonical: str
    target: Target | None


@dataclass(slots=True)
class Columns:
    """The understanding of one file's columns; remembers each set of keys it has seen and every guess it made."""

    path: str
    mapping: Mapping[str, Target]
    trust: frozenset[str]
    guesses: dict[str, Guess] = field(default_factory=dict)
    reported: int = 0
    _plans: dict[tuple[str, ...], tuple[Cell, ...]] = field(default_factory=dict)

    def plan(self, keys: tuple[str, ...]) -> tuple[Cell, ...]:
        """What each of these columns fills."""
        known = self._plans.get(keys)
        if known is None:
            if len(self._plans) >= _PLANS:
                self._plans.clear()
            known = self._plans[keys] = self._new(keys)
        return known

    def fresh(self) -> tuple[Guess, ...]:
        """The guesses made since the last call."""
        found = tuple(self.guesses.values())[self.reported :]
        self.reported += len(found)
        return found

    def _new(self, keys: tuple[str, ...]) -> tuple[Cell, ...]:
        best: dict[str, tuple[int, str]] = {}
        for key in keys:
            canonical, rank = self._meaning(key)
            if canonical and rank < best.get(canonical, (1000, ""))[0]:
                best[canonical] = (rank, key)
        return tuple(cell for key in keys if (cell := self._cell(key, best)))

    def _meaning(self, key: str) -> tuple[str, int]:
        """The canonical name and how sure (0: by the user or exact)."""
        if target := self.mapping.get(key):
            return target.canonical, -1
        if key in CANONICAL or key.startswith(_OPEN):
            return key, 0
        return _NAMES.get(_form(key), ("", 1000))

    def _cell(self, key: str, best: Mapping[str, tuple[int, str]]) -> Cell | None:
        target = self.mapping.get(key)
        if target is not None and not target.canonical:
            return None
        canonical, rank = self._meaning(key)
        won = canonical and (best[canonical][1] == key or canonical.startswith(_OPEN))
        if canonical in ROUTED and canonical not in self.trust:
            canonical = f"actual.{canonical}"
        if key not in self.guesses and len(self.guesses) < _GUESSES:
            self.guesses[key] = Guess(self.path, key, canonical if won else None, bool(won) and rank > 0)
        if not won:
            return Cell(key, f"actual.{key}", None)
        return Cell(key, "actual.label" if canonical == "label" else canonical, target)
