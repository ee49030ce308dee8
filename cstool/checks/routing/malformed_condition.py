"""A condition has no meaning as it is written.

An empty `any`, a list where a mapping belongs, a condition without a single comparison: a rule that holds for nothing or for
everything by accident. `when: always` says everything.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: special, when: {any: []}, then: {team: frontline, priority: high}}
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
          - {id: special, when: {any: [{language: de}, {customer.country: DE}]}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：条件的写法没有意义：空的 any、该写映射却写了列表、一个比较都没有。对所有工单生效请写 when: always。
"""

from collections.abc import Iterator

from cstool.conditions.book import book_of
from cstool.diagnostic import Problem, Severity
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """What compiling the conditions found of this kind."""
    yield from book_of(workspace).problems("empty-condition", "not-a-condition", "block-not-a-list", "condition-too-deep")
