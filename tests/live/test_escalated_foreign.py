"""The engine over accounts that people made by hand: fetched as they are, and judged as the running server does."""

from dataclasses import replace
from pathlib import Path

import pytest

from cstool.plan import Live
from tests.live.escalated import foreign
from tests.live.escalated.customers import Customers, arriving, held
from tests.live.escalated.engine import CannotJudgeError, Engine, NativeTicket, of_live
from tests.live.escalated.pushing import Pusher
from tests.live.escalated.server import Desk

pytest_plugins = ("tests.live.escalated.fixtures",)

WORKFLOWS, TICKETS = 40, 40
WORDS = ("Refund", "refund", "card", "Card", "money", "退款", "卡", "a")


pytestmark = pytest.mark.xdist_group("escalated")


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
    live = tuple(Pusher(desk.http(), tmp_path).account.fetch())
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


ACT = {"type": "add_note", "value": "here"}
ROW = {"field": "subject", "operator": "contains", "value": "a"}
QUIRKS: dict[str, list[dict[str, object]]] = {
    "after a department that is gone nothing more is saved, and conditions read what was not": [
        {"actions": [{"type": "set_department", "value": "77"}, {"type": "change_priority", "value": "high"}]},
        {"conditions": {"all": [{"field": "priority", "operator": "equals", "value": "high"}]}, "actions": [ACT]},
        {"conditions": {"all": [{"field": "department_id", "operator": "equals", "value": "77"}]}, "actions": [ACT]},
    ],
    "until a department that is there saves all of it": [
        {"actions": [{"type": "set_department", "value": "77"}, {"type": "change_priority", "value": "high"}]},
        {"actions": [{"type": "set_department", "value": "2"}]},
    ],
    "a row that is none ends the run, without a line in the log": [
        {"actions": [ACT]},
        {"conditions": {"all": ["subject"]}, "actions": [ACT]},
        {"actions": [ACT]},
    ],
    "any is not looked at beside all": [{"conditions": {"any": [{**ROW, "value": "no"}], "all": [ROW]}, "actions": [ACT]}],
    "an empty any holds": [{"conditions": {"any": []}, "actions": [ACT]}],
    "an operator that nobody knows never holds": [{"conditions": [{**ROW, "operator": "matches"}], "actions": [ACT]}],
    "capitals count": [{"conditions": [{**ROW, "value": "A"}], "actions": [ACT]}],
    "a tag is found inside another": [
        {"actions": [{"type": "add_tag", "value": "vip-gold"}]},
        {"conditions": [{"field": "tags", "operator": "contains", "value": "ip-go"}], "actions": [ACT]},
    ],
    "two tags in Chinese are one": [
        {
            "actions": [
                {"type": "add_tag", "value": "退款"},
                {"type": "add_tag", "value": "投诉"},
                {"type": "add_tag", "value": "VIP"},
            ]
        }
    ],
    "the last department wins, and nothing stops": [
        {"actions": [{"type": "set_department", "value": "3"}]},
        {"actions": [{"type": "set_department", "value": "2"}]},
    ],
}


@pytest.mark.parametrize("quirk", QUIRKS)
def test_quirks(desk: Desk, tmp_path: Path, customers: Customers, quirk: str) -> None:
    for number, form in enumerate(QUIRKS[quirk]):
        customers.made("workflows", **{"name": str(number), "trigger_event": "ticket.created", "conditions": [], **form})
    numbers = [entry["id"] for entry in customers.page("workflows")["workflows"]]
    customers.asked("POST", "admin/workflows/reorder/", json={"workflow_ids": numbers}, headers=customers.admin)
    assert judged(desk, tmp_path, customers, [NativeTicket("a ticket", "its text")])


def test_workflows_at_one_position_are_not_judged(desk: Desk, tmp_path: Path, customers: Customers) -> None:
    """The product asks its database for them in order of position alone."""
    for name in "ab":
        customers.made("workflows", name=name, trigger_event="ticket.created", actions=[ACT])
    with pytest.raises(CannotJudgeError):
        engine_of(desk, tmp_path, customers)


def test_the_page_of_the_log_calls_a_skipped_workflow_matched(desk: Desk, customers: Customers) -> None:
    """So the tests read the table (escalated/workflow_models.py, conditions_matched is true by default)."""
    customers.made("workflows", name="a", trigger_event="ticket.created", conditions=[{**ROW, "value": "no"}], actions=[ACT])
    customers.post(NativeTicket("a ticket", "its text"), {})
    (line,) = customers.page("workflows/1/logs")["logs"]
    assert (line["matched"], line["status"], line["actions_executed"]) == (True, "success", 0)
    assert [entry.status for entry in customers.log()[1]] == ["skipped"]
