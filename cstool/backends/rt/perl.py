"""Perl source from plain data: literals that nothing can leave, and our conditions as expressions over the words of logic.pl."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from cstool.conditions.syntax import Always, Comparison, Condition, Every, Negation, Some
from cstool.conditions.text_form import Keyword
from cstool.model.base import Money

_UNSAFE = re.compile(r"[^A-Za-z0-9 _.,:;/()*+=<>-]")
_WORDS = ("any", "all", "none")


def string(text: str) -> str:
    """A text as a Perl literal. Everything but plain letters and signs is written by its code point, quotes and sigils too."""
    return '"' + _UNSAFE.sub(lambda found: f"\\x{{{ord(found[0]):x}}}", text) + '"'


def data(value: object) -> str:
    """Plain data as a Perl expression. Numbers become texts: Perl has one kind of scalar, and a text keeps every digit."""
    if value is None:
        return "undef"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{string(str(key))} => {data(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(data, value)) + "]"
    return str(value) if type(value) is int else string(str(value))


def plain(value: object) -> str:
    """A value of a field as the server keeps it: text."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def expression(condition: Condition) -> str:
    """A condition as an expression that is true exactly where the condition holds."""
    if isinstance(condition, Always):
        return "1"
    if isinstance(condition, Negation):
        return f"!({expression(condition.part)})"
    if isinstance(condition, Every | Some):
        joint = " && " if isinstance(condition, Every) else " || "
        return "(" + joint.join(map(expression, condition.parts)) + ")"
    return _comparison(condition)


def _call(function: str, *arguments: str) -> str:
    return f"${function}->({', '.join(arguments)})"


def _texts(values: Iterable[object]) -> list[str]:
    return [string(plain(value)) for value in values]


def _comparison(comparison: Comparison) -> str:
    field, operator, operands = comparison.field, comparison.operator, comparison.operands
    name = string(field.name)
    if field.kind == "text" and operator in _WORDS:
        forms = [string(word.form) for word in operands if isinstance(word, Keyword)]
        found = _call("all_words" if operator == "all" else "any_word", name, *forms)
        return f"!{found}" if operator == "none" else found
    if operator == "contains":
        return _call("contains", name, *(string(str(word).casefold()) for word in operands))
    if operator == "matches":
        return _call("matches", name, *_texts(operands))
    if field.kind == "set":
        return _set(name, operator, operands)
    value = _value(comparison)
    if operator == "exists":
        return f"defined({value})" if operands[0] else f"!defined({value})"
    return _judged(comparison, value)


def _set(name: str, operator: str, operands: tuple[object, ...]) -> str:
    if operator == "exists":
        return _call("has_some", name) if operands[0] else "!" + _call("has_some", name)
    found = _call("has_all" if operator == "all" else "has_any", name, *_texts(operands))
    return f"!{found}" if operator == "none" else found


def _value(comparison: Comparison) -> str:
    """The field's value as the kind of the field reads it; undef where it is missing."""
    field = comparison.field
    if field.name == "received_at":
        return _call("received_on")
    reader = {"number": "number", "money": "money", "date": "date", "flag": "flag"}.get(field.kind, "get")
    return _call(reader, string(field.name))


def _judged(comparison: Comparison, value: str) -> str:
    field, operator, operands = comparison.field, comparison.operator, comparison.operands
    limit = operands[0]
    if isinstance(limit, Money):
        return _call("compare_money", value, string(operator), string(plain(limit.amount)), string(limit.currency))
    if isinstance(limit, date):
        return _call("compare_date", value, string(operator), string(limit.isoformat()))
    if field.kind == "number" and operator in ("gt", "gte", "lt", "lte"):
        return _call("compare_number", value, string(operator), string(plain(limit)))
    if field.kind == "hours":
        found = _call("is_hours", *_texts(operands))
        return f"!{found}" if operator == "not_in" else found
    if field.kind == "number":
        found = _call("same_number", value, *_texts(operands))
        return f"(defined({value}) && !{found})" if operator == "not_in" else found
    if field.kind == "flag":
        return _call("same_number", value, *("1" if wanted else "0" for wanted in operands))
    if field.name == "language":
        found = _call("speaks", value, *_texts(operands))
        return f"(defined({value}) && !{found})" if operator == "not_in" else found
    function = (
        ("no_free" if operator == "not_in" else "one_free") if field.free else ("no_one" if operator == "not_in" else "one")
    )
    return _call(function, value, *_texts(operands))
