"""Two rules can both answer the same ticket.

The customer gets two letters within a second, often with different promises. One event may send one reply: keep the rules that
reply in one `first` stage, or make their conditions exclude each other.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: normal, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: every
        rules:
          - {id: acknowledge, when: {automatic: false}, then: {reply: general/acknowledge}}
          - {id: german, when: {automatic: false, language: de}, then: {reply: general/acknowledge}}

Good:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: normal, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: german, when: {automatic: false, language: de}, then: {reply: general/acknowledge}}
          - {id: acknowledge, when: {automatic: false}, then: {reply: general/acknowledge}}

中文：同一工单可能被两条规则各回复一次，客户一秒内收到两封信。请把会回复的规则放进同一个 first 环节，或让条件互斥。
"""

from collections.abc import Iterator
from itertools import combinations

from cstool.conditions.exclusion import WRITTEN, exclude, implies
from cstool.diagnostic import Problem, Severity, text
from cstool.routing.compile import CompiledRule, CompiledStage, compile_routing
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR

_Answer = tuple[CompiledStage, CompiledRule]


def check(workspace: Workspace) -> Iterator[Problem]:
    """Pairs of replying rules of one event that are not known to exclude each other; each later rule is named once."""
    stages = compile_routing(workspace).stages
    answers: list[_Answer] = [(stage, rule) for stage in stages for rule in stage.rules if rule.actions.reply]
    told: set[str] = set()
    for first, second in combinations(answers, 2):
        (stage, rule), (other_stage, other) = first, second
        if stage.event != other_stage.event or other.id in told or not _both(first, second):
            continue
        told.add(other.id)
        yield Problem(
            other.item.at("then", "reply"),
            text("two-replies", rule=other.id, other=rule.id),
            text("hint-two-replies"),
            related=((rule.item.at("then", "reply"), text("other-reply", rule=rule.id)),),
        )


def _both(first: _Answer, second: _Answer) -> bool:
    (stage, rule), (other_stage, other) = first, second
    same = stage is other_stage
    if same and stage.match == "first":
        return False
    changing = frozenset() if same and stage.match == "every" else WRITTEN
    if exclude(rule.condition, other.condition, changing):
        return False
    return same or not _stopped(rule, other_stage, other, changing)


def _stopped(rule: CompiledRule, stage: CompiledStage, other: CompiledRule, changing: frozenset[str]) -> bool:
    """Whether a ticket that met `rule` surely meets a rule above `other` in its `first` stage."""
    if stage.match != "first":
        return False
    above = stage.rules[: stage.rules.index(other)]
    return any(implies(rule.condition, stop.condition, changing) for stop in above)
