"""A condition as a file would write it, in one line."""

from typing import Any

from cstool.conditions.syntax import Comparison, Condition, Every, Negation, Some
from cstool.conditions.text_form import Keyword

_SHOWN = 3
_BARE = ("any", "is", "one_of")
"""Operators that a file need not write."""


def written(condition: Condition) -> str:
    """A condition in short, as a file writes it; long lists are cut."""
    if isinstance(condition, Comparison):
        return f"{condition.field.name.removeprefix('fields.')}: {_operand(condition)}"
    if isinstance(condition, Negation):
        return f"not: {{{written(condition.part)}}}"
    if isinstance(condition, Every):
        return ", ".join(written(part) for part in condition.parts)
    if isinstance(condition, Some):
        return f"any: [{', '.join(f'{{{written(part)}}}' for part in condition.parts)}]"
    return "always"


def _operand(comparison: Comparison) -> str:
    if comparison.keyword_set:
        return f"{{keywords: {comparison.keyword_set}}}"
    shown = [_value(value) for value in comparison.operands[:_SHOWN]]
    if len(comparison.operands) > _SHOWN:
        shown.append("…")
    value = shown[0] if len(shown) == 1 else f"[{', '.join(shown)}]"
    return value if comparison.operator in _BARE else f"{{{comparison.operator}: {value}}}"


def _value(value: Any) -> str:
    if isinstance(value, Keyword):
        return value.raw
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
