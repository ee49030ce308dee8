"""How many tickets a push touches: what the account does now against what it would do, in the product's own words."""

from datetime import UTC, datetime
from itertools import count

import pytest

from cstool.backends.compilers import compile_for
from cstool.backends.naming import Names
from cstool.backends.push import Look
from cstool.backends.touched import touched
from cstool.plan import Live, Pushed, compare
from cstool.tickets import Ticket
from cstool.workspace import Workspace
from tests.backends import small

ROUTING = (small.ROOT / "config/routing.yaml").read_text(encoding="utf-8")


def tickets() -> list[tuple[Ticket, str]]:
    at = datetime(2026, 7, 17, 8, tzinfo=UTC)
    bodies = ["a refund please"] * 4 + ["the lamp is awful"] * 6
    return [
        (Ticket(id=f"T{number}", received_at=at, channel="mail", language="en", body=body), "ticket.created")
        for number, body in enumerate(bodies)
    ]


def looked(before: Workspace, after: Workspace, name: str, *, pushed: bool = True) -> Look:
    """The plan from one workspace to the other, on an account that holds the first."""
    held = compile_for(before, name).resources if pushed else ()
    wanted = compile_for(after, name).resources
    number = count(1)
    live = [Live(str(next(number)), item.kind, item.name, item.body) for item in held]
    ours = {(item.kind, item.native): resource.key for item, resource in zip(live, held, strict=True)}
    base = {resource.key: Pushed(item.native, item.name, item.body) for item, resource in zip(live, held, strict=True)}
    return Look(compare(name, base, wanted, live), live, wanted, Names(ours, {}), live)


@pytest.mark.parametrize("name", ["zd", "za", "local"])
def test_tickets_that_go_elsewhere_are_counted_and_too_many_are_refused(name: str) -> None:
    before = small.workspace()
    after = small.workspace(routing=ROUTING.replace("[angry, awful]", "[angry]"))
    found = touched(after, name, looked(before, after, name), tickets())
    assert found is not None
    assert (found.asked, found.moved) == (10, 6)
    assert found.examples == ("T4", "T5", "T6")
    assert found.refusal is not None
    assert found.refusal.id == "push-touches-too-many"


@pytest.mark.parametrize("name", ["zd", "za", "local"])
def test_a_push_that_moves_nothing_touches_nothing(name: str) -> None:
    before = small.workspace()
    after = small.workspace(routing=ROUTING.replace("text: [refund]", "text: [refunds]"))
    found = touched(after, name, looked(before, after, name), tickets()[4:])
    assert found is not None
    assert (found.asked, found.moved, found.refusal) == (6, 0, None)


@pytest.mark.parametrize("name", ["zd", "za", "local"])
def test_nothing_is_compared_on_an_empty_account_or_for_an_empty_plan(name: str) -> None:
    workspace = small.workspace()
    assert touched(workspace, name, looked(workspace, workspace, name), tickets()) is None
    assert touched(workspace, name, looked(workspace, workspace, name, pushed=False), tickets()) is None
