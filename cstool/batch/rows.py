"""Tickets as columns and back: which column means what, and the ticket that a row stands for.

Columns have the canonical names of ticket files (`id`, `received_at`, `channel`, `language`, `author`, `automatic`, `subject`,
`body`, `customer.country`, `order.amount`, `fields.<name>` …) and hold values as a `Ticket` does. Any may be absent; null and ""
are missing. `received_at` is a timestamp (without a zone: UTC), tags and items are lists of strings, an amount is a decimal, an
integer or a decimal string; one that is no number is missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa

from cstool.tickets import Ticket
from cstool.tickets.ticket import Customer, Order

LISTS = frozenset({"tags", "customer.tags", "order.items"})
FLAGS = frozenset({"automatic", "reopened"})
WORDS = (
    "id", "channel", "language", "author", "subject", "body",
    "customer.id", "customer.name", "customer.first_name", "customer.email", "customer.country",
    "order.id", "order.currency", "order.status",
    "category", "priority", "team", "agent", "status",
)  # fmt: skip
"""The columns of plain strings."""
OWN = "fields."
_CUSTOMER = tuple(entry.name for entry in fields(Customer) if entry.name != "tags")


def amount_of(value: object) -> Decimal | None:
    """The amount in a cell; None where there is none, or no finite number."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def moment_of(value: datetime | None, now: datetime | None) -> datetime | None:
    """The moment in a cell: without a zone it is in UTC; `now` stands in for a missing one."""
    found = value or now
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def moments(column: Any) -> Any:
    """A column of timestamps in microseconds, in UTC; finer ones are cut."""
    return (
        column.cast(pa.timestamp("us"), safe=False)
        if column.type.tz is None
        else column.cast(pa.timestamp("us", "UTC"), safe=False)
    )


def tickets_of(batch: pa.RecordBatch, now: datetime | None = None) -> Iterator[Ticket]:
    """The tickets that the rows stand for. A row without moment is `now`; without `now` it is the epoch."""
    names = batch.schema.names
    columns = {name: (moments(batch.column(name)) if name == "received_at" else batch.column(name)) for name in names}
    stand_in = now or datetime(1970, 1, 1, tzinfo=UTC)
    cells = {name: column.to_pylist() for name, column in columns.items()}
    for row in range(batch.num_rows):
        yield _ticket({name: cell[row] for name, cell in cells.items()}, stand_in)


def _ticket(values: Mapping[str, Any], now: datetime) -> Ticket:
    plain = {name: values.get(name) or None for name in WORDS}
    tags = {name: tuple(word for word in values.get(name) or () if word) for name in LISTS}
    received = moment_of(values.get("received_at"), now)
    assert received is not None
    ticket: dict[str, Any] = {name: plain[name] for name in WORDS if "." not in name}
    ticket |= {"subject": plain["subject"] or "", "body": plain["body"] or "", "author": plain["author"] or "customer"}
    return Ticket(
        received_at=received,
        automatic=bool(values.get("automatic")),
        reopened=bool(values.get("reopened")),
        tags=frozenset(tags["tags"]),
        customer=Customer(tags=frozenset(tags["customer.tags"]), **{name: plain[f"customer.{name}"] for name in _CUSTOMER}),
        order=Order(
            plain["order.id"],
            amount_of(values.get("order.amount")),
            plain["order.currency"],
            plain["order.status"],
            tags["order.items"],
        ),
        fields={name[len(OWN) :]: value for name, value in values.items() if name.startswith(OWN) and not missing(value)},
        **ticket,
    )


def missing(value: object) -> bool:
    """Whether a cell of an own field says nothing."""
    return value is None or value == "" or value == [] or value == {}


def batch_of(tickets: Sequence[Ticket]) -> pa.RecordBatch:
    """These tickets as columns; own fields whose values no Arrow type holds together are written as text."""
    columns: dict[str, Any] = {"received_at": pa.array([ticket.received_at for ticket in tickets], pa.timestamp("us", "UTC"))}
    for name in WORDS:
        columns[name] = pa.array([_plain(ticket, name) for ticket in tickets], pa.string())
    for name in FLAGS:
        columns[name] = pa.array([getattr(ticket, name) for ticket in tickets], pa.bool_())
    for name in LISTS:
        columns[name] = pa.array([list(_plain(ticket, name)) for ticket in tickets], pa.list_(pa.string()))
    amounts = (ticket.order.amount for ticket in tickets)
    columns["order.amount"] = pa.array([None if amount is None else str(amount) for amount in amounts], pa.string())
    for name in sorted({name for ticket in tickets for name in ticket.fields}):
        columns[OWN + name] = _own([ticket.fields.get(name) for ticket in tickets])
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def _plain(ticket: Ticket, name: str) -> Any:
    group, _, inner = name.rpartition(".")
    return getattr(getattr(ticket, group) if group else ticket, inner)


def _own(values: list[object]) -> Any:
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) == 1 and kinds <= {str, bool, int, float}:
        try:
            return pa.array(values)
        except (pa.ArrowException, OverflowError):
            pass
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def written(value: object) -> str:
    """A value that a rule sets, as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
