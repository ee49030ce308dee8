"""A word stands twice in a row.

`the the`, `bei bei`: it happens when a sentence is changed, spell checkers of helpdesks do not look for it, and it makes a text
look as careless as it is.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We will look into the the matter.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We will look into the matter.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：同一个词连着写了两遍（如 the the、的的），多半是改句子时留下的。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Edit, Problem, Severity, text
from cstool.texts import pieces, shared_pieces
from cstool.texts.prose import prose
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_TWICE = re.compile(r"(?<![\w'’-])([^\W\d_]{2,})([ \t]+)(\1)(?![\w'’-])|(的的|是是|在在|了了|和和|与与)", re.IGNORECASE)
# Grammar repeats these: relative pronouns, the past perfect, particles.
_GRAMMAR = frozenset(
    {"that", "had", "is", "die", "der", "das", "sie", "den", "dem", "nous", "vous", "se", "le", "que", "bye", "ha", "no"}
)


def check(workspace: Workspace) -> Iterator[Problem]:
    """On one line, with nothing but blanks between."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        for match in _TWICE.finditer(prose(piece)):
            word = match[1] or match[4][0]
            if word.lower() in _GRAMMAR or (match[1] and match[1] != match[3] and match[1].isupper() != match[3].isupper()):
                continue
            start = match.start(2) if match[1] else match.start() + 1
            span = piece.span(start, match.end())
            edits = (Edit(span, "", safe=False),) if piece.part == "body" else ()
            yield Problem(piece.span(match.start(), match.end()), text("doubled-word", word=word), text("hint-once"), edits=edits)
