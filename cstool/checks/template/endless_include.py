"""A shared piece of text includes itself, or includes multiply without end.

No helpdesk can expand it, and nothing is sent.

Bad:

    # templates/partials/greeting.en.md
    Hello, {% include "greeting" %}
    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    {% include "greeting" %}

Good:

    # templates/partials/greeting.en.md
    Hello,
    # templates/partials/greeting.zh-CN.md
    您好：
    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    {% include "greeting" %}

中文：公共文字引用了自己，或引用层数过多，后台无法展开。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, Span, text
from cstool.texts import pieces
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Includes that come back to themselves, or are too many."""
    seen: set[Span] = set()
    for piece in pieces(workspace):
        for included in piece.analysis.includes:
            if included.problem in ("endless", "too-many"):
                span = piece.span(included.start, included.end, included.origin)
                if span not in seen:
                    seen.add(span)
                    message = text("endless-include", name=included.name or "")
                    yield Problem(span, message, text("hint-endless-include", name=included.name or ""))
