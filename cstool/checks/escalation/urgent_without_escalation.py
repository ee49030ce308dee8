"""Urgent tickets that a policy lets run out without telling anybody.

A rule calls them urgent, the target is short, and when it passes nothing happens: complaints, safety and legal matters lie until
somebody looks by chance. Only looked for where routing makes tickets urgent without escalating them at once.

Bad:

    # config/routing.yaml
    stages:
      - id: classify
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {category: refund, skills: refunds}}
          - {id: other, when: always, then: {category: other}}
      - id: label
        match: every
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {tags: vip}}
      - id: assign
        match: first
        rules:
          - {id: important, when: {tags: vip}, then: {team: frontline, priority: urgent}}
          - {id: everything-else, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}
    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}}

Good:

    # config/sla.yaml
    policies:
      - id: everyone
        targets: {first_reply: 4h, resolution: 24h}
        escalate: [{at: 75%, of: first_reply, do: notify, to: {role: lead}}]

中文：规则把工单定为 urgent，但适用的时效标准没有任何升级：快超时了也没人知道。请加上 escalate。只在有规则写 urgent 时检查。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.model.sla import Policy
from cstool.sla import CHANNEL_FACTS, SlaBook, can_hold, compile_sla, thought_of
from cstool.workspace import Item, Workspace

SEVERITY = Severity.WARNING
KNOWN = CHANNEL_FACTS | {"priority"}


def check(workspace: Workspace) -> Iterator[Problem]:
    """Policies with a target for urgent tickets and no step of their own, where no overlay with one is sure to come on top."""
    rules = [rule for stage, rule in workspace.rules() if stage.value.in_force(workspace.today)]
    silent = (rule for rule in rules if rule.value.then.priority == "urgent" and rule.value.then.escalate is None)
    urgent = next((rule for rule in silent if rule.value.in_force(workspace.today)), None)
    if urgent is None or "policies" in workspace.incomplete:
        return
    book, found = compile_sla(workspace), dict[str, str]()
    for channel in workspace.channels:
        for item in _bases(book, channel):
            found.setdefault(item.value.id, channel)
    for item in workspace.policies:
        if item.value.id in found:
            channel, rule = found[item.value.id], urgent.value.id
            message = text("urgent-without-escalation", policy=item.value.id, channel=channel, rule=rule)
            related = ((urgent.at("then", "priority"), text("makes-urgent", rule=rule)),)
            yield Problem(item.key_at("targets"), message, text("hint-add-escalation"), related=related)


def _bases(book: SlaBook, channel: str) -> Iterator[Item[Policy]]:
    """The silent policies that an urgent ticket of the channel can get."""
    view = thought_of(book, channel, None, "urgent")
    over = [item for item, condition in book.policies if item.value.overlay and can_hold(condition, view, KNOWN)]
    if any(item.value.escalate for item in over):
        return
    for item, condition in book.policies:
        holds = False if item.value.overlay else can_hold(condition, view, KNOWN)
        if holds is not False and not item.value.escalate:
            yield item
        if holds:
            return
