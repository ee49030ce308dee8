"""What Zammad's numbers mean where no list can be asked for, and which attributes hold numbers of which records."""

from collections.abc import Mapping

from cstool.plan import Key

ARTICLE_TYPES: Mapping[int, str] = {
    1: "email",
    2: "sms",
    3: "chat",
    4: "fax",
    5: "phone",
    6: "twitter status",
    7: "twitter direct-message",
    8: "facebook feed post",
    9: "facebook feed comment",
    10: "note",
    11: "web",
    12: "telegram personal-message",
    13: "facebook direct-message",
    14: "whatsapp message",
}
"""zammad/zammad: db/seeds/ticket_article_types.rb; no route lists them."""
SENDERS: Mapping[int, str] = {1: "Agent", 2: "Customer", 3: "System"}
"""zammad/zammad: db/seeds/ticket_article_senders.rb; no route lists them."""
PRIORITIES: Mapping[str, tuple[int, str]] = {"low": (1, "1 low"), "normal": (2, "2 normal"), "high": (3, "3 high")}
"""Ours, with number and name in a fresh account: names can be edited there, numbers cannot (measured on zammad/zammad 5.5)."""
URGENT = "4 urgent"
HOLDS: Mapping[str, str] = {
    "ticket.group_id": "group",
    "ticket.priority_id": "priority",
    "ticket.state_id": "state",
    "ticket.owner_id": "user",
    "ticket.customer_id": "user",
    "article.type_id": "article_type",
    "article.sender_id": "sender",
    "ticket.create_article_type_id": "article_type",
    "ticket.create_article_sender_id": "sender",
    "execution_time.calendar_id": "calendar",
}
"""Attribute in conditions and actions -> kind of record that its number names."""
MARK = "cstool:"
"""Begins our marker in notes."""
UTC_ZONES = frozenset({"UTC", "Etc/UTC", "Etc/GMT", "GMT"})
"""Zones of no country: a server knows them though its list leaves them out (measured on zammad/zammad 5.5)."""


def marker(kind: str, id: str, part: str = "") -> str:  # noqa: A002 - the word of plan.Key
    """The note by which a lost lockfile is rebuilt."""
    return MARK + ":".join(Key(kind, id, part))


def owner(kind: str, note: object) -> Key | None:
    """Our name of the record, from its note."""
    if not isinstance(note, str) or not note.startswith(MARK):
        return None
    parts = note.removeprefix(MARK).strip().split(":")
    return Key(*parts) if len(parts) == 3 and parts[0] == kind and parts[1] else None


def article_type(via: int | str) -> str:
    """A kind of message by its name, whether it is given by name or by number."""
    written = str(via)
    return ARTICLE_TYPES.get(int(written), written) if written.isdigit() else written
