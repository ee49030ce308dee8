"""Rule evaluation side by side: every engine in its own process, each round all of them in turn, answers compared."""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.peers import ENGINES, Facts
from benchmarks.workload import make_rules, make_tickets, write_workspace

SIZES = (100, 500, 2000)
TICKETS, ROWS = 65_536, 4_000
"""Tickets for engines over columns; rows for engines that take one ticket a call."""
SECONDS = 0.6
"""What every engine works in one round."""
ZEN = ("zen-engine, one list expression", "zen-engine, decision table")
OURS = ("cstool, compiled kernel", "cstool, wheels only", "cstool, ticket by ticket")
BY_HAND = "Python generated from the rules"
FLOOR = "bare scan of the text"
REFERENCE = "cstool, ticket by ticket"
GOALS = {
    ("first", 500): {OURS[0]: (300_000, 150), OURS[1]: (40_000, 12)},
    ("every", 500): {OURS[0]: (0, 100)},
}
"""Tickets a second, and times the rate of zen-engine."""
GATE = 2 / 3


@dataclass
class Running:
    """An engine at work in its process."""

    name: str
    process: subprocess.Popen[str]
    missing: str = ""
    answers: list[tuple[int, ...]] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    built: float = 0
    memory: float = 0

    def ask(self, line: str = "") -> dict[str, Any]:
        """One line to the process, one back."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if line:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name} ended with {self.process.wait()}")
        found: dict[str, Any] = json.loads(answer)
        return found

    @property
    def rate(self) -> float:
        """Tickets a second: the median over the rounds."""
        return median(self.rates)


def compare(rounds: int, folder: Path) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Title and rows of one table for each number of rules and way of matching."""
    tickets = make_tickets(TICKETS)
    table = folder / "tickets.parquet"
    _write(tickets, table)
    for size in SIZES:
        rules = make_rules(size)
        for match in ("first", "every"):
            place = folder / f"{match}-{size}"
            workspace = write_workspace(place, rules, match)
            rows = list(_rows(tickets[:ROWS], workspace))
            phrases = {word for rule in rules for name in ("any", "all", "none") for word in rule.when.get(name, ())}
            facts = Facts([_folded(rule) for rule in rules], rows, table, workspace, match == "every")
            (place / "facts.pickle").write_bytes(pickle.dumps(facts))
            what = "first match" if match == "first" else "all matches"
            title = f"Rules: {size:,} rules with {len(phrases):,} phrases, {what}"
            yield title, tuple(_lines(_measured(place, rounds), GOALS.get((match, size), {})))


def _measured(place: Path, rounds: int) -> list[Running]:
    engines = [Running(name, _start(place, name)) for name in ENGINES]
    for engine in engines:
        first = engine.ask()
        engine.missing, engine.built = first.get("missing", ""), first.get("built", 0)
        engine.answers = [tuple(answer) for answer in first.get("answers", ())]
    working = [engine for engine in engines if not engine.missing]
    for turn in range(rounds + 1):
        for engine in working:
            found = engine.ask(str(SECONDS))
            if turn:
                engine.rates.append(found["rate"])
            engine.memory = found["memory"]
    for engine in engines:
        engine.process.communicate()
    return engines


def _start(place: Path, name: str) -> subprocess.Popen[str]:
    words = (sys.executable, "-m", "benchmarks.engine_process", str(place), name)
    here = Path(__file__).parent.parent
    return subprocess.Popen(words, cwd=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def _lines(engines: Sequence[Running], goals: Mapping[str, tuple[int, int]]) -> Iterator[tuple[str, ...]]:
    by_name = {engine.name: engine for engine in engines}
    expected = by_name[REFERENCE].answers
    present = [engine for engine in engines if not engine.missing]
    zen = max((engine.rate for engine in present if engine.name in ZEN), default=0.0)
    best = max((engine.rate for engine in present if engine.name not in (*OURS, BY_HAND, FLOOR)), default=0.0)
    floor = by_name[FLOOR].rate
    for engine in engines:
        if engine.missing:
            yield engine.name, engine.missing, "", "", "", "", "", "", ""
            continue
        compared = min(len(engine.answers), len(expected))
        wrong = sum(one != other for one, other in zip(engine.answers, expected, strict=False))
        agreed = "" if engine.name == FLOOR else f"{compared} of {compared}" if not wrong else f"**{wrong} of {compared} differ**"
        yield (
            engine.name,
            f"{engine.rate:,.0f}",
            "" if engine.name == FLOOR or not zen else f"{engine.rate / zen:,.2f} x",
            "" if engine.name == FLOOR or not best else f"{engine.rate / best:,.2f} x",
            f"1 / {floor / engine.rate:,.0f}",
            f"{engine.memory:,.0f} MB",
            agreed,
            *_goal(goals.get(engine.name), engine.rate, zen),
        )


def _goal(goal: tuple[int, int] | None, rate: float, zen: float) -> tuple[str, str]:
    """The goal, and whether two thirds of it are reached."""
    if goal is None or not zen:
        return "", ""
    least, times = goal
    met = rate >= least * GATE and rate >= zen * times * GATE
    return (f"{least:,} and {times} x" if least else f"{times} x"), ("met" if met else "**missed**")


HEAD = (
    "engine",
    "tickets/s",
    "zen-engine's faster form",
    "best engine of others",
    "bare scan",
    "peak memory",
    "answers as ours",
    "goal",
    "two thirds of it",
)


def _write(tickets: list[dict[str, Any]], path: Path) -> None:
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    kinds = {
        "received_at": arrow.timestamp("us", tz="UTC"),
        "customer.tags": arrow.list_(arrow.string()),
        "order.amount": arrow.decimal128(12, 2),
    }
    columns = {name: arrow.array([ticket[name] for ticket in tickets], kinds.get(name, arrow.string())) for name in tickets[0]}
    parquet.write_table(arrow.table(columns), path, compression="zstd")


def _rows(tickets: list[dict[str, Any]], workspace: Path) -> Iterator[dict[str, Any]]:
    """What the peers are handed: text in normal form, one currency, the calendar's state, plain lists."""
    from datetime import date

    from cstool.conditions.around import surroundings
    from cstool.conditions.text_form import joined_form, normal_form
    from cstool.loading import load
    from cstool.model.base import Money

    around = surroundings(load(workspace, date(2026, 7, 1)))
    for ticket in tickets:
        worth = around.rates.convert(Money(ticket["order.amount"], ticket["order.currency"]), "USD")
        assert worth is not None
        state = around.hours_at(ticket["channel"], ticket["received_at"])
        yield {
            "text": joined_form(normal_form(ticket["subject"]), normal_form(ticket["body"])),
            "channel": ticket["channel"],
            "language": ticket["language"],
            "tier": ticket["fields.tier"],
            "amount": float(worth.amount),
            "tags": ticket["customer.tags"],
            "hours": "closed" if state == "holiday" else state,
        }


def _folded(rule: Any) -> Any:
    from dataclasses import replace

    from cstool.conditions.text_form import keyword

    folded = {name: [keyword(word).form for word in rule.when[name]] for name in ("any", "all", "none") if name in rule.when}
    return replace(rule, when={**rule.when, **folded})
