"""A step with two ways out of which one is never taken, or that lead to the same place.

`next` beside `end`, or two answers with the same consequence: the agent cannot tell which holds, or is asked for nothing.

Bad:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, next: confirm}
      - {id: confirm, name: Confirm, kind: confirm, do: Ask., by: agent, within: 4h, yes: record, no: record}
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

中文：同一步有两个出口：next 和 end 同时出现，或两个答案通向同一步。客服分不清该走哪条，或者判断毫无意义。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.procedure import ways
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """`next` beside other ways, and questions whose every answer leads to one place."""
    for item in workspace.sops.values():
        for position, step in enumerate(item.value.steps):
            found = ways(step)
            plain = [way for way in found if way.answer == "next"]
            if len(plain) > 1 or (plain and step.decide):
                message = text("duplicate-exit", step=step.id)
                yield Problem(item.at("steps", position, *plain[0].loc), message, text("hint-one-exit"))
            elif len(found) > 1 and len({(way.to, way.end) for way in found}) == 1:
                message = text("exits-to-one-place", step=step.id, to=found[0].to or found[0].end or "")
                yield Problem(item.at("steps", position, *found[1].loc), message, text("hint-no-question"))
