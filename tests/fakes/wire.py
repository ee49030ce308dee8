"""A server on 127.0.0.1 that sends the very bytes a test says: whole answers, halves of them, nothing, or no end of them."""

import json
import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any

Reply = bytes | Iterable[bytes] | None
"""What is sent before the connection is closed; None: nothing, and the connection stays open until the server ends."""


@dataclass(frozen=True)
class Asked:
    """One request that came in."""

    number: int
    method: str
    path: str
    headers: dict[str, str]
    body: Any


def answer(status: int, body: object = None, kind: str = "application/json", **headers: str) -> bytes:
    """A whole answer."""
    raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Said", f"Content-Type: {kind}", f"Content-Length: {len(raw)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + raw


def _decoded(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw.decode("latin-1")


@dataclass
class Wire:
    """Answers each request with what `says` says; `asked` lists what came in."""

    says: Callable[[Asked], Reply]
    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> "Wire":
        wire = self
        self.ended, lock = Event(), Lock()

        class Handler(StreamRequestHandler):
            """One connection, one request."""

            def handle(self) -> None:
                first = self.rfile.readline().decode("latin-1").split()
                if len(first) < 2:
                    return
                headers = {}
                while line := self.rfile.readline().decode("latin-1").strip():
                    name, _, value = line.partition(":")
                    headers[name.lower()] = value.strip()
                raw = self.rfile.read(int(headers.get("content-length", "0")))
                with lock:
                    one = Asked(len(wire.asked) + 1, first[0], first[1], headers, _decoded(raw))
                    wire.asked.append(one)
                reply = wire.says(one)
                if reply is None:
                    wire.ended.wait()
                    return
                try:
                    for piece in [reply] if isinstance(reply, bytes) else reply:
                        self.wfile.write(piece)
                        self.wfile.flush()
                        if wire.ended.is_set():
                            return
                except OSError:
                    return  # the client has heard enough

        class Server(ThreadingTCPServer):
            """Silent about clients that go away."""

            daemon_threads = True
            request_queue_size = 64

            def get_request(self) -> tuple[socket.socket, Any]:
                connection, address = super().get_request()
                return (wire.tls.wrap_socket(connection, server_side=True) if wire.tls else connection), address

            def handle_error(self, request: object, client_address: object) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self.url = f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Clock:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        """Let it pass."""
        self.waits.append(seconds)
        self.now += seconds

    def __call__(self) -> float:
        """What it is."""
        return self.now
