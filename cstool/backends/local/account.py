"""The embedded helpdesk behind the interface every helpdesk has: compile, fetch, read, apply."""

from collections.abc import Sequence
from pathlib import Path

from cstool.backends.base import AtOnce, Compiled
from cstool.backends.local.compile import KINDS, compile_local
from cstool.backends.local.store import Row, Store
from cstool.backends.references import Lookup
from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.model.settings import BackendSettings
from cstool.plan import Body, Change, Key, Live
from cstool.workspace import Workspace

_MARK = "cstool:"


class LocalBackend(AtOnce):
    """`.cstool/local/<name>.sqlite`. `now` (ISO 8601) and `actor` are what its own change log will say."""

    kinds: Sequence[str] = KINDS

    def __init__(self, root: Path, name: str, settings: BackendSettings, now: str, actor: str = "cstool") -> None:
        self.name = name
        self.settings = settings
        self._store = Store(root / ".cstool" / "local" / f"{name}.sqlite")
        self._now = now
        self._actor = actor

    def compile(self, workspace: Workspace) -> Compiled:
        """The desired state; everything is exact."""
        return compile_local(workspace, self.name, self.settings)

    def fetch(self, kinds: Sequence[str] | None = None) -> tuple[Live, ...]:
        """The live state."""
        return tuple(_live(row) for row in self._store.rows() if kinds is None or row.kind in kinds)

    def apply(self, change: Change, lookup: Lookup) -> Live | None:
        """Carry out one change and read the object back; None after a deletion.

        Raises CstoolError where the object is no longer there.
        """
        mark = _MARK + ":".join(change.key)
        body = change.after or {}
        if change.native is None:
            number = self._store.create(change.key.kind, change.name, mark, body, self._now, self._actor)
        elif change.action == "delete":
            self._store.delete(int(change.native))  # one that is gone already is what was wanted
            return None
        else:
            number = int(change.native)
            self._store.update(number, change.name, mark, body, self._now, self._actor)
        row = self._store.read(number)
        if row is None:
            raise CstoolError(text("object-gone", object=str(change.key), native=str(number)))
        return _live(row)


def edit(root: Path, name: str, key: Key, body: Body | None, *, at: str, by: str) -> None:
    """What a person does in the helpdesk by hand: replace (or create, or with None delete) one object, whoever made it."""
    store = Store(root / ".cstool" / "local" / f"{name}.sqlite")
    found = next((row for row in store.rows() if _live(row).owner == key or (row.kind, row.name) == (key.kind, key.id)), None)
    if found is None:
        if body is not None:
            store.create(key.kind, key.id, "", body, at, by)
    elif body is None:
        store.delete(found.id)
    else:
        store.update(found.id, found.name, found.description, body, at, by)


def _live(row: Row) -> Live:
    owner = None
    if row.description.startswith(_MARK):
        parts = row.description.removeprefix(_MARK).split(":")
        owner = Key(*parts) if len(parts) == 3 else None
    return Live(str(row.id), row.kind, row.name, row.body, owner, row.changed_at, row.changed_by)
