"""Which procedures a routed ticket follows: their conditions see what routing wrote."""

from collections.abc import Iterable

from cstool.conditions.book import book_of
from cstool.conditions.syntax import Condition
from cstool.conditions.view import Surroundings, view_of
from cstool.model.sop import Sop
from cstool.routing.outcome import Outcome
from cstool.tickets import Ticket
from cstool.workspace import Item, Workspace

Procedure = tuple[Item[Sop], Condition]


def procedures_of(workspace: Workspace) -> tuple[Procedure, ...]:
    """The SOPs in force that have a condition, with it; one whose condition has faults is left out."""
    book = book_of(workspace)
    conditions = (
        (item, book.condition(item, "when"))
        for item in workspace.sops.values()
        if item.value.when is not None and item.value.in_force(workspace.today)
    )
    return tuple((item, condition) for item, condition in conditions if condition is not None)


def followed(procedures: Iterable[Procedure], around: Surroundings, ticket: Ticket, outcome: Outcome) -> tuple[str, ...]:
    """The ids of the procedures whose condition holds on the routed ticket."""
    view = view_of(ticket, around).routed(outcome)
    return tuple(item.value.id for item, condition in procedures if condition.holds(view))
