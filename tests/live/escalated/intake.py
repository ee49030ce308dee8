"""Our ticket as this account gets it, and what it became there in our words."""

from dataclasses import dataclass

from cstool.backends.options import bands
from cstool.model.base import Money
from cstool.model.settings import BackendSettings
from cstool.routing.compile import Router
from cstool.routing.outcome import Outcome
from cstool.tickets import Ticket
from tests.live.escalated.conditions import OPEN_STATES, PRIORITIES, STATUSES
from tests.live.escalated.engine import NativeTicket
from tests.live.escalated.tags import value_tag

WAYS = ("api", "email", "web")


@dataclass(frozen=True)
class Seen:
    """What routing said, as far as the product holds it."""

    team: str | None
    category: str | None
    priority: str | None
    status: str | None
    assignee: str | None
    tags: frozenset[str]
    skills: frozenset[str]
    gift: object
    replies: int
    notes: tuple[str, ...]


def way_in(ticket: Ticket, settings: BackendSettings) -> str:
    """The product's own channel of a ticket."""
    return str(settings.channels[ticket.channel or ""].via)


def tags_of(ticket: Ticket, settings: BackendSettings, router: Router) -> frozenset[str]:
    """The tags that a connector sets: our tags, the channel's own, and one for every bound value. Mail and forms carry none."""
    binding = settings.channels[ticket.channel or ""]
    if str(binding.via) != "api":
        return frozenset()
    values: dict[str, str | None] = {"language": ticket.language}
    values.update({name: _word(ticket.fields[name]) for name in ("loyalty", "gift") if name in ticket.fields})
    if ticket.order.amount is not None and ticket.order.currency:
        money = router.around.rates.convert(Money(ticket.order.amount, ticket.order.currency), "USD")
        edges = settings.fields["order.amount"]
        if money is not None:
            place = sum(money.amount >= edge.amount for edge in edges.bands)
            values["order.amount"] = bands("order.amount", edges)[place]
    found = {value_tag(name, value) for name, value in values.items() if value and name in settings.fields}
    return frozenset({*found, *ticket.tags, *([binding.tag] if binding.tag else [])})


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def native_of(ticket: Ticket, settings: BackendSettings, router: Router) -> NativeTicket:
    """The ticket as it arrives. The API strips its texts; mail without a subject or a text gets one (escalated/validators.py,
    escalated/services/inbound_email_service.py)."""
    way = way_in(ticket, settings)
    subject, body = ticket.subject, ticket.body
    if way == "api":
        subject, body = subject.strip(), body.strip()
    elif way == "email":
        subject, body = subject or "(no subject)", body or "(empty email body)"
    priority = PRIORITIES[ticket.priority or "normal"] if way == "api" else "medium"
    return NativeTicket(subject, body, way, priority, tags=tags_of(ticket, settings, router))


def seen_there(ticket: NativeTicket) -> Seen:
    """What became of it, in our words; departments and people are named as references name them."""
    plain = frozenset(tag for tag in ticket.tags if not tag.startswith("[")) - {"amazon", "amazon-de"}
    values = {name: _value(ticket, name) for name in ("category", "gift")}
    states = {native: ours for ours, native in STATUSES.items()} | dict.fromkeys(OPEN_STATES, "open")
    return Seen(
        team=ticket.department.removeprefix("department/") if ticket.department else None,
        category=values["category"],
        priority={native: ours for ours, native in PRIORITIES.items()}.get(ticket.priority, ticket.priority),
        status=states.get(ticket.status, ticket.status),
        assignee=ticket.assignee.removeprefix("user/").partition("@")[0] if ticket.assignee else None,
        tags=plain,
        skills=frozenset(tag[len("[cs-skill-") : -1] for tag in ticket.tags if tag.startswith("[cs-skill-")),
        gift={"true": True, "false": False}.get(values["gift"] or ""),
        replies=len(ticket.replies),
        notes=ticket.notes,
    )


def _value(ticket: NativeTicket, name: str) -> str | None:
    begins = value_tag(name, "")
    found = [tag[len(begins) : -1] for tag in ticket.tags if tag.startswith(begins)]
    assert len(found) <= 1, f"a field holds one value: {found}"
    return found[0] if found else None


def seen_here(outcome: Outcome) -> Seen:
    """What we decided."""
    return Seen(
        outcome.team,
        outcome.category,
        outcome.priority,
        outcome.status,
        outcome.assignee,
        frozenset(outcome.tags),
        frozenset(outcome.skills),
        outcome.fields.get("gift"),
        len(outcome.replies),
        tuple(note.text for note in outcome.notes),
    )
