"""Where a comparison with an amount begins or ceases to hold, worked out once a process: converting money is exact, and slow."""

from collections.abc import Callable
from decimal import Decimal

from cstool.conditions.syntax import Comparison
from cstool.tickets.ticket import Order

FARTHEST = 10**15
"""Amounts of so many smallest units or more are compared one by one: beyond it a converted amount may not fit its places."""
Cuts = dict[tuple[object, str, int], int]
"""Comparison, currency and decimal places -> the smallest amount, in units of the last place, on the other side."""


def cut(known: Cuts, comparison: Comparison, currency: str, places: int, holds: Callable[[Order], bool]) -> int:
    """The first amount for which `holds` says what it says of all larger ones. The comparison is gt, gte, lt or lte."""
    key = (comparison.meaning, currency, places)
    found = known.get(key)
    if found is None:
        rising = comparison.operator in ("gt", "gte")
        low, high = -FARTHEST, FARTHEST
        while low < high:
            middle = (low + high) // 2
            if holds(Order(amount=Decimal(middle).scaleb(-places), currency=currency)) is rising:
                high = middle
            else:
                low = middle + 1
        found = known[key] = low
    return found
