"""A step of a procedure that leads nowhere.

The agent has done the step and does not know what comes next, and the ticket stays open. Every way goes on to a step (`next`) or
ends the procedure (`end`).

Bad:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h}
      - {id: confirm, name: Confirm, kind: confirm, do: Ask., by: agent, within: 4h, yes: record, no: {end: handed_over}}
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

中文：流程里有一步没有下文：既没有 next，也没有 end。客服做完这一步不知道接下来做什么，工单就停在那里。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.procedure import ways
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Steps without a way out, and ways without a target."""
    for item in workspace.sops.values():
        for position, step in enumerate(item.value.steps):
            found = ways(step)
            if not found:
                message = text("dead-end-step", step=step.id)
                yield Problem(item.at("steps", position, "id"), message, text("hint-dead-end-step"))
            for way in found:
                if way.to is None and way.end is None:
                    message = text("dead-end-way", step=step.id, answer=way.answer)
                    yield Problem(item.at("steps", position, *way.loc), message, text("hint-dead-end-step"))
