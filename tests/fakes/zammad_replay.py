"""The recorded requests in their order, sent to the fake: what is compared, and by what name a difference goes."""

import base64
import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.zammad import TOKEN, Server

STAMPS = {
    *("created_at", "updated_at", "last_sync", "last_log", "last_login", "last_contact_at", "last_contact_agent_at"),
    *("last_contact_customer_at", "last_owner_update_at", "first_response_at", "close_at", "last_close_at", "last_used_at"),
}
GENERATED = {"number", "article_ids", "ticket_time_accounting_ids", "ticket_time_accounting", "signature_token"}
PERSONAL = {
    *("preferences", "authorization_ids", "overview_sorting_ids", "organization_ids", "karma_user_ids", "authorizations"),
    *("organizations", "overview_sortings", "two_factor_preference_ids", "login_failed", "image_source", "verified"),
}
"""What a user record carries beside what configuration is about."""
NOT_PLAYED = {
    "settings": "settings of the product",
    "roles": "roles with the product's list of rights",
    "overviews": "overviews of a fresh account",
    "object_manager_attributes": "built-in attributes",
    "ticket_history": "history of tickets",
    "monitoring": "monitoring",
    "channels_email": "mail channels",
    "core_workflows": "workflows",
    "version": "version",
    "user_access_token": "tokens",
    "ticket_articles": "articles",
    "signatures": "signatures",
    "organizations": "organizations",
}
"""Families of the recording that no push touches and whose content is the product's own: set aside, by name."""


_NOT_JUDGED = {
    "mass_macro": "macros at work",
    "GET /tickets(\\?|$)": "lists of tickets",
    "all=true": "assets of other record types",
    "GET /tickets/search": "search",
    "GET /users/search": "search",
    "POST /tickets/selector": "assets of other record types",
    "PATCH": "pages of errors",
}


@dataclass(frozen=True)
class Pair:
    """One recorded request with its answer."""

    number: int
    method: str
    path: str
    body: Any
    status: int
    answer: Any

    @property
    def family(self) -> str:
        """The record type."""
        return urlsplit(self.path).path.strip("/").split("/")[0]


@dataclass(frozen=True)
class Verdict:
    """What came of one pair: `why` is empty where both answers are equal."""

    pair: Pair
    judged: bool
    why: str = ""
    got: Any = None


def recorded(data: Path) -> list[Pair]:
    """The recording."""
    with gzip.open(data / "zammad" / "recorded.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Pair(number, row["m"], row["p"], row["b"], row["s"], row["r"]) for number, row in enumerate(rows)]


def replay(pairs: list[Pair]) -> Iterator[Verdict]:
    """Every pair in order; the recording is of several fresh accounts one after another."""
    place = 0
    while place < len(pairs):
        end = next((at for at in range(place + 1, len(pairs)) if _begins(pairs, at)), len(pairs))
        with Server() as server:
            yield from _Player(server).run(pairs[place:end])
        place = end


def _raced(pair: Pair) -> bool:
    return pair.status == 422 and pair.body == {"name": "Race"}


def _begins(pairs: list[Pair], at: int) -> bool:
    """A fresh account begins where the first user or group of one is made again."""
    pair = pairs[at]
    made = pair.answer.get("id") if pair.status == 201 and isinstance(pair.answer, dict) else None
    if (pair.method, pair.path) == ("POST", "/users"):
        return made == 4 and pair.answer["login"] != "ann"
    return False


class _Player:
    def __init__(self, server: Server) -> None:
        self.server = server
        self.token = TOKEN

    def run(self, pairs: list[Pair]) -> Iterator[Verdict]:
        for pair in pairs:
            if _raced(pair):
                yield Verdict(pair, False, "sent in parallel: the loser's answer")
                continue
            self._set_clock(pair)
            status, answer = self._sent(pair)
            yield self._verdict(pair, status, answer)
            self._follow(pair, status, answer)

    def _sent(self, pair: Pair) -> tuple[int, Any]:
        headers = {"Accept": "application/json"}
        if isinstance(pair.answer, str) and pair.answer.startswith("<!DOCTYPE"):
            headers = {}
        login = self._login(pair)
        if login:
            headers["Authorization"] = login
        written = pair.body if isinstance(pair.body, str) else json.dumps(pair.body) if pair.body is not None else None
        parts = urlsplit(self.server.url)
        line = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        line.putrequest(pair.method, "/api/v1" + pair.path, skip_accept_encoding=True)
        data = written.encode() if written is not None else b""
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            line.putheader(name, value)
        line.endheaders(data)
        response = line.getresponse()
        raw = response.read()
        line.close()
        try:
            return response.status, json.loads(raw)
        except ValueError:
            return response.status, raw.decode()

    def _login(self, pair: Pair) -> str:
        """Who asked is not in the recording, but the answers tell."""
        said = (
            pair.answer
            if isinstance(pair.answer, str)
            else str((pair.answer or {}).get("error", ""))
            if isinstance(pair.answer, dict)
            else ""
        )
        if "Authentication required" in said:
            return ""
        if "find User for Token" in said:
            return "Token token=unknown"
        if "Not authorized (user)" in said or (
            pair.family == "tickets" and "customer" in str((pair.body or {}).get("title", ""))
        ):
            return "Basic " + base64.b64encode(b"cc@example.com:x").decode()
        if pair.family == "user_access_token" and pair.status == 200:
            return "Basic " + base64.b64encode(b"admin@example.com:x").decode()
        return f"Token token={self.token}"

    def _set_clock(self, pair: Pair) -> None:
        answer = pair.answer if isinstance(pair.answer, dict) else {}
        stamp = answer.get("created_at" if pair.method == "POST" else "updated_at")
        self.server.api.desk.clock = stamp or self.server.api.desk.clock or "2026-11-22T01:00:00.000Z"

    def _follow(self, pair: Pair, status: int, answer: Any) -> None:
        """The fake takes over numbers that the recording's parallel requests and deletions left."""
        if pair.family == "user_access_token" and pair.method == "POST" and pair.status == 200:
            self.token = answer["name"]
        ours, theirs = (one.get("id") if isinstance(one, dict) else None for one in (answer, pair.answer))
        if pair.method != "POST" or status != 201 or pair.status != 201 or ours == theirs:
            return
        if pair.family == "tickets":
            desk = self.server.api.desk
            for table in (desk.tickets, desk.articles, desk.tags):
                table[theirs] = table.pop(ours)  # type: ignore[attr-defined]
            desk.tickets[theirs]["id"] = theirs
            desk.last = theirs
        elif pair.family in self.server.account.tables:
            table = self.server.account.tables[pair.family]
            table[theirs] = {**table.pop(ours), "id": theirs}
            self.server.account.last[pair.family] = max(theirs, *table)

    def _verdict(self, pair: Pair, status: int, answer: Any) -> Verdict:
        if pair.family in NOT_PLAYED:
            return Verdict(pair, False, NOT_PLAYED[pair.family], answer)
        for name, why in _NOT_JUDGED.items():
            if re.search(name, f"{pair.method} {pair.path}"):
                return Verdict(pair, False, why, answer)
        if pair.status == 304 or pair.path == "/calendars/timezones":
            return Verdict(pair, False, "conditional requests" if pair.status == 304 else "zones", answer)
        if "full=true" in pair.path:
            return Verdict(pair, False, "assets of other record types", answer)
        if status != pair.status:
            return Verdict(pair, True, f"status {status} for {pair.status}", answer)
        ours, theirs = _plain(pair, answer), _plain(pair, pair.answer)
        if ours == theirs:
            return Verdict(pair, True)
        return Verdict(pair, True, "body: " + ", ".join(sorted(_where(ours, theirs)))[:200], answer)


def _plain(pair: Pair, value: Any) -> Any:
    """An answer without what is generated; of an error page, its message."""
    if isinstance(value, str) and value.startswith("<!DOCTYPE"):
        found = re.search(r"<div>(.*?)</div>", value, re.DOTALL)
        return found[1] if found else ""
    if isinstance(value, dict):
        left_out = STAMPS | GENERATED | (PERSONAL if pair.family == "users" or "login" in value else set())
        if pair.family == "tickets":
            left_out = left_out | {"preferences"}
        fresh = {"id"} if pair.method == "POST" and pair.status == 201 else set()
        kept = {key: _plain(pair, one) for key, one in value.items() if key not in left_out | fresh}
        return {**kept, **({"user_ids": sorted(kept["user_ids"])} if "user_ids" in kept else {})}
    if isinstance(value, list):
        return [_plain(pair, one) for one in value]
    if isinstance(value, str) and re.fullmatch(r"[\d-]{10}T[\d:]{8}Z", value):
        return value.replace("Z", ".000Z")
    return value


def _where(ours: Any, theirs: Any, path: str = "") -> Iterator[str]:
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        for key in {*ours, *theirs}:
            if ours.get(key, ...) != theirs.get(key, ...):
                yield from _where(ours.get(key), theirs.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for one, other in zip(ours, theirs, strict=True):
            if one != other:
                yield from _where(one, other, path)
    else:
        yield path or "all"
