"""A condition, or a branch of one, that no ticket can ever meet.

Its parts exclude each other: an amount above 500 and below 100, two channels at once, a word that must and must not be there. The
rule looks alive and does nothing. The parts that exclude each other are named.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: odd, when: {order.amount: {gt: 500 USD, lt: 100 USD}}, then: {team: frontline, priority: low}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
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
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: odd, when: {order.amount: {gt: 100 USD, lt: 500 USD}}, then: {team: frontline, priority: low}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：条件（或其中一个分支）永远不可能成立：几个部分互相排斥，例如金额大于 500 又小于 100。规则看着在，其实什么也不做。
"""

from collections.abc import Iterator

from cstool.conditions.book import Placed, book_of
from cstool.conditions.impossible import contradictions
from cstool.conditions.syntax import Condition
from cstool.conditions.written import written
from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Conditions of rules, policies, outreach, SOPs and facts, and their branches, whose parts exclude each other."""
    for placed, parts in contradictions(workspace, book_of(workspace)):
        yield _problem(placed, parts)


def _problem(placed: Placed, parts: tuple[Condition, ...]) -> Problem:
    *others, last = parts
    if not others:
        # A value that nothing has yet, such as a kind of channel: prepared rules do no harm.
        message = text("never-true", owner=placed.owner, part=written(last))
        return Problem(last.span, message, text("hint-never-true"), severity=Severity.WARNING)
    return Problem(
        last.span,
        text("contradictory-condition", owner=placed.owner, part=written(last), others=quoted(*map(written, others))),
        text("hint-contradictory-condition"),
        related=tuple((one.span, text("excludes-it")) for one in others),
    )
