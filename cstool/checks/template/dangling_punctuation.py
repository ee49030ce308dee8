"""Punctuation is left alone when a value is missing.

`Hi {{ customer.first_name | default: "" }},` prints `Hi ,` and `(order {{ order.id }})` prints `(order )`. A guard that prints
nothing is no guard: take the punctuation into the branch, or say what stands there instead.

Bad:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Hello {{ customer.first_name | default: "" }}, call us.

Good:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Hello{% if customer.first_name %} {{ customer.first_name }}{% endif %}, call us.

中文：变量为空时，标点孤零零地留了下来（“Hi ,”“（）”）。请把标点放进条件里，或给出替代文字。
"""

import re
from collections import Counter
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import pieces, printed
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_ALONE = re.compile(
    r"[^\s(（\[,，、;；][ \t]+[,;](?=\s|$)|[，、；][，、；。]"
    r"|\([\s,;:-]*\)|（[\s，、；：]*）|\[\s*\]|\"\s*\"|(?m:^[ \t]*[,，、;；])"
)


def check(workspace: Workspace) -> Iterator[Problem]:
    """What shows only when all that may be empty is; the text itself may hold such things on purpose."""
    for piece in pieces(workspace):
        if "{" not in piece.text:
            continue
        full, bare = (printed(workspace, piece, fill) or "" for fill in ("best", "empty"))
        left = Counter(match[0] for match in _ALONE.finditer(bare)) - Counter(match[0] for match in _ALONE.finditer(full))
        if left and full:
            shown = next(iter(left))
            line = next(line for line in bare.splitlines() if shown.strip() in line).strip()
            yield Problem(piece.span(0, 1), text("dangling-punctuation", shown=line[:80]), text("hint-punctuation-in-branch"))
