"""One ticket through the stages: what is written, which rules were tried, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from cstool.conditions.trace import Trace, explain
from cstool.conditions.view import TicketView, view_of
from cstool.diagnostic import Text, text
from cstool.model.routing import Actions
from cstool.routing.compile import CompiledRule, CompiledStage, Router
from cstool.routing.outcome import Note, Outcome, Reply
from cstool.tickets.ticket import Ticket

SINGLE = ("category", "team", "assignee", "priority", "status")
"""Fields that hold one value: the last stage that wrote it wins."""


class Tried(NamedTuple):
    """One rule that was judged, on the ticket as it was then. The trace is worked out when it is asked for."""

    stage: str
    compiled: CompiledRule
    matched: bool
    view: TicketView

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self.compiled.id

    @property
    def trace(self) -> Trace:
        """The condition's tree with the values that it saw."""
        return explain(self.compiled.condition, self.view)


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to one ticket, and every rule that was judged on the way, in order."""

    outcome: Outcome
    tried: tuple[Tried, ...]

    @property
    def fired(self) -> tuple[Tried, ...]:
        """The rules that matched."""
        return tuple(entry for entry in self.tried if entry.matched)


def decide(router: Router, ticket: Ticket, event: str = "ticket.created") -> Decision:
    """Run the stages of an event, top to bottom. Each stage sees what earlier ones wrote."""
    tried: list[Tried] = []
    return Decision(_decided(router, ticket, event, tried), tuple(tried))


def outcome_of(router: Router, ticket: Ticket, event: str = "ticket.created") -> Outcome:
    """The outcome of `decide` alone: what a simulation of many tickets asks for."""
    return _decided(router, ticket, event, None)


def _decided(router: Router, ticket: Ticket, event: str, tried: list[Tried] | None) -> Outcome:
    view = view_of(ticket, router.around, reopened=event == "ticket.reopened")
    outcome = _incoming(view)
    for stage in router.stages:
        if stage.event == event:
            outcome, view = _run(stage, outcome, view, tried)
    return outcome


def _incoming(view: TicketView) -> Outcome:
    return Outcome(
        category=view.category,
        team=view.team,
        assignee=view.ticket.agent,
        priority=view.priority,
        status=view.status,
        tags=view.tags,
        fields=view.fields,
    )


def _run(stage: CompiledStage, outcome: Outcome, view: TicketView, tried: list[Tried] | None) -> tuple[Outcome, TicketView]:
    matching: list[CompiledRule] = []
    for rule in stage.rules:
        matched = rule.condition.holds(view)
        if tried is not None:
            tried.append(Tried(stage.id, rule, matched, view))
        if not matched:
            continue
        if stage.match == "sequence":
            outcome, view = _apply((rule,), outcome, view)
            continue
        matching.append(rule)
        if stage.match == "first":
            break
    return _apply(matching, outcome, view) if matching else (outcome, view)


def _apply(rules: Iterable[CompiledRule], outcome: Outcome, view: TicketView) -> tuple[Outcome, TicketView]:
    for rule in rules:
        outcome = _written(outcome, rule)
    seen = view.routed(outcome)
    return outcome, seen


class Writes(Protocol):
    """As much of a rule as its writing needs."""

    @property
    def id(self) -> str: ...
    @property
    def actions(self) -> Actions: ...
    @property
    def real(self) -> bool: ...


def applied(view: TicketView, rules: Iterable[Writes]) -> Outcome:
    """What these rules write on a ticket, in this order, whoever judged that they match."""
    outcome = _incoming(view)
    for rule in rules:
        outcome = _written(outcome, rule)
    return outcome


def _written(outcome: Outcome, rule: Writes) -> Outcome:
    actions = rule.actions
    written = dict(outcome.written)
    single: dict[str, str] = {}
    for name in SINGLE:
        value = getattr(actions, name)
        if value is not None:
            single[name] = value
            written[name] = rule.id
    for name in actions.set:
        written[f"fields.{name}"] = rule.id
    placed = rule.real and (actions.team is not None or actions.category is not None)
    return replace(
        outcome,
        **single,
        skills=tuple(dict.fromkeys((*outcome.skills, *actions.skills))) if actions.skills else outcome.skills,
        tags=(outcome.tags | frozenset(actions.tags)) - frozenset(actions.remove_tags),
        fields={**outcome.fields, **actions.set} if actions.set else outcome.fields,
        replies=(*outcome.replies, Reply(actions.reply, actions.at_most, rule.id)) if actions.reply else outcome.replies,
        notes=(*outcome.notes, Note(actions.note, rule.id)) if actions.note else outcome.notes,
        escalations=(*outcome.escalations, actions.escalate) if actions.escalate else outcome.escalations,
        rules=(*outcome.rules, rule.id),
        written=written,
        unmatched=outcome.unmatched and not placed,
    )


def reason(decision: Decision) -> Text:
    """Why the ticket goes where it goes, in a sentence: the rule that wrote the team, else the category, else the last one.

    A team that takes every ticket explains little: the rule that found the category is told before it.
    """
    fired = {entry.rule: entry for entry in decision.fired}
    written = decision.outcome.written
    rule = written.get("team") or written.get("category") or next(reversed(fired), None)
    if rule is None:
        return text("reason-no-rule", tried=len(decision.tried))
    found = written.get("category", rule)
    if found != rule and fired[found].compiled.real and not fired[rule].compiled.real:
        return text("reason-then", first=reason_of(fired[found]), second=reason_of(fired[rule]))
    return reason_of(fired[rule])


def reason_of(entry: Tried) -> Text:
    """Why one rule applied or not, in a sentence."""
    if not entry.matched:
        return text("reason-rule-not", rule=entry.rule, stage=entry.stage, said=entry.trace.said)
    if not entry.compiled.real:
        return text("reason-rule-always", rule=entry.rule, stage=entry.stage)
    return text("reason-rule", rule=entry.rule, stage=entry.stage, said=entry.trace.said)
