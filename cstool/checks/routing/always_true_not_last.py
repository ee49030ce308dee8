"""A rule that takes every ticket, with rules below it in the same `first` stage.

Whatever stands below it never applies. `when: always`, or a condition that is true of every ticket, belongs at the end.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
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
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：first 环节里，一条总是成立的规则下面还有规则：下面的永远不会生效。兜底的规则请放在环节最后。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.routing.symbolic.reach import stoppers
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
SHOWN = 5


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules of `first` stages that hold for every ticket that gets there, and have rules below."""
    for stopper, below in stoppers(workspace):
        names = quoted(*(firing.rule.id for firing in below[:SHOWN])) + (("…",) if len(below) > SHOWN else ())
        yield Problem(
            stopper.rule.item.at("when"),
            text("always-true-not-last", rule=stopper.rule.id, count=len(below), others=names),
            text("hint-always-true-not-last", rule=stopper.rule.id, stage=stopper.stage.id),
            related=tuple((firing.rule.item.at("when"), text("never-reached", rule=firing.rule.id)) for firing in below[:SHOWN]),
        )
