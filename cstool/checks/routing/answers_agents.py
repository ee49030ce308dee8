"""A rule answers tickets that our own people opened.

An agent who writes down a phone call, or a shop system that opens a ticket about an order, opens it in the customer's name: with
a reply the customer is told "we have received your message" without ever having written one. Demand `author: customer`, or
let a rule above in the same stage take the other authors out.

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
          - {id: acknowledge, when: {automatic: false}, then: {reply: general/acknowledge}}

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

中文：规则会回复由客服或系统代客户建立的工单（例如电话记录），客户没写信却收到“已收到您的来信”。
请在条件里加上 author: customer，或在同一环节前面先把这些工单拦下。
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from cstool.conditions.around import surroundings
from cstool.conditions.syntax import Condition, comparisons
from cstool.conditions.view import TicketView, view_of
from cstool.diagnostic import Problem, Severity, text
from cstool.routing.compile import CompiledStage, compile_routing
from cstool.routing.dataflow import is_whole
from cstool.sla import can_hold
from cstool.tickets import Ticket
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_KNOWN = frozenset({"author"})


def check(workspace: Workspace) -> Iterator[Problem]:
    """Replying rules that a ticket of an agent or of the system can reach; only customers write a `customer.replied`."""
    around, day = surroundings(workspace), datetime(2000, 1, 1, tzinfo=UTC)
    views = {author: view_of(Ticket(day, author=author), around) for author in ("agent", "system")}
    for stage in compile_routing(workspace).stages:
        if stage.event != "customer.replied" and is_whole(workspace):
            yield from _in(stage, views)


def _in(stage: CompiledStage, views: dict[str, TicketView]) -> Iterator[Problem]:
    reaching = dict(views)
    for rule in stage.rules:
        held = {author: can_hold(rule.condition, view, _KNOWN) for author, view in reaching.items()}
        meant = _named(rule.condition)
        author = next((author for author, holds in held.items() if holds is not False and author not in meant), None)
        if rule.actions.reply and author:
            message = text("answers-agents", rule=rule.id, author=text(f"author-{author}"))
            yield Problem(rule.item.at("then", "reply"), message, text("hint-answers-agents"), witness={"author": author})
        if stage.match == "first":
            reaching = {author: view for author, view in reaching.items() if held[author] is not True}


def _named(condition: Condition) -> set[str]:
    """Authors that the condition asks for by name: a rule for them answers them on purpose."""
    asked = [part for part in comparisons(condition) if part.field.name == "author" and part.operator in ("is", "one_of")]
    return {str(author) for part in asked for author in part.operands}
