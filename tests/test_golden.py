"""Whole runs of the tool: `golden/<run>/cmd` is what somebody types, `golden/<run>/out` is what the screen shows.

Lines of `cmd`:

    # a remark
    start full|minimal|base        the folder begins as a starter, or as the small workspace of tests/checks; else it is empty
    language zh_CN                 what the system's language is said to be (en without it)
    write PATH [as ENCODING] <<    the lines up to `>>` become that file
    replace PATH <<                old lines, a line `=>`, new lines, `>>`
    remove PATH
    by-hand WHO KIND/ID {JSON}     a change in the embedded helpdesk, past the files
    $ cstool … [< PATH]            a call, with a file as standard input; `out` has its screen and, if not 0, `[exit code]`
    $ show PATH                    a file's text

`make golden` rewrites `out`. Then read the difference aloud.
"""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from cstool.checks import FAMILIES
from cstool.checks.check import load_check
from cstool.render.words import LANGUAGES, translate
from tests.checks.test_checks import BASE, found_in
from tests.console import WRITE, Terminal

GOLDEN = Path(__file__).parent / "golden"
RUNS = sorted(path.parent.name for path in GOLDEN.glob("*/cmd"))


def played(script: str, folder: Path) -> Iterator[str]:
    """The screen, line by line."""
    terminal = Terminal(folder)
    lines = iter(script.splitlines())
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "$":
            yield from call(terminal, rest)
        elif word == "start":
            begin(terminal, rest)
        elif word == "language":
            terminal.language = rest
        elif word == "write":
            write(folder, rest.removesuffix(" <<"), until(lines, ">>"))
        elif word == "replace":
            replace(folder / rest.removesuffix(" <<"), until(lines, "=>"), until(lines, ">>"))
        elif word == "remove":
            (folder / rest).unlink()
        elif word == "by-hand":
            terminal.by_hand(*rest.split(" ", 2))
        else:
            assert not line or word == "#", f"a line that is no order: {line}"
            if line:
                yield from ("", line)


def call(terminal: Terminal, line: str) -> Iterator[str]:
    yield f"$ {line}"
    if line.startswith("show "):
        yield from (terminal.folder / line.removeprefix("show ")).read_text(encoding="utf-8").splitlines()
        return
    command, _, given = line.partition(" < ")
    command = command.replace("LAST", terminal.checksum)
    shown, code = terminal.run(command, (terminal.folder / given).read_bytes() if given else b"")
    yield from shown.splitlines()
    if code:
        yield f"[{code}]"


def begin(terminal: Terminal, kind: str) -> None:
    if kind == "base":
        copytree(BASE, terminal.folder, dirs_exist_ok=True)
    else:
        terminal.fill(kind)


def until(lines: Iterator[str], end: str) -> str:
    block = []
    for line in lines:
        if line == end:
            return "".join(f"{one}\n" for one in block)
        block.append(line)
    raise AssertionError(f"a block without its {end}")


def write(folder: Path, rest: str, content: str) -> None:
    name, _, encoding = rest.partition(" as ")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode(encoding or "utf-8"))


def replace(path: Path, old: str, new: str) -> None:
    before = path.read_text(encoding="utf-8")
    assert before.count(old) == 1, f"{path.name} holds this {before.count(old)} times: {old}"
    path.write_text(before.replace(old, new), encoding="utf-8")


def compare(path: Path, now: str) -> None:
    if WRITE:
        path.write_text(now, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == now, "if this is right: make golden, and read the difference"


@pytest.mark.parametrize("run", RUNS)
def test_run(run: str, tmp_path: Path) -> None:
    script = (GOLDEN / run / "cmd").read_text(encoding="utf-8")
    compare(GOLDEN / run / "out", "\n".join(played(script, tmp_path)).strip("\n") + "\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_every_check_says(language: str) -> None:
    """The diagnostics of every page's bad example, in one list that a person can read."""
    lines = []
    for family, checks in FAMILIES.items():
        for name in checks:
            for example in load_check(family, name).examples:
                for one in found_in(example.files) if example.bad else ():
                    hint = f"\n    = {translate(one.hint, language)}" if one.hint else ""
                    others = "".join(
                        f"\n    {where.path}:{where.line}: {translate(said, language)}" for where, said in one.related
                    )
                    if one.check == name:
                        lines.append(f"{name}: {translate(one.message, language)}{others}{hint}")
    compare(GOLDEN / f"messages.{language}.txt", "\n".join(lines) + "\n")
