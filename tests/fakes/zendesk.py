"""A Zendesk account that tests can push to: a real HTTP server on 127.0.0.1 that behaves as the documents and records say.

Where they leave something open it takes the stricter reading. Every request body is held against the OpenAPI document (where
the data are there) and every condition and action against the operators and values of the account.

`server.fault` may be a function of (number of the request, method, path) that says what goes wrong: `drop-before` and
`drop-after` (the connection is lost before or after the request was carried out), `half` (carried out, half an answer),
`500`, `500-after`, `502`, `503`, `409`, `429`, `401` (an expired token), `html` (a maintenance page); None: nothing.
"""

import base64
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.fakes.zendesk_answers import Answer, Refused, Request, invalid, not_found
from tests.fakes.zendesk_routes import PATTERNS
from tests.fakes.zendesk_spec import available, complaints, template
from tests.fakes.zendesk_store import Store
from tests.fakes.zendesk_things import run_jobs

USER, TOKEN = "admin@lumen.example", "zd-secret-token-4711"
Fault = Callable[[int, str, str], str | None]
LIMIT = 700
"""Requests a minute of a Suite Enterprise account: https://developer.zendesk.com/api-reference/introduction/rate-limits/."""


@dataclass(frozen=True)
class Asked:
    """One request that reached the account."""

    number: int
    method: str
    path: str
    body: Any
    status: int | None
    """None: the connection was lost."""

    @property
    def writes(self) -> bool:
        """Whether it was to change something."""
        return self.method != "GET"

    @property
    def template(self) -> str:
        """`PUT /triggers/{id}`."""
        return f"{self.method} {template(self.path)}"


class FakeZendesk:
    """The server. Use it with `with`; `store` is the account behind it, `asked` every request so far."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store()
        self.fault: Fault | None = None
        self.limit = LIMIT
        self.left = LIMIT
        """Requests that may come before the minute is over; a test sets it, 0 lets the next one through with a 429 only once."""
        self.asked: list[Asked] = []
        self.before: Callable[[Request], None] = lambda request: None
        """Runs before each request is carried out: somebody else at work."""
        self._gate = threading.RLock()
        self._numbers = 0
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.fake = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """The address for `url:` in cstool.yaml."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def number(self) -> int:
        """Of the next request."""
        with self._gate:
            self._numbers += 1
            return self._numbers

    def note(self, number: int, method: str, path: str, body: Any, status: int | None) -> None:
        """A request that has ended."""
        with self._gate:
            self.asked.append(Asked(number, method, path, body, status))

    def allowed(self) -> bool:
        """Whether the minute has room for another request."""
        with self._gate:
            if self.left > 0:
                self.left -= 1
                return True
            self.left = self.limit
            return False

    def carried_out(self, request: Request) -> Answer:
        """One request, with nothing else in between."""
        with self._gate:
            self.before(request)
            run_jobs(self.store)
            path = f"{request.method} {template(request.path)}"
            if available():
                faults = [(place, words, "InvalidFormat") for place, words in complaints(path, request.body)]
                if faults:
                    raise invalid(faults)
            for method, pattern, run in PATTERNS:
                found = pattern.match(request.path)
                if method == request.method and found:
                    status, data = run(self.store, request, *found.groups())
                    return status, json.loads(json.dumps(data)) if data is not None else None
            raise not_found()

    def counts(self) -> dict[str, int]:
        """How often each kind of request came."""
        counted: dict[str, int] = {}
        for one in self.asked:
            counted[one.template] = counted.get(one.template, 0) + 1
        return counted

    def forget(self) -> None:
        """Begin to count anew."""
        with self._gate:
            self.asked.clear()
            self._numbers = 0


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    fake: FakeZendesk


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server
    timeout = 20

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing on stderr."""

    def _handle(self) -> None:
        fake, method = self.server.fake, self.command
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/api/v2").removesuffix(".json")
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        number = fake.number()
        fault = fake.fault(number, method, path) if fake.fault else None
        body: Any = None
        status: int | None = None
        try:
            if fault == "drop-before":
                self.close_connection = True
                return
            status, data, kind = self._refusal(fault) or (0, "", "application/json")
            if not status:
                try:
                    body = json.loads(raw) if raw else None
                    status, answer = fake.carried_out(Request(method, path, parse_qs(parts.query), body))
                except ValueError:
                    status, answer = 400, {"error": "Unprocessable Entity", "message": "Server could not parse JSON"}
                except Refused as refused:
                    status, answer = refused.status, refused.body
                data = "" if answer is None else json.dumps(answer, ensure_ascii=False)
            if fault == "drop-after":
                status, self.close_connection = None, True
                return
            if fault == "500-after":
                status, data, kind = 500, "<html>Internal Server Error</html>", "text/html"
            self._give(status, data, kind, parts.path, half=fault == "half")
        finally:
            fake.note(number, method, path, body, status)

    def _refusal(self, fault: str | None) -> tuple[int, str, str] | None:
        """An answer that does not come from the account itself."""
        signed = base64.b64encode(f"{USER}/token:{TOKEN}".encode()).decode()
        if fault == "401" or self.headers.get("Authorization") != f"Basic {signed}":
            return 401, '{"error":"Couldn\'t authenticate you"}', "application/json"
        if fault == "html":
            return 200, "<html><title>Down for maintenance</title></html>", "text/html"
        if fault in ("500", "502", "503"):
            return int(fault), f"<html>{fault}</html>", "text/html"
        if fault == "409":
            return 409, '{"error":"DatabaseConflict","description":"Database collision"}', "application/json"
        if fault == "429" or not self.server.fake.allowed():
            return 429, "Number of allowed API requests per minute exceeded", "text/plain"
        return None

    def _give(self, status: int, data: str, kind: str, path: str, *, half: bool) -> None:
        raw = data.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        for name, value in self._limits(path):
            self.send_header(name, value)
        if status == 429:
            self.send_header("Retry-After", "1")
        self.end_headers()
        if half:
            raw = raw[: len(raw) // 2]
            self.close_connection = True
        self.wfile.write(raw)

    def _limits(self, path: str) -> list[tuple[str, str]]:
        """Recorded: always the first pair, besides one of two sets by endpoint, and limits of single endpoints as text."""
        left, limit = str(self.server.fake.left), str(self.server.fake.limit)
        pairs = [("X-Rate-Limit", limit), ("X-Rate-Limit-Remaining", left)]
        prefix = "RateLimit" if "/triggers" in path or "/slas" in path else "Rate-Limit"
        pairs += [(f"{prefix}-Limit" if prefix == "RateLimit" else prefix, limit), (f"{prefix}-Remaining", left)]
        pairs.append((f"{prefix}-Reset", "37"))
        if "/macros" in path:
            pairs.append(("Zendesk-RateLimit-Macros-Index", "total=100; remaining=94; resets=51"))
        return pairs

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle


OTHER_FIELDS = (
    *("order_id", "order_date", "order_items", "order_tracking_url", "order_carrier", "order_delivery_date"),
    *("return_label_url", "return_address", "refund_amount", "product_name", "store_name", "store_url"),
)
"""Plain text fields that the seller's connectors fill."""


def seller(store: Store | None = None, **changes: Any) -> Store:
    """The account of the shipped seller: its agents, fields, addresses; nothing of ours was pushed yet."""
    made = store or Store(**changes)
    made.agent("Admin", USER, "admin")
    for name in ["lin", "wei", "chen", "zhao", "huang", "liu", "yuki", "jonas", "lena", "maria", "emma", "david"]:
        made.agent(name.title(), f"{name}@lumen.example")
    made.addresses |= {"help@lumen.example", "support@lumen.zendesk.example"}
    made.user_fields |= {"country"}
    bands = ("under_50_usd", "50_to_200_usd", "200_to_500_usd", "from_500_usd")
    made.field("order_value", "tagger", tuple(f"order_value_{band}" for band in bands))
    made.field("order_status", "tagger", ("paid", "packed", "shipped", "delivered", "cancelled", "returned"))
    made.field("loyalty", "tagger", ("none", "silver", "gold", "platinum"))
    for title in OTHER_FIELDS:
        made.field(title, "text")
    return made
