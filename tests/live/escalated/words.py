"""Keywords as `contains` rows: the product finds a piece of the text exactly as it stands, so each keyword is asked for in
the spellings that people use."""

from collections.abc import Iterable, Sequence

from cstool.backends.account import Scope
from cstool.backends.formula import Formula, Row, every, some
from cstool.backends.references import literal
from cstool.backends.spelling import spellings
from cstool.conditions.syntax import Comparison
from cstool.conditions.text_form import Keyword

FIELDS = {"text": ("subject", "description"), "subject": ("subject",), "body": ("description",)}


def spelled(pieces: Iterable[str]) -> tuple[str, ...]:
    """Every piece as written, in lower case, with a capital at its beginning, with capitals everywhere at word beginnings, in
    capitals."""
    found: dict[str, None] = {}
    for piece in pieces:
        lower = piece.lower()
        for form in (piece, lower, lower[:1].upper() + lower[1:], lower.title(), piece.upper()):
            found[form] = None
    return tuple(found)


def spellings_of(word: Keyword) -> tuple[str, ...]:
    """The pieces of text that stand for one keyword."""
    raw = " ".join(word.raw.rstrip().removesuffix("*").split())
    return spelled((raw, *spellings(word)))


def words_formula(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    """A comparison of a text field: `any`, `all`, `none` of keywords, or `contains`."""
    fields = FIELDS[comparison.field.name]
    scope.differs("text-case", comparison.span)
    if comparison.operator == "contains":
        return _found(fields, spelled(str(piece) for piece in comparison.operands), positive)
    keywords: Sequence[Keyword] = comparison.operands
    scope.differs("text-word-boundary", comparison.span)
    scope.differs("text-folding", comparison.span)
    if comparison.operator == "all":
        parts = [_found(fields, spellings_of(word), positive) for word in keywords]
        return every(parts) if positive else some(parts)
    wanted = positive if comparison.operator == "any" else not positive
    return _found(fields, dict.fromkeys(piece for word in keywords for piece in spellings_of(word)), wanted)


def _found(fields: Sequence[str], pieces: Iterable[str], positive: bool) -> Formula:
    operator = "contains" if positive else "not_contains"
    rows = [Row(field, operator, literal(piece)) for piece in _shortest(pieces) for field in fields]
    return some(rows) if positive else every(rows)


def _shortest(pieces: Iterable[str]) -> list[str]:
    """Without those that another one is a piece of: `refund` finds every `refunds`."""
    known = list(dict.fromkeys(pieces))
    return [piece for piece in known if not any(other != piece and other in piece for other in known)]
