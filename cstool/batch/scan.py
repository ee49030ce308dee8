"""Which keywords are in which texts: all keywords of all rules in one pass over a column.

Texts are cut into tokens (`fold`), known tokens get numbers in one hash lookup, and only where one stands that begins a keyword
the tokens after it are followed through a small tree. A compiled scan can stand in its place: `scan` is all that others call.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cstool.batch.bits import stride_of
from cstool.batch.fold import Block, Numbers, blocks_of, column_of, pieces_of

_MIXED = np.uint64(0x9E3779B97F4A7C15)
_SLOTS = 1 << 16


Lines = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PhraseSet:
    """Phrases in normal form, one of which is looked for in `subject`, `body` or `text` (either)."""

    field: str
    forms: tuple[str, ...]


class Scan(Protocol):
    """Looks for sets of phrases."""

    def scan(self, subjects: Any, bodies: Any) -> Lines:
        """A line of `bits.stride_of` bytes for each set, the lowest bit first; a bit for each ticket. Texts are Arrow strings."""


def best_scan(sets: Sequence[PhraseSet], *, compiled: bool = True) -> Scan:
    """The compiled scan where it was built and is wanted, else the one below; the answers are the same."""
    if compiled:
        try:
            from cstool.batch.native.phrases import CompiledScan

            return CompiledScan(sets)
        except ImportError:
            pass
    return WheelScan(sets)


class WheelScan:
    """The scan that needs no compiler."""

    def __init__(self, sets: Sequence[PhraseSet]) -> None:
        numbers: dict[str, int] = {}
        asked: dict[str, list[tuple[int, int]]] = {"subject": [], "body": []}
        for place, wanted in enumerate(sets):
            for form in wanted.forms:
                entry = (numbers.setdefault(form, len(numbers)), place)
                for part in ("subject", "body") if wanted.field == "text" else (wanted.field,):
                    asked[part].append(entry)
        self._count = len(sets)
        self._scanner = Scanner(tuple(numbers))
        self._asked = {part: _grouped(entries, len(numbers)) for part, entries in asked.items()}

    def scan(self, subjects: Any, bodies: Any) -> Lines:
        """See `Scan`."""
        stride = stride_of(len(subjects))
        lines = np.zeros((self._count, stride), np.uint8)
        for part, texts in (("subject", subjects), ("body", bodies)):
            begins, sets = self._asked[part]
            if len(sets):
                hits = self._scanner.scan(texts)
                counts = begins[hits.keywords + 1] - begins[hits.keywords]
                rows = np.repeat(hits.rows, counts)
                at = (
                    np.arange(len(rows))
                    - np.repeat(np.cumsum(counts) - counts, counts)
                    + np.repeat(begins[hits.keywords], counts)
                )
                bits = np.left_shift(1, rows & 7).astype(np.uint8)
                np.bitwise_or.at(lines.reshape(-1), sets[at] * stride + (rows >> 3), bits)
        return lines


def _grouped(entries: list[tuple[int, int]], count: int) -> tuple[Numbers, Numbers]:
    """Keyword -> the sets that hold it, as begins and one run of sets."""
    keywords = np.array([keyword for keyword, _ in sorted(entries)], np.int64)
    return np.searchsorted(keywords, np.arange(count + 1)), np.array([place for _, place in sorted(entries)], np.int64)


@dataclass(frozen=True, slots=True)
class Hits:
    """Keyword `keywords[i]` is in row `rows[i]`; a pair may come twice."""

    rows: Numbers
    keywords: Numbers


@dataclass(frozen=True, slots=True)
class _Edges:
    """Prefixes of one length, in one encoding: as an Arrow value set, and the number of each."""

    size: int
    values: Any
    symbols: Numbers


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Tokens and prefixes in one encoding. `starts` says which first characters, hashed, any prefix has."""

    tokens: Any
    prefixes: tuple[_Edges, ...]
    starts: npt.NDArray[np.bool_] | None


class Scanner:
    """Keywords, given by their normal forms (a prefix has no closing space), ready to be looked for."""

    def __init__(self, forms: Sequence[str]) -> None:
        self.forms = tuple(forms)
        words = [form.split() for form in self.forms]
        open_ended = [not form.endswith(" ") for form in self.forms]
        exact = {token for parts, prefix in zip(words, open_ended) for token in (parts[:-1] if prefix else parts)}
        stems = {parts[-1] for parts, prefix in zip(words, open_ended) if prefix}
        self._exact = {token: number for number, token in enumerate(sorted(exact))}
        self._stems = {stem: len(self._exact) + number for number, stem in enumerate(sorted(stems))}
        self._symbols = len(exact) + len(stems)
        self._grow(words, open_ended)
        self._lookups = {encoding: self._lookup(encoding) for encoding in ("utf-8", "utf-32-le")}

    def _grow(self, words: list[list[str]], open_ended: list[bool]) -> None:
        """The tree: node x symbol -> node, as sorted keys; which keyword ends at a node; which nodes go on."""
        branches: dict[tuple[int, int], int] = {}
        ends: dict[int, int] = {}
        for keyword, (parts, prefix) in enumerate(zip(words, open_ended)):
            symbols = [self._exact[token] for token in (parts[:-1] if prefix else parts)]
            node = 0
            for symbol in (*symbols, self._stems[parts[-1]]) if prefix else symbols:
                node = branches.setdefault((node, symbol), len(branches) + 1)
            ends[node] = keyword
        keys = np.array([node * self._symbols + symbol for node, symbol in branches], np.int64)
        order = np.argsort(keys)
        self._keys = keys[order]
        self._targets = np.array(list(branches.values()), np.int64)[order]
        self._first = np.zeros(self._symbols + 1, np.int64)
        for (node, symbol), target in branches.items():
            if node == 0:
                self._first[symbol] = target
        self._ends = np.full(len(branches) + 1, -1, np.int64)
        self._ends[list(ends)] = list(ends.values())
        self._goes_on = np.zeros(len(branches) + 1, bool)
        self._goes_on[[node for node, _ in branches]] = True

    def _lookup(self, encoding: str) -> _Lookup:
        by_size: dict[int, list[tuple[bytes, int]]] = {}
        for stem, symbol in self._stems.items():
            coded = stem.encode(encoding)
            by_size.setdefault(len(coded), []).append((coded, symbol))
        prefixes = tuple(
            _Edges(size, pa.array([coded for coded, _ in found], pa.binary()), np.array([symbol for _, symbol in found]))
            for size, found in sorted(by_size.items())
        )
        starts = _starts([coded for found in by_size.values() for coded, _ in found], encoding) if by_size else None
        return _Lookup(pa.array([token.encode(encoding) for token in self._exact], pa.binary()), prefixes, starts)

    def scan(self, texts: Any) -> Hits:
        """The hits in an Arrow array of strings; null is an empty text."""
        if not self.forms:
            return Hits(np.zeros(0, np.int64), np.zeros(0, np.int64))
        blocks = (block for part in pieces_of(column_of(texts)) for block in blocks_of(part))
        found = [self._followed(block) for block in blocks]
        return Hits(_joined(hits.rows for hits in found), _joined(hits.keywords for hits in found))

    def _met(self, block: Block) -> tuple[Numbers, Numbers]:
        """Where known tokens and prefixes stand: positions in order, and the symbol at each; several at one position may be."""
        lookup = self._lookups[block.encoding]
        numbers = pc.index_in(block.tokens, value_set=lookup.tokens).fill_null(-1).to_numpy(zero_copy_only=False)
        positions = np.flatnonzero(numbers >= 0)
        symbols = numbers[positions].astype(np.int64)
        if lookup.starts is None:
            return positions, symbols
        more = list(_prefixed(block, lookup))
        positions = np.concatenate([positions, *(places for places, _ in more)])
        symbols = np.concatenate([symbols, *(found for _, found in more)])
        order = np.argsort(positions, kind="stable")
        return positions[order], symbols[order]

    def _followed(self, block: Block) -> Hits:
        positions, symbols = self._met(block)
        nodes = self._first[symbols]
        chosen = nodes > 0
        nodes, places = nodes[chosen], positions[chosen]
        rows = np.searchsorted(block.begins, places, "right") - 1
        found: list[tuple[Numbers, Numbers]] = []
        while len(nodes):
            ended = self._ends[nodes]
            found.append((block.rows[rows[ended >= 0]], ended[ended >= 0]))
            on = self._goes_on[nodes] & (places + 1 < block.begins[rows + 1])
            nodes, places, rows = self._step(nodes[on], places[on] + 1, rows[on], positions, symbols)
        return Hits(_joined(rows for rows, _ in found), _joined(keywords for _, keywords in found))

    def _step(
        self, nodes: Numbers, places: Numbers, rows: Numbers, positions: Numbers, symbols: Numbers
    ) -> tuple[Numbers, Numbers, Numbers]:
        """One token further down the tree, for every way that goes on."""
        begin, end = np.searchsorted(positions, places), np.searchsorted(positions, places, "right")
        counts = end - begin
        which = np.repeat(np.arange(len(nodes)), counts)
        at = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + begin[which]
        keys = nodes[which] * self._symbols + symbols[at]
        spots = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        there = self._keys[spots] == keys
        return self._targets[spots[there]], places[which[there]], rows[which[there]]


def _joined(parts: Iterable[Numbers]) -> Numbers:
    found = list(parts)
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _width(encoding: str) -> int:
    return 4 if encoding == "utf-32-le" else 1


def _hashed(first: Any, second: Any) -> Any:
    """Two characters (or bytes) as a slot."""
    return ((first.astype(np.uint64) * np.uint64(257) + second.astype(np.uint64)) * _MIXED) >> np.uint64(48)


def _starts(stems: list[bytes], encoding: str) -> npt.NDArray[np.bool_]:
    """Slot of the first two characters -> whether a prefix begins so; of one character, whatever the second."""
    found = np.zeros(_SLOTS, bool)
    unit = np.uint32 if _width(encoding) == 4 else np.uint8
    for stem in stems:
        characters = np.frombuffer(stem, unit)
        if len(characters) == 1:
            found[:] = True  # a prefix of one character says little: every token is looked at
            break
        found[_hashed(characters[:1], characters[1:2])] = True
    return found


def _prefixed(block: Block, lookup: _Lookup) -> Iterable[tuple[Numbers, Numbers]]:
    """Positions of tokens that begin with a prefix, length by length, and the prefix."""
    _, offsets, data = block.tokens.buffers()
    unit = np.uint32 if _width(block.encoding) == 4 else np.uint8
    characters = np.frombuffer(data, unit) if data is not None and len(block.tokens) else np.zeros(0, unit)
    if not len(characters):
        return
    begins = np.frombuffer(offsets, np.int32)[block.tokens.offset : block.tokens.offset + len(block.tokens)] // _width(
        block.encoding
    )
    assert lookup.starts is not None
    # A token of one character is read on into the next: a false alarm that the comparison below ends.
    likely = np.flatnonzero(lookup.starts[_hashed(characters[begins], characters[np.minimum(begins + 1, len(characters) - 1)])])
    tokens = block.tokens.take(pa.array(likely)).dictionary_encode()
    which = tokens.indices.to_numpy()
    for edges in lookup.prefixes:
        cut = pc.binary_slice(tokens.dictionary, 0, edges.size)
        numbers = pc.index_in(cut, value_set=edges.values).fill_null(-1).to_numpy(zero_copy_only=False)[which]
        chosen = numbers >= 0
        yield likely[chosen], edges.symbols[numbers[chosen]]
