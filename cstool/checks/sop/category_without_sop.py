"""Tickets of a category for which no procedure says what to do.

Every agent handles them differently. A procedure names its categories under `when`. Categories that a rule leaves unanswered
(`then: {}`), such as spam, need none.

Bad:

    # config/vocabulary/more.yaml
    categories:
      damaged: {name: {en: Damaged, zh-CN: 破损}}
    # config/tests/more.yaml
    tests: []

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

中文：有的工单分类没有对应的标准流程，每个客服的处理方式都不一样。流程用 when 写明它管哪些分类。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.model.routing import Actions
from cstool.procedure import categories_of
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Categories that no procedure in force takes; silent where there is no procedure at all."""
    covered: set[str] = set()
    for item in workspace.sops.values():
        if item.value.in_force(workspace.today) and item.value.when is not None:
            named = categories_of(item.value.when)
            if named is None:
                return
            covered |= named
    if not workspace.sops or "sops" in workspace.incomplete:
        return
    # What routing lets go unanswered (`then: {}`), spam above all, needs no procedure.
    for _, rule in workspace.rules():
        if rule.value.then == Actions() and isinstance(rule.value.when, dict) and set(rule.value.when) == {"category"}:
            covered |= categories_of(rule.value.when) or frozenset()
    for name, category in workspace.categories.items():
        if category.value.in_force(workspace.today) and name not in covered:
            yield Problem(category.key_at(), text("category-without-sop", category=name), text("hint-write-sop", category=name))
