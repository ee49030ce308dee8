"""The schemas that editors use admit whatever the tool reads: short forms are no mistakes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cstool.loading import KINDS
from cstool.schemas import SCHEMAS, schema_of
from cstool.source import read_yaml

ROOT = Path(__file__).parent.parent
WORKSPACES = ("", "tests/checks/base", "cstool/starter/minimal")


def files(root: Path) -> Iterator[tuple[str, Path]]:
    for kind in KINDS:
        for path in (root / f"config/{kind}.yaml", *sorted((root / f"config/{kind}").rglob("*.yaml"))):
            if path.is_file():
                yield kind, path
    for folder, kind in (("config/tests", "tests"), ("config/packs", "pack"), ("sop", "sop")):
        for path in sorted((root / folder).rglob("*.yaml")):
            yield kind, path


def faults(kind: str, data: Any) -> list[str]:
    return [
        f"{'.'.join(map(str, one.absolute_path))}: {one.message}"
        for one in Draft202012Validator(schema_of(kind)).iter_errors(data)
    ]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_schemas_are_schemas(kind: str) -> None:
    Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("workspace", WORKSPACES)
def test_schemas_admit_the_workspaces(workspace: str) -> None:
    found = list(files(ROOT / workspace))
    assert found
    for kind, path in found:
        source, _ = read_yaml(str(path), path.read_bytes())
        assert source is not None
        if source.data is not None:
            assert faults(kind, source.data) == [], path


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("sla", "policies: [{id: a, pause: pending, targets: {first_reply: 30s, update: {within: 2h}}}]"),
        ("routing", "stages: [{id: a, match: first, rules: [{id: b, when: always, then: {skills: x, tags: [y]}}]}]"),
        (
            "calendars",
            "calendars: {a: {timezone: UTC, hours: {mon: '09:00-18:00', tue: ['09:00-12:00'], wed: null}, review: 2026-07-01}}",
        ),
        ("vocabulary", "tags: [vip, legal]"),
        ("vocabulary", "tags: {vip: {name: VIP}}"),
    ],
)
def test_short_and_full_forms_are_admitted(kind: str, text: str) -> None:
    source, found = read_yaml("x.yaml", text.encode())
    assert source is not None
    assert not found
    assert faults(kind, source.data) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("sla", "policies: [{id: a, targets: {first_reply: soon}}]"),
        ("sla", "policies: [{id: a, targets: {first_answer: 30s}}]"),
        ("routing", "stages: [{id: a, match: first, rules: [{id: b, when: always, then: {tags: [{x: 1}]}}]}]"),
        ("vocabulary", "tags: vip"),
    ],
)
def test_mistakes_are_not_admitted(kind: str, text: str) -> None:
    source, _ = read_yaml("x.yaml", text.encode())
    assert source is not None
    assert faults(kind, source.data)
