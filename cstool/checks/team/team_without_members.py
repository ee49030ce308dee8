"""A team has no agent in force.

Tickets routed to it are on nobody's list. A team outside the company is `external: true` with a mail address.

Bad:

    # config/teams/page.yaml
    teams:
      night: {members: []}

Good:

    # config/teams/page.yaml
    teams:
      night: {members: [ana, bo]}

中文：小组里没有任何在岗客服，派过去的工单没有人看到。公司外部的小组请写 external: true 并填写邮箱。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Teams in force that are not external and have no member in force."""
    if not workspace.incomplete.isdisjoint(("agents", "teams")):
        return
    there = {name for name, agent in workspace.agents.items() if agent.value.in_force(workspace.today)}
    for name, team in workspace.teams.items():
        if not team.value.in_force(workspace.today):
            continue
        if team.value.external:
            if team.value.email is None:
                yield Problem(team.key_at(), text("external-team-without-address", team=name), text("hint-team-address"))
        elif there.isdisjoint(team.value.members):
            yield Problem(team.key_at(), text("team-without-members", team=name), text("hint-team-members"))
