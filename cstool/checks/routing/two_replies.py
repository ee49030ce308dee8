"""Two rules can both answer the same ticket.

The customer gets two letters within a second, often with different promises. One event may send one reply: keep the rules that
reply in one `first` stage, or make their conditions exclude each other.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: every
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge}}
          - {id: german, when: {author: customer, automatic: false, language: de}, then: {reply: general/acknowledge, at_most: 1 per 1h}}

Good:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: german, when: {author: customer, automatic: false, language: de}, then: {reply: general/acknowledge, at_most: 1 per 1h}}
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge}}

中文：同一工单可能被两条规则各回复一次，客户一秒内收到两封信。请把会回复的规则放进同一个 first 环节，或让条件互斥。
"""

from collections.abc import Iterator
from itertools import combinations, product

from cstool.conditions.exclusion import WRITTEN, exclude, implies
from cstool.diagnostic import Problem, Severity, text
from cstool.routing.compile import CompiledRule, CompiledStage, compile_routing
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR

_Answer = tuple[CompiledStage, CompiledRule]


def check(workspace: Workspace) -> Iterator[Problem]:
    """Pairs of replying rules of one event that are not known to exclude each other; each later rule is named once."""
    told: set[str] = set()
    for first, second in _pairs(compile_routing(workspace).stages):
        (_, rule), (_, other) = first, second
        if other.id in told or not _both(first, second):
            continue
        told.add(other.id)
        yield Problem(
            other.item.at("then", "reply"),
            text("two-replies", rule=other.id, other=rule.id),
            text("hint-two-replies"),
            related=((rule.item.at("then", "reply"), text("other-reply", rule=rule.id)),),
        )


def _pairs(stages: tuple[CompiledStage, ...]) -> Iterator[tuple[_Answer, _Answer]]:
    """Replying rules that one event can reach both: of two stages, or of one stage that does not stop at the first."""
    answers = [(stage, [(stage, rule) for rule in stage.rules if rule.actions.reply]) for stage in stages]
    for (stage, here), (other, there) in combinations(answers, 2):
        if stage.event == other.event:
            yield from product(here, there)
    for stage, here in answers:
        if stage.match != "first":
            yield from combinations(here, 2)


def _both(first: _Answer, second: _Answer) -> bool:
    (stage, rule), (other_stage, other) = first, second
    same = stage is other_stage
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
