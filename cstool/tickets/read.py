"""Ticket files in, batches out. Memory holds one batch; a row that is no ticket is set aside, named, and the run goes on."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from cstool.diagnostic import text
from cstool.tickets import stream
from cstool.tickets.batch import Batch, Input, Note, Options, Raw, Rows, SetAside
from cstool.tickets.columns import Columns
from cstool.tickets.csv_file import read_csv
from cstool.tickets.json_file import read_json
from cstool.tickets.mail_file import read_mail, read_mbox
from cstool.tickets.moments import BadValueError
from cstool.tickets.parquet_file import read_parquet
from cstool.tickets.record import ticket_from
from cstool.tickets.ticket import Ticket
from cstool.tickets.xlsx_file import read_xlsx

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READERS: Mapping[str, Callable[[str, io.BufferedReader], Rows]] = {
    "json": read_json,
    "jsonl": read_json,
    "ndjson": read_json,
    "csv": read_csv,
    "tsv": read_csv,
    "txt": read_csv,
    "xlsx": read_xlsx,
    "xlsm": read_xlsx,
    "parquet": read_parquet,
    "eml": read_mail,
    "mbox": read_mbox,
}


def read(inputs: Iterable[Path | Input], options: Options) -> Iterator[Batch]:
    """Batches of all inputs in order. A file that cannot be read is one set-aside with line 0; the others are still read."""
    for given in inputs:
        if isinstance(given, Input):
            yield from _batches(given.name, io.BufferedReader(stream.raw(given.stream)), options)
            continue
        try:
            opened = given.open("rb")
        except OSError as bad:
            reason = text("file-cannot-open", problem=bad.strerror or type(bad).__name__)
            yield Batch((), (SetAside(given.as_posix(), 0, reason),))
            continue
        with opened:
            yield from _batches(given.as_posix(), opened, options)


def _batches(path: str, opened: io.BufferedReader, options: Options) -> Iterator[Batch]:
    columns = Columns(path, options.columns, options.trust)
    tickets: list[Ticket] = []
    aside: list[SetAside] = []
    notes: list[Note] = []
    seen = False
    for row in _guarded(path, opened):
        if isinstance(row, Note):
            notes.append(row)
            continue
        seen = True
        result = ticket_from(_addressed(row, options), columns, options) if isinstance(row, Raw) else row
        if isinstance(result, Ticket):
            tickets.append(result)
        else:
            aside.append(result)
        if len(tickets) + len(aside) >= options.batch_size:
            yield Batch(tuple(tickets), tuple(aside), columns.fresh(), tuple(notes))
            tickets, aside, notes = [], [], []
    if not seen:
        notes.append(Note(path, text("note-no-rows")))
    yield Batch(tuple(tickets), tuple(aside), columns.fresh(), tuple(notes))


def _guarded(path: str, opened: io.BufferedReader) -> Rows:
    """The rows of a file; a stream that breaks in the middle keeps what came before and says that the rest is missing."""
    try:
        unpacked = stream.unpack(opened)
        if stream.sample(unpacked).startswith(_OLD_EXCEL):
            yield SetAside(path, 0, text("file-old-excel"))
            return
        yield from _READERS[form(path, stream.sample(unpacked))](path, unpacked)
    except BadValueError as bad:
        yield SetAside(path, 0, bad.reason)
    except stream.STREAM_FAULTS as bad:
        yield SetAside(path, 0, text("file-broken", problem=stream.breakage(bad)))


def form(path: str, start: bytes) -> str:
    """The form of a file: by what it begins with where that is certain, else by its name, else by its looks."""
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    suffixes = [suffix[1:].lower() for suffix in PurePosixPath(path).suffixes]
    if suffixes and suffixes[-1] == "gz":
        suffixes.pop()
    if suffixes and suffixes[-1] in _READERS:
        return suffixes[-1]
    looks = start.decode(stream.guess_encoding(start).replace("-sig", ""), "replace").lstrip("\ufeff \t\r\n")
    if looks.startswith(("{", "[")):
        return "json"
    if looks.startswith("From "):
        return "mbox"
    first = looks.partition("\n")[0]
    if ":" in first and first.partition(":")[0].replace("-", "").isalnum() and "," not in first.partition(":")[0]:
        return "eml"
    return "csv"


def _addressed(row: Raw, options: Options) -> Raw:
    """A mail's channel is the one whose address it was sent to."""
    sent_to = row.values.get("sent-to")
    if not isinstance(sent_to, list):
        return row
    found = (options.addresses.get(str(address).casefold()) for address in sent_to)
    channel = next((channel for channel in found if channel), None)
    others = {name: value for name, value in row.values.items() if name != "sent-to"}
    return replace(row, values={**others, "channel": channel} if channel else others)
