"""Every ticket that a set of conditions can tell apart, as a few choices: the ground on which rules are reasoned about.

Each field becomes a choice among representative values: the values that conditions name, one that none names, and none at all;
for amounts, numbers and days the limits and one value in each interval between them; for hours a moment of each state of the
channel's calendar. Tags are yes or no each. What stands in a text is told keyword by keyword (`phrases`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from cstool.conditions.fields import FieldRef
from cstool.conditions.moments import telling_moments
from cstool.conditions.operators import equals
from cstool.conditions.spread import between, days, other_than, unlike
from cstool.conditions.syntax import Comparison
from cstool.conditions.text_form import Keyword
from cstool.conditions.view import Surroundings
from cstool.model.base import Money
from cstool.tickets.ticket import Customer, Order, Ticket
from cstool.worktime import zone_of

CHANNEL_FACTS = frozenset({"channel", "channel_type", "store", "pack", "country"})
ROUTED = ("category", "priority", "team", "status")
"""Fields that a ticket comes without and routing writes."""
MONEY = "order.money"
MOMENT = "moment"
NO_RATE = "XXX"
"""ISO 4217: no currency. Stands for one that no rate leads from."""
UNKNOWN_CHANNEL = "unlisted-channel"
UNHEARD = "tlh"
"""ISO 639-2: Klingon. Stands for a language that nobody names."""
OTHER = "something-else"
"""Stands for a category, team, tag … that no condition names."""

_ORDERED = frozenset({"gt", "gte", "lt", "lte"})


COMMON_LANGUAGES = (
    "fr",
    "pt",
    "ko",
    "sv",
    "nl",
    "pl",
    "tr",
    "cs",
    "da",
    "fi",
    "el",
    "hu",
    "id",
    "it",
    "ro",
    "uk",
    "vi",
    "th",
    "ar",
)
COMMON_COUNTRIES = frozenset({"FR", "US", "JP", "BR"})
"""Where a witness needs a language or a country that no condition names, one that customers have."""


@dataclass(frozen=True)
class Universe:
    """What tickets can differ in, as far as the conditions ask."""

    values: Mapping[str, tuple[Any, ...]]
    """Choice -> its representative values; None is a missing one."""
    usual: Mapping[str, int]
    """Choice -> the number of the value that a witness has wherever nothing else is asked."""
    strange: Mapping[str, frozenset[int]]
    """Choice -> the numbers of values that a real ticket hardly has."""
    members: Mapping[str, tuple[str, ...]]
    """Set field -> the members that conditions name."""
    keywords: Mapping[str, Mapping[str, Keyword]]
    """Part of the text (`subject` and `body`, or `text` where no condition tells them apart) -> form -> keyword."""
    day: date = field(default=date(2000, 1, 1))
    moment: datetime = field(default=datetime(2000, 1, 1, 12, tzinfo=UTC))


def universe_of(
    comparisons: Iterable[Comparison],
    arounds: tuple[Surroundings, ...],
    today: date,
    written: Mapping[str, Iterable[Any]] | None = None,
    known: Mapping[str, Iterable[str]] | None = None,
) -> Universe:
    """The universe of these comparisons in the surroundings of one or more workspaces.

    `written` adds values to fields; `known` tells the values that a field has in the vocabulary: others are strange.
    """
    making = _Making(tuple(comparisons), arounds, today, known or {})
    for name, values in (written or {}).items():
        making.named.setdefault(name, []).extend(values)
    return making.universe()


@dataclass
class _Making:
    comparisons: tuple[Comparison, ...]
    arounds: tuple[Surroundings, ...]
    today: date
    known: Mapping[str, Iterable[str]]
    named: dict[str, list[Any]] = field(default_factory=dict)
    by_field: dict[str, list[Comparison]] = field(default_factory=dict)
    fields: dict[str, FieldRef] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seen = set()
        for comparison in self.comparisons:
            if comparison.meaning not in seen:
                seen.add(comparison.meaning)
                self.by_field.setdefault(comparison.field.name, []).append(comparison)
                self.fields[comparison.field.name] = comparison.field

    def operands(self, *names: str) -> list[Any]:
        """What conditions compare these fields with, in order; patterns and yes-or-no questions have no operand here."""
        return [
            operand
            for name in names
            for comparison in self.by_field.get(name, ())
            if comparison.operator not in ("exists", "matches")
            for operand in comparison.operands
        ]

    def universe(self) -> Universe:
        values: dict[str, tuple[Any, ...]] = {}
        usual: dict[str, int] = {}
        strange: dict[str, frozenset[int]] = {}

        def add(name: str, found: list[Any], default: Any = None, odd: Iterable[Any] = ()) -> None:
            listed = list(dict.fromkeys(found))
            values[name] = tuple(listed)
            usual[name] = listed.index(default)
            strange[name] = frozenset(listed.index(value) for value in odd if value in listed)

        channels = list(dict.fromkeys(name for around in self.arounds for name in around.channels))
        # Without channels of its own a workspace still says where tickets come from: nowhere in particular.
        first = next(iter(_by_mail_first(channels, self.arounds)), None)
        unlisted = unlike(UNKNOWN_CHANNEL, [*channels, *self.operands("channel")])
        add("channel", [*channels, unlisted, None], first, [unlisted, None] if channels else [unlisted])
        served = [code for around in self.arounds for channel in around.channels.values() for code in channel.languages]
        languages = [*self.operands("language"), *served]
        unheard = unlike(UNHEARD, [code.casefold().partition("-")[0] for code in languages])
        heard = {code.casefold().partition("-")[0] for code in languages}
        plain = next((code for code in COMMON_LANGUAGES if code not in heard), unheard)
        add("language", [*languages, plain, unheard, None], None, [unheard])
        add(MONEY, [*self.amounts(), (None, None)], (None, None), self.odd_amounts())
        moments = self.moments()
        add(MOMENT, moments, moments[0])
        add("author", ["customer", "agent", "system"], "customer", ["agent", "system"])
        add("automatic", [False, True], False)
        add("reopened", [False, True], False, [True])
        for name in ROUTED:
            known = [*self.operands(name), *self.named.get(name, ())]
            other = unlike(OTHER, known)
            add(name, [*known, other, None], None, [other])
        for name, ref in self.fields.items():
            if ref.kind in ("set", "text", "hours") or name in values or name in CHANNEL_FACTS:
                continue
            if name in ("order.amount", "order.currency", "received_at"):
                continue
            found, strange_ones = self.plain(ref)
            add(name, [*found, None], None, strange_ones)
        for name, written in self.named.items():
            if name not in values and name not in ("tags",):
                add(name, [*written, None], None)
        return Universe(values, usual, strange, self.members(), self.words(), self.today, moments[0])

    def members(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {"tags": [str(tag) for tag in self.named.get("tags", ())]}
        for name, comparisons in self.by_field.items():
            if comparisons[0].field.kind == "set":
                asked = any(comparison.operator == "exists" for comparison in comparisons)
                known = [*map(str, self.operands(name))]
                found.setdefault(name, []).extend([*known, *([unlike(OTHER, known)] if asked else [])])
        return {name: tuple(dict.fromkeys(listed)) for name, listed in found.items()}

    def words(self) -> dict[str, dict[str, Keyword]]:
        apart = "subject" in self.by_field or "body" in self.by_field
        found: dict[str, dict[str, Keyword]] = {place: {} for place in (("subject", "body") if apart else ("text",))}
        for name in ("subject", "body", "text"):
            for comparison in self.by_field.get(name, ()):
                if comparison.operator in ("any", "all", "none"):
                    for place in (name,) if name in found else tuple(found):
                        for keyword in comparison.operands:
                            found[place].setdefault(keyword.form, keyword)
        return found

    def plain(self, ref: FieldRef) -> tuple[list[Any], list[Any]]:
        """Representative values of an ordinary field, and which of them are strange."""
        written = self.named.get(ref.name, [])
        operands = [*self.operands(ref.name), *written]
        if ref.kind == "flag":
            return [True, False, *written], []
        if ref.kind == "number":
            return [*between(self.operands(ref.name)), *written], []
        if ref.kind == "date":
            return [*days(self.operands(ref.name)), *written], []
        if ref.kind == "money":
            limits = self.operands(ref.name)
            points = (Money(amount, code) for code in self.currencies() for amount in self.points(limits, code))
            return [*map(str, points), *written], []
        other = other_than(ref, operands)
        if ref.free or ref.name not in self.known:
            return [*operands, other], []
        # A value of the vocabulary that no condition names is as ordinary as those that are named.
        listed = sorted(self.known[ref.name], key=lambda value: value not in COMMON_COUNTRIES)
        unnamed = next((value for value in listed if not any(equals(ref, value, operand) for operand in operands)), None)
        return [*operands, *([unnamed] if unnamed else []), other], [other]

    def currencies(self) -> list[str]:
        """Every currency that an order may come in, the limits' own first."""
        limits = [operand for operand in self.operands("order.amount") if isinstance(operand, Money)]
        rates = [around.rates.stated for around in self.arounds]
        found = [limit.currency for limit in limits]
        found += [operand.currency for name in self.by_field for operand in self.operands(name) if isinstance(operand, Money)]
        found += [code for stated in rates for item in stated.items() for code in (item[0], item[1].currency)]
        found += map(str, self.operands("order.currency"))
        return [*dict.fromkeys(found), unlike(NO_RATE, found)]

    def amounts(self) -> list[tuple[Decimal | None, str | None]]:
        """Amounts by currency, each currency in rising order; then currencies without an amount, where that is asked for."""
        limits = [operand for operand in self.operands("order.amount") if isinstance(operand, Money)]
        if not limits and not {"order.amount", "order.currency"} & set(self.by_field):
            return []
        codes = self.currencies()
        found: list[tuple[Decimal | None, str | None]] = [
            (amount, code) for code in codes for amount in self.points(limits, code)
        ]
        return found + ([(None, code) for code in codes] if "order.currency" in self.by_field else [])

    def odd_amounts(self) -> list[tuple[Decimal | None, str | None]]:
        unrated = self.currencies()[-1]
        return [pair for pair in self.amounts() if pair[1] == unrated or (pair[0] is not None and pair[0] < 0)]

    def points(self, limits: list[Money], code: str) -> tuple[Decimal, ...]:
        """The limits in this currency, and an amount in each interval between them."""
        edges = [
            converted.amount
            for around in self.arounds
            for limit in limits
            if (converted := around.rates.convert(limit, code)) is not None
        ]
        return between(edges) if edges else (Decimal(100),)

    def moments(self) -> list[datetime]:
        """Today's noon, then a moment of each state of each calendar on each side of the days that conditions name."""
        if not {"hours", "received_at"} & set(self.by_field):
            return [datetime.combine(self.today, time(12), zone_of(self.arounds[0].zone))]
        return telling_moments(self.arounds, self.today, self.operands("received_at"))


def _by_mail_first(channels: list[str], arounds: tuple[Surroundings, ...]) -> list[str]:
    def kind(name: str) -> bool:
        return not any(name in around.channels and around.channels[name].type == "email" for around in arounds)

    return sorted(channels, key=kind)


def ticket_of(values: Mapping[str, Any], moment: datetime) -> Ticket:
    """The ticket of a choice of values; what is not named is missing."""
    amount, currency = values.get(MONEY, (None, None))
    customer = Customer(
        name=values.get("customer.name"),
        first_name=values.get("customer.first_name"),
        email=values.get("customer.email"),
        country=values.get("customer.country"),
        tags=frozenset(values.get("customer.tags", ())),
    )
    order = Order(values.get("order.id"), amount, currency, values.get("order.status"), tuple(values.get("order.items", ())))
    own = {name.removeprefix("fields."): value for name, value in values.items() if name.startswith("fields.")}
    return Ticket(
        values.get(MOMENT, moment),
        channel=values.get("channel"),
        language=values.get("language"),
        author=values.get("author", "customer"),
        automatic=values.get("automatic", False),
        subject=values.get("subject", ""),
        body=values.get("body", ""),
        customer=customer,
        order=order,
        tags=frozenset(values.get("tags", ())),
        category=values.get("category"),
        priority=values.get("priority"),
        team=values.get("team"),
        status=values.get("status"),
        reopened=values.get("reopened", False),
        fields={name: value for name, value in own.items() if value is not None},
    )
