"""Two values taken apart: which of their parts differ, and how. Lists that grow or shrink are not compared place by place."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One differing place. None stands for a value that is not there; for a list, what it gained and lost."""

    path: Path
    before: object
    after: object
    gained: tuple[object, ...] = ()
    lost: tuple[object, ...] = ()

    @property
    def named(self) -> str:
        """The place as people write it: `when.order.amount.gte`, `steps[approve].within`."""
        shown = ""
        for step in self.path:
            shown += f"[{step}]" if isinstance(step, int) else f".{step}" if shown and not step.startswith("[") else step
        return shown


def parts(before: object, after: object, path: Path = ()) -> Iterator[Part]:
    """Every differing place, in the order of the values. Equal values have none."""
    if before == after and _key(before) == _key(after):  # `true` equals 1 to Python
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in (*before, *(key for key in after if key not in before)):
            yield from parts(before.get(key), after.get(key), (*path, str(key)))
        return
    left, right = _as_list(before, after), _as_list(after, before)
    if left is None or right is None:
        yield Part(path, before, after)
    elif any(isinstance(one, Mapping | list) for one in (*left, *right)):
        yield from _of_blocks(left, right, path)
    else:
        gained = tuple(one for one in right if one not in left)
        lost = tuple(one for one in left if one not in right)
        yield Part(path, before, after, gained, lost)


def _as_list(value: object, other: object) -> Sequence[object] | None:
    """A list; beside a list, one value stands for a list of one, as in conditions."""
    if isinstance(value, list | tuple):
        return value
    return [value] if isinstance(other, list | tuple) and value is not None and not isinstance(value, Mapping) else None


def _of_blocks(before: Sequence[object], after: Sequence[object], path: Path) -> Iterator[Part]:
    """Lists of blocks: by their ids where all have one, else aligned."""
    left, right = _by_id(before), _by_id(after)
    if left is not None and right is not None:
        for id_ in (*left, *(id_ for id_ in right if id_ not in left)):
            yield from parts(left.get(id_), right.get(id_), (*path, f"[{id_}]"))
        common = [id_ for id_ in left if id_ in right], [id_ for id_ in right if id_ in left]
        if common[0] != common[1]:
            yield Part((*path, "[]"), common[0], common[1])
        return
    for tag, a, b, c, d in SequenceMatcher(
        None, [_key(one) for one in before], [_key(one) for one in after], False
    ).get_opcodes():
        if tag == "equal":
            continue
        paired = min(b - a, d - c)
        for step in range(paired):
            yield from parts(before[a + step], after[c + step], (*path, c + step))
        gained, lost = tuple(after[c + paired : d]), tuple(before[a + paired : b])
        if gained or lost:
            yield Part(path, before, after, gained, lost)


def _by_id(blocks: Sequence[object]) -> dict[str, object] | None:
    named: dict[str, object] = {str(one["id"]): one for one in blocks if isinstance(one, Mapping) and "id" in one}
    return named if len(named) == len(blocks) else None


def _key(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def moved_in(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """The fewest names of a list that must be taken out so that the rest stands in the same order in both."""
    place = {name: position for position, name in enumerate(before)}
    common = [name for name in dict.fromkeys(after) if name in place]
    ends: list[int] = []  # index in `common` of the last name of the best row of each length
    previous: list[int] = []
    for index, name in enumerate(common):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if place[common[ends[middle]]] < place[name] else (low, middle)
        previous.append(ends[low - 1] if low else -1)
        ends[low : low + 1] = [index]
    kept: set[str] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(common[index])
        index = previous[index]
    return frozenset(common) - kept
