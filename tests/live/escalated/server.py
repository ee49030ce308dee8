"""A server of our own: installed once into pytest's cache, a fresh database for every test that wants one."""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import requests

from cstool.backends.http import Http

PINNED = ("escalated-django==0.7.8", "Django==5.2.19", "inertia-django==2.0.0")
SITE = Path(__file__).with_name("site")
START_SECONDS = 30.0


class AbsentError(Exception):
    """The product cannot be installed here; the words say why."""


def interpreter(folder: Path) -> Path:
    """The Python of a virtual environment with the product, made below `folder` where it is not there yet."""
    place = folder / re.sub(r"[^a-z0-9.]+", "-", f"{PINNED[0]}-{sys.version_info[0]}.{sys.version_info[1]}".lower())
    python = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    if not place.exists():
        draft = folder / f"draft-{os.getpid()}"
        try:
            _ran([sys.executable, "-m", "venv", "--clear", str(draft)])
            _ran([str(draft / python), "-m", "pip", "install", "-q", *PINNED])
            _settled(draft, place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return place / python


def _ran(command: Sequence[str]) -> None:
    try:
        made = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AbsentError(f"{command[:4]}: {error}") from None
    if made.returncode:
        raise AbsentError((made.stderr.strip().splitlines() or [f"{command[:4]} failed"])[-1])


def _settled(draft: Path, place: Path) -> None:
    """Whole or not at all: another run of the tests may make the same at the same time, and the first one stays."""
    with contextlib.suppress(OSError):
        draft.rename(place)


@dataclass
class Desk:
    """One running server."""

    python: Path
    folder: Path
    port: int = 0
    token: str = ""
    process: "subprocess.Popen[str] | None" = None

    @property
    def base(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        """Its only file."""
        return self.folder / "desk.sqlite3"

    @property
    def empty(self) -> Path:
        """The helpdesk as an install by these files left it: its database and its token."""
        made_by = b"".join((SITE / name).read_bytes() for name in ("desk.py", "desk_settings.py"))
        return self.python.parents[1] / f"empty-{sha256(made_by).hexdigest()[:12]}"

    def install(self) -> None:
        """An empty helpdesk, kept beside the environment."""
        if not self.empty.exists():
            draft = self.empty.with_name(f"draft-{os.getpid()}")
            draft.mkdir(exist_ok=True)
            (draft / "token").write_text(self._site("install").split()[-1])
            shutil.copyfile(self.database, draft / "desk.sqlite3")
            _settled(draft, self.empty)
            shutil.rmtree(draft, ignore_errors=True)
        self.token = (self.empty / "token").read_text()
        self.fresh()

    def fresh(self) -> None:
        """As it was installed. Between two requests the server holds nothing open."""
        shutil.copyfile(self.empty / "desk.sqlite3", self.database)

    def start(self) -> None:
        """Begin to serve on a free port."""
        command = [str(self.python), str(SITE / "desk.py"), "serve", "0"]
        self.process = subprocess.Popen(command, env=self._environment(), stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(requests.ConnectionError):
                requests.get(f"{self.base}/admin/login/", timeout=5)
                return
        raise AbsentError("the server does not answer")

    def stop(self) -> None:
        """The end."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            assert self.process.stdout is not None
            self.process.stdout.close()

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What the database itself says: the only place that tells a skipped workflow from one that ran."""
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as opened:
            return list(opened.execute(query, values))

    def signed_in(self) -> Mapping[str, str]:
        """Headers of an administrator: there are no tokens for the admin area."""
        with requests.Session() as session:
            session.trust_env = False
            page = session.get(f"{self.base}/admin/login/", timeout=10)
            hidden = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
            assert hidden is not None
            form = {"username": "root", "password": "root", "csrfmiddlewaretoken": hidden[1], "next": "/admin/"}
            headers = {"Referer": f"{self.base}/admin/login/"}
            answer = session.post(page.url, form, headers=headers, timeout=10, allow_redirects=False)
            assert answer.status_code == 302, answer.text[:300]
            cookies = session.cookies.get_dict()
        cookie = "; ".join(f"{name}={cookies[name]}" for name in ("sessionid", "csrftoken"))
        return {"Cookie": cookie, "X-CSRFToken": cookies["csrftoken"], "X-Inertia": "true"}

    def http(self) -> Http:
        """The admin area as cstool sees it."""
        return Http(self.base, self.signed_in(), wait=lambda seconds: time.sleep(min(seconds, 0.05)))

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DESK_DATABASE": str(self.database), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"}

    def _site(self, *arguments: str) -> str:
        command: Sequence[str] = [str(self.python), str(SITE / "desk.py"), *arguments]
        done = subprocess.run(command, env=self._environment(), capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            raise AbsentError(done.stderr.strip()[-400:])
        return done.stdout


@contextlib.contextmanager
def running(cache: Path, folder: Path) -> Iterator[Desk]:
    """A server for the time of a block. Raises AbsentError."""
    desk = Desk(interpreter(cache), folder)
    desk.install()
    try:
        desk.start()
        yield desk
    finally:
        desk.stop()
