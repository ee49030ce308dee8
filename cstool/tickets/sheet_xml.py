"""What openpyxl's row-by-row reader leaves out of a sheet: merged cells, and formulas that were saved without a value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO

_CHUNK, _OVERLAP = 1 << 20, 1 << 16
"""Bytes; a cell with a formula (8,192 characters at most) is shorter than the overlap."""
_LIMIT = 200_000
"""Merged ranges remembered; a sheet that people made has some hundreds."""
# ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.40 (f), 18.3.1.55 (mergeCell); the names may carry a prefix.
_CELL = rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=\"(?P<cell>[A-Z]{1,3}[0-9]{1,7})\"[^>]*>"
_FORMULA = rb"\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
_BLANK = rb"\s*(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>))?\s*</(?:\w+:)?c>"
_FAULTY = re.compile(_CELL + _FORMULA + _BLANK)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\"")


@dataclass(slots=True)
class SheetFacts:
    """Rows with a formula without a value (row -> the first such cell), and merged columns (top row -> (bottom row, column))."""

    formulas: dict[int, str] = field(default_factory=dict)
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    _open: dict[int, tuple[int, object]] = field(default_factory=dict)

    def filled(self, number: int, cells: Sequence[object]) -> tuple[list[object], int]:
        """The cells of a row, called in order, with the value of the merged cell each one lies under; how many were filled."""
        row, count = list(cells), 0
        for column, (bottom, value) in list(self._open.items()):
            if number > bottom:
                del self._open[column]
            elif value not in (None, ""):
                row += [None] * (column + 1 - len(row))  # a row ends with its last written cell
                if row[column] in (None, ""):
                    row[column], count = value, count + 1
        for bottom, column in self.merged.get(number, ()):
            if column < len(row):
                self._open[column] = (bottom, row[column])
        return row, count


def facts_of(sheet: IO[bytes]) -> SheetFacts:
    """Read the XML of a sheet once, in bounded memory. Of cells merged sideways the left one counts alone."""
    found, rest, ranges = SheetFacts(), b"", set[tuple[int, int, int]]()
    while chunk := sheet.read(_CHUNK):
        part = rest + chunk
        for match in _FAULTY.finditer(part):
            cell = match["cell"].decode()
            found.formulas.setdefault(int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), cell)
        for match in _MERGED.finditer(part):
            if int(match[4]) > int(match[2]) and len(ranges) < _LIMIT:
                ranges.add((int(match[2]), int(match[4]), _column(match[1])))
        rest = part[-_OVERLAP:]
    for top, bottom, column in sorted(ranges):
        found.merged.setdefault(top, []).append((bottom, column))
    return found


def _column(letters: bytes) -> int:
    """`A` is 0, `AA` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
