"""What a condition sees: one ticket, the workspace's facts around it, and what routing wrote so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from typing import Any, Protocol

from cstool.conditions.text_form import joined_form, normal_form
from cstool.model.base import Money, parse_money
from cstool.model.channels import Channel
from cstool.tickets.ticket import Ticket
from cstool.worktime import State, WorkCalendar, build, zone_of


class Texts:
    """The subject and body of one ticket in normal form, worked out when the first condition asks."""

    __slots__ = ("_forms", "_tokens", "body", "subject")

    def __init__(self, subject: str, body: str) -> None:
        self.subject = subject
        self.body = body
        self._forms: dict[str, str] = {}
        self._tokens: dict[str, frozenset[str]] = {}

    def form(self, name: str) -> str:
        """The normal form of `subject`, `body` or `text` (both, with the mark between)."""
        found = self._forms.get(name)
        if found is None:
            if name == "text":
                found = joined_form(self.form("subject"), self.form("body"))
            else:
                found = normal_form(self.subject if name == "subject" else self.body)
            self._forms[name] = found
        return found

    def tokens(self, name: str) -> frozenset[str]:
        """The distinct tokens: most keywords are one token, and a set answers for all of them at once."""
        found = self._tokens.get(name)
        if found is None:
            found = self._tokens[name] = frozenset(self.form(name).split())
        return found

    def raw(self, name: str) -> tuple[str, ...]:
        """The pieces of raw text behind a field; a search never runs from one into the next."""
        return {"subject": (self.subject,), "body": (self.body,)}.get(name, (self.subject, self.body))


PLACES = 10
"""Decimal places of a converted amount."""
_DIGITS = 200
"""Significant digits of a conversion: with so many more than an amount and a rate have, rounding first here and then to PLACES
is the same as rounding once."""
_WHOLE = _DIGITS - PLACES - 1
"""Amounts of more digits before the point keep the first _DIGITS."""
_WIDE = Context(prec=_DIGITS, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])


@dataclass(frozen=True)
class Rates:
    """Exchange rates as `facts.yaml` states them; they chain, in both directions."""

    stated: Mapping[str, Money] = field(default_factory=dict)
    _known: dict[tuple[str, str], Fraction | None] = field(default_factory=dict, repr=False, compare=False)

    def convert(self, money: Money, currency: str) -> Money | None:
        """The amount in another currency, or None where no chain of rates leads there."""
        if money.currency == currency:
            return money
        pair = (money.currency, currency)
        if pair not in self._known:
            self._known[pair] = self.rate(*pair)
        rate = self._known[pair]
        if rate is None:
            return None
        return Money(_times(money.amount, rate), currency)

    def rate(self, source: str, target: str) -> Fraction | None:
        """What one unit of a currency is worth in another, exactly; None where no chain of rates leads there."""
        edges: dict[str, list[tuple[str, Fraction]]] = {}
        for currency, worth in self.stated.items():
            if worth.amount > 0:
                rate = Fraction(worth.amount)
                edges.setdefault(currency, []).append((worth.currency, rate))
                edges.setdefault(worth.currency, []).append((currency, 1 / rate))
        reached, waiting = {source: Fraction(1)}, [source]
        while waiting and target not in reached:
            here = waiting.pop(0)
            for there, rate in edges.get(here, ()):
                if there not in reached:
                    reached[there] = reached[here] * rate
                    waiting.append(there)
        return reached.get(target)


def _times(amount: Decimal, rate: Fraction) -> Decimal:
    """The product to PLACES: 216 USD at 1.08 must be 200 EUR and not a hair less. Whatever the amount, it is no error."""
    found = _WIDE.divide(_WIDE.multiply(amount, Decimal(rate.numerator)), Decimal(rate.denominator))
    return rounded(found, PLACES)


def rounded(amount: Decimal, places: int) -> Decimal:
    """The amount to decimal places; one of too many digits to have them stays as it is."""
    unit = Decimal(1).scaleb(-places)
    return amount.quantize(unit, context=_WIDE) if amount.is_finite() and amount.adjusted() < _WHOLE else amount


ALWAYS_OPEN = build(None, date(2000, 1, 1), date(2000, 1, 1))


@dataclass(frozen=True)
class Surroundings:
    """The facts of a workspace that conditions read beside the ticket itself."""

    channels: Mapping[str, Channel] = field(default_factory=dict)
    rates: Rates = field(default_factory=Rates)
    zone: str = "UTC"
    """The team's zone: dates in conditions are days there."""
    clock_of: Callable[[str | None], WorkCalendar] = lambda channel: ALWAYS_OPEN
    """Channel -> its working calendar."""

    def hours_at(self, channel: str | None, moment: datetime) -> State:
        """`open`, `closed` or `holiday` of the channel's calendar."""
        return self.clock_of(channel).state(moment)


NO_TAGS: frozenset[str] = frozenset()


class Routed(Protocol):
    """What routing decided, as far as a condition can read it."""

    @property
    def category(self) -> str | None: ...
    @property
    def priority(self) -> str | None: ...
    @property
    def team(self) -> str | None: ...
    @property
    def status(self) -> str | None: ...
    @property
    def tags(self) -> frozenset[str]: ...
    @property
    def fields(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class TicketView:
    """One ticket as conditions see it at one point of routing. A frozen picture: later stages look at another one."""

    ticket: Ticket
    around: Surroundings
    texts: Texts
    category: str | None = None
    priority: str | None = None
    team: str | None = None
    status: str | None = None
    tags: frozenset[str] = NO_TAGS
    fields: Mapping[str, Any] = field(default_factory=dict)
    reopened: bool = False

    @property
    def channel(self) -> Channel | None:
        """The channel's facts, where the workspace knows it."""
        return self.around.channels.get(self.ticket.channel) if self.ticket.channel else None

    def after(self, **written: Any) -> "TicketView":
        """The same ticket after routing wrote something; the texts' forms are shared."""
        return replace(self, **written)

    def routed(self, by: Routed) -> "TicketView":
        """The same ticket as routing left it."""
        return self.after(
            category=by.category, priority=by.priority, team=by.team, status=by.status, tags=by.tags, fields=by.fields
        )


def view_of(ticket: Ticket, around: Surroundings, *, reopened: bool = False) -> TicketView:
    """The ticket as it entered, before any rule."""
    return TicketView(
        ticket,
        around,
        Texts(ticket.subject, ticket.body),
        ticket.category or None,
        ticket.priority or None,
        ticket.team or None,
        ticket.status or None,
        frozenset(ticket.tags),
        ticket.fields,
        reopened or bool(ticket.reopened),
    )


def _order_amount(view: TicketView) -> Money | None:
    order = view.ticket.order
    if order.amount is None or not order.currency or not order.amount.is_finite():
        return None
    return Money(order.amount, order.currency)


def _hours(view: TicketView) -> str:
    return view.around.hours_at(view.ticket.channel, view.ticket.received_at)


def _day(view: TicketView) -> date:
    return view.ticket.received_at.astimezone(zone_of(view.around.zone)).date()


Reader = Callable[[TicketView], Any]
"""Reads one field of a view; None means missing."""

READERS: dict[str, Reader] = {
    "channel": lambda view: view.ticket.channel or None,
    "channel_type": lambda view: view.channel.type if view.channel else None,
    "store": lambda view: view.channel.store if view.channel else None,
    "pack": lambda view: view.channel.pack if view.channel else None,
    "country": lambda view: view.channel.country if view.channel else None,
    "language": lambda view: view.ticket.language or None,
    "tags": lambda view: view.tags,
    "customer.name": lambda view: view.ticket.customer.name or None,
    "customer.first_name": lambda view: view.ticket.customer.first_name or None,
    "customer.email": lambda view: view.ticket.customer.email or None,
    "customer.country": lambda view: view.ticket.customer.country or None,
    "customer.tags": lambda view: frozenset(view.ticket.customer.tags),
    "order.id": lambda view: view.ticket.order.id or None,
    "order.amount": _order_amount,
    "order.currency": lambda view: view.ticket.order.currency or None,
    "order.status": lambda view: view.ticket.order.status or None,
    "order.items": lambda view: frozenset(view.ticket.order.items) or None,
    "received_at": _day,
    "category": lambda view: view.category,
    "priority": lambda view: view.priority,
    "team": lambda view: view.team,
    "status": lambda view: view.status,
    "author": lambda view: view.ticket.author,
    "automatic": lambda view: view.ticket.automatic,
    "reopened": lambda view: view.reopened,
    "hours": _hours,
}
"""Every built-in field but the three texts, which `Texts` answers."""


def own_reader(name: str, kind: str) -> Reader:
    """Reads an own field as its kind; a value that does not fit the kind counts as missing."""
    convert = _CONVERSIONS.get(kind, str)

    def read(view: TicketView) -> Any:
        value = view.fields.get(name)
        if value is None or value == "" or value == []:
            return None
        try:
            return convert(value)
        except (ValueError, ArithmeticError):
            return None

    return read


def _number(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(value)
    return number


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    found = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(str(value).strip().casefold())
    if found is None:
        raise ValueError(value)
    return found


_CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    "number": _number,
    "money": parse_money,
    "date": lambda value: date.fromisoformat(str(value)[:10]),
    "flag": _flag,
    "set": lambda value: frozenset(value if isinstance(value, list | tuple | set | frozenset) else [str(value)]),
}
