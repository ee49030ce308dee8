"""A procedure takes longer than it may.

Done exactly as written, the steps of the slowest way take longer than the procedure's own `within`, or the procedure takes longer
than the solution that SLA promises for its category. Step times and targets are taken to run on the same clock.

Bad:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, next: confirm}
      - {id: confirm, name: Confirm, kind: confirm, do: Ask., by: agent, within: 30h, yes: record, no: {end: handed_over}}
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

中文：流程按步骤做完所需的时间，超过了流程自己的 within，或超过了 SLA 承诺的解决时间。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.procedure import categories_of, procedure, seconds
from cstool.sla import reachable
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """The slowest way against `within`, and that (or the steps, without it) against the loosest promise of the category."""
    for item in workspace.sops.values():
        total, path = procedure(item.value).longest()
        own = item.value.within
        if own and seconds(total) > seconds(own):
            message = text("sop-longer-than-within", sop=item.value.id, total=str(total), within=str(own), steps=path)
            yield Problem(item.at("within"), message, text("hint-shorten-steps"))
        for category in sorted(categories_of(item.value.when) or ()):
            goal = max(reachable(workspace, "resolution", None, category), key=lambda one: seconds(one.within), default=None)
            needed = own or total
            if goal and seconds(needed) > seconds(goal.within):
                values = {"sop": item.value.id, "needed": str(needed), "category": category, "promised": str(goal.within)}
                message = text("sop-longer-than-sla", **values)
                yield Problem(item.at("within") if own else item.at("id"), message, text("hint-sop-or-target"))
                break
