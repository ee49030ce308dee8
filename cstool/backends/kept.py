"""The files of the last complete push: what `diff pushed:NAME` compares with. They stand under .cstool, beside the journal.

The lockfile is committed and shared, these files are not: whoever pushes from another machine changes the lockfile alone. So the
files carry the lockfile's digest, and are what was last pushed only as long as it holds.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from cstool.backends.state import State, write_whole
from cstool.diagnostic import text
from cstool.errors import CstoolError

FORMAT = 1


def keep_files(root: Path, backend: str, files: Mapping[str, str]) -> None:
    """Remember the texts, by relative path, from which a push was made that left nothing to do. Raises CstoolError."""
    content = {"format": FORMAT, "lock": _digest(root, backend), "files": dict(sorted(files.items()))}
    write_whole(_path(root, backend), json.dumps(content, ensure_ascii=False))


def kept_files(root: Path, backend: str) -> Mapping[str, str]:
    """The texts of the last push. Raises CstoolError where they are not known: never pushed, or later pushed from elsewhere."""
    path = _path(root, backend)
    try:
        content = json.loads(path.read_text("utf-8"))
        lock, files = content["lock"], content["files"]
        known = content["format"] == FORMAT and all(isinstance(one, str) for one in (lock, *files, *files.values()))
    except FileNotFoundError:
        elsewhere = State(root, backend).lockfile.exists()
        raise CstoolError(text("pushed-elsewhere" if elsewhere else "pushed-never", backend=backend)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        known = False
    if not known:
        raise CstoolError(text("pushed-unreadable", path=path.as_posix()))
    if lock != _digest(root, backend):
        raise CstoolError(text("pushed-elsewhere", backend=backend))
    return dict(files)


def _path(root: Path, backend: str) -> Path:
    return root / ".cstool" / "pushed" / f"{backend}.json"


def _digest(root: Path, backend: str) -> str:
    """Of the lockfile's content, line ends aside: git may write them anew."""
    lockfile = State(root, backend).lockfile
    try:
        return sha256(lockfile.read_bytes().replace(b"\r\n", b"\n")).hexdigest() if lockfile.exists() else ""
    except OSError as error:
        raise CstoolError(text("cannot-read", path=lockfile.as_posix(), reason=error.strerror or str(error))) from None
