"""A text blames the customer, threatens, or admits liability.

What such a sentence costs is decided later, by a lawyer or a judge. It does not belong into a text that is sent without one.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    It is your fault that the glass broke.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    The glass broke on the way; we send another.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：话术指责客户、威胁或承认法律责任。这类话应由律师来写，不该进话术。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts.prose import found, prose, texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """The pack's phrases in the language of the text."""
    for piece in texts_for(workspace):
        for hit in found(workspace, "liability", piece.locale, prose(piece)):
            message = text("blames-or-threatens", phrase=hit.phrase, what=dict(hit.entry.what), source=hit.entry.source)
            yield Problem(piece.span(hit.start, hit.end), message, text("hint-blames-or-threatens"), severity=hit.severity)
