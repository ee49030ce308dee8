"""HTTP to a helpdesk: the one place that opens connections.

Bounded retries; TLS always verified; no redirect followed, so that credentials never reach another host; no secret in a message.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from threading import Lock, local
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cstool.backends.base import AccessError, CallError, NotMadeError, UnsureError
from cstool.diagnostic import text
from cstool.errors import CstoolError, UsageError

if TYPE_CHECKING:
    import requests

ATTEMPTS, CONNECTS = 6, 3
"""How often a request is sent at most, and how often a connection is tried that nobody answers."""
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 10.0, 60.0, 180.0
"""For a connection, between two pieces of an answer, for a whole answer."""
LARGEST = 128 * 1024 * 1024
"""Bytes of one answer."""
LONGEST_WAIT = 120.0
"""Seconds that a `Retry-After` may ask for; more is an error that says so."""
AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""Answers after which a request that may be repeated is repeated."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `data` is the decoded JSON; None where the body is none."""

    status: int
    headers: Mapping[str, str]
    data: Any
    body: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as the log has it: no header, no secret."""

    method: str
    path: str
    params: Mapping[str, object]
    body: object
    status: int | None
    """None: no answer."""
    attempt: int
    seconds: float
    problem: str = ""


def _plain_problem(answer: Answer) -> tuple[str, str]:
    """The code and the words of an error answer, for a product that has no form of its own."""
    return "", answer.body[:200]


def _no_pace(headers: Mapping[str, str]) -> float:
    return 0.0


class Http:
    """One account. Safe to use from several threads.

    `problem` reads code and words out of an error answer; `pace` says from the headers of any answer how many seconds the next
    request should wait; `secrets` are struck out of everything that leaves this module; `wait` sleeps.
    """

    def __init__(
        self,
        base: str,
        headers: Mapping[str, str],
        *,
        secrets: Sequence[str] = (),
        problem: Callable[[Answer], tuple[str, str]] = _plain_problem,
        pace: Callable[[Mapping[str, str]], float] = _no_pace,
        log: Callable[[Exchange], None] = lambda exchange: None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(base)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise UsageError(text("plain-http", url=base))
        self.base = base.rstrip("/")
        self.host = parts.hostname or ""
        self._headers = dict(headers)
        self._secrets = [secret for secret in secrets if secret]
        self._problem, self._pace, self._log, self._wait = problem, pace, log, wait
        self._local = local()
        self._gate = Lock()
        self._not_before = 0.0

    def get(self, path: str, /, **params: object) -> Any:
        """The JSON of a GET. Raises CallError; AccessError where the account is closed to us."""
        answer = self.send("GET", path, params=params)
        if answer.data is None and answer.body:
            raise CallError(text("not-json", path=path, host=self.host, begins=self._struck(answer.body[:60])), answer.status)
        return answer.data

    def send(
        self, method: str, path: str, body: object = None, *, creates: bool = False, params: Mapping[str, object] | None = None
    ) -> Answer:
        """One request, repeated where that is safe.

        With `creates`, only where nothing was done: NotMadeError says that, UnsureError that nobody knows.
        """
        attempt = 0
        while True:
            attempt += 1
            outcome = self._once(method, path, body, params, attempt)
            if isinstance(outcome, Answer) and 200 <= outcome.status < 300:
                return outcome
            done = _maybe_done(outcome)
            again = attempt < (outcome.tries if isinstance(outcome, _Lost) else ATTEMPTS if outcome.status in AGAIN else 1)
            if creates and done:
                raise UnsureError(text("answer-lost", method=method, path=path, host=self.host, why=self._why(outcome)))
            if not again:
                raise self._error(method, path, outcome, creates)
            self._rest(outcome, attempt)

    def pause(self, attempt: int) -> None:
        """Wait for a request that nobody heard of again: longer each time."""
        self._wait(min(5.0 * 2.0**attempt, 60.0))

    def _once(self, method: str, path: str, body: object, params: Mapping[str, object] | None, attempt: int) -> "Answer | _Lost":
        self._paced()
        started = time.monotonic()
        outcome = self._asked(method, path, body, params)
        status = outcome.status if isinstance(outcome, Answer) else None
        problem = "" if status is not None and status < 400 else self._why(outcome)
        self._log(Exchange(method, path, params or {}, body, status, attempt, time.monotonic() - started, problem))
        if isinstance(outcome, Answer):
            self._later(self._pace(outcome.headers))
        return outcome

    def _asked(self, method: str, path: str, body: object, params: Mapping[str, object] | None) -> "Answer | _Lost":
        import requests

        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"} if data is not None else {}
        try:
            with self._session().request(
                method,
                f"{self.base}/{path.lstrip('/')}",
                params={key: str(value) for key, value in (params or {}).items()},
                data=data,
                headers=headers,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                raw = _whole(response)
        except requests.exceptions.SSLError as error:
            return _Lost(f"TLS: {self._struck(str(error))[:200]}", sent=False, tries=1)
        except requests.exceptions.ConnectTimeout:
            return _Lost("time-out (connect)", sent=False, tries=CONNECTS)
        except requests.exceptions.ConnectionError as error:
            refused = "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)
            return _Lost("no connection", False, CONNECTS) if refused else _Lost("connection lost", sent=True)
        except requests.exceptions.Timeout:
            return _Lost("time-out (read)", sent=True)
        except (requests.exceptions.RequestException, _TooMuchError) as error:
            return _Lost(type(error).__name__, sent=True)
        return _answer(response, raw)

    def _session(self) -> "requests.Session":
        """One session a thread: connections are kept, and nothing is shared."""
        import requests

        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.headers.update({"Accept": "application/json", "User-Agent": "cstool"})
            session.auth = self._signed  # a handler of ours: a .netrc file is not asked
            self._local.session = session
        return session

    def _signed(self, request: "requests.PreparedRequest") -> "requests.PreparedRequest":
        request.headers.update(self._headers)
        return request

    def _paced(self) -> None:
        with self._gate:
            rest = self._not_before - time.monotonic()
        if rest > 0:
            self._wait(min(rest, LONGEST_WAIT))

    def _later(self, seconds: float) -> None:
        if seconds > 0:
            with self._gate:
                self._not_before = max(self._not_before, time.monotonic() + seconds)

    def _rest(self, outcome: "Answer | _Lost", attempt: int) -> None:
        asked = _retry_after(outcome.headers) if isinstance(outcome, Answer) else None
        if asked is not None and asked > LONGEST_WAIT:
            raise CallError(text("asked-to-wait", host=self.host, seconds=round(asked)), 429)
        seconds = asked if asked is not None else min(0.5 * 2.0**attempt, 20.0)
        if isinstance(outcome, Answer) and outcome.status == 429:
            self._later(seconds)  # for all workers
        self._wait(seconds)

    def _why(self, outcome: "Answer | _Lost") -> str:
        if isinstance(outcome, _Lost):
            return outcome.why
        code, words = self._problem(outcome)
        return self._struck(f"{outcome.status} {code} {words}".strip())

    def _error(self, method: str, path: str, outcome: "Answer | _Lost", creates: bool) -> CstoolError:
        why = self._why(outcome)
        if isinstance(outcome, _Lost):
            failed = text("no-answer", method=method, path=path, host=self.host, why=why)
            return NotMadeError(failed) if creates else CallError(failed)
        if 300 <= outcome.status < 400:
            target = urlsplit(outcome.headers.get("location", "")).hostname or "?"
            return CallError(text("redirected", host=self.host, target=target), outcome.status)
        code, words = self._problem(outcome)
        if outcome.status in (401, 403):
            message = text("access-denied", host=self.host, method=method, path=path, why=why)
            if outcome.status == 401:
                return AccessError(message, 401, code)
            return NotMadeError(message, 403, code) if creates else CallError(message, 403, code)
        message = text(
            "call-refused", method=method, path=path, status=outcome.status, why=self._struck(f"{code} {words}".strip())
        )
        return (NotMadeError if creates else CallError)(message, outcome.status, code)

    def _struck(self, words: str) -> str:
        for secret in self._secrets:
            words = words.replace(secret, "***")
        return words


@dataclass(frozen=True, slots=True)
class _Lost:
    """No whole answer. `sent`: the request may have reached the server; `tries`: how often it is worth trying."""

    why: str
    sent: bool
    tries: int = ATTEMPTS


class _TooMuchError(Exception):
    """An answer that does not end."""


def _maybe_done(outcome: Answer | _Lost) -> bool:
    """Whether a request without a good answer may have been carried out all the same."""
    if isinstance(outcome, _Lost):
        return outcome.sent
    return outcome.status == 408 or outcome.status >= 500


def _whole(response: "requests.Response") -> bytes:
    """The body, piece by piece: a server that drips cannot hold us for ever, nor fill the memory."""
    until = time.monotonic() + WHOLE_SECONDS
    pieces, size = [], 0
    for piece in response.iter_content(65536):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST or time.monotonic() > until:
            raise _TooMuchError
    return b"".join(pieces)


def _answer(response: "requests.Response", raw: bytes) -> Answer | _Lost:
    headers = {name.lower(): value for name, value in response.headers.items()}
    words = raw.decode("utf-8", errors="replace")
    announced = headers.get("content-length", "")
    if announced.isdigit() and "content-encoding" not in headers and len(raw) < int(announced):
        return _Lost("half an answer", sent=True)
    if not words.strip():
        return Answer(response.status_code, headers, None, "")
    try:
        return Answer(response.status_code, headers, json.loads(words), words)
    except ValueError:
        if response.status_code < 300 and "json" in headers.get("content-type", ""):
            return _Lost("half an answer", sent=True)
        return Answer(response.status_code, headers, None, words)
    except RecursionError:
        return _Lost("an answer nested too deeply", sent=True)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from a number, or from a date and the server's own clock (RFC 9110, 10.2.3)."""
    written = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(written))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(written) - parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except (TypeError, ValueError):
        return None
