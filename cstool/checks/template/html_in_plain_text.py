"""HTML stands in a plain text.

Where the body is plain text (`format: text`, the default), `<br>` and `&nbsp;` reach the customer as they are written. Say
`format: html`, or write the line break as one.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Hello,<br>we have your message.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Hello, we have your message.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：纯文本话术里写了 HTML（<br>、&nbsp; 等），会原样显示给客户。请在文件头写 format: html，或直接换行。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import Piece, blanked
from cstool.texts.prose import texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_TAG = re.compile(
    r"</?(?:a|b|i|u|p|br|hr|div|span|strong|em|ul|ol|li|table|tbody|tr|td|th|h[1-6]|img|font|center|html|body|head|style|blockquote)"
    r"(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|#\d{2,6});",
    re.IGNORECASE,
)


def check(workspace: Workspace) -> Iterator[Problem]:
    """The first tag or entity of each text that is not HTML, with how many more there are."""
    for piece in texts_for(workspace):
        if _is_html(workspace, piece):
            continue
        found = list(_TAG.finditer(blanked(piece.text)))
        if found:
            message = text("html-in-plain-text", written=found[0][0][:40], more=len(found) - 1)
            yield Problem(piece.span(found[0].start(), found[0].end()), message, text("hint-format-html"))


def _is_html(workspace: Workspace, piece: Piece) -> bool:
    """A shared piece is what the templates are that include it; where some are HTML, it may hold tags."""
    if piece.part == "subject":
        return False
    if piece.template is not None:
        return piece.template.shared.value.format == "html"
    return any(template.shared.value.format == "html" for template in workspace.templates.values())
