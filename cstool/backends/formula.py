"""A condition in the rows of one product: negations are pushed into the rows, so that only AND, OR and rows are left."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cstool.conditions.syntax import Always, Comparison, Condition, Every, Negation

Scalar = str | bool | int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One native test of one field."""

    field: str
    operator: str
    value: Scalar | tuple[str, ...] = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """All parts hold; without parts it always does."""

    parts: tuple["Formula", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part holds; without parts none ever does."""

    parts: tuple["Formula", ...] = ()


Formula = Row | AllOf | AnyOf
TRUE, FALSE = AllOf(), AnyOf()


def every(parts: Iterable[Formula]) -> Formula:
    """AND, flattened, each part once; false as soon as one part is."""
    found: list[Formula] = []
    for part in parts:
        if part == FALSE:
            return FALSE
        for inner in part.parts if isinstance(part, AllOf) else (part,):
            if inner not in found:
                found.append(inner)
    return found[0] if len(found) == 1 else AllOf(tuple(found))


def some(parts: Iterable[Formula]) -> Formula:
    """OR, flattened, each part once; true as soon as one part is."""
    found: list[Formula] = []
    for part in parts:
        if part == TRUE:
            return TRUE
        for inner in part.parts if isinstance(part, AnyOf) else (part,):
            if inner not in found:
                found.append(inner)
    return found[0] if len(found) == 1 else AnyOf(tuple(found))


Atom = Callable[[Comparison, bool], Formula]
"""One comparison in native rows; with False, the rows that hold exactly where it does not."""


def lower(condition: Condition, atom: Atom, positive: bool = True) -> Formula:
    """The condition in native rows; with `positive` False, its opposite (De Morgan)."""
    if isinstance(condition, Always):
        return TRUE if positive else FALSE
    if isinstance(condition, Comparison):
        return atom(condition, positive)
    if isinstance(condition, Negation):
        return lower(condition.part, atom, not positive)
    parts = [lower(part, atom, positive) for part in condition.parts]
    return every(parts) if isinstance(condition, Every) is positive else some(parts)


def rows(formula: Formula) -> list[Row]:
    """Every row, in order."""
    if isinstance(formula, Row):
        return [formula]
    return [row for part in formula.parts for row in rows(part)]


def conjuncts(formula: Formula) -> tuple[Formula, ...]:
    """What must all hold."""
    return formula.parts if isinstance(formula, AllOf) else (formula,)
