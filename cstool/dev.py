"""For people who work on cstool: `python -m cstool.dev docs [--check]` and `new-check FAMILY/NAME`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cstool.checks import FAMILIES
from cstool.checks.check import load_check
from cstool.cli.main import COMMANDS, group
from cstool.cli.session import Session
from cstool.schemas import SCHEMAS, schema_of

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

from collections.abc import Iterator

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
            chinese = check.page_in("zh-CN").split("。")[0].split("\n\n")[0].replace("\n", "").replace("|", "\\|")
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
    """Make docs/cli, docs/config and docs/checks from the code."""
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
