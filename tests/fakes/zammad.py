"""A Zammad on 127.0.0.1 that answers as recorded ones do: measured on zammad/zammad 5.5, newer behaviour read in its source.

`with Server() as server:` gives `server.url`; `server.account` holds the records; `server.requests` lists what came in.
`server.fault = callable(number, method, path)` may return "drop-before", "drop-after", "half", "401", "429", "500" … or None.
"""

import html
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import RLock, Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.zammad_account import Account
from tests.fakes.zammad_kinds import Refused
from tests.fakes.zammad_routes import TOKEN, Api

__all__ = ["PUSHING", "TOKEN", "Account", "Request", "Server"]
PUSHING = (
    *("admin.object", "admin.tag", "admin.group", "admin.user", "admin.calendar", "admin.text_module", "admin.trigger"),
    *("admin.sla", "admin.scheduler", "ticket.agent"),
)
"""The least rights a push needs."""
Fault = Callable[[int, str, str], "str | None"]
_TITLES = {401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 422: "Unprocessable Entity", 500: "Internal Server Error"}


@dataclass(frozen=True)
class Request:
    """One request that came in."""

    number: int
    method: str
    path: str
    body: Any


@dataclass
class Server:
    """One account behind HTTP."""

    account: Account = field(default_factory=Account)
    requests: list[Request] = field(default_factory=list)
    fault: Fault = lambda number, method, path: None

    def __post_init__(self) -> None:
        self.api = Api(self.account)
        self.lock = RLock()

    def __enter__(self) -> "Server":
        handler = type("Handler", (_Handler,), {"fake": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def sent(self, *methods: str) -> list[Request]:
        """Requests by method; all without."""
        return [request for request in self.requests if not methods or request.method in methods]


class _Handler(BaseHTTPRequestHandler):
    fake: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Silent."""

    def _do(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.removeprefix("/api/v1")
        with self.fake.lock:
            self.fake.requests.append(Request(len(self.fake.requests) + 1, self.command, path, _decoded(raw)))
            fault = self.fake.fault(len(self.fake.requests), self.command, path)
            if fault == "drop-before":
                self.close_connection = True
                return
            status, data = self._faulty(fault) if (fault or "").isdigit() else self._answer(path, raw)
        if fault == "drop-after":
            self.close_connection = True
            return
        self._write(status, data, half=fault == "half", wait=fault == "429")

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _do

    def _faulty(self, fault: str | None) -> tuple[int, Any]:
        return int(fault or 0), {"error": f"fault {fault}"}

    def _answer(self, path: str, raw: bytes) -> tuple[int, Any]:
        try:
            caller = self.fake.api.who(self.headers.get("Authorization", ""))
            body = _decoded(raw)
            if isinstance(body, str) and body.startswith(("{", "[")):
                raise Refused(500, f"unexpected token at '{body}'", human=False)
            if isinstance(body, str):
                body = dict(parse_qsl(body))
            return self.fake.api.answer(self.command, path, body, caller)
        except Refused as refused:
            extra = {"error_human": refused.message} if refused.human else {}
            if self.command == "PATCH":
                extra = {"status": refused.status}
            return refused.status, {"error": refused.message, **extra}

    def _write(self, status: int, data: Any, *, half: bool, wait: bool) -> None:
        written = json.dumps(data).encode()
        if status >= 400 and not self.headers.get("Accept"):  # without the header an error is a page
            title, message = _TITLES.get(status, ""), html.escape(str(data.get("error")), quote=True).replace("&#x27;", "&#39;")
            written = f"<!DOCTYPE html>\n<title>{status}: {title}</title><div>{message}</div>".encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(written)))
        if wait:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(written[: len(written) // 2] if half else written)
        if half:
            self.close_connection = True


def _decoded(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw.decode(errors="replace")
