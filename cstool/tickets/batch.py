"""What reading gives: batches of tickets, the rows set aside with their reason, and how columns were understood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import BinaryIO

from cstool.diagnostic import Text
from cstool.tickets.ticket import Ticket

ROW_LIMIT = 20_000_000
"""Characters of one row, cell or mail; anything larger is set aside."""

ROUTED = frozenset({"team", "tags", "priority", "category", "agent", "status"})
"""What routing itself writes: an export's value of these is what happened there, not an input, unless trusted."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that could not be a ticket. Line 0 stands for the whole file (or its rest)."""

    path: str
    line: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Guess:
    """How a column was understood. `canonical` is None for a column kept as `actual.<column>`."""

    path: str
    column: str
    canonical: str | None
    guessed: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader decided and a person should see: a separator, an encoding, sheets not read."""

    path: str
    message: Text


@dataclass(frozen=True, slots=True)
class Raw:
    """One row before it is a ticket: column -> value as the file holds it."""

    line: int
    values: Mapping[str, object]


Row = Raw | SetAside | Note
Rows = Iterator[Row]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a column goes: a canonical name (empty: ignored), how its dates are written, what its values stand for."""

    canonical: str
    date_format: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Input:
    """A named stream of bytes: a file, or standard input."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True)
class Options:
    """How files are read. `now` stands in for an absent moment, `zone` for an absent zone."""

    now: datetime
    zone: tzinfo
    columns: Mapping[str, Target] = field(default_factory=dict)
    """The user's own answers to what a column means (`--map`)."""
    trust: frozenset[str] = frozenset()
    """Names out of ROUTED that are input all the same."""
    channels: Mapping[str, str] = field(default_factory=dict)
    """Casefolded name or id of a channel -> id."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Casefolded address customers write to -> channel id."""
    defaults: Mapping[str, object] = field(default_factory=dict)
    """Canonical name -> value where the file has none."""
    batch_size: int = 1000


@dataclass(frozen=True, slots=True)
class Batch:
    """Some tickets and what else came up while they were read. `rows` counts both kinds of row."""

    tickets: tuple[Ticket, ...]
    set_aside: tuple[SetAside, ...] = ()
    guesses: tuple[Guess, ...] = ()
    notes: tuple[Note, ...] = ()
