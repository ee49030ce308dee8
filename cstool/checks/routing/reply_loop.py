"""An automatic reply can call forth its own next ticket.

A rule that answers every message of a running conversation, without `at_most`, answers a machine as often as the machine answers
it; not every machine marks its mail as automatic. And where two of our own addresses write to each other (a forward, a wrong
sender), each answer opens a new ticket that is answered again. Write `at_most`, or let a rule above take our own addresses out
by `customer.email`.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: again
        event: customer.replied
        match: first
        rules:
          - {id: thanks, when: {automatic: false}, then: {reply: general/acknowledge}}

Good:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: again
        event: customer.replied
        match: first
        rules:
          - {id: thanks, when: {automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：自动回复可能引来下一封信：对话中的每条消息都自动回复又没有 at_most，对方若也是机器，两边会没完没了；
自己的两个邮箱互相写信（转发、发件人写错）也会不断生成新工单。请写上 at_most，或先用 customer.email 把自己的邮箱拦下。
"""

from collections.abc import Iterator

from cstool.conditions.syntax import Comparison, Condition, Every, Negation, comparisons, demanded
from cstool.diagnostic import Problem, Severity, text
from cstool.routing.compile import CompiledRule, CompiledStage, compile_routing
from cstool.routing.decide import SINGLE
from cstool.sla import CHANNEL_FACTS, can_hold, compile_sla, thought_of
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Replying rules without limit: on every event but the first, and on mail channels where two or more addresses are ours."""
    own = {
        name: item.value.address
        for name, item in workspace.channels.items()
        if item.value.type == "email" and item.value.address and item.value.in_force(workspace.today)
    }
    for stage in compile_routing(workspace).stages:
        for rule in _unlimited(stage):
            place, hint = rule.item.at("then", "reply"), text("hint-reply-loop")
            if stage.event != "ticket.created":
                yield Problem(place, text("reply-loop-every-message", rule=rule.id), hint)
            elif len(set(own.values())) > 1 and not _asks_sender(stage, rule):
                reached = [name for name in own if _reaches(workspace, rule.condition, name)]
                if reached:
                    channel = reached[0]
                    sender = next(address for address in own.values() if address != own[channel])
                    message = text("reply-loop-own-address", rule=rule.id, channel=channel, address=sender)
                    yield Problem(place, message, hint, witness={"channel": channel, "customer.email": sender})


def _unlimited(stage: CompiledStage) -> Iterator[CompiledRule]:
    for rule in stage.rules:
        if rule.actions.reply and rule.actions.at_most is None and not _once(rule):
            yield rule


def _once(rule: CompiledRule) -> bool:
    """Whether the rule asks for words of the message, or takes away by its own writes what it demands."""
    words = any(part.field.kind == "text" and part.operator != "none" for part in demanded(rule.condition))
    barred = [part for part in demanded(rule.condition) if part.field.name == "tags" and part.operator == "none"]
    parts = rule.condition.parts if isinstance(rule.condition, Every) else (rule.condition,)
    barred += [part for one in parts if isinstance(one, Negation) for part in demanded(one.part) if part.field.name == "tags"]
    marked = any(set(part.operands) & set(rule.actions.tags) for part in barred)
    return words or marked or any(_undone(part, rule) for part in demanded(rule.condition))


def _undone(part: Comparison, rule: CompiledRule) -> bool:
    if part.field.name == "tags":
        return part.operator in ("any", "all") and set(part.operands) <= set(rule.actions.remove_tags)
    written = getattr(rule.actions, part.field.name, None) if part.field.name in SINGLE else None
    return written is not None and part.operator in ("is", "one_of") and written not in part.operands


def _asks_sender(stage: CompiledStage, rule: CompiledRule) -> bool:
    """Whether the rule, or one above it that says nothing, looks at who writes."""
    above = stage.rules[: stage.rules.index(rule)] if stage.match == "first" else ()
    looking = [other for other in above if not other.actions.reply]
    return any(part.field.name == "customer.email" for one in (rule, *looking) for part in comparisons(one.condition))


def _reaches(workspace: Workspace, condition: Condition, channel: str) -> bool:
    return can_hold(condition, thought_of(compile_sla(workspace), channel), CHANNEL_FACTS) is not False
