"""An escalation whose recipient is nobody: a role that no agent has, a team without people, an agent who has left.

The escalation goes out as planned, the report says so, and nobody has read it. A chain of escalations has to end with a person.

Bad:

    # config/vocabulary/page.yaml
    categories: {claim: {name: {en: Claim, zh-CN: 索赔}}}
    # config/teams/page.yaml
    teams:
      night: {external: true}
    # config/sla.yaml
    policies:
      - id: everyone
        targets: {first_reply: 4h, resolution: 24h}
        escalate: [{at: 75%, of: resolution, do: notify, to: {team: night}}]

Good:

    # config/sla.yaml
    policies:
      - id: everyone
        targets: {first_reply: 4h, resolution: 24h}
        escalate: [{at: 75%, of: resolution, do: notify, to: {role: lead}}]

中文：升级没有通知到任何人：角色没有人担任、小组没有成员（外部小组没有邮箱），或者客服已离岗。报表显示“已升级”，其实没人看到。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, Span, text
from cstool.model.sla import Recipient
from cstool.sla.people import reached
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Recipients of policies and rules in force that exist and reach no agent in force."""
    for item in workspace.policies:
        if item.value.in_force(workspace.today):
            for position, step in enumerate(item.value.escalate):
                yield from _nobody(workspace, step.to, item.at("escalate", position, "to"))
    for stage, rule in workspace.rules():
        to = rule.value.then.escalate
        if to is not None and stage.value.in_force(workspace.today) and rule.value.in_force(workspace.today):
            yield from _nobody(workspace, to, rule.at("then", "escalate"))


def _nobody(workspace: Workspace, to: Recipient, span: Span) -> Iterator[Problem]:
    told = reached(workspace, to)
    exists = to.team in workspace.teams or to.agent in workspace.agents or to.role in workspace.role_names()
    if exists and told.whole and not told.agents and not told.by_mail:
        name = to.team or to.agent or to.role
        message = text(f"escalates-to-empty-{'team' if to.team else 'agent' if to.agent else 'role'}", name=name)
        yield Problem(span, message, text("hint-escalate-to-person"))
