"""A rule asks for a value that only rules further down write.

Stages run top to bottom: when the rule is judged, nobody has written the value yet, so the rule never applies and never
complains. A VIP rule above the stage that puts the tag 'vip' on is the usual case. A tag or value that tickets of
the tests bring along counts as coming from outside, and on a reply of the customer everything may have been written before.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: important, when: {tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: label
        match: every
        rules:
          - {id: vip, when: {customer.tags: vip}, then: {tags: vip}}

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
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: important, when: {tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：规则要求的标签、分类、优先级等，只有更靠后的规则才写入。环节从上往下运行，判断这条规则时值还不存在，所以它永远不会命中。
如果值来自外部（例如渠道自带的标签），请在测试工单里写上。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.routing.dataflow import CREATED, Demand, Placed, Write, dataflow_of, demands, is_whole, outside, sees
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Demands of rules for new tickets whose every choice is written too late, and by somebody; each rule is named once."""
    flow, brought = dataflow_of(workspace), outside(workspace)
    for reader in flow.rules if is_whole(workspace) else ():
        if reader.stage.event != CREATED:
            continue
        for demand in demands(reader.rule.condition):
            choices = [fact for fact in demand.choices if fact[1] != "remove_tags"]
            late = [(fact, write) for fact in choices for write in flow.writes.get(fact, ())]
            early = any(sees(reader, write) for _, write in late) or not brought.isdisjoint(choices)
            shown = next(((fact, write) for fact, write in late if not _told_as_sibling(reader, write)), None)
            if shown and not early and len(choices) == len(demand.choices):
                (key, value), write = shown
                yield _problem(reader, demand, key[1] if demand.comparison.field.name == "tags" else value, write)
                break


def _told_as_sibling(reader: Placed, write: Write) -> bool:
    return reader.rule is write.by.rule or (reader.stage is write.by.stage and reader.stage.match == "every")


def _problem(reader: Placed, demand: Demand, value: str, write: Write) -> Problem:
    own = reader.stage is write.by.stage
    values = {"rule": reader.rule.id, "other": write.by.rule.id, "stage": write.by.stage.id, "value": value}
    field = demand.comparison.field.name.removeprefix("fields.")
    message = text("reads-own-stage" if own and reader.stage.match == "first" else "reads-later-write", field=field, **values)
    if own:
        hint = text("hint-reads-own-stage", **values)
    elif write.by.stage.event == CREATED:
        hint = text("hint-reads-later-write", own=reader.stage.id, **values)
    else:
        hint = text("hint-reads-other-event", **values)
    related = ((write.by.rule.item.at("then", *write.place), text("written-later", rule=write.by.rule.id)),)
    return Problem(demand.comparison.span, message, hint, related=related)
