"""From texts as they came to their tokens, a whole column at a time; the tokens are those of `conditions.text_form.tokens_of`.

Three ways, by row: ASCII texts are cut by byte tables; other texts as code points through `characters`; a text with a character
that depends on its neighbours goes through `tokens_of`. Nothing is copied row by row in the first two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cstool.batch.characters import BREAK, CHARACTERS, MARK, NEIGHBOURS, NOTHING, SEVERAL, UNSPACED
from cstool.conditions.text_form import tokens_of

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

_KEPT = bytes(code for code in range(128) if chr(code).isalnum())
_LOWER = bytes(ord(chr(code).lower()) if code in _KEPT else 32 for code in range(256))
_BREAKS = bytes(code for code in range(256) if code not in _KEPT)
_PIECE = 1_000_000
"""Bytes of text cut at once."""
_UTF8, _UTF32 = "utf-8", "utf-32-le"


@dataclass(frozen=True, slots=True)
class Block:
    """The tokens of some rows, row after row. `tokens` is a binary array in `encoding`; row i has those from `begins[i]` on."""

    rows: Numbers
    begins: Numbers
    tokens: Any
    encoding: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of texts as one run of UTF-8 bytes; row i is `data[offsets[i]:offsets[i + 1]]`."""

    data: Any
    offsets: Numbers
    first: int = 0
    """The number of its first row, in a piece of a column."""

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def text(self, row: int) -> str:
        """One row as text."""
        return bytes(self.data[self.offsets[row] : self.offsets[row + 1]]).decode()


def column_of(texts: Any) -> Column:
    """An Arrow array of strings (null is "") without copying the texts."""
    if texts.type not in (pa.string(), pa.large_string()):
        texts = texts.cast(pa.string())
    if texts.null_count:
        texts = texts.fill_null("")
    if not len(texts):
        return Column(b"", np.zeros(1, np.int64))
    width = np.int64 if texts.type == pa.large_string() else np.int32
    _, offsets, data = texts.buffers()
    found = np.frombuffer(offsets, width)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    view = memoryview(data)[int(found[0]) : int(found[-1])] if data is not None else b""
    return Column(view, found - found[0])


def pieces_of(texts: Column) -> Iterator[Column]:
    """The column in pieces that a processor's cache can hold; a row is never cut."""
    begin = 0
    while begin < len(texts):
        end = int(np.searchsorted(texts.offsets, texts.offsets[begin] + _PIECE, "right")) - 1
        end = min(max(end, begin + 1), len(texts))
        low, high = int(texts.offsets[begin]), int(texts.offsets[end])
        yield Column(texts.data[low:high], texts.offsets[begin : end + 1] - low, texts.first + begin)
        begin = end


def blocks_of(texts: Column) -> Iterator[Block]:
    """The tokens of every row, in one to three blocks."""
    if not len(texts):
        return
    data = np.frombuffer(texts.data, np.uint8)
    plain = _plain_rows(data, texts.offsets)
    if plain.all():
        yield _plain_block(bytes(texts.data), texts.offsets, np.arange(len(texts)) + texts.first)
        return
    if plain.any():
        yield _plain_block(*_taken(data, texts.offsets, plain), np.flatnonzero(plain) + texts.first)
    rest = np.flatnonzero(~plain) + texts.first
    if len(rest) < len(texts):
        yield from _wide_blocks(*_taken(data, texts.offsets, ~plain), rest)
    else:
        yield from _wide_blocks(bytes(texts.data), texts.offsets, rest)


def _plain_rows(data: Bytes, offsets: Numbers) -> Flags:
    """Which rows are ASCII."""
    high = np.flatnonzero(data & 0x80)
    found: Flags = np.searchsorted(high, offsets[1:]) == np.searchsorted(high, offsets[:-1])
    return found


def _taken(data: Bytes, offsets: Numbers, chosen: Flags) -> tuple[bytes, Numbers]:
    """The bytes and offsets of some rows."""
    lengths = np.diff(offsets)
    kept = data[np.repeat(chosen, lengths)]
    return kept.tobytes(), np.concatenate(([0], np.cumsum(lengths[chosen])))


def _plain_block(data: bytes, offsets: Numbers, rows: Numbers) -> Block:
    """ASCII: `data` holds these rows and nothing else."""
    letters = np.frombuffer(data.translate(_LOWER), np.uint8) != 32
    starts, ends = _edges(letters, None, offsets, None)
    return Block(rows, np.searchsorted(starts, offsets), _tokens(data.translate(_LOWER, _BREAKS), ends - starts), _UTF8)


def _edges(letters: Flags, alone: Flags | None, offsets: Numbers, joined: Numbers | None) -> tuple[Numbers, Numbers]:
    """Where tokens start and end: at breaks, around characters that stand alone, and at rows; never before what is `joined`."""
    size = len(letters)
    starts, ends = np.zeros(size + 1, bool), np.zeros(size + 1, bool)
    starts[:-1] = letters
    ends[1:] = letters
    if alone is None:
        starts[1:-1] &= ~letters[:-1]
        ends[1:-1] &= ~letters[1:]
    else:
        starts[1:-1] &= ~letters[:-1] | alone[:-1] | alone[1:]
        ends[1:-1] &= ~letters[1:] | alone[:-1] | alone[1:]
    if joined is not None:
        starts[joined] = ends[joined] = False
    seams = offsets[(offsets > 0) & (offsets < size)]
    starts[seams] = letters[seams]
    ends[seams] = letters[seams - 1]
    return np.flatnonzero(starts), np.flatnonzero(ends)


def _tokens(data: bytes, lengths: Numbers) -> Any:
    """Tokens that stand side by side in `data`, as a binary array."""
    offsets = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    return pa.Array.from_buffers(pa.binary(), len(lengths), [None, pa.py_buffer(offsets), pa.py_buffer(data)])


def _wide_blocks(data: bytes, offsets: Numbers, rows: Numbers) -> Iterator[Block]:
    """Any script: `data` holds these rows and nothing else."""
    heads = (np.frombuffer(data, np.uint8) & 0xC0) != 0x80
    counted = np.zeros(len(heads) + 1, np.int32)
    np.cumsum(heads, out=counted[1:])
    places = counted[offsets].astype(np.int64)
    points = np.frombuffer(data.decode(_UTF8).encode(_UTF32), np.uint32)
    kinds = CHARACTERS.met(points)
    leaning = np.flatnonzero((kinds == NEIGHBOURS) | _moved(points, kinds))
    if len(leaning):
        slow = np.searchsorted(leaning, places[1:]) > np.searchsorted(leaning, places[:-1])
        yield _slow_block(data, offsets, rows, slow)
        lengths = np.diff(places)
        kept = np.repeat(~slow, lengths)
        points, kinds, rows = points[kept], kinds[kept], rows[~slow]
        places = np.concatenate(([0], np.cumsum(lengths[~slow])))
    if len(rows):
        yield _wide_block(points, kinds, places, rows)


def _slow_block(data: bytes, offsets: Numbers, rows: Numbers, slow: Flags) -> Block:
    spans = zip(offsets[:-1][slow].tolist(), offsets[1:][slow].tolist())
    found = [tokens_of(data[begin:end].decode()) for begin, end in spans]
    begins = np.concatenate(([0], np.cumsum([len(tokens) for tokens in found])))
    words = pa.array([token for tokens in found for token in tokens], pa.string())
    return Block(rows[slow], begins, words.cast(pa.binary()), _UTF8)


def _wide_block(points: Any, kinds: Bytes, places: Numbers, rows: Numbers) -> Block:
    folded = CHARACTERS.folded[points]
    if ((kinds == SEVERAL) | (kinds == NOTHING)).any():
        folded, kinds, places = _spliced(folded, kinds, places)
    marks = np.flatnonzero(kinds == MARK)
    if len(marks):
        kinds = _settled(kinds, marks, places)
    letters, alone = kinds != BREAK, kinds == UNSPACED
    starts, ends = _edges(letters, alone, places, marks[letters[marks]])
    data = folded[letters].astype(np.uint32).tobytes()
    return Block(rows, np.searchsorted(starts, places), _tokens(data, (ends - starts) * 4), _UTF32)


def _moved(points: Any, kinds: Bytes) -> Any:
    """Marks that canonical ordering may move, or that stand behind something that is left out."""
    found = np.zeros(len(points), bool)
    marks = np.flatnonzero(kinds[1:] == MARK) + 1
    orders, before = CHARACTERS.orders[points[marks]], CHARACTERS.orders[points[marks - 1]]
    found[marks] = (orders > 0) & ((before > orders) | (kinds[marks - 1] == NOTHING))
    return found


def _settled(kinds: Bytes, marks: Numbers, places: Numbers) -> Bytes:
    """Marks as what they belong to: the letter before them; without one they are a break."""
    others = np.flatnonzero(kinds != MARK)
    before = np.searchsorted(others, marks) - 1
    rows = places[np.searchsorted(places, marks, "right") - 1]
    base = others[np.maximum(before, 0)] if len(others) else marks
    kinds = kinds.copy()
    kinds[marks] = np.where((before >= 0) & (base >= rows), kinds[base], BREAK)
    return kinds


def _spliced(folded: Any, kinds: Bytes, places: Numbers) -> tuple[Any, Bytes, Numbers]:
    """Characters that become several spelt out, those that become nothing taken out."""
    counts = (kinds != NOTHING).astype(np.int64)
    several = np.flatnonzero(kinds == SEVERAL)
    numbers, which = np.unique(folded[several], return_inverse=True)
    sequences = [CHARACTERS.sequences[number] for number in numbers.tolist()]
    sizes = np.array([len(letters) for letters, _ in sequences], np.int64)[which] if sequences else np.zeros(0, np.int64)
    counts[several] = sizes
    ends = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=ends[1:])
    letters, sorts = np.repeat(folded, counts), np.repeat(kinds, counts)
    if len(several):
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        target = np.repeat(ends[several], sizes) + within
        letters[target] = np.concatenate([sequences[number][0] for number in which.tolist()])
        sorts[target] = np.concatenate([sequences[number][1] for number in which.tolist()])
    return letters, sorts, ends[places]
