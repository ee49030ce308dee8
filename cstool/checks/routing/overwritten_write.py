"""What a rule writes never lasts: a later stage always writes it again.

The last stage that writes a field wins. Where later stages write on every ticket that this rule takes, its value is never seen
by anybody. Take it out, or let the later stage leave those tickets alone.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: polish
        match: first
        rules:
          - {id: polished, when: always, then: {priority: low}}
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
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline}}
          - {id: rest, when: always, then: {team: frontline}}
      - id: polish
        match: first
        rules:
          - {id: polished, when: always, then: {priority: low}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：规则写的值从来留不住：后面的环节对它的每个工单都会再写一次。请删掉这个写入，或让后面的环节跳过这些工单。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.routing.symbolic.paths import lost_writes
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Writes of rules that apply whose value no ticket keeps to the end, although nothing in between reads it."""
    for lost in lost_writes(workspace):
        rule = lost.firing.rule
        yield Problem(
            rule.item.at("then", lost.field),
            text("overwritten-write", rule=rule.id, field=lost.field, stages=quoted(*(stage.id for stage in lost.stages))),
            text("hint-overwritten-write", field=lost.field),
        )
