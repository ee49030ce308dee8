"""When is a message of this weekday and hour answered at the latest, by the calendar: one map for channels that are alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from zoneinfo import ZoneInfo

from cstool.errors import CstoolError
from cstool.model.base import Duration, Metric, Priority
from cstool.sla.duties import Duty, duties_on, market_zone
from cstool.sla.matrix import timed_of
from cstool.sla.policies import CHANNEL_FACTS, SlaBook, compile_sla, length
from cstool.sla.possible import can_hold, possible_goals, thought_of
from cstool.workspace import Workspace
from cstool.worktime.worst import Hour, Timed, longest_by_hour

WEEKS = 52


@dataclass(frozen=True, slots=True)
class Cell:
    """Messages of one hour of the week. Seconds by the calendar from a message to the answer that is just in time."""

    usual: int
    """In the middle one of the weeks, each taken at its most unlucky moment."""
    longest: int
    """In the worst week."""
    late: int
    """How many of the weeks have a moment that is beyond the marketplace's limit."""
    weeks: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The week of some channels on which the same is promised, in their market's zone."""

    channels: tuple[str, ...]
    metric: Metric
    zone: ZoneInfo
    targets: tuple[tuple[Duration, str], ...]
    """The lengths that can apply, each with the name of its clock."""
    duty: Duty | None
    """The tightest limit in calendar time."""
    cells: Mapping[Hour, Cell]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a map is about. Without priority the loosest counts; without category a ticket that no overlay is sure to catch."""

    metric: Metric = "first_reply"
    priority: Priority | None = None
    category: str | None = None
    channels: tuple[str, ...] = ()
    """Empty: all."""
    zone: ZoneInfo | None = None
    """Instead of each market's."""


def heat_maps(workspace: Workspace, first: date, asked: Asked) -> Iterator[HeatMap]:
    """A map for each group of channels, over the 52 weeks from a day on.

    Where several policies can apply, the latest of their targets counts; an overlay only where it surely applies. A channel
    without target or with a calendar that never opens, or whose zone or holidays are not known, is left out.
    """
    book = compile_sla(workspace)
    groups: dict[tuple[ZoneInfo, tuple[tuple[Duration, str], ...], Duration | None], list[str]] = {}
    for channel, item in workspace.channels.items():
        if item.value.in_force(workspace.today) and (not asked.channels or channel in asked.channels):
            where = asked.zone or market_zone(workspace, channel)
            duty = _tightest(workspace, channel, asked)
            groups.setdefault((where, tuple(_targets(book, channel, asked)), duty.limit if duty else None), []).append(channel)
    for (where, targets, limit), named in groups.items():
        cells = _cells(list(_targets(book, named[0], asked).values()), where, first, limit.seconds if limit else None)
        if cells:
            yield HeatMap(tuple(named), asked.metric, where, targets, _tightest(workspace, named[0], asked), cells)


def _targets(book: SlaBook, channel: str, asked: Asked) -> dict[tuple[Duration, str], Timed]:
    known = CHANNEL_FACTS | {name for name in ("priority", "category") if getattr(asked, name)}
    view = thought_of(book, channel, asked.category, asked.priority)
    sure = {item.value.id for item, condition in book.policies if can_hold(condition, view, known)}
    goals = possible_goals(book, view, known).get(asked.metric, ())
    counted = [goal for goal in goals if not goal.policy.value.overlay or goal.policy.value.id in sure]
    # Of two lengths on one clock the longer is never due earlier.
    latest = {
        (goal.calendar, bool(goal.within.working_days)): goal for goal in sorted(counted, key=lambda goal: length(goal.within))
    }
    return {(goal.within, goal.calendar): timed_of(book, goal) for goal in latest.values()}


def _tightest(workspace: Workspace, channel: str, asked: Asked) -> Duty | None:
    """The smallest limit in calendar time."""
    duties = (
        duty
        for duty in duties_on(workspace, channel)
        if duty.metric == asked.metric and duty.category in (None, asked.category) and duty.clock.plan is None
    )
    return min(duties, key=lambda duty: duty.limit.seconds, default=None)


def _cells(targets: Sequence[Timed], zone: ZoneInfo, first: date, limit: int | None) -> dict[Hour, Cell]:
    try:
        maps = [found for timed in targets if (found := longest_by_hour(timed, zone, first, WEEKS * 7)) is not None]
    except CstoolError:
        return {}
    cells = {}
    for hour in sorted(maps[0]) if maps else ():
        weeks = [max(lengths) for lengths in zip(*(found[hour] for found in maps), strict=True)]
        late = sum(length > limit for length in weeks) if limit is not None else 0
        cells[hour] = Cell(median_low(weeks), max(weeks), late, len(weeks))
    return cells
