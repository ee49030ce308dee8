"""An escalation goes to people of whom nobody works before the target is missed.

Three quarters of a target on `24x7` may be over in the night; a lead who works from nine to six reads of it in the morning, when
it is too late. The worst moment of the coming year is worked out from the hours, shifts and holidays of everybody who is told.
Agents under `on_call` of any team can be called at any hour, and so can an external team by mail.

Bad:

    # config/sla.yaml
    policies:
      - id: everyone
        targets: {first_reply: 4h, resolution: {within: 24h, calendar: 24x7}}
        escalate: [{at: 75%, of: resolution, do: notify, to: {agent: ana}}]

Good:

    # config/sla.yaml
    policies:
      - id: everyone
        targets: {first_reply: 4h, resolution: 24h}
        escalate: [{at: 75%, of: first_reply, do: notify, to: {agent: ana}}]

中文：升级通知的人里，没有一个会在超时之前上班。自然时间的目标可能在半夜就过了 75%，而白班组长第二天早上才看到，已经来不及。
按每个人的工作日历、班次和节假日算出未来一年里最糟的时刻；任何小组的 on_call 里的人随时可以叫到，外部小组可以随时收邮件。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, Text, quoted, text
from cstool.errors import CstoolError
from cstool.model.base import Duration
from cstool.model.sla import Escalation
from cstool.sla import CHANNEL_FACTS, Goal, SlaBook, can_hold, compile_sla, possible_goals, thought_of
from cstool.sla.duties import COMING, market_zone
from cstool.sla.people import hours_of, on_call, reached
from cstool.workspace import Workspace
from cstool.worktime import zone_of
from cstool.worktime.worst import Worst, unattended

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Each step before the target is missed; one problem a step, at its worst moment."""
    book, called = compile_sla(workspace), on_call(workspace)
    for item, _ in book.policies:
        for position, step in enumerate(item.value.escalate):
            told = reached(workspace, step.to)
            if step.at >= 100 or not told.agents or told.by_mail or not told.whole or called.intersection(told.agents):
                continue
            goals = _goals(workspace, book, item.value.id, step)
            worst = max(_absences(workspace, book, step, told.agents, goals), key=lambda one: one[0].behind, default=None)
            if worst is not None:
                yield Problem(
                    item.at("escalate", position, "to"),
                    _message(workspace, worst[0], worst[1], step, told.agents),
                    text("hint-nobody-on-call"),
                )


def _goals(workspace: Workspace, book: SlaBook, policy: str, step: Escalation) -> dict[tuple[str, Duration], Goal]:
    """The lengths of the step's target, on each clock on which the policy can apply."""
    found = {}
    for channel in workspace.channels:
        view = thought_of(book, channel)
        if any(
            item.value.id == policy and can_hold(condition, view, CHANNEL_FACTS) is not False for item, condition in book.policies
        ):
            for goal in possible_goals(book, view, CHANNEL_FACTS).get(step.of, ()):
                if goal.policy.value.id == policy and not goal.within.working_days:
                    found[goal.calendar, goal.within] = goal
    return found


def _absences(
    workspace: Workspace, book: SlaBook, step: Escalation, agents: tuple[str, ...], goals: dict[tuple[str, Duration], Goal]
) -> Iterator[tuple[Worst, Goal]]:
    hours = hours_of(workspace, agents)
    for goal in goals.values() if hours else ():
        left = max(goal.within.seconds - int(goal.within.seconds * step.at / 100), 1)
        try:
            worst = unattended(hours or (), (book.clock(goal.calendar), Duration(left)), workspace.today, COMING)
        except CstoolError:  # a zone or holidays that nobody knows: their own checks say so
            continue
        if worst is not None and worst.behind.total_seconds() > 0:
            yield worst, goal


def _message(workspace: Workspace, worst: Worst, goal: Goal, step: Escalation, agents: tuple[str, ...]) -> Text:
    calendar = workspace.calendars.get(goal.calendar)
    zone = zone_of(calendar.value.timezone) if calendar else market_zone(workspace, "")
    moments = {
        name: moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        for name, moment in (("told", worst.start), ("missed", worst.limit or worst.due), ("back", worst.due))
    }
    return text(
        "nobody-on-call",
        at=step.at,
        metric=step.of,
        people=quoted(*agents),
        within=str(goal.within),
        calendar=goal.calendar,
        zone=zone.key,
        **moments,
    )
