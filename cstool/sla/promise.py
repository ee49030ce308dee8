"""What customers may be promised beforehand: the loosest target that can apply, on the clock on which it is kept."""

from dataclasses import dataclass, replace

from cstool.model.base import Duration, Metric
from cstool.ordinary_week import counts_closed_time, never_earlier, rounded_up, worst_elapsed
from cstool.sla.policies import Goal, compile_sla
from cstool.sla.possible import reachable
from cstool.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Promise:
    """What customers are told. `goal` is the target that can take longest; `within` is its length, said to be working time
    where it is. Where targets on different clocks take turns at being the latest, it is the largest of their numbers as working
    time (with working days among them: calendar time that covers the worst case of an ordinary week)."""

    goal: Goal
    within: Duration


def promised(
    workspace: Workspace, metric: Metric, channels: tuple[str, ...] | None = None, category: str | None = None
) -> Promise | None:
    """What a text there may promise: what holds for every target that can apply, whenever the customer writes."""
    book = compile_sla(workspace)
    # Holidays are not looked at: of two that take as long, the one on working hours comes later.
    timed = {(book.clock(goal.calendar), goal.within): goal for goal in reachable(workspace, metric, channels, category)}
    latest = max(timed, key=lambda one: (worst_elapsed(one), one[0].plan is not None), default=None)
    if latest is None:
        return None
    working = counts_closed_time(latest)
    if never_earlier(latest, tuple(timed)):
        return Promise(timed[latest], replace(latest[1], working=working))
    if any(within.working_days for _, within in timed):
        return Promise(timed[latest], rounded_up(worst_elapsed(latest)))
    # So many hours of work take no less than so many hours by the calendar, whosever hours they are.
    longest = max(within.seconds for _, within in timed)
    return Promise(timed[latest], Duration(longest, working=working))


def promise(
    workspace: Workspace, metric: Metric, channels: tuple[str, ...] | None = None, category: str | None = None
) -> Duration | None:
    """The duration that `sla.<metric> | promise` prints; None where no target applies."""
    found = promised(workspace, metric, channels, category)
    return found.within if found else None
