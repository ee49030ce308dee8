"""Two overlays can come on top of the same ticket, and the one further down, which wins, is the looser.

Every matching overlay replaces the targets it names, in the order of the file. A complaint in 48 hours below a safety case in
24 hours gives the complaint about safety 48 hours. Let the stricter overlay stand last. Told only where the later target is due
later at any time of the week.

Bad:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 4h, resolution: 48h}}
      - {id: vip, overlay: true, when: {tags: vip}, targets: {resolution: 20h}}
      - {id: refund, overlay: true, when: {category: refund}, targets: {resolution: 36h}}

Good:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 4h, resolution: 48h}}
      - {id: refund, overlay: true, when: {category: refund}, targets: {resolution: 36h}}
      - {id: vip, overlay: true, when: {tags: vip}, targets: {resolution: 20h}}

中文：两条加码（overlay）可能同时命中一张工单，后面那条覆盖前面的，而后面那条反而更松。请把更严的放在最后。
"""

from collections.abc import Iterator
from itertools import combinations, product

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import PRIORITIES
from cstool.ordinary_week import never_earlier
from cstool.sla import CHANNEL_FACTS, Goal, SlaBook, can_hold, compile_sla, goals_of, thought_of
from cstool.sla.matrix import timed_of
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
KNOWN = CHANNEL_FACTS | {"category", "priority"}


def check(workspace: Workspace) -> Iterator[Problem]:
    """Pairs of overlays; one problem for a pair and a metric."""
    book = compile_sla(workspace)
    overlays = [(item, condition) for item, condition in book.policies if item.value.overlay]
    cells = product([*workspace.channels, None], [*workspace.categories, None], PRIORITIES) if len(overlays) > 1 else ()
    found: dict[tuple[str, str, str], tuple[Goal, Goal]] = {}
    judged: dict[tuple[object, ...], bool] = {}
    for cell in cells:
        view = thought_of(book, *cell)
        holding = [item for item, condition in overlays if can_hold(condition, view, KNOWN) is not False]
        for first, second in combinations(holding, 2):
            upper = {goal.metric: goal for goal in goals_of(first, view)}
            for lower in goals_of(second, view):
                goal = upper.get(lower.metric)
                if goal is None:
                    continue
                asked = (goal.within, goal.calendar, lower.within, lower.calendar)
                if asked not in judged:
                    judged[asked] = _looser(book, lower, goal)
                if judged[asked]:
                    found.setdefault((first.value.id, second.value.id, lower.metric), (goal, lower))
    for above, below in found.values():
        values = {"above": above.policy.value.id, "policy": below.policy.value.id, "metric": below.metric}
        place = above.policy.at("targets", above.metric, above.key)
        yield Problem(
            below.policy.at("targets", below.metric, below.key),
            text("looser-overlay-wins", **values, within=str(below.within), shorter=str(above.within)),
            text("hint-move-overlay", above=above.policy.value.id),
            related=((place, text("other-target", metric=above.metric, within=str(above.within))),),
        )


def _looser(book: SlaBook, one: Goal, other: Goal) -> bool:
    later, earlier = timed_of(book, one), timed_of(book, other)
    return never_earlier(later, (earlier,)) and not never_earlier(earlier, (later,))
