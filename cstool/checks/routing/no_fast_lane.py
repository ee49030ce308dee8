"""Messages about danger, law or chargebacks wait with all the others.

A burn, a lawyer's letter and a dispute at the bank run on periods of their own: the ticket that lies in the ordinary queue costs
the most of all. Let a rule give such words a high priority, or escalate them at once. Looked at are workspaces that sort tickets
by words in at least five rules; smaller ones hardly sort at all.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: normal, skills: refunds}}
          - {id: invoice, when: {text: invoice}, then: {team: frontline, priority: normal}}
          - {id: size, when: {text: size}, then: {team: frontline, priority: low}}
          - {id: parcel, when: {text: parcel}, then: {team: frontline, priority: normal}}
          - {id: address, when: {text: address}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/vocabulary/page.yaml
    keywords:
      danger: {en: [injur*, "electric shock"], zh-CN: [受伤, 受傷, 触电, 觸電]}
      lawyer: {en: [lawyer*], zh-CN: [律师, 律師]}
      bank: {en: [chargeback*], zh-CN: [拒付]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - id: urgent
            when: {text: {keywords: [danger, lawyer, bank]}}
            then: {team: frontline, priority: urgent, escalate: {role: lead}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: normal, skills: refunds}}
          - {id: invoice, when: {text: invoice}, then: {team: frontline, priority: normal}}
          - {id: size, when: {text: size}, then: {team: frontline, priority: normal}}
          - {id: parcel, when: {text: parcel}, then: {team: frontline, priority: normal}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：提到人身危险、律师、拒付的工单和普通工单一起排队。这些事都有期限，拖一天代价最大。
请让规则给这类词高优先级或立即升级。只看按关键词分拣的规则达到五条的工作区。
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from cstool.conditions.syntax import comparisons
from cstool.conditions.urgent_words import URGENT
from cstool.diagnostic import Problem, Severity, text
from cstool.routing.compile import Router, compile_routing
from cstool.routing.dataflow import CREATED, is_whole
from cstool.routing.decide import outcome_of
from cstool.tickets import Ticket
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_SORTING = 5
_DAY = datetime(2026, 1, 7, 3, tzinfo=UTC)


def check(workspace: Workspace) -> Iterator[Problem]:
    """Each matter whose words, all in one message, get no high priority and no escalation on any channel in force."""
    router = compile_routing(workspace)
    rules = [rule for stage in router.stages_of(CREATED) for rule in stage.rules]
    by_words = [rule for rule in rules if any(part.field.kind == "text" for part in comparisons(rule.condition))]
    with_priority = [stage for stage in router.stages_of(CREATED) if any(rule.actions.priority for rule in stage.rules)]
    if len(by_words) < _SORTING or not with_priority or not is_whole(workspace):
        return
    channels = {
        item.value.type: (name, item) for name, item in workspace.channels.items() if item.value.in_force(workspace.today)
    }
    spoken = {language.split("-")[0] for item in workspace.channels.values() for language in item.value.languages} | {"en"}
    for matter, words in URGENT.items():
        said = [word for language, listed in words.items() if language in spoken for word in listed]
        asked = [Ticket(_DAY, channel=name, body=". ".join(said)) for name, _ in channels.values()]
        if asked and not any(_fast(router, ticket) for ticket in asked):
            message = text("no-fast-lane", matter=text(f"matter-{matter}"), word=said[0])
            place = with_priority[-1].item.at("rules")
            yield Problem(place, message, text("hint-no-fast-lane"), witness={"body": said[0]})


def _fast(router: Router, ticket: Ticket) -> bool:
    outcome = outcome_of(router, ticket)
    return outcome.priority in ("high", "urgent") or bool(outcome.escalations)
