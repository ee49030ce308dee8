"""What a person waits for is mostly imports: the quick answers read no heavy package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BASE = Path(__file__).parent / "checks" / "base"
HEAVY = {
    "pydantic", "pydantic_core", "yaml", "liquid", "babel", "requests", "openpyxl", "holidays", "pyarrow", "numpy", "re2",
    "tabulate", "asyncio", "importlib.metadata", "email", "sqlite3",
}  # fmt: skip
PROGRAM = """
import sys
from cstool.__main__ import answer
answer(sys.argv[1:])
print("modules", *sys.modules, file=sys.stderr)
"""


def modules(*arguments: str) -> tuple[str, set[str]]:
    """What the call printed, and what it imported."""
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "CSTOOL_NO_CACHE")}
    words = [sys.executable, "-I", "-c", PROGRAM, *arguments]
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=True)
    (last,) = [line for line in done.stderr.splitlines() if line.startswith("modules ")]
    return done.stdout, set(last.split()[1:])


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "w", ignore=shutil.ignore_patterns(".cstool"))
    return tmp_path / "w"


def test_version_imports_next_to_nothing() -> None:
    said, found = modules("--version")
    assert said.startswith("cstool ")
    assert {name for name in found if name.startswith("cstool.")} == {"cstool.__main__"}
    assert not found & (HEAVY | {"click", "dataclasses"})


@pytest.mark.parametrize("arguments", [("--help",), ("validate", "--help"), ("check", "--help"), ("nonsense",)])
def test_help_imports_no_heavy_package(arguments: tuple[str, ...]) -> None:
    assert not modules(*arguments)[1] & HEAVY


@pytest.mark.parametrize("command", ["validate", "lint", "check"])
def test_an_unchanged_workspace_is_answered_without_reading_it(command: str, workspace: Path) -> None:
    call = (command, "--workspace", str(workspace), "--today", "2026-07-17")
    cold, read = modules(*call)
    warm, found = modules(*call)
    assert warm == cold
    assert "pydantic" in read
    assert not found & HEAVY


def test_validate_of_a_small_workspace_needs_no_texts_and_no_network(workspace: Path) -> None:
    assert not modules("validate", "--workspace", str(workspace))[1] & {
        "liquid",
        "cstool.texts",
        "requests",
        "openpyxl",
        "pyarrow",
        "numpy",
        "sqlite3",
    }
