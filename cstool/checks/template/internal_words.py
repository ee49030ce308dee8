"""Words between colleagues stand in a text for customers.

`escalate to tier 2`, `cost price`, `升级至二线`: the customer learns what was not meant for them. The words stand in the pack
`wording`; add your own in config/packs.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We will escalate to tier 2.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    A specialist will look at it.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：给客户的话术里有内部用语（二线、成本价、黑名单等）。词表在规则包 wording 里，可在 config/packs 里补充自己的。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts.prose import found, prose, texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """The pack's phrases in the language of the text, outside of notes and internal texts."""
    for piece in texts_for(workspace):
        for hit in found(workspace, "internal", piece.locale, prose(piece)):
            message = text("internal-words", phrase=hit.phrase)
            yield Problem(piece.span(hit.start, hit.end), message, text("hint-internal-words"), severity=hit.severity)
