"""Mends: applied where they say, written as the file was, never at the price of a new error."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstool.cli.main import run
from cstool.diagnostic import Edit, Span
from cstool.source.edits import applied

Call = Callable[..., SimpleNamespace]
WRONG = "---\nkind: note\naudience: internal\n---\nCall ｛｛ customer.name ｝｝ and {{ custmer.email }} today.\n"
SAFE = WRONG.replace("｛｛ customer.name ｝｝", "{{ customer.name }}")
ALL = SAFE.replace("custmer", "customer")


@given(
    st.text(alphabet="ab\n\r中", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.text("xy", max_size=2))),
)
def test_edits_are_made_where_they_say_and_never_over_another(content: str, wanted: list[tuple[int, int, str]]) -> None:
    lines = [0]
    for position, letter in enumerate(content):
        if letter == "\n" or (letter == "\r" and content[position + 1 : position + 2] != "\n"):
            lines.append(position + 1)

    def place(offset: int) -> tuple[int, int]:
        line = max(number for number, start in enumerate(lines) if start <= offset)
        return line + 1, offset - lines[line] + 1

    edits = []
    for start, length, replacement in wanted:
        if start + length <= len(content) and (start, length) != (start, 0):
            edits.append((start, start + length, Edit(Span("f", *place(start), *place(start + length)), replacement)))
    after, made = applied(content, [edit for *_, edit in edits])
    kept, expected, position = [], [], 0
    for start, end, edit in sorted(edits, key=lambda one: (one[0], one[1], one[2].replacement)):
        if start >= position and edit in made and edit not in kept:
            expected += [content[position:start], edit.replacement]
            kept.append(edit)
            position = end
    assert after == "".join([*expected, content[position:]])
    assert len(made) == len(kept)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., SimpleNamespace]:
    def called(folder: Path, *arguments: str) -> SimpleNamespace:
        code = run([*arguments, "--workspace", str(folder), "--lang", "en", "--today", "2026-07-17"])
        shown = capsys.readouterr()
        return SimpleNamespace(code=code, out=shown.out, err=shown.err)

    return called


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    (tmp_path / "templates/general").mkdir(parents=True)
    (tmp_path / "config/cstool.yaml").write_text("name: a\n")
    return tmp_path


@pytest.mark.parametrize(
    ("options", "left", "shown"),
    [
        (["--diff"], WRONG, True),
        (["--fix"], SAFE, False),
        (["--fix", "--diff"], SAFE, True),
        (["--fix", "--unsafe-fixes"], ALL, False),
        (["--unsafe-fixes"], WRONG, False),
    ],
)
@pytest.mark.parametrize("form", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_fix_diff_and_unsafe(call: Call, folder: Path, options: list[str], left: str, shown: bool, form: str, mark: str) -> None:
    path = folder / "templates/general/x.en.md"
    path.write_bytes((mark + WRONG.replace("\n", form)).encode())
    seen = call(folder, "lint", *options)
    assert path.read_bytes() == (mark + left.replace("\n", form)).encode()
    assert ("-Call ｛｛" in seen.out) is shown
    assert seen.code == (0 if left == ALL else 1)


def test_a_secret_is_never_in_a_diff(call: Call, folder: Path) -> None:
    secret = "hunter2-hunter2"
    (folder / "config/cstool.yaml").write_text(
        f"name: a\nbackends:\n  p: {{type: zammad, url: 'https://a.example', token: {secret}}}\nlocales： [en]\n"
    )
    seen = call(folder, "validate", "--diff")
    assert "+locales: [en]" in seen.out
    assert secret not in seen.out + seen.err


def test_files_that_are_not_utf8_are_left_alone(call: Call, folder: Path) -> None:
    path = folder / "templates/general/x.en.md"
    path.write_bytes(WRONG.encode("gb18030"))
    seen = call(folder, "lint", "--fix")
    assert path.read_bytes() == WRONG.encode("gb18030")
    assert seen.code == 1
    assert "full-width braces" in seen.out
