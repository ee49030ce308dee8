"""CSV as data with places: one object a row, its id in the column `id`; `capacity.chat` is a key inside `capacity`."""

import csv
import io

from cstool.diagnostic import Diagnostic, Problem, Span, diagnose, text
from cstool.source.encoding import decode
from cstool.source.place import Loc, Source

_PAIRS = ("languages",)
_LISTS = ("skills",)


def read_table(path: str, raw: bytes, kind: str) -> tuple[Source | None, list[Diagnostic]]:
    """`{kind: {id: {column: value}}}`. Lists are separated by spaces or `;`, pairs are written `zh-CN:native en:fluent`."""
    decoded, found = decode(path, raw)
    if decoded is None:
        return None, found
    first = decoded.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    objects: dict[str, dict[str, object]] = {}
    cells: dict[Loc, Span] = {(kind,): Span(path)}
    try:
        reader = csv.reader(io.StringIO(decoded, newline=""), delimiter=separator, strict=True)
        header = [name.strip() for name in next(reader, [])]
        if "id" not in header:
            found.append(diagnose("broken-table", Problem(Span(path), text("table-without-id"), text("add-id-column"))))
            return None, found
        for row in reader:
            if any(cell.strip() for cell in row):
                found += _row(path, reader.line_num, kind, header, row, objects, cells)
    except csv.Error as error:
        found.append(diagnose("broken-table", Problem(Span(path), text("table-broken", problem=str(error)), text("mend-quotes"))))
        return None, found
    return Source(path, decoded, {kind: objects}, cells=cells), found


def _row(
    path: str,
    line: int,
    kind: str,
    header: list[str],
    row: list[str],
    objects: dict[str, dict[str, object]],
    cells: dict[Loc, Span],
) -> list[Diagnostic]:
    values = {name: cell.strip() for name, cell in zip(header, row, strict=False) if name and cell.strip()}
    id_ = values.pop("id", "")
    here = Span(path, line)
    if not id_:
        return [diagnose("missing-key", Problem(here, text("missing-key", key="id")))]
    if id_ in objects:
        return [diagnose("duplicate-id", Problem(here, text("duplicate-id", id=id_, path=path, line=cells[(kind, id_)].line)))]
    entry: dict[str, object] = {}
    cells[(kind, id_)] = here
    for name, value in values.items():
        column = Span(path, line, _column(row, header.index(name)))
        parts = name.split(".")
        cells[(kind, id_, *parts)] = column
        target = entry
        for part in parts[:-1]:
            nested = target.setdefault(part, {})
            target = nested if isinstance(nested, dict) else {}
        target[parts[-1]] = _value(parts, value)
    objects[id_] = entry
    return []


def _column(row: list[str], index: int) -> int:
    return sum(len(cell) + 1 for cell in row[:index]) + 1


def _value(parts: list[str], value: str) -> object:
    words = value.replace(";", " ").split()
    if parts[0] in _PAIRS:
        return {word.partition(":")[0]: word.partition(":")[2] or "fluent" for word in words}
    if parts[0] in _LISTS:
        return words
    return int(value) if value.isdigit() and parts[0] == "capacity" else value
