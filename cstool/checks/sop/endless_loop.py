"""Steps of a procedure that lead back to each other without an end.

"Ask for a photo" again and again: the customer is asked until they give up. A loop needs a way out; and one that can be left
still needs `max_times` at one of its steps, so that somebody decides after the second or third time (a warning).

Bad:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, next: confirm}
      - {id: confirm, name: Confirm, kind: confirm, do: Ask., by: agent, within: 4h, yes: look, no: look}
      - {id: record, name: Record, kind: record, do: Write down the reason., by: agent, within: 1h, end: resolved}

Good:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, max_times: 2, next: confirm}
      - {id: confirm, name: Confirm, kind: confirm, do: Ask., by: agent, within: 4h, yes: record, no: look}
      - {id: record, name: Record, kind: record, do: Write down the reason., by: agent, within: 1h, end: resolved}

中文：流程里有走不出去的循环，客户会被反复要求做同一件事。循环要有出口，并用 max_times 限制次数。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.procedure import procedure
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Loops without a way out (an error), loops that nothing limits (a warning)."""
    for item in workspace.sops.values():
        graph = procedure(item.value)
        for loop in graph.loops():
            names = tuple(step.id for step in item.value.steps if step.id in loop)
            position = next(number for number, step in enumerate(item.value.steps) if step.id in loop)
            place = item.at("steps", position, "id")
            if not loop & graph.finishing:
                yield Problem(place, text("endless-loop", steps=names), text("hint-endless-loop"))
            elif not any(graph.steps[name].max_times for name in names):
                message = text("loop-without-limit", steps=names)
                yield Problem(place, message, text("hint-limit-loop"), severity=Severity.WARNING)
