"""What every helpdesk product offers: compile without a network, fetch, apply; and what a compile says beside its objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from cstool.diagnostic import Span, Text
from cstool.plan import Change, Live, Resource
from cstool.tickets import Ticket
from cstool.workspace import Workspace

Faithfulness = Literal["exact", "excluded", "documentation", "approximate", "unsupported"]
"""From best to worst. `documentation`: kept in the handbook only, because the product has no place for it."""
FAITHFULNESS: tuple[Faithfulness, ...] = ("exact", "excluded", "documentation", "approximate", "unsupported")


@dataclass(frozen=True, slots=True)
class Remark:
    """Why one object of ours is not exact there: at its line, with the name that `accepted_differences` takes."""

    fidelity: Faithfulness
    span: Span
    message: Text
    difference: str | None
    object: str
    """`kind/id` of ours, as `exclude` takes it."""
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Considered:
    """One object of ours that was compiled, whatever came out."""

    object: str
    span: Span


@dataclass(frozen=True, slots=True)
class Compiled:
    """Native objects in the order in which they are made, every object of ours that was looked at, and what is not exact."""

    backend: str
    resources: tuple[Resource, ...]
    considered: tuple[Considered, ...]
    remarks: tuple[Remark, ...]

    @property
    def unsupported(self) -> tuple[Remark, ...]:
        """What stops a push."""
        return tuple(remark for remark in self.remarks if remark.fidelity == "unsupported")


@dataclass(frozen=True, slots=True)
class Row:
    """One object of ours in the fidelity table."""

    object: str
    fidelity: Faithfulness
    differences: tuple[str, ...]
    accepted: bool
    """Whether the team accepts all of them."""
    messages: tuple[Text, ...]
    where: Span


def fidelity(compiled: Compiled) -> tuple[Row, ...]:
    """One row an object, in the order of compile: its worst faithfulness, what differs, and where the first cause stands."""
    rows = []
    for item in compiled.considered:
        own = [remark for remark in compiled.remarks if remark.object == item.object]
        levels = [FAITHFULNESS.index(remark.fidelity) for remark in own]
        worst = FAITHFULNESS[max(levels, default=0)]
        first = next((remark.span for remark in own if remark.fidelity == worst), item.span)
        names = tuple(dict.fromkeys(remark.difference for remark in own if remark.difference))
        differing = [remark for remark in own if remark.fidelity in ("approximate", "unsupported")]
        accepted = bool(differing) and all(remark.accepted for remark in differing)
        messages = [remark.message for remark in own]
        told = tuple(message for position, message in enumerate(messages) if message not in messages[:position])
        rows.append(Row(item.object, worst, names, accepted, told, first))
    return tuple(rows)


def counts(compiled: Compiled) -> Mapping[Faithfulness, int]:
    """Objects by faithfulness."""
    rows = fidelity(compiled)
    return {level: sum(row.fidelity == level for row in rows) for level in FAITHFULNESS}


class Backend(Protocol):
    """One helpdesk account."""

    @property
    def name(self) -> str:
        """The name in cstool.yaml."""
        ...

    @property
    def kinds(self) -> Sequence[str]:
        """Kinds of native objects in the order in which they must be made."""
        ...

    def compile(self, workspace: Workspace) -> Compiled:
        """Native objects of a workspace; no network, same input, same output."""
        ...

    def fetch(self) -> Sequence[Live]:
        """What is there, in the same shape. Raises CstoolError when the account cannot be read."""
        ...

    def apply(self, change: Change) -> Live | None:
        """Carries out one change and reads the object back; None after a deletion."""
        ...


D = TypeVar("D", covariant=True)


class Engine(Protocol[D]):
    """An executable model of the product's own evaluation over native objects."""

    def decide(self, resources: Sequence[Resource], ticket: Ticket, event: str) -> D:
        """What the product would do with this ticket."""
        ...
