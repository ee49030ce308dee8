"""There are amounts that nobody may approve.

An approval step asks `facts.yaml` who may approve how much. If the highest limit ends somewhere, or nobody has the role above it,
larger refunds wait for ever.

Bad:

    # config/facts.yaml
    returns: [{window: 14d}]
    refund_within: 14d
    authority: [{role: agent, up_to: 50 USD}, {role: lead, up_to: 500 USD}]
    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    when: {category: refund}
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, next: amount}
      - {id: amount, name: Amount, kind: approve, do: Decide., limits: authority, approved: confirm, rejected: {end: closed}}
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
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, next: amount}
      - {id: amount, name: Amount, kind: approve, do: Decide., limits: authority, approved: confirm, rejected: {end: closed}}
      - {id: confirm, name: Confirm, kind: confirm, do: Ask., by: agent, within: 4h, yes: record, no: {end: handed_over}}
      - {id: record, name: Record, kind: record, do: Write down the reason., by: agent, within: 1h, end: resolved}

中文：有的金额没有人有权审批：最高一级也有上限，或者没有人担任更高的角色，大额退款会一直卡住。
"""

from collections.abc import Iterator
from decimal import Decimal

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import Money
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Approval steps above the highest limit that somebody in the team holds."""
    held = {agent.value.role for agent in workspace.agents.values() if agent.value.in_force(workspace.today)}
    authority = [
        entry for entry in (workspace.facts.value.authority if workspace.facts else []) if entry.in_force(workspace.today)
    ]
    usable = [entry for entry in authority if not held or entry.role in held]
    if any(entry.up_to is None for entry in usable) or workspace.incomplete & {"facts", "agents", "teams"}:
        return
    vacant = tuple(entry.role for entry in authority if entry not in usable)
    limits = [entry.up_to for entry in usable if entry.up_to]
    for item in workspace.sops.values():
        for position, step in enumerate(item.value.steps):
            if step.limits != "authority":
                continue
            place = item.at("steps", position, "limits")
            if not limits:
                yield Problem(place, text("authority-missing", step=step.id), text("hint-add-authority"))
                continue
            top = max(limits, key=lambda limit: _in_one_currency(workspace, limit))
            message = text("authority-gap", step=step.id, limit=str(top))
            hint = text("hint-fill-role", roles=vacant) if vacant else text("hint-authority-without-limit")
            yield Problem(place, message, hint)


def _in_one_currency(workspace: Workspace, money: Money) -> Decimal:
    rate = workspace.facts.value.rates.get(money.currency) if workspace.facts else None
    return money.amount * rate.amount if rate else money.amount
