"""Tickets that no SLA policy gives a first reply or a resolution target.

They are never due, no escalation goes out for them, and no report shows that they lie. Every channel, category and priority is
tried; the witness is the first combination that is left out. The usual mend is a last policy without `when`.

Bad:

    # config/sla.yaml
    policies:
      - {id: refund, when: {category: refund}, targets: {first_reply: 4h}}

Good:

    # config/sla.yaml
    policies:
      - {id: refund, when: {category: refund}, targets: {first_reply: 1h}}
      - {id: everything-else, targets: {first_reply: 4h}}

中文：有些工单不在任何时效标准里：没有首次回复目标，也没有解决目标，永远不会到期，也没人发现。逐一检查渠道、分类、
优先级的组合；通常在最后加一条没有 when 的标准即可。
"""

from collections.abc import Iterator
from itertools import product

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import PRIORITIES
from cstool.sla import CHANNEL_FACTS, SlaBook, can_hold, compile_sla, goals_of, thought_of
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
KNOWN = CHANNEL_FACTS | {"category", "priority"}
ENOUGH = {"first_reply", "resolution"}


def check(workspace: Workspace) -> Iterator[Problem]:
    """Channels with a combination of category and priority that is left out; one problem a channel."""
    book = compile_sla(workspace)
    # Where a policy's own condition has faults, nothing can be said about what it leaves out.
    in_force = sum(item.value.in_force(workspace.today) for item in workspace.policies)
    if not workspace.policies or len(book.policies) < in_force or "policies" in workspace.incomplete:
        return
    categories: list[str | None] = list(workspace.categories) or [None]
    cells = list(product(categories, reversed(PRIORITIES)))
    for channel, item in workspace.channels.items():
        open_cells = [cell for cell in cells if not _covered(book, channel, *cell)] if item.value.enabled else []
        if open_cells:
            category, priority = open_cells[0]
            witness = {"channel": channel, "category": category, "priority": priority}
            values = {key: value for key, value in witness.items() if value}
            if len(open_cells) == len(cells):
                message = text("channel-without-sla", channel=channel)
            else:
                named = text("of-category", category=category) if category else text("of-no-category")
                counts = {"count": len(open_cells), "total": len(cells)}
                message = text("cells-without-sla", **counts, channel=channel, priority=priority, category=named)
            yield Problem(item.key_at(), message, text("hint-add-policy", channel=channel), witness=values)


def _covered(book: SlaBook, channel: str, category: str | None, priority: str) -> bool:
    """Whether every such ticket gets one of the targets."""
    view = thought_of(book, channel, category, priority)
    holding = [(item, can_hold(condition, view, KNOWN)) for item, condition in book.policies]
    promising = {item.value.id for item, _ in holding if any(goal.metric in ENOUGH for goal in goals_of(item, view))}
    if any(item.value.overlay and holds and item.value.id in promising for item, holds in holding):
        return True
    for item, holds in holding:
        if not item.value.overlay and holds is not False and item.value.id not in promising:
            return False
        if not item.value.overlay and holds:
            return True
    return False
