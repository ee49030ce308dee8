"""Routing against labels: accuracy, precision and recall per label, and which label was taken for which."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cstool.routing import Outcome
from cstool.tickets import Ticket

_PAIRS_LIMIT = 20_000
_EXAMPLES = 3
_OUTCOMES: Mapping[str, Callable[[Outcome], str | None]] = {
    "category": lambda outcome: outcome.category,
    "team": lambda outcome: outcome.team,
    "priority": lambda outcome: outcome.priority,
    "assignee": lambda outcome: outcome.assignee,
}
COMPARABLE = tuple(_OUTCOMES)
"""What of the outcome a label can be held against."""


@dataclass(frozen=True, slots=True)
class LabelScore:
    """One label: how many tickets carry it, how many were given it, and how many of those rightly."""

    label: str
    labelled: int
    given: int
    right: int

    @property
    def precision(self) -> Decimal | None:
        """Share of those given it that carry it; None when none was given it."""
        return Decimal(self.right) / self.given if self.given else None

    @property
    def recall(self) -> Decimal | None:
        """Share of those carrying it that were given it; None when none carries it."""
        return Decimal(self.right) / self.labelled if self.labelled else None


@dataclass
class Labels:
    """Holds a column of the file against one part of the outcome. Tickets without a label are counted apart."""

    column: str
    against: str = "category"
    unlabelled: int = 0
    pairs: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    examples: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)

    def add(self, ticket: Ticket, outcome: Outcome) -> None:
        """Count one ticket."""
        label = label_of(ticket, self.column)
        if label is None:
            self.unlabelled += 1
            return
        pair = (label, _OUTCOMES[self.against](outcome))
        if pair not in self.pairs and len(self.pairs) >= _PAIRS_LIMIT:
            pair = ("…", "…")
        self.pairs[pair] += 1
        if pair[0] != pair[1]:
            shown = self.examples.setdefault(pair, [])
            if len(shown) < _EXAMPLES and ticket.id:
                shown.append(ticket.id)

    @property
    def total(self) -> int:
        """Tickets with a label."""
        return sum(self.pairs.values())

    @property
    def right(self) -> int:
        """Tickets whose outcome is their label."""
        return sum(count for (label, given), count in self.pairs.items() if label == given)

    @property
    def accuracy(self) -> Decimal | None:
        """Share of labelled tickets that were given their label; None without labels."""
        return Decimal(self.right) / self.total if self.total else None

    def scores(self) -> Iterator[LabelScore]:
        """Every label of the file, largest first."""
        labelled: Counter[str] = Counter()
        given: Counter[str | None] = Counter()
        for (label, outcome), count in self.pairs.items():
            labelled[label] += count
            given[outcome] += count
        for label, count in sorted(labelled.items(), key=lambda entry: (-entry[1], entry[0])):
            yield LabelScore(label, count, given[label], self.pairs[(label, label)])

    def misses(self) -> Iterator[tuple[str, str | None, int, tuple[str, ...]]]:
        """Label, what was given instead, how often, some ids; commonest first."""
        wrong = [(pair, count) for pair, count in self.pairs.items() if pair[0] != pair[1]]
        for pair, count in sorted(wrong, key=lambda entry: (-entry[1], entry[0][0], entry[0][1] or "")):
            yield pair[0], pair[1], count, tuple(self.examples.get(pair, ()))


def label_of(ticket: Ticket, column: str) -> str | None:
    """The label of a ticket: a column of the file (`actual.`), an own field, or a canonical name."""
    name = column.removeprefix("actual.")
    if found := ticket.actual.get(name):
        return found
    own = ticket.fields.get(name.removeprefix("fields."))
    if own is not None:
        return str(own)
    known = {"category": ticket.category, "team": ticket.team, "priority": ticket.priority}.get(name)
    return str(known) if known else None
