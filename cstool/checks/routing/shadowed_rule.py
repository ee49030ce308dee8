"""A rule never applies, because rules above it take every ticket that it means.

In a `first` stage the top match wins. What this rule wants done is never done, and nothing shows it: its tickets go where the
rules above send them. One rule above can be wider than this one, or several together can cover it; all of them are named, with
a ticket that shows it. Move the narrower rule up, or delete it.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: shop-mail, when: {channel: shop-email}, then: {team: frontline, priority: normal}}
          - id: refund
            when: {channel: shop-email, text: {keywords: refund}}
            then: {team: frontline, priority: high, skills: refunds}
          - {id: rest, when: always, then: {team: frontline, priority: low}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

Good:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - id: refund
            when: {channel: shop-email, text: {keywords: refund}}
            then: {team: frontline, priority: high, skills: refunds}
          - {id: shop-mail, when: {channel: shop-email}, then: {team: frontline, priority: normal}}
          - {id: rest, when: always, then: {team: frontline, priority: low}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：规则永远不会生效：它要处理的工单全被上面的规则先拿走了（可能是一条更宽的规则，也可能是几条合起来）。
请把更具体的规则移到上面，或删除它。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.routing.symbolic.reach import dead_rules, taken_away, takes_all
from cstool.routing.symbolic.recall import Dead
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
WITNESSES = 100
"""So many rules are shown with a ticket: each has to be thought of."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules whose tickets all go to rules above with another effect. One that takes all is named by its own check."""
    dead = [one for one in dead_rules(workspace) if one.why in ("shadowed", "disarmed") and not takes_all(one)]
    for number, one in enumerate(dead):
        yield _problem(one, shown=number < WITNESSES)


def _problem(dead: Dead, *, shown: bool) -> Problem:
    rule, takers = dead.firing.rule, [taker.rule for taker in dead.takers]
    kind = "shadowed-rule" if len(takers) == 1 else "shadowed-by-several"
    kind = "disarmed-rule" if dead.why == "disarmed" else kind
    ticket = taken_away(dead).ticket if shown else None
    return Problem(
        rule.item.at("when"),
        text(kind, rule=rule.id, others=quoted(*(taker.id for taker in takers))),
        text("hint-shadowed-rule", rule=rule.id, other=takers[0].id),
        related=tuple((taker.item.at("when"), text("takes-them", rule=taker.id)) for taker in takers),
        witness=dead.course.shown(ticket, dead.firing) if ticket else None,
    )
