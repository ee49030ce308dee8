"""One row per simulated ticket, written as JSON lines, CSV or Parquet while the run goes on."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Generic, Protocol, TypeVar

from cstool.diagnostic import text
from cstool.errors import MissingExtraError, UsageError
from cstool.simulate.run import Simulated

COLUMNS = (
    "id", "received_at", "channel", "language", "country", "category", "team", "assignee", "priority", "status", "tags", "skills",
    "reply", "rules", "unmatched", "sla", "first_reply_due", "resolution_due", "next_reply_due",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""

Cell = str | bool | list[str] | None
Row = Mapping[str, Cell]
R = TypeVar("R")
R_in = TypeVar("R_in", contravariant=True)


@dataclass(frozen=True)
class Shape(Generic[R]):
    """What a file of rows holds: its columns, and a result as one row. Columns named in `flags` are true or false."""

    columns: tuple[str, ...]
    row: Callable[[R], Row]
    flags: frozenset[str] = frozenset()


def row_of(result: Simulated) -> Row:
    """The columns of a result. Moments are ISO 8601 with zone."""
    ticket, outcome = result.ticket, result.outcome
    dues = {entry.metric: entry.at.isoformat() for entry in result.promise.dues}
    waiting = [run.due for run in result.promise.clocks if run.metric == "next_reply" and run.state == "open" and run.due]
    return {
        "id": ticket.id,
        "received_at": ticket.received_at.isoformat(),
        "channel": ticket.channel,
        "language": ticket.language,
        "country": ticket.customer.country,
        "category": outcome.category,
        "team": outcome.team,
        "assignee": outcome.assignee,
        "priority": outcome.priority,
        "status": outcome.status,
        "tags": sorted(outcome.tags),
        "skills": list(outcome.skills),
        "reply": outcome.reply.template if outcome.reply else None,
        "rules": list(outcome.rules),
        "unmatched": outcome.unmatched,
        "sla": list(result.promise.policies),
        "first_reply_due": dues.get("first_reply"),
        "resolution_due": dues.get("resolution"),
        "next_reply_due": waiting[-1].isoformat() if waiting else None,
    }


SIMULATED = Shape(COLUMNS, row_of, frozenset({"unmatched"}))
"""A row for each ticket of a simulation."""


class RowWriter(Protocol[R_in]):
    """Takes batches of results; `close` ends the file (the stream stays open)."""

    def write(self, results: Iterable[R_in]) -> None: ...
    def close(self) -> None: ...


class JsonLines(Generic[R]):
    """A JSON object a line; lists stay lists."""

    def __init__(self, stream: BinaryIO, shape: Shape[R]) -> None:
        self._stream, self._shape = stream, shape

    def write(self, results: Iterable[R]) -> None:
        """Append results."""
        for result in results:
            self._stream.write(json.dumps(self._shape.row(result), ensure_ascii=False).encode() + b"\n")

    def close(self) -> None:
        """Nothing is pending."""
        self._stream.flush()


class Csv(Generic[R]):
    """CSV with a byte order mark, so that Excel reads it as UTF-8; what looks like a formula is prefixed by an apostrophe."""

    def __init__(self, stream: BinaryIO, shape: Shape[R]) -> None:
        self._shape = shape
        self._text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=False)
        self._writer = csv.writer(self._text)
        self._writer.writerow(shape.columns)

    def write(self, results: Iterable[R]) -> None:
        """Append results."""
        for result in results:
            self._writer.writerow([_cell(value) for value in self._shape.row(result).values()])

    def close(self) -> None:
        """Flush; the stream belongs to the caller."""
        self._text.flush()
        self._text.detach()


def _flat(value: Cell) -> str | bool | None:
    return " ".join(value) if isinstance(value, list) else value


def _cell(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    written = _flat(value)
    return f"'{written}" if isinstance(written, str) and written.startswith(_FORMULA) else str(written or "")


class Parquet(Generic[R]):
    """Parquet with one row group a batch, lists joined by spaces; needs the extra `fast`."""

    def __init__(self, stream: BinaryIO, shape: Shape[R]) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError:
            raise MissingExtraError(text("missing-extra", extra="fast", feature="Parquet")) from None
        self._arrow, self._shape = pyarrow, shape
        fields = [(name, pyarrow.bool_() if name in shape.flags else pyarrow.string()) for name in shape.columns]
        self._schema = pyarrow.schema(fields)
        self._writer = pyarrow.parquet.ParquetWriter(stream, self._schema)

    def write(self, results: Iterable[R]) -> None:
        """Append results."""
        rows = [{name: _flat(value) for name, value in self._shape.row(result).items()} for result in results]
        if rows:
            self._writer.write_table(self._arrow.Table.from_pylist(rows, self._schema))

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()


_FORMS: Mapping[str, Any] = {"jsonl": JsonLines, "ndjson": JsonLines, "csv": Csv, "parquet": Parquet}


def form_of(path: str) -> str:
    """The form that a file name asks for. Raises UsageError for an ending that names none."""
    form = path.rpartition(".")[2].lower()
    if form not in _FORMS:
        raise UsageError(text("out-form-unknown", path=path, known=tuple(_FORMS)))
    return form


def writer_for(path: str, stream: BinaryIO, shape: Shape[Any] = SIMULATED) -> RowWriter[Any]:
    """The writer for a file name. Raises UsageError for an ending that names no form."""
    writer: RowWriter[Any] = _FORMS[form_of(path)](stream, shape)
    return writer
