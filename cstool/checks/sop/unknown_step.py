"""A way of a procedure leads to a step that does not exist.

The procedure stops there.

Bad:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, next: confrm}
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

中文：流程里的 next 指向了不存在的步骤，流程会停在那里。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.procedure import ways
from cstool.spelling import nearest
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Targets that are no step of the same procedure."""
    for item in workspace.sops.values():
        known = dict.fromkeys(step.id for step in item.value.steps)
        for position, step in enumerate(item.value.steps):
            for way in ways(step):
                if way.to is not None and way.to not in known:
                    near = nearest(way.to, known)
                    hint = text("hint-step-near", name=near) if near else text("hint-add-step", name=way.to)
                    place = item.at("steps", position, *way.loc)
                    yield Problem(place, text("unknown-step", name=way.to, sop=item.value.id), hint)
