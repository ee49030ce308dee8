"""A `*` stands where it means nothing.

`return*` finds returns, returned, returning. Elsewhere in a keyword the star is no wildcard, and after a Chinese, Japanese,
Korean or Thai character it would add nothing: those are found inside a sentence anyway.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: special, when: {text: ["退货*"]}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: special, when: {text: ["return*", 退货]}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：'*' 只能放在字母单词末尾（return*）。中文、日文、韩文、泰文本来就按字查找，不需要加 '*'。
"""

from collections.abc import Iterator

from cstool.conditions.book import book_of
from cstool.diagnostic import Problem, Severity
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """What compiling the conditions found of this kind."""
    yield from book_of(workspace).problems("misplaced-wildcard")
