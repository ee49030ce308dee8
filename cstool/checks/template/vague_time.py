"""A text promises a time that nobody can wait for.

`As soon as possible` is what customers write back about on the next day. Say the time that the SLA keeps:
`{{ sla.first_reply | promise }}`.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We will look into it as soon as possible.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We look into it today.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：话术用了空泛的时间（尽快、稍后）。客户第二天就会来催；请写出时效：{{ sla.first_reply | promise }}。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts.prose import bounds, found, prose, texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_ANCHOR = re.compile(
    r"\bsla\.|\|\s*(?:promise|duration)\b|\d+\s*(?:h\b|hours?|days?|minutes?|Stunden?|Tagen?|小时|天|分钟|時間|日)"
)


def check(workspace: Workspace) -> Iterator[Problem]:
    """The pack's phrases in sentences that state no time beside them."""
    for piece in texts_for(workspace):
        words = prose(piece)
        for hit in found(workspace, "vague_time", piece.locale, words):
            start, end = bounds(words, hit.start, hit.end)
            if not _ANCHOR.search(piece.text[start:end]):
                message = text("vague-time", phrase=hit.phrase, what=dict(hit.entry.what), source=hit.entry.source)
                yield Problem(piece.span(hit.start, hit.end), message, text("hint-vague-time"), severity=hit.severity)
