"""A file's data without its broken parts, which still knows where everything stood."""

import copy
from typing import Any

from cstool.source.place import Loc


class Pruning:
    """Parts are left out by their place; `kept` says which elements of a list stayed, as `Source.pruned` wants it."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data: dict[str, Any] = copy.deepcopy(data)
        self.kept: dict[Loc, tuple[int, ...]] = {}
        self._without: set[Loc] = set()

    def caused(self, loc: Loc, missing: bool) -> bool:
        """Whether a fault follows from what was left out: a key that is missing since its value was broken, a list too short."""
        if not self._without:
            return False
        place = self._existing(loc)
        return self._original((*place, loc[-1]) if missing else place) in self._without

    def leave_out(self, locs: list[Loc]) -> None:
        """Take the faulty parts out, deepest first; a missing key takes its object with it."""
        targets: dict[Loc, set[str | int]] = {}
        for path in {self._existing(loc) for loc in locs}:
            if not path:
                self.data.clear()
                return
            targets.setdefault(path[:-1], set()).add(path[-1])
        for place in sorted(targets, key=len, reverse=True):
            self._remember(place, targets[place])
        for place in sorted(targets, key=len, reverse=True):
            self._take_out(place, targets[place])

    def _remember(self, place: Loc, keys: set[str | int]) -> None:
        original = self._original(place)
        self._without.update(original[:end] for end in range(len(original) + 1))
        self._without.update(self._original((*place, key)) for key in keys)

    def _take_out(self, place: Loc, keys: set[str | int]) -> None:
        parent: Any = self.data
        for part in place:
            parent = parent[part]
        if isinstance(parent, list):
            original = self._original(place)
            positions = self.kept.get(original, range(len(parent)))
            parent[:] = [item for position, item in enumerate(parent) if position not in keys]
            self.kept[original] = tuple(number for position, number in enumerate(positions) if position not in keys)
        else:
            for key in keys:
                parent.pop(key, None)

    def _existing(self, loc: Loc) -> Loc:
        """The part of a pydantic location that leads to something in the data (union tags and missing keys are not there)."""
        path: list[str | int] = []
        here: Any = self.data
        for part in loc:
            if isinstance(here, dict):
                inside = part in here
            else:
                inside = isinstance(here, list) and isinstance(part, int) and part < len(here)
            if inside:
                here = here[part]
                path.append(part)
        return tuple(path)

    def _original(self, loc: Loc) -> Loc:
        """The place in the file of a place in what is left."""
        walked: Loc = ()
        for part in loc:
            positions = self.kept.get(walked)
            stands = positions[part] if positions and isinstance(part, int) and part < len(positions) else part
            walked = (*walked, stands)
        return walked
