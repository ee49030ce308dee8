"""The text shouts.

Words in capitals and rows of `!!!` read as anger, trip spam filters, and screen readers spell them out.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    PLEASE READ THIS CAREFULLY!!!
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Please read this carefully.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：话术在“喊叫”：连续大写单词、连串感叹号。读起来像发火，也容易进垃圾箱。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts.prose import prose, texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_CAPITALS = re.compile(r"(?<![\w/&-])(?:[A-ZÀ-ÖØ-ÞА-Я]{2,}(?:['’][A-Z]+)?[ ,]+){2,}[A-ZÀ-ÖØ-ÞА-Я]{2,}(?![\w/-])")
_MARKS = re.compile(r"[!！]{2,}|[?？]{3,}|[!！][?？]{2,}|[?？]{2,}[!！]")
_LONG = 4
"""Letters of a word that is no abbreviation; three capital abbreviations in a row are a list."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Three or more words in capitals, one of them longer than an abbreviation; doubled exclamation marks."""
    for piece in texts_for(workspace):
        words = prose(piece)
        for match in _CAPITALS.finditer(words):
            if sum(len(word) > _LONG for word in re.findall(r"\w+", match[0])) >= 1:
                yield Problem(
                    piece.span(match.start(), match.end()), text("shouting", words=match[0][:40]), text("hint-small-letters")
                )
        for match in _MARKS.finditer(words):
            yield Problem(piece.span(match.start(), match.end()), text("shouting", words=match[0]), text("hint-one-mark"))
