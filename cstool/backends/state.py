"""What a workspace remembers of one helpdesk: lockfile, journal, snapshots, and the lock that lets one push run at a time.

Lockfile `cstool.lock/<backend>.json` (committed): our key -> their id, name and body of the last push.
Journal `.cstool/journal/<backend>.jsonl`: an intent stands there, on disk, before anything is created; what followed stands
behind it. It is the lockfile's write-ahead log: whoever reads the state reads both, so a kill at any instant loses nothing.
Snapshots `.cstool/snapshots/<backend>/`: what was live before a push, for `rollback`.
"""

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from io import BufferedRandom
from pathlib import Path

from cstool.backends.records import Became, Begun, Ended, journal_entry, lock_entries, snapshot_objects
from cstool.diagnostic import text
from cstool.errors import CstoolError, RefusedError
from cstool.plan import Intent, Key, Live, Plan, Pushed, Resource, digest, match

FORMAT = 1
"""Version of the files below; another one is refused, never guessed at."""
SNAPSHOTS = 20
"""How many are kept."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was live and ours before a push."""

    name: str
    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """Lockfile and journal, read together."""

    base: Mapping[Key, Pushed] = field(default_factory=dict)
    intents: Mapping[Key, Intent] = field(default_factory=dict)
    begun: Begun | None = None


class State:
    """The files of one backend below a workspace's root; nobody else opens them."""

    def __init__(self, root: Path, backend: str) -> None:
        self.backend = backend
        self.lockfile = root / "cstool.lock" / f"{backend}.json"
        self.journal = root / ".cstool" / "journal" / f"{backend}.jsonl"
        self.snapshots = root / ".cstool" / "snapshots" / backend
        self._gate = root / ".cstool" / "journal" / f"{backend}.gate"

    @contextlib.contextmanager
    def only_push(self) -> Iterator[None]:
        """One push at a time. Held by the operating system (SQLite's file lock), so a killed push cannot leave it behind."""
        with _writable(self._gate):
            gate = sqlite3.connect(self._gate, timeout=0, isolation_level=None)
        with contextlib.closing(gate):
            try:
                gate.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    raise RefusedError(text("another-push-running", backend=self.backend)) from None
                raise CstoolError(text("cannot-write", path=self._gate.as_posix(), reason=str(error))) from None
            yield

    def read(self) -> Memory:
        """Lockfile with the journal played over it. A torn last line of the journal is a write that never happened."""
        base = self._read_lock()
        intents: dict[Key, Intent] = {}
        begun: Begun | None = None
        for entry in self._entries():
            if isinstance(entry, Begun | Ended):
                begun = entry if isinstance(entry, Begun) else None
                continue
            intents.pop(entry.key, None)
            if isinstance(entry, Intent):
                intents[entry.key] = entry
            elif entry.pushed is not None:
                base[entry.key] = entry.pushed
            elif entry.forgotten:
                base.pop(entry.key, None)
        return Memory(base, intents, begun)

    def begin(self, plan: Plan) -> None:
        """A push starts: from here on its plan may be resumed by its checksum."""
        steps = [(*change.key, digest(change.before), digest(change.after)) for change in plan.changes]
        self._append({"entry": "begin", "checksum": plan.checksum, "steps": steps}, sync=True)

    def intend(self, intent: Intent) -> None:
        """On disk before the create is sent."""
        self._append({"entry": "intent", **asdict(intent)}, sync=True)

    def abandon(self, key: Key) -> None:
        """The create was refused by the helpdesk: nothing was made, nothing is to be searched for."""
        self._append({"entry": "abandoned", "key": key})

    def record(self, key: Key, pushed: Pushed) -> None:
        """The object is theirs under `pushed.native` and holds this body."""
        self._append({"entry": "pushed", "key": key, **_plain(pushed)})

    def forget(self, key: Key) -> None:
        """The object is no longer ours."""
        self._append({"entry": "forgotten", "key": key})

    def learn(self, entries: Mapping[Key, Pushed | None]) -> None:
        """Lockfile entries that became true without a push; None: the object is no longer ours."""
        for key, pushed in entries.items():
            if pushed is None:
                self.forget(key)
            else:
                self.record(key, pushed)
        if entries:
            self.settle(ended=False)

    def settle(self, *, ended: bool) -> None:
        """Write the lockfile from what is remembered, then shorten the journal to what is still open."""
        if ended:
            self._append({"entry": "end"})
        memory = self.read()
        self._write_lock(memory.base)
        open_entries: list[Mapping[str, object]] = [{"entry": "intent", **asdict(intent)} for intent in memory.intents.values()]
        if memory.begun:
            steps = [(*key, *hashes) for key, hashes in memory.begun.steps.items()]
            open_entries.insert(0, {"entry": "begin", "checksum": memory.begun.checksum, "steps": steps})
        if self.journal.exists() or open_entries:
            write_whole(self.journal, "".join(_line(entry) for entry in open_entries))

    def keep_snapshot(self, stamp: str, base: Mapping[Key, Pushed], live: Sequence[Live]) -> None:
        """Keep what is live and ours; `stamp` says when, for people. Snapshots are numbered, and the oldest ones go."""
        names = self._snapshot_names()
        number = int(names[-1].stem.partition("-")[0]) + 1 if names else 1
        found = match(base, (), live).found
        in_order = sorted(found.items(), key=lambda pair: pair[0])
        objects = [{"key": key, "name": item.name, "body": item.body} for key, (item, _) in in_order]
        content = json.dumps({"format": FORMAT, "objects": objects}, ensure_ascii=False)
        write_whole(self.snapshots / f"{number:06d}-{stamp}.json", content)
        for old in names[: -SNAPSHOTS + 1]:
            old.unlink()

    def _snapshot_names(self) -> list[Path]:
        return sorted(self.snapshots.glob("[0-9]" * 6 + "-*.json"))

    def last_snapshot(self) -> Snapshot | None:
        """The newest one."""
        names = self._snapshot_names()
        if not names:
            return None
        try:
            return Snapshot(names[-1].stem, tuple(snapshot_objects(_parse(names[-1])["objects"])))
        except ValueError:
            raise CstoolError(text("unreadable-snapshot", path=names[-1].as_posix())) from None

    def drop(self, snapshot: Snapshot) -> None:
        """The helpdesk is back at this snapshot: the next way back leads to the one before."""
        path = self.snapshots / f"{snapshot.name}.json"
        with _writable(path):
            path.unlink(missing_ok=True)

    def _read_lock(self) -> dict[Key, Pushed]:
        if not self.lockfile.exists():
            return {}
        try:
            return dict(lock_entries(_parse(self.lockfile)["objects"]))
        except ValueError:
            raise CstoolError(text("unreadable-lockfile", path=self.lockfile.as_posix())) from None

    def _write_lock(self, base: Mapping[Key, Pushed]) -> None:
        objects: dict[str, dict[str, dict[str, object]]] = {}
        for key, pushed in sorted(base.items()):
            objects.setdefault(key.kind, {}).setdefault(key.id, {})[key.part] = _plain(pushed)
        kinds = [
            f"{_compact(kind)}: {{\n" + ",\n".join(f" {_compact(id_)}: {_compact(parts)}" for id_, parts in ids.items()) + "\n}"
            for kind, ids in objects.items()
        ]  # one object a line: two branches that push different objects merge
        content = f'{{"format": {FORMAT}, "objects": {{\n' + ",\n".join(kinds) + "\n}}\n"
        if not self.lockfile.exists() or self.lockfile.read_text("utf-8") != content:
            write_whole(self.lockfile, content)

    def _entries(self) -> Iterator[Begun | Ended | Intent | Became]:
        if not self.journal.exists():
            return
        try:
            lines = self.journal.read_bytes().split(b"\n")
        except OSError as error:
            raise CstoolError(text("cannot-read", path=self.journal.as_posix(), reason=error.strerror or str(error))) from None
        for number, line in enumerate(lines, 1):
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                continue  # nothing, or a torn line: the process died while it was written
            try:
                yield journal_entry(entry)
            except ValueError:
                raise CstoolError(text("unreadable-journal", path=self.journal.as_posix(), line=number)) from None

    def _append(self, entry: Mapping[str, object], *, sync: bool = False) -> None:
        with _writable(self.journal), self.journal.open("ab+") as file:
            if file.tell() and not _ends_line(file):
                file.write(b"\n")  # close the torn line, so that this entry stands alone
            file.write(_line(entry).encode())
            file.flush()
            if sync:
                os.fsync(file.fileno())


def write_whole(path: Path, content: str) -> None:
    """The file holds either the old content or the new, whatever happens: a new file, on disk, takes the name."""
    with _writable(path):
        draft = path.with_name(f".{path.name}.new")  # one name: what a killed writer left is overwritten by the next one
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


@contextlib.contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise CstoolError(text("cannot-write", path=path.as_posix(), reason=error.strerror or str(error))) from None


def _plain(pushed: Pushed) -> dict[str, object]:
    return {"native": pushed.native, "name": pushed.name, "body": pushed.body}


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _line(entry: Mapping[str, object]) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"


def _ends_line(file: BufferedRandom) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _parse(path: Path) -> dict[str, object]:
    """The content of a file of ours. Raises ValueError where it is not one, CstoolError where a newer version wrote it."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, RecursionError) as error:
        raise ValueError(str(error)) from None
    found = content.get("format") if isinstance(content, dict) else None
    if isinstance(found, int) and found > FORMAT:
        raise CstoolError(text("newer-state", path=path.as_posix(), found=found, known=FORMAT))
    if not isinstance(content, dict) or content.get("format") != FORMAT or "objects" not in content:
        raise ValueError("format")
    return content
