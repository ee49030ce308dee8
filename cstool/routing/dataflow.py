"""Who writes what somebody else asks for: over the stages of an event, and over the events of a ticket's life."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cstool.conditions.book import book_of
from cstool.conditions.syntax import Comparison, Condition, Every, Negation, demanded
from cstool.routing.compile import CompiledRule, CompiledStage, compile_routing
from cstool.routing.siblings import Key, Loc, place_of, writes_of
from cstool.workspace import Workspace

CREATED = "ticket.created"
_OFF, _ON = "remove_tags", "tags"
_AT_FIRST: frozenset[tuple[tuple[str, ...], str]] = frozenset({(("status",), "new"), (("status",), "open")})
"""What a helpdesk gives a new ticket by itself."""

Fact = tuple[Key, str]
"""A place and the value that stands there. A tag is a place of its own: `tags` means put on, `remove_tags` taken off."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule in force and where it stands."""

    rule: CompiledRule
    stage: CompiledStage
    number: int
    """Of the stage, among the stages in force."""
    position: int


@dataclass(frozen=True, slots=True)
class Write:
    """One write of a rule."""

    by: Placed
    place: Loc


@dataclass(frozen=True, slots=True)
class Demand:
    """Facts of which one must be there, else the rule never applies."""

    comparison: Comparison
    choices: tuple[Fact, ...]


@dataclass(frozen=True)
class Dataflow:
    """The rules in force with what they write and what they ask for."""

    rules: tuple[Placed, ...]

    @cached_property
    def writes(self) -> dict[Fact, list[Write]]:
        """Who writes a fact, in the order of the file."""
        found: dict[Fact, list[Write]] = {}
        for placed in self.rules:
            for key, value in writes_of(placed.rule.actions):
                found.setdefault((key, str(value)), []).append(Write(placed, place_of(key, value)))
        return found


def dataflow_of(workspace: Workspace) -> Dataflow:
    """The rules of a workspace, read once."""
    return workspace.once(_read)


def _read(workspace: Workspace) -> Dataflow:
    stages = compile_routing(workspace).stages
    return Dataflow(tuple(Placed(rule, stage, n, at) for n, stage in enumerate(stages) for at, rule in enumerate(stage.rules)))


def is_whole(workspace: Workspace) -> bool:
    """Whether every rule and what it names could be read: only then does it prove something that none of them does a thing."""
    return workspace.once(_whole)


def _whole(workspace: Workspace) -> bool:
    if not workspace.incomplete.isdisjoint(("stages", "keywords", "fields", "channels", "tests")):
        return False
    return not any(placed.kind == "rule" and placed.compiled.condition is None for placed in book_of(workspace).placed)


def sees(reader: Placed, write: Write) -> bool:
    """Whether what was written is there when the reader is judged.

    A new ticket has only met the stages above. When a customer writes again or a ticket is reopened, anything may have been
    written before: at its creation, or at an earlier reply.
    """
    if reader.stage.event != CREATED:
        return True
    writer = write.by
    if writer.stage.event != CREATED:
        return False
    same = writer.number == reader.number and reader.stage.match == "sequence" and writer.position < reader.position
    return writer.number < reader.number or same


def demands(condition: Condition) -> Iterator[Demand]:
    """What the condition asks of places that rules write; whatever stands inside `any:` is not demanded."""
    for comparison in demanded(condition):
        yield from _demands(comparison, positive=True)
    for part in condition.parts if isinstance(condition, Every) else (condition,):
        if isinstance(part, Negation) and isinstance(part.part, Comparison):
            yield from _demands(part.part, positive=False)


def _demands(comparison: Comparison, *, positive: bool) -> Iterator[Demand]:
    field, operator = comparison.field, comparison.operator
    operands = [str(operand) for operand in comparison.operands]
    if field.name == "tags":
        wanted = _ON if positive == (operator in ("any", "all")) else _OFF
        facts = tuple(((_ON, tag), wanted) for tag in operands)
        together = (operator == "any" and positive) or (operator == "all" and not positive)
        yield from [Demand(comparison, facts)] if together else [Demand(comparison, (fact,)) for fact in facts]
    elif positive and operator in ("is", "one_of"):
        if field.own:
            yield Demand(comparison, tuple((("set", field.name.removeprefix("fields.")), one) for one in operands))
        elif field.name in ("category", "team", "priority", "status"):
            yield Demand(comparison, tuple(((field.name,), one) for one in operands))


def outside(workspace: Workspace) -> frozenset[Fact]:
    """What new tickets bring along: what the helpdesk sets, and what tickets of the tests have."""
    found: set[Fact] = set(_AT_FIRST)
    for file in workspace.tests:
        for ticket in (test.ticket for test in file.value.tests):
            found |= {((_ON, tag), _ON) for tag in ticket.tags}
            found |= {(("set", name), str(value)) for name, value in ticket.fields.items()}
            found |= {((name,), str(value)) for name in ("category", "priority") if (value := getattr(ticket, name))}
    return frozenset(found)
