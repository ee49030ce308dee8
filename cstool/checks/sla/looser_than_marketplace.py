"""A target is looser than the limit of the marketplace or network on which the customer writes.

Agents who meet the target are late for the marketplace, which counts it against the account. The limits come from the packs
in force, each with its source. A target on working hours is reported only where its number alone is above the limit.

Bad:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    packs: [amazon]
    # config/channels/amazon.yaml
    channels:
      amazon-us: {type: marketplace, pack: amazon, languages: [en], calendar: shenzhen, team: market}
    # config/teams/market.yaml
    teams:
      market: {name: Market, members: [ana, bo], on_call: [ana]}
    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: {within: 36h, calendar: 24x7}}}

Good:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    packs: [amazon]
    # config/channels/amazon.yaml
    channels:
      amazon-us: {type: marketplace, pack: amazon, languages: [en], calendar: shenzhen, team: market}
    # config/teams/market.yaml
    teams:
      market: {name: Market, members: [ana, bo], on_call: [ana]}
    # config/sla.yaml
    policies:
      - {id: amazon, when: {pack: amazon}, targets: {first_reply: {within: 20h, calendar: 24x7}, resolution: 48h}}
      - {id: everything, targets: {first_reply: 4h, resolution: 24h}}

中文：目标比平台的时限还松：客服按目标回复，平台却已记为超时，影响店铺考核。时限来自生效的平台规则包（附来源）。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.sla import Goal, compile_sla
from cstool.sla.duties import Duty, duties_on
from cstool.sla.matrix import under
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Targets that tickets of a channel can get, against its pack's limits; one problem for a target and a limit."""
    book = compile_sla(workspace)
    found: dict[tuple[object, ...], tuple[Goal, Duty, list[str]]] = {}
    for channel in workspace.channels:
        for duty in duties_on(workspace, channel):
            for goal in () if duty.is_window else under(book, channel, duty):
                if duty.looser(goal.within):
                    key = (goal.policy.at("targets", goal.metric, goal.key), duty.limit, duty.clock.plan is None)
                    channels = found.setdefault(key, (goal, duty, []))[2]
                    channels += [channel] if channel not in channels else []
    for goal, duty, channels in found.values():
        yield _problem(goal, duty, tuple(channels))


def _problem(goal: Goal, duty: Duty, channels: tuple[str, ...]) -> Problem:
    entry = duty.entry.value
    message = text(
        "looser-than-marketplace",
        metric=goal.metric,
        within=str(goal.within),
        limit=str(duty.limit),
        channels=quoted(*channels),
        source=entry.source,
    )
    return Problem(
        goal.policy.at("targets", goal.metric, goal.key),
        message,
        text("hint-tighten", limit=str(duty.limit)),
        related=((duty.entry.at("limit"), text("marketplace-rule", what=entry.what)),),
        witness={"channel": channels[0]},
        severity=Severity.WARNING if entry.confidence == "weak" else None,
    )
