"""A template is not Liquid.

A brace too few, a tag that nothing closes, a misspelt tag: some helpdesks then refuse the template, others send it to the
customer as it stands, braces included. Every fault of a text is shown, not only the first.

Bad:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的留言 {{ ticket.id }}"
    ---
    您好：我们将在{{ sla.first_reply | promise }}回复您。

    {% if brand.name %}{{ brand.name }}

Good:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的留言 {{ ticket.id }}"
    ---
    您好：我们将在{{ sla.first_reply | promise }}回复您。

    {% if brand.name %}{{ brand.name }}{% endif %}

中文：话术模板的变量或标签写错了（少括号、没有 endif、全角括号等）。有的后台拒绝保存，有的会把括号原样发给客户。
"""

from collections.abc import Iterator

from cstool.diagnostic import Edit, Problem, Severity
from cstool.texts import pieces, shared_pieces
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Every fault of every text, shared pieces included."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        for fault in piece.parsed.faults:
            span = piece.span(fault.start, fault.end)
            edits = (Edit(span, fault.replacement),) if fault.replacement and piece.part == "body" else ()
            yield Problem(span, fault.message, fault.hint, edits=edits)
