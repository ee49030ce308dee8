"""A higher priority has the looser target.

Agents work by due time: with `urgent: 4h` and `normal: 2h` the urgent tickets wait behind the normal ones.

Bad:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: {urgent: 4h, high: 2h, normal: 2h, low: 8h}}}

Good:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: {urgent: 1h, high: 2h, normal: 4h, low: 8h}}}

中文：优先级高的目标反而更松。客服按到期时间处理，紧急工单会排在普通工单后面。
"""

from collections.abc import Iterator
from itertools import pairwise

from cstool.diagnostic import Problem, Severity, text
from cstool.sla import by_priority, length, targets_of
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Neighbouring priorities of one target whose lengths fall instead of rising."""
    for item in workspace.policies:
        for metric, target in targets_of(item.value):
            for (lower, loose), (higher, tight) in pairwise(by_priority(target).items()):
                # Working days and hours have no common measure without a calendar.
                if bool(loose.working_days) == bool(tight.working_days) and length(tight) > length(loose):
                    values = {"higher": higher, "longer": str(tight), "lower": lower, "shorter": str(loose)}
                    yield Problem(
                        item.at("targets", metric, higher if getattr(target, higher) is not None else "within"),
                        text("inverted-priorities", metric=metric, **values),
                        text("hint-inverted-priorities", higher=higher, shorter=str(loose)),
                    )
