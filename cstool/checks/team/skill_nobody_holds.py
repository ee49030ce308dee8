"""A rule asks for a skill that no agent of its team holds.

Skill-based assignment then finds nobody: the ticket waits until its SLA breaks, although agents are free.

Bad:

    # config/vocabulary/page.yaml
    skills: [claims]
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: claim, when: {text: claim}, then: {team: frontline, priority: high, skills: claims}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/vocabulary/page.yaml
    skills: [claims]
    # config/teams/page.yaml
    teams:
      claims: {members: [cai, dan]}
    agents:
      cai: {name: Cai, email: cai@base.example, languages: {en: fluent, zh-CN: fluent}, calendar: shenzhen, skills: [claims]}
      dan: {name: Dan, email: dan@base.example, languages: {en: fluent, zh-CN: fluent}, calendar: shenzhen, skills: [claims]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: claim, when: {text: claim}, then: {team: claims, priority: high, skills: claims}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：规则要求的技能，在它派往的小组（含溢出小组）里没有任何客服具备，工单会一直等到超时。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Skills of rules in force against the agents in force of the rule's team and its overflow teams, or of all teams."""
    if not workspace.incomplete.isdisjoint(("agents", "teams")):
        return
    held_in: dict[str | None, set[str]] = {}
    for stage, rule in workspace.rules():
        if not (rule.value.in_force(workspace.today) and stage.value.in_force(workspace.today)):
            continue
        team = rule.value.then.team
        for position, skill in enumerate(rule.value.then.skills):
            if team not in held_in:
                held_in[team] = _held(workspace, team)
            if skill in workspace.skills and skill not in held_in[team]:
                name = "skill-nobody-holds-in-team" if team else "skill-nobody-holds"
                message = text(name, skill=skill, **({"team": team} if team else {}))
                yield Problem(rule.at("then", "skills", position), message, text("hint-skill", skill=skill))


def _held(workspace: Workspace, team: str | None) -> set[str]:
    in_force = {name for name, agent in workspace.agents.items() if agent.value.in_force(workspace.today)}
    if team is None or team not in workspace.teams:
        members = in_force
    else:
        members = _members(workspace, team) & in_force
    return {skill for name in members for skill in workspace.agents[name].value.skills}


def _members(workspace: Workspace, team: str) -> set[str]:
    first = workspace.teams[team].value
    teams = [first, *(workspace.teams[other].value for other in first.overflow if other in workspace.teams)]
    return {name for each in teams for name in each.members}
