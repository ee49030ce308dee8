"""Tickets overflow to a team where nobody has the skill they need.

When the first team is full the ticket goes over to people who cannot do it: a refund lies with agents who may not approve
one. Give the skill to somebody of that team, or take the team out of `overflow`.

Bad:

    # config/teams/page.yaml
    teams:
      returns: {members: [ana, bo], overflow: [helpers]}
      helpers: {members: [cai]}
    agents:
      cai: {name: Cai, email: cai@base.example, languages: {en: fluent, zh-CN: native}, calendar: shenzhen}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: returns, priority: normal, skills: refunds}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/teams/page.yaml
    teams:
      returns: {members: [ana, bo], overflow: [helpers]}
      helpers: {members: [cai]}
    agents:
      cai: {name: Cai, email: cai@base.example, languages: {en: fluent, zh-CN: native}, skills: [refunds], calendar: shenzhen}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: returns, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：工单溢出到另一个小组，而那里没有人具备规则要求的技能，溢出过去也办不了。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.routing.compile import compile_routing
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Skills that rules in force ask for together with a team, against each team it overflows to; each lack once."""
    if not workspace.incomplete.isdisjoint(("agents", "teams")):
        return
    told: set[tuple[str, str, str]] = set()
    for rule in (rule for stage in compile_routing(workspace).stages for rule in stage.rules if rule.actions.skills):
        name = rule.actions.team or ""
        team = workspace.teams.get(name)
        for position, other in enumerate(team.value.overflow if team else ()):
            helping = workspace.teams.get(other)
            if team is None or helping is None or helping.value.external:
                continue
            agents = [workspace.agents[agent].value for agent in helping.value.members if agent in workspace.agents]
            held = {skill for agent in agents if agent.in_force(workspace.today) for skill in agent.skills}
            for skill in rule.actions.skills:
                if skill not in held and skill in workspace.skills and (name, other, skill) not in told:
                    told.add((name, other, skill))
                    message = text("overflow-without-skill", team=name, other=other, skill=skill)
                    related = ((rule.item.at("then", "skills"), text("skill-asked-here", rule=rule.id, skill=skill)),)
                    hint = text("hint-overflow-skill", other=other, skill=skill)
                    yield Problem(team.at("overflow", position), message, hint, related=related)
