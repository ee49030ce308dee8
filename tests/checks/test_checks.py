"""Every page's examples run, every case in cases/ holds, every check is listed, none is without a page in both languages."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cstool.checks import FAMILIES, names
from cstool.checks.check import Check, load_check
from cstool.checks.run import run
from cstool.diagnostic import Diagnostic
from cstool.loading import load
from cstool.source import read_yaml

BASE = Path(__file__).parent / "base"
CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 22)
ALL = [(family, name) for family, checks in FAMILIES.items() for name in checks]
WITHOUT_EXAMPLE = {
    "wrong-encoding",
    "control-character",
    "too-large",
    "too-deep",
    "link-outside",
    "unreadable-file",
    "approximate-on-backend",
    "unsupported-on-backend",
}
"""What no text in a page can show: bytes, sizes, links. `tests/test_loading.py` has these."""


def laid(files: Mapping[str, str | None]) -> dict[str, str | None]:
    """A registry of the base is a folder: an example for `config/teams.yaml` goes beside it, other files replace."""
    placed = {}
    for path, content in files.items():
        kind = path.removeprefix("config/").removesuffix(".yaml")
        beside = path == f"config/{kind}.yaml" and (BASE / "config" / kind).is_dir()
        placed[f"config/{kind}/example.yaml" if beside else path] = content
    return placed


def found_in(files: Mapping[str, str | None]) -> list[Diagnostic]:
    return run(load(BASE, TODAY, laid(files)))


@cache
def check_named(family: str, name: str) -> Check:
    return load_check(family, name)


def shown(found: list[Diagnostic]) -> list[str]:
    return [f"{one.span.path}:{one.span.line} {one.check} {one.message.id} {dict(one.message.values)}" for one in found]


def test_base_breaks_no_check() -> None:
    assert shown(found_in({})) == []


def test_every_check_file_is_listed() -> None:
    folder = Path(run.__code__.co_filename).parent
    files = {(path.parent.name, path.stem.replace("_", "-")) for path in folder.glob("*/*.py") if path.stem != "__init__"}
    assert files == set(ALL)
    assert len(names()) == len(set(names()))


@pytest.mark.parametrize(("family", "name"), ALL, ids=lambda value: value)
def test_page(family: str, name: str) -> None:
    check = check_named(family, name)
    assert len(check.page) > 80
    assert "中文：" in check.page, "the page has no Chinese paragraph"
    assert any("\u4e00" <= character <= "\u9fff" for character in check.page_in("zh-CN"))
    if name in WITHOUT_EXAMPLE:
        assert check.examples == ()
        return
    bad = [example for example in check.examples if example.bad]
    good = [example for example in check.examples if not example.bad]
    assert bad, "the page has no Bad block"
    for example in bad:
        assert name in {one.check for one in found_in(example.files)}, shown(found_in(example.files))
    for example in good:
        assert shown(found_in(example.files)) == []


def cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.yaml")):
        source, faults = read_yaml(path.name, path.read_bytes())
        assert source is not None, faults
        assert isinstance(source.data, list), path
        for case in source.data:
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_case(name: str, case: dict[str, object]) -> None:
    files = case["files"]
    assert isinstance(files, dict)
    found = [one for one in found_in(files) if one.check == name]
    renamed = {new: old for old, new in zip(files, laid(files), strict=True)}
    assert [f"{renamed.get(one.span.path, one.span.path)}:{one.span.line}" for one in found] == case["expect"], shown(found)
