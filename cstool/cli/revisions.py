"""Another version of the workspace: a git revision, a folder, or what was last pushed to a helpdesk.

A revision's files are listed and read object by object (`git ls-tree`, `git cat-file --batch`) and laid into a temporary folder.
`git archive` is not used: it leaves out what `.gitattributes` marks as `export-ignore` (https://git-scm.com/docs/git-archive).
Nothing is checked out, no hook or filter of the repository runs, and git is asked only what cannot change anything.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cstool.cli.session import Session
from cstool.diagnostic import Text, text
from cstool.errors import CstoolError, UsageError
from cstool.render.table import printable

if TYPE_CHECKING:
    from cstool.workspace import Workspace

PUSHED = "pushed:"
"""`pushed:NAME` is the workspace as it was last pushed to that backend."""
_FOLDERS = ("config", "sop", "templates")
_SAMPLES = "config/samples/"
_LARGEST = 4 * 1024 * 1024 + 1
"""Bytes of a file that are kept: one more than the reader takes, so that it can say so (`source.encoding.MAX_BYTES`)."""
_LINK, _MODULE = "120000", "160000"
"""Modes of a git tree entry: a symbolic link, another repository (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects)."""
_CHUNK = 1 << 20
_NOTHING = ""
"""The commit before the first one."""


def workspace_at(session: Session, revision: str) -> "Workspace":
    """The workspace as it is at `revision`, read on the session's day; faults are inside.

    `revision` is a git revision (`main...` is where this branch left `main`), a folder, or `pushed:BACKEND`. A bare name is a
    revision first, then a folder; `./name` is always a folder. Of a revision, config/samples is not read. A revision that does
    not hold the workspace's folder gives an empty workspace. Raises UsageError for a name that is nothing of these, CstoolError
    where git is missing or cannot read.
    """
    from cstool.loading import load

    if revision.startswith(PUSHED):
        return _pushed(session, revision.removeprefix(PUSHED))
    if _is_written_as_folder(revision):
        return load(_folder(revision), session.today)
    try:
        commit = _commit(session.root, revision)
    except CstoolError:
        if revision and Path(revision).is_dir():
            return load(_folder(revision), session.today)
        raise
    with tempfile.TemporaryDirectory(prefix="cstool-revision-") as folder:
        if not _lay_out(session.root, commit, revision, Path(folder)):
            session.note(session.words(text("revision-empty", revision=revision)))
        return load(Path(folder), session.today)


def _pushed(session: Session, backend: str) -> "Workspace":
    from cstool.backends.kept import kept_files
    from cstool.loading import load

    known = session.workspace().settings.value.backends
    if backend not in known:
        raise UsageError(text("no-such-backend", name=backend, known=tuple(known)))
    files = kept_files(session.root, backend)
    with tempfile.TemporaryDirectory(prefix="cstool-revision-") as folder:
        return load(Path(folder), session.today, files, backend)


# --- folders


def _is_written_as_folder(revision: str) -> bool:
    return revision in (".", "..") or revision.startswith(("./", "../", ".\\", "..\\")) or Path(revision).is_absolute()


def _folder(path: str) -> Path:
    folder = Path(path)
    if not folder.is_dir():
        raise UsageError(text("not-a-folder", path=path))
    if not any((folder / part).is_dir() for part in _FOLDERS):
        raise UsageError(text("revision-folder-empty", path=path))
    return folder


# --- git


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: str
    object: str
    path: str


def _commit(root: Path, revision: str) -> str:
    """The full name of the commit. A revision that looks like an option is never handed to git."""
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise UsageError(text("revision-no-name", revision=printable(revision)))
    base = revision.removesuffix("...") if revision.endswith("...") else None
    name = _named(root, base or revision, revision)
    if base is None:
        return name
    joint = _git(root, "merge-base", name, _named(root, "HEAD", revision))
    if joint.returncode:
        hint = text("revision-fetch-all") if _is_shallow(root) else text("revision-no-joint-hint", base=base)
        raise UsageError(text("revision-no-joint", revision=base, hint=hint))
    return joint.stdout.decode().strip()


def _named(root: Path, revision: str, written: str) -> str:
    found = _git(root, "rev-parse", "--verify", "--quiet", revision)
    name = found.stdout.decode("utf-8", "replace").strip()
    peeled = (
        _git(root, "rev-parse", "--verify", "--quiet", name + "^{commit}") if re.fullmatch("[0-9a-f]{40,64}", name) else found
    )
    name = peeled.stdout.decode("utf-8", "replace").strip()
    if peeled.returncode == 0 and re.fullmatch("[0-9a-f]{40,64}", name):
        return name
    _expect_repository(root, written)
    if revision == "HEAD" and not _has_commits(root):
        return _NOTHING
    raise UsageError(text("revision-unknown", revision=written, hint=_why_unknown(root)))


def _why_unknown(root: Path) -> Text:
    if _is_shallow(root):
        return text("revision-fetch-all")
    return text("revision-list") if _has_commits(root) else text("revision-no-commit")


def _has_commits(root: Path) -> bool:
    return _git(root, "rev-parse", "--verify", "--quiet", "HEAD").returncode == 0


def _is_shallow(root: Path) -> bool:
    return _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _expect_repository(root: Path, revision: str) -> None:
    """Raises when this is no repository, or one that git refuses to read (another owner's, a broken one)."""
    asked = _git(root, "rev-parse", "--git-dir")
    if asked.returncode == 0:
        return
    said = _said(asked.stderr)
    if "not a git repository" in said:
        raise UsageError(text("revision-no-repository", folder=str(root), revision=revision))
    if "dubious ownership" in said:  # https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
        raise CstoolError(text("revision-other-owner", folder=str(root.resolve())))
    raise CstoolError(text("revision-git-refuses", reason=said))


def _lay_out(root: Path, commit: str, revision: str, folder: Path) -> int:
    """Write the files of the commit below `folder`, and count them; links last, so that nothing is written through one."""
    from cstool.loading.files import MAX_FILES

    entries = list(_entries(root, commit))
    for entry in entries:
        if entry.mode == _MODULE:
            raise CstoolError(text("revision-module", path=entry.path, revision=revision))
    if len(entries) > MAX_FILES:
        raise CstoolError(text("revision-too-many", limit=f"{MAX_FILES:,}"))
    entries.sort(key=lambda entry: entry.mode == _LINK)
    for entry, content in _contents(root, entries):
        target = folder / entry.path
        if os.path.lexists(target):  # two names that this file system takes for one
            raise CstoolError(text("revision-same-name", path=entry.path, revision=revision))
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry.mode == _LINK:
            _link(target, content)
        else:
            target.write_bytes(content)
    return len(entries)


def _link(target: Path, content: bytes) -> None:
    """A link as it stood; whether it leads out of the workspace is the reader's to say. Without links it is a text, as in git."""
    try:
        target.symlink_to(os.fsdecode(content))
    except (OSError, ValueError, NotImplementedError):
        target.write_bytes(content)


def _entries(root: Path, commit: str) -> Iterator[_Entry]:
    """What the commit holds in the workspace's folders: paths relative to the root, wherever in the repository it stands."""
    if commit == _NOTHING:
        return
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", *_FOLDERS)
    if listed.returncode:
        raise CstoolError(text("revision-git-refuses", reason=_said(listed.stderr)))
    for line in listed.stdout.split(b"\0"):
        if line:
            facts, _, raw = line.partition(b"\t")
            mode, _, name = facts.decode("ascii").split(" ")
            path = os.fsdecode(raw)
            if path.startswith(_SAMPLES) or path in _FOLDERS:
                continue
            if not all(part not in ("", ".", "..") and "\\" not in part and ":" not in part for part in path.split("/")):
                raise CstoolError(text("revision-odd-path", path=path))
            yield _Entry(mode, name, path)


def _contents(root: Path, entries: Sequence[_Entry]) -> Iterator[tuple[_Entry, bytes]]:
    """The content of each entry, in order, by one process."""
    with tempfile.TemporaryFile() as asked:  # a file and no pipe: nobody waits for anybody
        asked.write("".join(f"{entry.object}\n" for entry in entries).encode())
        asked.seek(0)
        with _started(root, ("cat-file", "--batch"), asked) as process:
            assert process.stdout is not None
            for entry in entries:
                head = process.stdout.readline().split()
                if len(head) != 3:
                    process.kill()
                    raise CstoolError(text("revision-object-missing", path=entry.path))
                yield entry, _taken(process.stdout, int(head[2]))
                process.stdout.read(1)


def _taken(stream: IO[bytes], size: int) -> bytes:
    """The next object: read whole, kept as far as the reader takes it."""
    kept, left = stream.read(min(size, _LARGEST)), size - min(size, _LARGEST)
    while left:
        left -= len(stream.read(min(left, _CHUNK))) or left
    return kept


def _git(root: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    with _started(root, arguments, subprocess.DEVNULL) as process:
        out, said = process.communicate()
    return subprocess.CompletedProcess(arguments, process.returncode, out, said)


def _started(root: Path, arguments: Sequence[str], given: int | IO[bytes]) -> "subprocess.Popen[bytes]":
    # A hook of git sets GIT_DIR and GIT_INDEX_FILE for its own repository; the workspace's is found from its folder.
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
    }
    asked = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.Popen(
            ["git", "-C", str(root), *arguments],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if given == subprocess.DEVNULL else subprocess.DEVNULL,
            env={**kept, **asked},
        )
    except FileNotFoundError:
        raise CstoolError(text("revision-no-git")) from None


def _said(stderr: bytes) -> str:
    lines = [line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[0].removeprefix("fatal: ")[:200] if lines else "git"
