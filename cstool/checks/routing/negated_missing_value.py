"""A `not` also holds for tickets that lack the value.

`not: {customer.country: DE}` takes every ticket whose country nobody knows. That may be meant; mostly it is not. Demand the
value beside it, or say that tickets without it are meant.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: special, when: {not: {customer.country: DE}}, then: {team: frontline, priority: high}}
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
          - {id: special, when: {customer.country: {not_in: [DE]}}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：not 对缺少该值的工单也成立：国家未知的工单也会命中“不是德国”。多数情况并非本意，请写明。
"""

from collections.abc import Iterator

from cstool.conditions.book import book_of
from cstool.diagnostic import Problem, Severity
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """What compiling the conditions found of this kind."""
    yield from book_of(workspace).problems("negated-missing-value")
