"""An automatic text greets for one time of the day.

`Good morning` reaches the customer in another zone at night. An automatic text knows neither when it is sent nor when it is read.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Good morning, we have your message.
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

中文：自动发送的话术用了某个时段的问候（早上好、下午好）。客户可能在另一个时区的半夜收到。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts.prose import found, prose, texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_BY_ITSELF = ("auto_reply", "survey", "outreach")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Texts that are sent by themselves."""
    for piece in texts_for(workspace):
        if piece.template is not None and piece.template.shared.value.kind in _BY_ITSELF:
            for hit in found(workspace, "daytime", piece.locale, prose(piece)):
                message = text("daytime-greeting", phrase=hit.phrase)
                yield Problem(piece.span(hit.start, hit.end), message, text("hint-daytime-greeting"))
