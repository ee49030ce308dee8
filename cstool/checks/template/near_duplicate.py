"""Two templates say nearly the same.

Three texts for one question grow apart: one gets the new return window, two keep the old one. Keep one, or let the differences
be branches.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you for writing about your parcel. We ask the carrier today and tell you by tomorrow evening what we find.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}
    # templates/general/parcel.en.md
    ---
    kind: note
    audience: internal
    ---
    Thank you for writing about your parcel. We ask the carrier today and tell you by tomorrow evening what we find.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：两篇话术几乎一样。同一个问题有好几篇，改了一篇忘了另一篇；请合并，或把不同之处写成条件。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import blanked, pieces
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
SAME = 0.85
"""Share of runs of three words (or characters of Chinese) that two texts have in common, of those that either has."""
LEAST = 12
"""Runs that a text must have to be compared."""
_TOKEN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3]|[^\W_]+")
_Runs = frozenset[tuple[str, ...]]


def check(workspace: Workspace) -> Iterator[Problem]:
    """Pairs of bodies in one language; each text is named once, at the later one."""
    runs: dict[str, list[tuple[str, _Runs]]] = {}
    for piece in pieces(workspace):
        if piece.part != "body" or piece.template is None:
            continue
        own = _runs(blanked(piece.text))
        if len(own) < LEAST:
            continue
        twin = next((id_ for id_, other in runs.get(piece.locale, ()) if _alike(own, other)), None)
        if twin is None:
            runs.setdefault(piece.locale, []).append((piece.template.id, own))
            continue
        message = text("near-duplicate", template=piece.template.id, other=twin)
        yield Problem(piece.span(0, 1), message, text("hint-keep-one-text"))


def _runs(words: str) -> _Runs:
    tokens = _TOKEN.findall(words.casefold())
    return frozenset(zip(tokens, tokens[1:], tokens[2:], strict=False))


def _alike(one: _Runs, other: _Runs) -> bool:
    """Sizes first: texts of very different length cannot be alike."""
    small, large = sorted((len(one), len(other)))
    return small >= SAME * large and len(one & other) >= SAME * len(one | other)
