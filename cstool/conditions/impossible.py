"""Conditions, and branches of conditions, that no ticket can meet, whatever routing wrote before."""

from collections.abc import Iterator

from cstool.conditions.around import surroundings
from cstool.conditions.book import Book, Placed
from cstool.conditions.ground import Ground, Reading
from cstool.conditions.syntax import Condition, Every, Some, comparisons
from cstool.conditions.universe import universe_of
from cstool.workspace import Workspace

Found = tuple[Condition, tuple[Condition, ...]]


def contradictions(workspace: Workspace, book: Book) -> Iterator[tuple[Placed, Condition, tuple[Condition, ...]]]:
    """Every condition of the workspace that cannot hold: its smallest such part, and what in that excludes each other."""
    around = surroundings(workspace)
    conditions = [(placed, placed.compiled.condition) for placed in book.placed if placed.compiled.condition is not None]
    read = [part for _, condition in conditions for part in comparisons(condition)]
    reading = Reading(Ground(universe_of(read, (around,), workspace.today)), around)
    for placed, condition in conditions:
        for whole, parts in _impossible(reading, condition):
            yield placed, whole, parts


def _impossible(reading: Reading, condition: Condition) -> Iterator[Found]:
    circuit = reading.ground.circuit
    if circuit.ask(reading.statement(condition)) is not False:
        # Alive as a whole; a branch of it may be dead.
        if isinstance(condition, Every | Some):
            for part in condition.parts:
                if isinstance(condition, Some) or isinstance(part, Every | Some):
                    yield from _impossible(reading, part)
    elif isinstance(condition, Every):
        statements = {reading.statement(part): part for part in condition.parts}
        dead = [part for statement, part in statements.items() if circuit.ask(statement) is False]
        if dead:
            yield from _impossible(reading, dead[0])
        else:
            blamed = circuit.least_to_blame(statements)
            yield condition, tuple(part for statement, part in statements.items() if statement in blamed)
    elif isinstance(condition, Some):
        for part in condition.parts:
            yield from _impossible(reading, part)
    else:
        yield condition, (condition,)
