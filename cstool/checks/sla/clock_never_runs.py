"""A policy pauses in the states in which a ticket waits for the team: `new` or `open`.

Its clocks stand still exactly while somebody ought to work on the ticket, so that nothing is ever due. Pause where the ticket
waits for the customer (`pending`) or for a third party (`on_hold`).

Bad:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}, pause: [open, pending]}

Good:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}, pause: [pending]}

中文：时效标准在 new 或 open 状态暂停：正好在该处理工单的时候停表，永远不会到期。请只在等客户（pending）或等第三方（on_hold）
时暂停。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """States under `pause` in which the team is at work."""
    for item in workspace.policies:
        for position, state in enumerate(item.value.pause):
            if state in ("new", "open"):
                yield Problem(item.at("pause", position), text("clock-never-runs", state=state), text("hint-pause"))
