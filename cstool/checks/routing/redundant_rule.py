"""A rule changes nothing: without it every ticket ends in the same way.

Rules above take its tickets and do the same to them, or, if it were gone, a rule below would do the same. Two places now have to
be changed together, and one day only one of them is. Delete it, or give it what it was meant to do.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: refund-mail
            when: {channel: shop-email, text: {keywords: refund}}
            then: {team: frontline, priority: high, skills: refunds}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: low}}
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
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: low}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：多余的规则：去掉它，每个工单的结果都不变。以后改一处忘另一处，就会出错。请删除它，或写上它真正该做的事。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.routing.symbolic.reach import dead_rules, takes_all
from cstool.routing.symbolic.redundancy import spare_rules
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules that could be taken out of their stage and no ticket would end otherwise."""
    for dead in dead_rules(workspace):
        if dead.why == "repeated" and not takes_all(dead):
            rule, takers = dead.firing.rule, [taker.rule for taker in dead.takers]
            yield Problem(
                rule.item.at("when"),
                text("repeated-rule", rule=rule.id, others=quoted(*(taker.id for taker in takers))),
                text("hint-delete-rule", rule=rule.id),
                related=tuple((taker.item.at("when"), text("does-the-same", rule=taker.id)) for taker in takers),
            )
    for spare in spare_rules(workspace):
        rule = spare.firing.rule
        yield Problem(
            rule.item.at("when"),
            text("redundant-rule", rule=rule.id, others=quoted(*(other.rule.id for other in spare.others))),
            text("hint-delete-rule", rule=rule.id),
            related=tuple((other.rule.item.at("when"), text("does-the-same", rule=other.rule.id)) for other in spare.others),
        )
