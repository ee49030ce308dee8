"""Letters of another script stand in the text.

Chinese characters left in an English reply, or a Cyrillic `о` inside a Latin word: the one shows that the translation was not
finished, the other looks right and is found by no search.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you, we have your 订单 request.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you, we have your order request.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：话术里混进了别的文字：英文回复里留着汉字，或拉丁单词里夹着西里尔字母（看起来一样，却搜不到）。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import Piece, pieces, shared_pieces
from cstool.texts.prose import prose
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_CJK = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+")
_MIXED = re.compile("[A-Za-z\u0400-\u04ff\u0370-\u03ff]+")
_LATIN = re.compile("[A-Za-z]")
_OTHER = re.compile("[\u0430-\u045f\u0405-\u042f\u0391-\u03c9]")
_HAN_AT_HOME = ("zh", "ja", "ko", "yue")


def check(workspace: Workspace) -> Iterator[Problem]:
    """CJK where the language has none; words that mix Latin with Cyrillic or Greek letters. Names of languages in their own
    script are left alone, since a choice of languages is written so."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        if piece.text.isascii():
            continue
        words = prose(piece)
        if not piece.locale.startswith(_HAN_AT_HOME):
            yield from _left(piece, words)
        for match in _MIXED.finditer(words):
            if _LATIN.search(match[0]) and (odd := _OTHER.search(match[0])):
                message = text("mixed-script", word=match[0], letter=odd[0], code=f"U+{ord(odd[0]):04X}")
                yield Problem(piece.span(match.start(), match.end()), message, text("hint-type-again"))


def _left(piece: Piece, words: str) -> Iterator[Problem]:
    for match in _CJK.finditer(words):
        if match[0] not in ("中文", "日本語", "한국어", "简体中文", "繁體中文"):
            message = text("foreign-script", words=match[0][:20], locale=piece.locale)
            yield Problem(piece.span(match.start(), match.end()), message, text("hint-translate-words"))
