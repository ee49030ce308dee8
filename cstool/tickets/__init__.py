"""Tickets: their frozen shape, and the readers of every file form in which people have them."""

from cstool.tickets.batch import Batch, Guess, Input, Note, Options, SetAside, Target
from cstool.tickets.ticket import Customer, Order, Reply, Ticket, ticket_of

__all__ = [
    "Batch",
    "Customer",
    "Guess",
    "Input",
    "Note",
    "Options",
    "Order",
    "Reply",
    "SetAside",
    "Target",
    "Ticket",
    "ticket_of",
]
