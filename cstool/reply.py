"""The text that a routed ticket's automatic reply has for this customer, with the values this ticket really holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from cstool.model.base import METRICS, Duration
from cstool.sla import SlaBook, promise
from cstool.texts import Rendered, channels_of, example_values, known_variables, pieces_of, render
from cstool.tickets import Ticket
from cstool.workspace import Template, Workspace

_FIXED = frozenset({"sla", "facts", "kb"})
"""Origins whose values are fixed for every ticket when templates are compiled."""


@dataclass(frozen=True, slots=True)
class ReplyText:
    """A template as this customer reads it."""

    template: str
    text: Rendered
    blanks: tuple[str, ...] = ()
    """Variables that it prints without a guard and that this ticket does not hold."""


def reply_text(workspace: Workspace, book: SlaBook, ticket: Ticket, template: str, team: str | None) -> ReplyText | None:
    """The reply in the ticket's language, else the channel's first, else the default. None where there is no such template."""
    found = workspace.templates.get(template)
    if found is None:
        return None
    channel = workspace.channels.get(ticket.channel or "")
    settings = workspace.settings.value
    locale = ticket.language or next(iter(channel.value.languages if channel else ()), settings.default_locale)
    promises: dict[str, Duration | None] = {
        metric: promise(workspace, metric, channels_of(workspace, found), found.shared.value.category) for metric in METRICS
    }
    fixed = example_values(workspace, locale, "best", promises)
    known = known_variables(workspace)
    values = {path: value for path, value in fixed.items() if known[path].origin in _FIXED or path.startswith("brand.")}
    values |= _store(workspace, ticket) | _of_ticket(ticket) | _team(workspace, team, locale)
    if channel is not None and channel.value.calendar:
        clock = book.clock(channel.value.calendar)
        if not clock.never_opens:
            values["calendar.next_open"] = clock.next_open(ticket.received_at).astimezone(clock.zone)
    text = render(workspace, template, locale, values)
    return ReplyText(template, text, _blanks(workspace, found, text.locale, values))


def _blanks(workspace: Workspace, template: Template, locale: str, values: Mapping[str, object]) -> tuple[str, ...]:
    pieces = (piece for piece in pieces_of(workspace, template) if piece.locale == locale)
    uses = (use.path for piece in pieces for use in piece.analysis.uses if use.leaves_hole)
    return tuple(sorted({path for path in uses if path not in values}))


def _of_ticket(ticket: Ticket) -> dict[str, object]:
    customer, order = ticket.customer, ticket.order
    values: dict[str, object | None] = {
        "ticket.id": ticket.id,
        "ticket.subject": ticket.subject or None,
        "customer.name": customer.name,
        "customer.first_name": customer.first_name,
        "customer.email": customer.email,
        "order.id": order.id,
        "order.amount": f"{order.amount} {order.currency}" if order.amount is not None and order.currency else None,
        "order.items": list(order.items) or None,
    }
    return {path: value for path, value in values.items() if value is not None}


def _store(workspace: Workspace, ticket: Ticket) -> dict[str, object]:
    channel = workspace.channels.get(ticket.channel or "")
    store = workspace.stores.get(channel.value.store or "") if channel else None
    if store is None:
        return {}
    names = store.value.name or {}
    values = {"store.name": names.get("en") or next(iter(names.values()), None), "store.url": store.value.url}
    return {path: value for path, value in values.items() if value}


def _team(workspace: Workspace, team: str | None, locale: str) -> dict[str, object]:
    found = workspace.teams.get(team or "")
    names = (found.value.name or {}) if found else {}
    name = names.get(locale) or names.get(locale.split("-")[0]) or names.get("en") or next(iter(names.values()), None)
    return {"team.name": name} if name else {}
