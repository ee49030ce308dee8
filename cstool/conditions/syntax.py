"""A compiled condition: a small tree that knows its places and can be judged on a view."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cstool.conditions.fields import FieldRef
from cstool.conditions.operators import Test, predicate
from cstool.conditions.view import TicketView
from cstool.diagnostic import Span


@dataclass(frozen=True)
class Always:
    """Holds for every ticket."""

    span: Span

    def holds(self, view: TicketView) -> bool:
        """True."""
        return True


@dataclass(frozen=True)
class Every:
    """All parts hold (AND). A mapping of a condition is one."""

    parts: tuple["Condition", ...]
    span: Span

    def holds(self, view: TicketView) -> bool:
        """Whether all parts hold."""
        for part in self.parts:  # noqa: SIM110 - a generator costs more than most comparisons
            if not part.holds(view):
                return False
        return True


@dataclass(frozen=True)
class Some:
    """At least one part holds (OR)."""

    parts: tuple["Condition", ...]
    span: Span

    def holds(self, view: TicketView) -> bool:
        """Whether one part holds."""
        return any(part.holds(view) for part in self.parts)


@dataclass(frozen=True)
class Negation:
    """The part does not hold: also when the value it reads is missing."""

    part: "Condition"
    span: Span

    def holds(self, view: TicketView) -> bool:
        """Whether the part does not hold."""
        return not self.part.holds(view)


@dataclass(frozen=True)
class Comparison:
    """One field against operands. Operands: Keyword (text), str, bool, Decimal, Money, date, or an RE2 pattern as str."""

    field: FieldRef
    operator: str
    operands: tuple[Any, ...]
    span: Span
    keyword_set: str | None = None
    """The vocabulary's keyword set that the operands were read from; the operator is then `any`."""

    def holds(self, view: TicketView) -> bool:
        """Whether it holds; false where the value is missing, but for `exists: false` and `none`."""
        return self._test(view)

    @cached_property
    def _test(self) -> Test:
        return predicate(self.field, self.operator, self.operands)

    @property
    def meaning(self) -> tuple[str, str, tuple[Any, ...]]:
        """What it says, without its place: equal meanings hold for the same tickets."""
        return (self.field.name, self.operator, self.operands)


Condition = Always | Every | Some | Negation | Comparison


def comparisons(condition: Condition) -> list[Comparison]:
    """Every comparison in the tree, in order."""
    if isinstance(condition, Comparison):
        return [condition]
    if isinstance(condition, Negation):
        return comparisons(condition.part)
    if isinstance(condition, Every | Some):
        return [found for part in condition.parts for found in comparisons(part)]
    return []


def reads(condition: Condition, names: Collection[str]) -> bool:
    """Whether the condition asks about any of these fields."""
    return any(one.field.name in names for one in comparisons(condition))


def demanded(condition: Condition) -> list[Comparison]:
    """The comparisons that must all hold whenever the condition holds (those joined by AND, outside `any` and `not`)."""
    if isinstance(condition, Comparison):
        return [condition]
    if isinstance(condition, Every):
        return [found for part in condition.parts for found in demanded(part)]
    return []
