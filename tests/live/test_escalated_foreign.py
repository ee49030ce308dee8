"""The engine over accounts that people made by hand: fetched as they are, and judged as the running server does."""

from dataclasses import replace
from pathlib import Path

import pytest

from cstool.plan import Live
from tests.live.escalated import foreign
from tests.live.escalated.customers import Customers, arriving, held
from tests.live.escalated.engine import Engine, NativeTicket, of_live
from tests.live.escalated.pushing import Pusher
from tests.live.escalated.server import Desk

pytest_plugins = ("tests.live.escalated.fixtures",)

WORKFLOWS, TICKETS = 40, 40
WORDS = ("Refund", "refund", "card", "Card", "money", "退款", "卡", "a")


@pytest.fixture
def customers(desk: Desk) -> Customers:
    """Two departments beside the first, one with people in it, and a tag."""
    desk.fresh()
    found = Customers(desk)
    found.made("departments", name="Two", slug="two")
    found.made("departments", name="Three", slug="three")
    found.made("tags", name="vip", slug="vip")
    return found


def engine_of(desk: Desk, tmp_path: Path, customers: Customers) -> tuple[Engine, tuple[Live, ...]]:
    live = tuple(Pusher(desk, tmp_path).account.fetch())
    slugs = {tag["name"]: tag["slug"] for tag in customers.page("tags")["tags"]}
    return of_live(live, slugs), live


def departments(live: tuple[Live, ...]) -> dict[int, str]:
    return {int(item.native): f"department/={item.native}" for item in live if item.kind == "department"}


def judged(desk: Desk, tmp_path: Path, customers: Customers, tickets: list[NativeTicket]) -> int:
    """How many log lines were compared; tickets one after the other, because workflows make tags that later ones find."""
    engine, live = engine_of(desk, tmp_path, customers)
    numbers = customers.tag_numbers()
    for ticket in tickets:
        customers.post(ticket, numbers)
    found, log = customers.numbers(), customers.log()
    lines = 0
    for ticket in tickets:
        data = customers.read(found[ticket.subject])
        run = engine.created(arriving(ticket, data))
        assert held(data, departments(live)) == replace(run.ticket, first_reply_hours=None, resolution_hours=None)
        assert log.get(data["id"], ()) == run.log
        lines += len(run.log)
    return lines


@pytest.mark.parametrize("seed", [1, 2])
def test_any_workflows(desk: Desk, tmp_path: Path, customers: Customers, seed: int) -> None:
    made = foreign.workflows(WORKFLOWS, seed)
    for form in made:
        customers.made("workflows", **form)
    numbers = [entry["id"] for entry in customers.page("workflows")["workflows"]]
    customers.asked("POST", "admin/workflows/reorder/", json={"workflow_ids": numbers[::-1]}, headers=customers.admin)
    tickets = [
        NativeTicket(
            f"{WORDS[number % len(WORDS)]} {WORDS[number * 3 % len(WORDS)]} #{number:03d}",
            " ".join(WORDS[(number + step) % len(WORDS)] for step in range(number % 4 + 1)),
            ("api", "email", "web")[number % 3],
            ("low", "medium", "critical")[number // 3 % 3] if number % 3 == 0 else "medium",
            tags=frozenset({"vip"}) if number % 6 == 0 else frozenset(),
        )
        for number in range(TICKETS)
    ]
    assert judged(desk, tmp_path, customers, tickets) > WORKFLOWS * TICKETS // 2
