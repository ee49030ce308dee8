"""Why a condition held or not: the same tree with the value that each part saw, as messages."""

from dataclasses import dataclass
from typing import Any

from cstool.conditions.operators import converted, found_keywords, raw_pieces, reader_of
from cstool.conditions.syntax import Always, Comparison, Condition, Every, Negation
from cstool.conditions.text_form import Keyword
from cstool.conditions.view import TicketView, rounded
from cstool.diagnostic import Text, quoted, text
from cstool.model.base import Money

SHOWN = 6
"""Longer lists of keywords or values are cut in messages."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One part of a condition on one ticket. `said` is a statement that is true of the ticket, whether the part held or not."""

    holds: bool
    said: Text
    parts: tuple["Trace", ...] = ()


def explain(condition: Condition, view: TicketView) -> Trace:
    """Every part with its result; a list of parts is judged to its end, so that all that is missing can be seen."""
    if isinstance(condition, Always):
        return Trace(True, text("trace-always"))
    if isinstance(condition, Comparison):
        holds = condition.holds(view)
        return Trace(holds, _said(condition, view, holds))
    if isinstance(condition, Negation):
        inner = explain(condition.part, view)
        return Trace(not inner.holds, inner.said, (inner,))
    parts = tuple(explain(part, view) for part in condition.parts)
    if isinstance(condition, Every):
        holds = all(part.holds for part in parts)
        return Trace(holds, joined([part.said for part in parts if part.holds is holds]), parts)
    holds = any(part.holds for part in parts)
    return Trace(holds, joined([part.said for part in parts if part.holds] if holds else [part.said for part in parts]), parts)


def joined(said: list[Text]) -> Text:
    """Statements joined by "and"."""
    if not said:
        return text("trace-always")
    result = said[0]
    for other in said[1:]:
        result = text("trace-and", first=result, second=other)
    return result


def _said(comparison: Comparison, view: TicketView, holds: bool) -> Text:
    name = comparison.field.name
    if comparison.field.kind == "text" and comparison.operator in ("any", "all", "none"):
        return _said_keywords(comparison, view)
    if comparison.operator in ("contains", "matches"):
        return _said_raw(comparison, view, holds)
    seen = reader_of(comparison.field)(view)
    if comparison.field.kind == "set" and comparison.operator != "exists":
        return _said_set(comparison, seen or frozenset())
    if seen is None:
        return text("trace-missing", field=name)
    if comparison.operator == "exists":
        return text("trace-is", field=name, seen=_shown(seen))
    if comparison.operator in ("gt", "gte", "lt", "lte") or comparison.field.kind == "money":
        return _said_order(comparison, view, seen, holds)
    positive = holds is not (comparison.operator == "not_in")
    if positive:
        return text("trace-is", field=name, seen=_shown(seen))
    return text("trace-is-not", field=name, seen=_shown(seen), wanted=_list(comparison.operands))


def _said_keywords(comparison: Comparison, view: TicketView) -> Text:
    words: tuple[Keyword, ...] = comparison.operands
    found = found_keywords(view, comparison.field.name, words)
    if comparison.operator == "all" and 0 < len(found) < len(words):
        lacking = tuple(word.raw for word in words if word.raw not in found)
        return text("trace-text-lacks", field=comparison.field.name, wanted=_list(lacking))
    if found:
        return text("trace-text-has", field=comparison.field.name, found=_list(found))
    if comparison.keyword_set:
        return text("trace-text-has-none-of-set", field=comparison.field.name, set=comparison.keyword_set)
    return text("trace-text-lacks", field=comparison.field.name, wanted=_list(tuple(word.raw for word in words)))


def _said_raw(comparison: Comparison, view: TicketView, holds: bool) -> Text:
    if not raw_pieces(view, comparison.field):
        return text("trace-missing", field=comparison.field.name)
    kind = f"trace-{comparison.operator}" if holds else f"trace-{comparison.operator}-not"
    return text(kind, field=comparison.field.name, wanted=_list(comparison.operands))


def _said_set(comparison: Comparison, seen: frozenset[str]) -> Text:
    found = tuple(word for word in comparison.operands if word in seen)
    if comparison.operator == "all" and len(found) < len(comparison.operands):
        found = ()
    if found:
        return text("trace-set-has", field=comparison.field.name, found=_list(found))
    lacking = tuple(word for word in comparison.operands if word not in seen)
    return text("trace-set-lacks", field=comparison.field.name, wanted=_list(lacking))


def _said_order(comparison: Comparison, view: TicketView, seen: Any, holds: bool) -> Text:
    limit = comparison.operands[0]
    shown = _shown(seen)
    if isinstance(limit, Money):
        other = converted(view, seen, limit)
        if other is None:
            return text("trace-no-rate", field=comparison.field.name, seen=shown, limit=_shown(limit))
        if seen.currency != limit.currency:
            shown = f"{shown} ({_shown(Money(rounded(other, 2), limit.currency))})"
    kind = f"trace-{comparison.operator}" if holds else f"trace-not-{comparison.operator}"
    if comparison.operator == "is":
        kind = "trace-is" if holds else "trace-is-not"
        return text(kind, field=comparison.field.name, seen=shown, wanted=_list((limit,)))
    return text(kind, field=comparison.field.name, seen=shown, limit=_shown(limit))


def _list(values: tuple[Any, ...]) -> tuple[Text | str, ...]:
    shown = quoted(*(_shown(value) for value in values[:SHOWN]))
    return (*shown, "…") if len(values) > SHOWN else shown


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return str(value)
