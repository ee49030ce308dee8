"""The small seller as native objects, word for word: a change of the output is read in a diff, never missed."""

import json
import os
from pathlib import Path

import pytest

from cstool.backends.base import fidelity
from cstool.backends.compilers import compile_for
from tests.backends import small

FOLDER = Path(__file__).parent / "backends/golden"


def shown(name: str) -> str:
    """One object a line, then one row of the table a line."""
    compiled = compile_for(small.workspace(), name)
    lines = [f"{one.key} | {one.name} | {json.dumps(one.body, ensure_ascii=False, sort_keys=True)}" for one in compiled.resources]
    lines += [
        f"{row.object} | {row.fidelity} | {', '.join(row.differences)} | {row.where.path}:{row.where.line}"
        for row in fidelity(compiled)
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", ["zd", "za"])
def test_the_small_seller_compiles_to_these_objects(name: str) -> None:
    path = FOLDER / f"{name}.txt"
    if os.environ.get("CSTOOL_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown(name), encoding="utf-8")
    assert shown(name) == path.read_text(encoding="utf-8")
