"""Punctuation is left alone when a value is missing.

`Hello {% if customer.first_name %}{{ customer.first_name }}{% endif %},` prints `Hello ,`, and `(order …)` prints `()`. The
guard stands at the wrong place: take the blank and the punctuation into the branch, or say what stands there instead.

Bad:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Hello {% if customer.first_name %}{{ customer.first_name }}{% endif %}, call us.

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
from collections.abc import Iterator, Mapping
from dataclasses import replace

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import Known, Piece, find, known_variables, pieces, printed, shared_pieces
from cstool.texts.values import Fill
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_ALONE = re.compile(
    r"[^\s(（\[,，、;；][ \t]+[,;](?=\s|$)|[，、；][，、；。]"
    r"|\([\s,;:-]*\)|（[\s，、；：]*）|\[\s*\]|\"\s*\"|(?m:^[ \t]*[,，、;；])"
)
_FILLS: tuple[Fill, ...] = ("best", "empty")


def check(workspace: Workspace) -> Iterator[Problem]:
    """What shows only when all that may be empty is; a text itself may hold such things on purpose. A value without any guard is
    `unguarded-variable`'s, and what a shared piece leaves is said at the shared piece."""
    known = known_variables(workspace)
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        if "{" not in piece.text or any(use.leaves_hole and _may_be_empty(known, use.path) for use in piece.analysis.uses):
            continue
        left = _left(workspace, piece)
        for name in {included.name for included in piece.analysis.includes if not included.problem}:
            own = dict(piece.shared.texts)[name or ""]
            left -= _left(workspace, replace(piece, template=None, part="body", text=own))
        if left:
            shown, bare = next(iter(left)), printed(workspace, piece, "empty") or ""
            line = next(line for line in bare.splitlines() if shown.strip() in line).strip()
            yield Problem(piece.span(0, 1), text("dangling-punctuation", shown=line[:80]), text("hint-punctuation-in-branch"))


def _may_be_empty(known: Mapping[str, Known], path: str) -> bool:
    variable = find(known, path)
    return variable is None or variable.may_be_empty


def _left(workspace: Workspace, piece: Piece) -> Counter[str]:
    full, bare = (printed(workspace, piece, fill) for fill in _FILLS)
    if not full or bare is None:
        return Counter()
    return Counter(match[0] for match in _ALONE.finditer(bare)) - Counter(match[0] for match in _ALONE.finditer(full))
