"""JSON lines (canonical), JSON documents, and Zendesk's exports in both forms."""

import io
import json
from collections.abc import Iterator, Mapping

from cstool.diagnostic import text
from cstool.tickets import stream, zendesk
from cstool.tickets.batch import ROW_LIMIT, Raw, Row, Rows, SetAside
from cstool.tickets.moments import shown

_DOCUMENT_LIMIT = 128_000_000
"""Bytes of one JSON document; it must be held whole, which lines need not."""
_LISTS = ("tickets", "results", "data", "rows")


def read_json(path: str, source: io.BufferedReader) -> Rows:
    """Rows of JSON lines or of a document, whichever the first lines show."""
    start = stream.sample(source)
    encoding = stream.guess_encoding(start)
    if _is_document(start.decode(encoding.replace("-sig", ""), "replace").lstrip("\ufeff")):
        yield from _document(path, source, encoding)
    else:
        yield from _lines(path, source, encoding)


def _is_document(start: str) -> bool:
    """A list, or an object, that does not end on its first line; a second line that begins an object makes lines of objects."""
    first, _, rest = start.lstrip().partition("\n")
    if not first.startswith(("[", "{")):
        return False
    if not rest.strip():
        return first.startswith("[")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return first.startswith("[") or not rest.lstrip().startswith("{")
    return False


def _lines(path: str, source: io.BufferedReader, encoding: str) -> Rows:
    for number, line in stream.lines(source, encoding, newline="\n"):
        if line is None:
            yield SetAside(path, number, text("row-too-large", limit=ROW_LIMIT))
        elif line.strip(" \t\r\n\ufeff"):
            yield from _line(path, number, line)


def _line(path: str, number: int, line: str) -> Iterator[Row]:
    if "\0" in line:
        yield SetAside(path, number, text("row-nul"))
        return
    try:
        value = json.loads(line)
    except RecursionError:
        yield SetAside(path, number, text("row-too-deep"))
        return
    except json.JSONDecodeError as bad:
        yield SetAside(
            path, number, text("row-bad-json", column=bad.colno, value=shown(line[max(0, bad.pos - 10) : bad.pos + 20]))
        )
        return
    except ValueError:
        yield SetAside(path, number, text("row-bad-json", column=1, value=shown(line)))
        return
    if value == []:
        yield SetAside(path, number, text("row-not-an-object", value="[]"))
    yield from _rows(path, number, value)


def _document(path: str, source: io.BufferedReader, encoding: str) -> Rows:
    data = source.read(_DOCUMENT_LIMIT + 1)
    if len(data) > _DOCUMENT_LIMIT:
        yield SetAside(path, 0, text("file-too-large-document", limit=_DOCUMENT_LIMIT // 1_000_000))
        return
    try:
        value = json.loads(data.decode(encoding))
    except (RecursionError, json.JSONDecodeError) as bad:
        if _second_is_object(data.decode(encoding)):
            yield from _lines(path, io.BufferedReader(io.BytesIO(data)), encoding)
        elif isinstance(bad, json.JSONDecodeError):
            yield SetAside(path, bad.lineno, text("file-bad-json", line=bad.lineno, column=bad.colno))
        else:
            yield SetAside(path, 0, text("row-too-deep"))
        return
    yield from _rows(path, 1, value, positions=True)


def _second_is_object(document: str) -> bool:
    """Whether the second line is a whole object: then the first one is a broken line, not the start of a document."""
    written = (line for line in io.StringIO(document) if line.strip())
    next(written, "")
    try:
        return isinstance(json.loads(next(written, "")), dict)
    except (ValueError, RecursionError):
        return False


def _rows(path: str, number: int, value: object, *, positions: bool = False) -> Iterator[Row]:
    """The rows of one JSON value. Inside a document a row is named by its position, for its line is not known."""
    entries = _entries(value)
    users: Mapping[object, object] = {}
    if isinstance(value, dict) and isinstance(value.get("users"), list):
        users = {user.get("id"): user for user in value["users"] if isinstance(user, dict)}
    for position, entry in enumerate(entries, 1):
        line = position if positions else number
        if not isinstance(entry, dict):
            yield SetAside(path, line, text("row-not-an-object", value=shown(entry)))
        elif zendesk.is_ticket(entry):
            yield Raw(line, zendesk.canonical(entry, users))
        else:
            yield Raw(line, entry)


def _entries(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for name in _LISTS:
            if isinstance(value.get(name), list):
                return list(value[name])
        if isinstance(value.get("ticket"), dict):
            return [value["ticket"]]
    return [value]
