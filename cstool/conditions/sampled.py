"""A text that a pattern matches, where that is simple: for witnesses. The engine judges it afterwards."""

from collections.abc import Iterable, Iterator
from typing import Any

_MOST = 32
"""Repetitions beyond are not worth a witness."""


def sample_of(pattern: str) -> str:
    """A short text that the pattern probably matches; empty where it is beyond this."""
    try:
        from re import _parser as parser  # type: ignore[attr-defined]  # the one reading of patterns that Python brings along
    except ImportError:
        return ""
    try:
        return "".join(_text_of(parser.parse(pattern)))
    except Exception:  # another dialect: RE2 knows names that this reader does not, and it may have changed
        return ""


def _text_of(parts: Iterable[Any]) -> Iterator[str]:
    for kind, value in parts:
        name = str(kind)
        if name == "LITERAL":
            yield chr(value)
        elif name == "NOT_LITERAL":
            yield "a" if value != ord("a") else "b"
        elif name == "ANY":
            yield "a"
        elif name == "IN":
            yield _one_of(value)
        elif name == "BRANCH":
            yield from _text_of(value[1][0])
        elif name == "SUBPATTERN":
            yield from _text_of(value[3])
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            yield "".join(_text_of(value[2])) * min(value[0], _MOST)


def _one_of(options: list[Any]) -> str:
    kinds = {"CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " "}
    if str(options[0][0]) == "NEGATE":
        barred = {chr(value) for kind, value in options[1:] if str(kind) == "LITERAL"}
        return next(letter for letter in "ax1 -_.é" if letter not in barred)
    kind, value = options[0]
    if str(kind) == "RANGE":
        return chr(value[0])
    return kinds.get(str(value), "a") if str(kind) == "CATEGORY" else chr(value)
