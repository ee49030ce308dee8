"""What can be said for certain about two conditions without solving them: one implies the other, or both can never hold."""

from collections.abc import Collection
from itertools import product

from cstool.conditions.operators import equals
from cstool.conditions.syntax import Always, Comparison, Condition, Every, Negation, demanded

WRITTEN = frozenset({"category", "team", "priority", "status", "tags"})
"""Fields that routing itself writes: between two stages their value may change."""


def exclude(first: Condition, second: Condition, changing: Collection[str] = ()) -> bool:
    """Whether no ticket can meet both. False means: not known. `changing` fields may differ between the two judgements."""
    pairs = product(demanded(first), demanded(second))
    return any(_exclude(one, other) for one, other in pairs if one.field.name not in changing) or any(
        implies(condition, negation.part, changing)
        for condition, other in ((first, second), (second, first))
        for negation in _negations(other)
    )


def implies(stronger: Condition, weaker: Condition, changing: Collection[str] = ()) -> bool:
    """Whether every ticket that meets the first surely meets the second. False means: not known."""
    if isinstance(weaker, Always):
        return True
    parts = weaker.parts if isinstance(weaker, Every) else (weaker,)
    known = demanded(stronger)
    return all(
        isinstance(part, Comparison) and part.field.name not in changing and any(_covers(have, part) for have in known)
        for part in parts
    )


def _negations(condition: Condition) -> list[Negation]:
    parts = condition.parts if isinstance(condition, Every) else (condition,)
    return [part for part in parts if isinstance(part, Negation)]


def _values(comparison: Comparison) -> tuple[object, ...] | None:
    single = comparison.field.kind in ("value", "flag", "hours") and comparison.operator in ("is", "one_of")
    return comparison.operands if single else None


def _exclude(one: Comparison, other: Comparison) -> bool:
    if one.field != other.field:
        return False
    have, want = _values(one), _values(other)
    if have is not None and want is not None:
        field = one.field
        return not any(equals(field, a, b) or equals(field, b, a) for a in have for b in want)
    for positive, negative in ((one, other), (other, one)):
        values = _values(positive)
        if values is not None and negative.operator == "not_in":
            return all(any(equals(one.field, value, out) for out in negative.operands) for value in values)
    if one.field.kind == "set" and {one.operator, other.operator} == {"any", "none"}:
        wanted, barred = (one, other) if one.operator == "any" else (other, one)
        return set(wanted.operands) <= set(barred.operands)
    return False


def _covers(have: Comparison, want: Comparison) -> bool:
    if have.meaning == want.meaning:
        return True
    if have.field != want.field:
        return False
    some, all_ = _values(have), _values(want)
    return some is not None and all_ is not None and all(any(equals(want.field, a, b) for b in all_) for a in some)
