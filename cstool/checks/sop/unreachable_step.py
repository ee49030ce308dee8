"""A step of a procedure that no way leads to.

Nobody ever does it. Mostly the `next` of another step was changed and this one forgotten. The first step is the start.

Bad:

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
      - {id: photo, name: Photo, do: Ask for a photo., by: agent, within: 1h, end: closed}

Good:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, next: photo}
      - {id: photo, name: Photo, do: Ask for a photo., by: agent, within: 1h, next: confirm}
      - {id: confirm, name: Confirm, kind: confirm, do: Ask., by: agent, within: 4h, yes: record, no: {end: handed_over}}
      - {id: record, name: Record, kind: record, do: Write down the reason., by: agent, within: 1h, end: resolved}

中文：流程里有一步永远走不到：没有任何一步会进入它。多半是改了别的步骤的 next 而忘了它。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.procedure import procedure
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Steps that cannot be reached from the first one."""
    for item in workspace.sops.values():
        reached = procedure(item.value).reached
        for position, step in enumerate(item.value.steps):
            if step.id not in reached:
                message = text("unreachable-step", step=step.id, sop=item.value.id)
                yield Problem(item.at("steps", position, "id"), message, text("hint-unreachable-step", step=step.id))
