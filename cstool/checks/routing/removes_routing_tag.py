"""A rule takes a tag off that other rules go by.

Helpdesks offer "set tags" beside "add tags": it wipes everything that was there, and rules, SLA policies or procedures that
go by such a tag never see the ticket. A rule that itself asks for the tag does so on purpose and is left alone.

Bad:

    # config/routing.yaml
    stages:
      - id: label
        match: every
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {tags: vip}}
      - id: clean
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {remove_tags: vip, skills: refunds}}
      - id: assign
        match: first
        rules:
          - {id: important, when: {tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/routing.yaml
    stages:
      - id: label
        match: every
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {tags: vip}}
      - id: assign
        match: first
        rules:
          - {id: important, when: {tags: vip}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: normal, skills: refunds}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：规则删除了别的规则、时效或流程要看的标签（后台里常见的“设置标签”会清空原有标签），后面的规则就看不到这个工单。
规则自己的条件里写了这个标签的，视为有意为之。
"""

from collections.abc import Iterator

from cstool.conditions.book import book_of
from cstool.conditions.syntax import comparisons
from cstool.diagnostic import Problem, Severity, Span, text
from cstool.routing.compile import CompiledRule
from cstool.routing.dataflow import dataflow_of
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Tags that a rule in force takes off without asking for them, and that a later rule, a policy or a procedure reads."""
    rules = dataflow_of(workspace).rules
    if not any(placed.rule.actions.remove_tags for placed in rules):
        return
    read = [(placed, tag, span) for placed in rules for tag, span in _tags(placed.rule)]
    promises = [
        (str(tag), part.span)
        for entry in book_of(workspace).placed
        if entry.kind in ("policy", "sop") and entry.compiled.condition
        for part in comparisons(entry.compiled.condition)
        if part.field.name == "tags"
        for tag in part.operands
    ]
    for placed in rules:
        own = {tag for tag, _ in _tags(placed.rule)}
        for position, tag in enumerate(placed.rule.actions.remove_tags):
            later = [span for other, name, span in read if name == tag and other.number > placed.number]
            later += [span for name, span in promises if name == tag]
            if later and tag not in own:
                message = text("removes-routing-tag", rule=placed.rule.id, tag=tag)
                related = ((later[0], text("tag-read-here", tag=tag)),)
                yield Problem(placed.rule.item.at("then", "remove_tags", position), message, text("hint-remove"), related=related)


def _tags(rule: CompiledRule) -> list[tuple[str, Span]]:
    parts = [part for part in comparisons(rule.condition) if part.field.name == "tags"]
    return [(str(tag), part.span) for part in parts for tag in part.operands]
