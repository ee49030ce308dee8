"""A Chinese text has ASCII punctuation between its characters.

`您好,订单` reads like a mistake, and search engines and text-to-speech cut it wrongly. Chinese text takes `，；：！？`.

Bad:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的消息 {{ ticket.id }}"
    ---
    您好,我们已经收到您的消息,会在{{ sla.first_reply | promise }}回复您。{{ brand.name }}

Good:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的消息 {{ ticket.id }}"
    ---
    您好，我们已经收到您的消息，会在{{ sla.first_reply | promise }}回复您。{{ brand.name }}

中文：中文话术的汉字之间用了半角标点（如“您好,订单”）。中文请用全角标点：，；：！？。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Edit, Problem, Severity, text
from cstool.texts import pieces, shared_pieces
from cstool.texts.prose import prose
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3001\u3002\uff01-\uff1f"
_NARROW = re.compile(f"(?<=[{_HAN}])[,;:!?]+(?=[ ]?[{_HAN}]|[ ]*$)", re.MULTILINE)
_MEANT = dict(zip(",;:!?", "，；：！？", strict=True))


def check(workspace: Workspace) -> Iterator[Problem]:
    """Between Chinese characters, or behind one at the end of a line; times, numbers and addresses are left alone."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        if not piece.locale.startswith("zh"):
            continue
        for match in _NARROW.finditer(prose(piece)):
            span = piece.span(match.start(), match.end())
            meant = "".join(_MEANT[mark] for mark in match[0])
            edits = (Edit(span, meant),) if piece.part == "body" else ()
            yield Problem(span, text("half-width-punctuation", mark=match[0]), text("write-instead", value=meant), edits=edits)
