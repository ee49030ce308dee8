"""The output of `validate`, `lint` and `check`, kept in `.cstool/cache`: when nothing changed, the same lines without the work.

What an output depends on goes into its key: the tool's files, the packages beside it, the call, the day, the language, the
terminal, and the content of every file of the workspace. Content is read each time and never guessed from a time stamp. A cache
that cannot be read or written is no cache; a key that cannot be made (a link, an unreadable file, an output file) as well.
"""

import json
import os
import sys
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property, wraps
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cstool import __version__
from cstool.cli.session import Session

if TYPE_CHECKING:
    from cstool.workspace import Memory

FOLDERS = ("config", "sop", "templates", "cstool.lock")
KEPT = 20
"""So many outputs stay; older ones are removed."""
_PACKAGES = ("site-packages", "dist-packages")
_HERE = ("CI", "CSTOOL_NO_CACHE")
"""Variables that switch the cache off: a pull request could bring an output along that flatters it."""

Work = Callable[..., int]


def remembered(work: Work) -> Work:
    """The command, answered from the cache where the same call on the same files was answered before."""

    @wraps(work)
    def command(session: Session, **options: Any) -> int:
        folder = _folder(session, options)
        key = _key(session, work.__module__, options) if folder else None
        if folder is None or key is None:
            return work(session, **options)
        kept = _read(folder / f"{key}.json")
        if kept is not None:
            lines, code = kept
            for to_stderr, line in lines:
                (session.note if to_stderr else session.say)(line)
            return code
        session.spoken = []
        code = work(session, **options)
        if _key(session, work.__module__, options) == key:  # else a file was saved while we worked
            _write(folder, key, session.spoken, code)
        return code

    return command


class Kept:
    """A workspace's memory: what was proved about its rules stays until they, what it was proved from, or the tool change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "proofs"

    @cached_property
    def _tool(self) -> str:
        return _digest(b"".join(_stamps(str(Path(__file__).parent.parent))))

    def recall(self, name: str, key: str) -> object | None:
        """What was kept under this key."""
        try:
            body = _body(self._folder / f"{self._key(name, key)}.json")
            return json.loads(body) if body is not None else None
        except (OSError, ValueError, RecursionError):
            return None

    def keep(self, name: str, key: str, value: object) -> None:
        """Keep it beside the last few."""
        with suppress(OSError):
            _put(self._folder, self._key(name, key), json.dumps(value).encode())

    def _key(self, name: str, key: str) -> str:
        return _digest(f"{name} {key} {self._tool}".encode())


def memory_of(root: Path) -> "Memory":
    """The memory of a workspace; none where nothing may be trusted that lies there."""
    from cstool.workspace import NoMemory  # an answer from the cache needs none of the models

    folder = _trusted(root)
    return Kept(folder) if folder else NoMemory()


def _folder(session: Session, options: dict[str, Any]) -> Path | None:
    """Where this call's output may be kept; None when it does more than speak, or must not trust what lies there."""
    writes = options.get("fix") or any("=" in form for form in options.get("formats") or ())
    return None if writes else _trusted(session.root)


def _trusted(root: Path) -> Path | None:
    if any(os.environ.get(name) for name in _HERE):
        return None
    folder = root / ".cstool" / "cache"
    # A link here would let a workspace choose what is overwritten and removed outside of it.
    return None if folder.is_symlink() or folder.parent.is_symlink() else folder


def _key(session: Session, module: str, options: dict[str, Any]) -> str | None:
    digest = blake2b(digest_size=20)
    try:
        call = {name: str(value) if isinstance(value, Path) else value for name, value in options.items()}
        digest.update(json.dumps([module, call, *_surroundings(session)], default=str).encode())
        if options.get("baseline"):
            digest.update(Path(options["baseline"]).read_bytes())
        for stamp in _tool():
            digest.update(stamp)
        for name in FOLDERS:
            if os.path.lexists(session.root / name):
                for part in _contents(session.root / name, name):
                    digest.update(part)
    except OSError:
        return None
    return digest.hexdigest()


def _surroundings(session: Session) -> list[object]:
    out = sys.stdout
    terminal = [
        out is not None and out.isatty(),
        getattr(out, "encoding", ""),
        os.environ.get("NO_COLOR"),
        os.environ.get("TERM"),
    ]
    return [__version__, sys.version, str(session.root), session.inside, session.today.isoformat(), session.lang, *terminal]


def _tool() -> Iterator[bytes]:
    """Stamps of the tool's own files, of the folders that packages are installed into, and of the system's time zones."""
    yield from _stamps(str(Path(__file__).parent.parent))
    packages = [folder for folder in sys.path if folder.endswith(_PACKAGES)]
    for folder in (*packages, *zoneinfo.TZPATH):
        changed = Path(folder).stat().st_mtime_ns if os.path.lexists(folder) else 0
        yield f"{folder}:{changed}\n".encode("utf-8", "surrogateescape")


def _stamps(folder: str) -> Iterator[bytes]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _stamps(entry.path)
            else:
                stat = entry.stat()
                yield f"{entry.path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode("utf-8", "surrogateescape")


def _contents(folder: Path, name: str) -> Iterator[bytes]:
    """Every name and content below a folder, each with its length before it, so that no two trees look alike.

    Raises OSError at a link, whose target may change without a trace here, and at what is no file.
    """
    if folder.is_symlink():
        raise OSError(name)
    yield f"\n{name}\0".encode("utf-8", "surrogateescape")
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda one: one.name)
    for entry in found:
        path = f"{name}/{entry.name}"
        if entry.is_symlink():
            raise OSError(path)
        if entry.is_dir():
            yield from _contents(Path(entry.path), path)
            continue
        if not entry.is_file():
            raise OSError(path)
        with open(entry.path, "rb") as file:  # noqa: PTH123 - a thousand Path objects cost more than the reading
            content = file.read()
        yield f"\n{path}\0{len(content)}\0".encode("utf-8", "surrogateescape")
        yield content


def _read(path: Path) -> tuple[list[tuple[bool, str]], int] | None:
    """An output that was kept. Anything else there is none."""
    try:
        kept = json.loads(_body(path) or b"")
        return [(bool(to_stderr), str(line)) for to_stderr, line in kept["lines"]], int(kept["code"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _write(folder: Path, key: str, lines: list[tuple[bool, str]], code: int) -> None:
    _put(folder, key, json.dumps({"lines": lines, "code": code}).encode())


def _body(path: Path) -> bytes | None:
    """An entry: the digest of its body on the first line, then the body. Anything else there is no entry."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if digest.decode("ascii", "replace") == _digest(body) else None


def _put(folder: Path, key: str, body: bytes) -> None:
    partial = folder / f"{key}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        partial.write_bytes(_digest(body).encode() + b"\n" + body)
        partial.replace(folder / f"{key}.json")
        own = (one for one in folder.glob("*.json") if len(one.stem) == len(key))
        entries = sorted(own, key=lambda one: one.stat().st_mtime_ns, reverse=True)
        for old in entries[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=20).hexdigest()
