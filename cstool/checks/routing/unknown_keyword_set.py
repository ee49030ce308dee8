"""A condition names a keyword set that the vocabulary does not have.

The rule has nothing to look for and never applies.

Bad:

    # config/vocabulary/page.yaml
    keywords:
      return: {en: [return*], zh-CN: [退货, 退貨]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: special, when: {text: {keywords: retrun}}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/vocabulary/page.yaml
    keywords:
      return: {en: [return*], zh-CN: [退货, 退貨]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: special, when: {text: {keywords: return}}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：条件引用的关键词组在 config/vocabulary.yaml 里不存在，规则永远不会生效。
"""

from collections.abc import Iterator

from cstool.conditions.book import book_of
from cstool.diagnostic import Problem, Severity
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """What compiling the conditions found of this kind."""
    yield from book_of(workspace).problems("unknown-keyword-set")
