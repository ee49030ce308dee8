"""A template that only rules send which never apply.

Somebody keeps it up to date in every language, and no customer ever reads it. Mend the rule, or delete both.

Bad:

    # config/routing.yaml
    stages:
      - id: classify
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {category: refund, skills: refunds}}
          - {id: other, when: always, then: {category: other}}
      - id: assign
        match: first
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}
          - {id: late, when: {author: customer, automatic: false, language: de}, then: {reply: general/late, at_most: 1 per 12h}}
    # templates/general/late.en.md
    ---
    kind: auto_reply
    subject: "We are late"
    category: other
    ---
    We answer later.
    # templates/general/late.zh-CN.md
    ---
    subject: 我们会晚一点
    ---
    我们稍后回复。

Good:

    # config/routing.yaml
    stages:
      - id: classify
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {category: refund, skills: refunds}}
          - {id: other, when: always, then: {category: other}}
      - id: assign
        match: first
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: late, when: {author: customer, automatic: false, language: de}, then: {reply: general/late, at_most: 1 per 12h}}
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}
    # templates/general/late.en.md
    ---
    kind: auto_reply
    subject: "We are late"
    category: other
    ---
    We answer later.
    # templates/general/late.zh-CN.md
    ---
    subject: 我们会晚一点
    ---
    我们稍后回复。

中文：只有永远不会生效的规则会发送这个话术：没有客户会看到它。请改好规则，或一起删除。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.routing.symbolic.reach import dead_rules
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Templates that rules send, where none of these rules applies and nothing else uses them."""
    if workspace.incomplete & {"stages", "rules", "outreach", "sops"}:
        return
    dead = {item.firing.rule.id for item in dead_rules(workspace)}
    if not dead:
        return
    elsewhere = {item.value.template for item in workspace.outreach}
    elsewhere |= {step.template for item in workspace.sops.values() for step in item.value.steps if step.template}
    senders: dict[str, list[str]] = {}
    for _, rule in workspace.rules():
        if rule.value.in_force(workspace.today):
            for name in (rule.value.then.reply, rule.value.then.note):
                if name in workspace.templates:
                    senders.setdefault(str(name), []).append(rule.value.id)
    for name, rules in senders.items():
        if name not in elsewhere and set(rules) <= dead:
            place = workspace.templates[name].shared.at()
            yield Problem(place, text("unreachable-template", id=name, rules=quoted(*rules)), text("hint-unreachable-template"))
