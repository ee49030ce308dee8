"""Bytes to lines of text with bounded memory: gzip, encodings, rows too long to hold."""

import gzip
import io
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Iterator
from typing import BinaryIO

from cstool.diagnostic import Text, text
from cstool.tickets.batch import ROW_LIMIT
from cstool.tickets.moments import BadValueError

SAMPLE = 65536
_GZIP = b"\x1f\x8b"
_EXPANSION, _EXPANSION_FROM = 200, 128 << 20
"""A gzip that unpacks to more than this many times its size, beyond this many bytes, is a bomb, not a ticket file: even
tickets made from one template stay below a hundred, and one repeated letter reaches 230 (fastest level) to 1030."""
_BOMS = (
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
STREAM_FAULTS = (OSError, EOFError, zlib.error, UnicodeError)


class _Counted:
    """A stream that knows how much was read of it; a pipe has no position."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner, self.count = inner, 0

    def read(self, size: int = -1) -> bytes:
        data = self._inner.read(size)
        self.count += len(data)
        return data


class _Unpacked(io.RawIOBase):
    """A gzip stream that stops at a bomb."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed, self._out = _Counted(packed), 0
        self._inner = gzip.GzipFile(fileobj=self._packed, mode="rb")  # type: ignore[call-overload]  # it only reads

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = 0
        try:
            while size < len(buffer) and (data := self._inner.read1(len(buffer) - size)):
                buffer[size : size + len(data)] = data
                size += len(data)
        except STREAM_FAULTS:
            if not size:  # else what came before the fault is given first; the next call meets it again
                raise
        self._out += size
        if self._out > _EXPANSION_FROM and self._out > _EXPANSION * self._packed.count:
            raise BadValueError(text("file-expands", times=_EXPANSION))
        return size


def breakage(fault: BaseException) -> Text:
    """What broke a stream, in words."""
    if isinstance(fault, EOFError):
        return text("stream-cut-off")
    if isinstance(fault, zlib.error | gzip.BadGzipFile):
        return text("stream-damaged")
    if isinstance(fault, UnicodeError):
        return text("stream-encoding")
    return text("stream-unreadable", problem=getattr(fault, "strerror", None) or text("stream-damaged"))


def unpack(stream: io.BufferedReader) -> io.BufferedReader:
    """The stream with gzip taken off."""
    if stream.peek(2)[:2] == _GZIP:
        return io.BufferedReader(_Unpacked(stream), SAMPLE)
    return stream


def raw(inner: BinaryIO) -> io.RawIOBase:
    """Any object with `read` as a raw stream."""
    return _Raw(inner)


class _Raw(io.RawIOBase):
    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def sample(stream: io.BufferedReader) -> bytes:
    """The first bytes without consuming them; short only at the end of the file or of a slow pipe's first write."""
    return stream.peek(SAMPLE)[:SAMPLE]


def guess_encoding(start: bytes) -> str:
    """A byte order mark, else UTF-8 if it decodes, else the pattern of a UTF-16 without mark, GB18030 or Windows-1252."""
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    zeros = start[:2000]
    if zeros.count(0) > len(zeros) // 4:
        return "utf-16-le" if zeros[1::2].count(0) >= zeros[0::2].count(0) else "utf-16-be"
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as bad:
        # A character cut by the end of the sample is no evidence, nor is one bad byte in a long text of good UTF-8.
        if bad.start >= len(start) - 4 or _good_utf8(start):
            return "utf-8"
        return "gb18030" if _in_pairs(start) else "cp1252"
    return "utf-8"


def _good_utf8(start: bytes) -> bool:
    bad = start.decode("utf-8", "replace").count("\ufffd")
    return bad * 20 < sum(byte >= 0xC0 for byte in start)


def _in_pairs(start: bytes) -> bool:
    """GB2312 text has its high bytes in pairs; European letters above ASCII stand alone between ASCII letters."""
    high = pairs = position = 0
    while position < len(start):
        if start[position] >= 0x80:
            high += 1
            if position + 1 < len(start) and start[position + 1] >= 0x80:
                pairs += 1
                position += 1
        position += 1
    return pairs * 10 >= high * 7


def lines(stream: io.BufferedReader, encoding: str, *, newline: str | None) -> Iterator[tuple[int, str | None]]:
    """Numbered lines with their ends; None for one longer than a row may be (its rest is skipped)."""
    # Bytes that are not of the encoding become lone surrogates, so that their row alone is set aside.
    errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    reader = io.TextIOWrapper(stream, encoding, errors, newline)
    try:
        number = 0
        while line := reader.readline(ROW_LIMIT):
            number += 1
            if len(line) >= ROW_LIMIT and not line.endswith(("\n", "\r")):
                while (rest := reader.readline(ROW_LIMIT)) and not rest.endswith(("\n", "\r")):
                    pass
                yield number, None
            else:
                yield number, line
    finally:
        reader.detach()  # the stream is closed by whoever opened it
