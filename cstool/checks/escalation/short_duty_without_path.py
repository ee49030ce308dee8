"""A marketplace demands an answer within hours in grave cases, and no policy on the channel is that fast and tells anybody.

Walmart wants complaints that come through the Better Business Bureau or an Attorney General answered within one hour
(marketplacelearn.walmart.com, Customer Care policy). Such a case needs a policy whose answer is in time even at the most unlucky
hour, with an escalation of that target. Limits of up to four hours are looked at.

Bad:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    packs: [walmart]
    # config/channels/walmart.yaml
    channels:
      walmart-us: {type: marketplace, pack: walmart, country: US, languages: [en], calendar: shenzhen, team: market}
    # config/teams/market.yaml
    teams:
      market: {name: Market, members: [ana, bo], on_call: [ana]}
    # config/sla.yaml
    policies:
      - {id: market, when: {pack: walmart}, targets: {first_reply: {within: 20h, calendar: 24x7}, resolution: 24h}}
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}}

Good:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    packs: [walmart]
    # config/channels/walmart.yaml
    channels:
      walmart-us: {type: marketplace, pack: walmart, country: US, languages: [en], calendar: shenzhen, team: market}
    # config/teams/market.yaml
    teams:
      market: {name: Market, members: [ana, bo], on_call: [ana]}
    # config/sla.yaml
    policies:
      - {id: market, when: {pack: walmart}, targets: {first_reply: {within: 20h, calendar: 24x7}, resolution: 24h}}
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}}
      - id: authority
        overlay: true
        when: {pack: walmart, body: ["attorney general", "better business bureau"]}
        targets: {first_reply: {within: 45m, calendar: 24x7}}
        escalate: [{at: 50%, of: first_reply, do: notify, to: {team: market}}]

中文：平台对严重情况要求几小时内答复（沃尔玛：监管机构转来的投诉要在 1 小时内），但这个渠道上没有任何一条标准做得到、同时会升
级通知人。只检查 4 小时以内的时限。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.sla import CHANNEL_FACTS, SlaBook, compile_sla, possible_goals, thought_of
from cstool.sla.duties import Duty, behind_duty, duties_on
from cstool.sla.matrix import timed_of
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
SHORT = 4 * 3600


def check(workspace: Workspace) -> Iterator[Problem]:
    """Short limits of the packs in force, those for categories that the workspace does not have included."""
    book = compile_sla(workspace)
    if not workspace.policies or "policies" in workspace.incomplete:
        return
    for channel, item in workspace.channels.items():
        for duty in duties_on(workspace, channel, every_category=True) if item.value.in_force(workspace.today) else ():
            short = duty.clock.plan is None and 0 < duty.limit.seconds <= SHORT and not duty.is_window
            if short and not _has_path(workspace, book, channel, duty):
                entry, limit = duty.entry.value, str(duty.limit)
                values = {"channel": channel, "limit": limit, "metric": duty.metric, "what": entry.what}
                yield Problem(
                    item.at("pack"),
                    text("short-duty-without-path", **values),
                    text("hint-short-duty", metric=duty.metric, limit=limit),
                    related=((duty.entry.at("limit"), text("marketplace-rule", what=entry.what)),),
                    severity=Severity.WARNING if entry.confidence == "weak" else None,
                )


def _has_path(workspace: Workspace, book: SlaBook, channel: str, duty: Duty) -> bool:
    for goal in possible_goals(book, thought_of(book, channel), CHANNEL_FACTS).get(duty.metric, ()):
        if any(step.of == duty.metric for step in goal.policy.value.escalate):
            worst = behind_duty(timed_of(book, goal), duty, workspace.today)
            if worst is not None and worst.behind.total_seconds() <= 0:
                return True
    return False
