"""Tickets from real messages, put into the server as connectors and customers do, and what the server made of them."""

import gzip
import json
import os
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

from cstool.backends.account import account_of
from cstool.backends.rt.bindings import field_name
from cstool.tickets import Customer, Order, Ticket
from cstool.workspace import Workspace
from tests.live.rt.server import Server

DATA = Path(os.environ.get("CSTOOL_DATA", "../shared/data"))
MACHINES: Sequence[Mapping[str, str]] = (
    {"Auto-Submitted": "auto-generated"},
    {"Precedence": "bulk"},
    {"List-Unsubscribe": "<mailto:leave@list.example>"},
    {"X-Auto-Response-Suppress": "All"},
    {"Auto-Submitted": 'auto-replied; owner-email="a@b.example"'},
)


def messages() -> list[tuple[str, str]]:
    """Language and text of every message; none where the data is not there."""
    found = []
    for path in sorted((DATA / "messages").glob("*.jsonl*")):
        raw = path.read_bytes()
        lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line]
        found.append([(str(row.get("lang") or "en"), str(row["text"])) for row in rows if row.get("text")])
    # Every collection counts as much as the next: the largest would else be all that is tested.
    return [one for row in zip(*(_spread(rows) for rows in found), strict=True) for one in row] if found else []


def _spread(rows: list[tuple[str, str]], count: int = 2000) -> list[tuple[str, str]]:
    return [rows[position * len(rows) // count] for position in range(count)]


def tickets(workspace: Workspace, count: int, now: datetime, seed: int = 7) -> list[Ticket]:
    """Seeded tickets: real texts, many with a keyword of the workspace in one of its spellings, every channel, all fields."""
    draw, pool = random.Random(seed), messages()
    words = [word for item in workspace.keywords.values() for row in item.value.values() for word in row]
    made = []
    for number in range(count):
        language, body = draw.choice(pool)
        if words and draw.random() < 0.6:
            body = f"{body[: draw.randrange(200)]} {_spelled(draw, draw.choice(words))} {body[200:500]}"
        channel = draw.choice(list(workspace.channels))
        subject = " ".join(body.split())[: draw.choice((0, 20, 80))] if draw.random() < 0.8 else "Hello"
        # A customer writes once: the second message would meet the limit of the first one's reply.
        mail = f"buyer{seed}-{number}@customer.example"
        made.append(_ticket(draw, workspace, (str(number), mail, channel), (language, subject, body[:3000]), now))
    return made


def _spelled(draw: random.Random, word: str) -> str:
    word = word.replace("*", draw.choice(("", "s", "en")))
    return draw.choice((word, word.upper(), word.replace(" ", "  "), word.replace(" ", "-"), "\u200b".join(word)))


def _ticket(
    draw: random.Random, workspace: Workspace, who: tuple[str, str, str], words: tuple[str, str, str], now: datetime
) -> Ticket:
    (number, mail, channel), (language, subject, body) = who, words
    bare = Ticket(now, number, channel, subject=subject, body=body, customer=Customer(email=mail))
    binding = workspace.settings.value.backends["desk"].channels[channel]
    if binding.recipient:  # a mail brings no fields; machines write here alone
        return replace(bare, automatic=draw.random() < 0.3)
    return replace(
        bare,
        language={"zh": "zh-CN"}.get(language, language) if draw.random() < 0.8 else None,
        customer=Customer(email=mail, country=draw.choice(("DE", "US", "FR", None))),
        order=Order(
            draw.choice((None, f"10{number}")),
            draw.choice((None, *map(Decimal, ("19.99", "50", "185.18518518", "185.1851851852", "200", "29850.75", "500")))),
            draw.choice(("USD", "EUR", "GBP", "JPY", "CHF", None)),
            draw.choice((None, "shipped", "paid")),
        ),
        fields={"loyalty": "gold"} if draw.random() < 0.15 else {},
    )


@dataclass(frozen=True)
class Result:
    """One ticket as the server holds it now."""

    queue: str
    priority: int
    level: str
    created: datetime
    due: datetime | None
    fields: Mapping[str, tuple[str, ...]]


class Door:
    """Where customers write: every door of one server."""

    def __init__(self, server: Server, workspace: Workspace, incoming: str) -> None:
        self.server, self.incoming = server, incoming
        self.bindings = workspace.settings.value.backends["desk"].channels
        self._loyalty = field_name(account_of(workspace, "desk"), "loyalty")

    def post(self, ticket: Ticket) -> str:
        """Put one ticket in; its number."""
        binding = self.bindings[ticket.channel or ""]
        if binding.recipient:
            return self._mailed(ticket, binding.recipient)
        values = {"Channel": binding.tag or "", self._loyalty: ticket.fields.get("loyalty"), **dict(_values(ticket))}
        body = {
            "Queue": binding.group or self.incoming,
            "Subject": ticket.subject,
            "Content": ticket.body,
            "ContentType": "text/plain",
            "Requestor": ticket.customer.email,
            "CustomFields": {name: value for name, value in values.items() if value},
        }
        return str(self.server.call("POST", "ticket", body)["id"])

    def _mailed(self, ticket: Ticket, recipient: str) -> str:
        message = EmailMessage()
        message["From"], message["To"] = str(ticket.customer.email), f"Help <{recipient}>"
        message["Subject"] = ticket.subject
        if ticket.automatic:
            for name, value in MACHINES[int(ticket.id or 0) % len(MACHINES)].items():
                message[name] = value
        message.set_content(ticket.body or " ")
        said = self.server.mail_in(message.as_bytes(), self.incoming)
        found = re.search(r"Ticket: (\d+)", said)
        assert found, said[:500]
        return found[1]

    def results(self) -> dict[str, Result]:
        """Every ticket there."""
        fields = "Subject,Queue,SLA,Priority,Created,Due,CustomFields"
        rows = self.server.rows("tickets", fields, query="id > 0", orderby="id", **{"fields[Queue]": "Name"})
        return {str(row["id"]): _result(row) for row in rows}

    def mails(self) -> Iterator[tuple[str, str | None, tuple[str, ...], str]]:
        """Every mail that left: ticket, our template if it is a reply of ours, recipients, text."""
        for path in sorted((self.server.folder / "mail").iterdir()):
            if path.suffix != ".part":
                message = BytesParser(policy=default).parsebytes(path.read_bytes())
                ticket = str(message["X-RT-Ticket"] or "").rpartition("#")[2]
                people = [
                    part for name in ("To", "Cc", "Bcc") for part in re.findall(r"[\w.+-]+@[\w.-]+", str(message[name] or ""))
                ]
                body = message.get_body(("plain", "html"))
                text = body.get_content() if body else ""
                yield ticket, message["X-cstool-template"], tuple(people), text


def _values(ticket: Ticket) -> Iterator[tuple[str, Any]]:
    yield "language", ticket.language
    yield "customer.country", ticket.customer.country
    yield "order.id", ticket.order.id
    yield "order.amount", None if ticket.order.amount is None else str(ticket.order.amount)
    yield "order.currency", ticket.order.currency
    yield "order.status", ticket.order.status


def _result(row: Mapping[str, Any]) -> Result:
    values = {str(one["name"]): tuple(map(str, one.get("values") or ())) for one in row.get("CustomFields") or ()}
    due = datetime.fromisoformat(row["Due"])
    return Result(
        row["Queue"]["Name"],
        int(row["Priority"]),
        row.get("SLA") or "",
        datetime.fromisoformat(row["Created"]),
        due if due.year > 1970 else None,
        values,
    )
