"""Service levels: one for each set of targets that a ticket can get. The program chooses; the server's clock counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from cstool.backends.account import Account
from cstool.backends.promises import Combination, Goal, channels_for, combinations_of
from cstool.backends.rt.bindings import judge_fields
from cstool.backends.rt.clocks import hours_name
from cstool.backends.weeks import days_of_week
from cstool.conditions.syntax import Condition
from cstool.diagnostic import Span
from cstool.model.base import METRICS, PRIORITIES, Duration
from cstool.model.sla import Policy
from cstool.plan import Resource
from cstool.sla import ALWAYS_OPEN
from cstool.workspace import Item

LONGEST_NAME = 64
"""Characters of a level's name (bestpractical/rt: etc/schema.SQLite, Tickets.SLA)."""
FARTHEST = 30
"""Days after which the server's clock gives up (Business::Hours, add_seconds: MAXTIME)."""


@dataclass(frozen=True)
class Ruled:
    """One policy for the program: targets by metric and priority, each its length, its calendar and whether it pauses."""

    id: str
    overlay: bool
    condition: Condition
    targets: Mapping[str, Mapping[str, tuple[str, str | None, str]]]


@dataclass(frozen=True)
class Level:
    """One service level: what the program calls it, what agents see, and how the server counts it."""

    key: str
    name: str
    body: Mapping[str, object]
    calendars: frozenset[str]


def policies(account: Account) -> tuple[Ruled, ...]:
    """The policies in force, in order."""
    return tuple(_policies(account))


def _policies(account: Account) -> Iterator[Ruled]:
    for item in account.workspace.policies:
        if not account.in_force(item.value):
            continue
        scope = account.scope("policies", item.value.id, item.at())
        condition = account.book.condition(item, "when")
        if scope.excluded or condition is None:
            continue
        judge_fields(account, condition, scope)
        targets: dict[str, dict[str, tuple[str, str | None, str]]] = {}
        for metric in METRICS:
            target = getattr(item.value.targets, metric)
            for priority in PRIORITIES if target else ():
                within = getattr(target, priority) or target.within
                if within:
                    targets.setdefault(metric, {})[priority] = (str(within), target.calendar, pause_of(item.value))
        yield Ruled(item.value.id, item.value.overlay, condition, targets)


def pause_of(policy: Policy) -> str:
    """Whether the clock stands still while the ticket waits, as a word of the key."""
    return "pause" if {"pending", "on_hold"} & set(policy.pause) else "-"


def levels(account: Account) -> tuple[Level, ...]:
    """Every level that a ticket can get, by the text that the program makes of its targets."""
    found: dict[str, Level] = {}
    for combination in combinations_of(account):
        clocks = {account.workspace.channels[id_].value.calendar or ALWAYS_OPEN for id_ in channels_for(account, combination)}
        for clock in sorted({*clocks, ALWAYS_OPEN}):
            for priority in PRIORITIES:
                goals = [goal for goal in combination.goals if goal.priority == priority]
                if goals:
                    level = _level(account, combination, goals, clock)
                    found.setdefault(level.key, level)
    _remarks(account)
    return tuple(found.values())


def _level(account: Account, combination: Combination, goals: list[Goal], clock: str) -> Level:
    by_metric = {goal.metric: goal for goal in goals}
    metrics = [metric for metric in METRICS if metric in by_metric]
    words = {
        metric: f"{by_metric[metric].within} {by_metric[metric].calendar or clock} {pause_of(by_metric[metric].owner.item.value)}"
        for metric in metrics
    }
    reply = by_metric.get("first_reply") or by_metric.get("next_reply")
    kept: dict[str, Goal] = {
        type_: goal
        for type_, goal in (
            ("Response", reply),
            ("KeepInLoop", by_metric.get("update")),
            ("Resolve", by_metric.get("resolution")),
        )
        if goal is not None
    }
    working = [goal.calendar or clock for goal in kept.values() if (goal.calendar or clock) != ALWAYS_OPEN]
    hours = working[0] if working else ALWAYS_OPEN
    if len(set(working)) > 1:
        combination.parts[0].scope.differs("one-calendar-per-level", combination.parts[0].item.at("targets"))
    body: dict[str, object] = {type_: _goal(account, goal, goal.calendar or clock, hours) for type_, goal in kept.items()}
    # Said outright: a level without it is given one in memory as soon as the server looks at it (RT::SLA, Agreement).
    body["Starts"] = {"BusinessMinutes" if working else "RealMinutes": 0}
    if working:
        body |= {"BusinessHours": hours_name(account, hours), "Timezone": account.workspace.calendars[hours].value.timezone}
    key = ";".join(f"{metric} {words[metric]}" for metric in metrics)
    return Level(key, _name(account, kept, clock), body, frozenset(working[:1]))


def _goal(account: Account, goal: Goal, clock: str, hours: str) -> dict[str, object]:
    unit = "RealMinutes" if clock == ALWAYS_OPEN else "BusinessMinutes"
    length = _seconds(account, goal.within, hours)
    counted: dict[str, object] = {unit: length // 60 if length % 60 == 0 else length / 60}
    if pause_of(goal.owner.item.value) == "pause":
        counted |= {"IgnoreOnStatuses": ["stalled"], "ExcludeTimeOnIgnoredStatuses": 1}
    return counted


def _seconds(account: Account, within: Duration, calendar: str) -> int:
    if not within.working_days:
        return within.seconds
    item = account.workspace.calendars.get(calendar)
    days = [sum(end - start for start, end in day) for day in days_of_week(item.value)] if item else [24 * 60]
    return within.working_days * 60 * min((length for length in days if length), default=24 * 60)


def _name(account: Account, kept: Mapping[str, Goal], clock: str) -> str:
    """`cs reply 2h shenzhen, solve 24h 24x7`: the same targets have the same name."""
    words = {"Response": "reply", "KeepInLoop": "update", "Resolve": "solve"}
    parts = []
    for type_, goal in kept.items():
        pause = " (p)" if pause_of(goal.owner.item.value) == "pause" else ""
        parts.append(f"{words[type_]} {goal.within} {goal.calendar or clock}{pause}")
    name = f"cs {', '.join(parts)}"
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 9]} {sha256(name.encode()).hexdigest()[:8]}"


def _remarks(account: Account) -> None:
    for item in account.workspace.policies:
        scope = account.scope("policies", item.value.id, item.at())
        if not account.in_force(item.value) or scope.excluded:
            continue
        targets = item.value.targets
        if targets.next_reply is not None and targets.next_reply != targets.first_reply:
            scope.differs("next-reply-as-first", item.at("targets", "next_reply"))
        if "on_hold" in item.value.pause:
            scope.differs("fewer-states", item.at("pause"))
        if item.value.on_reopen == "restart":
            scope.differs("reopen-clock", item.at("on_reopen"))
        if item.value.escalate:
            scope.differs("escalation-by-cron", item.at("escalate"))
        for metric in METRICS:
            _too_long(account, item, metric, item.at("targets", metric))


def _too_long(account: Account, item: Item[Policy], metric: str, span: Span) -> None:
    target = getattr(item.value.targets, metric)
    lengths = [getattr(target, key) for key in ("within", *PRIORITIES) if target and getattr(target, key)]
    if any(length.working_days for length in lengths):
        account.scope("policies", item.value.id, item.at()).differs("working-days", span)
    named = (
        [target.calendar] if target and target.calendar else [one.value.calendar for one in account.workspace.channels.values()]
    )
    for name in sorted({name for name in named if name is not None}):
        calendar = account.workspace.calendars.get(name)
        week = sum(end - start for day in days_of_week(calendar.value) for start, end in day) * 60 if calendar else 0
        # Two thirds of what the clock looks through: holidays take the rest.
        if week and any(_seconds(account, length, name) * 7 / week > FARTHEST * 2 / 3 for length in lengths):
            account.scope("policies", item.value.id, item.at()).differs("due-beyond-a-month", span)


def service_levels(account: Account, found: tuple[Level, ...]) -> Resource:
    """All levels: they are one setting there. Levels whose names do not begin as ours do are not ours."""
    return Resource("service_levels", "all", "", "", {level.name: level.body for level in found})
