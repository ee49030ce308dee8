"""A rule's limit is in a currency that the orders of some store cannot be converted to.

Without a rate in config/facts.yaml the comparison is false, so a large order of that store is treated as a small one.

Bad:

    # config/channels/page.yaml
    stores:
      tokyo: {currency: JPY}
    # config/facts.yaml
    rates: {EUR: 1.08 USD}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: large, when: {order.amount: {gte: 200 USD}}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/channels/page.yaml
    stores:
      tokyo: {currency: JPY}
    # config/facts.yaml
    rates: {EUR: 1.08 USD, JPY: 0.0067 USD}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: large, when: {order.amount: {gte: 200 USD}}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：规则的金额与某个店铺的币种之间没有汇率，比较结果永远为假，大额订单会被当成小额。请在 config/facts.yaml 的 rates 里补上汇率。
"""

from collections.abc import Iterator

from cstool.conditions.book import book_of
from cstool.diagnostic import Problem, Severity
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """What compiling the conditions found of this kind."""
    yield from book_of(workspace).problems("currency-without-rate")
