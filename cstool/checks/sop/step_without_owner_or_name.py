"""A step that does not say who does it, or what it is.

`name` is what agents see in the flow, `by` the role that does it. A wait needs nobody; whose approval it is may follow from
`limits: authority`.

Bad:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., within: 1h, next: confirm}
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

中文：步骤没有名称，或没有写由哪个角色来做（by）。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Steps without name or words, and steps that somebody must do without a role."""
    for item in workspace.sops.values():
        for position, step in enumerate(item.value.steps):
            place = item.at("steps", position, "id")
            if not step.name and not step.do:
                yield Problem(place, text("step-without-name", step=step.id), text("hint-name-step"))
            if not step.by and step.kind not in ("wait", "decide") and not step.limits:
                yield Problem(place, text("step-without-owner", step=step.id), text("hint-add-by"))
