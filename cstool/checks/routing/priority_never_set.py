"""A path on which a ticket gets a team and no priority.

Without a priority the helpdesk takes its own default, and the SLA is chosen by a priority that nobody set. A ticket is shown that
takes the path. Let every rule that gives a team give a priority too.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
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

中文：有一条路径：工单得到了小组，却没有优先级；时效会按没人设过的优先级计算。请让每条派单规则同时写上优先级。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.routing.symbolic.course import CREATED, courses_of
from cstool.routing.symbolic.paths import without_priority
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules that give a team on whose tickets no priority is written, where rules give priorities at all."""
    course = courses_of(workspace).get(CREATED)
    if course is None:
        return
    for firing, ticket in without_priority(course):
        yield Problem(
            firing.rule.item.at("then"),
            text("priority-never-set", rule=firing.rule.id),
            text("hint-priority-never-set", rule=firing.rule.id),
            witness=course.shown(ticket, firing),
        )
