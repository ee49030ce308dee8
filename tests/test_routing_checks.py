"""Checks on rules and teams at sizes that no person writes: nothing recurses, nothing compares everything with everything."""

from datetime import date
from pathlib import Path

from cstool.checks.run import run
from cstool.diagnostic import Diagnostic
from cstool.loading import load

DAY = date(2026, 11, 22)
LONG = 5_000


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


def test_a_ring_of_rules_as_long_as_the_file_ends(tmp_path: Path) -> None:
    fields = "fields: {a: {type: number}}\n"
    rules = "".join(f"      - {{id: r{n}, when: {{a: {n}}}, then: {{set: {{a: {(n + 1) % LONG}}}}}}}\n" for n in range(LONG))
    routing = f"stages:\n  - id: again\n    event: customer.replied\n    match: first\n    rules:\n{rules}"
    (one,) = found(tmp_path, "rule-cycle", cstool="name: x\nlocales: [en]\n", vocabulary=fields, routing=routing)
    assert one.span.line == 6


def test_a_tag_that_everybody_writes_and_reads_joins_them_without_comparing_all(tmp_path: Path) -> None:
    rules = "".join(
        f"      - {{id: on{n}, when: {{not: {{tags: t}}, country: DE}}, then: {{tags: t}}}}\n"
        f"      - {{id: off{n}, when: {{tags: t, country: DE}}, then: {{remove_tags: t}}}}\n"
        for n in range(500)
    )
    routing = f"stages:\n  - id: again\n    event: customer.replied\n    match: first\n    rules:\n{rules}"
    (one,) = found(tmp_path, "rule-cycle", cstool="name: x\nlocales: [en]\n", vocabulary="tags: [t]\n", routing=routing)
    assert one.span.line == 6
