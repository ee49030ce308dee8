"""How fast, next to its peers on this machine in this hour: `python -m benchmarks [--rounds N] [PART …]`."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks import due, make_workspace, push, rules
from benchmarks.make_tickets import write_tickets
from benchmarks.measure import Case, Cost, cstool, machine, measure

ROOT = Path(__file__).parent.parent
PARTS = ("start", "read", "route", "rules", "due", "push")
GATE = 2 / 3
"""A goal is met from two thirds of it on: machines differ, and so do hours."""


def start(rounds: int, folder: Path) -> None:
    """Wall time above an interpreter that does nothing."""
    small = shutil.copytree(ROOT / "tests/checks/base", folder / "small", ignore=shutil.ignore_patterns(".cstool"))
    here = ("--workspace", str(small))
    cases = {
        "pass": Case(((sys.executable, "-c", "pass"),)),
        "`--version`": cstool("--version"),
        "`--help`": cstool("--help"),
        "small `validate`, cold": cstool("validate", *here),
        "small `validate`, nothing changed": cstool("validate", *here, cached=True),
    }
    goals = dict(zip(list(cases)[1:], (20, 85, 450, 150), strict=True))
    found = measure(cases, rounds * 3, folder)
    idle = found.pop("pass")
    floor, least = idle.wall * 1000, idle.cpu * 1000
    print(f"\n### Start: time above `python -c pass` ({floor:.0f} ms, {least:.0f} ms CPU)\n")
    rows = [
        (
            name,
            f"{cost.wall * 1000 - floor:.0f} ms",
            f"{cost.cpu * 1000 - least:.0f} ms",
            f"{goals[name]} ms wall",
            _gate(goals[name], cost.wall * 1000 - floor),
        )
        for name, cost in found.items()
    ]
    _table(("what", "wall", "CPU", "goal", "two thirds of it"), rows)


def read(rounds: int, folder: Path) -> None:
    """Reading, placing and checking the shape of many small files, against the checkers of schema and style."""
    big = folder / "big"
    objects = make_workspace.write(big, 1000, 12)
    schemas = folder / "schemas"
    here = ("--workspace", str(big))
    cases = {
        "cstool: read, place, shape": cstool("validate", "--select", "shape", *here),
        "cstool: all checks": cstool("validate", *here),
        "cstool: nothing changed": cstool("validate", *here, cached=True),
    }
    measure({"schemas": cstool("schema", "--write", str(schemas), *here)}, 1, folder)
    peers = {"check-jsonschema": _check_jsonschema(big, schemas), "yamllint": _yamllint(big)}
    cases |= {name: case for name, case in peers.items() if case}
    found = measure(cases, rounds, folder)
    ours = found["cstool: read, place, shape"]
    print(f"\n### Reading {objects:,} objects in 1,000 files, cold\n")
    goals = {"cstool: read, place, shape": 1.0, "cstool: all checks": 3.0}
    rows = []
    for name, cost in found.items():
        goal = f"{goals[name]:.1f} s CPU" if name in goals else {"check-jsonschema": "8 x", "yamllint": "25 x"}.get(name, "")
        rows.append(
            (name, f"{cost.cpu:.2f} s", f"{cost.wall:.2f} s", f"{cost.cpu / ours.cpu:.1f} x", goal, _met(name, cost, ours, goals))
        )
    _table(("what", "CPU", "wall", "CPU against reading", "goal", "two thirds of it"), rows)
    for name, case in peers.items():
        if case is None:
            print(f"\n{name} is not installed: `pip install {name}`")


def _met(name: str, cost: Cost, ours: Cost, goals: dict[str, float]) -> str:
    if name in goals:
        return _gate(goals[name], cost.cpu)
    wanted = {"check-jsonschema": 8, "yamllint": 25}.get(name)
    return "" if wanted is None else _word(cost.cpu / ours.cpu >= wanted * GATE)


def _check_jsonschema(big: Path, schemas: Path) -> Case | None:
    """Our own schemas on the same files; front matter of templates is out of its reach, which is in its favour."""
    program = _program("check-jsonschema")
    kinds = {kind: sorted((big / "config" / kind).glob("*.yaml")) for kind in ("teams", "sla", "routing")}
    kinds["sop"] = sorted((big / "sop").glob("*.yaml"))
    if program is None:
        return None
    return Case(
        tuple((program, "--schemafile", str(schemas / f"{kind}.json"), *map(str, files)) for kind, files in kinds.items())
    )


def _yamllint(big: Path) -> Case | None:
    program = _program("yamllint")
    return None if program is None else Case(((program, "--config-data", "relaxed", str(big / "config"), str(big / "sop")),))


def _program(name: str) -> str | None:
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.is_file() else shutil.which(name)


def route(rounds: int, folder: Path) -> None:
    """Tickets through the rules of a workspace: the time of many less the time of few, so that reading it does not count."""
    count = 500
    place = folder / "rules"
    make_workspace.write(place, 5, count)
    few, many = write_tickets(folder / "few.jsonl", 500), write_tickets(folder / "many.jsonl", 5_500)
    cases = {name: cstool("simulate", str(path), "--workspace", str(place)) for name, path in (("few", few), ("many", many))}
    found = measure(cases, rounds, folder)
    speed = 5_000 / max(found["many"].cpu - found["few"].cpu, 1e-6)
    print(f"\n### Routing: {count} rules, first match, 60-word texts, from JSON lines to due times\n")
    _table(
        ("what", "measured", "goal", "two thirds of it"),
        [("`simulate`", f"{speed:,.0f} tickets/s a core", "40,000", _word(speed >= 40_000 * GATE))],
    )


def judge(rounds: int, folder: Path) -> None:
    """Rules on tickets: our engines and other people's, first match and all matches."""
    for title, rows in rules.compare(rounds, folder):
        print(f"\n### {title}\n")
        _table(rules.HEAD, rows)


def clocks(rounds: int, folder: Path) -> None:
    """Due times on several calendars with holidays and changes of the clock."""
    print(f"\n### {due.ROWS:,} due times on {len(due.CALENDARS)} calendars\n")
    _table(due.HEAD, due.compare(rounds))


def network(rounds: int, folder: Path) -> None:
    """A push of many objects: how many requests, and how long with several on their way."""
    print(f"\n### A push over a network, {push.DELAY * 1000:.0f} ms a request\n")
    _table(push.HEAD, push.rows(folder / "push"))


def _gate(goal: float, measured: float) -> str:
    return _word(measured <= goal / GATE)


def _word(met: bool) -> str:
    return "met" if met else "**missed**"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all of them without one")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything runs; medians are shown")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    print(
        f"## cstool benchmarks\n\n{machine()}; medians of {asked.rounds} interleaved rounds (start: {asked.rounds * 3})",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        for part, run in zip(PARTS, (start, read, route, judge, clocks, network), strict=True):
            if not asked.parts or part in asked.parts:
                run(asked.rounds, Path(folder).resolve())


main()
