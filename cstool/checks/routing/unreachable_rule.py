"""A rule reads what nothing above it can have written.

Its condition is sound, but when its stage runs, no ticket can be as it demands: the category it asks for is written by no rule
above, or only by rules that never apply together with it. So it never applies.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: paid-back, when: {category: refund, priority: urgent}, then: {team: frontline, priority: urgent}}
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
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：规则读取的值，上面没有任何规则能写出来（例如没人写的分类），所以它永远不会生效。请检查写入这个值的规则，或删除它。
"""

from collections.abc import Iterator

from cstool.conditions.syntax import Comparison, comparisons
from cstool.conditions.universe import ROUTED
from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.routing.symbolic.reach import dead_rules
from cstool.routing.symbolic.recall import Dead
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules whose condition holds for no ticket in the state in which it can be when their stage runs."""
    if workspace.incomplete & {"stages", "rules"}:
        return
    for dead in dead_rules(workspace):
        if dead.why == "unreachable":
            yield _problem(dead)


def _problem(dead: Dead) -> Problem:
    rule = dead.firing.rule
    asked = [part for part in comparisons(rule.condition) if _of_routing(part)]
    place = asked[0].span if asked else rule.item.at("when")
    names = quoted(*dict.fromkeys(part.field.name for part in asked)) or quoted("when")
    message = text("unreachable-rule", rule=rule.id, stage=dead.firing.stage.id, fields=names)
    return Problem(place, message, text("hint-unreachable-rule", rule=rule.id))


def _of_routing(part: Comparison) -> bool:
    return part.field.name in ROUTED or part.field.name == "tags" or part.field.own
