"""A proxy on 127.0.0.1 before any helpdesk, that lets things go wrong: before or after the helpdesk has acted, or too late.

`proxy.fault(number, method, path)` says what goes wrong with a request, counted from 1; None: nothing. Kinds:

- not carried out: `drop-before`, `hang-before` (no answer until the client gives up), `500` `502` `503` `429` `409` `401` `403`,
  `html` (a login page with status 200), `odd-object` `odd-list` `odd-null` (status 200, JSON of another shape), `kill-before`
  (the pushing process is killed when its request arrives)
- carried out, answer lost: `drop-after`, `hang-after`, `500-after`, `502-after`, `html-after`, `odd-after`, `half` (of the body),
  `cut` (JSON that ends early in a whole answer), `half-chunked`, `drip-forever`, `kill-after`
- carried out when the client has given up: `late`
- carried out and answered: `drip` (byte by byte), `interrupt` (as by Ctrl-C, when the request arrives), and `meanwhile`
  (something else happens first: `proxy.meanwhile()`)
"""

import contextlib
import http.client
import os
import signal
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

Fault = Callable[[int, str, str], str | None]
ODD = {"odd-object": b'{"error": "quota"}', "odd-list": b"[]", "odd-null": b"null"}
PAGE = b"<html><title>Log in</title></html>"
DRIPS = 100_000
"""Bytes of a drip that does not end by itself, so that no thread is left behind."""


class Proxy:
    """Use it with `with`; `seen` lists number, method, path and fault of each request."""

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self.upstream = (parts.hostname or "", parts.port or 80)
        self.fault: Fault = lambda number, method, path: None
        self.meanwhile: Callable[[], None] = lambda: None
        self.child = 0
        """The process that pushes."""
        self.seen: list[tuple[int, str, str, str | None]] = []
        self._lock = Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.proxy = self
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def begin(self, fault: Fault = lambda number, method, path: None) -> None:
        """Count anew, with other faults."""
        with self._lock:
            self.seen, self.fault = [], fault

    def asked(self, method: str, path: str) -> str | None:
        """Notes a request; what goes wrong with it."""
        with self._lock:
            number = len(self.seen) + 1
            fault = self.fault(number, method, path)
            self.seen.append((number, method, path, fault))
            return fault

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """The pushing process."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.child, how)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    proxy: Proxy

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients go away; that is what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Silent."""

    def _do(self) -> None:
        proxy = self.server.proxy
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = proxy.asked(self.command, self.path)
        if fault == "meanwhile":
            proxy.meanwhile()
        if fault in ("hang-before", "late"):
            self._until_the_client_has_gone()
            if fault == "late":
                self._forwarded(raw)
            return
        if fault == "interrupt":
            proxy.kill(signal.SIGINT)
        if fault == "kill-before":
            proxy.kill()
        if fault in ("drop-before", "kill-before"):
            self.close_connection = True
            return
        if fault is not None and fault.isdigit():
            kind = "text/plain" if fault == "429" else "application/json"
            body = b"Slow down" if fault == "429" else b'{"error": "on demand"}'
            self._answer(int(fault), [("Content-Type", kind), ("Retry-After", "0")], body)
        elif fault in ODD:
            self._answer(200, [("Content-Type", "application/json")], ODD[fault])
        elif fault == "html":
            self._answer(200, [("Content-Type", "text/html")], PAGE)
        else:
            self._broken(fault, *self._forwarded(raw))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _do

    def _broken(self, fault: str | None, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """What the client hears of an answer."""
        if fault == "kill-after":
            self.server.proxy.kill()
        if fault in ("drop-after", "kill-after"):
            self.close_connection = True
        elif fault == "hang-after":
            self._until_the_client_has_gone()
        elif fault in ("500-after", "502-after"):
            self._answer(int(fault[:3]), [("Content-Type", "text/html")], b"<html>Sorry</html>")
        elif fault == "odd-after":
            self._answer(200, [("Content-Type", "application/json")], b"{}")
        elif fault == "html-after":
            self._answer(200, [("Content-Type", "text/html")], PAGE)
        elif fault == "half":
            self._answer(status, headers, body[: len(body) // 2], len(body) + 1)
            self.close_connection = True
        elif fault == "cut":
            self._answer(status, headers, body[: len(body) // 2 + 1])
        elif fault == "half-chunked":
            self._head(status, [*headers, ("Transfer-Encoding", "chunked")])
            self._pieces(b"%x\r\n" % (len(body) + 10) + body[: len(body) // 2], len(body) + 1)
        elif fault == "drip-forever":
            self._head(status, headers)
            self._pieces(b" " * DRIPS, 1)
        elif fault == "drip":
            self._head(status, [*headers, ("Content-Length", str(len(body)))])
            self._pieces(body[:200], 1, close=False)
            self._pieces(body[200:], 4096, close=False)
        else:
            self._answer(status, headers, body)

    def _forwarded(self, raw: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        upstream = http.client.HTTPConnection(*self.server.proxy.upstream, timeout=60)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
            upstream.request(self.command, self.path, raw or None, {**headers, "Connection": "close"})
            answer = upstream.getresponse()
            body = answer.read()
            dropped = ("content-length", "connection", "transfer-encoding", "date", "server")
            return answer.status, [pair for pair in answer.getheaders() if pair[0].lower() not in dropped], body
        finally:
            upstream.close()

    def _until_the_client_has_gone(self) -> None:
        self.close_connection = True
        self.connection.settimeout(30)
        with contextlib.suppress(OSError):
            self.rfile.read(1)

    def _head(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes, length: int | None = None) -> None:
        self._head(status, [*headers, ("Content-Length", str(len(body) if length is None else length))])
        self.wfile.write(body)

    def _pieces(self, body: bytes, size: int, *, close: bool = True) -> None:
        try:
            for start in range(0, len(body), size):
                self.wfile.write(body[start : start + size])
                self.wfile.flush()
        except OSError:
            close = True
        self.close_connection = close
