"""Conditions, and branches of conditions, that no ticket can meet, whatever routing wrote before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from cstool.conditions.around import doubtful, surroundings
from cstool.conditions.book import Book, Placed
from cstool.conditions.ground import Ground, Reading
from cstool.conditions.syntax import Always, Comparison, Condition, Every, Some, comparisons, reads
from cstool.conditions.universe import CHANNEL_FACTS, universe_of
from cstool.conditions.view import Surroundings
from cstool.logic import IN_ALL
from cstool.workspace import Workspace

Found = tuple[Condition, ...]
"""Parts that exclude each other, in the order of the file; a single one cannot hold by itself."""


def contradictions(workspace: Workspace, book: Book) -> Iterator[tuple[Placed, Found]]:
    """Every condition of the workspace, or branch of one, that cannot hold, with the parts that are to blame."""
    looking, unsure = _Looking(surroundings(workspace), workspace.today), doubtful(workspace)
    for placed in book.placed:
        condition = placed.compiled.condition
        if condition is not None and not (unsure and reads(condition, unsure)):
            for parts in looking.impossible(condition):
                yield placed, parts


def is_possible(condition: Condition, around: Surroundings, today: date) -> bool:
    """Whether some ticket meets the condition, whatever routing wrote before. True also means: not disproved."""
    return not _Looking(around, today).dead(condition)


@dataclass
class _Looking:
    """One pass over many conditions; equal comparisons are judged once."""

    around: Surroundings
    today: date
    known: dict[object, bool] = field(default_factory=dict)
    spent: int = 0
    """The effort so far: all conditions together have so much as one set of rules."""

    def impossible(self, condition: Condition) -> Iterator[Found]:
        """The smallest parts that cannot hold."""
        if not self.dead(condition):
            # Alive as a whole; a branch of it may be dead.
            if isinstance(condition, Every | Some):
                for part in condition.parts:
                    if isinstance(condition, Some) or isinstance(part, Every | Some):
                        yield from self.impossible(part)
                if isinstance(condition, Every):
                    yield from self.barred_branches(condition)
        elif isinstance(condition, Some):
            for part in condition.parts:
                yield from self.impossible(part)
        elif isinstance(condition, Every):
            alone = next((part for part in condition.parts if self.dead(part)), None)
            if alone is not None:
                yield from self.impossible(alone)
            else:
                yield self.blamed(condition)
        else:
            yield (condition,)

    def barred_branches(self, condition: Every) -> Iterator[Found]:
        """Branches of an `any` that the rest of the condition excludes."""
        for some in condition.parts:
            for branch in some.parts if isinstance(some, Some) else ():
                rest = tuple(part for part in condition.parts if part is not some)
                together = Every((*rest, branch), condition.span)
                if not self.dead(branch) and self.dead(together):
                    yield self.blamed(together)

    def blamed(self, condition: Every) -> Found:
        """Parts that exclude each other, of which none can be spared."""
        reading = self.reading(condition)
        statements = {reading.statement(part): part for part in condition.parts}
        blamed = reading.ground.circuit.least_to_blame(statements)
        return tuple(part for statement, part in statements.items() if statement in blamed)

    def dead(self, condition: Condition) -> bool:
        """Whether no ticket meets it."""
        if isinstance(condition, Always):
            return False
        if isinstance(condition, Comparison):
            if condition.field.name not in CHANNEL_FACTS and condition.field.kind != "hours":
                return False  # of any other field some value can be as demanded
            if condition.meaning not in self.known:
                self.known[condition.meaning] = self.disproved(condition)
            return self.known[condition.meaning]
        if isinstance(condition, Every) and _independent(condition):
            return any(self.dead(part) for part in condition.parts)
        return self.disproved(condition)

    def disproved(self, condition: Condition) -> bool:
        if self.spent >= IN_ALL:
            return False
        reading = self.reading(condition)
        circuit = reading.ground.circuit
        circuit.spent_before = self.spent
        found = circuit.ask(reading.statement(condition))
        self.spent = circuit.spent
        return found is False

    def reading(self, condition: Condition) -> Reading:
        """The condition alone on its own small ground."""
        return Reading(Ground(universe_of(comparisons(condition), (self.around,), self.today)), self.around)


def _independent(condition: Every) -> bool:
    """Whether its parts ask different things each, so that none can exclude another."""
    asked: Counter[str] = Counter()
    for part in condition.parts:
        if not isinstance(part, Comparison) or part.operator == "none":
            return False
        positive_words = part.field.kind == "text" and part.operator in ("any", "all")
        name = part.field.name
        if name in CHANNEL_FACTS or name in ("hours", "received_at"):
            name = "channel"  # which decides about the others: its calendar about hours, hours about the day
        if not positive_words:
            asked["order.amount" if name == "order.currency" else name] += 1
    return all(count == 1 for count in asked.values())
