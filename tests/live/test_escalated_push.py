"""Pushes to a running escalated-django: made, changed, put in order, drifted, deleted, killed, and never twice."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cstool.backends.base import NotMadeError
from cstool.plan import Change, Key, Resource
from tests.live.escalated import seller
from tests.live.escalated.customers import Customers, arriving, held
from tests.live.escalated.engine import Entry, NativeTicket, of_resources
from tests.live.escalated.pushing import Forgetful, Pusher
from tests.live.escalated.server import Desk

pytest_plugins = ("tests.live.escalated.fixtures",)

pytestmark = pytest.mark.xdist_group("escalated")
KILLS = int(os.environ.get("CSTOOL_LIVE_KILLS", "3"))
"""At how many of the writes of a push, spread evenly, it is killed; before and after each."""
ROUTING = """
stages:
  - id: classify
    match: first
    rules:
      - {id: money, when: {text: {keywords: refund}}, then: {category: refund}}
  - id: assign
    match: first
    rules:
      - {id: refunds, when: {category: refund, tags: vip}, then: {team: returns, priority: high, assignee: lin}}
      - {id: rest, when: always, then: {team: frontline}}
  - id: respond
    match: every
    rules:
      - {id: hello, when: {not: {tags: legal}}, then: {reply: general/hello}}
"""
AGAIN = """
  - id: again
    event: ticket.reopened
    match: every
    rules:
      - {id: came-back, when: {category: [refund, complaint]}, then: {priority: urgent, tags: legal}}
"""


def resources(routing: str = ROUTING) -> Sequence[Resource]:
    """What a small part of the seller makes there, with the tags of one field alone: every write takes its time."""
    made = seller.compiled(seller.workspace(routing=routing)).resources
    return [item for item in made if item.kind != "tag" or "=" not in item.name or "category=" in item.name]


def changed(plan: object) -> set[str]:
    """The keys of the changes of a plan, but for tags."""
    return {str(change.key) for change in plan.changes if change.key.kind != "tag"}  # type: ignore[attr-defined]


@pytest.fixture
def pusher(desk: Desk, tmp_path: Path) -> Pusher:
    """An empty desk, but for what the product itself brings: a department and a policy."""
    desk.fresh()
    return Pusher(desk.http(), tmp_path)


@pytest.fixture
def customers(desk: Desk, pusher: Pusher) -> Customers:
    """People who write, and who change things by hand."""
    return Customers(desk)


def test_pushed_and_again(desk: Desk, pusher: Pusher, tmp_path: Path) -> None:
    before = pusher.world()
    pusher.done(resources())
    assert pusher.plan(resources()).empty
    assert [row for row in before if row in pusher.world()] == before
    there = pusher.world()
    other = Pusher(desk.http(), tmp_path / "lost")
    assert set(other.plan(resources()).counts) == {"adopt"}, "a lost lockfile: markers, then names"
    other.done(resources())
    assert pusher.world() == there


def test_edited(pusher: Pusher) -> None:
    pusher.done(resources())
    edited = resources(ROUTING.replace("priority: high", "priority: urgent"))
    assert changed(pusher.plan(edited)) == {"workflow/assign/refunds"}
    pusher.done(edited)


def test_order_is_one_call(pusher: Pusher, customers: Customers) -> None:
    """New workflows all stand at position 0, and which of two at one position runs first nobody knows."""
    customers.made("workflows", name="theirs", trigger_event="ticket.created", actions=[{"type": "add_note", "value": "x"}])
    pusher.done(resources())
    rules = ROUTING.strip().splitlines()
    swapped = "\n".join([*rules[:8], rules[9], rules[8], *rules[10:]])
    assert changed(pusher.plan(resources(swapped))) == {"workflow_order/all"}
    pusher.done(resources(swapped))
    listed = customers.page("workflows")["workflows"]
    assert [entry["position"] for entry in listed] == list(range(len(listed)))
    assert listed[-1]["name"] == "theirs"
    names = [entry["name"].partition(" [")[0] for entry in listed]
    assert names.index("assign: rest") < names.index("assign: refunds")


def test_drift(pusher: Pusher, customers: Customers) -> None:
    pusher.done(resources())
    natives, listed = pusher.natives(), customers.page("workflows")["workflows"]
    rest = next(entry for entry in listed if str(entry["id"]) == natives["workflow/assign/rest"])
    form = {**rest, "actions": [{"type": "change_priority", "value": "low"}]}
    customers.asked("PUT", f"admin/workflows/{rest['id']}/", json=form, headers=customers.admin)
    returns = natives["department/returns"]
    department = next(entry for entry in customers.page("departments")["departments"] if str(entry["id"]) == returns)
    # A form that is sent without agents leaves none (escalated/views/admin.py, departments_edit).
    customers.asked("POST", f"admin/departments/{returns}/edit/", json=department, headers=customers.admin)
    gone = natives["workflow/respond/hello [reply-en]"]
    customers.asked("DELETE", f"admin/workflows/{gone}/", headers=customers.admin)
    drift = {str(change.key): change for change in pusher.drift()}
    assert {key: change.action for key, change in drift.items()} == {
        "workflow/assign/rest": "update",
        "department/returns": "update",
        "workflow/respond/hello [reply-en]": "delete",
        "workflow_order/all": "update",
    }
    assert {entry.path for entry in drift["department/returns"].differences} == {"agents"}
    assert drift["workflow/assign/rest"].changed_at
    pusher.done(resources())
    assert not pusher.drift()


def test_deleted(pusher: Pusher, customers: Customers) -> None:
    customers.made("workflows", name="theirs", trigger_event="ticket.created", actions=[{"type": "add_note", "value": "x"}])
    pusher.done(resources())
    fewer = resources(ROUTING[: ROUTING.index("  - id: respond")])
    assert {str(change.key) for change in pusher.plan(fewer).kept if change.key.kind == "workflow"} >= {
        "workflow/respond/hello [reply-en]"
    }
    pusher.done(fewer, delete=True)
    assert not [row for row in pusher.world() if "respond" in row[1]]
    assert ("workflow", "theirs", "") in pusher.world()


def test_a_department_that_a_policy_names_stays(pusher: Pusher, customers: Customers) -> None:
    """The product answers 500 (escalated/models.py, SlaPolicy.department is protected)."""
    pusher.done(resources())
    number = pusher.natives()["department/money"]
    customers.made("sla-policies", name="theirs", department_id=number)
    fewer = [item for item in resources() if item.key != Key("department", "money")]
    report = pusher.push(fewer, delete=True)
    assert [str(failure.change.key) for failure in report.failures] == ["department/money"]
    policy = next(entry["id"] for entry in customers.page("sla-policies")["policies"] if entry["name"] == "theirs")
    customers.asked("POST", f"admin/sla-policies/{policy}/delete/", headers=customers.admin)
    pusher.done(fewer, delete=True)


def test_the_default_policy_is_one(pusher: Pusher, customers: Customers) -> None:
    """Ours takes the flag from the one that had it: the only thing of others that a push changes (escalated/views/admin.py)."""

    def defaults() -> list[str]:
        return [entry["name"] for entry in customers.page("sla-policies")["policies"] if entry["is_default"]]

    assert defaults() == ["Default"]
    pusher.done(resources())
    assert defaults() == ["everyone"]


def test_names_in_chinese_have_addresses_of_ours(pusher: Pusher, customers: Customers) -> None:
    """`slugify` leaves nothing of them, and a second one without address is a 500 (escalated/views/admin.py)."""
    pusher.done(resources())
    slugs = {entry["name"]: entry["slug"] for entry in customers.page("departments")["departments"]}
    assert slugs["财务"].startswith("cstool-department-")
    assert slugs["物流"].startswith("cstool-department-")
    pusher.done([_described(item) for item in resources()])
    assert slugs == {entry["name"]: entry["slug"] for entry in customers.page("departments")["departments"]}


def _described(item: Resource) -> Resource:
    return Resource(*item.key, item.name, {**item.body, "agents": []}) if item.kind == "department" else item


def test_what_the_form_refuses_was_not_made(pusher: Pusher) -> None:
    """302 is said to both; only where it leads to tells them apart (escalated/views/workflows.py, _redirect_back)."""
    body = {"name": "x", "trigger_event": "ticket.created", "conditions": {"all": []}, "actions": [], "is_active": False}
    before = pusher.world()
    with pytest.raises(NotMadeError):
        pusher.account.apply(Change("create", "new", Key("workflow", "x"), "x", None, None, body), lambda *_: "")
    assert pusher.world() == before


def test_answers_that_are_lost_make_no_twins(desk: Desk, pusher: Pusher, tmp_path: Path) -> None:
    http = Forgetful(desk.base, desk.signed_in(), wait=lambda _: None)
    forgetful = Pusher(http, tmp_path / "forgetful")
    report = forgetful.push(resources())
    assert not report.failures
    assert http.lost == sum(item.kind != "workflow_order" for item in resources())
    _no_twins(forgetful, resources())


def _no_twins(pusher: Pusher, desired: Sequence[Resource]) -> None:
    assert pusher.plan(desired).empty
    assert not pusher.state.read().intents
    there = [(kind, name) for kind, name, _ in pusher.world()]
    assert sorted(there) == sorted([*OWN, *((item.kind, item.name) for item in desired)])


OWN = [("department", "General"), ("sla_policy", "Default")]
"""What the product itself brings."""

# Forks a child that dies at its n-th write, then pushes again, for every n that is asked for.
DRIVER = """
import json, os, shutil, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from cstool.backends.http import Http
from tests.live.escalated.pushing import Doomed, Pusher
from tests.live.test_escalated_push import resources
root, told, results = Path(sys.argv[2]), json.loads(sys.argv[3]), []
desired = resources()
for number, after in told["points"]:
    here = root / f"{number}-{after}"
    shutil.copyfile(told["fresh"], told["database"])
    child = os.fork()
    if child == 0:
        Pusher(Doomed(told["base"], told["headers"], number, after=after), here).push(desired)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    again = Pusher(Http(told["base"], told["headers"]), here)
    open_intents = len(again.state.read().intents)
    report = again.push(desired)
    results.append({
        "killed": os.WIFSIGNALED(status), "failures": len(report.failures), "left": len(report.left.changes),
        "open": open_intents, "intents": len(again.state.read().intents), "world": [row[:2] for row in again.world()],
        "on": all(row["is_active"] for row in again.account._page("workflow")),
    })
print(json.dumps(results))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill test forks")
def test_killed_in_the_middle_and_again(desk: Desk, tmp_path: Path) -> None:
    desired = resources()
    made = [item for item in desired if item.kind != "workflow_order"]
    staffed = sum(bool(item.body["agents"]) for item in desired if item.kind == "department")
    writes = len(made) + staffed + 1 + sum(item.kind == "workflow" for item in desired)
    step = max(1, writes // KILLS)
    points = [(number, after) for number in range(1, writes + 1, step) for after in (False, True)]
    told = {
        "base": desk.base,
        "headers": desk.signed_in(),
        "fresh": str(desk.empty / "desk.sqlite3"),
        "database": str(desk.database),
        "points": points,
    }
    here = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", DRIVER, here, str(tmp_path), json.dumps(told)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    wanted = sorted([*OWN, *((item.kind, item.name) for item in desired)])
    for point, result in zip(points, json.loads(run.stdout), strict=True):
        assert result["killed"], point
        assert (result["failures"], result["left"], result["intents"]) == (0, 0, 0), point
        assert result["on"], point
        assert sorted(map(tuple, result["world"])) == wanted, f"a twin or a loss, killed at {point}"


def test_a_ticket_that_comes_back(desk: Desk, pusher: Pusher, customers: Customers) -> None:
    """`status_changed` is wider than our event: the rows of every workflow say which change is meant."""
    desired = resources(ROUTING + AGAIN)
    pusher.done(desired)
    natives = pusher.natives()
    engine, numbers = of_resources(desired), customers.tag_numbers()
    departments = {int(natives[str(item.key)]): f"department/{item.id}" for item in desired if item.kind == "department"}
    workflows = {natives[str(item.key)]: str(item.key) for item in desired if item.kind == "workflow"}
    ticket = NativeTicket("Refund", "give me a refund", tags=frozenset({"amazon"}))
    customers.post(ticket, numbers)
    number = customers.numbers()["Refund"]
    run = engine.created(arriving(ticket, customers.read(number)))
    log = list(run.log)
    for status in ("resolved", "reopened", "resolved", "reopened"):
        customers.asked("PATCH", f"api/v1/tickets/{number}/status/", json={"status": status}, headers=customers.api)
        run = engine.run(_with(run.ticket, status), "ticket.status_changed")
        log += run.log
    there = held(customers.read(number), departments)
    assert there == _with(run.ticket, "reopened", timeless=True)
    assert there.priority == "urgent"
    assert "legal" in there.tags
    assert [Entry(workflows[entry.rule], entry.status, entry.executed) for entry in customers.log()[number]] == log


def _with(ticket: NativeTicket, status: str, *, timeless: bool = False) -> NativeTicket:
    if timeless:
        return replace(ticket, status=status, first_reply_hours=None, resolution_hours=None)
    return replace(ticket, status=status)
