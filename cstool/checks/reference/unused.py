"""A category, tag, skill or keyword set is defined and nothing uses it.

Dead words pile up: agents pick a category no rule or report knows, a keyword set is tended for years and searched by no rule.
Names in tests do not count as use.

Bad:

    # config/vocabulary/page.yaml
    keywords:
      peak-season: {en: [christmas], zh-CN: [圣诞, 聖誕]}

Good:

    # config/vocabulary/page.yaml
    keywords:
      peak-season: {en: [christmas], zh-CN: [圣诞, 聖誕]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: gifts, when: {text: {keywords: peak-season}}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：词表里定义了分类、标签、技能或关键词组，却没有任何规则、模板、流程用到它。测试里出现不算使用。
"""

from collections.abc import Iterator

from cstool.conditions.book import book_of
from cstool.conditions.syntax import comparisons
from cstool.diagnostic import Problem, Severity, text
from cstool.references import references
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING

FIELDS = {"category": "category", "tags": "tag", "customer.tags": "tag"}


def check(workspace: Workspace) -> Iterator[Problem]:
    """Defined words that neither a reference nor a condition names; silent while some condition cannot be read."""
    book = book_of(workspace)
    if workspace.incomplete or any(placed.compiled.condition is None for placed in book.placed):
        return
    used = {(found.kind, found.name) for found in references(workspace) if found.by not in ("test", "agent")}
    for placed in book.placed:
        for part in comparisons(placed.compiled.condition) if placed.compiled.condition else ():
            used |= {(FIELDS[part.field.name], str(word)) for word in part.operands if part.field.name in FIELDS}
            used |= {("keywords", name) for name in (part.keyword_set or "").split(", ")}
    defined = {
        "category": workspace.categories,
        "tag": workspace.tags,
        "skill": workspace.skills,
        "keywords": workspace.keywords,
    }
    for kind, items in defined.items():
        for name, item in items.items():
            if (kind, name) not in used:
                yield Problem(item.key_at(), text("unused", kind=text(f"ref-{kind}"), name=name), text("hint-unused"))
