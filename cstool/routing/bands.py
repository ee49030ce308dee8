"""Rules of a stage that differ only in the band of one amount or number."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cstool.conditions.syntax import Comparison, Every
from cstool.model.base import Money
from cstool.routing.compile import CompiledRule, CompiledStage


@dataclass(frozen=True)
class Band:
    """From `low` to `high` (None: open end); whether each edge belongs to it."""

    rule: CompiledRule
    part: Comparison
    low: Decimal | None = None
    high: Decimal | None = None
    with_low: bool = False
    with_high: bool = False

    def shown(self, edge: Decimal) -> str:
        """An edge in the field's unit."""
        limit = self.part.operands[0]
        return str(Money(edge, limit.currency)) if isinstance(limit, Money) else str(edge)


def bands_of(stage: CompiledStage) -> list[list[Band]]:
    """Groups of two or more bands over the same field and currency with otherwise equal conditions, from low to high."""
    groups: dict[Any, list[Band]] = defaultdict(list)
    for rule in stage.rules:
        parts = rule.condition.parts if isinstance(rule.condition, Every) else (rule.condition,)
        limits = [part for part in parts if isinstance(part, Comparison) and part.operator in ("gt", "gte", "lt", "lte")]
        fields = {part.field.name for part in limits}
        rest = [part for part in parts if part not in limits]
        if len(fields) != 1 or not all(isinstance(part, Comparison) for part in rest):
            continue
        units = {limit.operands[0].currency if isinstance(limit.operands[0], Money) else "" for limit in limits}
        if len(units) == 1:
            said = frozenset(part.meaning for part in rest if isinstance(part, Comparison))
            groups[fields.pop(), units.pop(), said].append(_band(rule, limits))
    return [sorted(bands, key=lambda band: (band.low is not None, band.low or 0)) for bands in groups.values() if len(bands) > 1]


def _band(rule: CompiledRule, limits: list[Comparison]) -> Band:
    found: dict[str, Any] = {}
    for limit in limits:
        side = "low" if limit.operator.startswith("gt") else "high"
        operand = limit.operands[0]
        found[side] = operand.amount if isinstance(operand, Money) else operand
        found[f"with_{side}"] = limit.operator.endswith("e")
    return Band(rule, limits[0], **found)
