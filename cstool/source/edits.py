"""Mends applied to a text: each where its place says, none over another."""

from collections.abc import Iterable

from cstool.diagnostic import Edit, Span
from cstool.source.place import line_starts


def applied(content: str, edits: Iterable[Edit]) -> tuple[str, tuple[Edit, ...]]:
    """The text with the edits made, and which those are: of two that overlap the first, of two equal ones one.

    Places are those of the text as it is given; what lies outside of it is left alone.
    """
    starts = line_starts(content)
    placed = sorted({(*_stretch(edit.span, starts, len(content)), edit.replacement): edit for edit in edits}.items(), key=_order)
    made: list[Edit] = []
    pieces: list[str] = []
    position = 0
    for (start, end, replacement), edit in placed:
        if not position <= start <= end <= len(content) or (made and start == position and start == end):
            continue
        pieces += (content[position:start], replacement)
        position = end
        made.append(edit)
    return "".join([*pieces, content[position:]]), tuple(made)


def _order(placed: tuple[tuple[int, int, str], Edit]) -> tuple[int, int, str]:
    return placed[0]


def _stretch(span: Span, starts: list[int], length: int) -> tuple[int, int]:
    if not 1 <= span.line <= span.end_line <= len(starts):
        return length + 1, length + 1
    return starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1
