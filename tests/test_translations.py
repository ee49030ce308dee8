"""Translations know the text they were made from."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from cstool.cli.main import run
from cstool.source import with_key

Call = Callable[..., SimpleNamespace]
FILES = {
    "config/cstool.yaml": "name: a\nlocales: [en, de]\n",
    "templates/x/a.en.md": "---\nsubject: Hi\n---\nHello there\n",
    "templates/x/a.de.md": "---\nsubject: Hallo  # gut\n---\nGuten Tag\n",
    "templates/partials/bye.en.md": "Bye\n",
    "templates/partials/bye.de.md": "Auf Wiedersehen\n",
    "config/kb/k.en.md": "---\ntitle: K\n---\nText\n",
    "config/kb/k.de.md": "---\ntitle: K\n---\nText auf Deutsch\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, "utf-8")
    return tmp_path


@pytest.fixture
def call(folder: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    def called(*arguments: str, command: str = "sync") -> SimpleNamespace:
        words = ["templates", "sync"] if command == "sync" else ["lint", "--select", "translation-stale"]
        code = run([*words, *arguments, "--workspace", str(folder), "--lang", "en", "--today", "2026-07-17"])
        shown = capsys.readouterr()
        return SimpleNamespace(code=code, out=shown.out, err=shown.err)

    return called


def test_recorded_once_stale_when_the_source_changes_and_done_again(folder: Path, call: Call) -> None:
    assert call("--check").out == "0 of 3 translations are stale; 3 would be recorded\n"
    assert call().out == "0 of 3 translations are stale; 3 recorded\n"
    assert call().out == "0 of 3 translations are stale; 0 recorded\n"
    assert (folder / "templates/x/a.de.md").read_text("utf-8").startswith('---\nsubject: Hallo  # gut\nsource_hash: "')
    for path, old, new in (
        ("templates/x/a.en.md", "there", "you"),
        ("templates/partials/bye.en.md", "Bye", "Good bye"),
        ("config/kb/k.en.md", "title: K", "title: L"),
    ):
        (folder / path).write_text(FILES[path].replace(old, new), "utf-8")
    shown = call()
    assert shown.code == 1
    assert shown.out.splitlines()[:3] == [
        "templates/x/a.de.md: 'x/a' has changed since it was translated",
        "templates/partials/bye.de.md: 'partials/bye' has changed since it was translated",
        "config/kb/k.de.md: 'kb/k' has changed since it was translated",
    ]
    found = call(command="lint").out
    assert found.count("[translation-stale]") == 3
    assert "templates/x/a.de.md:3:14: warning" in found
    assert (
        call("--done", "templates/x/a.de.md", "--done", "./templates/partials/bye.de.md", "--done", "config/kb/k.de.md").code == 0
    )
    assert "translation-stale" not in call(command="lint").out


def test_blanks_around_a_text_do_not_make_it_another_one(folder: Path, call: Call) -> None:
    call()
    (folder / "templates/x/a.en.md").write_text(FILES["templates/x/a.en.md"].replace("there", "there  ") + "\n", "utf-8")
    assert call().code == 0


def test_an_unknown_file_is_said(call: Call) -> None:
    shown = call("--done", "templates/x/b.de.md")
    assert shown.code == 2
    assert "did you mean 'templates/x/a.de.md'?" in shown.err


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Hello\n", "---\nk: 1\n---\nHello\n"),
        ("---\na: 2\n---\nHello\n", "---\na: 2\nk: 1\n---\nHello\n"),
        ("---\nk: 0 # old\na: 2\n---\nk: x\n", "---\nk: 1\na: 2\n---\nk: x\n"),
        ("---\nk:\n  - 1\n  - 2\na: 2\n---\n", "---\nk: 1\na: 2\n---\n"),
        ("---\nkk: 0\n---\n", "---\nkk: 0\nk: 1\n---\n"),
        ("---\r\nk: 0\r\na: 2\r\n---\r\nx\r\n", "---\r\nk: 1\r\na: 2\r\n---\r\nx\r\n"),
    ],
)
def test_one_key_of_front_matter(before: str, after: str) -> None:
    assert with_key(before, "k", "k: 1") == after
