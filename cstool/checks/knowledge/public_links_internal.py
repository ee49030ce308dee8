"""A text that customers read leads to an internal article.

The customer meets a login page, or worse, reads the approval limits.

Bad:

    # config/kb/limits.en.md
    ---
    title: Approval limits
    audience: internal
    url: https://wiki.base.example/limits
    ---
    Up to 50 USD.
    # config/kb/limits.zh-CN.md
    ---
    title: 审批权限
    ---
    50 美元以内。
    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We will answer {{ sla.first_reply | promise }}. See {{ kb.limits.url }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：给客户看的文字链接到了内部知识文章或公司内部地址。客户会打不开，或看到不该看的内容。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, Span, text
from cstool.texts import blanked, pieces
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_INTERNAL_HOST = re.compile(
    r"https?://(?:localhost|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+"
    r"|[\w-]+(?=[/:\s]|$)|[\w.-]+\.(?:local|internal|intranet|corp|lan))(?:[:/][^\s)>\]]*)?"
)


def check(workspace: Workspace) -> Iterator[Problem]:
    """Internal articles and private addresses in customer templates and public articles."""
    internal = {id_ for id_, article in workspace.articles.items() if article.shared.value.audience == "internal"}
    seen: set[Span] = set()
    for piece in pieces(workspace):
        if piece.template is None or piece.template.shared.value.audience == "internal":
            continue
        if piece.template.shared.value.kind == "note":
            continue
        for use in piece.analysis.uses:
            parts = use.path.split(".")
            if parts[0] == "kb" and len(parts) == 3 and parts[1] in internal and not use.in_test:
                span = piece.span(use.start, use.end, use.origin)
                if span not in seen:
                    seen.add(span)
                    message = text("public-links-internal", id=piece.template.id, article=parts[1])
                    yield Problem(span, message, text("hint-public-link"))
        for match in _INTERNAL_HOST.finditer(blanked(piece.text)):
            message = text("public-links-internal-host", link=match[0])
            yield Problem(piece.span(match.start(), match.end()), message, text("hint-public-link"))
    yield from _articles(workspace, internal)


def _articles(workspace: Workspace, internal: set[str]) -> Iterator[Problem]:
    urls = {article: workspace.articles[article].shared.value.url for article in internal}
    for id_, article in workspace.articles.items():
        if id_ in internal:
            continue
        for wording in article.wordings.values():
            for match in re.finditer(r"\]\(([^)\s]+)\)|kb\.([a-z0-9-]+)\.url|https?://[^\s)>\]]+", wording.body):
                target = match[1] or match[2] or match[0]
                hit = next((one for one in sorted(internal) if target in (one, f"{one}.md", urls[one])), None)
                if hit:
                    message = text("public-links-internal", id=id_, article=hit)
                    yield Problem(wording.at(match.start(), len(match[0])), message, text("hint-public-link"))
            for match in _INTERNAL_HOST.finditer(wording.body):
                message = text("public-links-internal-host", link=match[0])
                yield Problem(wording.at(match.start(), len(match[0])), message, text("hint-public-link"))
