"""Our clock pauses where the marketplace's goes on.

The report says "met, the time on hold does not count"; the marketplace has counted it. A pause while the ticket waits for the
warehouse hides our own delay, a pause while it waits for the customer hides that a claim is running out. Told for targets that
stand under a limit of a pack in force: a resolution with any pause, replies with a pause `on_hold`.

Bad:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    packs: [amazon]
    # config/channels/amazon.yaml
    channels:
      amazon-us: {type: marketplace, pack: amazon, country: US, languages: [en], calendar: shenzhen, team: market}
    # config/teams/market.yaml
    teams:
      market: {name: Market, members: [ana, bo], on_call: [ana]}
    # config/sla.yaml
    policies:
      - {id: market, when: {pack: amazon}, targets: {first_reply: {within: 20h, calendar: 24x7}, resolution: 24h}, pause: on_hold}
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}}

Good:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    packs: [amazon]
    # config/channels/amazon.yaml
    channels:
      amazon-us: {type: marketplace, pack: amazon, country: US, languages: [en], calendar: shenzhen, team: market}
    # config/teams/market.yaml
    teams:
      market: {name: Market, members: [ana, bo], on_call: [ana]}
    # config/sla.yaml
    policies:
      - {id: market, when: {pack: amazon}, targets: {first_reply: {within: 20h, calendar: 24x7}, resolution: 24h}, pause: pending}
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}}

中文：我们的时钟暂停时，平台的时钟还在走。报表说“等待时间不算，达标”，平台却照算。等仓库时暂停，掩盖的是自己的拖延；等客户时暂停，
掩盖的是索赔正在到期。只检查受平台时限约束的目标：解决目标的任何暂停，以及回复目标的 on_hold 暂停。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.sla import Goal, compile_sla
from cstool.sla.duties import Duty, duties_on
from cstool.sla.matrix import under
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """One problem a policy and metric, with the channels on which it matters."""
    book = compile_sla(workspace)
    found: dict[tuple[str, str], tuple[Goal, Duty, list[str]]] = {}
    for channel, item in workspace.channels.items():
        for duty in duties_on(workspace, channel) if item.value.in_force(workspace.today) else ():
            for goal in () if duty.is_window else under(book, channel, duty):
                if _hides(goal):
                    named = found.setdefault((goal.policy.value.id, goal.metric), (goal, duty, []))[2]
                    named += [channel] if channel not in named else []
    for goal, duty, channels in found.values():
        entry = duty.entry.value
        values = {"policy": goal.policy.value.id, "metric": goal.metric, "limit": str(duty.limit), "source": entry.source}
        yield Problem(
            goal.policy.at("pause"),
            text("pause-on-marketplace-clock", **values, channels=quoted(*channels), states=tuple(goal.policy.value.pause)),
            text("hint-no-pause"),
            related=((duty.entry.at("limit"), text("marketplace-rule", what=entry.what)),),
            witness={"channel": channels[0]},
            severity=Severity.WARNING if entry.confidence == "weak" else None,
        )


def _hides(goal: Goal) -> bool:
    pause = goal.policy.value.pause
    return bool(pause) if goal.metric == "resolution" else "on_hold" in pause
