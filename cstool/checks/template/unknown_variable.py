"""A template prints a variable that does not exist.

The helpdesk prints nothing, a dash or the raw braces in its place, and the customer reads a sentence with a hole. Variables
are built in, come from facts, articles and SLA targets, or stand under `variables` in `config/vocabulary.yaml`.

Bad:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的留言 {{ ticket.id }}"
    ---
    您好：我们将在{{ sla.first_repli | promise }}回复您。{{ brand.name }}

Good:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的留言 {{ ticket.id }}"
    ---
    您好：我们将在{{ sla.first_reply | promise }}回复您。{{ brand.name }}

中文：话术里用了不存在的变量，客户会看到空白、横线或原样的括号。变量写在 config/vocabulary.yaml 的 variables 里。
"""

from collections.abc import Iterator

from cstool.diagnostic import Edit, Problem, Severity, Text, text
from cstool.spelling import nearest
from cstool.texts import find, known_variables, readings
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_OF_KINDS = {"kb": "articles", "facts": "facts", "sla": "policies"}


def check(workspace: Workspace) -> Iterator[Problem]:
    """Variables that nothing defines; a kind that could not be read whole proves nothing."""
    known = known_variables(workspace)
    foreign = _foreign(workspace)
    seen = set()
    for reading in readings(workspace):
        use = reading.use
        root = use.path.partition(".")[0]
        if use.via or find(known, use.path) or "variables" in workspace.incomplete or _OF_KINDS.get(root) in workspace.incomplete:
            continue
        span = reading.span
        if span in seen:
            continue
        seen.add(span)
        near = nearest(use.path, known)
        hint, edits = _hint(workspace, use.path, near, foreign), ()
        if near and reading.piece.part == "body":
            yield Problem(span, text("unknown-variable", name=use.path), hint, edits=(Edit(span, near, safe=False),))
        else:
            yield Problem(span, text("unknown-variable", name=use.path), hint, edits=edits)


def _hint(workspace: Workspace, path: str, near: str | None, foreign: dict[str, tuple[str, object]]) -> Text:
    if path in foreign:
        ours, product = foreign[path]
        return text("hint-foreign-name", ours=ours, product=product)
    if path.startswith("kb.") and path.endswith(".url") and path[3:-4] in workspace.articles:
        return text("hint-article-without-url", article=path[3:-4])
    if near:
        return text("hint-did-you-mean", name=near)
    return text("hint-define-variable", name=path)


def _foreign(workspace: Workspace) -> dict[str, tuple[str, object]]:
    """What helpdesks call our variables: `ticket.requester.first_name` is Zendesk's `customer.first_name`."""
    found: dict[str, tuple[str, object]] = {}
    for item in workspace.helpdesks.values():
        for ours, placeholder in item.value.placeholders.items():
            native = (placeholder.native or "").strip("#{} ")
            if native and native != ours:
                found.setdefault(native, (ours, dict(item.value.name)))
    return found
