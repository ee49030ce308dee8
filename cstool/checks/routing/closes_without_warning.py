"""A rule closes tickets without a word, and nothing runs when the customer comes back.

The customer waits for an answer to a ticket that nobody has on the list any more, and when they write again no rule takes notice.
Send a reply in the rule that closes, or add a stage with `event: ticket.reopened`. Mail of machines may be closed in silence.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: thanks, when: {text: {keywords: refund}}, then: {status: solved, team: frontline, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - id: thanks
            when: {author: customer, automatic: false, text: {keywords: refund}}
            then: {status: solved, team: frontline, priority: high, skills: refunds, reply: general/acknowledge}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：规则直接把工单设为已解决或关闭，客户没有收到任何回复，也没有 ticket.reopened 环节处理客户再次来信。
请在规则里回复客户，或增加 event: ticket.reopened 的环节。机器自动邮件可以静默关闭。
"""

from collections.abc import Iterator

from cstool.conditions.exclusion import WRITTEN, exclude
from cstool.conditions.syntax import demanded
from cstool.diagnostic import Problem, Severity, text
from cstool.routing.compile import CompiledRule, CompiledStage, compile_routing
from cstool.routing.dataflow import is_whole
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_OVER = ("solved", "closed")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules in force that write solved or closed to people's tickets, where no rule of the event can answer them."""
    stages = compile_routing(workspace).stages
    if any(stage.event == "ticket.reopened" and stage.rules for stage in stages) or not is_whole(workspace):
        return
    for stage in stages:
        for rule in stage.rules:
            status = rule.actions.status
            if status in _OVER and not _expected(rule) and not _answered(rule, stage, stages):
                message = text("closes-without-warning", rule=rule.id, status=status)
                yield Problem(rule.item.at("then", "status"), message, text("hint-closes-without-warning"))


def _expected(rule: CompiledRule) -> bool:
    """Whether it only takes mail of machines, or tickets that are solved already."""
    for part in demanded(rule.condition):
        if part.field.name == "automatic" and part.operands == (True,):
            return True
        if part.field.name == "status" and part.operator in ("is", "one_of") and set(part.operands) <= set(_OVER):
            return True
    return False


def _answered(rule: CompiledRule, stage: CompiledStage, stages: tuple[CompiledStage, ...]) -> bool:
    """Whether this rule or one of another stage of the event may write to the customer."""
    others = [other for each in stages if each.event == stage.event and each is not stage for other in each.rules]
    replying = [other for other in others if other.actions.reply]
    return bool(rule.actions.reply) or any(not exclude(rule.condition, other.condition, WRITTEN) for other in replying)
