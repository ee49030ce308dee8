"""Keywords as word and string rows of Zendesk's triggers.

`includes` takes a list of words and finds any of them, whole; `is` finds one string anywhere. Plain words share one
`includes` row; a prefix, a phrase, a keyword with accents, and every script without spaces become `is` rows.
"""

from collections.abc import Sequence

from cstool.backends.account import Scope
from cstool.backends.formula import Formula, Row, every, some
from cstool.backends.references import literal
from cstool.backends.spelling import spellings
from cstool.conditions.syntax import Comparison
from cstool.conditions.text_form import Keyword

FIELDS = {"text": "comment_includes_word", "body": "comment_includes_word", "subject": "subject_includes_word"}
"""Zendesk's word condition on comments looks at the subject too."""


def words_formula(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    """A comparison of a text field: `any`, `all`, `none` of keywords, or `contains`."""
    field = FIELDS[comparison.field.name]
    if comparison.field.name == "body":
        scope.differs("text-body-and-subject", comparison.span)
    if comparison.operator == "contains":
        rows = [Row(field, "is" if positive else "is_not", literal(str(piece))) for piece in comparison.operands]
        return some(rows) if positive else every(rows)
    keywords: Sequence[Keyword] = comparison.operands
    _say(keywords, comparison, scope)
    if comparison.operator == "all":
        parts = [_any(field, [word], positive) for word in keywords]
        return every(parts) if positive else some(parts)
    return _any(field, keywords, positive if comparison.operator == "any" else not positive)


def _any(field: str, keywords: Sequence[Keyword], positive: bool) -> Formula:
    whole = [word.form.strip() for word in keywords if _is_plain(word)]
    pieces = [piece for word in keywords if not _is_plain(word) for piece in spellings(word)]
    rows: list[Formula] = []
    if whole:
        rows.append(Row(field, "includes" if positive else "not_includes", " ".join(dict.fromkeys(whole))))
    rows += [Row(field, "is" if positive else "is_not", literal(piece)) for piece in dict.fromkeys(pieces)]
    return some(rows) if positive else every(rows)


def _is_plain(word: Keyword) -> bool:
    token = word.form.strip()
    return not word.prefix and " " not in token and token.isascii()


def _say(keywords: Sequence[Keyword], comparison: Comparison, scope: Scope) -> None:
    if any(not _is_plain(word) and word.form.isascii() for word in keywords):
        scope.differs("text-word-boundary", comparison.span)
    if any(not word.form.isascii() for word in keywords):
        scope.differs("text-folding", comparison.span)
