"""Documents are tests: console blocks are run, links lead somewhere, made pages are fresh, nothing is left out.

In README*.md and docs/*.md a ```console block is typed into a copy of the shipped workspace, all blocks of one document into the
same one. A ```diff or ```liquid block with a file name behind the word is an edit of that file, for the next console block only.
A comment `<!-- by hand: WHO KIND/ID {JSON} -->` is a change in the embedded helpdesk.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cstool.checks import names
from cstool.cli.main import COMMANDS
from cstool.conditions.fields import BUILT_IN, OPERATORS
from cstool.dev import pages
from tests.console import WRITE, Terminal, abridged, agrees

ROOT = Path(__file__).parent.parent
MADE = dict(pages())
BY_HAND = sorted(
    path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")) if path.relative_to(ROOT).as_posix() not in MADE
)
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$|^<!-- (by hand): (.*) -->$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file named behind it, its text."""

    language: str
    file: str
    text: str


def blocks(document: str) -> Iterator[Block]:
    for found in FENCE.finditer(document):
        yield Block(found[1] or found[4], found[2] or "", found[3] or found[5])


def typed(block: str) -> list[tuple[str, list[str]]]:
    """Each `$ ` line of a console block with the lines that are to follow it."""
    turns: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            turns.append((line[2:], []))
        else:
            turns[-1][1].append(line)
    return [(command, trimmed(lines)) for command, lines in turns]


def trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def edited(before: str, block: Block) -> str:
    """A file after the edit that a block shows."""
    if block.language != "diff":
        return block.text
    lines = [line for line in block.text.splitlines() if not line.startswith("@@")]
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] in keep) for keep in (" -", " +"))
    assert old in before, f"{block.file} does not hold what the edit in the document changes"
    return before.replace(old, new, 1)


def console(document: Path, folder: Path) -> str:
    """The document with its console blocks as they come out today."""
    terminal = Terminal(folder, "zh_CN" if document.name.endswith(".zh-CN.md") else "en")
    terminal.fill("full")
    text, undo = document.read_text(encoding="utf-8"), dict[Path, str]()
    for block in list(blocks(text)):
        if block.file:
            path = folder / block.file
            undo[path] = path.read_text(encoding="utf-8")
            path.write_text(edited(undo[path], block), encoding="utf-8")
        elif block.language == "by hand":
            terminal.by_hand(*block.text.split(" ", 2))
        elif block.language == "console":
            now = "\n".join(one for command, lines in typed(block.text) for one in turn(terminal, command, lines))
            text = text.replace(f"```console\n{block.text}```", f"```console\n{now}\n```", 1)
            for path, content in undo.items():
                path.write_text(content, encoding="utf-8")
            undo = {}
    return text


def turn(terminal: Terminal, command: str, expected: list[str]) -> list[str]:
    """A command and what it shows, abridged as the document has it; a checksum is the one shown last."""
    if terminal.checksum:
        command = re.sub(r"--plan [0-9a-f]{12}", f"--plan {terminal.checksum}", command)
    shown = terminal.run(command)[0].splitlines()
    return [f"$ {command}", *(expected if agrees(expected, shown) else abridged(expected, shown))]


@pytest.mark.parametrize("document", [path for path in BY_HAND if "```console" in path.read_text("utf-8")], ids=lambda p: p.name)
def test_console_blocks_show_what_comes_out(document: Path, tmp_path: Path) -> None:
    now = console(document, tmp_path)
    if WRITE:
        document.write_text(now, encoding="utf-8", newline="\n")
    assert document.read_text(encoding="utf-8") == now


@pytest.mark.parametrize("path", sorted(MADE))
def test_made_pages_are_fresh(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == MADE[path], "run: python -m cstool.dev docs"


def test_no_page_of_a_check_is_left_over() -> None:
    assert {path.stem for path in (ROOT / "docs/checks").glob("*.md")} == {*names(), "README"}


@pytest.mark.parametrize("document", [*BY_HAND, *(ROOT / path for path in MADE)], ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"^```.*?^```$|`[^`\n]*`", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, anchor = target.partition("#")
        if "://" in target:
            continue
        other = (document.parent / file).resolve() if file else document
        assert other.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in anchors(other), f"{target}: no such heading"


def anchors(document: Path) -> set[str]:
    """The anchors that the headings of a page have on a git host."""
    heads = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_every_command(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    assert [name for name in COMMANDS if not re.search(rf"\b(?:cstool|make) {name}\b|`{name}`", text)] == []


def test_every_command_and_check_is_documented() -> None:
    commands, index = (ROOT / "docs/cli.md").read_text("utf-8"), (ROOT / "docs/checks/README.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"## cstool {name}\n" not in commands] == []
    assert [name for name in names() if f"({name}.md)" not in index] == []


@pytest.mark.parametrize("document", ["conditions.md", "conditions.zh-CN.md"])
def test_the_page_of_conditions_names_every_field_and_operator(document: str) -> None:
    text = (ROOT / "docs" / document).read_text("utf-8")
    wanted = {*BUILT_IN, *(operator for kind in OPERATORS.values() for operator in kind)}
    assert sorted(name for name in wanted if f"`{name}`" not in text) == []


@pytest.mark.parametrize("document", [path for path in BY_HAND if not path.name.endswith(".zh-CN.md")], ids=lambda p: p.name)
def test_the_two_languages_link_to_each_other(document: Path) -> None:
    other = document.with_name(document.name.removesuffix(".md") + ".zh-CN.md")
    if other.exists():
        assert other.name in document.read_text("utf-8")
        assert document.name in other.read_text("utf-8")
