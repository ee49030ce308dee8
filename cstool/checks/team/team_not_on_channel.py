"""A team gets tickets from a channel that it may not answer.

A marketplace gives its seller account to named people; a team whose `channels` leave the marketplace out can read the ticket
and not answer it, while the marketplace counts the hours.

Bad:

    # config/teams/page.yaml
    teams:
      shop: {members: [ana, bo], channels: [shop-email]}
    # config/channels/page.yaml
    channels:
      live-chat: {type: chat, languages: [en], calendar: shenzhen, team: frontline}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: shop, priority: normal, skills: refunds}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/teams/page.yaml
    teams:
      shop: {members: [ana, bo], channels: [shop-email]}
    # config/channels/page.yaml
    channels:
      live-chat: {type: chat, languages: [en], calendar: shenzhen, team: frontline}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - id: refund
            when: {channel: shop-email, text: {keywords: refund}}
            then: {team: shop, priority: high, skills: refunds}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：规则把某渠道的工单派给小组，但小组的 channels 里没有这个渠道，组员只能看、不能回复，平台的时限照样在走。
"""

from collections.abc import Iterator

from cstool.checks.receiving import receiving
from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Teams that state their channels, against the channels that reach them; each pair once, at its first rule."""
    told: set[tuple[str, str]] = set()
    for rule, pairs in receiving(workspace):
        team = workspace.teams.get(rule.actions.team or "")
        if team is None or not team.value.channels or "teams" in workspace.incomplete:
            continue
        for channel in dict.fromkeys(channel for channel, _ in pairs):
            if channel not in team.value.channels and (rule.actions.team or "", channel) not in told:
                told.add((rule.actions.team or "", channel))
                message = text("team-not-on-channel", rule=rule.id, team=rule.actions.team, channel=channel)
                related = ((team.at("channels"), text("channels-of-team", team=rule.actions.team)),)
                hint = text("hint-team-not-on-channel", channel=channel)
                yield Problem(rule.item.at("then", "team"), message, hint, related=related, witness={"channel": channel})
