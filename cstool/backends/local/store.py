"""The embedded helpdesk itself: objects in one SQLite file, with its own numbers, as a server would keep them."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.plan import Body

_TABLE = """
CREATE TABLE IF NOT EXISTS objects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- AUTOINCREMENT: the number of a deleted object is never given again
    kind TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, body TEXT NOT NULL,
    changed_at TEXT NOT NULL, changed_by TEXT NOT NULL
)"""


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
        with self._open() as connection:
            return [_row(found) for found in connection.execute("SELECT * FROM objects ORDER BY id")]

    def read(self, id: int) -> Row | None:  # noqa: A002 - its name there
        """One object, or None."""
        if not self.path.exists():
            return None
        with self._open() as connection:
            found = connection.execute("SELECT * FROM objects WHERE id = ?", (id,)).fetchone()
        return _row(found) if found else None

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
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with (
                contextlib.closing(sqlite3.connect(self.path)) as connection,
                connection,
            ):  # commits, or rolls back on an exception
                connection.execute("PRAGMA synchronous = NORMAL")  # a third of the time; a killed process still loses nothing
                connection.execute(_TABLE)
                yield connection
        except sqlite3.Error as error:
            raise CstoolError(text("cannot-write", path=self.path.as_posix(), reason=str(error))) from None


def _json(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False)  # in the order given: `pull` writes it back as a person wrote it


def _row(found: tuple[int, str, str, str, str, str, str]) -> Row:
    number, kind, name, description, body, at, by = found
    return Row(number, kind, name, description, json.loads(body), at, by)
