"""Keywords as rows of Zammad's conditions: one substring each, in the title or the message."""

from collections.abc import Sequence

from cstool.backends.account import Scope
from cstool.backends.formula import Formula, Row, every, some
from cstool.backends.references import literal
from cstool.backends.spelling import spellings
from cstool.conditions.syntax import Comparison
from cstool.conditions.text_form import Keyword

FIELDS = {"text": ("ticket.title", "article.body"), "subject": ("ticket.title",), "body": ("article.body",)}


def words_formula(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    """A comparison of a text field: `any`, `all`, `none` of keywords, `contains` or `matches`."""
    fields = FIELDS[comparison.field.name]
    if comparison.operator == "matches":
        scope.differs("regex-dialect", comparison.span)
        return _rows(fields, [str(one) for one in comparison.operands], positive, "matches regex", "does not match regex")
    if "article.body" in fields and _spaced(comparison):
        scope.differs("text-html", comparison.span)
    if comparison.operator == "contains":
        return _rows(fields, [str(one) for one in comparison.operands], positive)
    keywords: Sequence[Keyword] = comparison.operands
    if any(word.form.isascii() for word in keywords):
        scope.differs("text-word-boundary", comparison.span)
    if any(not word.form.isascii() for word in keywords):
        scope.differs("text-folding", comparison.span)
    if comparison.operator == "all":
        parts = [_rows(fields, spellings(word), positive) for word in keywords]
        return every(parts) if positive else some(parts)
    pieces = [piece for word in keywords for piece in spellings(word)]
    return _rows(fields, pieces, positive if comparison.operator == "any" else not positive)


def _rows(
    fields: Sequence[str], pieces: Sequence[str], positive: bool, yes: str = "contains", no: str = "contains not"
) -> Formula:
    rows = [Row(field, yes if positive else no, literal(piece)) for piece in dict.fromkeys(pieces) for field in fields]
    return some(rows) if positive else every(rows)


def _spaced(comparison: Comparison) -> bool:
    written = [one.raw if isinstance(one, Keyword) else str(one) for one in comparison.operands]
    return any(" " in one.strip() for one in written)
