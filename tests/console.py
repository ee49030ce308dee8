"""A terminal for tests: runs `cstool …` lines in a folder and gives what a person would see there."""

import io
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from shutil import copyfile
from unittest.mock import patch

from cstool import starter
from cstool.cli.main import _asked_language, dispatch
from cstool.cli.session import Session

DAY = date(2026, 11, 23)
"""The day of every run that names none: a Monday."""
AT = "2026-11-23T12:30:00+08:00"
WRITE = os.environ.get("CSTOOL_GOLDEN") == "write"
"""Whether expected outputs are rewritten instead of compared (`make golden`)."""


@dataclass
class Terminal:
    """A folder with a workspace in it, and a language that the system is said to have."""

    folder: Path
    language: str = "en"
    checksum: str = field(default="", init=False)

    def fill(self, kind: str) -> None:
        """Put a starter in the folder: `full` or `minimal`."""
        for path in starter.files(minimal=kind == "minimal"):
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            copyfile(starter.folder(minimal=kind == "minimal") / path, target)

    def run(self, line: str, given: bytes = b"") -> tuple[str, int]:
        """`cstool …` as typed: what appears on the screen (both streams, in order), and the exit code."""
        arguments = shlex.split(line)[1:]
        screen = io.StringIO()
        system = {"LANG": f"{self.language}.UTF-8", "COLUMNS": "100", "CSTOOL_NO_CACHE": "1"}
        with chdir(self.folder), clean_environment(system), streams(screen, given):
            code = dispatch(arguments, Session(day=DAY, language=_asked_language(arguments)))
        shown = "\n".join(one.rstrip() for one in screen.getvalue().replace(str(self.folder), "~/shop").splitlines())
        found = re.search(r"(?:checksum|校验码|校验和) ([0-9a-f]{12})", shown)
        self.checksum = found[1] if found else self.checksum
        return shown.rstrip("\n"), code

    def by_hand(self, who: str, key: str, change: str) -> None:
        """Somebody changes an object in the embedded helpdesk, past the files; `change` is JSON over its body."""
        from cstool.backends.local import LocalBackend, edit
        from cstool.model.settings import BackendSettings
        from cstool.plan import Key

        owner = Key(*key.split("/", 1))
        live = LocalBackend(self.folder, "local", BackendSettings(type="local"), AT).fetch()
        body = next(one.body for one in live if one.owner == owner)
        edit(self.folder, "local", owner, {**body, **json.loads(change)}, at=AT, by=who)


@contextmanager
def clean_environment(system: dict[str, str]) -> Iterator[None]:
    """The variables that a command reads, and no others of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CSTOOL_", "LC_", "ZENDESK_", "ZAMMAD_"))}
    with patch.dict(os.environ, {**kept, **system}, clear=True):
        yield


@contextmanager
def streams(screen: io.StringIO, given: bytes) -> Iterator[None]:
    """Both outputs onto one screen; standard input from bytes."""
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(given), "utf-8"), screen, screen
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def agrees(expected: list[str], shown: list[str]) -> bool:
    """Line by line; a line `…` stands for one line or more."""
    if not expected:
        return not shown
    if expected[0].strip() == "…":
        return any(agrees(expected[1:], shown[skipped:]) for skipped in range(1, len(shown) + 1))
    return bool(shown) and expected[0] == shown[0] and agrees(expected[1:], shown[1:])


def abridged(expected: list[str], shown: list[str]) -> list[str]:
    """What is shown, cut where the old text was cut: as many lines before its first `…` and after its last."""
    marks = [position for position, line in enumerate(expected) if line.strip() == "…"]
    if not marks or len(shown) <= len(expected):
        return shown
    tail = len(expected) - marks[-1] - 1
    return [*shown[: marks[0]], expected[marks[0]], *(shown[-tail:] if tail else [])]
