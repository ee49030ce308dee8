"""Engines that judge columns: the rules as expressions written by hand, on one thread like everybody else."""

import os
from typing import Any

from benchmarks.peers.by_expression import Dialect, _module
from benchmarks.peers.engine import Answer, Facts, one
from benchmarks.workload import Rule


def _literal(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


class _Sql(Dialect):
    def rule(self, rule: Rule) -> str:
        """The condition of a rule in SQL."""
        cheap, dear = [], []
        for name, value in rule.when.items():
            if name in ("any", "all", "none"):
                dear.append(self.words(name, "contains(text, {word})", value))
            elif name == "amount":
                cheap.append(f"amount >= {value[0]} AND amount < {value[1]}")
            elif name.startswith("tags_"):
                cheap.append(self.words(name[5:], "list_contains(tags, {word})", value))
            else:
                cheap.append(f"{name} IN ({', '.join(map(_literal, value if isinstance(value, list) else [value]))})")
        return " AND ".join(cheap + dear)

    def words(self, operator: str, test: str, words: Any) -> str:
        """Any, all or none of these words, in SQL."""
        joined = (" AND " if operator == "all" else " OR ").join(test.format(word=_literal(word)) for word in words)
        return f"NOT ({joined})" if operator == "none" else f"({joined})"


SQL = _Sql("AND", "OR", "NOT ", "", "", "")


class DuckDb:
    """One prepared query: CASE for the first match, a filtered list for all."""

    compared = 200

    def __init__(self, facts: Facts) -> None:
        duckdb = _module("duckdb", "duckdb")
        import pyarrow as arrow

        self.limit = len(facts.rows)
        self.at_once = 256 if facts.every else 2048
        self._every = facts.every
        self._base = duckdb.connect(config={"threads": 1})
        rows = [{"row": number} | row for number, row in enumerate(facts.rows)]
        table = arrow.Table.from_pylist(rows)
        self._base.register("given", table)
        self._base.execute("CREATE TABLE tickets AS SELECT * FROM given")
        if facts.every:
            parts = ", ".join(f"CASE WHEN {SQL.rule(rule)} THEN {rule.number} END" for rule in facts.rules)
            said = f"list_filter([{parts}], lambda x: x IS NOT NULL)"
        else:
            said = "CASE " + " ".join(f"WHEN {SQL.rule(rule)} THEN {rule.number}" for rule in facts.rules) + " ELSE -1 END"
        self._base.execute("SET max_expression_depth TO 100000")
        self._base.execute(f"PREPARE judge AS SELECT {said} AS rule FROM tickets WHERE row >= ? AND row < ? ORDER BY row")

    def run(self, begin: int, end: int) -> Any:
        """The query on some rows."""
        return self._base.sql(f"EXECUTE judge({begin}, {end})").to_arrow_table()

    def answers(self, found: Any) -> list[Answer]:
        """Numbers of rules."""
        values = found["rule"].to_pylist()
        return [tuple(value) for value in values] if self._every else [one(value) for value in values]


class Polars:
    """One column a rule, then the first that is true or all of them."""

    compared = 200

    def __init__(self, facts: Facts) -> None:
        os.environ["POLARS_MAX_THREADS"] = "1"
        polars = _module("polars", "polars")
        self.limit = len(facts.rows)
        self.at_once = 256 if facts.every else 1024
        self._every = facts.every
        self._table = polars.DataFrame(list(facts.rows))
        tests = [_polars(polars, rule) for rule in facts.rules]
        if facts.every:
            self._said = [test.alias(str(rule.number)) for rule, test in zip(facts.rules, tests, strict=True)]
        else:
            self._said = [polars.coalesce(*(polars.when(test).then(rule.number) for rule, test in zip(facts.rules, tests)), -1)]

    def run(self, begin: int, end: int) -> Any:
        """The expressions on some rows."""
        return self._table[begin:end].select(self._said)

    def answers(self, found: Any) -> list[Answer]:
        """Numbers of rules."""
        if self._every:
            return [tuple(number for number, holds in enumerate(row) if holds) for row in found.iter_rows()]
        return [one(row[0]) for row in found.iter_rows()]


def _polars(polars: Any, rule: Rule) -> Any:
    text, tags = polars.col("text").str, polars.col("tags").list
    parts = []
    for name, value in rule.when.items():
        if name == "any":
            parts.append(polars.any_horizontal(*(text.contains(word, literal=True) for word in value)))
        elif name == "none":
            parts.append(~polars.any_horizontal(*(text.contains(word, literal=True) for word in value)))
        elif name == "all":
            parts += [text.contains(word, literal=True) for word in value]
        elif name == "amount":
            parts.append((polars.col("amount") >= value[0]) & (polars.col("amount") < value[1]))
        elif name.startswith("tags_"):
            shared = polars.any_horizontal(*(tags.contains(word) for word in value))
            parts.append(shared if name == "tags_any" else ~shared)
        else:
            parts.append(polars.col(name).is_in(value if isinstance(value, list) else [value]))
    return polars.all_horizontal(*parts)
