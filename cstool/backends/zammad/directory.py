"""What the bodies of a Zammad account refer to and nobody makes: people, states, priorities; and lists, read to their end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from cstool.backends.base import CallError
from cstool.backends.http import Answer, Http
from cstool.backends.references import native_reference, reference
from cstool.backends.zammad.names import ARTICLE_TYPES, PRIORITIES, SENDERS
from cstool.diagnostic import text

Record = Mapping[str, Any]
PAGE = 500
"""Records asked for at once: what a list holds unless asked otherwise (measured on zammad/zammad 5.5)."""
LEAST_CAP = 100
"""No list is cut below this many records (tickets: 100; measured on zammad/zammad 5.5), so a shorter page is the last one."""


def problem(answer: Answer) -> tuple[str, str]:
    """The words of an error answer; there are no codes."""
    if isinstance(answer.data, Mapping):
        return "", str(answer.data.get("error_human") or answer.data.get("error") or "")[:300]
    return "", answer.body[:200]


UNPAGED: Mapping[str, Mapping[str, int]] = {"tag_list": {"limit": 1_000_000}, "object_manager_attributes": {}}
"""Lists without pages, with what asks for all of one (zammad/zammad: app/controllers/tags_controller.rb, 1000 unless asked
otherwise; app/controllers/object_manager_attributes_controller.rb)."""


def listed(http: Http, path: str) -> list[Record]:
    """All records of a list. It says neither how many there are nor whether it was cut: read until a page is surely the last."""
    if path in UNPAGED:
        return _page(http, path, UNPAGED[path])
    found: dict[object, Record] = {}
    page = 1
    while True:
        records = _page(http, path, {"page": page, "per_page": PAGE})
        fresh = {record["id"]: record for record in records if record["id"] not in found}
        found.update(fresh)
        if len(records) < LEAST_CAP or not fresh:
            return list(found.values())
        page += 1


def _page(http: Http, path: str, asked: Mapping[str, int]) -> list[Record]:
    records = http.get(path, **asked)
    if not isinstance(records, list):
        raise CallError(text("zammad-no-list", path=path, begins=str(records)[:60]), 200)
    return [record for record in records if isinstance(record, Mapping) and "id" in record]


@dataclass
class Directory:
    """Numbers and names of one account. Filled by `fetch`; people beyond the first page are asked for one by one."""

    http: Http
    states: dict[int, str] = field(default_factory=dict)
    priorities: dict[int, str] = field(default_factory=dict)
    mails: dict[int, str] = field(default_factory=dict)
    complete: bool = False
    """Whether every user is in `mails`."""
    gate: Lock = field(default_factory=Lock)

    def learn(self, states: Iterable[Record], priorities: Iterable[Record]) -> None:
        """Take over what lists say."""
        self.states = {record["id"]: str(record["name"]) for record in states}
        self.priorities = {record["id"]: str(record["name"]) for record in priorities}

    def learn_people(self) -> Sequence[Record]:
        """The first page of users: in most accounts that is all of them."""
        records = self.http.get("users", page=1, per_page=PAGE)
        found = [record for record in records if isinstance(record, Mapping)]
        self.mails = {record["id"]: _mail(record) for record in found}
        self.complete = len(found) < LEAST_CAP
        return found

    def mail(self, number: int) -> str | None:
        """The address of a user; None where there is no such user, or none that we may see."""
        with self.gate:
            if number not in self.mails and not self.complete:
                self.mails[number] = _mail(self.person(number) or {})
            return self.mails.get(number) or None

    def person(self, number: int) -> Record | None:
        """One user; None where there is no such user, or none that we may see."""
        try:
            record = self.http.get(f"users/{number}")
        except CallError as error:
            if error.status not in (403, 404):
                raise
            return None
        return record if isinstance(record, Mapping) else None

    def user(self, mail: str) -> str:
        """The number of a user by address, in any case. Raises KeyError."""
        wanted = mail.lower()
        with self.gate:
            found = next((number for number, known in self.mails.items() if known.lower() == wanted), None)
            if found is None and not self.complete:
                for record in self.http.get("users/search", query=mail, limit=20):
                    if isinstance(record, Mapping) and _mail(record).lower() == wanted:
                        found = int(record["id"])
                        self.mails[found] = _mail(record)
        if found is None:
            raise KeyError(f"user/{mail}")
        return str(found)

    def named(self, kind: str, number: object) -> str:
        """A reference to the record with this number, in the spelling of compile."""
        if not str(number).isdigit():
            return str(number).replace("@", "@@")
        id_ = int(str(number))
        if kind == "user":
            mail = self.mail(id_)
            return reference(kind, mail) if mail else native_reference(kind, id_)
        if kind == "priority":
            ours = next((word for word in PRIORITIES if self.priority(word) == id_), None)
            return reference(kind, ours) if ours else native_reference(kind, id_)
        table = {"state": self.states, "sender": SENDERS, "article_type": ARTICLE_TYPES}.get(kind)
        if table is None:
            return native_reference(kind, id_)
        return reference(kind, table[id_]) if id_ in table else native_reference(kind, id_)

    def priority(self, word: str) -> int | None:
        """The number of `low`, `normal` or `high`: by the name of a fresh account, else by its number there."""
        number, name = PRIORITIES[word]
        found = next((id_ for id_, known in self.priorities.items() if known == name), None)
        return found if found is not None else number if number in self.priorities else None

    def number(self, kind: str, id: str) -> str:  # noqa: A002 - the word of plan.Key
        """The number of a record that nobody makes. Raises KeyError, also for kinds that somebody makes."""
        if kind == "user":
            return self.user(id)
        if kind == "priority" and id in PRIORITIES:
            found = self.priority(id)
        else:
            tables: Mapping[str, Mapping[int, str]]
            tables = {"state": self.states, "sender": SENDERS, "article_type": ARTICLE_TYPES}
            table = tables.get(kind, {})
            found = next((number for number, name in table.items() if name == id), None)
        if found is None:
            raise KeyError(f"{kind}/{id}")
        return str(found)


def _mail(record: Record) -> str:
    return str(record.get("email") or record.get("login") or "")
