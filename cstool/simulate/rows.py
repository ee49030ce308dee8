"""One row per simulated ticket, written as JSON lines, CSV or Parquet while the run goes on."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO, Protocol

from cstool.diagnostic import text
from cstool.errors import MissingExtraError, UsageError
from cstool.simulate.run import Simulated

COLUMNS = (
    "id", "received_at", "channel", "language", "country", "category", "team", "assignee", "priority", "status", "tags", "skills",
    "reply", "rules", "unmatched", "sla", "first_reply_due", "resolution_due",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""


def row_of(result: Simulated) -> dict[str, str | bool | None]:
    """The columns of a result. Lists are joined by spaces; moments are ISO 8601 with zone."""
    ticket, outcome = result.ticket, result.outcome
    dues = {entry.metric: entry.at.isoformat() for entry in result.promise.dues}
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
        "tags": " ".join(sorted(outcome.tags)),
        "skills": " ".join(outcome.skills),
        "reply": outcome.reply.template if outcome.reply else None,
        "rules": " ".join(outcome.rules),
        "unmatched": outcome.unmatched,
        "sla": " ".join(result.promise.policies),
        "first_reply_due": dues.get("first_reply"),
        "resolution_due": dues.get("resolution"),
    }


class RowWriter(Protocol):
    """Takes batches of results; `close` ends the file (the stream stays open)."""

    def write(self, results: Iterable[Simulated]) -> None: ...
    def close(self) -> None: ...


class JsonLines:
    """A JSON object a line; lists stay lists."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, results: Iterable[Simulated]) -> None:
        """Append results."""
        for result in results:
            row: dict[str, Any] = dict(row_of(result))
            row["tags"], row["skills"] = sorted(result.outcome.tags), list(result.outcome.skills)
            row["rules"], row["sla"] = list(result.outcome.rules), list(result.promise.policies)
            self._stream.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")

    def close(self) -> None:
        """Nothing is pending."""
        self._stream.flush()


class Csv:
    """CSV with a byte order mark, so that Excel reads it as UTF-8; what looks like a formula is prefixed by an apostrophe."""

    def __init__(self, stream: BinaryIO) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=False)
        self._writer = csv.writer(self._text)
        self._writer.writerow(COLUMNS)

    def write(self, results: Iterable[Simulated]) -> None:
        """Append results."""
        for result in results:
            self._writer.writerow([_cell(value) for value in row_of(result).values()])

    def close(self) -> None:
        """Flush; the stream belongs to the caller."""
        self._text.flush()
        self._text.detach()


def _cell(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if value and value.startswith(_FORMULA) else value or ""


class Parquet:
    """Parquet with one row group a batch; needs the extra `fast`."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError:
            raise MissingExtraError(text("missing-extra", extra="fast", feature="Parquet")) from None
        self._arrow = pyarrow
        fields = [(name, pyarrow.bool_() if name == "unmatched" else pyarrow.string()) for name in COLUMNS]
        self._schema = pyarrow.schema(fields)
        self._writer = pyarrow.parquet.ParquetWriter(stream, self._schema)

    def write(self, results: Iterable[Simulated]) -> None:
        """Append results."""
        rows = [row_of(result) for result in results]
        if rows:
            self._writer.write_table(self._arrow.Table.from_pylist(rows, self._schema))

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()


_FORMS: Mapping[str, Callable[[BinaryIO], RowWriter]] = {"jsonl": JsonLines, "ndjson": JsonLines, "csv": Csv, "parquet": Parquet}


def form_of(path: str) -> str:
    """The form that a file name asks for. Raises UsageError for an ending that names none."""
    form = path.rpartition(".")[2].lower()
    if form not in _FORMS:
        raise UsageError(text("out-form-unknown", path=path, known=tuple(_FORMS)))
    return form


def writer_for(path: str, stream: BinaryIO) -> RowWriter:
    """The writer for a file name. Raises UsageError for an ending that names no form."""
    return _FORMS[form_of(path)](stream)
