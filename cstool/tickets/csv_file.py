"""CSV as spreadsheets write it: any usual separator and encoding; a broken quote costs one line, not the rest of the file."""

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence

from cstool.diagnostic import Text, text
from cstool.tickets import stream
from cstool.tickets.batch import ROW_LIMIT, Note, Raw, Rows, SetAside
from cstool.tickets.moments import shown

_SEPARATORS = ",;\t|，"
_RECORD_LINES = 2000
"""Lines one quoted record may span before its opening quote is taken for the mistake."""
_TITLE_LINES = 5
_ENCODING_NAMES = {
    "gb18030": "GB18030",
    "cp1252": "Windows-1252",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


class _BrokenRecordError(Exception):
    pass


class _Feed:
    """Lines for `csv.reader`, which asks for more than one only inside quotes. What a record used can be taken back."""

    def __init__(self, numbered: Iterator[tuple[int, str | None]]) -> None:
        self._source, self._again, self.used = numbered, deque[tuple[int, str | None]](), list[tuple[int, str | None]]()

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        entry = self._again.popleft() if self._again else next(self._source)
        self.used.append(entry)
        if entry[1] is None or len(self.used) > _RECORD_LINES:
            raise _BrokenRecordError
        return entry[1]

    def take_back(self) -> tuple[int, str | None]:
        """Give up the record: its first line is the faulty one, the others are read again."""
        first, *others = self.used
        self._again.extendleft(reversed(others))
        self.used.clear()
        return first


def read_csv(path: str, source: io.BufferedReader) -> Rows:
    """Rows of a CSV; the first non-empty line names the columns."""
    csv.field_size_limit(ROW_LIMIT + 1)
    start = stream.sample(source)
    encoding = stream.guess_encoding(start)
    separator, declared = _separator(start.decode(encoding.replace("-sig", ""), "replace"))
    if encoding in _ENCODING_NAMES:
        yield Note(path, text("note-encoding", encoding=_ENCODING_NAMES[encoding]))
    if separator != ",":
        yield Note(path, text("note-separator", separator={"\t": "TAB"}.get(separator, separator)))
    feed = _Feed(stream.lines(source, encoding, newline=""))
    if declared:
        next(feed)
        feed.used.clear()
    yield from _records(path, feed, separator)


def _separator(start: str) -> tuple[str, bool]:
    """The separator, and whether Excel's `sep=` line declared it (https://en.wikipedia.org/wiki/Comma-separated_values#Specification)."""
    first = start.lstrip("\ufeff").lstrip("\r\n").splitlines()[0] if start.strip("\ufeff\r\n ") else ""
    if first.lower().startswith("sep=") and len(first.rstrip()) <= 5:
        return first[4:5] or "\t", True
    # A title above the header has no separator; the first line that has one decides.
    for line in start.lstrip("\ufeff").splitlines()[:_TITLE_LINES]:
        outside = "".join(line.split('"')[::2])
        if any(separator in outside for separator in _SEPARATORS):
            break
    else:
        return ",", False
    best = max(_SEPARATORS, key=outside.count)
    return best, False


def _records(path: str, feed: _Feed, separator: str) -> Rows:
    header: list[str] = []
    reader = csv.reader(feed, delimiter=separator, strict=True)
    while True:
        feed.used.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _BrokenRecordError):
            number, line = feed.take_back()
            yield SetAside(path, number, _reason(line))
            reader = csv.reader(feed, delimiter=separator, strict=True)
            continue
        if not any(cells):
            continue
        if not header or is_title(header, cells):
            if header:
                yield Note(path, text("note-title", title=shown(header[0])))
            header = unique_names(cells)
            continue
        if len(cells) != len(header) and len(feed.used) > 1:
            number, line = feed.take_back()
            yield SetAside(path, number, _reason(line))
        elif any(cells[len(header) :]):
            yield SetAside(path, feed.used[0][0], text("row-too-many-cells", found=len(cells), expected=len(header)))
        else:
            yield Raw(feed.used[0][0], dict(zip(header, cells, strict=False)))


def _reason(line: str | None) -> Text:
    if line is None:
        return text("row-too-large", limit=ROW_LIMIT)
    return text("row-broken-quotes", value=shown(line))


def is_title(header: Sequence[str], cells: Sequence[object]) -> bool:
    """Whether what was taken for the header is a title above it: one cell, where the next row has several."""
    named = sum(not name.startswith("#") for name in header)
    return named == 1 and sum(cell not in (None, "") for cell in cells) > 1


def unique_names(cells: Sequence[str]) -> list[str]:
    """Column names; a repeated or empty one gets its position, so that no cell replaces another."""
    names: dict[str, None] = {}
    for position, cell in enumerate(cells, 1):
        name = cell.strip().lstrip("\ufeff") or f"#{position}"
        names[f"{name} #{position}" if name in names else name] = None
    return list(names)
