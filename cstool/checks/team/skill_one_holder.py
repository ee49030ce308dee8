"""Only one agent holds a skill that rules ask for.

On that person's holiday every ticket that needs the skill stands still.

Bad:

    # config/vocabulary/page.yaml
    skills: [claims]
    # config/teams/page.yaml
    teams:
      claims: {members: [cai, dan]}
    agents:
      cai: {name: Cai, email: cai@base.example, languages: {en: fluent, zh-CN: fluent}, calendar: shenzhen, skills: [claims]}
      dan: {name: Dan, email: dan@base.example, languages: {en: fluent, zh-CN: fluent}, calendar: shenzhen}
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

中文：规则需要的技能只有一名客服具备，此人休假时相关工单全部停滞。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Skills asked for by rules that exactly one agent in force holds."""
    if "agents" in workspace.incomplete:
        return
    asked = {skill for _, rule in workspace.rules() for skill in rule.value.then.skills}
    for name, skill in workspace.skills.items():
        holders = [
            id_ for id_, agent in workspace.agents.items() if name in agent.value.skills and agent.value.in_force(workspace.today)
        ]
        if name in asked and len(holders) == 1:
            related = ((workspace.agents[holders[0]].key_at(), text("the-only-holder", skill=name)),)
            message = text("skill-one-holder", skill=name, agent=holders[0])
            yield Problem(skill.key_at(), message, text("hint-skill", skill=name), related=related)
