"""Rules undo and enable each other in a ring.

One rule writes what the next one asks for, and the last one writes what the first one asks for. Each time the customer
writes again the ticket turns a step further: a tag comes and goes, a status flips, and which of them counts is chance. Rules that
ask for words of the message are left out: there the customer decides.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: again
        event: customer.replied
        match: first
        rules:
          - {id: wake, when: {status: pending}, then: {status: open}}
          - {id: park, when: {status: open}, then: {status: pending}}

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

中文：几条规则首尾相接：一条写入的值正是下一条的条件，最后一条又写回第一条的条件。客户每次来信，标签或状态就翻转一次，
结果全凭运气。要求消息里有某些词的规则不算在内。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.routing.dataflow import dataflow_of
from cstool.routing.rings import rings
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_SHOWN = 8
"""So many rules of a ring are named; the rest is counted."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """The shortest ring of each group of rules for later events, at its first rule."""
    for ring in rings(dataflow_of(workspace)):
        ids = [placed.rule.id for placed in ring]
        names = [*ids[:_SHOWN], *(["…"] if len(ids) > _SHOWN else []), ids[0]]
        related = tuple((one.rule.item.at("then"), text("ring-goes-on", rule=one.rule.id)) for one in ring[1:_SHOWN])
        message = text("rule-cycle", circle=" -> ".join(names))
        yield Problem(ring[0].rule.item.at("then"), message, text("hint-rule-cycle", rule=ids[0]), related=related)
