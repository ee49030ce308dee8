"""The cache may save time and nothing else: whatever is edited, the answer is that of a run without it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cstool.checks.run import run as run_checks
from cstool.cli.cache import KEPT, Kept
from cstool.cli.main import dispatch
from cstool.cli.session import Session
from cstool.loading import load

ROOT = Path(__file__).parent.parent
BASE = ROOT / "tests" / "checks" / "base"
SLA = "config/sla.yaml"
DAY = ("--today", "2026-07-22")
TODAY = date(2026, 7, 22)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _cache_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("CSTOOL_NO_CACHE", raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The base workspace with one fault, so that there is something to print."""
    shutil.copytree(BASE, tmp_path / "w", ignore=shutil.ignore_patterns(".cstool"))
    sla = tmp_path / "w" / SLA
    sla.write_text(sla.read_text(encoding="utf-8") + "unknown: 1\n", encoding="utf-8")
    return tmp_path / "w"


@pytest.fixture
def run(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        words = arguments if "--today" in arguments else (*arguments, *DAY)
        code = dispatch([*words, "--workspace", str(workspace)], Session(language="en"))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def fresh(run: Run, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str, str]:
    with monkeypatch.context() as patch:
        patch.setenv("CSTOOL_NO_CACHE", "1")
        return run(*arguments)


def entries(workspace: Path) -> list[Path]:
    return sorted((workspace / ".cstool" / "cache").glob("*.json"))


def forge(entry: Path, line: str) -> None:
    """Another output under the same key, so that a hit can be told from work done again."""
    from cstool.cli.cache import _write

    _write(entry.parent, entry.stem, [(False, line)], 7)


@pytest.mark.parametrize("command", ["validate", "lint", "check"])
def test_second_run_says_the_same_from_the_cache(command: str, workspace: Path, run: Run) -> None:
    first = run(command)
    assert run(command) == first
    (entry,) = entries(workspace)
    forge(entry, "from the cache")
    assert run(command) == (7, "from the cache\n", "")


def same_size_same_time(workspace: Path) -> None:
    path = workspace / SLA
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("unknown: 1", "unknawn: 1"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def edited(workspace: Path) -> None:
    path = workspace / SLA
    path.write_text(path.read_text(encoding="utf-8") + "more: 2\n", encoding="utf-8")


def renamed(workspace: Path) -> None:
    (workspace / "templates/general/acknowledge.en.md").rename(workspace / "templates/general/acknowledged.en.md")


def deleted(workspace: Path) -> None:
    (workspace / "config/vocabulary/base.yaml").unlink()


def added(workspace: Path) -> None:
    (workspace / "sop" / "more.yaml").write_text("nothing: here\n", encoding="utf-8")


def turned_into_a_folder(workspace: Path) -> None:
    (workspace / SLA).unlink()
    (workspace / SLA).mkdir()


@pytest.mark.parametrize(
    "change",
    [same_size_same_time, edited, renamed, deleted, added, turned_into_a_folder],
    ids=lambda c: c.__name__,
)
def test_after_a_change_the_answer_is_fresh(
    change: Callable[[Path], None], workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run("validate")
    change(workspace)
    after = run("validate")
    assert after == fresh(run, monkeypatch, "validate")
    assert after != before
    assert run("validate") == after


def test_touched_files_stay_known(workspace: Path, run: Run) -> None:
    run("validate")
    os.utime(workspace / SLA, ns=(1, 1))
    run("validate")
    assert len(entries(workspace)) == 1


@pytest.mark.parametrize(
    "other",
    [("--today", "2031-01-01"), ("--lang", "zh-CN"), ("--format", "json"), ("--ignore", "shape"), ("--fail-on", "warning")],
)
def test_another_call_is_another_answer(
    other: tuple[str, ...], workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("validate")
    assert run("validate", *other) == fresh(run, monkeypatch, "validate", *other)
    assert len(entries(workspace)) == 2


def test_commands_do_not_answer_for_each_other(workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("lint")
    assert run("check") == fresh(run, monkeypatch, "check")


def test_the_baseline_is_part_of_the_call(workspace: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    baseline = tmp_path / "known.json"
    baseline.write_text(run("validate", "--format", "json")[1], encoding="utf-8")
    code, out, _ = run("validate", "--baseline", str(baseline))
    assert code == 0
    baseline.write_text('{"diagnostics": []}', encoding="utf-8")
    assert run("validate", "--baseline", str(baseline)) == fresh(run, monkeypatch, "validate", "--baseline", str(baseline))
    assert run("validate", "--baseline", str(baseline))[1] != out


def test_a_file_to_write_is_written_every_time(workspace: Path, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    for _ in range(2):
        run("validate", "--format", f"json={target}")
        assert target.is_file()
        target.unlink()
    assert entries(workspace) == []


@pytest.mark.parametrize("broken", [b"", b"\xff\xfe", b"{}", b"x\n[1]", "flipped"])
def test_a_broken_entry_is_no_entry(broken: bytes | str, workspace: Path, run: Run) -> None:
    first = run("validate")
    (entry,) = entries(workspace)
    whole = entry.read_bytes()
    entry.write_bytes(whole.replace(b"unknown", b"unknawn") if isinstance(broken, str) else broken)
    assert run("validate") == first
    assert entry.read_bytes() == whole


def test_no_cache_where_none_can_be(workspace: Path, run: Run) -> None:
    (workspace / ".cstool").write_text("a file stands in the way", encoding="utf-8")
    assert run("validate") == run("validate")


@pytest.mark.skipif(not hasattr(os, "symlink") or sys.platform == "win32", reason="no links without rights")
def test_links_are_never_trusted(workspace: Path, run: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (workspace / ".cstool").symlink_to(elsewhere, target_is_directory=True)
    run("validate")
    assert list(elsewhere.iterdir()) == []
    (workspace / ".cstool").unlink()
    (workspace / "config" / "routing.yaml").rename(tmp_path / "routing.yaml")
    (workspace / "config" / "routing.yaml").symlink_to(tmp_path / "routing.yaml")
    run("validate")
    assert entries(workspace) == []


def test_on_a_build_server_nothing_is_believed(workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run("validate")
    forge(entries(workspace)[0], "all is fine")
    monkeypatch.setenv("CI", "true")
    assert run("validate") == first


def test_only_the_newest_stay(workspace: Path, run: Run) -> None:
    other = workspace / ".cstool" / "cache" / "mine.json"
    run("validate")
    other.write_text("{}", encoding="utf-8")
    (entry,) = [one for one in entries(workspace) if one != other]
    for number in range(KEPT + 5):
        old = entry.with_stem(f"{number:040d}")
        shutil.copy(entry, old)
        os.utime(old, ns=(number, number))
    run("lint")
    left = entries(workspace)
    assert other in left
    assert entry in left
    assert len(left) == KEPT + 1
    assert not list(other.parent.glob("*.part"))


def test_another_version_of_the_tool_answers_itself(workspace: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "cstool", tmp_path / "code" / "cstool", ignore=shutil.ignore_patterns("__pycache__", "full"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "code"), "PYTHONDONTWRITEBYTECODE": "1", "CI": ""}
    words = [sys.executable, "-m", "cstool", "validate", "--lang", "en", "--workspace", str(workspace), *DAY]

    def said() -> str:
        return subprocess.run(words, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False).stdout

    before = said()
    assert "unknown key" in before
    words_file = tmp_path / "code" / "cstool" / "render" / "messages" / "shape.py"
    words_file.write_text(words_file.read_text(encoding="utf-8").replace("unknown key", "unheard-of key"), encoding="utf-8")
    assert said() == before.replace("unknown key", "unheard-of key")


def test_what_was_proved_about_rules_is_kept_while_they_are_the_same(tmp_path: Path) -> None:
    """The second run reads the proof back; a template may change, a rule may not; what is no proof is found out anew."""
    rules = "stages:\n  - id: assign\n    match: first\n    rules:\n"
    wide = "      - {id: wide, when: {channel_type: email}, then: {team: shop, priority: low}}\n"
    narrow = "      - {id: narrow, when: {channel_type: email, language: de}, then: {team: shop, priority: high}}\n"
    config = {
        "cstool.yaml": "name: shop\n",
        "channels.yaml": "channels: {mail: {type: email}}\n",
        "teams.yaml": "teams: {shop: {members: [lin]}}\nagents: {lin: {name: Lin}}\n",
        "routing.yaml": rules + wide + narrow,
    }
    (tmp_path / "config").mkdir()
    for name, text in config.items():
        (tmp_path / "config" / name).write_text(text, encoding="utf-8")

    def shadowed() -> int:
        workspace = replace(load(tmp_path, TODAY), memory=Kept(tmp_path / ".cstool/cache"))
        return sum(one.check == "shadowed-rule" for one in run_checks(workspace))

    kept = tmp_path / ".cstool/cache/proofs"
    assert shadowed() == 1
    first = {path.name: path.read_bytes() for path in kept.glob("*.json")}
    assert len(first) == 1
    (tmp_path / "config/channels.yaml").write_text("# a word\nchannels: {mail: {type: email}}\n", encoding="utf-8")
    assert shadowed() == 1
    assert {path.name: path.read_bytes() for path in kept.glob("*.json")} == first, "nothing new was found out"
    for path in kept.glob("*.json"):
        path.write_bytes(path.read_bytes().replace(b"shadowed", b"sheltered"))
    assert shadowed() == 1, "an entry that was touched is none"
    (tmp_path / "config/routing.yaml").write_text(rules + narrow + wide, encoding="utf-8")
    assert shadowed() == 0
