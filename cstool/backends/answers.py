"""What comes back from a helpdesk over HTTP, judged: whole or half, to be repeated or not, maybe carried out or surely not."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from cstool.diagnostic import Text, text

ATTEMPTS, STORM, CONNECTS = 6, 10, 3
"""How often a request is sent at most, how often where the answer is to come again later (429), and how often a connection is
tried that nobody answers."""
AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""Answers after which a request that may be repeated is repeated."""
_SECONDS = re.compile(r"\d{1,9}(\.\d{1,6})?")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
"""Blanks, line ends, and what a terminal would obey."""
SHOWN = 300
"""Characters of an error answer that are shown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `data` is the decoded JSON; None where there is no body."""

    status: int
    headers: Mapping[str, str]
    data: Any
    body: str

    @property
    def good(self) -> bool:
        """Whether it was carried out."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Lost:
    """No whole answer. `sent`: the request may have reached the server; `tries`: how often it is worth trying."""

    why: Text
    sent: bool = True
    tries: int = ATTEMPTS
    begins: str | None = None
    """How an answer begins that is no JSON at all, such as a login page."""


def plain_problem(answer: Answer) -> tuple[str, str]:
    """The code and the words of an error answer, for a product that has no form of its own."""
    return "", answer.body


def answer_of(method: str, status: int, headers: Mapping[str, str], raw: bytes) -> Answer | Lost:
    """The answer, or what makes it none. `headers` have lower-case names."""
    words = raw.decode("utf-8-sig", errors="replace")
    good = 200 <= status < 300
    if not words.strip():
        if good and method == "GET":
            return Lost(text("lost-half"))
        return Answer(status, headers, None, "")
    try:
        return Answer(status, headers, json.loads(words), words)
    except ValueError:
        if not good:
            return Answer(status, headers, None, words)
    except RecursionError:
        return Lost(text("lost-endless"), tries=1)
    if "json" in headers.get("content-type", ""):
        return Lost(text("lost-half"))
    return Lost(text("lost-not-json"), tries=1, begins=words)


def maybe_done(outcome: Answer | Lost) -> bool:
    """Whether a request without a good answer may have been carried out all the same. A redirect may follow a success."""
    if isinstance(outcome, Lost):
        return outcome.sent
    return outcome.status < 400 or outcome.status == 408 or outcome.status >= 500


def tries(outcome: Answer | Lost) -> int:
    """How often a request with this outcome is sent at most."""
    if isinstance(outcome, Lost):
        return outcome.tries
    if outcome.status == 429:
        return STORM
    return ATTEMPTS if outcome.status in AGAIN else 1


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from a number, or from a date and the server's own clock (RFC 9110, 10.2.3)."""
    written = headers.get("retry-after", "").strip()
    if written.isdigit() and written.isascii():
        return float(written[:9]) if len(written) < 10 else 1e9
    if _SECONDS.fullmatch(written):
        return float(written)
    try:
        return max(0.0, (parsedate_to_datetime(written) - parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None


def shown(words: str, most: int = SHOWN) -> str:
    """Words of a server on one line, without what a terminal would obey, cut."""
    line = _UNSEEN.sub(" ", words).strip()
    return line if len(line) <= most else f"{line[:most]}…"
