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
    reader = csv.reader(io.StringIO(decoded, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        table = _Table(path, kind, [name.strip() for name in next(reader, [])])
        if table.refusal is not None:
            return None, [*found, table.refusal]
        line = reader.line_num + 1
        for row in reader:
            if any(cell.strip() for cell in row):
                table.add(line, row)
            line = reader.line_num + 1
    except csv.Error as error:
        problem = Problem(Span(path, reader.line_num or 1), text("table-broken", problem=str(error)), text("mend-quotes"))
        return None, [*found, diagnose("broken-table", problem)]
    return Source(path, decoded, {kind: table.objects}, cells=table.cells), found + table.found


class _Table:
    """Rows as objects, and the cell of each value."""

    def __init__(self, path: str, kind: str, header: list[str]) -> None:
        self.path, self.kind, self.header = path, kind, header
        self.objects: dict[str, dict[str, object]] = {}
        self.cells: dict[Loc, Span] = {(kind,): Span(path)}
        self.found: list[Diagnostic] = []

    @property
    def refusal(self) -> Diagnostic | None:
        """Why no row of this table can be read."""
        twice = next((name for position, name in enumerate(self.header) if name and name in self.header[:position]), None)
        if "id" not in self.header:
            problem = Problem(Span(self.path), text("table-without-id"), text("add-id-column"))
        elif twice is not None:
            column = _column(self.header, len(self.header) - 1 - self.header[::-1].index(twice))
            problem = Problem(Span(self.path, 1, column), text("table-same-column", name=twice), text("rename-one"))
        else:
            return None
        return diagnose("broken-table", problem)

    def add(self, line: int, row: list[str]) -> None:
        """One row; `line` is the one on which it begins."""
        values = {name: cell.strip() for name, cell in zip(self.header, row, strict=False) if name and cell.strip()}
        id_ = values.pop("id", "")
        here = Span(self.path, line)
        if not id_:
            self.found.append(diagnose("missing-key", Problem(here, text("missing-key", key="id"))))
            return
        if id_ in self.objects:
            there = self.cells[(self.kind, id_)].line
            problem = Problem(here, text("duplicate-id", id=id_, path=self.path, line=there), text("rename-one"))
            self.found.append(diagnose("duplicate-id", problem))
            return
        if any(cell.strip() for cell in row[len(self.header) :]):
            count = len(row) - len(self.header)
            place = Span(self.path, line, _column(row, len(self.header)))
            self.found.append(
                diagnose("broken-table", Problem(place, text("table-extra-cells", count=count), text("mend-quotes")))
            )
        self.cells[(self.kind, id_)] = here
        self.objects[id_] = {}
        for name, value in values.items():
            self._set(id_, name, value, Span(self.path, line, _column(row, self.header.index(name))))

    def _set(self, id_: str, name: str, value: str, place: Span) -> None:
        parts = name.split(".")
        self.cells[(self.kind, id_, *parts)] = place
        target = self.objects[id_]
        for part in parts[:-1]:
            nested = target.setdefault(part, {})
            if not isinstance(nested, dict):  # `capacity` and `capacity.chat`: the whole cannot be a number and have parts
                nested = target[part] = {}
            target = nested
        target[parts[-1]] = _value(parts, value)


def _column(row: list[str], index: int) -> int:
    return sum(len(cell) + 1 for cell in row[:index]) + 1


def _value(parts: list[str], value: str) -> object:
    words = value.replace(";", " ").split()
    if parts[0] in _PAIRS and len(parts) == 1:
        return {word.partition(":")[0]: word.partition(":")[2] or "fluent" for word in words}
    if parts[0] in _LISTS:
        return words
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 and parts[0] == "capacity" else value
