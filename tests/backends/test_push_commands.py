"""plan, push, pull, drift and rollback as a person or a CI job calls them: what is said, what is done, which exit code."""

import gc
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from cstool.backends.local import LocalBackend, edit
from cstool.backends.push import carry_out, look
from cstool.backends.references import Lookup
from cstool.backends.state import State
from cstool.cli.main import run
from cstool.loading import load
from cstool.model.settings import BackendSettings
from cstool.plan import Change, Key, Live
from tests.backends.test_local import write

Call = Callable[..., tuple[int, str, str]]
AT, BY = "2026-11-23T08:00:00+08:00", "lin"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small workspace that no check objects to."""
    settings = "name: small\nchecks: {disabled: {unused: these tags serve as objects to push}}\n"
    return write(tmp_path, {"config/cstool.yaml": settings, "config/vocabulary.yaml": TAGS})


TAGS = "tags: {" + ", ".join(f"t{number}: {{name: Tag {number}}}" for number in range(12)) + "}\n"


@pytest.fixture
def call(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def called(*arguments: str) -> tuple[int, str, str]:
        code = run([*arguments, "--workspace", str(root), "--today", "2026-11-22", "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out, said.err

    yield called
    gc.enable()


class Dying(LocalBackend):
    """Ctrl-C while the sixth object is made."""

    left = 6

    def apply(self, change: Change, lookup: Lookup) -> Live | None:
        made = super().apply(change, lookup)
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt
        return made


def live(root: Path) -> dict[str, object]:
    account = LocalBackend(root, "local", BackendSettings(type="local"), AT)
    return {f"{item.kind}/{item.name}": item.body for item in account.fetch()}


def by_hand(root: Path, id_: str, body: dict[str, object] | None) -> None:
    edit(root, "local", Key("tags", id_), body, at=AT, by=BY)


def checksum(call: Call, *options: str) -> str:
    return str(json.loads(call("plan", "--format", "json", *options)[1])["checksum"])


def rename(root: Path, *numbers: int) -> None:
    changed = TAGS
    for number in numbers:
        changed = changed.replace(f"name: Tag {number}}}", f"name: Renamed {number}}}")
    write(root, {"config/vocabulary.yaml": changed})


def test_plan_then_exactly_that_push_then_nothing_left(root: Path, call: Call) -> None:
    code, out, err = call("plan")
    assert (code, err) == (0, "")
    assert "13 to create" in out
    assert call("plan", "--expect-empty")[0] == 1
    sha = checksum(call)[:12]
    assert f"--plan {sha}" in out
    code, out, _ = call("push", "--plan", sha)
    assert (code, out) == (0, "local: 13 created; read back, everything agrees\n")
    assert call("plan", "--expect-empty")[0] == 0
    assert call("push", "--yes") == (0, "local: nothing to push, 13 objects agree\n", "")


def test_the_lockfile_is_the_same_for_the_same_state(root: Path, call: Call) -> None:
    call("push", "--yes")
    lockfile = root / "cstool.lock" / "local.json"
    first = lockfile.read_bytes()
    rename(root, 1)
    call("push", "--yes")
    rename(root)
    call("push", "--yes")
    assert lockfile.read_bytes() == first


def test_a_push_without_a_terminal_needs_consent(call: Call) -> None:
    code, _, err = call("push")
    assert code == 4
    assert "--plan" in err


@pytest.mark.parametrize("mover", ["files", "helpdesk", "a stranger"])
def test_another_plan_than_the_reviewed_one_is_refused(root: Path, call: Call, mover: str) -> None:
    call("push", "--yes")
    rename(root, 1)
    sha = checksum(call)
    if mover == "files":
        rename(root, 1, 2)
    else:
        by_hand(root, "t3" if mover == "helpdesk" else "theirs", {"name": "by hand"})
    before = live(root)
    code, _, err = call("push", "--plan", sha)
    assert code == 4
    assert "changed since" in err
    assert live(root) == before


def test_a_workspace_with_errors_is_not_pushed(root: Path, call: Call) -> None:
    write(root, {"config/teams.yaml": "teams: {a: {membres: [x]}}\n"})
    code, _, err = call("push", "--yes")
    assert code == 1
    assert "not pushed" in err
    assert live(root) == {}


def test_a_push_is_refused_where_a_test_fails(root: Path, call: Call) -> None:
    write(root, {"config/channels.yaml": "channels: {shop: {type: email}}\n"})
    test = "tests: [{name: nobody sorts this, ticket: {channel: shop, subject: hi}, expect: {unmatched: false}}]\n"
    write(root, {"config/tests/a.yaml": "now: 2026-11-22T12:00:00Z\n" + test})
    code, _, err = call("push", "--yes")
    assert (code, live(root)) == (4, {})
    assert "'nobody sorts this'" in err


def test_many_changes_need_force(root: Path, call: Call) -> None:
    call("push", "--yes")
    rename(root, 0, 1, 2, 3, 4)
    code, _, err = call("push", "--yes")
    assert code == 4
    assert "5 of 13" in err
    assert call("push", "--yes", "--force")[0] == 0


def test_what_is_gone_from_the_files_is_deleted_only_with_delete(root: Path, call: Call) -> None:
    call("push", "--yes")
    by_hand(root, "theirs", {})
    write(root, {"config/vocabulary.yaml": TAGS.replace("t0: {name: Tag 0}, ", "")})
    assert "tags/t0" in call("plan")[1]
    assert call("push", "--yes")[0] == 0
    assert "tags/t0" in live(root)
    assert call("push", "--yes", "--delete")[0] == 0
    assert "tags/t0" not in live(root)
    assert "tags/theirs" in live(root)


def test_drift_says_what_who_and_when(root: Path, call: Call) -> None:
    assert call("drift") == (0, "local: nothing was pushed yet\n", "")
    call("push", "--yes")
    assert call("drift")[0] == 0
    by_hand(root, "t1", {"name": "by hand"})
    by_hand(root, "t2", None)
    code, out, _ = call("drift")
    assert code == 1
    assert out.splitlines() == [
        "local: 2 objects changed since the last push",
        "",
        f"  ~ tags/t1   changed by {BY} at {AT}",
        "      name: Tag 1 -> by hand",
        "  - tags/t2   deleted there",
    ]
    changes = json.loads(call("drift", "--format", "json")[1])["changes"]
    assert [(change["object"], change["changed_by"]) for change in changes] == [("tags/t1", BY), ("tags/t2", None)]


def test_a_conflict_is_shown_and_refused(root: Path, call: Call) -> None:
    call("push", "--yes")
    by_hand(root, "t1", {"name": "by hand"})
    rename(root, 1)
    assert "changed here and there by lin" in call("plan")[1]
    code, _, err = call("push", "--yes")
    assert code == 4
    assert "tags/t1" in err
    code, _, err = call("pull")
    assert code == 1
    assert "tags/t1" in err
    assert call("pull", "--theirs")[0] == 0
    assert "by hand" in (root / "config/vocabulary.yaml").read_text()
    assert call("plan", "--expect-empty")[0] == 0


def test_pull_brings_an_edit_home(root: Path, call: Call) -> None:
    call("push", "--yes")
    by_hand(root, "t1", {"name": "by hand"})
    code, out, _ = call("pull")
    assert code == 0
    assert "taken: tags/t1" in out
    assert call("plan", "--expect-empty")[0] == 0
    assert call("pull") == (0, "local: nothing to take, the files hold what is there\n", "")


def test_a_file_with_errors_is_not_written_by_pull(root: Path, call: Call) -> None:
    call("push", "--yes")
    by_hand(root, "t1", {"name": "by hand"})
    broken = TAGS + "skills: {a: {colour: red}}\n"
    write(root, {"config/vocabulary.yaml": broken})
    code, _, err = call("pull")
    assert code == 1
    assert "config/vocabulary.yaml" in err
    assert (root / "config/vocabulary.yaml").read_text() == broken


def test_rollback_puts_back_what_was_there_before(root: Path, call: Call) -> None:
    assert call("rollback", "--yes")[0] == 3
    call("push", "--yes")
    before = live(root)
    write(root, {"config/vocabulary.yaml": TAGS.replace("Tag 1}", "New 1}").replace("{t0", "{new: {}, t0")})
    call("push", "--yes")
    assert live(root) != before
    assert call("rollback")[0] == 4
    assert call("rollback", "--yes", "--delete")[0] == 0
    assert live(root) == before
    assert call("plan", "--expect-empty")[0] == 1


def test_rollback_deletes_nothing_unless_asked(root: Path, call: Call) -> None:
    call("push", "--yes")
    before = live(root)
    write(root, {"config/vocabulary.yaml": TAGS.replace("Tag 1}", "New 1}").replace("{t0", "{new: {}, t0")})
    call("push", "--yes")
    code, out, err = call("rollback")
    assert code == 4
    assert "name: New 1 -> Tag 1" in out
    assert "created since, kept there until --delete: tags/new" in out
    assert "push" not in err
    for _ in range(2):
        code, out, _ = call("rollback", "--yes")
        assert (code, live(root)) == (0, {**before, "tags/new": {}})
        assert "created since, kept there until --delete: tags/new" in out
    assert call("rollback", "--yes", "--delete")[0] == 0
    assert live(root) == before


def test_each_rollback_goes_back_one_push_more_and_a_push_leads_forward(root: Path, call: Call) -> None:
    call("push", "--yes")
    states = [live(root)]
    for number in (1, 2):
        rename(root, *range(number))
        call("push", "--yes")
        states.append(live(root))
    for state in (states[1], states[0]):
        assert call("rollback", "--yes")[0] == 0
        assert live(root) == state
    assert call("push", "--yes")[0] == 0
    assert live(root) == states[2]
    assert call("rollback", "--yes")[0] == 0
    assert live(root) == states[0]
    assert call("rollback", "--yes", "--delete", "--force")[0] == 0
    assert live(root) == {}
    code, _, err = call("rollback", "--yes")
    assert (code, err) == (3, "cstool: there is no snapshot of 'local' to go back to\n")


def test_an_interrupted_rollback_goes_on_to_the_same_state(root: Path, call: Call) -> None:
    call("push", "--yes")
    before = live(root)
    rename(root, *range(3))
    call("push", "--yes")
    state = State(root, "local")
    snapshot = state.last_snapshot()
    assert snapshot
    account = Dying(root, "local", BackendSettings(type="local"), AT)
    account.left = 2
    looked = look(account, state, snapshot.resources)
    with state.only_push(), pytest.raises(KeyboardInterrupt):
        carry_out(account, state, looked, None)
    assert live(root) != before
    code, _, err = call("rollback", "--yes")
    assert (code, live(root)) == (0, before)
    assert snapshot.name in err
    assert state.last_snapshot() != snapshot


def test_a_helpdesk_that_was_emptied_is_not_filled_without_force(root: Path, call: Call) -> None:
    call("push", "--yes")
    before = live(root)
    (root / ".cstool" / "local" / "local.sqlite").unlink()
    assert "a push would be refused: 13 of 13" in call("plan")[2]
    code, _, err = call("push", "--yes")
    assert (code, live(root)) == (4, {})
    assert "another account" in err
    assert call("push", "--yes", "--force")[0] == 0
    assert live(root) == before


def test_a_lockfile_whose_objects_have_a_marker_there_was_not_emptied(root: Path, call: Call) -> None:
    call("push", "--yes")
    lockfile = root / "cstool.lock" / "local.json"
    lockfile.write_text(
        lockfile.read_text().replace('"native": "', '"native": "9')
    )  # restored there from a backup: other numbers
    assert call("push", "--yes")[0] == 0
    assert len(live(root)) == 13


def test_two_pushes_at_once_one_is_refused(root: Path, call: Call) -> None:
    holder = (
        "import sys; from pathlib import Path; from cstool.backends.state import State\n"
        "with State(Path(sys.argv[1]), 'local').only_push(): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        code, _, err = call("push", "--yes")
        assert code == 4
        assert "another push" in err
        assert live(root) == {}
        other.kill()  # a push that dies lets go of the gate
    assert call("push", "--yes")[0] == 0


def test_an_interrupted_push_goes_on_under_the_same_checksum(root: Path, call: Call) -> None:
    sha = checksum(call)
    state = State(root, "local")
    account = Dying(root, "local", BackendSettings(type="local"), AT)
    desired = account.compile(load(root, date(2026, 11, 22))).resources
    looked = look(account, state, desired)
    with state.only_push(), pytest.raises(KeyboardInterrupt):
        carry_out(account, state, looked, "now")
    assert 0 < len(live(root)) < 13
    code, _, err = call("push", "--plan", sha)
    assert (code, err) == (0, "going on with an interrupted push\n")
    assert len(live(root)) == 13
    assert call("plan", "--expect-empty")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["push", "--plan", "123"], 2),
        (["plan", "--backend", "nope"], 2),
        (["plan", "--backend", "production"], 2),
    ],
)
def test_wrong_usage(root: Path, call: Call, arguments: list[str], code: int) -> None:
    write(
        root,
        {
            "config/cstool.yaml": "name: s\nbackends: {local: {type: local}, production: {type: zendesk, url: 'https://x.example'}}\n"
        },
    )
    got, _, err = call(*arguments)
    assert got == code
    assert err.startswith("cstool: ")


def test_an_unreadable_lockfile_is_one_clear_line(root: Path, call: Call) -> None:
    call("push", "--yes")
    (root / "cstool.lock" / "local.json").write_text("<<<<<<< ours")
    code, _, err = call("plan")
    assert code == 3
    assert "cstool.lock/local.json" in err


def test_a_lost_lockfile_is_rebuilt_from_the_markers(root: Path, call: Call) -> None:
    call("push", "--yes")
    lockfile = root / "cstool.lock" / "local.json"
    whole = lockfile.read_bytes()
    lockfile.unlink()
    assert "13 to take over" in call("plan")[1]
    assert call("push", "--yes")[0] == 0
    assert lockfile.read_bytes() == whole
    assert len(live(root)) == 13


def test_plan_forms(root: Path, call: Call) -> None:
    call("push", "--yes")
    rename(root, 1)
    assert call("plan", "--format", "markdown")[1].splitlines()[0] == "### local: 1 to change"
    data = json.loads(call("plan", "--format", "json")[1])
    assert data["version"] == 1
    assert data["counts"] == {"update": 1}
    assert data["changes"][0]["differences"] == [{"path": "name", "before": "Tag 1", "after": "Renamed 1"}]
