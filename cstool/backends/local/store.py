"""The embedded helpdesk itself: objects in one SQLite file, with its own numbers, as a server would keep them."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.plan import Body

_TABLE = """
CREATE TABLE IF NOT EXISTS objects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- AUTOINCREMENT: the number of a deleted object is never given again
    kind TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, body TEXT NOT NULL,
    changed_at TEXT NOT NULL, changed_by TEXT NOT NULL
)"""

_SELECT = "SELECT id, kind, name, description, changed_at, changed_by, body FROM objects"
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
"""The low byte of SQLite's result code when a file is no database (any more), https://sqlite.org/rescode.html."""


class Row(NamedTuple):
    """One object of the helpdesk. `description` is free text, which other tools may use for their own notes."""

    id: int
    kind: str
    name: str
    description: str
    body: Body
    changed_at: str
    changed_by: str


class Store:
    """Create, read, update, delete and list, each at once on disk. Names need not be unique, as in most helpdesks."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self) -> list[Row]:
        """Every object, in order of its number; none where nobody has written yet."""
        if not self.path.exists():
            return []
        with self._open("cannot-read") as connection:
            return [self._row(found) for found in connection.execute(f"{_SELECT} ORDER BY id")]

    def read(self, id: int) -> Row | None:  # noqa: A002 - its name there
        """One object, or None."""
        if not self.path.exists():
            return None
        with self._open("cannot-read") as connection:
            found = connection.execute(f"{_SELECT} WHERE id = ?", (id,)).fetchone()
        return self._row(found) if found else None

    def create(self, kind: str, name: str, description: str, body: Body, at: str, by: str) -> int:
        """A new object; answers its number."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection:
            added = connection.execute(
                "INSERT INTO objects (kind, name, description, body, changed_at, changed_by) VALUES (?, ?, ?, ?, ?, ?)",
                (kind, name, description, _json(body), at, by),
            )
            return int(added.lastrowid or 0)

    def update(self, id: int, name: str, description: str, body: Body, at: str, by: str) -> bool:  # noqa: A002
        """Replace the object; False where there is none of that number."""
        with self._open() as connection:
            done = connection.execute(
                "UPDATE objects SET name = ?, description = ?, body = ?, changed_at = ?, changed_by = ? WHERE id = ?",
                (name, description, _json(body), at, by, id),
            )
            return done.rowcount == 1

    def delete(self, id: int) -> bool:  # noqa: A002
        """Remove the object; False where there was none."""
        with self._open() as connection:
            return connection.execute("DELETE FROM objects WHERE id = ?", (id,)).rowcount == 1

    @contextlib.contextmanager
    def _open(self, unable: str = "cannot-write") -> Iterator[sqlite3.Connection]:
        """A transaction. `unable` is the message where the file cannot be worked with."""
        try:
            with (
                contextlib.closing(sqlite3.connect(self.path)) as connection,
                connection,
            ):  # commits, or rolls back on an exception
                connection.execute("PRAGMA synchronous = NORMAL")  # a third of the time; a killed process still loses nothing
                connection.execute(_TABLE)
                yield connection
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
                raise CstoolError(text("helpdesk-damaged", path=self.path.as_posix(), reason=str(error))) from None
            raise CstoolError(text(unable, path=self.path.as_posix(), reason=str(error))) from None

    def _row(self, found: tuple[Any, ...]) -> Row:
        """The object as stored; SQLite itself holds any value in any column."""
        number, *words, body = found
        try:
            content = json.loads(body)
        except (ValueError, TypeError, RecursionError):
            content = None
        if not isinstance(content, dict) or not all(isinstance(word, str) for word in words):
            raise CstoolError(text("helpdesk-object-damaged", path=self.path.as_posix(), native=str(number)))
        kind, name, description, at, by = words
        return Row(number, kind, name, description, content, at, by)


def _json(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False)  # in the order given: `pull` writes it back as a person wrote it
