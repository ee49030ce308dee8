"""One customer request as the rest of the tool sees it: frozen, by canonical names, empty values missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from cstool.model.base import Priority, Status
from cstool.model.ticket import TicketInput

Author = Literal["customer", "agent", "system"]


@dataclass(frozen=True, slots=True)
class Customer:
    """Who asks. A missing value is None; tags are never missing."""

    id: str | None = None
    name: str | None = None
    first_name: str | None = None
    email: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2, upper case."""
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Order:
    """What they bought. `amount` is in `currency` (ISO 4217)."""

    id: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    status: str | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A later message of the conversation, as an export tells it."""

    at: datetime
    author: Author
    body: str = ""
    automatic: bool = False
    status: Status | None = None
    """The ticket's state from then on, where the export tells it. A change without message is written with author `system`."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One customer request. Every moment carries its zone; `subject`, `body`, `tags` are never missing."""

    received_at: datetime
    id: str | None = None
    channel: str | None = None
    language: str | None = None
    author: Author = "customer"
    automatic: bool = False
    """Sent by a machine (RFC 3834 headers and the like)."""
    subject: str = ""
    body: str = ""
    """Plain text: HTML was converted once, on reading."""
    customer: Customer = Customer()
    order: Order = Order()
    tags: frozenset[str] = frozenset()
    category: str | None = None
    priority: Priority | None = None
    team: str | None = None
    agent: str | None = None
    status: Status | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    """The workspace's own fields; a missing or empty one has no key."""
    replies: tuple[Reply, ...] = ()
    first_reply_at: datetime | None = None
    solved_at: datetime | None = None
    reopened: bool = False
    csat: Decimal | None = None
    nps: Decimal | None = None
    handle_time: int | None = None
    """Seconds."""
    actual: Mapping[str, str] = field(default_factory=dict)
    """What the file says beyond the input: what another system decided (team, tags, category …) and unknown columns."""


def _present(value: str | None) -> str | None:
    return value.strip() or None if value is not None else None


def _is_missing(value: object) -> bool:
    return value is None or value == "" or value == [] or value == {}


def ticket_of(given: TicketInput, now: datetime) -> Ticket:
    """The ticket of a test or of one request. An absent `received_at` is `now`; a moment without zone is in `now`'s."""
    received = given.received_at or now
    customer, order = given.customer, given.order
    return Ticket(
        received_at=received if received.tzinfo else received.replace(tzinfo=now.tzinfo),
        id=_present(given.id),
        channel=given.channel,
        language=given.language,
        author=given.author,
        automatic=given.automatic,
        subject=given.subject,
        body=given.body,
        customer=Customer(
            _present(customer.id),
            _present(customer.name),
            _present(customer.first_name),
            _present(customer.email),
            customer.country,
            frozenset(tag for tag in customer.tags if tag.strip()),
        ),
        order=Order(
            _present(order.id),
            order.amount,
            order.currency,
            _present(order.status),
            tuple(item for item in order.items if item.strip()),
        ),
        tags=frozenset(tag for tag in given.tags if tag.strip()),
        category=_present(given.category),
        priority=given.priority,
        fields={name: value for name, value in given.fields.items() if not _is_missing(value)},
    )
