"""A rule of an `every` stage reads what another rule of the stage writes.

All rules of such a stage are judged on the ticket as it came in, so the rule never sees what its neighbour writes: the ticket
that it was meant for goes on without it. Put the rule that reads into a stage below.

Bad:

    # config/routing.yaml
    stages:
      - id: label
        match: every
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {tags: vip}}
          - {id: first-in-line, when: {tags: vip}, then: {status: open}}
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge}}

Good:

    # config/routing.yaml
    stages:
      - id: label
        match: every
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {tags: vip, status: open}}
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge}}

中文：every 环节里的规则都按工单进入环节时的样子判断，看不到同一环节其他规则写的值，这条规则等于白写。请把它移到后面的环节。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.routing.symbolic.reading import unseen_writes
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Comparisons of rules in force that a write of a sibling in the same `every` stage can change; each is named once."""
    for unseen in unseen_writes(workspace):
        reader, writer = unseen.reader.rule, unseen.writer.rule
        stage, field = unseen.reader.stage.id, unseen.comparison.field.name.removeprefix("fields.")
        yield Problem(
            unseen.comparison.span,
            text("reads-sibling", rule=reader.id, field=field, other=writer.id, stage=stage),
            text("hint-reads-sibling", rule=reader.id, stage=stage),
            related=((writer.item.at("then", *unseen.place), text("sibling-writes", rule=writer.id)),),
        )
