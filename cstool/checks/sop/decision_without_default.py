"""A decision does not say what happens otherwise.

A ticket for which no branch holds, an approval that is refused, a customer who says no: the procedure has no answer. End a list
of branches with `else`; give `approve` both `approved` and `rejected`, `confirm` both `yes` and `no`.

Bad:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, next: confirm}
      - {id: confirm, name: Confirm, kind: confirm, do: Ask., by: agent, within: 4h, yes: record}
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

中文：判断步骤没有写“否则怎么办”：分支没有 else，审批没有 rejected，确认没有 no。遇到这种情况流程就断了。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.procedure import ways
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


_ANSWERS = {"approve": ("approved", "rejected"), "confirm": ("yes", "no")}


def check(workspace: Workspace) -> Iterator[Problem]:
    """Decisions with an answer for which no way is named; a plain `next` or `end` serves the answers left out."""
    for item in workspace.sops.values():
        for position, step in enumerate(item.value.steps):
            found = {way.answer for way in ways(step)}
            if "next" in found or not found:
                continue
            if (step.decide or step.kind == "decide") and "else" not in found:
                message = text("decision-without-else", step=step.id)
                yield Problem(item.at("steps", position, "decide"), message, text("hint-add-else"))
            absent = tuple(answer for answer in _ANSWERS.get(step.kind, ()) if answer not in found)
            if absent:
                message = text("decision-without-answer", step=step.id, answers=absent)
                yield Problem(item.at("steps", position, "kind"), message, text("hint-add-answer", answers=absent))
