"""Checks on rules and teams at sizes that no person writes: nothing recurses, nothing compares everything with everything."""

from datetime import date
from pathlib import Path

from cstool.checks.run import run
from cstool.diagnostic import Diagnostic
from cstool.loading import load

DAY = date(2026, 11, 22)
LONG = 20_000


def found(root: Path, check: str, **files: str) -> list[Diagnostic]:
    for name, content in files.items():
        path = root / "config" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return run(load(root, DAY), select=[check])


def test_a_chain_of_overflow_as_long_as_the_file_ends(tmp_path: Path) -> None:
    teams = "".join(f"  t{n}: {{members: [], overflow: [t{(n + 1) % LONG}]}}\n" for n in range(LONG))
    (one,) = found(tmp_path, "overflow-cycle", cstool="name: x\nlocales: [en]\n", teams=f"teams:\n{teams}")
    assert one.span.line == LONG + 1
