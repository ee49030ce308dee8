"""One bit a row: what holds for which rows, 64 rows to a word, the lowest bit first."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


_SPAN = 1 << 18
"""Numbers that lie this close together are counted rather than sorted."""


def stride_of(rows: int) -> int:
    """Bytes of a line of bits: an odd number of cache lines, or many lines would fight for the same few places of the cache."""
    return ((rows + 511) // 512 | 1) * 64


def sums(sizes: Iterable[int]) -> Numbers:
    """Where each of some runs begins, and where the last one ends."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.array(list(sizes), np.int64))])


def repeated(which: Numbers, begins: Numbers) -> tuple[Numbers, Numbers]:
    """Every entry of the runs `which`: the place in `which`, and the place of the entry."""
    counts = begins[which + 1] - begins[which]
    if (counts == 1).all():
        return np.arange(len(which)), begins[which]
    pairs = np.repeat(np.arange(len(which)), counts)
    return pairs, np.arange(len(pairs)) + np.repeat(begins[which] - (np.cumsum(counts) - counts), counts)


def distinct(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """The numbers, ascending and each once, and for each number its place among them: `np.unique`, without sorting."""
    low, high = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    if high - low > max(_SPAN, 4 * len(numbers)):
        used, places = np.unique(numbers, return_inverse=True)
        return used, places
    moved = numbers - low
    there = np.zeros(high - low + 1, bool)
    there[moved] = bool(len(numbers))
    return np.flatnonzero(there) + low, (np.cumsum(there, dtype=np.int64) - 1)[moved]


def nothing(rows: int) -> Bits:
    """No row."""
    return np.zeros(stride_of(rows) // 8, np.uint64)


def everything(rows: int) -> Bits:
    """Every row; the bits past the last one stay out."""
    return packed(np.ones(rows, bool))


def packed(flags: Any) -> Bits:
    """One flag a row as bits."""
    line = np.zeros(stride_of(len(flags)), np.uint8)
    found = np.packbits(flags, bitorder="little")
    line[: len(found)] = found
    return line.view(np.uint64)


def bits_at(rows: Any, size: int) -> Bits:
    """The bits of these rows, out of so many."""
    flags = np.zeros(size, bool)
    flags[rows] = True
    return packed(flags)


def rows_of(bits: Bits) -> Numbers:
    """The rows whose bit is set, ascending."""
    words = np.flatnonzero(bits)
    flags = np.unpackbits(bits[words].view(np.uint8), bitorder="little")
    places = np.flatnonzero(flags)
    found: Numbers = words[places >> 6] * 64 + (places & 63)
    return found


def flags_of(bits: Bits, rows: int) -> Flags:
    """One flag a row."""
    return np.unpackbits(bits.view(np.uint8), count=rows, bitorder="little").view(bool)
