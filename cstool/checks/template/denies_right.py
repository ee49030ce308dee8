"""A text denies customers a right that the law gives them.

`All sales are final` to a consumer in the EU is not only wrong: it can be warned off at a cost, and marketplaces decide against
it. A reminder, not legal advice; the article of the law is named.

Bad:

    # config/channels/more.yaml
    channels:
      shop-de: {type: email, country: DE, languages: [en], calendar: shenzhen, team: frontline}
    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    All sales are final.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # config/channels/more.yaml
    channels:
      shop-de: {type: email, country: DE, languages: [en], calendar: shenzhen, team: frontline}
    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    You may return the goods within 14 days.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：话术否认了客户的法定权利（如对欧盟消费者写“概不退换”）。提示里写明了法律条款；这只是提醒，不是法律意见。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts.prose import found, prose, texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """The pack's phrases in the language of the text."""
    for piece in texts_for(workspace):
        for hit in found(workspace, "denies_right", piece.locale, prose(piece)):
            message = text("denies-right", phrase=hit.phrase, what=dict(hit.entry.what), source=hit.entry.source)
            yield Problem(piece.span(hit.start, hit.end), message, text("hint-denies-right"), severity=hit.severity)
