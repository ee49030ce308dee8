"""Tickets that a helpdesk would treat otherwise than our own words say: what differs, and which named difference is behind it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from cstool.backends.base import Compiled, Engine
from cstool.backends.engines import Known, modelled
from cstool.backends.engines.model import NativeOutcome
from cstool.backends.engines.reasons import UNEXPLAINED, Reason, Reasons
from cstool.plan import Live
from cstool.simulate import Simulated
from cstool.simulate.moved import Shift, Side, shifts, side_of
from cstool.tickets import Ticket
from cstool.workspace import Workspace

KEPT = 1_000
"""Tickets of which every difference is kept; the counts have them all."""
KINDS_LIMIT = 20_000
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Differing:
    """One ticket with another outcome there. `shifts` go from ours to theirs."""

    ours: Simulated
    theirs: Simulated
    shifts: tuple[Shift, ...]
    reasons: tuple[Reason, ...]
    accepted: bool

    @property
    def ticket(self) -> Ticket:
        """The ticket."""
        return self.ours.ticket

    @property
    def names(self) -> tuple[str, ...]:
        """The named differences, each once."""
        return tuple(dict.fromkeys(reason.name for reason in self.reasons))


@dataclass(frozen=True, slots=True)
class Cause:
    """One kind of difference: its name, the object of ours at which it appears, and the texts that were found."""

    name: str
    object: str
    found: tuple[str, ...]
    excluded: bool = False
    """Whether the settings keep the object away: then the difference is wanted."""


@dataclass
class Differences:
    """The report of one run; bounded by a ceiling of tickets that are kept and of kinds that are counted."""

    backend: str
    judged: int = 0
    differing: int = 0
    refused: int = 0
    """Differing tickets of which some difference is not accepted."""
    unsure: int = 0
    """Tickets on which some native rule could not be judged."""
    kept: list[Differing] = field(default_factory=list)
    causes: Counter[Cause] = field(default_factory=Counter)
    examples: dict[Cause, list[str]] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)
    second_answers: Counter[str] = field(default_factory=Counter)
    """Native rules that answer a customer who is answered already, by name."""
    doubts: Counter[str] = field(default_factory=Counter)
    """Native rules that could not be judged, by name."""

    def add(self, one: Differing) -> None:
        """Count one differing ticket."""
        self.differing += 1
        self.refused += not one.accepted
        self.names.update(one.names)
        if len(self.kept) < KEPT:
            self.kept.append(one)
        for reason in dict.fromkeys(one.reasons):
            cause = Cause(reason.name, reason.object, reason.found, reason.excluded)
            if cause not in self.causes and len(self.causes) >= KINDS_LIMIT:
                cause = Cause(reason.name, "…", ())
            self.causes[cause] += 1
            shown = self.examples.setdefault(cause, [])
            if len(shown) < EXAMPLES and one.ticket.id:
                shown.append(one.ticket.id)

    def by_cause(self) -> Sequence[tuple[Cause, int, tuple[str, ...]]]:
        """The causes, commonest first, with counts and some ids."""
        ranked = sorted(self.causes.items(), key=lambda entry: (-entry[1], entry[0].name, entry[0].object, entry[0].found))
        return [(cause, count, tuple(self.examples.get(cause, ()))) for cause, count in ranked]


class Comparison:
    """Our own decision beside the engine's, ticket by ticket; `report` grows on the way."""

    def __init__(self, workspace: Workspace, name: str, engine: Engine, compiled: Compiled) -> None:
        self.engine = engine
        self.ours: Side = side_of(workspace)
        self.report = Differences(name)
        self.accepted = frozenset(workspace.settings.value.backends[name].accepted_differences)
        self._reasons = Reasons(workspace, engine, compiled, self.ours.router)

    def judge(self, ticket: Ticket, event: str) -> tuple[Simulated, Differing | None]:
        """What the product does with a ticket, and how that differs from ours."""
        outcome = self.engine.decide(ticket, event)
        theirs = Simulated(ticket, outcome, self.engine.choose(ticket, outcome))
        return theirs, self.compare(theirs, event)

    def compare(self, theirs: Simulated, event: str) -> Differing | None:
        """How an outcome of the engine differs from ours; None where it does not."""
        self.report.judged += 1
        self._count_doubts(theirs)
        outcome = self.ours.decide(theirs.ticket, event)
        ours = Simulated(theirs.ticket, outcome, self.ours.choose(theirs.ticket, outcome))
        if len(theirs.outcome.replies) > 1 >= len(outcome.replies):
            self.report.second_answers.update({reply.rule for reply in theirs.outcome.replies[1:]})
        found = shifts(ours, theirs)
        if not found:
            return None
        reasons = self._reasons.of(ours, theirs, found, event)
        accepted = all(reason.excluded or reason.name in self.accepted for reason in reasons)
        differing = Differing(ours, theirs, found, reasons, accepted)
        self.report.add(differing)
        return differing

    def _count_doubts(self, theirs: Simulated) -> None:
        desk = theirs.outcome.desk if isinstance(theirs.outcome, NativeOutcome) else None
        if desk is not None and desk.doubts:
            self.report.unsure += 1
            self.report.doubts.update({doubt.rule.name for doubt in desk.doubts})


def engine_differences(
    workspace: Workspace,
    name: str,
    tickets: Iterable[tuple[Ticket, str]],
    *,
    live: Iterable[Live] = (),
    known: Known | None = None,
    progress: Callable[[int], None] | None = None,
) -> Differences:
    """Tickets, each with its event, through the product's engine and through our own stages.

    On a product that runs our stages themselves nothing differs. Raises UsageError when there is no such backend.
    """
    engine, compiled = modelled(workspace, name, live, known)
    if engine is None:
        return Differences(name, judged=sum(1 for _ in tickets))
    comparison = Comparison(workspace, name, engine, compiled)
    for number, (ticket, event) in enumerate(tickets, 1):
        comparison.judge(ticket, event)
        if progress is not None:
            progress(number)
    return comparison.report


__all__ = ["UNEXPLAINED", "Cause", "Comparison", "Differences", "Differing", "Reason", "engine_differences"]
