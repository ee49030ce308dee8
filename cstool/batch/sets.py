"""A field that holds several words a row (tags, items), as one line of bits for each word that somebody asks about."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from cstool.batch.bits import Bits, Numbers, bits_at, nothing, rows_of, stride_of

if TYPE_CHECKING:
    from cstool.batch.native.phrases import Kernel

_AT_ONCE = 1024
"""Words of a column for which lines of bits are kept all at once."""


class Sets:
    """The words of every row. What is written lies over what came in; words that nobody asks about stay as they came."""

    def __init__(self, column: Any, rows: int, kernel: "Kernel | None" = None) -> None:
        self._size, self._kernel = rows, kernel
        self._rows, self._codes, self._words = _pairs(column)
        self._known = {word: code for code, word in enumerate(self._words)}
        self._came = self._spread() if kernel and len(self._words) <= _AT_ONCE else {}
        self._written: dict[str, Bits] = {}

    def _spread(self) -> dict[str, Bits]:
        lines = np.zeros((len(self._words), stride_of(self._size) // 8), np.uint64)
        if self._kernel and len(self._rows):
            self._kernel.spread(self._rows.astype(np.int32), self._codes.astype(np.int32), list(lines))
        return dict(zip(self._words, lines))

    def bits(self, word: str) -> Bits:
        """The rows that have the word."""
        found = self._written.get(word)
        if found is None:
            found = self._came.get(word)
        if found is None:
            code = self._known.get(word)
            found = nothing(self._size) if code is None else bits_at(self._rows[self._codes == code], self._size)
            self._came[word] = found
        return found

    @property
    def filled(self) -> Bits:
        """The rows that came with any word."""
        return bits_at(self._rows, self._size)

    def answer(self, operator: str, words: tuple[str, ...], rows: Bits) -> Bits:
        """For which of the rows the operator holds with these words."""
        if operator == "exists":
            return rows & self.filled if words[0] else rows & ~self.filled
        found = self.bits(words[0])
        for word in words[1:]:
            found = found & self.bits(word) if operator == "all" else found | self.bits(word)
        return rows & ~found if operator == "none" else rows & found

    def add(self, word: str, rows: Bits) -> None:
        """Put the word on these rows."""
        self._written[word] = self.bits(word) | rows

    def remove(self, word: str, rows: Bits) -> None:
        """Take the word off these rows."""
        self._written[word] = self.bits(word) & ~rows

    def column(self) -> Any:
        """The words of every row, each once, sorted."""
        names = sorted({*self._words, *self._written})
        if self._kernel and len(names) <= _AT_ONCE:
            lines = [self.bits(name) for name in names]
            rows, codes = (np.frombuffer(numbers, np.int32) for numbers in self._kernel.pairs(lines, self._size))
            return _listed(rows, codes, names, self._size)
        places = {name: place for place, name in enumerate(names)}
        rank = np.array([-1 if word in self._written else places[word] for word in self._words], np.int64)
        ranks = rank[self._codes]
        keys = [self._rows[ranks >= 0] * len(names) + ranks[ranks >= 0]]
        keys += [rows_of(bits) * len(names) + places[word] for word, bits in self._written.items()]
        joined = np.sort(np.concatenate(keys))
        joined = joined[np.diff(joined, prepend=-1) > 0]  # each word once; faster than np.unique
        size = max(len(names), 1)
        return _listed(joined // size, joined % size, names, self._size)


def _listed(rows: Any, codes: Any, names: list[str], size: int) -> Any:
    """A list of words for every row, from pairs in the order of their rows."""
    offsets = np.zeros(size + 1, np.int32)
    np.cumsum(np.bincount(rows, minlength=size), out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(names, pa.string()).take(pa.array(codes)))


def _pairs(column: Any) -> tuple[Numbers, Numbers, list[str]]:
    """Row and code of every word that is none of null and "", and the words."""
    if column is None or not len(column):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), []
    column = column.cast(pa.list_(pa.string()))
    lengths = np.diff(column.offsets.to_numpy())
    if column.null_count:
        lengths = np.where(column.is_valid().to_numpy(zero_copy_only=False), lengths, 0)
        column = column.filter(column.is_valid())
    flat = column.flatten().dictionary_encode()
    words = flat.dictionary.to_pylist()
    codes = flat.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    rows = np.repeat(np.arange(len(lengths)), lengths)
    kept = codes >= 0
    if "" in words:
        kept &= codes != words.index("")
    return rows[kept], codes[kept], words
