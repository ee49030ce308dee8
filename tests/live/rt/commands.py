"""cstool as people run it, on a workspace whose backend is a running server."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cstool.loading import load
from cstool.workspace import Workspace
from tests.live.rt.seller import NAME, TODAY
from tests.live.rt.server import Server

SECONDS = 300


@dataclass
class Desk:
    """One server and one workspace."""

    server: Server
    folder: Path
    said: str = ""
    """What the first push said."""

    def workspace(self) -> Workspace:
        """The workspace as it is on disk now."""
        loaded = load(self.folder, TODAY)
        assert not loaded.faults, [(fault.span, fault.message) for fault in loaded.faults]
        return loaded

    def people(self) -> None:
        """An account for every agent: accounts of people are not pushed."""
        there = {row["EmailAddress"] for row in self.server.rows("users", "EmailAddress")}
        for id_, agent in self.workspace().agents.items():
            if agent.value.email not in there:
                self.server.user(id_, agent.value.email)

    def run(self, command: str, *options: str, code: int = 0) -> str:
        """What a command says, in English; it must end with this exit code."""
        around = ["--backend", NAME, "--lang", "en", "--today", TODAY.isoformat(), "--workspace", str(self.folder)]
        done = subprocess.run(
            [sys.executable, "-m", "cstool", command, *around, *options],
            env={**os.environ, "RT_TOKEN": self.server.token},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == code, (done.returncode, done.stdout[-2000:], done.stderr[-2000:])
        return done.stdout + done.stderr
