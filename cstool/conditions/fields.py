"""What a condition may read: every field, its kind, and which operators that kind has."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "set", "value", "number", "money", "date", "flag", "hours"]
"""`value` is one word out of a vocabulary or a free string; `hours` is the state of the channel's calendar."""

Operator = Literal[
    "any", "all", "none", "keywords", "contains", "matches", "is", "one_of", "not_in", "gt", "gte", "lt", "lte", "exists"
]

OPERATORS: dict[Kind, tuple[Operator, ...]] = {
    "text": ("any", "all", "none", "keywords", "contains", "matches"),
    "set": ("any", "all", "none", "exists"),
    "value": ("is", "one_of", "not_in", "exists", "contains", "matches"),
    "number": ("is", "one_of", "not_in", "gt", "gte", "lt", "lte", "exists"),
    "money": ("is", "gt", "gte", "lt", "lte", "exists"),
    "date": ("is", "gt", "gte", "lt", "lte", "exists"),
    "flag": ("is", "exists"),
    "hours": ("is", "one_of", "not_in"),
}
"""In the order in which messages list them. `contains` and `matches` on a `value` need one without vocabulary."""


@dataclass(frozen=True, slots=True)
class FieldRef:
    """One field. `may_lack` says that a customer's ticket may come without it; what routing writes is not meant."""

    name: str
    kind: Kind
    may_lack: bool = False
    own: bool = False
    """A field of the workspace's vocabulary; `name` is then `fields.<its name>`."""
    free: bool = False
    """A string without vocabulary: a mail address, an order number."""

    @property
    def operators(self) -> tuple[Operator, ...]:
        """What may be asked of it, in the order in which messages list it."""
        found = OPERATORS[self.kind]
        if self.kind == "value" and not self.free:
            found = tuple(operator for operator in found if operator not in ("contains", "matches"))
        if not self.can_be_missing:
            found = tuple(operator for operator in found if operator != "exists")
        return found

    @property
    def can_be_missing(self) -> bool:
        """Whether `exists` has a meaning: text, tags, flags of the reading itself and hours always have a value."""
        return self.name not in NEVER_MISSING


NEVER_MISSING = frozenset(
    {"text", "subject", "body", "tags", "customer.tags", "automatic", "reopened", "author", "hours", "received_at"}
)

BUILT_IN: dict[str, FieldRef] = {
    field.name: field
    for field in (
        FieldRef("channel", "value"),
        FieldRef("channel_type", "value"),
        FieldRef("store", "value"),
        FieldRef("pack", "value"),
        FieldRef("country", "value"),
        FieldRef("language", "value", may_lack=True),
        FieldRef("text", "text"),
        FieldRef("subject", "text"),
        FieldRef("body", "text"),
        FieldRef("tags", "set"),
        FieldRef("customer.name", "value", may_lack=True, free=True),
        FieldRef("customer.first_name", "value", may_lack=True, free=True),
        FieldRef("customer.email", "value", may_lack=True, free=True),
        FieldRef("customer.country", "value", may_lack=True),
        FieldRef("customer.tags", "set"),
        FieldRef("order.id", "value", may_lack=True, free=True),
        FieldRef("order.amount", "money", may_lack=True),
        FieldRef("order.currency", "value", may_lack=True),
        FieldRef("order.status", "value", may_lack=True, free=True),
        FieldRef("order.items", "set", may_lack=True),
        FieldRef("received_at", "date"),
        FieldRef("category", "value"),
        FieldRef("priority", "value"),
        FieldRef("team", "value"),
        FieldRef("status", "value"),
        FieldRef("author", "value"),
        FieldRef("automatic", "flag"),
        FieldRef("reopened", "flag"),
        FieldRef("hours", "hours"),
    )
}
