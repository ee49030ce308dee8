"""A rule gives tickets to one named person.

On that person's day off, at night and after they have left, the tickets wait on a list that nobody looks at, and no load is
shared. Give them to a team; a skill finds the person who knows the matter.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {assignee: ana, team: frontline, priority: normal}}
          - {id: rest, when: always, then: {team: frontline, priority: normal, skills: refunds}}

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

中文：规则把工单派给某一个人：这个人休假、下班或离职后，工单就没人看。请派给小组，需要专门能力时用技能要求。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.routing.compile import compile_routing
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules in force that write an assignee; a team of that agent is proposed."""
    for stage in compile_routing(workspace).stages:
        for rule in stage.rules:
            agent = rule.actions.assignee
            if agent is not None:
                team = next((name for name, item in workspace.teams.items() if agent in item.value.members), None)
                team = rule.actions.team or team
                hint = text("hint-write", value=f"team: {team}") if team else None
                yield Problem(rule.item.at("then", "assignee"), text("assigned-to-person", rule=rule.id, agent=agent), hint)
