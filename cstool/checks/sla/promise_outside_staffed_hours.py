"""A first reply is promised for hours in which nobody of the team works.

Thirty seconds in the chat until midnight, and the last shift ends at eleven: whoever writes in the last hour waits until
morning. The clock of the target says when the promise holds; the hours, shifts and holidays of the channel's team say when
somebody can keep it. The most unlucky message of the coming year is the witness. A team with somebody `on_call` is taken to
answer at any hour.

Bad:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: {within: 4h, calendar: 24x7}, resolution: {within: 24h, calendar: 24x7}}}

Good:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}}

中文：承诺了首次回复，但那段时间小组里没有人上班。例如聊天承诺到半夜 30 秒内回复，最后一班 23 点就下班了。目标的时钟说明承诺何
时有效，小组成员的日历、班次和节假日说明何时有人；未来一年里最不巧的那条消息就是反例。小组写了 on_call 的，视为随时有人回复。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, Text, quoted, text
from cstool.errors import CstoolError
from cstool.model.sla import Recipient
from cstool.sla import CHANNEL_FACTS, Goal, SlaBook, compile_sla, possible_goals, thought_of
from cstool.sla.duties import COMING, market_zone
from cstool.sla.matrix import timed_of
from cstool.sla.people import hours_of, reached
from cstool.workspace import Workspace
from cstool.worktime import Plan
from cstool.worktime.worst import Worst, unattended

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """One problem for a target, told of the channel on which it is worst."""
    book = compile_sla(workspace)
    found: dict[object, tuple[Worst, Goal, list[str]]] = {}
    for channel, item in workspace.channels.items():
        staff = _staff(workspace, item.value.team) if item.value.in_force(workspace.today) else None
        if not staff:
            continue
        for goal in possible_goals(book, thought_of(book, channel), CHANNEL_FACTS).get("first_reply", ()):
            worst = _absent(workspace, book, goal, staff)
            if worst is not None:
                key = goal.policy.at("targets", goal.metric, goal.key)
                before = found.get(key)
                named = [*(before[2] if before else ()), channel]
                found[key] = (worst, goal, named) if before is None or worst.behind > before[0].behind else (*before[:2], named)
    for worst, goal, channels in found.values():
        span = goal.policy.at("targets", goal.metric, goal.key)
        message = _message(workspace, book, worst, goal, channels)
        witness = {"channel": channels[0], "received_at": worst.start.astimezone(market_zone(workspace, channels[0])).isoformat()}
        yield Problem(span, message, text("hint-staffed-hours"), witness=witness)


def _staff(workspace: Workspace, team: str | None) -> tuple[Plan, ...] | None:
    """The hours of the team's people; None where somebody can be called, or nothing can be said."""
    item = workspace.teams.get(team or "")
    if item is None or item.value.external or item.value.on_call:
        return None
    told = reached(workspace, Recipient(team=team))
    return hours_of(workspace, told.agents) if told.whole else None


def _absent(workspace: Workspace, book: SlaBook, goal: Goal, staff: tuple[Plan, ...]) -> Worst | None:
    try:
        worst = unattended(staff, timed_of(book, goal), workspace.today, COMING)
    except CstoolError:  # a zone or holidays that nobody knows: their own checks say so
        return None
    return worst if worst is not None and worst.behind.total_seconds() > 0 else None


def _message(workspace: Workspace, book: SlaBook, worst: Worst, goal: Goal, channels: list[str]) -> Text:
    zone = book.clock(goal.calendar).zone if goal.calendar in book.calendars else market_zone(workspace, channels[0])
    start, due, back = (
        moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") for moment in (worst.start, worst.limit or worst.due, worst.due)
    )
    return text(
        "promise-outside-staffed-hours",
        metric=goal.metric,
        within=str(goal.within),
        calendar=goal.calendar,
        channels=quoted(*channels),
        team=workspace.channels[channels[0]].value.team,
        start=start,
        due=due,
        back=back,
        zone=zone.key,
        share=f"{worst.late / worst.whole:.1%}",
    )
