"""SLAs: one calendar and one set of targets each, so a policy becomes one for every clock and priority that differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from cstool.backends.account import Account, Scope
from cstool.backends.chains import Draft, Step, chain
from cstool.backends.formula import Formula, Row, lower
from cstool.backends.promises import Combination, Goal, Part, channels_for, minutes
from cstool.backends.references import literal, reference
from cstool.backends.zammad.conditions import condition, tags_row
from cstool.backends.zammad.names import marker
from cstool.backends.zammad.triggers import Answers, notice, recipients_of, shape, splitter
from cstool.model.base import PRIORITIES, Metric, Priority
from cstool.model.routing import Actions
from cstool.plan import Key, Resource
from cstool.sla import ALWAYS_OPEN

STAGE = "cs_sla"
METRIC: dict[Metric, str] = {
    "first_reply": "first_response_time",
    "next_reply": "response_time",
    "update": "update_time",
    "resolution": "solution_time",
}
NUMBERS_STEP = 10
Targets = tuple[tuple[str, int], ...]


def bridge(account: Account, combinations: tuple[Combination, ...]) -> tuple[Step, ...]:
    """A stage that tags each ticket with its policy: SLAs choose by name, and texts are judged once only."""
    read = condition(account)
    drafts: list[tuple[Draft, Scope]] = []
    for entry in combinations:
        formulas = [
            lower(part.condition, lambda comparison, positive, scope=part.scope: read(comparison, positive, scope))  # type: ignore[misc]
            for part in entry.parts
        ]
        if any(part.scope.failed for part in entry.parts):
            continue
        item = entry.parts[0].item
        formula = lower(
            entry.condition,
            lambda comparison, positive, scope=entry.parts[0].scope: read(comparison, positive, scope),  # type: ignore[misc]
        )
        assert formulas
        title = title_of(account, entry)
        draft = Draft(STAGE, entry.id, title, "ticket.created", "first", formula, Actions(), item.at(), item.at, (entry.tag,))
        drafts.append((draft, entry.parts[0].scope))
    return chain(STAGE, account.phrase("sla"), "ticket.created", drafts, splitter(account, Answers({})))


def title_of(account: Account, entry: Combination) -> str:
    """What admins see."""
    return " + ".join(account.shown(part.item.value.name, part.item.value.id) for part in entry.parts)


@dataclass(frozen=True, slots=True)
class _Clock:
    """A calendar that a combination counts on, and the tags of the channels for which it does; None: for all."""

    calendar: str
    tags: tuple[str, ...] | None


def slas(account: Account, combinations: tuple[Combination, ...]) -> Iterator[Resource]:
    """All SLAs, with names that sort in the order of the policies."""
    number = 0
    for entry in combinations:
        if any(part.scope.failed for part in entry.parts):
            continue
        for clock in _clocks(account, entry):
            for priorities, calendar, targets in _sets(account, entry, clock):
                number += NUMBERS_STEP
                yield _sla(account, entry, clock, priorities, calendar, targets, number)


def _clocks(account: Account, entry: Combination) -> list[_Clock]:
    if all(goal.calendar for goal in entry.goals):
        return [_Clock(ALWAYS_OPEN, None)]
    found: dict[str, list[str]] = {}
    for channel in channels_for(account, entry):
        calendar = account.workspace.channels[channel].value.calendar or ALWAYS_OPEN
        found.setdefault(calendar, []).append(account.channel_tag(channel))
    if len(found) == 1:
        return [_Clock(next(iter(found)), None)]
    return [_Clock(calendar, tuple(tags)) for calendar, tags in found.items()]


def _sets(account: Account, entry: Combination, clock: _Clock) -> list[tuple[tuple[Priority, ...], str, Targets]]:
    """Priorities with equal targets on an equal calendar share one SLA."""
    grouped: dict[tuple[str, Targets], list[Priority]] = {}
    for priority in PRIORITIES:
        goals = [goal for goal in entry.goals if goal.priority == priority]
        goals = _without_both(goals)
        if not goals:
            continue
        calendars = {goal.calendar or clock.calendar for goal in goals}
        calendar = calendars.pop() if len(calendars) == 1 else ALWAYS_OPEN
        if calendars:
            for goal in goals:
                if (goal.calendar or clock.calendar) != ALWAYS_OPEN:
                    goal.owner.scope.differs("one-calendar-per-sla", goal.owner.item.at("targets", goal.metric))
        for goal in goals:
            _say(goal.owner)
        targets = tuple((METRIC[goal.metric], minutes(account, goal, calendar)) for goal in goals)
        grouped.setdefault((calendar, targets), []).append(priority)
    return [(tuple(priorities), calendar, targets) for (calendar, targets), priorities in grouped.items()]


def _without_both(goals: list[Goal]) -> list[Goal]:
    """A target for the next reply and one for updates exclude each other there: the next reply is kept."""
    if {"next_reply", "update"} <= {goal.metric for goal in goals}:
        for goal in goals:
            if goal.metric == "update":
                goal.owner.scope.unsupported("next-reply-or-update", goal.owner.item.at("targets", "update"))
        return [goal for goal in goals if goal.metric != "update"]
    return goals


def _say(part: Part) -> None:
    policy = part.item
    if set(policy.value.pause) != {"pending"}:
        part.scope.differs("pause-states", policy.at("pause"))
    if policy.value.on_reopen == "restart":
        part.scope.differs("reopen-clock", policy.at("on_reopen"))


def _sla(
    account: Account,
    entry: Combination,
    clock: _Clock,
    priorities: tuple[Priority, ...],
    calendar: str,
    targets: Targets,
    number: int,
) -> Resource:
    rows: list[Formula] = [tags_row([entry.tag])]
    part = []
    if clock.tags is not None:
        rows.append(tags_row(clock.tags))
        part.append(clock.calendar)
    if len(priorities) < len(PRIORITIES):
        rows.append(Row("ticket.priority_id", "is", tuple(reference("priority", one) for one in priorities)))
        part.append("-".join(priorities))
    suffix = f" ({', '.join(part)})" if part else ""
    name = f"{number:05d} {title_of(account, entry)}{suffix}"[: account.helpdesk.limits["name"].value]
    held = dict(targets)
    body = {
        "name": literal(name),
        "calendar_id": account.calendar(calendar, "calendar"),
        "condition": shape(rows),
        **{field: held.get(field) for field in METRIC.values()},
    }
    return Resource("sla", entry.id, ".".join(part), name, body)


def escalations(account: Account, combinations: tuple[Combination, ...]) -> Iterator[Resource]:
    """Triggers by time: the product tells when any target is near or reached, and this looks whose ticket it is."""
    tags: dict[tuple[str, int], list[str]] = {}
    owners: dict[tuple[str, int], Part] = {}
    for entry in combinations:
        if any(part.scope.failed for part in entry.parts):
            continue
        for part, position, _ in entry.escalations:
            key = (part.item.value.id, position)
            tags.setdefault(key, []).append(entry.tag)
            owners[key] = part
    for (policy, position), part in owners.items():
        yield from _alarm(account, part, position, tags[policy, position])


def _alarm(account: Account, part: Part, position: int, tags: list[str]) -> Iterator[Resource]:
    escalation = part.item.value.escalate[position]
    part.scope.differs("escalation-warning", part.item.at("escalate", position))
    done = f"cs-e-{part.item.value.id}-{position + 1}"
    reached = "has reached" if escalation.at >= 100 else "has reached warning"
    lifted: tuple[Priority | None, ...] = PRIORITIES if "raise" in escalation.do else (None,)
    for priority in lifted:
        perform: dict[str, object] = {"ticket.tags": {"operator": "add", "value": done}}
        if priority is not None and priority != "urgent":
            perform["ticket.priority_id"] = {"value": reference("priority", PRIORITIES[PRIORITIES.index(priority) + 1])}
        recipients = recipients_of(account, escalation.to)
        if "notify" in escalation.do and recipients:
            perform.update([notice(account, recipients)])
        if "reassign" in escalation.do and escalation.to.team:
            perform["ticket.group_id"] = {"value": account.team(escalation.to.team)}
        elif "reassign" in escalation.do and recipients:
            owner = recipients[0].removeprefix("userid_")
            perform["ticket.owner_id"] = {"pre_condition": "specific", "value": owner}
        rows: list[Formula] = [Row("ticket.escalation_at", reached), tags_row(tags), tags_row([done], positive=False)]
        if priority is not None:
            rows.append(Row("ticket.priority_id", "is", (reference("priority", priority),)))
        name = f"cs_sla {part.item.value.id} {position + 1}: {escalation.of} {escalation.at.normalize():f} %"
        name += f" ({priority})" if priority else ""
        native = Key("trigger", f"policies/{part.item.value.id}", f"{position + 1}" + (f"-{priority}" if priority else ""))
        body = {
            "name": literal(name),
            "activator": "time",
            "condition": shape(rows),
            "perform": perform,
            "disable_notification": True,
            "note": marker(*native),
            "active": True,
        }
        yield Resource("trigger", native.id, native.part, name, body)
