"""A push killed at every file operation, and at torn writes, converges when run again: no twin, no loss, nothing left to do."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cstool.backends.local import LocalBackend, edit
from cstool.backends.push import carry_out, look, resumes
from cstool.backends.references import Lookup
from cstool.backends.state import State
from cstool.model.settings import BackendSettings
from cstool.plan import Change, Key, Live, Resource

NOW = "2026-11-22T12:00:00+00:00"
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill test forks; SQLite and rename are the same elsewhere")

FIRST = [
    Resource("tags", "vip", "", "vip", {}),
    Resource("teams", "returns", "", "returns", {"members": ["lin"]}),
    Resource("teams", "old", "", "old", {}),
    Resource("rules", "refund", "", "refund", {"when": {"category": "refund"}, "then": {"team": "returns"}}),
]
SECOND = [
    Resource("tags", "vip", "", "vip", {"name": {"en": "VIP"}}),
    Resource("tags", "legal", "", "legal", {}),
    Resource("teams", "returns", "", "returns", {"members": ["lin", "jonas"]}),
    Resource("teams", "old", "", "old", {}),
    Resource("rules", "refund", "", "refund", {"when": "always", "then": {"team": "returns"}}),
    Resource("rules", "vip", "", "vip", {"when": {"tags": "vip"}, "then": {"priority": "high"}}),
]
THIRD = [resource for resource in SECOND if resource.id != "old"]
TWICE = [*FIRST, *(Resource("rules", f"vip-{number}", "", "VIP", {"then": {"team": str(number)}}) for number in (1, 2, 3))]
STORIES = {
    "first push": [FIRST],
    "adoption of what is there": ["by hand", SECOND],
    "changes, a creation and a deletion": [FIRST, THIRD],
    "after a lost lockfile": [FIRST, "lose lock", SECOND],
    "no room for a marker": ["no marker", SECOND],
    "no room for a marker, one name twice": [FIRST, "no marker", TWICE],
}

# Forks a child that dies just before its n-th file operation below the folder, for n = 1, 2, …, until one survives.
DRIVER = """
import json, os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.backends.test_push_kill import push, settle_scene, state_of_world
root, story = Path(sys.argv[2]), sys.argv[3]
results, survived, number = [], False, 0
while not survived:
    number += 1
    here = root / str(number)
    desired = settle_scene(here, story)
    child = os.fork()
    if child == 0:
        left = number
        def hook(event, arguments, here=str(here)):
            global left
            writes = event == "open" and arguments[1] not in (None, "r", "rb")
            if (writes or event in ("os.rename", "os.mkdir", "sqlite3.connect")) and str(arguments[0]).startswith(here):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(hook)
        push(here, desired)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    survived = os.WIFEXITED(status)
    if survived and os.WEXITSTATUS(status):
        sys.exit(f"the push itself failed at {number}")
    results.append(state_of_world(here, desired))
print(json.dumps(results))
"""


class Markerless(LocalBackend):
    """A product with no description and no note: only lockfile, journal and name tell whose an object is."""

    def fetch(self, kinds: Sequence[str] | None = None) -> tuple[Live, ...]:
        return tuple(replace(item, owner=None) for item in super().fetch(kinds))

    def apply(self, change: Change, lookup: Lookup) -> Live | None:
        item = super().apply(change, lookup)
        return replace(item, owner=None) if item else None


def backend(root: Path) -> LocalBackend:
    markerless = (root / "markerless").exists()
    return (Markerless if markerless else LocalBackend)(root, "local", BackendSettings(type="local"), NOW)


def push(root: Path, desired: list[Resource]) -> None:
    state, account = State(root, "local"), backend(root)
    with state.only_push():
        looked = look(account, state, desired, delete=True)
        report = carry_out(account, state, looked, f"s-{len(list(state.snapshots.glob('*')))}", delete=True)
    assert not report.failures
    assert report.left.empty


def settle_scene(root: Path, story: str) -> list[Resource]:
    """Everything before the push that is killed; answers what that push wants."""
    *before, last = STORIES[story]
    for scene in before:
        if scene == "by hand":
            edit(root, "local", Key("tags", "vip"), {"name": {"en": "V.I.P."}}, at=NOW, by="lin")
            edit(root, "local", Key("rules", "their-own"), {"when": "always", "then": {}}, at=NOW, by="lin")
        elif scene == "no marker":
            root.mkdir(exist_ok=True)
            (root / "markerless").touch()
        elif scene == "lose lock":
            State(root, "local").lockfile.unlink()
        else:
            assert isinstance(scene, list)
            push(root, scene)
    assert isinstance(last, list)
    return last


def state_of_world(root: Path, desired: list[Resource]) -> dict[str, object]:
    """After the kill: a plan, a second push to its end, and what is there then."""
    state, account = State(root, "local"), backend(root)
    begun = state.read().begun
    plan = look(account, state, desired, delete=True).plan
    resumable = begun is None or resumes(plan, begun, begun.checksum, {})
    push(root, desired)
    live = account.fetch()
    base = State(root, "local").read().base
    natives = {(key.kind, pushed.native) for key, pushed in base.items()}
    ours = [item for item in live if (item.kind, item.native) in natives]
    theirs = [item.name for item in live if (item.kind, item.native) not in natives]
    return {
        "ours": sorted(([item.kind, item.name, item.body] for item in ours), key=str),
        "theirs": theirs,
        "resumable": resumable,
        "drafts": [path.name for path in (root / "cstool.lock").glob(".*")],
        "intents": len(State(root, "local").read().intents),
    }


@pytest.mark.parametrize("story", STORIES)
def test_killed_before_every_file_operation(tmp_path: Path, story: str) -> None:
    here = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", DRIVER, str(here), str(tmp_path), story], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    results = json.loads(run.stdout)
    last = STORIES[story][-1]
    assert isinstance(last, list)
    wanted = sorted(([resource.kind, resource.name, dict(resource.body)] for resource in last), key=str)
    assert len(results) > 3 * len(last)  # otherwise the killer missed
    for number, result in enumerate(results, 1):
        assert result["ours"] == wanted, number
        assert result["theirs"] == (["their-own"] if "by hand" in STORIES[story] else []), f"a twin, killed at {number}"
        assert result["resumable"], number
        assert result["intents"] == 0, number
        assert result["drafts"] == [], number


def test_a_torn_journal_line_is_a_write_that_never_happened(tmp_path: Path) -> None:
    push(tmp_path, FIRST)
    state = State(tmp_path, "local")
    whole = state.read()
    state.journal.write_bytes(b'{"entry":"pushed","key":["rules","ref')
    assert state.read() == whole
    push(tmp_path, SECOND)
    assert look(backend(tmp_path), state, SECOND).plan.empty


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_an_entry_after_a_torn_line_is_not_lost(tmp_path: Path, cut: int) -> None:
    state = State(tmp_path, "local")
    state.journal.parent.mkdir(parents=True)
    line = b'{"entry":"forgotten","key":["rules","refund",""]}'
    state.journal.write_bytes(line[:cut])
    state.abandon(Key("rules", "x"))
    assert state.journal.read_bytes().splitlines()[-1] == b'{"entry":"abandoned","key":["rules","x",""]}'
    assert state.read().base == {}
