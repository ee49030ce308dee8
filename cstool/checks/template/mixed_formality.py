"""One text says both `Sie` and `du`.

A text with two hands in it addresses the customer formally at the top and familiarly below. It shows
where it was pasted together.

Bad:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的消息 {{ ticket.id }}"
    ---
    您好，我们已经收到你的消息，会在{{ sla.first_reply | promise }}回复您。{{ brand.name }}

Good:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的消息 {{ ticket.id }}"
    ---
    您好，我们已经收到您的消息，会在{{ sla.first_reply | promise }}回复您。{{ brand.name }}

中文：同一篇话术里敬称和平称混用（您/你、Sie/du、vous/tu），看得出是拼起来的。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts.prose import Found, found, prose, texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_SEVERAL = frozenset("们們")
"""`你们` speaks to several, and has no polite form."""
_START = re.compile(r"(?:^|[.!?:\n–-]|[.!?:] ?)[\s\"„«>*]*$")


def check(workspace: Workspace) -> Iterator[Problem]:
    """The first familiar form in a text that has a polite one. German `Sie` that begins a sentence may be `they`."""
    for piece in texts_for(workspace):
        words = prose(piece)
        polite = [hit for hit in found(workspace, "formal", piece.locale, words) if _is_polite(piece.locale, words, hit)]
        hits = found(workspace, "informal", piece.locale, words) if polite else ()
        familiar = [hit for hit in hits if words[hit.end : hit.end + 1] not in _SEVERAL]
        if familiar:
            values = {"familiar": familiar[0].phrase, "polite": polite[0].phrase}
            span = piece.span(familiar[0].start, familiar[0].end)
            other = (piece.span(polite[0].start, polite[0].end), text("polite-here"))
            yield Problem(span, text("mixed-formality", **values), text("hint-one-form"), (other,))


def _is_polite(locale: str, words: str, hit: Found) -> bool:
    """German and Italian tell the polite form by its capital letter."""
    if not locale.startswith(("de", "it")):
        return True
    return hit.phrase[0].isupper() and not _START.search(words[max(0, hit.start - 6) : hit.start])
