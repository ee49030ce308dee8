"""`--fix`, `--diff`, `--unsafe-fixes`: mends that the checks carry, applied until none is left."""

import difflib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cstool.cli.session import Session
from cstool.diagnostic import Diagnostic, Edit, Severity, text
from cstool.errors import CstoolError

if TYPE_CHECKING:
    from cstool.workspace import Workspace

ROUNDS = 10
"""One mend may bring the next fault to light; so often it is looked again."""
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Fixes:
    """What the call asks for."""

    write: bool
    show: bool
    unsafe: bool

    def __bool__(self) -> bool:
        return self.write or self.show


def fix_options(function: F) -> F:
    """`--fix`, `--diff`, `--unsafe-fixes`."""
    options = (
        click.option("--fix", is_flag=True, help="help-option-fix"),
        click.option("--diff", is_flag=True, help="help-option-fix-diff"),
        click.option("--unsafe-fixes", is_flag=True, help="help-option-unsafe-fixes"),
    )
    for option in reversed(options):
        function = option(function)
    return function


@dataclass
class Fixed:
    """A workspace with its mends, as texts; nothing is written yet."""

    workspace: "Workspace"
    texts: dict[str, str] = field(default_factory=dict)
    """New texts by path."""
    made: Counter[str] = field(default_factory=Counter)
    """Mends by path."""
    left: int = 0
    """Mends that only `--unsafe-fixes` would make."""


def fixed(
    workspace: "Workspace", faults: Callable[["Workspace"], Sequence[Diagnostic]], unsafe: bool, load: Callable[..., "Workspace"]
) -> Fixed:
    """Apply the mends of all faults, look again, and so on. A file that would have more errors afterwards stays as it is."""
    from cstool.source.edits import applied

    result = Fixed(workspace)
    barred = {one.span.path for one in workspace.faults if one.check == "wrong-encoding"}
    found = faults(workspace)
    for _ in range(ROUNDS):
        wanted = _by_path(found, unsafe, barred, result.workspace)
        if not wanted:
            break
        texts, made = dict(result.texts), Counter(result.made)
        for path, edits in wanted.items():
            texts[path], done = applied(result.workspace.sources[path].text, edits)
            made[path] += len(done)
        mended = load(texts)
        again = faults(mended)
        worse = {path for path in wanted if _errors(again, path) > _errors(found, path)}
        if worse:
            barred |= worse
            continue
        result.workspace, result.texts, result.made, found = mended, texts, made, again
    result.left = sum(any(not edit.safe for edit in one.edits) for one in found) if not unsafe else 0
    return result


def _by_path(found: Sequence[Diagnostic], unsafe: bool, barred: set[str], workspace: "Workspace") -> dict[str, list[Edit]]:
    wanted: dict[str, list[Edit]] = {}
    for one in found:
        usable = all((edit.safe or unsafe) and edit.span.path in workspace.sources for edit in one.edits)
        if one.edits and usable and barred.isdisjoint(edit.span.path for edit in one.edits):
            for edit in one.edits:
                wanted.setdefault(edit.span.path, []).append(edit)
    return wanted


def _errors(found: Sequence[Diagnostic], path: str) -> int:
    return sum(one.span.path == path and one.severity is Severity.ERROR for one in found)


def carried_out(session: Session, workspace: "Workspace", part: str, names: Sequence[Sequence[str]], fixes: Fixes) -> "Workspace":
    """The workspace after the mends: written with `--fix`, shown with `--diff`."""
    from cstool.checks.run import run
    from cstool.loading import load

    select, ignore = names

    def again(texts: dict[str, str]) -> "Workspace":
        return load(Path(workspace.root), workspace.today, texts, workspace.environment)

    result = fixed(workspace, lambda one: run(one, part, select, ignore), fixes.unsafe, again)
    for path, content in sorted(result.texts.items()):
        if fixes.show:
            _shown(session, path, workspace.sources[path].text, content)
        if fixes.write:
            _written(session.root / path, workspace.sources[path].text, content)
    if result.made:
        said = "fixes-made" if fixes.write else "fixes-shown"
        session.note(session.words(text(said, count=sum(result.made.values()), files=len(result.made))))
    if result.left:
        session.note(session.words(text("fixes-left", count=result.left)))
    return result.workspace if fixes.write else workspace


def _shown(session: Session, path: str, before: str, after: str) -> None:
    from cstool.source import secrets_in

    shown = "\n".join(difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm=""))
    for secret in {*secrets_in(before), *secrets_in(after)}:
        shown = shown.replace(secret, "***")
    session.say(shown)


def _written(path: Path, before: str, after: str) -> None:
    """As the file was encoded, byte-order mark and line ends included; a file that is not UTF-8 is left alone."""
    from cstool.backends.state import write_whole

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CstoolError(text("cannot-read", path=path.as_posix(), reason=error.strerror or str(error))) from None
    mark = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else ""
    if raw != (mark + before).encode():
        raise CstoolError(text("file-moved", path=path.as_posix()))
    write_whole(path, mark + after)
