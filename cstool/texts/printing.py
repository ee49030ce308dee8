"""What each text prints with example values: worked out once for all checks that look at it."""

from dataclasses import dataclass, field

from cstool.texts.pieces import Piece
from cstool.texts.rendering import RenderError, render_text
from cstool.texts.values import Fill, example_values
from cstool.workspace import Workspace


@dataclass
class _Printed:
    values: dict[tuple[str, Fill], dict[str, object]] = field(default_factory=dict)
    texts: dict[tuple[str, str, Fill], str | None] = field(default_factory=dict)


def printed(workspace: Workspace, piece: Piece, fill: Fill) -> str | None:
    """The piece with these values, in its language; None where it cannot be printed, which its own checks report."""
    known = workspace.once(_fresh)
    key = (piece.text, piece.locale, fill)
    if key not in known.texts:
        if (piece.locale, fill) not in known.values:
            known.values[piece.locale, fill] = example_values(workspace, piece.locale, fill)
        try:
            known.texts[key] = render_text(piece.text, piece.locale, known.values[piece.locale, fill], piece.shared)
        except RenderError:
            known.texts[key] = None
    return known.texts[key]


def _fresh(_: Workspace) -> _Printed:
    return _Printed()
