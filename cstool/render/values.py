"""Values of files and helpdesks as a person compares them: in one line, or line by line around what differs."""

import difflib
import json
from collections.abc import Iterator, Sequence
from itertools import takewhile
from unicodedata import category

_LEAD = 24
"""Characters shown before the place where two long lines part."""
_WIDE = 70
"""Characters of a value that are shown."""


def changed_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """`-` and `+` lines; long ones are shown around the place where they part."""
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        old, new = before[a:b], after[c:d]
        for position in range(max(len(old), len(new))):
            one = old[position] if position < len(old) else ""
            other = new[position] if position < len(new) else ""
            start = max(0, _alike(one, other) - _LEAD)
            yield from (f"{sign}{_window(line, start)}" for sign, line in (("-", one), ("+", other)) if line)


def _window(line: str, start: int) -> str:
    shown = _printable(("…" if start else "") + line[start:])
    return shown if len(shown) <= _WIDE else shown[: _WIDE - 1] + "…"


def _printable(value: str) -> str:
    """What stands in a helpdesk may hold anything, also what would steer a terminal."""
    return "".join(one if one.isprintable() or category(one) == "Zs" else "�" for one in value)


def shown_value(value: object) -> str:
    """A value in one line, cut where it is long."""
    return _window(_line(value), 0)


def shown_pair(before: object, after: object) -> tuple[str, str]:
    """Two values, each in one line; where long ones begin alike, from a little before the place where they part."""
    if shown_value(before) != shown_value(after):
        return shown_value(before), shown_value(after)
    one, other = _line(before), _line(after)
    start = max(0, _alike(one, other) - _LEAD)
    return _window(one, start), _window(other, start)


def _line(value: object) -> str:
    shown = "–" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown.replace("\n", "⏎")


def _alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other)))
