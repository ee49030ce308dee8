"""A field that holds several words a row (tags, items), as one line of bits for each word that somebody asks about."""

from typing import Any

import numpy as np
import pyarrow as pa

from cstool.batch.bits import Bits, Numbers, bits_at, nothing, rows_of


class Sets:
    """The words of every row. What is written lies over what came in; words that nobody asks about stay as they came."""

    def __init__(self, column: Any, rows: int) -> None:
        self._size = rows
        self._rows, self._codes, self._words = _pairs(column)
        self._known = {word: code for code, word in enumerate(self._words)}
        self._came: dict[str, Bits] = {}
        self._written: dict[str, Bits] = {}

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
        places = {name: place for place, name in enumerate(names)}
        rank = np.array([-1 if word in self._written else places[word] for word in self._words], np.int64)
        ranks = rank[self._codes]
        keys = [self._rows[ranks >= 0] * len(names) + ranks[ranks >= 0]]
        keys += [rows_of(bits) * len(names) + places[word] for word, bits in self._written.items()]
        joined = np.sort(np.concatenate(keys))
        joined = joined[np.diff(joined, prepend=-1) > 0]  # each word once; faster than np.unique
        size = max(len(names), 1)
        offsets = np.searchsorted(joined, np.arange(self._size + 1) * size).astype(np.int32)
        words = pa.DictionaryArray.from_arrays(pa.array((joined % size).astype(np.int32)), pa.array(names, pa.string()))
        return pa.ListArray.from_arrays(pa.array(offsets), words.dictionary_decode())


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
