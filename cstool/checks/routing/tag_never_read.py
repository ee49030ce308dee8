"""A rule puts on a tag that nothing reads and nobody can put a name to.

Tags without a use pile up until nobody dares to remove any. A tag that has a `name` in the vocabulary is there for people and
reports and is left alone; one without a name is a signal between rules, and this signal goes nowhere.

Bad:

    # config/vocabulary/page.yaml
    tags: [peak2024]
    # config/routing.yaml
    stages:
      - id: label
        match: every
        rules:
          - {id: peak, when: {text: christmas}, then: {tags: peak2024}}
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/vocabulary/page.yaml
    tags: {peak2024: {name: {en: Christmas trade, zh-CN: 圣诞旺季}}}
    # config/routing.yaml
    stages:
      - id: label
        match: every
        rules:
          - {id: peak, when: {text: christmas}, then: {tags: peak2024}}
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：规则打上的标签没有任何规则、时效、流程、主动消息去看，词表里也没有给它起名字，等于白打。
给人看或做报表用的标签，请在词表里写上 name。
"""

from collections.abc import Iterator

from cstool.conditions.book import book_of
from cstool.conditions.syntax import comparisons
from cstool.diagnostic import Problem, Severity, text
from cstool.routing.dataflow import dataflow_of
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Nameless tags that rules in force put on and no condition reads; each once. Silent while some condition cannot be read."""
    book = book_of(workspace)
    if workspace.incomplete or any(placed.compiled.condition is None for placed in book.placed):
        return
    read = {
        str(tag)
        for placed in book.placed
        if placed.compiled.condition
        for part in comparisons(placed.compiled.condition)
        if part.field.name == "tags"
        for tag in part.operands
    }
    told: set[str] = set()
    for placed in dataflow_of(workspace).rules:
        for position, tag in enumerate(placed.rule.actions.tags):
            known = workspace.tags.get(tag)
            if known and not known.value.name and tag not in read and tag not in told:
                told.add(tag)
                message = text("tag-never-read", rule=placed.rule.id, tag=tag)
                related = ((known.key_at(), text("tag-defined-here", tag=tag)),)
                yield Problem(
                    placed.rule.item.at("then", "tags", position), message, text("hint-tag-never-read"), related=related
                )
