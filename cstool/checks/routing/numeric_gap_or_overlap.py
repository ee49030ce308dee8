"""Rules of one stage that differ only in an amount or a number leave a gap between their bands, or share an edge.

`lte: 100 USD` and `gte: 101 USD` send an order of 100.50 nowhere; `lte: 100 USD` and `gte: 100 USD` both claim 100.00, and the
order of the rules decides unseen. Write the same edge on both sides, once with `lt` and once with `gte`.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: small, when: {order.amount: {lte: 100 USD}}, then: {team: frontline, priority: low}}
          - {id: large, when: {order.amount: {gte: 101 USD}}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: small, when: {order.amount: {lt: 100 USD}}, then: {team: frontline, priority: low}}
          - {id: large, when: {order.amount: {gte: 100 USD}}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：同一环节里只在金额（或数字）上不同的规则，区间之间有缝隙（100.50 没有规则处理）或端点重复。
相邻区间请用同一个数，一边 lt、一边 gte。
"""

from collections.abc import Iterator
from itertools import pairwise

from cstool.diagnostic import Problem, Severity, text
from cstool.routing.bands import Band, bands_of
from cstool.routing.compile import compile_routing
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Neighbouring bands of otherwise equal conditions within one `first` stage."""
    for stage in compile_routing(workspace).stages:
        if stage.match == "first":
            for bands in bands_of(stage):
                for lower, upper in pairwise(bands):
                    yield from _between(lower, upper)


def _between(lower: Band, upper: Band) -> Iterator[Problem]:
    field = upper.part.field.name
    if lower.high is None or upper.low is None:
        return
    apart = upper.low - lower.high
    # Counts are whole: `attempts: {lte: 2}` and `{gte: 3}` leave nothing out. Money is not.
    whole = upper.part.field.kind == "number" and apart == 1
    if (0 < apart <= 1 and not whole) or (lower.high == upper.low and not lower.with_high and not upper.with_low):
        name = "numeric-gap"
    elif lower.high == upper.low and lower.with_high and upper.with_low:
        name = "numeric-double-edge"
    elif upper.low < lower.high:
        name = "numeric-overlap"
    else:
        return
    edge = upper.shown(upper.low)
    yield Problem(
        upper.part.span,
        text(name, field=field, rule=upper.rule.id, other=lower.rule.id, low=lower.shown(lower.high), high=edge),
        text("hint-numeric-gap", edge=edge),
        related=((lower.part.span, text("other-band", rule=lower.rule.id)),),
        witness={field: (lower.high + upper.low) / 2},
    )
