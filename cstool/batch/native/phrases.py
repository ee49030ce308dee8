"""The compiled phrase scan: the same bits as `scan`, from raw Arrow text. Absent where no compiler was at hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

import numpy
import pyarrow
from numpy.typing import NDArray

from cstool.batch.bits import stride_of
from cstool.batch.native.characters import CHARACTERS, PAGE_COUNT
from cstool.batch.scan import PhraseSet
from cstool.conditions.text_form import normal_form

Bits = NDArray[numpy.uint8]
_FIELDS = {"subject": 1, "body": 2, "text": 3}
_HAS_NEXT, _HAS_PREFIX, _IS_PREFIX = 1, 2, 4
_LINE = 64
"""Bytes of a cache line, and of a place in the kernel's hash table."""
_PADDING = 16
"""The kernel reads tokens sixteen bytes at a time."""


class Kernel(Protocol):
    """What the extension module offers."""

    def index(self, trie: tuple[Any, ...]) -> None:
        """Fill the hash tables of a new trie."""

    def scan(self, trie: tuple[Any, ...], texts: tuple[Any, ...], stride: int, folded: bool) -> None:
        """Set the bits of the phrases found in texts."""

    def judge(
        self, code: NDArray[numpy.int32], begins: NDArray[numpy.int32], lines: Sequence[Any], rows: int, firsts: Any
    ) -> tuple[bytes, bytes] | None:
        """Which rules hold: the first of each row into `firsts`, or without it all, as rows and rules."""

    def pick(self, masks: Any, codes: Any, lines: Sequence[Any]) -> None:
        """Lines of bits out of one mask a row."""

    def spread(self, rows: Any, numbers: Any, lines: Sequence[Any]) -> None:
        """Lines of bits out of pairs of row and line."""

    def pairs(self, lines: Sequence[Any], rows: int) -> tuple[bytes, bytes]:
        """Pairs of row and line out of lines of bits, row by row."""

    def texts(self, texts: tuple[Any, ...]) -> tuple[bytes, bytes]:
        """Texts by their codes, as offsets and bytes."""

    def form(self, text: tuple[Any, ...]) -> bytes | None:
        """The tokens of one text, each with a space behind it."""


def kernel() -> Kernel | None:
    """The extension module, or None where it was not built."""
    try:
        return cast(Kernel, import_module("cstool.batch.native._kernel"))
    except ImportError:
        return None


class CompiledScan:
    """Looks for all sets at once. Raises ImportError where the kernel was not built."""

    def __init__(self, sets: Sequence[PhraseSet]) -> None:
        self.sets = tuple(sets)
        self._trie = _trie(sets)
        kernel_ = kernel()
        if kernel_ is None:
            raise ImportError("cstool.batch.native._kernel was not built")
        self._kernel = kernel_
        kernel_.index(self._trie)

    def __reduce__(self) -> tuple[Any, ...]:
        return CompiledScan, (self.sets,)

    def scan(self, subjects: pyarrow.Array, bodies: pyarrow.Array) -> Bits:
        """A row of bits for each set, the lowest bit first; a bit for each ticket."""
        tickets = len(subjects)
        stride = stride_of(tickets)
        bits = numpy.zeros((len(self.sets), stride), numpy.uint8)
        texts = (*_buffers(subjects), *_buffers(bodies))
        rows = numpy.zeros(0, numpy.int64)
        slow = numpy.zeros(tickets, numpy.uint8)
        while True:
            missing = numpy.zeros(PAGE_COUNT, numpy.uint8)
            self._search((*texts, rows), bits, slow, missing, folded=False)
            lacking = numpy.flatnonzero(missing).tolist()
            if not lacking:
                break
            CHARACTERS.add(lacking)
        left = numpy.flatnonzero(slow)
        if len(left):
            forms = (*_forms(subjects, left), *_forms(bodies, left))
            self._search((*forms, left.astype(numpy.int64)), bits, numpy.zeros(len(left), numpy.uint8), missing, folded=True)
        return bits

    def _search(self, texts: tuple[Any, ...], bits: Bits, slow: Bits, missing: Bits, *, folded: bool) -> None:
        tables = CHARACTERS.tables
        self._kernel.scan(self._trie, (*texts, *tables, bits, slow, missing), bits.shape[1], folded)


def compiled_form(text: str) -> str | None:
    """The normal form of one text as the kernel makes it; None where it leaves the text to Python. For comparing the two."""
    kernel_ = kernel()
    while kernel_ is not None:
        missing = numpy.zeros(PAGE_COUNT, numpy.uint8)
        found = kernel_.form((text.encode(), *CHARACTERS.tables, missing))
        if found is not None:
            return f" {found.decode()}"
        if not missing.any():
            break
        CHARACTERS.add(numpy.flatnonzero(missing).tolist())
    return None


def texts_of(kernel_: Kernel, words: Sequence[str], codes: NDArray[numpy.int32]) -> pyarrow.Array:
    """The words of these codes as a column."""
    coded = [word.encode() for word in words]
    offsets = numpy.cumsum([0, *map(len, coded)]).astype(numpy.int32)
    places, data = kernel_.texts((codes, offsets, b"".join(coded) + bytes(_PADDING)))
    return pyarrow.StringArray.from_buffers(len(codes), pyarrow.py_buffer(places), pyarrow.py_buffer(data))


def _buffers(texts: pyarrow.Array) -> tuple[NDArray[numpy.int64], Any]:
    """Offsets and bytes of an array of strings; a missing text is an empty one."""
    if texts.null_count:
        texts = texts.fill_null("")
    if not pyarrow.types.is_large_string(texts.type):
        texts = texts.cast(pyarrow.string())
    width = numpy.int64 if pyarrow.types.is_large_string(texts.type) else numpy.int32
    _, offsets, data = texts.buffers()
    if offsets is None or not len(texts):
        return numpy.zeros(len(texts) + 1, numpy.int64), b""
    found = numpy.frombuffer(offsets, width)[texts.offset : texts.offset + len(texts) + 1].astype(numpy.int64)
    return found, data if data is not None else b""


def _forms(texts: pyarrow.Array, rows: NDArray[numpy.intp]) -> tuple[NDArray[numpy.int64], bytes]:
    """The normal forms of a few texts, by the one definition."""
    forms = [normal_form(text or "").encode() for text in texts.take(pyarrow.array(rows)).to_pylist()]
    offsets = numpy.zeros(len(forms) + 1, numpy.int64)
    numpy.cumsum([len(form) for form in forms], out=offsets[1:])
    return offsets, b"".join(forms)


@dataclass
class _Node:
    parent: int
    token: bytes
    flags: int
    targets: dict[int, None]


def _trie(sets: Sequence[PhraseSet]) -> tuple[Any, ...]:
    """The tables of all phrases, as `_kernel.c` takes them."""
    nodes = [_Node(0, b"", 0, {})]
    places: dict[tuple[int, bytes, bool], int] = {}
    for number, wanted in enumerate(sets):
        for form in wanted.forms:
            tokens = form.encode().split()
            whole = form.endswith(" ")
            here = 0
            for position, token in enumerate(tokens):
                prefix = not whole and position == len(tokens) - 1
                nodes[here].flags |= _HAS_PREFIX if prefix else _HAS_NEXT
                place = (here, token, prefix)
                if place not in places:
                    places[place] = len(nodes)
                    nodes.append(_Node(here, token, _IS_PREFIX if prefix else 0, {}))
                here = places[place]
            nodes[here].targets[number << 2 | _FIELDS[wanted.field]] = None
    lengths = sorted({len(node.token) for node in nodes if node.flags & _IS_PREFIX})
    firsts = sum(node.parent == 0 for node in nodes)
    begins, ends = _sums(len(node.token) for node in nodes), _sums(len(node.targets) for node in nodes)
    packed = numpy.zeros((len(nodes), 8), numpy.uint32)
    packed[:, 0] = [node.parent for node in nodes]
    packed[:, 1], packed[:, 2] = begins[:-1], numpy.diff(begins)
    packed[:, 3] = [node.flags for node in nodes]
    packed[:, 4], packed[:, 5] = ends[:-1], ends[1:]
    tables = (
        packed,
        b"".join(node.token for node in nodes) + bytes(_PADDING),
        numpy.array([target for node in nodes for target in node.targets], numpy.uint32),
        numpy.array(lengths, numpy.uint32),
        _aligned(_power(len(nodes) * 3 // 2) * _LINE),
        numpy.zeros(_power(max(64, firsts // 3)), numpy.uint64),
        numpy.zeros(4096, numpy.uint32),
    )
    depth = max((len(form.split()) for wanted in sets for form in wanted.forms), default=1)
    return (*tables, numpy.array([depth], numpy.uint32))


def _aligned(size: int) -> Bits:
    """So many bytes, the first of which begins a cache line."""
    found = numpy.zeros(size + _LINE, numpy.uint8)
    begin = -found.ctypes.data % _LINE
    return found[begin : begin + size]


def _sums(sizes: Iterable[int]) -> NDArray[numpy.uint32]:
    return numpy.cumsum([0, *sizes]).astype(numpy.uint32)


def _power(least: int) -> int:
    """The next power of two."""
    return 1 << max(4, (least - 1).bit_length())
