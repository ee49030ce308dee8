"""An escalation of something that is not promised.

The moment is a share of the target's time; without a target it never comes, and the lead who was to be told hears nothing.

Bad:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: 4h}, escalate: [{at: 75%, of: resolution, do: notify, to: {role: lead}}]}

Good:

    # config/sla.yaml
    policies:
      - id: everything
        targets: {first_reply: 4h, resolution: 24h}
        escalate: [{at: 75%, of: resolution, do: notify, to: {role: lead}}]

中文：升级针对的目标不存在。升级时间是目标时间的百分比，没有目标就永远不会升级。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.sla import targets_of
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Escalations whose metric neither the policy nor one that it can be joined with has."""
    # An overlay comes on top of any policy, and any overlay may come on top of a policy.
    anywhere = {metric for other in workspace.policies for metric, _ in targets_of(other.value)}
    overlaid = {metric for other in workspace.policies if other.value.overlay for metric, _ in targets_of(other.value)}
    for item in workspace.policies:
        promised = anywhere if item.value.overlay else overlaid | {metric for metric, _ in targets_of(item.value)}
        for position, step in enumerate(item.value.escalate):
            if step.of not in promised:
                message = text("escalation-without-target", metric=step.of, policy=item.value.id)
                yield Problem(item.at("escalate", position, "of"), message, text("hint-add-target", metric=step.of))
