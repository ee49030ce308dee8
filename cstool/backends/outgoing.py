"""A request before it goes out, and the address it goes to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlencode, urlsplit

from cstool.backends.answers import shown
from cstool.diagnostic import text
from cstool.errors import UsageError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Hosts that may be spoken to without encryption."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sent, as often as it takes."""

    method: str
    path: str
    body: object
    params: Mapping[str, object]
    form: bool
    page: bool

    @property
    def kind(self) -> Mapping[str, str]:
        """The header that says what the body is."""
        if self.body is None:
            return {}
        return {"Content-Type": "application/x-www-form-urlencoded" if self.form else "application/json"}

    @property
    def data(self) -> bytes | None:
        """The body as it goes out."""
        if self.form and isinstance(self.body, Mapping):
            return urlencode(self.body).encode()
        return None if self.body is None else json.dumps(self.body, ensure_ascii=False).encode()

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters as JSON spells values: true, not True."""
        return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in self.params.items()}


def address(base: str) -> SplitResult:
    """The parts of the account's address. Raises UsageError; a password in it is not repeated."""
    told = shown(base.rpartition("@")[2].partition("?")[0].partition("#")[0], 100)
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UsageError(text("no-address", url=told)) from None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError(text("no-address", url=told))
    if parts.scheme != "https" and host not in LOOPBACK:
        raise UsageError(text("plain-http", url=told))
    return parts


def host_of(written: str) -> str:
    """The host that an address names; empty where it names none."""
    try:
        return urlsplit(written).hostname or ""
    except ValueError:
        return ""
