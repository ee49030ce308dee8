"""A text that reads well cannot be printed: a loop or a piece multiplies without end, or a filter calculates with nothing.

The customer gets no letter at all. Texts with loops, own names or filters that calculate are printed with every value there, and
with every value missing that may be; nothing else can go wrong.

Bad:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    {% for row in (1..1000000) %}{% for column in (1..1000000) %}-{% endfor %}{% endfor %}
    # templates/general/note.zh-CN.md
    备注

Good:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    {% for row in (1..10) %}{% for column in (1..10) %}-{% endfor %}{% endfor %}
    # templates/general/note.zh-CN.md
    备注

中文：话术语法没有错，却无法生成：循环或引用没有尽头，或过滤器拿空值去计算。客户什么也收不到。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, Text, text
from cstool.model.base import METRICS, Duration
from cstool.sla import promise
from cstool.texts import OURS, Piece, RenderError, channels_of, example_values, parse, pieces, render_text, segments_of
from cstool.texts.segments import Assign, Capture, Loop
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_HARMLESS = frozenset({*OURS, "default", "escape", "upcase", "downcase", "capitalize", "strip", "size"})
_LONG = 200_000
"""Characters, shared pieces with them, from which on a text may grow too long."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Pieces that could fail, printed with the best and with the emptiest values; the first failure of each is told."""
    for piece in pieces(workspace):
        if not _can_fail(piece):
            continue
        for fill, said in (("best", text("render-best")), ("empty", text("render-empty"))):
            if failure := _failure(workspace, piece, fill == "empty"):
                yield Problem(
                    piece.span(0, 1),
                    text("text-cannot-be-printed", values=said, failure=failure),
                    text("hint-text-cannot-be-printed"),
                )
                break


def _can_fail(piece: Piece) -> bool:
    """Whether more than reading is needed to know. A text with other faults has its own diagnostics."""
    analysis, texts = piece.analysis, dict(piece.shared.texts)
    if piece.parsed.faults or any(included.problem for included in analysis.includes):
        return False
    names = [included.name for included in analysis.includes if included.name in texts]
    bodies = [piece.text, *(texts[name] for name in names if name is not None)]
    if sum(map(len, bodies)) > _LONG or any(use.filter.name not in _HARMLESS for use in analysis.filters):
        return True
    return any(
        isinstance(one, Loop | Assign | Capture) for body in dict.fromkeys(bodies) for one in segments_of(parse(body).segments)
    )


def _failure(workspace: Workspace, piece: Piece, empty: bool) -> Text | None:
    template = piece.template
    channels = channels_of(workspace, template) if template else ()
    category = template.shared.value.category if template else None
    promises: dict[str, Duration | None] = {metric: promise(workspace, metric, channels, category) for metric in METRICS}
    values = example_values(workspace, piece.locale, "empty" if empty else "best", promises)
    try:
        render_text(piece.text, piece.locale, values, piece.shared)
    except RenderError as error:
        return error.message
    return None
