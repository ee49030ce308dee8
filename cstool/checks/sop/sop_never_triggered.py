"""A procedure that no ticket ever starts.

It has no `when`, or asks for a category that no rule gives. Agents rely on a procedure that never opens.

Bad:

    # sop/refund.yaml
    id: refund
    name: {en: Handle refund, zh-CN: 处理退款}
    owner: frontline
    within: 20h
    steps:
      - {id: look, name: Look, do: Read the ticket., by: agent, within: 1h, next: confirm}
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

中文：流程永远不会被触发：没有写 when，或者它要求的分类没有任何规则会写入。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.procedure import categories_of
from cstool.routing.symbolic.paths import categories_never_kept
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Procedures without condition, and those for categories that nothing writes."""
    written = {rule.value.then.category for _, rule in workspace.rules() if rule.value.in_force(workspace.today)}
    written -= {category for category, _ in categories_never_kept(workspace)}
    for item in workspace.sops.values():
        if not item.value.in_force(workspace.today):
            continue
        if item.value.when is None:
            yield Problem(item.at("id"), text("sop-without-when", sop=item.value.id), text("hint-add-when"))
            continue
        named = categories_of(item.value.when)
        if named is not None and written - {None} and not named & written and not workspace.incomplete & {"stages", "rules"}:
            message = text("sop-never-triggered", sop=item.value.id, categories=tuple(sorted(named)))
            yield Problem(item.at("when"), message, text("hint-write-category"))
