"""An escalation comes after its target has been missed.

At 100 % the target is breached: that may be said. A warning above 100 % reaches somebody who can no longer help in time.

Bad:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: 4h}, escalate: [{at: 120%, of: first_reply, do: notify, to: {role: lead}}]}

Good:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: 4h}, escalate: [{at: 75%, of: first_reply, do: notify, to: {role: lead}}]}

中文：升级提醒设在目标时间之后（超过 100%）。收到提醒时已经超时，来不及补救。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Escalations at more than 100 % of their target."""
    for item in workspace.policies:
        for position, step in enumerate(item.value.escalate):
            if step.at > 100:
                message = text("escalation-after-target", at=step.at, metric=step.of)
                yield Problem(item.at("escalate", position, "at"), message, text("hint-escalate-earlier"))
