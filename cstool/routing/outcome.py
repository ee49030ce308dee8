"""What routing wrote on one ticket."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cstool.model.base import Limit
from cstool.model.sla import Recipient


@dataclass(frozen=True, slots=True)
class Reply:
    """A text that is sent: the template, how often at most per customer, and the rule that sends it."""

    template: str
    at_most: Limit | None
    rule: str


@dataclass(frozen=True, slots=True)
class Note:
    """An internal note: a text or the path of a note template, and the rule that leaves it."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ticket's state after routing. What no rule wrote is what the ticket came with."""

    category: str | None = None
    team: str | None = None
    assignee: str | None = None
    priority: str | None = None
    status: str | None = None
    skills: tuple[str, ...] = ()
    """In the order in which rules asked for them."""
    tags: frozenset[str] = frozenset()
    fields: Mapping[str, object] = field(default_factory=dict)
    replies: tuple[Reply, ...] = ()
    """More than one is a fault of the rules; only the first is sent."""
    notes: tuple[Note, ...] = ()
    escalations: tuple[Recipient, ...] = ()
    rules: tuple[str, ...] = ()
    """Ids of the rules that applied, in order."""
    written: Mapping[str, str] = field(default_factory=dict)
    """What was written -> the rule that wrote it last: `category`, `team`, `priority` …"""
    unmatched: bool = True
    """No rule with a real condition wrote a team or a category."""

    @property
    def reply(self) -> Reply | None:
        """The reply that is sent."""
        return self.replies[0] if self.replies else None

    @property
    def note(self) -> str | None:
        """The notes as one text."""
        return "\n".join(note.text for note in self.notes) or None
