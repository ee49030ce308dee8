"""Tickets: their frozen shape, and the readers of every file form in which people have them."""

from cstool.tickets.ticket import Customer, Order, Reply, Ticket, ticket_of

__all__ = ["Customer", "Order", "Reply", "Ticket", "ticket_of"]
