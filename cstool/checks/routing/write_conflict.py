"""Two rules of an `every` stage write different values to one field.

Order has no meaning in such a stage: on a ticket that both take, each helpdesk decides by itself who wins, or whether the tag
stays. Make the conditions exclude each other, or use `match: first`.

Bad:

    # config/routing.yaml
    stages:
      - id: label
        match: every
        rules:
          - {id: german, when: {language: de}, then: {status: pending}}
          - {id: vip, when: {customer.tags: vip}, then: {status: open}}
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
          - {id: german, when: {language: de, not: {customer.tags: vip}}, then: {status: pending}}
          - {id: vip, when: {customer.tags: vip}, then: {status: open}}
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge}}

中文：every 环节没有先后，两条规则同时符合时对同一个字段写了不同的值（或一条加标签、一条删标签），结果由后台随意决定。
请让条件互斥，或改用 match: first。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.routing.compile import CompiledRule
from cstool.routing.siblings import Loc
from cstool.routing.symbolic.conflict import Conflict, conflicts
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Pairs of rules of one `every` stage that are not proved to exclude each other; each later rule is named once."""
    for conflict in conflicts(workspace):
        yield _problem(conflict)


def _problem(conflict: Conflict) -> Problem:
    rule, other = conflict.firing.rule, conflict.other.rule
    what, against = _said(rule, conflict.place), _said(other, conflict.other_place)
    return Problem(
        rule.item.at("then", *conflict.place),
        text("write-conflict", rule=rule.id, other=other.id, what=what, against=against),
        text("hint-write-conflict"),
        related=((other.item.at("then", *conflict.other_place), text("sibling-writes", rule=other.id)),),
        witness=conflict.course.shown(conflict.ticket, conflict.firing, conflict.other) if conflict.ticket else None,
    )


def _said(rule: CompiledRule, place: Loc) -> str:
    value = getattr(rule.actions, place[0])
    if len(place) > 1:
        return f"{place[1]}: {value[place[1]]}"
    return f"{place[0]}: {', '.join(value) if isinstance(value, list) else value}"
