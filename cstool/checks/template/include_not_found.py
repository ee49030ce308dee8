"""A template includes a piece of text that is not there.

The greeting or signature is missing from the message, or the helpdesk refuses the template. Shared pieces lie in
`templates/partials/<name>.<locale>.md` and are included by name.

Bad:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    {% include "greetings" %}

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

中文：include 引用的公共文字不存在。公共文字放在 templates/partials/<名称>.<语言>.md。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, Span, text
from cstool.spelling import nearest
from cstool.texts import pieces
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Includes of unknown or computed names."""
    seen: set[Span] = set()
    for piece in pieces(workspace):
        for included in piece.analysis.includes:
            if included.problem not in ("missing", "computed"):
                continue
            span = piece.span(included.start, included.end, included.origin)
            if span in seen:
                continue
            seen.add(span)
            if included.name is None:
                yield Problem(span, text("include-computed"), text("hint-include-by-name"))
                continue
            near = nearest(included.name, workspace.partials)
            hint = text("hint-did-you-mean", name=near) if near else text("hint-write-partial", name=included.name)
            yield Problem(span, text("include-not-found", name=included.name), hint)
