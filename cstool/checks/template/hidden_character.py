"""A character that nobody sees stands in the text.

Zero-width spaces, byte-order marks and direction marks come along when text is copied from a web page or a chat. They break
variables and links, cut words apart for the search, and make a text message cost a multiple.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you, we have​ your message.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you, we have your message.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：话术里有看不见的字符（零宽空格、BOM、方向控制符等），多半是从网页或聊天窗口复制来的，会让变量和链接失效，短信变贵。
"""

import re
import unicodedata
from collections.abc import Iterator

from cstool.diagnostic import Edit, Problem, Severity, text
from cstool.texts import pieces, shared_pieces
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
# Joiners (U+200C, U+200D) belong to emoji, Persian and Indian scripts; the soft hyphen to long German words in HTML.
_HIDDEN = re.compile("[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffc\U000e0001-\U000e007f]+")
_RIGHT_TO_LEFT = ("ar", "he", "fa", "ur", "yi", "ps")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Runs of them; direction marks are at home in languages that are written from the right."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        if piece.text.isascii() or piece.locale.startswith(_RIGHT_TO_LEFT):
            continue
        for match in _HIDDEN.finditer(piece.text):
            span = piece.span(match.start(), match.end())
            named = unicodedata.name(match[0][0], "")
            message = text("hidden-character", code=f"U+{ord(match[0][0]):04X}", named=named.lower())
            edits = (Edit(span, ""),) if piece.part == "body" else ()
            yield Problem(span, message, text("hint-delete-character"), edits=edits)
