"""What each operator means, as one function of a view per comparison. A missing value makes every comparison false."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cstool.conditions.fields import FieldRef
from cstool.conditions.text_form import Keyword
from cstool.conditions.view import READERS, Reader, TicketView, own_reader
from cstool.model.base import Money

Test = Callable[[TicketView], bool]


def reader_of(field: FieldRef) -> Reader:
    """Reads the field's value off a view; None means missing."""
    return own_reader(field.name.removeprefix("fields."), field.kind) if field.own else READERS[field.name]


def predicate(field: FieldRef, operator: str, operands: tuple[Any, ...]) -> Test:
    """The comparison as a function of one view."""
    if field.kind == "text" and operator in ("any", "all", "none"):
        return _keywords(field.name, operator, operands)
    if operator in ("contains", "matches"):
        return _raw(field, operator, operands)
    read = reader_of(field)
    if operator == "exists":
        wanted = bool(operands[0])
        return lambda view: (read(view) is not None) is wanted
    if field.kind == "set":
        return _set(read, operator, frozenset(operands))
    if operator in ("gt", "gte", "lt", "lte") or field.kind == "money":
        return _ordered(read, operator, operands[0])
    return _equal(field, read, operator, operands)


def _keywords(name: str, operator: str, keywords: tuple[Keyword, ...]) -> Test:
    finders = _finder(name, keywords)
    if operator == "all":
        each = tuple(_finder(name, (keyword,)) for keyword in keywords)
        return lambda view: all(find(view) for find in each)
    if operator == "none":
        return lambda view: not finders(view)
    return finders


def _finder(name: str, keywords: tuple[Keyword, ...]) -> Test:
    """Any of these? One-token keywords are asked as a set; the others as substrings, once their first token is there."""
    single = frozenset(word.form.strip() for word in keywords if not word.prefix and word.form.count(" ") == 2)
    prefixes = tuple(word.form for word in keywords if word.prefix and word.form.count(" ") == 1)
    phrases = tuple((word.form.split()[0], word.form) for word in keywords if len(word.form.split()) > 1)

    firsts = frozenset(first for first, _ in phrases)

    def find(view: TicketView) -> bool:
        tokens = view.texts.tokens(name)
        if not single.isdisjoint(tokens):
            return True
        form = view.texts.form(name)
        if not firsts.isdisjoint(tokens):
            for first, phrase in phrases:
                if first in tokens and phrase in form:
                    return True
        for prefix in prefixes:  # noqa: SIM110 - a generator costs more than the search
            if prefix in form:
                return True
        return False

    return find


def found_keywords(view: TicketView, name: str, keywords: tuple[Keyword, ...]) -> tuple[str, ...]:
    """Those that are in the text, as written: what a trace shows."""
    form = view.texts.form(name)
    return tuple(word.raw for word in keywords if word.form in form)


def raw_pieces(view: TicketView, field: FieldRef) -> tuple[str, ...]:
    """The unfolded strings that `contains` and `matches` look at."""
    if field.kind == "text":
        return view.texts.raw(field.name)
    value = reader_of(field)(view)
    return () if value is None else (str(value),)


def _raw(field: FieldRef, operator: str, operands: tuple[str, ...]) -> Test:
    if operator == "contains":
        wanted = tuple(operand.casefold() for operand in operands)
        return lambda view: any(word in piece.casefold() for piece in raw_pieces(view, field) for word in wanted)
    import re2  # linear time whatever the pattern; loaded only where a rule has one

    patterns = tuple(re2.compile(operand) for operand in operands)
    return lambda view: any(pattern.search(piece) is not None for piece in raw_pieces(view, field) for pattern in patterns)


def _set(read: Reader, operator: str, wanted: frozenset[str]) -> Test:
    if operator == "all":
        return lambda view: wanted <= (read(view) or frozenset())
    if operator == "none":
        return lambda view: wanted.isdisjoint(read(view) or frozenset())
    return lambda view: not wanted.isdisjoint(read(view) or frozenset())


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "gt": lambda left, right: left > right,
    "gte": lambda left, right: left >= right,
    "lt": lambda left, right: left < right,
    "lte": lambda left, right: left <= right,
    "is": lambda left, right: left == right,
}


def _ordered(read: Reader, operator: str, limit: Any) -> Test:
    compare = _ORDER[operator]
    if not isinstance(limit, Money):
        return lambda view: (value := read(view)) is not None and compare(value, limit)

    def money(view: TicketView) -> bool:
        seen = converted(view, read(view), limit)
        return seen is not None and compare(seen, limit.amount)

    return money


def converted(view: TicketView, seen: Money | None, limit: Money) -> Decimal | None:
    """The amount seen in the currency of the limit; None when it is missing or no rate leads there."""
    if seen is None:
        return None
    other = view.around.rates.convert(seen, limit.currency)
    return None if other is None else other.amount


def equals(field: FieldRef, seen: object, wanted: object) -> bool:
    """Equality as conditions mean it: `zh` is `zh-CN` too, `closed` is a holiday too, free strings ignore case."""
    if field.name == "language":
        have, want = str(seen).casefold(), str(wanted).casefold()
        return have == want or have.startswith(want + "-")
    if field.kind == "hours":
        return seen == wanted or (wanted == "closed" and seen == "holiday")
    if field.free:
        return str(seen).casefold() == str(wanted).casefold()
    return seen == wanted


def _equal(field: FieldRef, read: Reader, operator: str, operands: tuple[Any, ...]) -> Test:
    negative = operator == "not_in"
    if field.kind in ("value", "number", "date", "flag") and not field.free and field.name != "language":
        wanted = frozenset(operands)
        if negative:
            return lambda view: (value := read(view)) is not None and value not in wanted
        return lambda view: (value := read(view)) is not None and value in wanted

    def compare(view: TicketView) -> bool:
        value = read(view)
        return value is not None and any(equals(field, value, operand) for operand in operands) is not negative

    return compare
