"""What is promised: each target of each channel, its clock, the longest it can take by the calendar, the marketplace's limit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from cstool.model.base import METRICS
from cstool.sla.duties import Duty, behind_duty, duties_on, market_zone
from cstool.sla.policies import CHANNEL_FACTS, Goal, SlaBook, compile_sla
from cstool.sla.possible import possible_goals, thought_of
from cstool.workspace import Workspace
from cstool.worktime.worst import Timed, Worst

Verdict = Literal["kept", "late", "unlimited", "unknown"]


@dataclass(frozen=True, slots=True)
class Row:
    """One target on one channel. `worst` is None where nothing can be said of its clock; `duty` is the limit it is worst at."""

    channel: str
    goal: Goal
    worst: Worst | None
    duty: Duty | None
    zone: ZoneInfo
    """The market's."""

    @property
    def behind(self) -> float:
        """Seconds by which the worst answer lies behind the limit; the time it takes, where there is no limit."""
        return self.worst.behind.total_seconds() if self.worst else 0.0

    @property
    def verdict(self) -> Verdict:
        """Whether whoever meets the target meets the limit."""
        if self.worst is None:
            return "unknown"
        if self.duty is None:
            return "unlimited"
        return "late" if self.behind > 0 else "kept"


def timed_of(book: SlaBook, goal: Goal) -> Timed:
    """A target with its clock."""
    return book.clock(goal.calendar), goal.within


def matrix(workspace: Workspace, first: date) -> Iterator[Row]:
    """Every target that a ticket of a channel can get, by channel, metric and policy, over the year from a day on."""
    book = compile_sla(workspace)
    for channel, item in workspace.channels.items():
        if not item.value.in_force(workspace.today):
            continue
        limits = _limits(workspace, book, channel)
        goals = possible_goals(book, thought_of(book, channel), CHANNEL_FACTS)
        zone = market_zone(workspace, channel)
        for metric in METRICS:
            for goal in goals.get(metric, ()):
                rows = [
                    Row(channel, goal, behind_duty(timed_of(book, goal), duty, first), duty, zone)
                    for duty in limits.get(_place(goal), ()) or (None,)
                ]
                yield max(rows, key=lambda row: row.behind)


def _limits(workspace: Workspace, book: SlaBook, channel: str) -> dict[tuple[str, str, str], list[Duty]]:
    """The duties that a ticket with each target may be under."""
    found: dict[tuple[str, str, str], list[Duty]] = {}
    for duty in duties_on(workspace, channel):
        for goal in under(book, channel, duty):
            found.setdefault(_place(goal), []).append(duty)
    return found


def under(book: SlaBook, channel: str, duty: Duty) -> tuple[Goal, ...]:
    """The targets that a ticket under a duty of a channel can get."""
    known = CHANNEL_FACTS | ({"category"} if duty.category else frozenset())
    return possible_goals(book, thought_of(book, channel, duty.category), known).get(duty.metric, ())


def _place(goal: Goal) -> tuple[str, str, str]:
    return goal.policy.value.id, goal.metric, goal.key
