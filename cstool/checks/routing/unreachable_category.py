"""A category that rules write and no ticket ever ends with.

Every rule that writes it is dead, or a later stage always writes another one. Its SOP, SLA policies and templates wait for
tickets that never come, and reports show a zero that nobody questions.

Bad:

    # config/routing.yaml
    stages:
      - id: classify
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {category: refund, skills: refunds}}
          - {id: other, when: always, then: {category: other}}
      - id: again
        match: first
        rules:
          - {id: all-other, when: always, then: {category: other}}
      - id: assign
        match: first
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

Good:

    # config/routing.yaml
    stages:
      - id: classify
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {category: refund, skills: refunds}}
          - {id: other, when: always, then: {category: other}}
      - id: assign
        match: first
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：有规则会写这个分类，但没有工单最后会是它：写它的规则都不生效，或后面的环节总会改成别的。它的流程、时效、话术都等不到工单。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.routing.symbolic.paths import categories_never_kept
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Categories of the vocabulary that some rule in force writes, and that no event can leave on a ticket."""
    if workspace.incomplete & {"stages", "rules"}:
        return
    for category, writers in categories_never_kept(workspace):
        item = workspace.categories.get(category)
        yield Problem(
            item.at() if item else writers[0].rule.item.at("then", "category"),
            text("unreachable-category", category=category, rules=quoted(*(firing.rule.id for firing in writers[:5]))),
            text("hint-unreachable-category"),
            related=tuple(
                (firing.rule.item.at("then", "category"), text("writes-it", rule=firing.rule.id)) for firing in writers[:5]
            ),
        )
