"""A text in another language than Chinese or Japanese has full-width punctuation.

A Chinese keyboard puts `，` and `！` into English and German texts. The customer sees a wide gap, or a box.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you， we have your message！
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you, we have your message!
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：非中日文的话术里用了全角标点。客户看到的是怪异的空隙或方块；请改成半角。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Edit, Problem, Severity, text
from cstool.texts import pieces, shared_pieces
from cstool.texts.prose import prose
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_WIDE = re.compile("[，。！？：；（）【】、～]+")
_MEANT = dict(zip("，。！？：；（）【】、～", ",.!?:;()[],~", strict=True))
_AT_HOME = ("zh", "ja", "ko", "yue")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Outside of Chinese, Japanese and Korean; not beside a letter of theirs, which `foreign-script` reports."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        if piece.text.isascii() or piece.locale.startswith(_AT_HOME):
            continue
        words = prose(piece)
        for match in _WIDE.finditer(words):
            if any("\u2e80" <= letter <= "\u9fff" and letter not in _MEANT for letter in _beside(words, match)):
                continue
            span = piece.span(match.start(), match.end())
            meant = _narrow(match[0], words[match.end() : match.end() + 1])
            edits = (Edit(span, meant),) if piece.part == "body" else ()
            yield Problem(
                span, text("full-width-punctuation", mark=match[0]), text("write-instead", value=meant.strip()), edits=edits
            )


def _beside(words: str, match: re.Match[str]) -> str:
    return words[max(match.start() - 1, 0) : match.start()] + words[match.end() : match.end() + 1]


def _narrow(marks: str, following: str) -> str:
    """The same marks in ASCII, with the blank that the wide form brought along."""
    narrow = "".join(_MEANT[mark] for mark in marks)
    return narrow + " " if following.isalnum() and narrow[-1] not in "([" else narrow
