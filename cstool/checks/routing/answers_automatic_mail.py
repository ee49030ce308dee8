"""A rule answers mail that a machine sent.

An out-of-office note gets our acknowledgement, answers it, gets another: two machines write to each other all night, and mail
providers put the sender on their lists. RFC 3834 section 2 forbids answering such mail. A rule that replies must demand
`automatic: false`, or stand below a rule of its stage that takes automatic mail out.

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
        match: first
        rules:
          - {id: acknowledge, when: always, then: {reply: general/acknowledge}}

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
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge}}

中文：规则会回复机器自动发出的邮件（例如对方的外出自动回复），两边会互相回复一整夜，还可能被邮件服务商拉黑（RFC 3834 第 2 节）。
请在条件里加上 automatic: false，或在同一环节前面先把自动邮件拦下。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.routing.symbolic.course import courses_of
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules with a reply that can apply to automatic mail, whatever the stages above do with it."""
    for course in courses_of(workspace).values():
        automatic = [course.is_one("automatic", True), course.is_one("author", "customer")]
        for firing in course.firings:
            if firing.rule.actions.reply is None or course.impossible(firing.applies, *automatic):
                continue
            answer = course.seek_anywhere([firing.applies, *automatic], course.applying(firing))
            yield Problem(
                firing.rule.item.at("then", "reply"),
                text("answers-automatic-mail", rule=firing.rule.id),
                text("hint-answers-automatic-mail"),
                witness=course.shown(answer.ticket, firing) if answer.ticket else None,
            )
