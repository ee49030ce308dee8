"""What a plan does to the tickets of the workspace: its samples and those of its tests; and what the tests say of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from cstool.acceptance import run_tests
from cstool.backends.engines.gate import refusal
from cstool.backends.local.engine import workspace_of
from cstool.backends.push import Look
from cstool.backends.touched import Touched, touched
from cstool.cli.session import Session
from cstool.cli.ticket_input import options_of
from cstool.diagnostic import Text, text
from cstool.plan import Resource
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


def tests_refuse(workspace: Workspace, name: str, resources: Sequence[Resource], looked: Look) -> Text | None:
    """Why the tests of the workspace stand against a push: run as the product would treat their tickets, with all it has."""
    if workspace.settings.value.backends[name].type == "local":
        stored = workspace_of(workspace, {resource.key: resource.body for resource in resources})
        failed = run_tests(stored).failed
        return text("push-tests-fail", backend=name, test=failed[0].name, count=len(failed)) if failed else None
    return refusal(workspace, name, looked.raw, looked.names.ours)


def _tickets(session: Session, workspace: Workspace) -> Iterator[tuple[Ticket, str]]:
    from cstool.tickets.read import read

    for one in all_tests(workspace):
        yield replace(one.ticket, id=one.ticket.id or one.item.value.name), one.event
    paths = [Path(workspace.root) / path for path in workspace.samples]
    for batch in read(paths, options_of(workspace, session)):
        for ticket in batch.tickets:
            yield ticket, "ticket.created"
