"""A ticket that deserves a high priority gets a low one, because a milder rule stands above.

In a `first` stage the upper rule wins. Where a rule below would give high or urgent, the upper one less, and neither is a special
case of the other, the order is probably an accident: a VIP with a small order waits like everybody. A ticket that shows it is
given. Move the urgent rule up; or, where it is meant so, write a test with such a ticket: then the order is on record. At most
20 are shown at once: moving one rule mends many.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: small, when: {order.amount: {lt: 20 USD}}, then: {team: frontline, priority: low}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: low, skills: refunds}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

Good:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: normal, skills: refunds}}
          - {id: small, when: {order.amount: {lt: 20 USD}}, then: {team: frontline, priority: low}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：应该优先的工单被上面更“轻”的规则先拿走，优先级变低：例如重要客户的小额订单按 low 处理。
请把更急的规则移到上面；如果就是这个意思，写一个这样的用例。
"""

from collections.abc import Iterator
from itertools import islice

from cstool.diagnostic import Problem, Severity, text
from cstool.routing.symbolic.overlap import milder_above
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
MOST = 20
"""So many are shown at once: the first mended move many others."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules of a `first` stage with a milder one above that can take their tickets, where no test meets both; the first 20."""
    for overlap in islice(milder_above(workspace), MOST):
        rule, other = overlap.lower.rule, overlap.upper.rule
        kind = "-below" if overlap.lower.stage.match == "sequence" else ""
        names = {"rule": rule.id, "other": other.id}
        yield Problem(
            rule.item.at("then", "priority"),
            text(f"milder-rule-wins{kind}", mine=str(rule.actions.priority), theirs=str(other.actions.priority), **names),
            text(f"hint-milder-rule-wins{kind}", **names),
            related=((other.item.at("then", "priority"), text("takes-them", rule=other.id)),),
            witness=overlap.course.shown(overlap.ticket, overlap.upper, overlap.lower),
        )
