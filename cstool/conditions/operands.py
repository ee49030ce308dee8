"""Operands: from what the file says to what is compared, or the fault that says why not."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from cstool.conditions.fields import FieldRef
from cstool.conditions.text_form import KeywordError, keyword
from cstool.conditions.words import Words
from cstool.diagnostic import Edit, Problem, Severity, Span, Text, quoted, text
from cstool.model.base import Money, parse_money

_BARE_AMOUNT = re.compile(r"-?[\d.,]+")


class Fault(Exception):  # noqa: N818 - it never leaves this package
    """One operand that cannot be compared: the message, the hint, and the word that was probably meant."""

    def __init__(self, message: Text, hint: Text | None = None, meant: str | None = None) -> None:
        super().__init__(message.id)
        self.message = message
        self.hint = hint
        self.meant = meant

    def problem(self, span: Span) -> Problem:
        """The fault at its place."""
        edits = (Edit(span, self.meant, safe=False),) if self.meant else ()
        return Problem(span, self.message, self.hint, edits=edits)


def shown(value: object) -> str:
    """A value of a file inside a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "nothing" if value is None else str(value)[:60]


def value_of(field: FieldRef, operator: str, raw: object, words: Words) -> Any:
    """What `raw` means for this field and operator. Raises Fault."""
    if operator == "exists":
        return _flag(field, raw)
    if raw is None:
        raise Fault(text("no-value", field=field.name), text("hint-exists-false", field=field.name))
    if isinstance(raw, list | dict):
        raise _wrong(field, raw)
    if field.kind == "text" and operator not in ("contains", "matches"):
        return _keyword(raw)
    if operator == "matches":
        return _pattern(raw)
    if operator == "contains":
        return _substring(raw)
    return _BY_KIND.get(field.kind, _word)(field, raw, words)


def _wrong(field: FieldRef, raw: object, kind: str | None = None) -> Fault:
    meant = text(f"kind-{kind or field.kind}")
    return Fault(text("value-of-wrong-type", field=field.name, value=shown(raw)), text("hint-kind", kind=meant))


def _written(raw: object) -> str:
    return shown(raw) if isinstance(raw, bool) else str(raw)


def _keyword(raw: object) -> Any:
    written = _written(raw)
    try:
        return keyword(written)
    except KeywordError as error:
        raise Fault(text(error.reason, keyword=shown(raw)), text(f"hint-{error.reason}")) from None


def _substring(raw: object) -> str:
    if not _written(raw).strip():
        raise Fault(text("keyword-without-text", keyword=shown(raw)), text("hint-keyword-without-text"))
    return _written(raw)


def _pattern(raw: object) -> str:
    import re2  # loaded only where a rule has a pattern

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(str(raw), options=options)
    except re2.error as error:
        detail = error.args[0] if error.args else ""
        said = detail.decode("utf-8", "replace") if isinstance(detail, bytes) else str(detail)
        raise Fault(
            text("bad-regular-expression", pattern=shown(raw), detail=said), text("hint-bad-regular-expression")
        ) from None
    return str(raw)


def _flag(field: FieldRef, raw: object, words: Words | None = None) -> bool:
    if not isinstance(raw, bool):
        raise _wrong(field, raw, "flag")
    return raw


def _number(field: FieldRef, raw: object, words: Words) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise _wrong(field, raw)
    number = Decimal(str(raw))
    if not number.is_finite():
        raise _wrong(field, raw)
    return number


def _money(field: FieldRef, raw: object, words: Words) -> Any:
    if (isinstance(raw, int | float | Decimal) and not isinstance(raw, bool)) or (
        isinstance(raw, str) and _BARE_AMOUNT.fullmatch(raw.strip())
    ):
        currency = words.currencies[0] if words.currencies else "USD"
        raise Fault(
            text("amount-without-currency", field=field.name, value=shown(raw)),
            text("hint-write", value=f"{shown(raw).strip()} {currency}"),
        )
    try:
        return parse_money(raw)
    except ValueError:
        raise _wrong(field, raw) from None


def _date(field: FieldRef, raw: object, words: Words) -> date:
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise _wrong(field, raw) from None


def _word(field: FieldRef, raw: object, words: Words) -> str:
    if isinstance(raw, bool):
        raise _wrong(field, raw)
    value = str(raw)
    if not value.strip():
        raise Fault(text("no-value", field=field.name), text("hint-exists-false", field=field.name))
    if words.knows(field.name, value):
        return value
    meant = words.nearest_value(field.name, value)
    known = sorted(words.values.get(field.name, {}))
    if meant:
        hint = text("hint-write", value=meant)
    elif 0 < len(known) <= 12:
        hint = text("hint-one-of", values=quoted(*known))
    else:
        hint = text("hint-define", value=value)
    raise Fault(text("unknown-value", field=field.name, value=value), hint, meant)


_BY_KIND: dict[str, Callable[[FieldRef, object, Words], Any]] = {
    "flag": _flag,
    "number": _number,
    "money": _money,
    "date": _date,
}


def without_rate(field: FieldRef, money: Money, span: Span, words: Words) -> Problem | None:
    """A limit in a currency that some store's orders cannot be converted to: the comparison is then false for them."""
    lacking = tuple(
        code for code in words.currencies if words.rates.convert(type(money)(Decimal(1), code), money.currency) is None
    )
    if not lacking:
        return None
    return Problem(
        span,
        text("currency-without-rate", field=field.name, limit=str(money), currencies=quoted(*lacking)),
        text("hint-rate", currency=lacking[0], other=money.currency),
        severity=Severity.WARNING,
    )
