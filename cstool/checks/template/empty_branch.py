"""A branch prints nothing and decides nothing.

`{% if order.id %}{% endif %}` is what a deleted sentence leaves behind. The next editor takes it for a reason.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you.{% if ticket.id %} {% endif %}
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you.{% if ticket.id %} Your number is {{ ticket.id }}.{% endif %}
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：空分支：{% if … %}{% endif %} 什么也不输出，多半是删句子时留下的。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import pieces, segments_of, shared_pieces
from cstool.texts.segments import Branch, Plain, Segment
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Branches of which no arm holds anything but blanks."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        for segment in segments_of(piece.parsed.segments):
            if isinstance(segment, Branch) and all(_blank(arm.body) for arm in segment.arms):
                span = piece.span(segment.start, segment.end)
                yield Problem(span, text("empty-branch", tag=segment.kind), text("hint-delete-branch"))


def _blank(body: tuple[Segment, ...]) -> bool:
    return all(isinstance(segment, Plain) and not segment.text.strip() for segment in body)
