"""Checks that prove things about rules, against brute force: every ticket of a small world through the engine."""

import itertools
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cstool.checks.check import Check, load_check
from cstool.conditions.book import book_of
from cstool.conditions.ground import Ground, Reading
from cstool.conditions.impossible import contradictions
from cstool.conditions.syntax import Condition, comparisons
from cstool.conditions.universe import universe_of
from cstool.conditions.view import view_of
from cstool.diagnostic import Problem
from cstool.loading import load
from cstool.model.base import PRIORITIES
from cstool.routing import CompiledRule, Router, compile_routing, decide
from cstool.routing.decide import Decision
from cstool.routing.parts import differing
from cstool.tickets.ticket import Customer, Order, Ticket
from cstool.workspace import Workspace

BASE = Path(__file__).parent / "checks" / "base"
TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
SETS = int(os.environ.get("CSTOOL_RULE_SETS", "110"))
"""Rule sets in one run; by hand, take thousands."""

FILES = {
    "config/channels/example.yaml": """
channels:
  chat: {type: chat, languages: [en], team: frontline}
  market: {type: marketplace, languages: [en], calendar: berlin, country: US, team: frontline}
""",
    "config/calendars/example.yaml": """
calendars:
  berlin: {timezone: Europe/Berlin, hours: {mon-sat: ["08:00-12:00"]}, holidays: {also: [2028-05-03]}}
""",
    "config/vocabulary/example.yaml": """
tags: [legal]
fields: {color: {type: enum, values: [red, blue]}, attempts: {type: number}, flagged: {type: flag}}
""",
    "config/teams/example.yaml": "teams: {second: {name: {en: Second, zh-CN: 二线组}, members: [ana, bo], lead: bo}}\n",
}
WORLD: dict[str, tuple[Any, ...]] = {
    "channel": ("shop-email", "chat", "market", "elsewhere", None),
    "language": ("en", "zh-CN", "zh", "de", None),
    "text": ("", "refund", "refund it", "it refund", "refunds", "退款", "退 it", "款退", "it"),
    "money": ((None, None), (Decimal(50), "USD"), (Decimal(100), "USD"), (Decimal(100), "EUR"), (Decimal(100), "CHF")),
    "customer": (frozenset(), frozenset({"vip"}), frozenset({"vip", "legal"})),
    "color": (None, "red", "blue"),
    "attempts": (None, 1, 2, 3, 4),
    "automatic": (False, True),
    "moment": (
        *(datetime(2026, 11, day, hour, tzinfo=UTC) for day in (20, 21, 22) for hour in (2, 8, 12)),
        datetime(2028, 5, 3, 8, tzinfo=UTC),
    ),
}
ATOMS: dict[str, tuple[dict[str, Any], ...]] = {
    "channel": (
        {"channel": "chat"},
        {"channel_type": ["chat", "email"]},
        {"country": "US"},
        {"country": {"exists": False}},
        {"channel": {"not_in": ["chat"]}},
    ),
    "language": ({"language": "zh"}, {"language": "zh-CN"}, {"language": {"not_in": ["zh"]}}, {"language": {"exists": False}}),
    "text": (
        {"text": "refund"},
        {"text": "refund*"},
        {"text": "refund it"},
        {"text": ["退款", "it"]},
        {"text": {"all": ["refund", "it"]}},
        {"text": {"none": ["退"]}},
    ),
    "money": (
        {"order.amount": {"gte": "100 USD"}},
        {"order.amount": {"lt": "100 EUR"}},
        {"order.amount": {"gt": "50 USD", "lte": "100 USD"}},
        {"order.amount": {"exists": False}},
        {"order.currency": "CHF"},
    ),
    "customer": ({"customer.tags": "vip"}, {"customer.tags": {"all": ["vip", "legal"]}}, {"customer.tags": {"none": ["legal"]}}),
    "color": ({"color": "red"}, {"color": {"not_in": ["red"]}}, {"color": {"exists": True}}, {"fields.color": ["red", "blue"]}),
    "attempts": ({"attempts": {"gte": 3}}, {"attempts": {"lt": 3}}, {"attempts": 2}, {"attempts": {"exists": False}}),
    "automatic": ({"automatic": True}, {"automatic": False}),
    "moment": ({"hours": "open"}, {"hours": "closed"}, {"hours": "holiday"}, {"received_at": {"gte": "2026-11-22"}}),
}
WRITTEN: tuple[dict[str, Any], ...] = (
    {"category": "refund"},
    {"category": {"not_in": ["refund"]}},
    {"category": {"exists": False}},
    {"team": "second"},
    {"tags": "vip"},
    {"tags": {"none": ["vip"]}},
    {"priority": ["high", "urgent"]},
    {"color": "red"},
    {"flagged": True},
)
ACTIONS: tuple[dict[str, Any], ...] = (
    {"category": "refund"},
    {"category": "other"},
    {"team": "frontline"},
    {"team": "second", "priority": "urgent"},
    {"team": "frontline", "priority": "low"},
    {"priority": "high"},
    {"priority": "normal"},
    {"tags": "vip"},
    {"remove_tags": "vip"},
    {"set": {"color": "red"}},
    {"set": {"flagged": "yes"}},
    {"set": {"attempts": "3"}},
    {"reply": "general/acknowledge"},
    {"status": "pending", "category": "other"},
    {"assignee": "ana"},
    {"note": "look twice"},
    {},
)


@dataclass(frozen=True)
class Setting:
    """A random rule set, and every ticket of its world with what the engine does to it."""

    workspace: Workspace
    router: Router
    event: str
    fields: tuple[str, ...]
    decisions: tuple[tuple[Ticket, Decision], ...]

    @property
    def rules(self) -> dict[str, CompiledRule]:
        return {rule.id: rule for stage in self.router.stages for rule in stage.rules}

    def fired(self) -> set[str]:
        return {rule for _, decision in self.decisions for rule in decision.outcome.rules}

    def without(self, rule: str, field: str | None = None) -> Router:
        """The router without one rule, or without one write of it."""
        stages = []
        for stage in self.router.stages:
            rules = []
            for one in stage.rules:
                if one.id != rule:
                    rules.append(one)
                elif field is not None:
                    rules.append(replace(one, actions=one.actions.model_copy(update={field: None})))
            stages.append(replace(stage, rules=tuple(rules)))
        return replace(self.router, stages=tuple(stages))

    def moved(self, other: Router) -> list[Ticket]:
        return [one for one, decision in self.decisions if differing(decision.outcome, decide(other, one, self.event).outcome)]

    def found(self, name: str) -> list[Problem]:
        function = check_named(name).function
        assert function is not None
        return list(function(self.workspace))


@cache
def check_named(name: str) -> Check:
    return load_check("routing", name)


def condition(dice: random.Random, fields: tuple[str, ...], state: bool, depth: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in dice.sample(fields, dice.randint(1, len(fields))):
        found.update(dice.choice(ATOMS[name]))
    if state and dice.random() < 0.4:
        found.update(dice.choice(WRITTEN))
    if depth < 2 and dice.random() < 0.35:
        block = dice.choice(("any", "all", "not"))
        inner = [condition(dice, fields, state, depth + 1) for _ in range(dice.randint(1, 2))]
        found[block] = inner[0] if block == "not" else inner
    return found


def stages(dice: random.Random, fields: tuple[str, ...], event: str) -> list[dict[str, Any]]:
    found = []
    for number in range(dice.randint(1, 3)):
        rules = [
            {
                "id": f"r{number}-{place}",
                "when": "always" if dice.random() < 0.1 else condition(dice, fields, number > 0 or event != "ticket.created"),
                "then": dice.choice(ACTIONS[:5] if dice.random() < 0.5 else ACTIONS),
                "enabled": dice.random() < 0.95,
            }
            for place in range(dice.randint(1, 5))
        ]
        match = dice.choice(("first", "first", "first", "every", "every", "sequence"))
        found.append({"id": f"s{number}", "match": match, "event": event, "rules": rules})
    return found


def setting(seed: int) -> Setting:
    dice = random.Random(seed)
    fields = tuple(dice.sample(sorted(ATOMS), dice.randint(1, 2)))
    event = dice.choice(("ticket.created",) * 4 + ("customer.replied", "ticket.reopened"))
    files = {**FILES, "config/routing.yaml": json.dumps({"stages": stages(dice, fields, event)}, ensure_ascii=False)}
    workspace = load(BASE, TODAY, files)
    assert workspace.faults == ()
    router = compile_routing(workspace)
    assert not router.unread
    tickets = list(world(dice, fields, event))
    tickets = tickets if len(tickets) <= 500 else dice.sample(tickets, 500)
    return Setting(workspace, router, event, fields, tuple((one, decide(router, one, event)) for one in tickets))


def world(dice: random.Random, fields: tuple[str, ...], event: str) -> Iterator[Ticket]:
    names = list(dict.fromkeys(("channel", *fields)))
    tags: tuple[frozenset[str], ...] = (frozenset(), frozenset({"vip"}))
    categories: tuple[str | None, ...] = (None,) if event == "ticket.created" else (None, "refund", "other")
    for *values, own, category in itertools.product(*(WORLD[name] for name in names), tags, categories):
        yield ticket(dict(zip(names, values, strict=True)), own, category)


def ticket(values: dict[str, Any], tags: frozenset[str], category: str | None) -> Ticket:
    amount, currency = values.get("money", (None, None))
    return Ticket(
        values.get("moment", NOON),
        channel=values.get("channel"),
        language=values.get("language"),
        automatic=values.get("automatic", False),
        body=values.get("text", ""),
        customer=Customer(tags=values.get("customer", frozenset())),
        order=Order(amount=amount, currency=currency),
        tags=tags,
        category=category,
        fields={name: values[name] for name in ("color", "attempts") if values.get(name) is not None},
    )


@pytest.mark.parametrize("seed", range(SETS))
def test_every_claim_holds_for_every_ticket_and_every_fault_is_claimed(seed: int) -> None:
    here = setting(seed)
    never_apply(here)
    change_nothing(here)
    leave_without(here)
    clash(here)
    milder(here)


def never_apply(here: Setting) -> None:
    fired = here.fired()
    for problem in [*here.found("shadowed-rule"), *here.found("unreachable-rule")]:
        assert problem.message.values["rule"] not in fired, problem
        if problem.message.id.startswith("shadowed") and "moment" not in here.fields:
            assert problem.witness is not None
            rule = here.rules[str(problem.message.values["rule"])]
            entered = {tried.stage: tried.view for tried in reversed(decide_witness(here, problem).tried)}
            stage = next(stage.id for stage in here.router.stages if rule in stage.rules)
            assert rule.condition.holds(entered[stage])
    for problem in here.found("always-true-not-last"):
        below = {text.values["rule"] for _, text in problem.related}
        assert below
        assert below.isdisjoint(fired), problem
    ends = {decision.outcome.category for _, decision in here.decisions}
    for problem in here.found("unreachable-category"):
        assert problem.message.values["category"] not in ends, problem


def change_nothing(here: Setting) -> None:
    router = here.router
    for problem in here.found("redundant-rule"):
        rule = str(problem.message.values["rule"])
        assert here.moved(here.without(rule)) == [], problem
        # All of them at once, too: nobody wants to delete a rule and its double.
        router = replace(
            router,
            stages=tuple(replace(stage, rules=tuple(one for one in stage.rules if one.id != rule)) for stage in router.stages),
        )
    assert here.moved(router) == []
    for problem in here.found("overwritten-write"):
        assert here.moved(here.without(str(problem.message.values["rule"]), str(problem.message.values["field"]))) == [], problem


def decide_witness(here: Setting, problem: Problem) -> Decision:
    """What the engine does with the ticket that is shown, read back from what is shown of it."""
    seen = dict(problem.witness or {})
    seen.pop("received_at", None)

    def text(name: str) -> Any:
        return seen.pop(name, None)

    def names(name: str) -> frozenset[str]:
        return frozenset(filter(None, str(seen.pop(name, "")).split(", ")))

    amount = str(seen.pop("order.amount", "")).split()
    own: dict[str, object] = {name.removeprefix("fields."): seen.pop(name) for name in list(seen) if name.startswith("fields.")}
    found = Ticket(
        NOON,
        channel=text("channel"),
        language=text("language"),
        author=text("author") or "customer",
        automatic=text("automatic") == "true",
        subject=text("subject") or "",
        body=text("body") or "",
        reopened=text("reopened") == "true",
        customer=Customer(tags=names("customer.tags")),
        order=Order(amount=Decimal(amount[0]), currency=amount[1]) if amount else Order(currency=text("order.currency")),
        tags=names("tags"),
        category=text("category"),
        priority=text("priority"),
        team=text("team"),
        status=text("status"),
        fields=own,
    )
    assert not seen, "something of the witness is not read back"
    return decide(here.router, found, here.event)


def ordinary(here: Setting, one: Ticket) -> bool:
    """A ticket as they come: from a known channel in a language served there, without what routing itself puts on."""
    if one.channel not in here.workspace.channels or one.order.currency == "CHF":
        return False
    served = {code.partition("-")[0] for code in here.workspace.channels[one.channel].value.languages}
    own = {tag for rule in here.rules.values() for tag in rule.actions.tags} if here.event == "ticket.created" else set()
    return (one.language is None or one.language.partition("-")[0] in served) and own.isdisjoint(one.tags)


def leave_without(here: Setting) -> None:
    if here.event != "ticket.created":
        return
    usual = [(one, decision.outcome) for one, decision in here.decisions if ordinary(here, one)]
    giving = any(rule.actions.team for rule in here.rules.values())
    claimed = here.found("unrouted-ticket")
    if giving and any(outcome.team is None for _, outcome in usual):
        assert claimed
    for problem in claimed:
        assert giving
        if "moment" not in here.fields:
            assert decide_witness(here, problem).outcome.team is None
    prioritized = any(rule.actions.priority for rule in here.rules.values())
    claims = {problem.message.values["rule"]: problem for problem in here.found("priority-never-set")}
    for _, outcome in usual:
        if prioritized and outcome.priority is None and "team" in outcome.written:
            rule = here.rules[outcome.written["team"]]
            assert rule.actions.priority is not None or rule.id in claims, rule.id
    for name, problem in claims.items():
        if "moment" not in here.fields:
            outcome = decide_witness(here, problem).outcome
            assert outcome.priority is None
            assert outcome.written["team"] == name


def clash(here: Setting) -> None:
    replied = {problem.message.values["rule"]: problem for problem in here.found("two-replies")}
    for _, decision in here.decisions:
        for reply in decision.outcome.replies[1:]:
            assert reply.rule in replied, reply
    conflicting = {problem.message.values["rule"]: problem for problem in here.found("write-conflict")}
    for stage in here.router.stages:
        if stage.match == "every":
            for _, decision in here.decisions:
                fired = [rule for rule in stage.rules if rule.id in decision.outcome.rules]
                for lower, upper in itertools.combinations(reversed(fired), 2):
                    assert lower.id in conflicting or not conflict(lower, upper), (lower, upper)
    for problem in [*replied.values(), *conflicting.values()]:
        both = {problem.message.values["rule"], problem.message.values["other"]}
        if "moment" not in here.fields and problem.witness is not None:
            assert both <= set(decide_witness(here, problem).outcome.rules)
        elif "moment" not in here.fields:
            # Only where no ordinary ticket is so: a ticket from nowhere, or one that has our tags already.
            assert not any(both <= set(one.outcome.rules) for given, one in here.decisions if ordinary(here, given))


def conflict(one: CompiledRule, other: CompiledRule) -> bool:
    first, second = one.actions, other.actions
    pairs = [(getattr(first, name), getattr(second, name)) for name in ("category", "team", "assignee", "priority", "status")]
    pairs += [(first.set.get(name), second.set.get(name)) for name in {*first.set, *second.set}]
    tags = set(first.tags) & set(second.remove_tags) | set(first.remove_tags) & set(second.tags)
    return bool(tags) or any(a is not None and b is not None and a != b for a, b in pairs)


def milder(here: Setting) -> None:
    claims = {problem.message.values["rule"]: problem for problem in here.found("milder-rule-wins")}
    for name, problem in claims.items():
        upper, lower = here.rules[str(problem.message.values["other"])], here.rules[str(name)]
        assert rank(upper) < rank(lower)
        if "moment" not in here.fields:
            tried = {one.rule: one for one in decide_witness(here, problem).tried}
            assert tried[upper.id].matched
            assert lower.condition.holds(tried[upper.id].view)
    for stage in here.router.stages:
        for lower in stage.rules if stage.match == "first" and len(claims) < 20 else ():
            if lower.real and lower.actions.priority in ("high", "urgent") and lower.id not in claims:
                assert not milder_above(here, stage.id, lower), lower.id


def rank(rule: CompiledRule) -> int:
    assert rule.actions.priority is not None
    return PRIORITIES.index(rule.actions.priority)


def milder_above(here: Setting, stage: str, lower: CompiledRule) -> bool:
    """Whether some ordinary ticket of the world shows an upper rule that is milder, where neither condition implies the other."""
    views = [
        (one, next(tried for tried in reversed(decision.tried) if tried.stage == stage), decision)
        for one, decision in here.decisions
    ]
    for one, last, _ in views:
        upper = last.compiled
        if not (last.matched and upper.id != lower.id and upper.real and upper.actions.priority and ordinary(here, one)):
            continue
        if rank(upper) < rank(lower) and lower.condition.holds(last.view):
            alone = any(upper.condition.holds(tried.view) and not lower.condition.holds(tried.view) for _, tried, _ in views)
            other = any(lower.condition.holds(tried.view) and not upper.condition.holds(tried.view) for _, tried, _ in views)
            if alone and other:
                return True
    return False


@pytest.mark.parametrize("seed", range(SETS))
def test_what_excludes_each_other_is_named_and_none_of_it_can_be_spared(seed: int) -> None:
    dice = random.Random(seed)
    fields = tuple(dice.sample(sorted(ATOMS), dice.randint(1, 2)))
    when = {"all": [condition(dice, fields, True) for _ in range(dice.randint(2, 4))]}
    rules = [{"id": "it", "when": when, "then": {}}]
    files = {**FILES, "config/routing.yaml": json.dumps({"stages": [{"id": "s", "match": "first", "rules": rules}]})}
    workspace = load(BASE, TODAY, files)
    router = compile_routing(workspace)
    tickets = [view_of(one, router.around) for one in world(dice, fields, "customer.replied")]
    for *_, parts in contradictions(workspace, book_of(workspace)):
        assert not any(all(part.holds(view) for part in parts) for view in tickets)
        for spared in parts if len(parts) > 1 else ():
            rest = [part for part in parts if part is not spared]
            assert any(all(part.holds(view) for part in rest) for view in tickets) or thought_of(router, rest), (parts, spared)


def thought_of(router: Router, parts: list[Condition]) -> bool:
    """Whether the solver thinks of a ticket that meets all these, and the engine confirms it."""
    ground = Ground(universe_of([one for part in parts for one in comparisons(part)], (router.around,), TODAY))
    reading = Reading(ground, router.around)
    if not ground.circuit.ask(*(reading.statement(part) for part in parts)):
        return False
    return any(all(part.holds(view_of(one, router.around)) for part in parts) for one in ground.tickets())
