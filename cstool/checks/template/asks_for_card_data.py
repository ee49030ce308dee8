"""A text asks for card data or a password.

Messages are kept, forwarded and read by many. Card numbers and security codes must not be in them, and a customer who is used
to sending them will send them to a fraudster as well. Send a link to your payment page instead.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Please send us your credit card number and CVV.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Never send us your credit card number.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：话术向客户索要卡号、安全码或密码。消息会被保存和转发，绝不能包含这些内容；请改用支付页面的链接。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts.prose import found, prose, sentence, texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """A sentence that names such data and asks, and does not warn."""
    for piece in texts_for(workspace):
        words = prose(piece)
        for hit in found(workspace, "card_data", piece.locale, words):
            around = sentence(words, hit.start, hit.end)
            asks = any(found(workspace, "asking", piece.locale, around))
            if asks and not any(found(workspace, "refusing", piece.locale, around)):
                values = {"phrase": hit.phrase, "what": dict(hit.entry.what), "source": hit.entry.source}
                message = text("asks-for-card-data", **values)
                yield Problem(piece.span(hit.start, hit.end), message, text("hint-payment-page"), severity=hit.severity)
