"""HTTP to a helpdesk: the one place that opens connections.

Bounded retries; TLS always verified; no redirect followed and no cookie kept, so that credentials never reach another host; no
secret in a message.
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from cstool.backends.answers import CONNECTS, Answer, Lost, answer_of, maybe_done, plain_problem, retry_after, shown, tries
from cstool.backends.base import AccessError, CallError, NotMadeError, UnsureError
from cstool.backends.outgoing import Outgoing, address, host_of
from cstool.backends.veil import Veil
from cstool.diagnostic import Text, text
from cstool.errors import CstoolError, UsageError

if TYPE_CHECKING:
    import requests

__all__ = ["Answer", "Exchange", "Http"]
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 10.0, 60.0, 180.0
"""For a connection, between two pieces of an answer, for a whole answer."""
LARGEST = 128 * 1024 * 1024
"""Bytes of one answer."""
LONGEST_WAIT = 120.0
"""Seconds that a `Retry-After` may ask for; more is an error that says so."""
CONNECTIONS = 16
"""Kept open at most; more workers than this open theirs anew."""
_HEADER = re.compile(r"[!-~]([ -~]*[!-~])?")
"""What a header can hold: RFC 9110, 5.5, without the octets above ASCII, whose meaning is nobody's."""


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


def _no_pace(headers: Mapping[str, str]) -> float:
    return 0.0


class Http:
    """One account. Safe to use from several threads.

    `problem` reads code and words out of an error answer; `pace` says from the headers of any answer how many seconds the next
    request should wait; `secrets`, and the values of `headers`, are struck out of everything that leaves this module but good
    answers; `wait` sleeps, `clock` counts seconds. Raises UsageError for an address or a secret that cannot be used.
    """

    def __init__(
        self,
        base: str,
        headers: Mapping[str, str],
        *,
        secrets: Sequence[str] = (),
        problem: Callable[[Answer], tuple[str, str]] = plain_problem,
        pace: Callable[[Mapping[str, str]], float] = _no_pace,
        log: Callable[[Exchange], None] = lambda exchange: None,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        parts = address(base)
        self.base = base.rstrip("/")
        self.host = parts.hostname or ""
        self._trusts_environment = parts.scheme == "https"  # a proxy would read what is not encrypted, the token with it
        if not all(_HEADER.fullmatch(value) for value in headers.values()):
            raise UsageError(text("unsendable-secret", host=self.host))
        self._headers = {"Accept": "application/json", "Accept-Encoding": "gzip, deflate", "User-Agent": "cstool", **headers}
        carried = [value for name, value in headers.items() if name.lower() not in _OPEN]
        self._veil = Veil([*secrets, *carried, *(value.partition(" ")[2] for value in carried)])
        self._problem, self._pace, self._log, self._wait, self._clock = problem, pace, log, wait, clock
        self._gate = Lock()
        self._not_before = 0.0
        self._line: tuple[requests.adapters.HTTPAdapter, Any] | None = None

    def get(self, path: str, /, **params: object) -> Any:
        """The JSON of a GET. Raises CallError; AccessError where the account is closed to us."""
        return self.send("GET", path, params=params).data

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        creates: bool = False,
        params: Mapping[str, object] | None = None,
        form: Mapping[str, str] | None = None,
        page: bool = False,
    ) -> Answer:
        """One request, repeated where that is safe.

        With `creates`, only where nothing was done: NotMadeError says that, UnsureError that nobody knows. `form` is sent as
        forms of web pages are. With `page` the answer is no JSON, and may lead to another page of the same host.
        """
        asked = Outgoing(method, path, body if form is None else form, params or {}, form is not None, page)
        attempt, told = 0, self._veil.over(path)
        while True:
            attempt += 1
            outcome = self._once(asked, attempt)
            if isinstance(outcome, Answer) and (outcome.good or (page and self._leads_on(outcome))):
                return outcome
            if creates and maybe_done(outcome):
                raise UnsureError(text("answer-lost", method=method, path=told, host=self.host, why=self._why(outcome)))
            if attempt >= tries(outcome):
                raise self._error(method, told, outcome, creates)
            self._rest(outcome, attempt, creates)

    def pause(self, attempt: int) -> None:
        """Wait for a request that nobody heard of again: longer each time."""
        self._wait(min(5.0 * 2.0**attempt, 60.0))

    def _once(self, asked: Outgoing, attempt: int) -> Answer | Lost:
        self._paced()
        started = self._clock()
        outcome = self._asked(asked)
        if isinstance(outcome, Answer) and not outcome.good:
            hidden = self._veil.over_data(outcome.data)  # before anybody cuts it, which would leave half a secret
            outcome = Answer(outcome.status, outcome.headers, hidden, self._veil.over(outcome.body))
        status = outcome.status if isinstance(outcome, Answer) else None
        why = "" if status is not None and status < 400 else self._why(outcome)
        exchange = Exchange(
            asked.method,
            self._veil.over(asked.path),
            {name: self._veil.over_data(value) for name, value in asked.params.items()},
            self._veil.over_data(asked.body),
            status,
            attempt,
            self._clock() - started,
            why.id if isinstance(why, Text) else why,
        )
        with self._gate:
            self._log(exchange)
        if isinstance(outcome, Answer):
            self._later(min(self._pace(outcome.headers), LONGEST_WAIT))
        return outcome

    def _asked(self, asked: Outgoing) -> Answer | Lost:
        import requests
        from urllib3.exceptions import HTTPError

        prepared = requests.Request(
            asked.method,
            f"{self.base}/{asked.path.lstrip('/')}",
            headers={**self._headers, **asked.kind},
            params=asked.query,
            data=asked.data,
        ).prepare()
        try:
            line, settings = self._opened()
            with line.send(prepared, timeout=(CONNECT_SECONDS, READ_SECONDS), **settings) as response:
                raw = self._whole(response)
        except (OSError, HTTPError, _TooMuchError) as error:  # what requests raises is an OSError
            return self._lost(error)
        headers = {name.lower(): value for name, value in response.headers.items()}
        if asked.page:
            return Answer(response.status_code, headers, None, raw.decode("utf-8", errors="replace"))
        return answer_of(asked.method, response.status_code, headers, raw)

    def _leads_on(self, answer: Answer) -> bool:
        """Whether a form was taken, and its outcome stands on another page of the same host. It is not followed."""
        return answer.status in (302, 303) and host_of(answer.headers.get("location", "")) in ("", self.host)

    def _opened(self) -> "tuple[requests.adapters.HTTPAdapter, Any]":
        """Connections that are kept, for all threads.

        Below a session of requests: that would keep cookies, ask a .netrc file and read redirects to their end.
        """
        import requests

        with self._gate:
            if self._line is None:
                session = requests.Session()
                session.trust_env = self._trusts_environment
                settings = session.merge_environment_settings(self.base, {}, True, None, None)
                self._line = requests.adapters.HTTPAdapter(pool_maxsize=CONNECTIONS), settings
            return self._line

    def _whole(self, response: "requests.Response") -> bytes:
        """The body, piece by piece: a server that drips cannot hold us for ever, nor fill the memory."""
        until = self._clock() + WHOLE_SECONDS
        pieces, size = [], 0
        while piece := response.raw.read1(65536, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST or self._clock() > until:
                raise _TooMuchError
        return b"".join(pieces)

    def _lost(self, error: Exception) -> Lost:
        """What an error of the connection says about the request."""
        import requests
        from urllib3.exceptions import HTTPError, NewConnectionError, ReadTimeoutError, SSLError

        if isinstance(error, _TooMuchError):
            return Lost(text("lost-endless"), tries=1)
        if isinstance(error, requests.exceptions.SSLError | SSLError):
            words = self._veil.over(str(error))
            unknown = "CERTIFICATE_VERIFY_FAILED" in words  # nothing is sent to whom we do not know
            return Lost(text("lost-tls", words=shown(words, 200)), sent=not unknown, tries=1)
        if isinstance(error, requests.exceptions.ConnectTimeout):
            return Lost(text("lost-connect"), sent=False, tries=CONNECTS)
        if isinstance(error, requests.exceptions.ProxyError):
            return Lost(text("lost-proxy"), sent=False, tries=CONNECTS)
        if not isinstance(error, requests.exceptions.RequestException | HTTPError):  # no certificates where the environment says
            return Lost(text("lost-tls", words=shown(self._veil.over(str(error)), 200)), tries=1)
        reason = getattr(error.args[0], "reason", None) if error.args else None
        if isinstance(reason, NewConnectionError):
            return Lost(text("lost-connect"), sent=False, tries=CONNECTS)
        if isinstance(error, requests.exceptions.Timeout | ReadTimeoutError):
            return Lost(text("lost-waiting"))
        return Lost(text("lost-connection"))

    def _paced(self) -> None:
        """Wait as long as any answer asked for; while we wait, another one may ask for more."""
        waited = 0.0
        while True:
            with self._gate:
                until = self._not_before
            rest = until - self._clock()
            if rest <= 0 or until == waited:
                return
            self._wait(min(rest, LONGEST_WAIT))
            waited = until

    def _later(self, seconds: float) -> None:
        if seconds > 0:
            with self._gate:
                self._not_before = max(self._not_before, self._clock() + seconds)

    def _rest(self, outcome: Answer | Lost, attempt: int, creates: bool) -> None:
        asked = retry_after(outcome.headers) if isinstance(outcome, Answer) else None
        if asked is not None and asked > LONGEST_WAIT and isinstance(outcome, Answer):
            failed = text("asked-to-wait", host=self.host, seconds=round(asked))
            raise (NotMadeError if creates else CallError)(failed, outcome.status)
        seconds = asked if asked is not None else min(0.5 * 2.0**attempt, 20.0)
        if isinstance(outcome, Answer) and outcome.status == 429:
            self._later(seconds)  # for all workers, this one with them
        else:
            self._wait(seconds)

    def _why(self, outcome: Answer | Lost) -> str | Text:
        if isinstance(outcome, Lost):
            return outcome.why
        return f"{outcome.status} {self._words(outcome)}".strip()

    def _words(self, answer: Answer) -> str:
        code, words = self._problem(answer)
        return shown(self._veil.over(f"{code} {words}"))

    def _error(self, method: str, path: str, outcome: Answer | Lost, creates: bool) -> CstoolError:
        made = NotMadeError if creates else CallError
        if isinstance(outcome, Lost) and outcome.begins is not None:
            begins = shown(self._veil.over(outcome.begins), 60)
            return made(text("not-json", path=path, host=self.host, begins=begins))
        if isinstance(outcome, Lost):
            return made(text("no-answer", method=method, path=path, host=self.host, why=outcome.why))
        if 300 <= outcome.status < 400:
            target = self._veil.over(shown(host_of(outcome.headers.get("location", "")) or self.host, 100))
            return made(text("redirected", host=self.host, target=target), outcome.status)
        code, _ = self._problem(outcome)
        if outcome.status in (401, 403):
            message = text("access-denied", host=self.host, method=method, path=path, why=self._why(outcome))
            return AccessError(message, 401, code) if outcome.status == 401 else made(message, 403, code)
        message = text("call-refused", method=method, path=path, status=outcome.status, why=self._words(outcome))
        return made(message, outcome.status, code)


_OPEN = frozenset({"accept", "accept-encoding", "accept-language", "content-type", "user-agent"})
"""Headers that hold no secret."""


class _TooMuchError(Exception):
    """An answer that does not end."""
