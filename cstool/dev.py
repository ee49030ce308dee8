"""For people who work on cstool: `python -m cstool.dev docs [--check]` and `new-check FAMILY/NAME`."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from cstool.checks import FAMILIES
from cstool.checks.check import load_check
from cstool.cli.main import COMMANDS, group
from cstool.cli.session import Session
from cstool.loading import load
from cstool.schemas import SCHEMAS, schema_of
from cstool.workspace import Workspace

ROOT = Path(__file__).parent.parent
MADE = "<!-- made by `python -m cstool.dev docs`; edit the code, not this page -->\n\n"

PAGE = '''"""TITLE: what is wrong, in one line.

Why it harms a customer or costs money.

中文：这里写同样的意思。

Bad:

    # config/routing.yaml
    stages: []

Good:

    # config/routing.yaml
    stages: []
"""

from collections.abc import Iterable, Iterator

from cstool.diagnostic import Problem, Severity
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """What is looked at."""
    yield from ()
'''


def pages() -> Iterator[tuple[str, str]]:
    """Every made page: its path and its text."""
    yield "docs/cli.md", MADE + _commands("en")
    yield "docs/cli.zh-CN.md", MADE + _commands("zh-CN")
    yield "docs/config.md", MADE + _config()
    yield "docs/helpdesks.md", MADE + _helpdesks()
    yield "docs/checks/README.md", MADE + _index()
    for family, names in FAMILIES.items():
        for name in names:
            yield f"docs/checks/{name}.md", MADE + _check(family, name)


def _check(family: str, name: str) -> str:
    check = load_check(family, name)
    english, chinese = (_fenced(check.page_in(language)) for language in ("en", "zh-CN"))
    parts = [f"# {name}\n\nfamily `{family}` · {check.severity.value}", english, "## 中文", chinese]
    return "\n\n".join(parts) + "\n"


def _fenced(page: str) -> str:
    """Indented blocks become fenced ones, so that they show as YAML."""
    lines, inside, out = page.rstrip("\n").split("\n"), False, []
    for position, line in enumerate(lines):
        later = next((other for other in lines[position + 1 :] if other.strip()), "")
        if line.startswith("    "):
            if not inside:
                out.append("```yaml")
                inside = True
            out.append(line[4:])
        elif inside and (line.strip() or not later.startswith("    ")):
            out += ["```", line]
            inside = False
        else:
            out.append(line)
    return "\n".join([*out, "```"] if inside else out)


def _index() -> str:
    rows = ["# Checks 检查项\n"]
    for family, names in FAMILIES.items():
        rows.append(f"\n## {family}\n\n| check | severity | what it finds | 中文 |\n| --- | --- | --- | --- |")
        for name in names:
            check = load_check(family, name)
            chinese = check.title_in("zh-CN").replace("|", "\\|")
            rows.append(
                f"| [{name}]({name}.md) | {check.severity.value} | {check.title.replace('|', chr(92) + '|')} | {chinese} |"
            )
    return "\n".join(rows) + "\n"


def _commands(language: str) -> str:
    title = "# Commands\n" if language == "en" else "# 命令\n"
    parts = [title]
    width: dict[str, Any] = {"max_content_width": 100, "terminal_width": 100}
    for name in ("", *COMMANDS):
        context = click.Context(group, info_name="cstool", obj=Session(language=language), **width)
        if name:
            command = group.get_command(context, name)
            assert command is not None
            context = click.Context(command, info_name=name, parent=context, **width)
        parts.append(f"## cstool {name}".rstrip() + f"\n\n```text\n{context.get_help()}\n```\n")
        if name and isinstance(context.command, click.Group):
            for part in context.command.list_commands(context):
                command = context.command.get_command(context, part)
                assert command is not None
                inner = click.Context(command, info_name=part, parent=context, **width)
                parts.append(f"### cstool {name} {part}\n\n```text\n{inner.get_help()}\n```\n")
    return "\n".join(parts)


def _config() -> str:
    head = "Every key of every file kind, made from the shapes that read them. `cstool schema KIND` prints the same for editors."
    parts = [f"# Config files\n\n{head}\n"]
    for kind in SCHEMAS:
        schema = schema_of(kind)
        parts.append(f"## {kind}\n\n{schema.get('description', '')}\n\n{_table(schema)}")
        for name, part in schema.get("$defs", {}).items():
            if part.get("properties") and name not in ("When", "Operators"):
                parts.append(f"### {kind}: {name}\n\n{part.get('description', '')}\n\n{_table(part)}")
    parts.append(
        "## when\n\nThe condition language: see [conditions.md](conditions.md).\n\n"
        + _table(schema_of("routing")["$defs"]["When"])
    )
    return "\n".join(parts)


def _helpdesks() -> str:
    """What each product can hold: cstool/targets as a page."""
    head = "What each helpdesk holds of our language, made from `cstool/targets/*.yaml`, with the source of every fact."
    parts = [f"# Helpdesks\n\n{head} How to connect one: [backends.md](backends.md)."]
    for product in (one.value for one in _shipped().helpdesks.values()):
        if not product.conditions:
            parts.append(f"## {product.id}\n\nThe embedded helpdesk holds everything as it is written.")
            continue
        branches = "texts may hold if/else" if product.conditionals else "texts hold no if/else"
        parts.append(f"## {product.id}\n\nA missing value prints: {product.missing_value}. {branches.capitalize()}.")
        for name in ("conditions", "actions", "structures"):
            rows = [
                (f"`{key}`", one.fidelity, one.how, one.difference or "", one.source)
                for key, one in getattr(product, name).items()
            ]
            parts.append(f"### {product.id}: {name}\n\n" + _rows(("ours", "fidelity", "there", "difference", "source"), rows))
        spoken = [(f"`{key}`", one.native or "", one.fidelity, one.source) for key, one in product.placeholders.items()]
        parts.append(f"### {product.id}: variables\n\n" + _rows(("ours", "there", "fidelity", "source"), spoken))
        told = [(f"`{key}`", one.name["en"], one.name["zh-CN"], one.source) for key, one in product.differences.items()]
        parts.append(f"### {product.id}: differences\n\n" + _rows(("name", "what differs", "中文", "source"), told))
    return "\n\n".join(parts) + "\n"


def _shipped() -> Workspace:
    """The workspace that comes with cstool: its settings name every product."""
    return load(ROOT, date(2026, 11, 23))


def _rows(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table: the names of its columns, then its rows."""
    lines = [names, ("---",) * len(names), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _table(schema: dict[str, Any]) -> str:
    rows = ["| key | value | meaning |", "| --- | --- | --- |"]
    required = schema.get("required", [])
    for key, part in schema.get("properties", {}).items():
        shown = f"**{key}**" if key in required else key
        rows.append(f"| {shown} | {_kind(part)} | {str(part.get('description', '')).replace('|', chr(92) + '|')} |")
    return "\n".join(rows) + "\n"


def _kind(part: dict[str, Any]) -> str:
    if "$ref" in part:
        return str(part["$ref"]).rsplit("/", 1)[1]
    if "const" in part:
        return f"`{part['const']}`"
    if "enum" in part:
        return " ".join(f"`{value}`" for value in part["enum"])
    if "anyOf" in part:
        return " or ".join(dict.fromkeys(_kind(one) for one in part["anyOf"] if one.get("type") != "null"))
    if part.get("type") == "array":
        return f"list of {_kind(part.get('items', {}))}"
    if part.get("type") == "object" and isinstance(part.get("additionalProperties"), dict):
        return f"mapping to {_kind(part['additionalProperties'])}"
    examples = part.get("examples")
    return f"{part.get('type', 'any')}" + (f", such as `{examples[0]}`" if examples else "")


@click.group()
def main() -> None:
    """Tools for people who work on cstool."""


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 when a page is stale.")
def docs(only_check: bool) -> None:
    """Make docs/cli, docs/config, docs/helpdesks and docs/checks from the code."""
    stale = []
    wanted = dict(pages())
    for path, content in wanted.items():
        file = ROOT / path
        if not file.is_file() or file.read_text(encoding="utf-8") != content:
            stale.append(path)
            if not only_check:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, encoding="utf-8", newline="\n")
    for file in sorted((ROOT / "docs/checks").glob("*.md")):
        if f"docs/checks/{file.name}" not in wanted:
            stale.append(f"docs/checks/{file.name}")
            if not only_check:
                file.unlink()
    click.echo("\n".join(stale) or "docs are fresh")
    sys.exit(1 if only_check and stale else 0)


@main.command("new-check")
@click.argument("name", metavar="FAMILY/NAME")
def new_check(name: str) -> None:
    """Start a check: its file and its case file. Then add its name to FAMILIES in cstool/checks/__init__.py."""
    family, _, own = name.partition("/")
    if family not in FAMILIES or not own:
        raise click.UsageError(f"write FAMILY/NAME with one of {', '.join(FAMILIES)}")
    file = ROOT / f"cstool/checks/{family}/{own.replace('-', '_')}.py"
    cases = ROOT / f"tests/checks/cases/{own}.yaml"
    for path, content in ((file, PAGE), (cases, "- name: …\n  files: {}\n  expect: []\n")):
        if path.exists():
            raise click.UsageError(f"{path} is there already")
        path.write_text(content, encoding="utf-8")
        click.echo(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
