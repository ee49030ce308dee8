"""A helpdesk that fails, answers by half or bends what it is given: said, never twice, and mended by the next push."""

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cstool.backends.base import NotMadeError
from cstool.backends.local import LocalBackend, edit
from cstool.backends.push import Report, carry_out, look, resumes
from cstool.backends.records import Begun
from cstool.backends.references import Lookup
from cstool.backends.state import SNAPSHOTS, State
from cstool.diagnostic import Text, text
from cstool.errors import CstoolError, RefusedError
from cstool.model.settings import BackendSettings
from cstool.plan import Change, Key, Live, Resource

NOW = "2026-11-22T12:00:00+00:00"
WANTED = [Resource("tags", name, "", name, {"name": name.upper()}) for name in "abcdef"]


class Wayward(LocalBackend):
    """Misbehaves on one object, in one way."""

    wrong: Callable[["Wayward", Change], Live | None] | None = None

    def apply(self, change: Change, lookup: Lookup) -> Live | None:
        if self.wrong and change.key.id == "c":
            wrong, self.wrong = self.wrong, None
            return wrong(self, change)
        return super().apply(change, lookup)


def nothing(kind: str, id_: str, part: str) -> str:
    raise KeyError(kind)


def time_out_after_it_was_made(account: Wayward, change: Change) -> Live | None:
    account.apply(change, nothing)
    raise CstoolError(text("time-out"))


def time_out_before(account: Wayward, change: Change) -> Live | None:
    raise CstoolError(text("time-out"))


def refuse(account: Wayward, change: Change) -> Live | None:
    raise NotMadeError(text("refused"))


def bend(account: Wayward, change: Change) -> Live | None:
    return account.apply(replace(change, after={"name": "bent"}), nothing)


def swallow(account: Wayward, change: Change) -> Live | None:
    return None


def push(root: Path, wrong: Callable[[Wayward, Change], Live | None] | None = None, wanted: list[Resource] = WANTED) -> Report:
    account, state = Wayward(root, "local", BackendSettings(type="local"), NOW), State(root, "local")
    account.wrong = wrong
    with state.only_push():
        looked = look(account, state, wanted, delete=True)
        return carry_out(account, state, looked, "now", delete=True)


def names(root: Path) -> list[str]:
    return sorted(item.name for item in LocalBackend(root, "local", BackendSettings(type="local"), NOW).fetch())


@pytest.mark.parametrize(
    ("wrong", "message", "left"),
    [
        (time_out_after_it_was_made, "time-out", "adopt"),
        (time_out_before, "time-out", "create"),
        (refuse, "refused", "create"),
        (bend, "read-back-differs", "update"),
        (swallow, "not-there-after-write", "create"),
    ],
)
def test_one_failure_is_said_the_rest_goes_on_and_the_next_push_mends_it(
    tmp_path: Path, wrong: Callable[[Wayward, Change], Live | None], message: str, left: str
) -> None:
    report = push(tmp_path, wrong)
    assert [(failure.change.key.id, failure.message.id) for failure in report.failures] == [("c", message)]
    assert [change.key.id for change in report.done] == ["a", "b", "d", "e", "f"]
    assert [(change.key.id, change.action) for change in report.left.changes] == [("c", left)]
    again = push(tmp_path)
    assert not again.failures
    assert again.left.empty
    assert names(tmp_path) == list("abcdef")


def test_a_refused_create_leaves_no_intent_and_a_doubtful_one_does(tmp_path: Path) -> None:
    push(tmp_path, refuse)
    assert State(tmp_path, "local").read().intents == {}
    push(tmp_path, time_out_before)
    assert list(State(tmp_path, "local").read().intents) == [Key("tags", "c")]
    push(tmp_path)
    assert State(tmp_path, "local").read().intents == {}


def test_an_object_that_vanishes_between_plan_and_write_is_a_failure(tmp_path: Path) -> None:
    push(tmp_path)
    changed = [replace(resource, body={"name": "new"}) for resource in WANTED]

    def vanish(account: Wayward, change: Change) -> Live | None:
        edit(tmp_path, "local", change.key, None, at=NOW, by="lin")
        return account.apply(change, nothing)

    report = push(tmp_path, vanish, changed)
    assert [failure.message.id for failure in report.failures] == ["object-gone"]
    assert [(change.action, change.why) for change in report.left.changes] == [("create", "missing")]
    assert push(tmp_path, None, changed).left.empty


def test_deleting_what_is_gone_already_is_done(tmp_path: Path) -> None:
    push(tmp_path)

    def vanish(account: Wayward, change: Change) -> Live | None:
        edit(tmp_path, "local", change.key, None, at=NOW, by="lin")
        return account.apply(change, nothing)

    report = push(tmp_path, vanish, [resource for resource in WANTED if resource.id != "c"])
    assert not report.failures
    assert report.left.empty


def test_only_one_push_at_a_time_also_within_one_process(tmp_path: Path) -> None:
    state = State(tmp_path, "local")
    with state.only_push(), pytest.raises(RefusedError), State(tmp_path, "local").only_push():
        pass
    with state.only_push(), State(tmp_path, "other").only_push():
        pass


def test_the_oldest_snapshots_go(tmp_path: Path) -> None:
    state = State(tmp_path, "local")
    for number in range(SNAPSHOTS + 5):
        state.keep_snapshot(f"day-{number}", {}, [])
    kept = sorted(path.stem for path in state.snapshots.iterdir())
    assert len(kept) == SNAPSHOTS
    assert kept[-1] == f"{SNAPSHOTS + 5:06d}-day-{SNAPSHOTS + 4}"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "\x00",
        "[" * 100_000,
        '{"format": 0, "objects": {}}',
        '{"format": 1, "objects": []}',
        '{"format": 1, "objects": {"tags": []}}',
        '{"format": 1, "objects": {"tags": {"a": {"": "1"}}}}',
        '{"format": 1, "objects": {"tags": {"a": {"": {"native": 1, "name": "a", "body": {}}}}}}',
        '{"format": 1, "objects": {"tags": {"a": {"": {"native": "1", "name": null, "body": {}}}}}}',
        '{"format": 1, "objects": {"tags": {"a": {"": {"native": "1", "name": "a", "body": []}}}}}',
    ],
)
def test_a_lockfile_of_another_format_is_refused_not_guessed(tmp_path: Path, content: str) -> None:
    state = State(tmp_path, "local")
    state.lockfile.parent.mkdir()
    state.lockfile.write_text(content)
    assert refused(state.read) == Text("unreadable-lockfile", {"path": state.lockfile.as_posix()})


def test_a_lockfile_of_a_newer_version_asks_for_that_version(tmp_path: Path) -> None:
    state = State(tmp_path, "local")
    state.lockfile.parent.mkdir()
    state.lockfile.write_text('{"format": 99, "objects": {}}')
    assert refused(state.read) == Text("newer-state", {"path": state.lockfile.as_posix(), "found": 99, "known": 1})


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "1",
        '{"a": 1}',
        '{"entry": "other", "key": ["tags", "a", ""]}',
        '{"entry": "begin", "checksum": "c"}',
        '{"entry": "begin", "checksum": "c", "steps": [["tags", "a", "", "d"]]}',
        '{"entry": "pushed", "key": ["tags", "a"], "native": "1", "name": "a", "body": {}}',
        '{"entry": "pushed", "key": ["tags", "a", ""], "native": "1", "name": "a"}',
        '{"entry": "intent", "key": ["tags", "a", ""], "name": "a", "seen": [1]}',
        '{"entry": "forgotten", "key": "abc"}',
    ],
)
def test_a_journal_line_of_another_shape_is_named(tmp_path: Path, line: str) -> None:
    state = State(tmp_path, "local")
    state.forget(Key("tags", "a"))
    with state.journal.open("a") as file:
        file.write(line + "\n")
    assert refused(state.read) == Text("unreadable-journal", {"path": state.journal.as_posix(), "line": 2})


@pytest.mark.parametrize(
    "content", ["", '{"format": 1, "objects": {}}', '{"format": 1, "objects": [{}]}', '{"format": 1, "objects": [1]}']
)
def test_a_damaged_snapshot_is_refused_and_what_is_none_is_no_snapshot(tmp_path: Path, content: str) -> None:
    state = State(tmp_path, "local")
    state.keep_snapshot("good", {}, [])
    (state.snapshots / "notes.json").write_text("mine")
    good = state.last_snapshot()
    assert good
    assert good.name == "000001-good"
    damaged = state.snapshots / "000002-damaged.json"
    damaged.write_text(content)
    assert refused(state.last_snapshot) == Text("unreadable-snapshot", {"path": damaged.as_posix()})


@pytest.mark.parametrize("column", ["body = '{bad'", "body = '[]'", "body = NULL", "name = x'ff'", "changed_by = 7.5"])
def test_a_damaged_object_there_is_named(tmp_path: Path, column: str) -> None:
    push(tmp_path)
    path = tmp_path / ".cstool" / "local" / "local.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE loose (id INTEGER PRIMARY KEY, kind, name, description, body, changed_at, changed_by)")
        connection.execute("INSERT INTO loose SELECT * FROM objects")  # no NOT NULL, no types: as another program may leave it
        connection.execute("DROP TABLE objects")
        connection.execute("ALTER TABLE loose RENAME TO objects")
        connection.execute(f"UPDATE objects SET {column} WHERE id = 3")
    assert refused(lambda: names(tmp_path)) == Text("helpdesk-object-damaged", {"path": path.as_posix(), "native": "3"})


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (lambda path: path.write_text("no database at all"), "helpdesk-damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:1024] + b"\xff" * 12_000), "helpdesk-damaged"),
        (lambda path: (path.unlink(), path.mkdir()), "cannot-read"),
    ],
)
def test_a_helpdesk_that_cannot_be_read_is_said_to_be_so(
    tmp_path: Path, break_it: Callable[[Path], object], message: str
) -> None:
    push(tmp_path)
    break_it(tmp_path / ".cstool" / "local" / "local.sqlite")
    assert refused(lambda: names(tmp_path)).id == message


def refused(call: Callable[[], object]) -> Text:
    with pytest.raises(CstoolError) as caught:
        call()
    return caught.value.message


def test_what_moved_since_the_interruption_is_not_resumed(tmp_path: Path) -> None:
    account, state = Wayward(tmp_path, "local", BackendSettings(type="local"), NOW), State(tmp_path, "local")
    plan = look(account, state, WANTED).plan
    state.begin(plan)
    begun = state.read().begun
    assert isinstance(begun, Begun)
    assert resumes(plan, begun, plan.checksum[:12], {})
    assert not resumes(plan, begun, "0" * 12, {})
    assert not resumes(look(account, state, [*WANTED, Resource("tags", "z", "", "z", {})]).plan, begun, plan.checksum, {})
    edit(tmp_path, "local", Key("tags", "a"), {"name": "by hand"}, at=NOW, by="lin")
    assert not resumes(look(account, state, WANTED).plan, begun, plan.checksum, {})
