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

from cstool.conditions.book import book_of
from cstool.conditions.syntax import Comparison, Condition, demanded
from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules in force with a reply whose condition does not demand a person as sender."""
    book = book_of(workspace)
    stopped: set[tuple[str, tuple[str | int, ...]]] = set()
    for stage, rule in workspace.rules():
        condition = book.condition(rule, "when")
        if condition is None or not (rule.value.in_force(workspace.today) and stage.value.in_force(workspace.today)):
            continue
        here = (stage.source.path, stage.loc)
        replies = rule.value.then.reply is not None
        if stage.value.match == "first" and not replies and _takes_all_automatic(condition):
            stopped.add(here)
        if replies and here not in stopped and not _demands_a_person(condition):
            yield Problem(
                rule.at("then", "reply"),
                text("answers-automatic-mail", rule=rule.value.id),
                text("hint-answers-automatic-mail"),
                witness={"automatic": True},
            )


def _demands_a_person(condition: Condition) -> bool:
    return any(part.field.name == "automatic" and part.operands == (False,) for part in demanded(condition))


def _takes_all_automatic(condition: Condition) -> bool:
    return isinstance(condition, Comparison) and condition.field.name == "automatic" and condition.operands == (True,)
