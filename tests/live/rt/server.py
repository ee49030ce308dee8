"""A Request Tracker of our own: installed from Debian's packages, its own folder, its own SQLite file, 127.0.0.1 only."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

HOME = Path("/usr/share/request-tracker5")
PACKAGES = (
    "request-tracker5",
    "rt5-standalone",
    "rt5-db-sqlite",
    "dbconfig-no-thanks",
    "msmtp-mta",
    "libjson-xs-perl",
    "w3m",
    "faketime",
)
"""An SMTP client that starts no daemon, what keeps every Perl process from warning about HTML, and another clock."""
INSTALL_SECONDS, START_SECONDS = 900, 90.0

# A low cost of passwords: the token is checked on every call (measured: 300 ms at the default of 12).
CONFIG = """use utf8;
Set($rtname, 'cs.example.test');            Set($Organization, 'cs.example.test');
Set($Timezone, 'Europe/Berlin');
Set($WebDomain, '127.0.0.1');               Set($WebPort, $ENV{RT_PORT});   Set($WebPath, '');
Set($DatabaseType, 'SQLite');               Set($DatabaseName, "$ENV{RT_HOME}/rt.db");
Set($CorrespondAddress, 'cs@cs.example.test'); Set($CommentAddress, 'cs-comment@cs.example.test');
Set($OwnerEmail, 'root@localhost');
Set($MailCommand, 'sendmailpipe');          Set($SendmailPath, "$ENV{RT_HOME}/keep-mail");
Set($LogToSyslog, undef);                   Set($LogToSTDERR, 'warning');
Set($BcryptCost, 4);                        Set($DevelMode, 1);
Set($InitialdataFormatHandlers, ['RT::Initialdata::JSON', 'perl']);
1;
"""
KEEP_MAIL = '#!/bin/sh\nf=$(mktemp "$RT_HOME/mail/XXXXXXXXXX")\ncat > "$f.part"\nmv "$f.part" "$f"\n'
TOKEN = """use RT -init; my $u = RT::User->new(RT->SystemUser); $u->Load("root");
my ($ok, $said, $token) = RT::AuthToken->new(RT->SystemUser)->Create(Owner => $u->id, Description => "cstool");
die $said unless $ok; print $token;"""
# Anybody may write a mail; the role of a queue's watchers may work. Rights have no REST.
RIGHTS = """use RT -init;
my $everyone = RT::Group->new(RT->SystemUser); $everyone->LoadSystemInternalGroup("Everyone");
$everyone->PrincipalObj->GrantRight(Object => RT->System, Right => $_) for qw(CreateTicket ReplyToTicket);
my $watchers = RT::Group->new(RT->SystemUser); $watchers->LoadRoleGroup(Object => RT->System, Name => "AdminCc");
$watchers->PrincipalObj->GrantRight(Object => RT->System, Right => $_)
    for qw(ShowTicket ReplyToTicket CommentOnTicket ModifyTicket OwnTicket SeeQueue);
# Three core programs prepare a mail for each new ticket that nobody here gets, in two thirds of its time (measured).
my $scrips = RT::Scrips->new(RT->SystemUser); $scrips->UnLimit;
while (my $scrip = $scrips->Next) { $scrip->SetDisabled(1) if ($scrip->Description // '') =~ /^On Create Notify/ }"""


class AbsentError(Exception):
    """The product cannot be had here; the words say why."""


def install() -> None:
    """The packages, where they are not there yet. Raises AbsentError."""
    if (HOME / "libexec/rt-server").exists():
        return
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise AbsentError("no apt-get, or not root")
    around = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install_them = ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES]
    for command in (["apt-get", "update"], install_them):
        try:
            done = subprocess.run(command, env=around, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise AbsentError(f"{' '.join(command[:2])}: {error}") from None
        if done.returncode:
            raise AbsentError((done.stderr.strip().splitlines() or [f"{' '.join(command[:2])} failed"])[-1])


@dataclass
class Server:
    """One instance in one folder."""

    folder: Path
    port: int = 0
    token: str = ""
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def base(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def around(self) -> Mapping[str, str]:
        """The environment by which its programs find their own folder."""
        return {
            **os.environ,
            "RT_HOME": str(self.folder),
            "RT_PORT": str(self.port),
            "RT_SITE_CONFIG": str(self.folder / "RT_SiteConfig.pm"),
            "RT_SITE_CONFIG_DIR": str(self.folder / "conf.d"),
        }

    def prepare(self) -> None:
        """An empty database, a token, rights; kept aside."""
        for name in ("conf.d", "mail"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "RT_SiteConfig.pm").write_text(CONFIG, "utf-8")
        (self.folder / "keep-mail").write_text(KEEP_MAIL, "utf-8")
        (self.folder / "keep-mail").chmod(0o755)
        (self.folder / "rootpw").write_text("root-pw-1\n", "utf-8")
        setup = ["rt-setup-database-5", "--action", "init", "--force", "--dba", "x", "--dba-password", "x"]
        self._run([*setup, "--root-password-file", str(self.folder / "rootpw")])
        self.token = self.perl(TOKEN).strip()
        self.perl(RIGHTS)
        shutil.copyfile(self.folder / "rt.db", self.folder / "fresh.db")

    def another(self, folder: Path) -> "Server":
        """A server like this one was when it was new, in a folder of its own."""
        made = Server(folder, token=self.token)
        for name in ("conf.d", "mail"):
            (folder / name).mkdir(parents=True)
        for name in ("RT_SiteConfig.pm", "keep-mail", "fresh.db"):
            shutil.copy(self.folder / name, folder / name)
        shutil.copyfile(folder / "fresh.db", folder / "rt.db")
        return made

    def start(self, workers: int = 2, *, at: datetime | None = None) -> None:
        """Begin to serve on a free port; answers once it does. `at`: the moment that its clock starts from."""
        with contextlib.closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [
            str(HOME / "libexec/rt-server"),
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--max-workers",
            str(workers),
        ]
        if at is not None:
            command = ["env", "TZ=UTC", "faketime", "-f", f"@{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}", *command]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env={**self.around, "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.base}/REST/2.0/rt", headers=self.headers, timeout=10).ok:
                    return
            time.sleep(0.1)
        raise AbsentError(f"the server does not answer: {self.log()[-500:]}")

    def stop(self) -> None:
        """The end, of its workers too: with another clock the server is a child of the process that we started."""
        if self.process is not None:
            for way, seconds in ((signal.SIGTERM, 20), (signal.SIGKILL, 5)):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, way)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(seconds)
                    return

    def log(self) -> str:
        """What it complained of."""
        path = self.folder / "server.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    @property
    def headers(self) -> Mapping[str, str]:
        """Of every call."""
        return {"Authorization": f"token {self.token}"}

    def call(self, method: str, path: str, body: object = None, **params: object) -> Any:
        """REST 2.0, as somebody else than cstool. JSON, or None where nothing came."""
        asked = {name: str(value) for name, value in params.items()}
        answer = requests.request(
            method, f"{self.base}/REST/2.0/{path}", json=body, params=asked, headers=self.headers, timeout=60
        )
        assert answer.ok, (method, path, answer.status_code, answer.text[:500])
        return answer.json() if answer.content else None

    def rows(self, path: str, fields: str, body: object = None, **params: object) -> list[Mapping[str, Any]]:
        """A list, all pages."""
        found: list[Mapping[str, Any]] = []
        page = 1
        while True:
            method = "GET" if body is None else "POST"
            data = self.call(method, path, body, fields=fields, per_page=100, page=page, **params)
            found += data["items"]
            if page >= int(data["pages"]):
                return found
            page += 1

    def html(self, method: str, path: str, form: Mapping[str, str] | None = None) -> str:
        """A page of the administration, as a browser asks for it."""
        headers = {**self.headers, "Referer": f"{self.base}/"}
        answer = requests.request(method, f"{self.base}/{path}", data=form, headers=headers, timeout=60)
        assert answer.ok, (method, path, answer.status_code)
        return answer.text

    def user(self, name: str, mail: str) -> None:
        """An agent's account."""
        self.call("POST", "user", {"Name": name, "EmailAddress": mail, "Privileged": 1})

    def mail_in(self, message: bytes, queue: str) -> str:
        """A mail through the gateway, as rt-mailgate hands it in: a plain field without a file name. What the server says."""
        form = {"queue": queue, "action": "correspond", "message": message}
        answer = requests.post(f"{self.base}/REST/1.0/NoAuth/mail-gateway", data=form, timeout=60)
        return answer.text

    def perl(self, code: str, *arguments: str, stdin: str = "") -> str:
        """Perl inside the instance."""
        return self._run(["perl", "-I", str(HOME / "lib"), "-e", code, *arguments], stdin)

    def _run(self, command: Sequence[str], stdin: str = "") -> str:
        done = subprocess.run(
            command, env=self.around, input=stdin, capture_output=True, text=True, timeout=300, check=False, encoding="utf-8"
        )
        if done.returncode:
            raise AbsentError(f"{command[0]}: {done.stderr[-500:]}")
        return done.stdout
