"""A rule for new tickets asks for a tag that nothing puts on.

No rule, template or SOP puts it on, and no test has a ticket that brings it along: the rule has never applied. A tag that a
shop connector or a web form puts on comes from outside; one test with such a ticket says so.

Bad:

    # config/vocabulary/page.yaml
    tags: [wholesale]
    # config/tests/page.yaml
    tests:
      - name: anything
        ticket: {channel: shop-email, language: en, subject: Hello}
        expect: {priority: normal}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {any: [{customer.tags: vip}, {tags: wholesale}]}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/vocabulary/page.yaml
    tags: [wholesale]
    # config/tests/page.yaml
    tests:
      - name: the web form tags wholesale
        ticket: {channel: shop-email, language: en, subject: Hello, tags: wholesale}
        expect: {priority: high, rules: [vip, acknowledge]}
      - {name: a refund, ticket: {channel: shop-email, language: en, subject: Refund}, expect: {rules: [refund]}}
      - {name: the rest, ticket: {channel: shop-email, language: en, subject: Hello}, expect: {rules: [rest]}}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {any: [{customer.tags: vip}, {tags: wholesale}]}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：处理新工单的规则要求一个谁也不会打的标签：规则、话术、流程都不写它，测试工单里也没有。
如果标签由店铺接口或网页表单带来，写一条带这个标签的测试即可。
"""

from collections.abc import Iterator

from cstool.conditions.syntax import Condition, Every, Some, comparisons
from cstool.diagnostic import Problem, Severity, text
from cstool.routing.dataflow import CREATED, dataflow_of, demands, is_whole, outside
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Tags asked for by rules for new tickets; each once. Silent without tests: they say what comes from outside."""
    if workspace.incomplete or not is_whole(workspace) or not any(file.value.tests for file in workspace.tests):
        return
    flow, told = dataflow_of(workspace), set[str]()
    known = {key[1] for key, _ in (*outside(workspace), *flow.writes) if key[0] == "tags"}
    known |= {tag for item in workspace.templates.values() for tag in item.shared.value.tags}
    known |= {tag for item in workspace.sops.values() for tag in item.value.tags}
    for placed in flow.rules:
        if placed.stage.event != CREATED or not any(part.field.name == "tags" for part in comparisons(placed.rule.condition)):
            continue
        for condition in _alternatives(placed.rule.condition):
            for demand in demands(condition):
                for (kind, *rest), value in demand.choices:
                    if kind == "tags" and value == "tags" and rest[0] not in known | told:
                        told.add(rest[0])
                        message = text("tag-never-written", rule=placed.rule.id, tag=rest[0])
                        yield Problem(demand.comparison.span, message, text("hint-tag-never-written", tag=rest[0]))


def _alternatives(condition: Condition) -> Iterator[Condition]:
    """The condition and every branch of its `any:` blocks."""
    yield condition
    if isinstance(condition, Every | Some):
        for part in condition.parts:
            if isinstance(condition, Some) or isinstance(part, Every | Some):
                yield from _alternatives(part)
