"""A raw row as a Ticket, through the columns' plan. A value that is not what its column says sets the whole row aside."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from cstool.diagnostic import text
from cstool.model.base import Status
from cstool.tickets import values
from cstool.tickets.batch import ROW_LIMIT, Options, Raw, SetAside
from cstool.tickets.columns import Columns
from cstool.tickets.moments import BadValueError, moment, shown
from cstool.tickets.names import AUTHORS
from cstool.tickets.plain_text import is_html, plain_text
from cstool.tickets.ticket import Author, Customer, Order, Reply, Ticket

_ACTUAL_LIMIT = 2000
"""Characters kept of an unknown column: it is only there to be compared with."""
_MOMENTS = frozenset({"received_at", "first_reply_at", "solved_at"})
_NESTED = ("customer", "order", "fields", "actual")
_author = values.one_of(AUTHORS, "row-bad-author")


def _words(value: object) -> str:
    words = values.plain(value) or ""
    if len(words) > ROW_LIMIT:
        raise BadValueError(text("row-too-large", limit=ROW_LIMIT))
    return plain_text(words) if is_html(words) else words


def _code(parse: Callable[[str], str]) -> Callable[[object], str | None]:
    def read(value: object) -> str | None:
        words = values.strict(value)
        return parse(words) if words else None

    return read


_PARSERS: Mapping[str, Callable[[object], object]] = {
    "id": values.strict,
    "language": _code(values.language),
    "author": _author,
    "automatic": values.flag,
    "subject": _words,
    "body": _words,
    "customer.id": values.strict,
    "customer.name": values.strict,
    "customer.first_name": values.strict,
    "customer.email": values.strict,
    "customer.country": _code(values.country),
    "customer.tags": values.words,
    "order.id": values.strict,
    "order.amount": values.amount,
    "order.currency": _code(values.currency),
    "order.status": values.strict,
    "order.items": values.words,
    "tags": values.words,
    "category": values.strict,
    "priority": values.priority,
    "team": values.strict,
    "agent": values.strict,
    "status": values.status,
    "reopened": values.flag,
    "csat": values.score,
    "nps": values.score,
    "handle_time": values.seconds,
}


def flat(given: Mapping[str, object]) -> dict[str, object]:
    """Nested `customer`, `order`, `fields` as dotted columns; anything else as it is."""
    if not any(isinstance(given.get(name), dict) for name in _NESTED):
        return dict(given)
    found: dict[str, object] = {}
    for key, value in given.items():
        if key in _NESTED and isinstance(value, dict):
            found.update({f"{key}.{inner}": item for inner, item in value.items()})
        else:
            found[key] = value
    return found


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value == [] or value == {}


def ticket_from(raw: Raw, columns: Columns, options: Options) -> Ticket | SetAside:
    """The ticket of a row, or why there is none."""
    try:
        read: dict[str, Any] = {}
        for name, value in options.defaults.items():
            read[name] = _parse(name, value, None, options)
        given = flat(raw.values)
        for cell in columns.plan(tuple(given)):
            value = given[cell.column]
            if _empty(value):
                continue
            if cell.target and cell.target.values:
                value = cell.target.values.get(str(values.plain(value)).strip(), value)
            try:
                read[cell.canonical] = _parse(cell.canonical, value, cell.target.date_format if cell.target else None, options)
            except BadValueError as bad:
                raise BadValueError(text("row-column", column=shown(cell.column), reason=bad.reason)) from None
        if all(name.startswith("actual.") or name in options.defaults for name in read):
            raise BadValueError(text("row-nothing-known"))
        return _build(read, raw, options)
    except BadValueError as bad:
        return SetAside(columns.path, raw.line, bad.reason)
    except (RecursionError, OverflowError):
        return SetAside(columns.path, raw.line, text("row-too-deep"))


def _parse(name: str, value: object, date_format: str | None, options: Options) -> object:
    _check_text(value)
    if name in _MOMENTS:
        return moment(value, options.zone, date_format)
    if name == "replies":
        return _replies(value, options)
    if name == "channel":
        words = values.strict(value) or ""
        return options.channels.get(words.casefold(), words)
    if name.startswith("actual."):
        return (values.plain(value) or "")[:_ACTUAL_LIMIT].strip()
    if name.startswith("fields."):
        return value
    return _PARSERS[name](value)


def _check_text(value: object) -> None:
    """Refuse what no helpdesk could have sent and no output could hold."""
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise BadValueError(text("row-not-text")) from None
    if isinstance(value, str) and "\0" in value:
        raise BadValueError(text("row-nul"))


def _replies(value: object, options: Options) -> tuple[Reply, ...]:
    if not isinstance(value, list):
        raise BadValueError(text("row-bad-replies", value=shown(value)))
    return tuple(sorted((_reply(entry, options) for entry in value), key=lambda reply: reply.at))


def _reply(entry: object, options: Options) -> Reply:
    if not isinstance(entry, dict) or "at" not in entry:
        raise BadValueError(text("row-bad-replies", value=shown(entry)))
    body = entry.get("body") or ""
    _check_text(body)
    return Reply(
        moment(entry["at"], options.zone),
        cast(Author, _author(entry.get("author", "customer"))),
        _words(body),
        values.flag(entry.get("automatic", False)),
        cast(Status, values.status(entry["status"])) if entry.get("status") else None,
    )


def _build(read: dict[str, Any], raw: Raw, options: Options) -> Ticket:
    amount, beside = read.get("order.amount") or (None, None)
    currency = read.get("order.currency")
    if currency and beside and currency != beside:
        raise BadValueError(text("row-two-currencies", first=currency, second=beside))
    received: datetime | None = read.get("received_at")
    return Ticket(
        received_at=received or options.now,
        id=read.get("id") or str(raw.line),
        channel=read.get("channel"),
        language=read.get("language"),
        author=read.get("author", "customer"),
        automatic=read.get("automatic", False),
        subject=read.get("subject", ""),
        body=read.get("body", ""),
        customer=_customer(read),
        order=Order(read.get("order.id"), amount, currency or beside, read.get("order.status"), read.get("order.items", ())),
        tags=frozenset(read.get("tags", ())),
        category=read.get("category"),
        priority=read.get("priority"),
        team=read.get("team"),
        agent=read.get("agent"),
        status=read.get("status"),
        fields={name[7:]: value for name, value in read.items() if name.startswith("fields.")},
        replies=read.get("replies", ()),
        first_reply_at=read.get("first_reply_at"),
        solved_at=read.get("solved_at"),
        reopened=read.get("reopened", False),
        csat=read.get("csat"),
        nps=read.get("nps"),
        handle_time=read.get("handle_time"),
        actual={name[7:]: value for name, value in read.items() if name.startswith("actual.")},
    )


def _customer(read: Mapping[str, Any]) -> Customer:
    return Customer(
        id=read.get("customer.id"),
        name=read.get("customer.name"),
        first_name=read.get("customer.first_name"),
        email=read.get("customer.email"),
        country=read.get("customer.country"),
        tags=frozenset(read.get("customer.tags", ())),
    )
