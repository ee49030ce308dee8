"""A policy that no ticket gets: one above it takes every ticket, or its condition holds for no channel, category and priority.

The first policy that matches applies. With "everything" above "VIP" the VIP policy is never reached, and its short target is
never due. Every channel, category and priority is tried; conditions on anything else count as possible.

Bad:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}}
      - {id: refund, when: {category: refund}, targets: {first_reply: 1h, resolution: 20h}}

Good:

    # config/sla.yaml
    policies:
      - {id: refund, when: {category: refund}, targets: {first_reply: 1h, resolution: 20h}}
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}}

中文：没有任何工单会用到这条标准：上面的标准已经全部命中（例如“全部”排在“VIP”上面），或者它的条件在任何渠道、分类、优先级下都
不成立。
"""

from collections.abc import Iterator
from itertools import product

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import PRIORITIES
from cstool.sla import CHANNEL_FACTS, SlaBook, can_hold, compile_sla, thought_of
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
KNOWN = CHANNEL_FACTS | {"category", "priority"}


def check(workspace: Workspace) -> Iterator[Problem]:
    """Policies in force whose condition is sound."""
    if not workspace.incomplete.isdisjoint(("policies", "channels", "categories")):
        return
    book = compile_sla(workspace)
    applying, above = _applying(workspace, book)
    for item, _ in book.policies:
        policy = item.value.id
        if policy in applying:
            continue
        if policy in above:
            upper = next(other for other, _ in book.policies if other.value.id == above[policy])
            related = ((upper.at("id"), text("other-policy", policy=above[policy])),)
            message = text("policy-below-wider", policy=policy, above=above[policy])
            yield Problem(item.at("id"), message, text("hint-move-policy-up", above=above[policy]), related=related)
        else:
            yield Problem(item.at("id"), text("policy-holds-nowhere", policy=policy), text("hint-policy-holds-nowhere"))


def _applying(workspace: Workspace, book: SlaBook) -> tuple[set[str], dict[str, str]]:
    """The policies that some ticket gets; and for those that match without being reached, the first one above that took over."""
    channels: list[str | None] = [*workspace.channels, None]
    categories: list[str | None] = [*workspace.categories, None]
    applying, above = set[str](), dict[str, str]()
    for cell in product(channels, categories, PRIORITIES):
        if len(applying) == len(book.policies):
            break
        view, taken = thought_of(book, *cell), None
        for item, condition in book.policies:
            if item.value.id in applying and taken is not None:
                continue
            holds = can_hold(condition, view, KNOWN)
            if holds is False:
                continue
            if item.value.overlay or taken is None:
                applying.add(item.value.id)
            else:
                above.setdefault(item.value.id, taken)
            if holds and not item.value.overlay and taken is None:
                taken = item.value.id
    return applying, above
