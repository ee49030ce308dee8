"""What a plan does to the tickets of the workspace: its samples and those of its tests."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cstool.backends.push import Look
from cstool.backends.touched import Touched, touched
from cstool.cli.session import Session
from cstool.cli.ticket_input import options_of
from cstool.routing.tested import all_tests
from cstool.tickets import Ticket
from cstool.workspace import Workspace

MOST = 5_000
"""Tickets that are asked: a plan is waited for."""


def touched_by(session: Session, workspace: Workspace, name: str, looked: Look) -> Touched | None:
    """How many of the workspace's own tickets the plan moves; None where there is nothing to compare, or a file is unsound."""
    if workspace.incomplete or not looked.plan.changes:
        return None
    return touched(workspace, name, looked, islice(_tickets(session, workspace), MOST))


def _tickets(session: Session, workspace: Workspace) -> Iterator[tuple[Ticket, str]]:
    from cstool.tickets.read import read

    for one in all_tests(workspace):
        yield one.ticket, one.event
    paths = [Path(workspace.root) / path for path in workspace.samples]
    for batch in read(paths, options_of(workspace, session)):
        for ticket in batch.tickets:
            yield ticket, "ticket.created"
