"""The shipped seller pushed to a Zendesk account by the commands that people and CI run: what is sent, said and left alone."""

import gc
import io
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cstool.cli.main import run
from tests.fakes.zendesk import TOKEN, USER, FakeZendesk, seller
from tests.fakes.zendesk_answers import Request

ROOT = Path(__file__).parents[2]
Call = Callable[..., tuple[int, str, str]]
FETCH = 15
"""Requests that read an account in which there is little: one a list."""
LOOK = 32
"""Requests that read the seller's: lists of more than 100 have a second page, schedules tell their holidays one by one, agents
their skills."""
SINGLE = 142 + 66 + 65 + 42 + 17 + 12 + 9 + 7 + 7 + 3 + 3 + 55 + 2
"""What no call makes several of: triggers, policies, automations, items of dynamic content, macros, agents' skills, skills,
groups, categories, schedules, their hours, holidays, a field and an attribute."""
AGENTS = 12
"""Agents with skills: the call that sets them sets all of one agent."""
TOGETHER = 1 + 1 + 1 + 2 + 1
"""Memberships, the order of triggers, the order of policies, 142 triggers and 65 automations switched on a hundred at a time."""


@pytest.fixture
def fake() -> Iterator[FakeZendesk]:
    with FakeZendesk(seller()) as server:
        server.limit = server.left = 10**6
        yield server


@pytest.fixture
def root(tmp_path: Path, fake: FakeZendesk) -> Path:
    """The shipped workspace, its account behind the fake server; tests are the engine's business, not the transport's."""
    for folder in ("config", "sop", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.rmtree(tmp_path / "config/tests")
    settings = tmp_path / "config/cstool.yaml"
    settings.write_text(settings.read_text("utf-8").replace("https://lumen-home.zendesk.com", fake.url), "utf-8")
    return tmp_path


@pytest.fixture
def call(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setenv("ZENDESK_EMAIL", USER)
    monkeypatch.setenv("ZENDESK_TOKEN", TOKEN)

    def called(command: str, *arguments: str) -> tuple[int, str, str]:
        workspace = ("--workspace", str(root), "--today", "2026-07-17", "--lang", "en")
        code = run([command, "--backend", "production", *arguments, *workspace])
        said = capsys.readouterr()
        return code, said.out, said.err

    yield called
    gc.enable()


def written(fake: FakeZendesk) -> list[str]:
    return [one.template for one in fake.asked if one.writes]


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def by_title(fake: FakeZendesk, title: str) -> dict[str, Any]:
    return next(row for row in fake.store.triggers.values() if row["title"] == title)


def test_the_shipped_seller_from_the_first_push_to_drift(fake: FakeZendesk, root: Path, call: Call) -> None:
    theirs = [dict(row) for row in fake.store.triggers.values()], [dict(row) for row in fake.store.automations.values()]
    code, out, err = call("plan")
    assert (code, len(fake.asked), written(fake)) == (0, FETCH + 1, [])  # and the addresses that conditions name
    assert "399 to create" in out
    assert "Notify requester and CCs of received request" in out + err

    fake.forget()
    lin = next(id_ for id_, row in fake.store.users.items() if row["email"].startswith("lin"))

    def busy(request: Request) -> None:
        if request.path.endswith("group_memberships/create_many"):
            fake.store.skill_attributes["x"] = {"id": "x", "name": "Theirs"}
            fake.store.skill_values["y"] = {"id": "y", "attribute_id": "x", "name": "Juggling"}
            fake.store.agent_values[lin] = ["y"]

    fake.before = busy
    code, out, err = call("push", "--yes")
    fake.before = lambda request: None
    assert "y" in fake.store.agent_values[lin]  # given by somebody while the push ran
    assert (code, TOKEN in out + err) == (0, False)
    assert "399 created; read back, everything agrees" in out
    assert len(written(fake)) == SINGLE + TOGETHER
    polls = fake.counts()["GET /job_statuses/{id}"]
    # Memberships are read back after their job, skills of agents once more before theirs are set.
    assert len(fake.asked) - len(written(fake)) == FETCH + 1 + LOOK + polls + 1 + AGENTS
    assert all(row["active"] for row in fake.store.triggers.values() if row["category_id"] != "10001")
    created = [one.body["trigger"]["active"] for one in fake.asked if one.template == "POST /triggers"]
    assert created == [False] * 142

    fake.forget()
    code, out, _ = call("plan", "--expect-empty")
    assert (code, len(fake.asked), written(fake)) == (0, LOOK, [])

    edit(root, "templates/refund/approved.en.md", "is approved", "has been approved")
    fake.forget()
    assert call("push", "--yes")[0] == 0
    assert written(fake) == ["PUT /dynamic_content/items/{id}/variants/update_many"]
    (sent,) = [one for one in fake.asked if one.writes]
    assert len(sent.body["variants"]) == 1
    fake.forget()
    assert call("rollback", "--yes")[0] == 0
    assert written(fake) == ["PUT /dynamic_content/items/{id}/variants/update_many"]

    row = by_title(fake, "label: vip")
    row |= {"title": "VIP!", "raw_title": "VIP!", "updated_at": "2026-07-18T09:00:00Z"}
    fake.store.audits.append(
        {"id": 1, "source_type": "rule", "source_id": row["id"], "actor_name": "Mallory", "created_at": "2026-07-18T09:00:00Z"}
    )
    code, out, _ = call("drift")
    assert code == 1
    assert "changed by Mallory at 2026-07-18T09:00:00Z" in out
    assert "label: vip -> VIP!" in out
    assert call("push", "--yes")[0] == 0
    assert row["title"] == "label: vip"

    whole, fake.store.plan = fake.store.plan, fake.store.plan - {"sla"}  # a token of fewer rights, or a smaller plan
    for command in ("drift", "pull"):
        code, out, err = call(command)
        assert (code, out, "does not show 67 objects" in err) == (3, "", True)  # which nobody deleted
    fake.store.plan = whole
    lockfile = root / "cstool.lock/production.json"
    lock = lockfile.read_text("utf-8")
    lockfile.unlink()
    code, out, err = call("drift")
    assert (code, out, "cstool.lock/production.json is not here" in err) == (3, "", True)
    lockfile.write_text(lock, "utf-8")
    assert call("drift")[0] == 0

    left = [dict(row) for row in fake.store.triggers.values()][:4], [dict(row) for row in fake.store.automations.values()][:1]
    assert left == theirs  # what is not ours is as it was, in all that happened


def test_an_account_that_answers_too_is_named_wherever_the_push_is_refused(fake: FakeZendesk, root: Path, call: Call) -> None:
    """Z31: every account begins with such a trigger, and the tests see the second answer."""
    (root / "config/tests").mkdir()
    shutil.copy(ROOT / "config/tests/categories.yaml", root / "config/tests")
    title = "Notify requester and CCs of received request"
    code, _, err = call("plan")
    assert (code, "a push would be refused: on 'production'" in err, "'foreign-rule'" in err) == (0, True, True)
    code, _, err = call("push", "--yes")
    assert (code, f"by hand: the trigger '{title}'" in err, "'foreign-rule'" in err) == (4, True, True)
    assert written(fake) == []
    by_title(fake, title)["active"] = False
    _, _, err = call("plan")
    assert "refused" not in err


def test_a_closed_account_and_a_foreign_one(fake: FakeZendesk, root: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENDESK_TOKEN", "another-secret")
    code, out, err = call("plan")
    assert (code, out) == (3, "")
    assert "does not let us" in err
    assert "another-secret" not in err
    monkeypatch.setenv("ZENDESK_TOKEN", TOKEN)
    fake.store.plan = {"skills"}
    code, _, err = call("push", "--yes")
    assert code == 4
    assert "gives no SLA policies" in err
    assert written(fake) == []
    fake.store.plan = {"skills", "sla", "audit"}
    lin = next(row for row in fake.store.users.values() if row["email"].startswith("lin"))
    lin["email"] = "someone@lumen.example"
    fake.store.addresses.clear()
    code, _, err = call("push", "--yes")
    assert code == 4
    assert "lin@lumen.example" in err
    assert written(fake) == []
