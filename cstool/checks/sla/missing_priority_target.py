"""A policy has a target for some priorities and none for others.

Tickets of the forgotten priority match the policy, so no other policy applies, and are never due. Forgotten is most often
`urgent`. An overlay may name single priorities: it leaves the others as they are.

Bad:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: {high: 2h, normal: 8h, low: 8h}}}

Good:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: {urgent: 1h, high: 2h, normal: 8h, low: 8h}}}

中文：按优先级写的目标漏了某个优先级。这个优先级的工单命中了本标准，却永远不会到期；漏掉的往往是 urgent。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import PRIORITIES
from cstool.sla import by_priority, targets_of
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Targets that lack a priority; an overlay's target must have at least one length."""
    for item in workspace.policies:
        for metric, target in targets_of(item.value):
            stated = by_priority(target)
            lacking = tuple(priority for priority in reversed(PRIORITIES) if priority not in stated)
            if lacking and not (item.value.overlay and stated):
                message = text("no-target-for-priority", policy=item.value.id, metric=metric, priorities=lacking)
                yield Problem(item.key_at("targets", metric), message, text("hint-add-priority", priority=lacking[0]))
