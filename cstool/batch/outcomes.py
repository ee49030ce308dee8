"""What the rules wrote, as Arrow columns."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from cstool.batch.bits import Numbers, repeated, sums
from cstool.batch.columns import Columns
from cstool.batch.program import BatchRule, Program
from cstool.batch.rows import OWN, written
from cstool.batch.stages import Fired
from cstool.model.sla import Recipient
from cstool.routing.decide import SINGLE

if TYPE_CHECKING:
    from cstool.batch.native.phrases import Kernel

_TEXT_LIMIT = 1 << 31
"""Bytes that one column of strings holds."""
_WORDS, _LISTS = pa.string(), pa.list_(pa.string())


def schema_of(program: Program) -> Any:
    """The columns of an outcome: what holds one value, what holds several, whether nothing matched, own fields that rules set."""
    several = ("tags", "skills", "replies", "notes", "escalations", "rules")
    return pa.schema(
        [
            *((name, _WORDS) for name in SINGLE),
            *((name, _LISTS) for name in several),
            ("reply", _WORDS),
            ("unmatched", pa.bool_()),
            *((OWN + name, _WORDS) for name in program.set_fields),
        ]
    )


def outcomes(program: Program, columns: Columns, fired: Fired) -> pa.RecordBatch:
    """The outcome of every row."""
    rows, rules = fired.pairs()
    listed = _Listed(columns.rows, rows, rules, program.rules, program.kernel)
    found = {name: _words(columns, name, lambda value: value) for name in SINGLE}
    found["tags"] = columns.sets("tags").column()
    found["skills"] = listed.each(lambda rule: rule.actions.skills, once=True)
    found["replies"] = listed.each(lambda rule: [rule.actions.reply] if rule.actions.reply else [])
    found["notes"] = listed.each(lambda rule: [rule.actions.note] if rule.actions.note else [])
    found["escalations"] = listed.each(lambda rule: [told(rule.actions.escalate)] if rule.actions.escalate else [])
    found["rules"] = listed.each(lambda rule: [rule.id])
    found["reply"] = _firsts(found["replies"])
    found["unmatched"] = pa.array(listed.untouched(_places))
    for name in program.set_fields:
        found[OWN + name] = _words(columns, OWN + name, lambda value: None if value is None else written(value))
    schema = schema_of(program)
    return pa.RecordBatch.from_arrays([found[name] for name in schema.names], schema=schema)


def told(recipient: Recipient) -> str:
    """Who is told: `role:lead`, `agent:lin`, `team:returns`."""
    return next(f"{kind}:{name}" for kind in ("role", "agent", "team") if (name := getattr(recipient, kind)))


def _places(rule: BatchRule) -> bool:
    """Whether a ticket that it takes is matched: see `routing.decide`."""
    return rule.real and (rule.actions.team is not None or rule.actions.category is not None)


def _words(columns: Columns, name: str, shown: Callable[[Any], str | None]) -> Any:
    values = columns.values(name)
    if len(values) == 1 and values[0] is None:
        return pa.nulls(columns.rows, _WORDS)
    words = pa.array([shown(values[code]) for code in range(len(values))], _WORDS)
    return words.take(pa.array(values.codes))


def _firsts(lists: Any) -> Any:
    offsets = lists.offsets.to_numpy()
    places = np.where(offsets[1:] > offsets[:-1], offsets[:-1], -1)
    return lists.values.take(pa.array(places, mask=places < 0))


def _taken(words: list[str], codes: Any, kernel: "Kernel | None") -> Any:
    """The words of these codes as a column."""
    if kernel and len(codes) * max(map(len, words)) * 4 < _TEXT_LIMIT:
        from cstool.batch.native.phrases import texts_of

        return texts_of(kernel, words, codes)
    return pa.array(words, _WORDS).take(pa.array(codes))


def _lists(offsets: Any, values: Any) -> Any:
    return pa.ListArray.from_arrays(pa.array(offsets), values)


class _Listed:
    """Words that rules give to the rows for which they fired."""

    def __init__(self, size: int, rows: Numbers, rules: Numbers, program: tuple[BatchRule, ...], kernel: "Kernel | None") -> None:
        self._size, self._rows, self._rules, self._program, self._kernel = size, rows, rules, program, kernel

    def each(self, given: Callable[[BatchRule], Iterable[str]], *, once: bool = False) -> Any:
        """A list for every row: the words of its rules, in order; with `once` each word once."""
        words: dict[str, int] = {}
        lists = [[words.setdefault(word, len(words)) for word in given(rule)] for rule in self._program]
        if not words:
            return _lists(np.zeros(self._size + 1, np.int32), pa.array([], _WORDS))
        flat = np.array([code for codes in lists for code in codes], np.int32)
        if all(len(codes) == 1 for codes in lists):
            rows, found = self._rows, flat[self._rules]
        else:
            by, at = repeated(self._rules, sums(map(len, lists)))
            rows, found = self._rows[by], flat[at]
        if once:
            kept = np.sort(np.unique(rows * len(words) + found, return_index=True)[1])
            rows, found = rows[kept], found[kept]
        offsets = np.zeros(self._size + 1, np.int32)
        np.cumsum(np.bincount(rows, minlength=self._size), out=offsets[1:])
        return _lists(offsets, _taken(list(words), found, self._kernel))

    def untouched(self, by: Callable[[BatchRule], bool]) -> Any:
        """The rows that none of such rules took."""
        kinds = np.array([by(rule) for rule in self._program], bool)
        found = np.ones(self._size, bool)
        if len(self._rules):
            found[self._rows[kinds[self._rules]]] = False
        return found
