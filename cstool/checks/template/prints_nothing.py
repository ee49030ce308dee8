"""A text prints nothing at all.

Every word of it stands inside branches that no value opens, or the file holds only its front matter. An automatic reply without
a word is sent all the same.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    {% if order.id == "never" %}Thank you.{% endif %}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：话术渲染出来是空的：所有内容都在不会成立的条件里，或者文件只有文件头。自动回复会发出一封空信。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import pieces, printed
from cstool.texts.values import Fill
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_FILLS: tuple[Fill, ...] = ("best", "empty")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Bodies that are blank with every value there, or with every value gone that may be."""
    for piece in pieces(workspace):
        if piece.part != "body":
            continue
        for fill in _FILLS:
            shown = printed(workspace, piece, fill)
            if shown is not None and not shown.strip():
                yield Problem(piece.span(0, 1), text(f"prints-nothing-{fill}"), text("hint-write-a-text"))
                break
