"""A name is assigned and never read.

`{% assign hello = … %}` that nothing prints is left over from an older text, or misspelt where it is printed.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    {% assign number = ticket.id %}Thank you.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    {% assign number = ticket.id %}Thank you, {{ number }}.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：赋值的名字没有被用到：多半是旧文本的残留，或输出时拼错了。
"""

from collections.abc import Iterable, Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import Piece, pieces, segments_of
from cstool.texts.segments import Assign, Branch, Capture, Include, Loop, Other, Output, Segment
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Names of a template that neither it nor a shared piece it includes reads."""
    for piece in pieces(workspace):
        if "assign" not in piece.text and "capture" not in piece.text:
            continue
        segments = list(segments_of(piece.parsed.segments))
        read = _read(segments) | _read_by_shared(piece)
        for segment in segments:
            if isinstance(segment, Assign | Capture) and segment.name not in read:
                span = piece.span(segment.start, segment.end)
                yield Problem(span, text("unused-assignment", name=segment.name), text("hint-print-or-delete"))


def _read(segments: Iterable[Segment]) -> set[str]:
    """The first parts of everything that is read."""
    found: set[str] = set()
    for segment in segments:
        match segment:
            case Output() | Assign() | Other():
                found |= {name.path.partition(".")[0] for name in segment.expression.names}
            case Branch():
                found |= {name.path.partition(".")[0] for arm in segment.arms if arm.test for name in arm.test.names}
            case Loop():
                found |= {name.path.partition(".")[0] for name in segment.over.names}
            case Include():
                found |= {name.path.partition(".")[0] for name in segment.expression.names}
            case _:
                pass
    return found


def _read_by_shared(piece: Piece) -> set[str]:
    from cstool.texts import parse

    texts = dict(piece.shared.texts)
    names = {included.name for included in piece.analysis.includes if not included.problem}
    return {name for one in names if one is not None for name in _read(segments_of(parse(texts[one]).segments))}
