"""Nobody of the team that owns a channel takes tickets of its kind.

Every member's capacity for that kind of channel is 0: automatic assignment never finds an agent.

Bad:

    # config/channels/page.yaml
    channels:
      live-chat: {type: chat, languages: [en], calendar: shenzhen, team: chat}
    # config/teams/page.yaml
    teams:
      chat: {members: [cai]}
    agents:
      cai: {name: Cai, email: cai@base.example, languages: {en: fluent}, calendar: shenzhen, capacity: {chat: 0}}

Good:

    # config/channels/page.yaml
    channels:
      live-chat: {type: chat, languages: [en], calendar: shenzhen, team: chat}
    # config/teams/page.yaml
    teams:
      chat: {members: [cai]}
    agents:
      cai: {name: Cai, email: cai@base.example, languages: {en: fluent}, calendar: shenzhen, capacity: {chat: 3}}

中文：负责某渠道的小组里，所有客服对这类渠道的接待上限都是 0，系统永远分配不出去。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Channels whose team's members all state the capacity 0 for its type; an unstated capacity has no limit."""
    for name, channel in workspace.channels.items():
        team = workspace.teams.get(channel.value.team or "")
        if team is None or not channel.value.in_force(workspace.today):
            continue
        members = [workspace.agents[agent] for agent in team.value.members if agent in workspace.agents]
        stated = [agent.value.capacity.get(channel.value.type) for agent in members if agent.value.in_force(workspace.today)]
        if stated and not any(capacity is None or capacity > 0 for capacity in stated):
            message = text("zero-capacity", team=channel.value.team, type=channel.value.type, channel=name)
            related = tuple((agent.at("capacity", channel.value.type), text("capacity-here")) for agent in members)
            yield Problem(team.at("members"), message, text("hint-zero-capacity", type=channel.value.type), related=related)
