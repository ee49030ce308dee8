"""A target that is met by the team's clock and missed by the marketplace's.

The team counts working hours; Amazon, Walmart and the others count every hour of the week. Two working hours that begin on a
Friday evening are over on Monday morning: the report says "met", the marketplace says "late". For every target on working hours
the most unlucky message of the coming year is worked out exactly, with holidays, make-up working days and changes of the clocks,
and held against the limits of the packs in force, on their own clock. The message is the witness. A network that takes no free
text after a while (WhatsApp) is treated alike: the answer comes too late to be sent.

Targets whose number alone is above the limit are reported by looser-than-marketplace.

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
      - {id: everything, targets: {first_reply: 2h, resolution: 24h}}

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
      - {id: amazon, when: {pack: amazon}, targets: {first_reply: {within: 20h, calendar: 24x7}, resolution: 24h}}
      - {id: everything, targets: {first_reply: 4h, resolution: 24h}}

中文：按团队的工作时间算达标，按平台的自然时间算却超时。周五傍晚开始的 2 个工作小时要到周一上午才到期：报表显示“达标”，
平台记为“超时”。逐一计算未来一年里最不巧的那条消息（含节假日、调休和夏令时），并与生效的平台规则包的时限比较；这条消息就是
反例。WhatsApp 这类超过时限就不能自由回复的渠道也一样。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.model.base import Duration
from cstool.sla import SlaBook, compile_sla
from cstool.sla.duties import behind_duty, duties_on, market_zone
from cstool.sla.matrix import Row, timed_of, under
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """One problem for a target and a limit, told of the channel and the priority that are worst off."""
    book = compile_sla(workspace)
    found: dict[tuple[object, ...], list[Row]] = {}
    for channel, item in workspace.channels.items():
        for row in _late(workspace, book, channel) if item.value.in_force(workspace.today) else ():
            if row.duty:
                key = (row.goal.policy.value.id, row.goal.metric, row.duty.limit, row.duty.is_window)
                found.setdefault(key, []).append(row)
    for rows in found.values():
        yield _problem(book, max(rows, key=lambda row: row.behind), rows)


def _late(workspace: Workspace, book: SlaBook, channel: str) -> Iterator[Row]:
    for duty in duties_on(workspace, channel):
        for goal in under(book, channel, duty):
            if duty.is_window or not duty.looser(goal.within):
                worst = behind_duty(timed_of(book, goal), duty, workspace.today)
                row = Row(channel, goal, worst, duty, market_zone(workspace, channel))
                if row.verdict == "late":
                    yield row


def _problem(book: SlaBook, row: Row, rows: list[Row]) -> Problem:
    goal, worst, duty = row.goal, row.worst, row.duty
    assert worst is not None
    assert duty is not None
    entry = duty.entry.value
    zone = book.clock(goal.calendar).zone if goal.calendar in book.calendars else row.zone
    start, due = (moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") for moment in (worst.start, worst.due))
    message = text(
        "answered-outside-window" if duty.is_window else "two-clocks",
        metric=goal.metric,
        within=str(goal.within),
        calendar=goal.calendar,
        longest=_said(worst.elapsed.total_seconds()),
        channels=quoted(*dict.fromkeys(one.channel for one in rows)),
        start=start,
        zone=zone.key,
        due=due,
        behind=_said(worst.behind.total_seconds()),
        limit=str(duty.limit),
        share=f"{worst.late / worst.whole:.1%}",
        source=entry.source,
    )
    return Problem(
        goal.policy.at("targets", goal.metric, goal.key),
        message,
        text("hint-two-clocks", limit=str(duty.limit)),
        related=((duty.entry.at("limit"), text("marketplace-rule", what=entry.what)),),
        witness={"channel": row.channel, "received_at": worst.start.astimezone(row.zone).isoformat()},
        severity=Severity.WARNING if entry.confidence == "weak" else None,
    )


def _said(seconds: float) -> str:
    return str(Duration(int(seconds)))
