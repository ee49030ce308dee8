"""What a simulation counts. Memory is bounded whatever the number of tickets: every count has a ceiling of distinct names."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cstool.routing import Outcome
from cstool.simulate.labels import Labels
from cstool.simulate.phrases import Phrases
from cstool.tickets import Batch, Guess, Note, SetAside, Ticket

NAMES_LIMIT = 2000
OTHERS = "…"
"""Counts together what came after the ceiling."""
_KEPT = 1000


class Tally:
    """Counts of names with a ceiling of distinct ones; None counts what is missing."""

    def __init__(self) -> None:
        self._counts: Counter[str | None] = Counter()

    def add(self, name: str | None) -> None:
        """One more of this name."""
        if name not in self._counts and len(self._counts) >= NAMES_LIMIT:
            name = OTHERS
        self._counts[name] += 1

    def __getitem__(self, name: str | None) -> int:
        return self._counts[name]

    def __len__(self) -> int:
        return len(self._counts)

    def ranked(self) -> Iterator[tuple[str | None, int]]:
        """Names with counts: largest first, then by name; missing last among equals."""
        yield from sorted(self._counts.items(), key=lambda entry: (-entry[1], entry[0] is None, entry[0] or ""))


@dataclass
class Summary:
    """The counts of one run. `known_channels` and `rules_in_force` tell what is unknown and what never applied."""

    known_channels: frozenset[str] = frozenset()
    rules_in_force: tuple[str, ...] = ()
    labels: Labels | None = None
    phrases: Phrases | None = None
    """Where given, it collects what unmatched tickets say."""
    tickets: int = 0
    unmatched: int = 0
    without_sla: int = 0
    two_replies: int = 0
    set_aside: int = 0
    teams: Tally = field(default_factory=Tally)
    rules: Tally = field(default_factory=Tally)
    categories: Tally = field(default_factory=Tally)
    channels: Tally = field(default_factory=Tally)
    languages: Tally = field(default_factory=Tally)
    priorities: Tally = field(default_factory=Tally)
    policies: Tally = field(default_factory=Tally)
    replies: Tally = field(default_factory=Tally)
    unknown_channels: Tally = field(default_factory=Tally)
    unmatched_languages: Tally = field(default_factory=Tally)
    unmatched_channels: Tally = field(default_factory=Tally)
    kept_aside: list[SetAside] = field(default_factory=list)
    """The first rows that were set aside; the count has them all."""
    guesses: list[Guess] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(self, ticket: Ticket, outcome: Outcome, policies: Iterable[str]) -> None:
        """Count one ticket."""
        self.tickets += 1
        self.teams.add(outcome.team)
        self.categories.add(outcome.category)
        self.priorities.add(outcome.priority)
        self.channels.add(ticket.channel)
        self.languages.add(ticket.language)
        for rule in outcome.rules:
            self.rules.add(rule)
        self.replies.add(outcome.reply.template if outcome.reply else None)
        self.two_replies += len(outcome.replies) > 1
        names = tuple(policies)
        self.without_sla += not names
        for name in names:
            self.policies.add(name)
        if ticket.channel and ticket.channel not in self.known_channels:
            self.unknown_channels.add(ticket.channel)
        if outcome.unmatched:
            self.unmatched += 1
            self.unmatched_languages.add(ticket.language)
            self.unmatched_channels.add(ticket.channel)
        if self.labels is not None:
            self.labels.add(ticket, outcome)
        if self.phrases is not None:
            self.phrases.add(ticket, outcome.unmatched)

    def read(self, batch: Batch) -> None:
        """Take over what the reader said about a batch."""
        self.set_aside += len(batch.set_aside)
        self.kept_aside.extend(batch.set_aside[: _KEPT - len(self.kept_aside)])
        self.guesses.extend(batch.guesses[: _KEPT - len(self.guesses)])
        self.notes.extend(batch.notes[: _KEPT - len(self.notes)])

    @property
    def never_applied(self) -> tuple[str, ...]:
        """Rules in force that applied to no ticket, in the order of the file."""
        return tuple(rule for rule in self.rules_in_force if not self.rules[rule])
