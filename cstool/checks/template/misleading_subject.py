"""A subject pretends, shouts, or is too long.

`Re:` on a first message pretends an answer, which mail filters and several laws take for deception; capitals are taken for
advertising; what is longer than a phone shows is cut.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "Re: YOUR ORDER {{ ticket.id }}"
    ---
    Thank you.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "Your order {{ ticket.id }}"
    ---
    Thank you.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：主题行有误导：首封邮件写 Re:、全部大写，或长得手机上显示不全。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import blanked
from cstool.texts.prose import texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
LONGEST = 100
"""Characters without its values; RFC 5322 section 2.1.1 asks for lines of at most 78, phones show about half of that."""
_PRETENDS = re.compile(r"(?i)^\s*(?:re|fwd?|aw|wg|tr|rv|回复|转发)\s*[:：]")
_SENT_FIRST = ("auto_reply", "survey", "outreach")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Subjects of texts that customers get."""
    for piece in texts_for(workspace):
        if piece.part != "subject" or piece.template is None:
            continue
        words = blanked(piece.text)
        span, hint = piece.span(0, len(piece.text)), text("hint-plain-subject")
        letters = [letter for letter in words if letter.isalpha()]
        if _PRETENDS.match(words) and piece.template.shared.value.kind in _SENT_FIRST:
            yield Problem(span, text("subject-pretends", subject=piece.text), hint)
        elif len(letters) > 12 and all(letter.isupper() for letter in letters):
            yield Problem(span, text("subject-in-capitals", subject=piece.text), hint)
        elif len(words.strip()) > LONGEST:
            yield Problem(span, text("subject-too-long", size=len(words.strip()), limit=LONGEST), hint)
