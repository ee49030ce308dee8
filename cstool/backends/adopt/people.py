"""Agents are known by their mail addresses: no product lists seats among its rules."""

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from cstool.backends.adopt.ids import Ids
from cstool.backends.references import NATIVE, references
from cstool.plan import Body


@runtime_checkable
class KnowsPeople(Protocol):
    """An account that knows what its people are called."""

    def people(self) -> Mapping[str, str]:
        """Names by mail, as they were fetched last."""
        ...


def mails_in(bodies: Iterable[Body]) -> set[str]:
    """Everybody whom bodies name."""
    return {mail for body in bodies for kind, mail, _ in references(body) if kind == "user"}


def agents_of(mails: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """Our id of everybody with a mail address: those that have one keep it, else the part before the at sign."""
    ids = Ids("agent", known)
    return {mail: ids.of(mail, mail.partition("@")[0]) for mail in sorted(set(mails)) if not mail.startswith(NATIVE)}


def agent_body(mail: str, name: str | None) -> dict[str, object]:
    """An agent of the files; without a name that is known, what the address says."""
    spelt = " ".join(part.capitalize() for part in mail.partition("@")[0].replace(".", " ").replace("_", " ").split())
    return {"name": name or spelt or mail, "email": mail}
