"""Engines side by side: each judges the same rules on the same tickets.

A peer is handed what costs it nothing: ready dictionaries (or a ready table) with the text already in normal form, so that its
own substring test says the same as ours; amounts in one currency; the state of the calendar looked up. Ours start from raw text.
"""

from benchmarks.peers import by_expression, by_query, by_us
from benchmarks.peers.engine import Engine, Facts, Maker, Missing, Row

ENGINES: dict[str, Maker] = {
    "cstool, compiled kernel": by_us.CompiledKernel,
    "cstool, wheels only": by_us.WheelKernel,
    "cstool, ticket by ticket": by_us.TicketByTicket,
    "Python generated from the rules": by_expression.GeneratedPython,
    "zen-engine, one list expression": by_expression.ZenExpression,
    "zen-engine, decision table": by_expression.ZenTable,
    "common-expression-language": by_expression.CommonExpression,
    "rule-engine": by_expression.RuleEngine,
    "duckdb": by_query.DuckDb,
    "polars": by_query.Polars,
    "bare scan of the text": by_us.BareScan,
}
"""Name in the table -> how it is built."""

__all__ = ["ENGINES", "Engine", "Facts", "Maker", "Missing", "Row"]
