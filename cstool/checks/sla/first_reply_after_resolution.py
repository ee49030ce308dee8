"""A reply is promised later than the solution.

The ticket would have to be solved before anybody has answered it: one of the two numbers is wrong, and reports built on both
cannot be met. Two clocks are compared only where the comparison is certain: so many working hours never take less than so
many hours of calendar time.

Bad:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: 48h, resolution: 24h}}

Good:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: 24h, resolution: 48h}}

中文：首次回复（或再次回复）的目标比解决目标还晚，其中一个数字写错了。
"""

from collections.abc import Iterator
from itertools import product

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import PRIORITIES, Metric
from cstool.model.sla import Policy
from cstool.sla import ALWAYS_OPEN, CHANNEL_FACTS, Goal, can_hold, compile_sla, goals_of, length, thought_of
from cstool.workspace import Item, Workspace

SEVERITY = Severity.ERROR
REPLIES: tuple[Metric, ...] = ("first_reply", "next_reply")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Pairs of targets that one ticket can have: of one policy, or of a policy with one overlay on top."""
    book = compile_sla(workspace)
    known = CHANNEL_FACTS | {"category", "priority"}
    channels: list[str | None] = list(workspace.channels) or [None]
    categories: list[str | None] = [None, *workspace.categories]
    seen: set[object] = set()
    for channel, category, priority in product(channels, categories, PRIORITIES):
        view = thought_of(book, channel, category, priority)
        holding = [(item, can_hold(condition, view, known)) for item, condition in book.policies]
        sure = next((index for index, (item, holds) in enumerate(holding) if holds and not item.value.overlay), len(holding))
        bases = [item for item, holds in holding[: sure + 1] if holds is not False and not item.value.overlay]
        overlays = [(item, holds) for item, holds in holding if holds is not False and item.value.overlay]
        perhaps: list[Item[Policy] | None] = [None, *(item for item, holds in overlays if not holds)]
        for base, extra in product(bases, perhaps):
            items = (base, *(item for item, holds in overlays if holds or item is extra))
            goals = {goal.metric: goal for item in items for goal in goals_of(item, view)}
            for reply in (goals[metric] for metric in REPLIES if metric in goals):
                resolution = goals.get("resolution")
                if resolution and _later(reply, resolution):
                    problem = _problem(reply, resolution)
                    places = (problem.span, problem.related[0][0])
                    if places not in seen:
                        seen.add(places)
                        yield problem


def _later(reply: Goal, resolution: Goal) -> bool:
    if bool(reply.within.working_days) != bool(resolution.within.working_days):
        return False
    comparable = reply.calendar == resolution.calendar or resolution.calendar == ALWAYS_OPEN
    return comparable and length(reply.within) > length(resolution.within)


def _problem(reply: Goal, resolution: Goal) -> Problem:
    message = text(
        "reply-after-resolution",
        metric=reply.metric,
        reply=str(reply.within),
        resolution=str(resolution.within),
        policy=resolution.policy.value.id,
    )
    there = resolution.policy.at("targets", "resolution", resolution.key)
    related = ((there, text("other-target", metric="resolution", within=str(resolution.within))),)
    return Problem(
        reply.policy.at("targets", reply.metric, reply.key), message, text("hint-reply-after-resolution"), related=related
    )
