"""The catalogue: every id that the code says is there once, in both languages, in the house style; none is left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from string import Formatter

import click
import pytest

from cstool.cli.main import group
from cstool.diagnostic import text
from cstool.model.base import Model
from cstool.render.messages import AREAS
from cstool.render.words import catalogue, translate

CODE = Path(__file__).parent.parent / "cstool"
MESSAGES = {area: import_module(f"cstool.render.messages.{area}").MESSAGES for area in AREAS}
ALL = [(area, id_) for area, messages in MESSAGES.items() for id_ in messages]
IDS = [id_ for _, id_ in ALL]
CALLS = {"text", "Text", "fault"}
ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
HAN = re.compile("[\u4e00-\u9fff]")
FORM_ONLY = {"render-on-backend", "changed-by", "route-reply-head"}
"""English needs a word where Chinese has a mark."""

TALLIES = ("plan-", "push-")
"""`render.plan.tally` makes these of an action and its ending."""


@cache
def trees() -> dict[Path, ast.Module]:
    files = [path for path in CODE.rglob("*.py") if "messages" not in path.parts]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def strings(node: ast.AST) -> Iterator[str]:
    """Every text an expression can be: `"a" if x else "b"` is two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from strings(node.body)
        yield from strings(node.orelse)


@cache
def said() -> frozenset[tuple[str, str]]:
    """Ids that stand in calls, with their files."""
    found = set()
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                first = list(strings(node.args[0])) if node.args and name_of(node) in CALLS else []
                helps = [one for word in node.keywords if word.arg == "help" for one in strings(word.value)]
                first += [one for one in helps if one.startswith("help-")]
                found |= {(one, path.relative_to(CODE).as_posix()) for one in first}
    return frozenset(found)


@cache
def mentioned() -> frozenset[str]:
    """Every text of the code that might be an id, and the beginnings and ends of composed ones."""
    return frozenset(
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 80
    )


def composed(id_: str) -> bool:
    """Whether the code can make the id: by an f-string, or by what begins with a text that ends in a hyphen."""
    if id_.startswith(TALLIES) or any(re.fullmatch(pattern, id_) for pattern in patterns()):
        return True
    return any(one.endswith("-") and len(one) > 3 and id_.startswith(one) for one in mentioned())


@cache
def patterns() -> frozenset[str]:
    found = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_-]+" for part in node.values]
                fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
                if len(fixed) > 3 and ID.fullmatch(fixed.strip("-")):
                    found.add("".join(parts))
    return frozenset(found)


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def test_no_id_stands_in_two_areas() -> None:
    assert sorted({id_ for id_ in IDS if IDS.count(id_) > 1}) == []


def test_every_id_that_is_said_is_in_the_catalogue() -> None:
    assert sorted(f"{id_} ({path})" for id_, path in said() if id_ not in catalogue()) == []


def test_every_message_is_used() -> None:
    assert [f"{area}: {id_}" for area, id_ in ALL if id_ not in mentioned() and not composed(id_)] == []


def test_areas_are_all_the_files() -> None:
    files = sorted(path.stem for path in (CODE / "render/messages").glob("*.py") if path.stem != "__init__")
    assert sorted(AREAS) == files


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_say_the_same(area: str) -> None:
    for id_, (english, chinese) in MESSAGES[area].items():
        assert ID.fullmatch(id_), id_
        assert bool(english.strip()) == bool(chinese.strip()), id_
        assert placeholders(english) == placeholders(chinese), id_
        assert "" not in placeholders(english), f"{id_}: fields have names"
        words = re.sub(r"\{\w+\}", "", english)
        needs_none = not re.search("[A-Za-z]", words) or id_ in FORM_ONLY or id_.endswith("-examples")
        assert HAN.search(chinese) or needs_none, f"{id_}: no Chinese"


@pytest.mark.parametrize("area", AREAS)
def test_house_style(area: str) -> None:
    for id_, (english, _) in MESSAGES[area].items():
        assert not re.search(r"\b(?:invalid|please|failed to)\b", english, re.IGNORECASE), id_
        if not id_.startswith(("help-", "demo")):
            assert not re.search(r"(?<![.…])\.$", english), f"{id_}: no full stop"


@pytest.mark.parametrize("area", AREAS)
def test_chinese_quotes_with_chinese_marks(area: str) -> None:
    """Shell commands keep their own quotes; YAML in double quotes is to be typed as it stands."""
    wrong = re.compile(r"'[^'\n]+'|[“”] ?(?=[\u4e00-\u9fff]) |(?<=[\u4e00-\u9fff，。：；]) “")
    found = {id_: chinese for id_, (_, chinese) in MESSAGES[area].items() if not id_.endswith("-examples")}
    assert [id_ for id_, chinese in found.items() if wrong.search(re.sub(r"pip install '[^']+'", "", chinese))] == []
    assert [id_ for id_, chinese in found.items() if chinese.count("“") != chinese.count("”")] == []


def commands() -> list[tuple[str, click.Command]]:
    context = click.Context(group)
    found: list[tuple[str, click.Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append((name, command))
    return found


def test_every_command_and_option_has_a_help_in_both_languages() -> None:
    missing = []
    for name, command in commands():
        if command.help not in catalogue() or f"help-{name}" not in catalogue():
            missing.append(name)
        for param in command.params:
            if isinstance(param, click.Option) and "--help" not in param.opts and param.help not in catalogue():
                missing.append(f"{name} {param.opts[0]}")
    assert missing == []


def test_every_fault_of_a_model_has_a_hint() -> None:
    kinds = {id_ for id_, path in said() if path.startswith("model/")}
    assert kinds
    assert sorted(id_ for id_ in kinds if f"{id_}-hint" not in catalogue()) == []


@pytest.mark.parametrize(("count", "english", "chinese"), [(1, "1 test with", "1 个用例"), (3, "3 tests with", "3 个用例")])
def test_the_number_is_right_where_tests_stand_in_the_way_of_a_push(count: int, english: str, chinese: str) -> None:
    said = text("push-tests-fail", backend="local", test="German refund", count=count)
    assert english in translate(said, "en")
    assert chinese in translate(said, "zh-CN")


def test_an_unknown_id_shows_itself() -> None:
    assert translate(text("no-such-id", a=1), "zh-CN") == "no-such-id a=1"
    assert Model.model_config["extra"] == "forbid"
