"""What a person needs to see of a witness ticket."""

from cstool.model.base import Money
from cstool.tickets.ticket import Ticket


def values_of(ticket: Ticket, *, with_time: bool = False) -> dict[str, object]:
    """Dotted names and values of everything that is not as usual; the moment only where it matters."""
    order, customer = ticket.order, ticket.customer
    amount = Money(order.amount, order.currency) if order.amount is not None and order.currency else None
    found: dict[str, object] = {
        "channel": ticket.channel,
        "language": ticket.language,
        "author": ticket.author if ticket.author != "customer" else None,
        "automatic": "true" if ticket.automatic else None,
        "reopened": "true" if ticket.reopened else None,
        "received_at": f"{ticket.received_at:%Y-%m-%d %H:%M}" if with_time else None,
        "subject": ticket.subject,
        "body": ticket.body,
        "customer.name": customer.name,
        "customer.first_name": customer.first_name,
        "customer.email": customer.email,
        "customer.country": customer.country,
        "customer.tags": ", ".join(sorted(customer.tags)),
        "order.id": order.id,
        "order.amount": str(amount) if amount else None,
        "order.currency": order.currency if order.currency and not amount else None,
        "order.status": order.status,
        "order.items": ", ".join(order.items),
        "tags": ", ".join(sorted(ticket.tags)),
        "category": ticket.category,
        "priority": ticket.priority,
        "team": ticket.team,
        "status": ticket.status,
        **{f"fields.{name}": str(value) for name, value in sorted(ticket.fields.items())},
    }
    return {name: value for name, value in found.items() if value}
