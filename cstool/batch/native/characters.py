"""What each character becomes in a normal form, as tables for the compiled scan; the definition stays `conditions.text_form`.

Most characters become the same bytes whatever stands around them. A mark joins its letter. What depends on its neighbours in any
other way (marks that compose, conjoining jamo, half-width voiced kana) is left to Python.
"""

import struct
import unicodedata
from functools import cache

import numpy
from numpy.typing import NDArray

from cstool.conditions.text_form import tokens_of

PAGE_COUNT = 0x1100
"""Pages of 256 code points."""
_PAGE = 256
_ENTRY = 8
_CLOSED, _MARKED, _LONGER, _TAME, _SLOW = 0x40, 0x20, 0x80, 0x81, 0xFF
"""The codes of `_kernel.c`: see there."""
_PROBE = "q"
_MARK = "\u0e31"
"""A mark that composes with nothing: what becomes of it shows whether a character can carry one."""
_BETWEEN = " zqz "
_BREAK = b"\0"


@cache
def _seconds() -> frozenset[str]:
    """Characters that may melt with the one before them (Unicode 15, section 3.11, D115; jamo by section 3.12)."""
    found = {chr(code) for first, last in ((0x1161, 0x1175), (0x11A8, 0x11C2)) for code in range(first, last + 1)}
    for code in range(0xA0, 0x30000):
        parts = unicodedata.decomposition(chr(code))
        if parts and parts[0] != "<" and " " in parts:
            found.add(chr(int(parts.split()[1], 16)))
    return frozenset(found)


def _stages(character: str) -> tuple[str, str, str]:
    """The character on its way through the normal form, fully decomposed at each station."""
    first = unicodedata.normalize("NFD", character)
    second = unicodedata.normalize("NFKD", first.casefold())
    return first, second, unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", second).casefold())


def _tame(mark: str) -> bool:
    """Whether it is a mark that nothing changes and that composes with nothing."""
    return (
        unicodedata.category(mark)[0] == "M"
        and all(stage == mark for stage in _stages(mark))
        and mark not in _seconds()
        and tokens_of(f"{_PROBE}{mark}") == [_PROBE + mark]
    )


def _stands_alone(stages: tuple[str, str, str]) -> bool:
    """Whether nothing before the character changes what it becomes."""
    return all(not stage or (_starts(stage[0]) and stage[0] not in _seconds()) for stage in stages)


def _starts(character: str) -> bool:
    return not unicodedata.combining(character) and unicodedata.category(character)[0] != "M"


class Characters:
    """Pages of entries, made when a text first needs them."""

    def __init__(self) -> None:
        self.tables: tuple[NDArray[numpy.int32], NDArray[numpy.uint8], NDArray[numpy.uint8]] = (
            numpy.full(PAGE_COUNT, -1, numpy.int32),
            numpy.zeros(0, numpy.uint8),
            numpy.zeros(1024, numpy.uint8),
        )
        """Number of each page, or -1; the entries of the pages; the longer entries. Replaced as one, never written to: another
        thread may be reading them."""

    def add(self, pages: list[int]) -> None:
        """Make these pages."""
        numbers, entries, longer = self.tables
        numbers = numbers.copy()
        made: list[bytes] = []
        records = bytearray(longer[: len(longer) - 1024].tobytes())
        for page in pages:
            if numbers[page] < 0:
                numbers[page] = len(entries) // (_PAGE * _ENTRY) + len(made)
                made.append(_Page(records).entries(page))
        grown = numpy.concatenate([entries, numpy.frombuffer(b"".join(made), numpy.uint8)])
        self.tables = numbers, grown, numpy.frombuffer(bytes(records) + bytes(1024), numpy.uint8)


CHARACTERS = Characters()
"""Shared by the whole process: they depend on nothing but Unicode."""


class _Page:
    """One page in the making; `records` collects the longer entries."""

    def __init__(self, records: bytearray) -> None:
        self._records = records

    def entries(self, page: int) -> bytes:
        """The entries of its 256 code points."""
        codes = range(page * _PAGE, (page + 1) * _PAGE)
        if not 0xD8 <= page < 0xE0 and _all_tokens(text := "".join(map(chr, codes))):
            return b"".join(_short(_BREAK + character.encode() + _BREAK, _CLOSED) for character in text)
        probes = [chr(code) for code in codes if not 0xD800 <= code < 0xE000 and _stands_alone(_stages(chr(code)))]
        plain, marked = _probed(probes), _probed([probe + _MARK for probe in probes])
        alone = {ord(probe): self._entry(probe, one, two) for probe, one, two in zip(probes, plain, marked, strict=True)}
        return b"".join(alone.get(code) or self._mark(code) for code in codes)

    def _entry(self, character: str, becomes: bytes, with_mark: bytes) -> bytes:
        code = _MARKED if any(stage and unicodedata.combining(stage[-1]) for stage in _stages(character)) else 0
        mark = _MARK.encode()
        if becomes.endswith(_BREAK) and with_mark == becomes[:-1] + mark + _BREAK:
            code |= _CLOSED
        elif with_mark != (becomes if becomes.endswith(_BREAK) else becomes + mark):
            return _slow()
        if len(becomes) < _ENTRY:
            return _short(becomes, code)
        return self._record(_LONGER, bytes([len(becomes), code]) + becomes)

    def _mark(self, code: int) -> bytes:
        """A mark, alone or with what its character becomes beside it (Thai and Lao AM)."""
        if 0xD800 <= code < 0xE000:
            return _slow()
        first, second, third = _stages(chr(code))
        mark, rest = second[:1], second[1:]
        if not mark or not _tame(mark) or second != third or first not in (mark, chr(code)):
            return _slow()
        if rest and not _stands_alone(_stages(rest)):
            return _slow()
        entry, becomes = bytes(_ENTRY), b""
        if rest:
            (becomes,), (with_mark,) = _probed([rest]), _probed([rest + _MARK])
            entry = self._entry(rest, becomes, with_mark)
        if entry[-1] >= _LONGER:
            return _slow()
        written = mark.encode()
        head = bytes([len(written), unicodedata.combining(mark), len(becomes), entry[-1] & (_CLOSED | _MARKED)])
        return self._record(_TAME, head + written + becomes)

    def _record(self, code: int, record: bytes) -> bytes:
        if len(record) > 255:
            return _slow()
        self._records += record
        return struct.pack("=I3xB", len(self._records) - len(record), code)


def _all_tokens(text: str) -> bool:
    """Whether each of these characters is a token by itself and stays what it is: most pages of Han and Hangul."""
    return (
        tokens_of("".join(character + _MARK for character in text)) == [character + _MARK for character in text]
        and all(stage == text for stage in _stages(text))
        and _seconds().isdisjoint(text)
        and all(map(_starts, text))
    )


def _short(becomes: bytes, code: int) -> bytes:
    return becomes.ljust(_ENTRY - 1, b"\0") + bytes([len(becomes) | code])


def _slow() -> bytes:
    return bytes(_ENTRY - 1) + bytes([_SLOW])


def _probed(probes: list[str]) -> list[bytes]:
    """What stands for each probe between two letters, in normal form, with a zero byte for each break."""
    if not probes:
        return []
    joined = _BETWEEN.join(f"{_PROBE}{probe}{_PROBE}" for probe in probes)
    return [one[1:-1].replace(" ", "\0").encode() for one in " ".join(tokens_of(joined)).split(_BETWEEN)]
