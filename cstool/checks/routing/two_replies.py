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
          - id: german
            when: {author: customer, automatic: false, language: de}
            then: {reply: general/acknowledge, at_most: 1 per 1h}

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
          - id: german
            when: {author: customer, automatic: false, language: de}
            then: {reply: general/acknowledge, at_most: 1 per 1h}
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge}}

中文：同一工单可能被两条规则各回复一次，客户一秒内收到两封信。请把会回复的规则放进同一个 first 环节，或让条件互斥。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.logic import FALSE, Literal
from cstool.routing.symbolic.course import Course, Firing, courses_of
from cstool.tickets.ticket import Ticket
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules that can reply to a ticket to which a rule above replies; each is named once, with the first such rule."""
    for course in courses_of(workspace).values():
        above: list[Firing] = []
        answered: Literal = FALSE
        for firing in course.firings:
            if firing.rule.actions.reply:
                # One question about all of them first: most rules meet none.
                if answered != FALSE and not course.impossible(firing.applies, answered):
                    found = next((one for one in above if not course.impossible(firing.applies, one.applies)), None)
                    if found is not None:
                        yield _problem(course, firing, found)
                above.append(firing)
                answered = course.circuit.some((answered, firing.applies))


def _problem(course: Course, firing: Firing, other: Firing) -> Problem:
    def confirm(ticket: Ticket) -> bool:
        return {firing.rule.id, other.rule.id} <= {reply.rule for reply in course.decided(ticket).outcome.replies}

    answer = course.seek([firing.applies, other.applies], confirm)
    return Problem(
        firing.rule.item.at("then", "reply"),
        text("two-replies", rule=firing.rule.id, other=other.rule.id),
        text("hint-two-replies"),
        related=((other.rule.item.at("then", "reply"), text("other-reply", rule=other.rule.id)),),
        witness=course.shown(answer.ticket, firing, other) if answer.ticket else None,
    )
