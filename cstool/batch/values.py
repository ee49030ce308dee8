"""A field over the rows of a batch as its distinct values: a comparison is asked once a value, not once a row.

The question goes to the comparison itself, on a view that holds nothing but the value, so that there is one definition of what
it means. Where values are many, ordered comparisons are asked by bisection and equality by index.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cstool.batch.bits import Bits, Flags, Numbers, packed
from cstool.conditions.operators import reader_of
from cstool.conditions.syntax import Comparison
from cstool.conditions.view import TicketView

_FEW = 48
_RISING, _FALLING, _EQUAL = frozenset({"gt", "gte"}), frozenset({"lt", "lte"}), frozenset({"is", "one_of", "not_in"})
Codes = npt.NDArray[np.int32]


def unknown(comparison: Comparison) -> None:
    """Nothing is known: the values are asked."""


@dataclass(frozen=True, slots=True)
class Run:
    """Codes whose values are comparable, from low to high."""

    codes: Numbers
    edge: Callable[[Comparison], int | None] = unknown
    """The first place for which a comparison says what it says of all later ones, where that is known without asking."""


class Values:
    """`codes[row]` is the place of the row's value in `values`; None is a missing one. `view` shows a value to a comparison."""

    def __init__(
        self, codes: Codes, values: Sequence[Any], view: Callable[[Any], TicketView], runs: Sequence[Run] | None = None
    ) -> None:
        self.codes = codes
        self.version = 0
        """Grows with every write."""
        self._values, self._view = values, view
        self._runs = runs
        """Where the caller knows them."""
        self._views: dict[int, TicketView] = {}
        self._tables: dict[object, Flags] = {}
        self._indexes: dict[str, dict[object, list[int]]] = {}

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, code: int) -> Any:
        return self._values[code]

    def bits(self, comparison: Comparison) -> Bits:
        """For which rows the comparison holds."""
        return packed(self.table(comparison)[self.codes])

    def write(self, rows: Numbers, value: Any) -> None:
        """Give these rows a value."""
        code = next((code for code, known in enumerate(self._values) if type(known) is type(value) and known == value), -1)
        if code < 0:
            code = len(self._values)
            self._values = [*self._values, value]
            self._indexes.clear()
        self.codes = self.codes.copy()
        self.codes[rows] = code
        self.version += 1

    def write_each(self, rows: Numbers, which: Numbers, given: Sequence[Any]) -> None:
        """Give row `rows[i]` the value `given[which[i]]`; None leaves it as it is, and the last value of a row stays."""
        if all(value is None for value in given):
            return
        known = {(type(value), value): code for code, value in reversed(list(enumerate(self._values)))}
        values = list(self._values)
        codes = np.full(len(given), -1, np.int32)
        for place, value in enumerate(given):
            if value is not None:
                code = known.setdefault((type(value), value), len(values))
                codes[place] = code
                values += [value] * (code == len(values))
        chosen = codes[which]
        written = chosen >= 0
        if written.any():
            self._values = values
            self._indexes.clear()
            self.codes = self.codes.copy()
            self.codes[rows[written]] = chosen[written]
            self.version += 1

    def view(self, code: int) -> TicketView:
        """A view that holds the value."""
        found = self._views.get(code)
        if found is None:
            found = self._views[code] = self._view(self._values[code])
        return found

    def table(self, comparison: Comparison) -> Flags:
        """Code -> whether the comparison holds."""
        key = (comparison.field.kind, comparison.meaning)
        found = self._tables.get(key)
        if found is None:
            found = self._answers(comparison)
        elif len(found) < len(self):
            more = [comparison.holds(self.view(code)) for code in range(len(found), len(self))]
            found = np.concatenate([found, np.array(more, bool)])
        self._tables[key] = found
        return found

    def _answers(self, comparison: Comparison) -> Flags:
        kind, operator = comparison.field.kind, comparison.operator
        if len(self) > _FEW:
            if operator in _RISING | _FALLING:
                return self._by_bisection(comparison)
            if operator == "is" and kind == "money":
                low, high = (self._by_bisection(replace(comparison, operator=name)) for name in ("gte", "lte"))
                return low & high
            if operator in _EQUAL and kind in ("value", "number", "date") and comparison.field.name != "language":
                return self._by_index(comparison)
        return np.fromiter((comparison.holds(self.view(code)) for code in range(len(self))), bool, len(self))

    def _by_bisection(self, comparison: Comparison) -> Flags:
        found = np.zeros(len(self), bool)
        rising = comparison.operator in _RISING
        for run in self._runs if self._runs is not None else self._sorted(comparison):
            known = run.edge(comparison)
            begin = self._edge(comparison, run.codes, rising) if known is None else known
            found[run.codes[begin:] if rising else run.codes[:begin]] = True
        return found

    def _edge(self, comparison: Comparison, codes: Numbers, rising: bool) -> int:
        begin, end = 0, len(codes)
        while begin < end:
            middle = (begin + end) // 2
            if comparison.holds(self.view(int(codes[middle]))) is rising:
                end = middle
            else:
                begin = middle + 1
        return begin

    def _sorted(self, comparison: Comparison) -> list[Run]:
        """Codes with a value, from low to high; amounts currency by currency."""
        read = reader_of(comparison.field)
        seen = [(code, value) for code in range(len(self)) if (value := read(self.view(code))) is not None]
        if comparison.field.kind != "money":
            return [Run(np.array([code for code, _ in sorted(seen, key=lambda entry: entry[1])], np.int64))]
        found = []
        for currency in {value.currency for _, value in seen}:
            own = [(code, value.amount) for code, value in seen if value.currency == currency]
            found.append(Run(np.array([code for code, _ in sorted(own, key=lambda entry: entry[1])], np.int64)))
        return found

    def _by_index(self, comparison: Comparison) -> Flags:
        """Equality of values without order: the places of each value, as the comparison tells values apart."""
        field = comparison.field
        index = self._indexes.get(field.name)
        if index is None:
            index, read = {}, reader_of(field)
            for code in range(len(self)):
                value = read(self.view(code))
                index.setdefault(str(value).casefold() if field.free and value is not None else value, []).append(code)
            self._indexes[field.name] = index
        found = np.zeros(len(self), bool)
        for operand in comparison.operands:
            found[index.get(str(operand).casefold() if field.free else operand, [])] = True
        if comparison.operator == "not_in":
            found = ~found
            found[index.get(None, [])] = False
        return found
