"""Branches inside branches inside branches.

Four levels of `if` in a reply have more ways through than anybody will ever read. Nobody can say any more what a customer sees.
Split the template, or let routing choose between several.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    {% if ticket.id %}{% if brand.name %}{% if ticket.subject %}
    {% if customer.email %}Hi.{% endif %}{% endif %}{% endif %}{% endif %}
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    {% if ticket.id and brand.name %}Hi.{% endif %}
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：话术里的条件嵌套太深（四层以上），没人能说清客户会看到什么。请拆成几篇，由路由规则来选择。
"""

from collections.abc import Iterable, Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import pieces, shared_pieces
from cstool.texts.segments import Branch, Capture, Loop, Segment
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
DEEPEST = 3
"""Levels that a reader can follow."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Each branch or loop that stands deeper."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        for segment in _deep(piece.parsed.segments, 0):
            span = piece.span(segment.start, segment.start + 2)
            yield Problem(span, text("tangled-logic", levels=DEEPEST + 1), text("hint-split-logic"))


def _deep(segments: Iterable[Segment], level: int) -> Iterator[Branch | Loop]:
    for segment in segments:
        if isinstance(segment, Branch | Loop):
            if level == DEEPEST:
                yield segment
                continue
            bodies = [arm.body for arm in segment.arms] if isinstance(segment, Branch) else [segment.body, segment.otherwise]
            for body in bodies:
                yield from _deep(body, level + 1)
        elif isinstance(segment, Capture):
            yield from _deep(segment.body, level)
