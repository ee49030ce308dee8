"""A rule compares an amount of money without saying the currency.

200 is a lamp in dollars and a cable in yen. A limit without currency sends refunds of the wrong size to the wrong person.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: special, when: {order.amount: {gte: 200}}, then: {team: frontline, priority: high}}
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
          - {id: special, when: {order.amount: {gte: 200 USD}}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：金额没有写币种。200 美元和 200 日元差得很远，退款审批会交给错误的人。
"""

from collections.abc import Iterator

from cstool.conditions.book import book_of
from cstool.diagnostic import Problem, Severity
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """What compiling the conditions found of this kind."""
    yield from book_of(workspace).problems("amount-without-currency")
