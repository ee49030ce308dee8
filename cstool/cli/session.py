"""What every command has at hand: the workspace, the clock, the language, and where to write."""

import os
import sys
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from cstool.diagnostic import Text, text
from cstool.errors import CstoolError, UsageError
from cstool.render.words import LANGUAGES, translate

if TYPE_CHECKING:
    from cstool.workspace import Workspace

MARK = "config/cstool.yaml"


@dataclass
class Session:
    """One call of the tool."""

    folder: Path | None = None
    day: date | None = None
    language: str | None = None
    spoken: list[tuple[bool, str]] | None = None
    """What was said so far (True: on stderr), where somebody wants to keep it."""
    _notes: list[str] = field(default_factory=list)

    @property
    def lang(self) -> str:
        """`--lang`, else CSTOOL_LANG, else the locale of the system; English where that is neither."""
        for name in (
            self.language,
            os.environ.get("CSTOOL_LANG"),
            *(os.environ.get(key) for key in ("LC_ALL", "LC_MESSAGES", "LANG")),
        ):
            if name and name not in ("C", "POSIX"):
                return "zh-CN" if name.lower().startswith("zh") else "en"
        return "en"

    @property
    def today(self) -> date:
        """`--today`, else the system's day."""
        return self.day or date.today()

    def now(self, timezone: str = "UTC") -> datetime:
        """The moment the command takes for now: noon of `--today` in a zone, else the system's clock."""
        try:
            zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            zone = ZoneInfo("UTC")
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=zone) if self.day else datetime.now(zone)

    @property
    def root(self) -> Path:
        """`--workspace`, else the nearest folder upwards with config/cstool.yaml, else this folder if it holds any of ours."""
        if self.folder is not None:
            if not self.folder.is_dir():
                raise UsageError(text("not-a-folder", path=str(self.folder)))
            return self.folder
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / MARK).is_file():
                return folder
        if any((here / part).is_dir() for part in ("templates", "sop", "config")):
            return here
        raise UsageError(text("no-workspace", folder=str(here)))

    @property
    def inside(self) -> str:
        """Folder of the workspace in its repository, `support/`; empty where it is the root, or in no repository."""
        root = self.root.resolve()
        for folder in (root, *root.parents):
            if os.path.lexists(folder / ".git"):  # a file in a worktree or a submodule
                return "".join(f"{part}/" for part in root.relative_to(folder).parts)
        return ""

    def workspace(self, environment: str = "") -> "Workspace":
        """The workspace, read, with what earlier runs proved about its rules. Faults are inside.

        `environment` is the backend whose overlay is laid over the files.
        """
        from dataclasses import replace

        from cstool.cli.cache import memory_of
        from cstool.loading import load

        return replace(load(self.root, self.today, environment=environment), memory=memory_of(self.root))

    def words(self, message: Text) -> str:
        """The message in the session's language."""
        return translate(message, self.lang)

    def say(self, line: str = "") -> None:
        """A line of the result, on stdout."""
        if self.spoken is not None:
            self.spoken.append((False, line))
        click.echo(line)

    def note(self, line: str) -> None:
        """A remark about the work, on stderr."""
        if self.spoken is not None:
            self.spoken.append((True, line))
        try:
            click.echo(line, err=True)
        except OSError:  # a remark that nobody can read is no reason to give up the work
            write_nowhere(sys.stderr)

    def progress(self, label: Text, total: int | None = None) -> "Progress":
        """Shows how far long work has come, on a terminal, after the first second."""
        return Progress(self.words(label), total)


class Progress:
    """`update(done)` as often as you like; `close()` wipes the line. Silent where stderr is no terminal."""

    def __init__(self, label: str, total: int | None) -> None:
        self.label, self.total = label, total
        self.live = sys.stderr is not None and sys.stderr.isatty()
        self.begun = self.shown = monotonic()

    def update(self, done: int) -> None:
        """`done` of the total so far."""
        now = monotonic()
        if self.live and now - self.begun > 1 and now - self.shown > 0.2:
            self.shown = now
            rate = done / (now - self.begun)
            of = f"/{self.total:,} ({done / self.total:.0%}, {(self.total - done) / max(rate, 1e-9):.0f} s)" if self.total else ""
            click.echo(f"\r{self.label}: {done:,}{of} {rate:,.0f}/s\x1b[K", err=True, nl=False)

    def close(self) -> None:
        """Wipe the line."""
        if self.live and self.shown > self.begun:
            click.echo("\r\x1b[K", err=True, nl=False)


def write_nowhere(stream: TextIO) -> None:
    """Let a stream end in the null device: nothing can be written there (any more), as after `head`, and what is left in its
    buffer must not end in a second error."""
    try:
        number = stream.fileno()
    except (OSError, ValueError):  # kept in memory, or closed
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)


pass_session = click.make_pass_decorator(Session, ensure=True)

__all__ = ["LANGUAGES", "CstoolError", "Progress", "Session", "pass_session", "write_nowhere"]
