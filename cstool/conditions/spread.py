"""Values that stand for all others: one on each side of each limit, one that equals none of those named."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from cstool.conditions.fields import FieldRef
from cstool.conditions.operators import equals


def unlike(name: str, known: Iterable[str]) -> str:
    """A name that is none of those known."""
    taken = {one.casefold() for one in known}
    while name.casefold() in taken:
        name += "x"
    return name


def other_than(ref: FieldRef, operands: list[Any]) -> str:
    """A value that equals none of these."""
    other = "someone@customer.example" if ref.name.endswith("email") else ("KP" if ref.name.endswith("country") else "other")
    while any(equals(ref, other, operand) for operand in operands):
        other += "-2"
    return other


def between(edges: list[Decimal]) -> tuple[Decimal, ...]:
    """The edges and a value on each side of each, in rising order; round ones where there is room."""
    ordered = sorted(set(edges))
    if not ordered:
        return (Decimal(1),)
    found = [_below(ordered[0])]
    for low, high in pairwise(ordered):
        found += [low, _middle(low, high)]
    return (*found, ordered[-1], _above(ordered[-1]))


def _below(edge: Decimal) -> Decimal:
    return _middle(Decimal(0), edge) if edge > 0 else edge - 1


def _above(edge: Decimal) -> Decimal:
    return (edge + 1).to_integral_value("ROUND_FLOOR") if edge >= 0 else edge / 2


def _middle(low: Decimal, high: Decimal) -> Decimal:
    """A value strictly between two, with as few digits as there is room for."""
    middle = (low + high) / 2
    for digits in range(-3, 13):
        rounded = round(middle, digits) if digits > 0 else middle.quantize(Decimal(1).scaleb(-digits))
        if low < rounded < high:
            return Decimal(f"{rounded:f}")
    return middle


def days(edges: list[date]) -> list[date]:
    """The days and those beside them, as far as there are any."""
    numbers = {edge.toordinal() + shift for edge in edges for shift in (-1, 0, 1)}
    return [date.fromordinal(number) for number in sorted(numbers) if 0 < number <= date.max.toordinal()]
