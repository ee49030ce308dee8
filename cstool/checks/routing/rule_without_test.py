"""No test makes a rule fire.

Tests protect only what they reach: a rule that no test makes fire can be moved, mistyped or overtaken by a rule above it, and
every test still passes. One ticket that is meant for the rule is enough. Looked for once the workspace has tests;
`cstool test --coverage` shows the conditions and replies that no test reaches.

Bad:

    # config/routing.yaml
    stages:
      - id: classify
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {category: refund, skills: refunds}}
          - {id: other, when: always, then: {category: other}}
      - id: label
        match: every
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {tags: vip}}
      - id: assign
        match: first
        rules:
          - {id: important, when: {tags: vip}, then: {team: frontline, priority: high}}
          - {id: everything-else, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}
    # config/tests/example.yaml
    now: 2026-07-17T10:00:00+08:00
    tests:
      - name: a refund
        ticket: {channel: shop-email, language: en, subject: Refund, body: I want my money back}
        expect: {category: refund, team: frontline, priority: normal}
      - name: anything else
        ticket: {channel: shop-email, language: en, subject: Hello}
        expect: {category: other}

Good:

    # config/routing.yaml
    stages:
      - id: classify
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {category: refund, skills: refunds}}
          - {id: other, when: always, then: {category: other}}
      - id: label
        match: every
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {tags: vip}}
      - id: assign
        match: first
        rules:
          - {id: important, when: {tags: vip}, then: {team: frontline, priority: high}}
          - {id: everything-else, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}
    # config/tests/example.yaml
    now: 2026-07-17T10:00:00+08:00
    tests:
      - name: a refund
        ticket: {channel: shop-email, language: en, subject: Refund, body: I want my money back}
        expect: {category: refund, team: frontline, priority: normal}
      - name: an important customer with a question
        ticket: {channel: shop-email, language: en, subject: Hello, customer: {tags: [vip]}}
        expect: {category: other, priority: high, rules: [vip, important]}

中文：没有任何用例会触发这条规则。用例只保护它走到的地方：这条规则被挪动、写错或被上面的规则抢先，所有用例照样通过。为它写一个工单就够了。
工作区有用例以后才检查；`cstool test --coverage` 还会列出没有用例走到的条件和回复。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.errors import CstoolError
from cstool.routing.tested import all_tests, never_fired, waiting_for
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules in force that no test of the workspace makes fire; nothing while tests, or what they are made of, cannot be read."""
    if "tests" in workspace.incomplete or waiting_for(workspace):
        return
    try:
        tests = all_tests(workspace)
        rules = never_fired(workspace, tests) if tests else ()
    except CstoolError:  # a clock without a known zone: no test can run, and unknown-timezone says why
        return
    for rule in rules:
        yield Problem(rule.item.at("id"), text("rule-without-test", rule=rule.id), text("hint-rule-without-test"))
