"""What the engine says is what escalated-django does: real messages through every door of a running server.

Department, priority, status, person, tags, replies, notes, the times, and the whole log, workflow for workflow, of every ticket.
`CSTOOL_LIVE_TICKETS` says how many.
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from cstool.routing.compile import compile_routing
from cstool.routing.decide import decide
from tests.live.escalated import messages, seller
from tests.live.escalated.causes import causes
from tests.live.escalated.customers import Customers, arriving, held
from tests.live.escalated.engine import Entry, NativeTicket, Run, of_resources
from tests.live.escalated.intake import native_of
from tests.live.escalated.pushing import Pusher
from tests.live.escalated.server import Desk

pytest_plugins = ("tests.live.escalated.fixtures",)

pytestmark = pytest.mark.xdist_group("escalated")
COUNT = int(os.environ.get("CSTOOL_LIVE_TICKETS", "200"))
DRY_RUNS = 2
"""Of each ticket, through all workflows in turn."""
SECONDS = 30.0
"""Between the moment of creation and the one that the times are counted from."""


def late_by(data: dict[str, str], name: str, hours: float | None) -> float:
    """Seconds between a due time and what the engine says; an absent one is 0 late where none is due."""
    if data[name] is None or hours is None:
        return 0.0 if data[name] is None and hours is None else float("inf")
    created = datetime.fromisoformat(str(data["created_at"]))
    return abs((datetime.fromisoformat(data[name]) - created).total_seconds() - hours * 3600)


def test_tickets_end_as_the_engine_says(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = messages.folder()
    if place is None:
        pytest.skip("NOT RUN: no messages at CSTOOL_DATA")
    desired = seller.compiled().resources
    pusher = Pusher(desk.http(), tmp_path)
    pusher.done(desired)
    natives = pusher.natives()
    departments = {int(natives[str(item.key)]): f"department/{item.id}" for item in desired if item.kind == "department"}
    workflows = {natives[str(item.key)]: str(item.key) for item in desired if item.kind == "workflow"}

    router, engine, customers = compile_routing(seller.workspace()), of_resources(desired), Customers(desk)
    tickets = messages.tickets(place, COUNT)
    arrived = [native_of(ticket, seller.SETTINGS, router) for ticket in tickets]
    numbers = customers.tag_numbers(tag for native in arrived for tag in native.tags)
    for native in arrived:
        customers.post(native, numbers)
    found, log = customers.numbers(), customers.log()
    keys = sorted(workflows, key=int)

    differing: Counter[str] = Counter()
    equal = entries = dry_runs = 0
    for position, (ticket, native) in enumerate(zip(tickets, arrived, strict=True)):
        data = customers.read(found[native.subject])
        run = engine.created(arriving(native, data))
        there = held(data, departments)
        assert _plain(there) == _plain(run.ticket), ticket
        assert max(late_by({**data["sla"], **data}, f"{name}_due_at", hours) for name, hours in _due(run)) < SECONDS
        named = tuple(Entry(workflows[entry.rule], entry.status, entry.executed) for entry in log[data["id"]])
        assert named == run.log, ticket
        entries += len(named)
        for turn in range(DRY_RUNS):
            workflow = keys[(position * DRY_RUNS + turn) % len(keys)]
            assert customers.dry_run(workflow, data["id"]) is engine.dry_run(workflows[workflow], there), (ticket, workflow)
            dry_runs += 1
        why = causes(ticket, decide(router, ticket), run, native)
        assert "unexplained" not in {cause.name for cause in why}, (ticket, why)
        differing.update({cause.name for cause in why})
        equal += not {cause.name for cause in why} - {"priority-default", "status-default"}
    with capsys.disabled():
        print(f"\nescalated-django: {len(tickets)} tickets, {entries} log lines, {dry_runs} dry runs, {customers.calls} requests")
        print(f"  all as the engine says; {equal} routed as we decide; else {dict(differing.most_common())}")


def _plain(ticket: NativeTicket) -> NativeTicket:
    """Without what the API does not tell."""
    return replace(ticket, first_reply_hours=None, resolution_hours=None)


def _due(run: Run) -> list[tuple[str, float | None]]:
    return [("first_response", run.ticket.first_reply_hours), ("resolution", run.ticket.resolution_hours)]
