"""XLSX, read row by row; the first sheet that has rows counts."""

import io
import warnings
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from cstool.diagnostic import text
from cstool.tickets.batch import Note, Raw, Rows, SetAside
from cstool.tickets.csv_file import is_title, unique_names
from cstool.tickets.moments import shown
from cstool.tickets.sheet_xml import facts_of

_FILE_LIMIT = 256_000_000
_UNPACKED_LIMIT = 1_000_000_000
_STRINGS_LIMIT = 256_000_000
"""Bytes of the shared strings, the one part that is held in memory whole."""


def read_xlsx(path: str, source: BinaryIO) -> Rows:
    """Rows of the first sheet with rows; its first non-empty row names the columns."""
    import openpyxl

    held = source if source.seekable() else io.BytesIO(source.read(_FILE_LIMIT))
    try:
        with zipfile.ZipFile(held) as packed:
            sizes = {entry.filename: entry.file_size for entry in packed.infolist()}
        if sum(sizes.values()) > _UNPACKED_LIMIT or sizes.get("xl/sharedStrings.xml", 0) > _STRINGS_LIMIT:
            yield SetAside(path, 0, text("file-too-large-workbook", size=sum(sizes.values()) // 1_000_000))
            return
        with warnings.catch_warnings():
            # openpyxl warns about styles and extensions that it leaves out; values are all we read.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(held, read_only=True, data_only=True)
            yield from _book(path, book.worksheets)
    except Exception:
        # openpyxl raises whatever its parts raise on a broken workbook (KeyError, ParseError, ValueError …): all mean one thing.
        yield SetAside(path, 0, text("file-not-a-workbook"))


def _book(path: str, sheets: Iterable[object]) -> Rows:
    left: list[str] = []
    found = False
    for sheet in sheets:
        if found:
            left.append(str(getattr(sheet, "title", "")))
            continue
        for row in _sheet(path, sheet):
            found = True
            yield row
    if left:
        yield Note(path, text("note-other-sheets", sheets=tuple(left[:10])))


def _sheet(path: str, sheet: object) -> Rows:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # the recorded dimensions of many exporters are wrong
    with sheet._get_source() as written:  # type: ignore[attr-defined]
        facts = facts_of(written)
    header: list[str] = []
    filled = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):  # type: ignore[attr-defined]
        empty = not any(cell not in (None, "") for cell in cells)
        if header:
            cells, added = facts.filled(number, cells)
            filled += 0 if empty else added
        if number in facts.formulas and header:
            yield SetAside(path, number, text("row-formula", cell=facts.formulas[number]))
            continue
        if empty:
            continue
        if not header or is_title(header, cells):
            if header:
                yield Note(path, text("note-title", title=shown(header[0])))
            header = unique_names([str(cell) if cell is not None else "" for cell in cells])
        elif any(cell not in (None, "") for cell in cells[len(header) :]):
            yield SetAside(path, number, text("row-too-many-cells", found=len(cells), expected=len(header)))
        else:
            yield Raw(number, dict(zip(header, cells, strict=False)))
    if filled:
        yield Note(path, text("note-merged", count=filled))
