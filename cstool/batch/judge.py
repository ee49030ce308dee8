"""Conditions over the rows of a batch: the same tree, judged on bits."""

from collections.abc import Mapping

import numpy as np

from cstool.batch.bits import Bits, bits_at, nothing, rows_of
from cstool.batch.columns import Columns
from cstool.conditions.syntax import Always, Comparison, Condition, Every, Negation
from cstool.conditions.view import TicketView

TextKey = tuple[str, frozenset[str]]
"""A field and the normal forms of the keywords, one of which must be there."""


def text_keys(comparison: Comparison) -> tuple[TextKey, ...]:
    """What a comparison with keywords asks of the scan: for `all`, each keyword by itself."""
    if comparison.field.kind != "text" or comparison.operator not in ("any", "all", "none"):
        return ()
    forms = [word.form for word in comparison.operands]
    groups = [frozenset([form]) for form in forms] if comparison.operator == "all" else [frozenset(forms)]
    return tuple((comparison.field.name, group) for group in groups)


class Judge:
    """Answers for the rows of some columns, each comparison once until something that it reads is written."""

    def __init__(self, columns: Columns, found: Mapping[TextKey, Bits]) -> None:
        self.columns = columns
        self.found = found
        """What the scan of the texts found."""
        self._answers: dict[object, tuple[int, Bits]] = {}
        self._raw: dict[object, tuple[Bits, Bits]] = {}
        self._views: dict[int, TicketView] = {}

    def holding(self, condition: Condition, rows: Bits) -> Bits:
        """Those of the rows for which the condition holds."""
        if isinstance(condition, Comparison):
            return self._compared(condition, rows)
        if isinstance(condition, Always):
            return rows
        if isinstance(condition, Negation):
            return rows & ~self.holding(condition.part, rows)
        if isinstance(condition, Every):
            for part in condition.parts:
                rows = self.holding(part, rows)
                if not rows.any():
                    break
            return rows
        found = self.holding(condition.parts[0], rows)
        for part in condition.parts[1:]:
            found = found | self.holding(part, rows & ~found)
        return found

    def _compared(self, comparison: Comparison, rows: Bits) -> Bits:
        field, operator = comparison.field, comparison.operator
        if field.kind == "text":
            return self._raw_text(comparison, rows) if operator in ("contains", "matches") else self._words(comparison, rows)
        if field.kind == "set" and not field.own:
            return self.columns.sets(field.name).answer(operator, comparison.operands, rows)
        values = self.columns.values(field.name)
        key = (field.kind, comparison.meaning)
        known = self._answers.get(key)
        if known is None or known[0] != values.version:
            known = self._answers[key] = values.version, values.bits(comparison)
        return rows & known[1]

    def _words(self, comparison: Comparison, rows: Bits) -> Bits:
        if comparison.operator == "none":
            (key,) = text_keys(comparison)
            return rows & ~self.found[key]
        for key in text_keys(comparison):
            rows = rows & self.found[key]
        return rows

    def _raw_text(self, comparison: Comparison, rows: Bits) -> Bits:
        """Row by row, through the comparison itself, and no row twice."""
        asked, true = self._raw.get(comparison.meaning) or (nothing(self.columns.rows), nothing(self.columns.rows))
        new = rows_of(rows & ~asked)
        if len(new):
            self._read(new.tolist())
            holding = [row for row in new.tolist() if comparison.holds(self._views[row])]
            true = true | bits_at(np.array(holding, np.int64), self.columns.rows)
            self._raw[comparison.meaning] = asked | rows, true
        return rows & true

    def _read(self, rows: list[int]) -> None:
        unread = [row for row in rows if row not in self._views]
        for row, (subject, body) in zip(unread, self.columns.own_words(unread)):
            self._views[row] = self.columns.show_words(subject, body)
