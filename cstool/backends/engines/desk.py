"""One ticket inside a product while its rules run, and the log of what they did."""

from dataclasses import dataclass, field
from datetime import datetime

from cstool.backends.engines.things import Thing
from cstool.diagnostic import Text
from cstool.tickets import Ticket

Verdict = bool | None
"""Whether a condition holds; None: this model cannot tell, and says so."""


@dataclass(frozen=True, slots=True)
class Firing:
    """One native rule that applied, and the native fields that it changed; none where it changed nothing."""

    rule: Thing
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One native rule that could not be judged, and the row that is at fault."""

    rule: Thing
    row: Text


@dataclass(frozen=True, slots=True)
class Judged:
    """One native rule that was asked: whether it applied, else the row that did not hold (None: no row alone)."""

    rule: Thing
    fired: bool
    row: Text | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail that a rule sends: to whom, and what stands in subject and body there."""

    rule: Thing
    recipients: tuple[str, ...]
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class NativeDue:
    """One target of the native policy in force. `minutes` count on `clock` (a native calendar; empty: calendar time)."""

    metric: str
    minutes: int
    clock: str
    at: datetime


@dataclass(slots=True)
class Desk:
    """What rules read and write. A native field that is not in `values` is one of which nothing is known; "" is an empty one."""

    ticket: Ticket
    event: str
    at: datetime
    values: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    """The values before this update; a new ticket had none."""
    tags: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)
    """Tags that rules put on, whatever happened to them later."""
    fired: list[Firing] = field(default_factory=list)
    changes: frozenset[str] = frozenset()
    """Native fields that the update itself changed, before any rule."""
    writers: dict[str, Thing] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    notes: list[Thing] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    stopped: Text | None = None
    """Why the rules did not run, or not to their end."""
    lost: bool = False
    """Whether no ticket is made at all."""
    texts: dict[str, str] = field(default_factory=dict)
    """Folded texts, worked out when the first row asks."""
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    trace: list[Judged] | None = None
    """Every rule that was asked, where somebody wants to know."""
    policy: Thing | None = None
    dues: tuple[NativeDue, ...] = ()

    def write(self, name: str, value: str, rule: Thing) -> bool:
        """Set a field; whether it had another value."""
        self.writers[name] = rule
        if self.values.get(name) == value:
            return False
        self.values[name] = value
        return True
