"""A procedure lacks a step that every one needs.

Whatever was done is written down (`kind: record`), and the customer is asked whether it is solved (`kind: confirm`). Without the
first nobody learns why refunds rise, without the second tickets come back.

Bad:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, next: record}
      - {id: record, name: Record, kind: record, do: Write down the reason., by: agent, within: 1h, end: resolved}

Good:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, next: confirm}
      - {id: confirm, name: Confirm, kind: confirm, do: Ask., by: agent, within: 4h, yes: record, no: {end: handed_over}}
      - {id: record, name: Record, kind: record, do: Write down the reason., by: agent, within: 1h, end: resolved}

中文：流程缺少必须有的步骤：记录原因（kind: record），以及向客户确认问题已解决（kind: confirm）。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


_NEEDED = ("record", "confirm")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Procedures in force without a step of each needed kind."""
    for item in workspace.sops.values():
        kinds = {step.kind for step in item.value.steps}
        absent = tuple(kind for kind in _NEEDED if kind not in kinds)
        if absent and item.value.in_force(workspace.today):
            message = text("missing-must-have-step", sop=item.value.id, kinds=absent)
            yield Problem(item.at("id"), message, text("hint-add-kind", kinds=absent))
