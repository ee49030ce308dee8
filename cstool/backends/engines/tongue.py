"""One account's words both ways: our values as its connectors write them, its values back in ours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cstool.backends.account import Account
from cstool.backends.engines.things import shown
from cstool.backends.options import bands, known_values, option
from cstool.backends.references import reference
from cstool.conditions.around import surroundings
from cstool.conditions.view import Rates
from cstool.model.base import Money
from cstool.model.routing import Rule
from cstool.model.settings import FieldBinding
from cstool.tickets import Ticket

OWN_MARK = ("cs-", "cs_")
"""How the tags begin that compile puts on tickets for itself."""


@dataclass(frozen=True)
class Tongue:
    """The two dictionaries of one account."""

    account: Account
    rates: Rates
    names: Mapping[str, str]
    """Reference of a native object -> its name there, for what is not ours."""
    fields: Mapping[str, str]
    """Our bound field -> the native field."""
    teams: Mapping[str, str]
    agents: Mapping[str, str]
    calendars: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    """Our field -> its native options in our values."""
    rules: Mapping[str, Rule]
    real: frozenset[str]
    """Our rules with a condition of their own."""

    def team(self, native: str) -> str | None:
        """Our team, else the name that it has there."""
        return (self.teams.get(native) or shown(native, self.names)) if native else None

    def agent(self, native: str) -> str | None:
        """Our agent, else what the product calls the person."""
        return (self.agents.get(native) or shown(native, self.names)) if native else None

    def calendar(self, native: str) -> str:
        """Our calendar; `24x7` for calendar time."""
        return (self.calendars.get(native) or shown(native, self.names)) if native else "24x7"

    def value(self, name: str, native: str) -> str | None:
        """The value of a bound field in our words; None where it is empty."""
        return self.options.get(name, {}).get(native, native) or None

    def bound(self, ticket: Ticket) -> dict[str, str]:
        """What the connectors filled: native field -> native value, empty where the ticket has none."""
        found: dict[str, str] = {}
        for name, native in self.fields.items():
            found[native] = self._native(name, self.account.settings.fields[name], ticket)
        return found

    def _native(self, name: str, binding: FieldBinding, ticket: Ticket) -> str:
        if binding.bands:
            return self._band(name, binding, ticket)
        value = _READ[name](ticket) if name in _READ else ticket.fields.get(name.removeprefix("fields."))
        if value is None or value == "":
            return ""
        written = str(value).lower() if isinstance(value, bool) else str(value)
        return option(name, binding, written) if binding.create == "dropdown" else written

    def _band(self, name: str, binding: FieldBinding, ticket: Ticket) -> str:
        amount: Decimal | None = ticket.order.amount
        if name != "order.amount" or amount is None or not ticket.order.currency or not amount.is_finite():
            return ""
        money = self.rates.convert(Money(amount, ticket.order.currency), binding.bands[0].currency)
        return bands(name, binding)[sum(money.amount >= edge.amount for edge in binding.bands)] if money else ""


_READ: Mapping[str, Callable[[Ticket], object]] = {
    "category": lambda ticket: ticket.category,
    "order.id": lambda ticket: ticket.order.id,
    "order.currency": lambda ticket: ticket.order.currency,
    "order.status": lambda ticket: ticket.order.status,
    "order.items": lambda ticket: ", ".join(ticket.order.items),
    "customer.country": lambda ticket: ticket.customer.country,
    "customer.name": lambda ticket: ticket.customer.name,
    "customer.first_name": lambda ticket: ticket.customer.first_name,
    "customer.email": lambda ticket: ticket.customer.email,
}


def tongue_of(
    account: Account,
    names: Mapping[str, str],
    native: Callable[[str, FieldBinding], str],
    calendar_kind: str,
    real: frozenset[str],
) -> Tongue:
    """The dictionaries of one account. `native`: the product's name of a bound field."""
    workspace, bound = account.workspace, account.settings.fields
    options = {
        name: {option(name, binding, value): value for value in known_values(account, name)}
        for name, binding in bound.items()
        if binding.create == "dropdown" and not binding.bands
    }
    return Tongue(
        account,
        surroundings(workspace).rates,
        names,
        {name: native(name, binding) for name, binding in bound.items()},
        {account.team(id_): id_ for id_ in workspace.teams},
        {reference("user", item.value.email or id_): id_ for id_, item in workspace.agents.items()},
        {account.calendar(id_, calendar_kind): id_ for id_ in (*workspace.calendars, "24x7")},
        options,
        {rule.value.id: rule.value for _, rule in workspace.rules()},
        real,
    )
