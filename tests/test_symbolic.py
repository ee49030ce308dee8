"""Reasoning over rules against brute force: every ticket of a small world through the engine, thousands of rule sets."""

import itertools
import os
import random
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from cstool.conditions.compile import compile_condition
from cstool.conditions.fields import FieldRef
from cstool.conditions.ground import Ground
from cstool.conditions.view import Rates, Surroundings
from cstool.conditions.words import Words
from cstool.diagnostic import Span
from cstool.model.base import Money
from cstool.model.calendars import Calendar
from cstool.model.channels import Channel
from cstool.model.routing import Actions
from cstool.routing import CompiledRule, CompiledStage, Router, decide
from cstool.routing.parts import differing
from cstool.routing.symbolic.course import Course, arriving, course_of, universe_for
from cstool.routing.symbolic.equivalence import compare
from cstool.tickets.ticket import Customer, Order, Ticket
from cstool.worktime import build

TODAY = date(2026, 7, 16)
SETS = int(os.environ.get("CSTOOL_RULE_SETS", "160"))
"""Rule sets in one run; by hand, take thousands."""

CALENDAR = build(
    Calendar.model_validate(
        {"timezone": "Europe/Berlin", "hours": {"mon-fri": ["09:00-17:00"]}, "holidays": {"also": ["2026-12-24"]}}
    ),
    TODAY,
    TODAY,
)
ALWAYS = build(None, TODAY, TODAY)
CHANNELS = {
    "shop": Channel.model_validate({"type": "email", "country": "DE", "calendar": "berlin"}),
    "amazon": Channel.model_validate({"type": "marketplace", "pack": "amazon", "country": "US"}),
    "chat": Channel.model_validate({"type": "chat"}),
}
AROUND = Surroundings(
    CHANNELS,
    Rates({"EUR": Money(Decimal("1.08"), "USD")}),
    "Europe/Berlin",
    lambda channel: CALENDAR if channel == "shop" else ALWAYS,
)
WORDS = Words(
    fields={**Words().fields, "attempts": FieldRef("fields.attempts", "number", may_lack=True, own=True)},
    rates=AROUND.rates,
)

TOKENS = ("return", "returning", "it", "退", "货", "re")
TEXTS = tuple(" ".join(tokens) for length in (0, 1, 2, 3) for tokens in itertools.product(TOKENS, repeat=length))
KEYWORDS = ("return", "return*", "return it", "it", "退货", "货", "re*", "it return*")
WORLD: dict[str, tuple[Any, ...]] = {
    "channel": ("shop", "amazon", "chat", "elsewhere", None),
    "language": ("en", "de", "de-AT", "pt", None),
    "money": tuple(
        (amount and Decimal(amount), code if amount else None)
        for amount, code in (
            ("10", "USD"),
            ("100", "USD"),
            ("150", "USD"),
            ("200", "USD"),
            ("250", "USD"),
            ("100", "EUR"),
            ("99", "CHF"),
            (None, ""),
        )
    ),
    "tags": tuple(frozenset(tags) for length in range(3) for tags in itertools.combinations(("a", "b"), length)),
    "email": ("eve@x.example", "EVE@X.example", "bob@y.example", None),
    "attempts": (None, 1, 2, 3, 4, 5, 6),
    "automatic": (True, False),
    "moment": tuple(
        datetime(2026, *moment, tzinfo=UTC)
        for moment in ((7, 16, 10), (7, 16, 3), (12, 24, 10), (7, 15, 10), (7, 17, 10), (7, 20, 3))
    ),
    "text": tuple(("", text) for text in TEXTS),
    "parts": tuple(itertools.product(("", "return", "it", "退 货", "return it"), TEXTS[:43])),
}
ATOMS: dict[str, tuple[dict[str, Any], ...]] = {
    "channel": (
        {"channel": "shop"},
        {"channel_type": ["chat", "email"]},
        {"pack": "amazon"},
        {"country": {"exists": False}},
        {"channel": {"not_in": ["shop"]}},
    ),
    "language": (
        {"language": "de"},
        {"language": {"not_in": ["de"]}},
        {"language": "de-AT"},
        {"language": {"exists": False}},
        {"language": ["en", "de"]},
    ),
    "money": (
        {"order.amount": {"gte": "100 USD"}},
        {"order.amount": {"lt": "200 USD"}},
        {"order.amount": {"gt": "100 USD", "lte": "200 USD"}},
        {"order.amount": {"lt": "100 EUR"}},
        {"order.amount": {"exists": False}},
        {"order.currency": "CHF"},
        {"order.amount": {"is": "100 USD"}},
    ),
    "tags": ({"tags": "a"}, {"tags": {"all": ["a", "b"]}}, {"tags": {"none": ["b"]}}, {"tags": ["a", "b"]}),
    "email": (
        {"customer.email": "eve@x.example"},
        {"customer.email": {"not_in": ["eve@x.example"]}},
        {"customer.email": {"contains": "y.example"}},
        {"customer.email": {"exists": True}},
    ),
    "attempts": ({"attempts": {"gte": 3}}, {"attempts": {"lt": 5}}, {"attempts": 2}, {"attempts": {"not_in": [2, 3]}}),
    "automatic": ({"automatic": True}, {"automatic": False}),
    "moment": (
        {"hours": "open"},
        {"hours": "closed"},
        {"hours": "holiday"},
        {"received_at": {"gte": "2026-07-17"}},
        {"received_at": "2026-07-16"},
    ),
    "text": (
        *({"text": word} for word in KEYWORDS),
        {"text": {"all": ["return", "it"]}},
        {"text": {"none": ["退货", "re*"]}},
        {"text": ["return it", "货"]},
    ),
    "parts": (
        {"subject": "return"},
        {"body": "return"},
        {"text": "return"},
        {"text": {"all": ["it", "退货"]}},
        {"subject": {"none": ["it", "退货"]}},
        {"body": ["return it", "退"]},
    ),
}
STATE_ATOMS: tuple[dict[str, Any], ...] = (
    {"category": "x"},
    {"category": ["x", "y"]},
    {"category": {"exists": False}},
    {"category": {"not_in": ["y"]}},
    {"team": "t"},
    {"tags": "made"},
    {"tags": {"none": ["made"]}},
    {"priority": "high"},
)
ACTIONS: tuple[dict[str, Any], ...] = (
    {"category": "x"},
    {"category": "y"},
    {"team": "t"},
    {"team": "u"},
    {"priority": "high"},
    {"tags": "made"},
    {"remove_tags": "made"},
    {},
    {"team": "t", "category": "x"},
)


def ticket(world: dict[str, Any]) -> Ticket:
    amount, currency = world.get("money", (None, None))
    subject, body = world.get("text") or world.get("parts") or ("", "")
    return Ticket(
        world.get("moment", datetime(2026, 7, 16, 10, tzinfo=UTC)),
        channel=world.get("channel"),
        language=world.get("language"),
        automatic=world.get("automatic", False),
        subject=subject,
        body=body,
        customer=Customer(email=world.get("email")),
        order=Order(amount=amount, currency=currency),
        tags=world.get("tags", frozenset()),
        fields={} if world.get("attempts") is None else {"attempts": world["attempts"]},
    )


def condition(dice: random.Random, fields: list[str], state: bool, depth: int = 0) -> dict[str, Any]:
    """A random condition over these fields, as a file would write it."""
    found: dict[str, Any] = {}
    for name in dice.sample(fields, dice.randint(1, len(fields))):
        found.update(dice.choice(ATOMS[name]))
    if state and dice.random() < 0.5:
        found.update(dice.choice(STATE_ATOMS))
    if depth < 2 and dice.random() < 0.4:
        block = dice.choice(("any", "all", "not"))
        inner = [condition(dice, fields, state, depth + 1) for _ in range(dice.randint(1, 2))]
        found[block] = inner[0] if block == "not" else inner
    return found


def router_of(dice: random.Random, fields: list[str]) -> Router:
    stages = []
    for number in range(dice.randint(1, 3)):
        rules = []
        for place in range(dice.randint(1, 4)):
            when: Any = "always" if dice.random() < 0.08 else condition(dice, fields, number > 0)
            compiled = compile_condition(when, WORDS, lambda *_: Span("routing.yaml")).condition
            assert compiled is not None, when
            actions = Actions.model_validate(dice.choice(ACTIONS))
            rules.append(CompiledRule(f"r{number}-{place}", compiled, actions, None, when != "always"))  # type: ignore[arg-type]
        match = dice.choice(("first", "first", "every", "sequence"))
        stages.append(CompiledStage(f"s{number}", "ticket.created", match, tuple(rules), None))  # type: ignore[arg-type]
    return Router(tuple(stages), AROUND)


def course(router: Router) -> Course:
    ground = Ground(universe_for((router,), TODAY))
    arriving(ground, "ticket.created")
    return course_of(ground, router, "ticket.created")


@pytest.mark.parametrize("seed", range(SETS))
def test_what_is_called_possible_is_what_some_ticket_does(seed: int) -> None:
    dice = random.Random(seed)
    fields = dice.sample(sorted(ATOMS), dice.randint(1, 2))
    if {"text", "parts"} <= set(fields):
        fields.remove("parts")
    router = router_of(dice, fields)
    names = [*fields, "tags"] if "tags" not in fields else fields
    tickets = [ticket(dict(zip(names, values, strict=True))) for values in itertools.product(*(WORLD[name] for name in names))]
    if len(tickets) > 1500:
        tickets = dice.sample(tickets, 1500)  # what brute force finds must be possible, even where it does not look at all
        whole = False
    else:
        whole = True
    fired: set[str] = set()
    teams: set[str | None] = set()
    for one in tickets:
        outcome = decide(router, one).outcome
        fired.update(outcome.rules)
        teams.add(outcome.team)
    found = course(router)
    for firing in found.firings:
        name = firing.rule.id
        answer = found.seek([firing.applies], lambda one, name=name: name in decide(router, one).outcome.rules, ordinary=False)  # type: ignore[misc]
        if name in fired:
            assert answer.possible, (name, answer)
        elif whole:
            assert answer.possible is not None, (name, "a witness was not confirmed")
            if answer.possible:
                # The small world lacks this ticket; the engine itself has confirmed it.
                assert answer.ticket is not None
    values = found.reading.ground.universe.values["team"]
    for team in (None, "t", "u"):
        if team in values:
            wanted = found.reading.ground.is_among("team", [values.index(team)], found.final)
            answer = found.seek([wanted], lambda one, team=team: decide(router, one).outcome.team == team, ordinary=False)  # type: ignore[misc]
            assert answer.possible or (team not in teams and answer.possible is False), (team, answer)


@pytest.mark.parametrize("seed", range(SETS))
def test_rules_that_are_called_equal_are_equal(seed: int) -> None:
    dice = random.Random(seed)
    fields = dice.sample(sorted(set(ATOMS) - {"parts"}), dice.randint(1, 2))
    before = router_of(dice, fields)
    after = mutated(dice, before, fields)
    names = [*fields, "tags"] if "tags" not in fields else fields
    tickets = [ticket(dict(zip(names, values, strict=True))) for values in itertools.product(*(WORLD[name] for name in names))]
    tickets = tickets if len(tickets) <= 1500 else dice.sample(tickets, 1500)
    moved = [one for one in tickets if differing(decide(before, one).outcome, decide(after, one).outcome)]
    found = compare((before, after), TODAY, {})
    assert found.verdict in ("equal", "moved"), "no pattern stands in the way here"
    if moved:
        assert found.verdict == "moved", moved[0]
    for one in found.moved:
        assert differing(decide(before, one.ticket).outcome, decide(after, one.ticket).outcome) == one.fields != ()


def mutated(dice: random.Random, router: Router, fields: list[str]) -> Router:
    """A small edit, as people make them: sometimes one that changes nothing."""
    stages = list(router.stages)
    number = dice.randrange(len(stages))
    rules = list(stages[number].rules)
    kind = dice.choice(("swap", "drop", "action", "condition", "double"))
    place = dice.randrange(len(rules))
    if kind == "swap":
        other = dice.randrange(len(rules))
        rules[place], rules[other] = rules[other], rules[place]
    elif kind == "drop":
        del rules[place]
    elif kind == "double":
        rules.append(replace(rules[place], id="twin"))
    elif kind == "action":
        rules[place] = replace(rules[place], actions=Actions.model_validate(dice.choice(ACTIONS)))
    else:
        compiled = compile_condition(condition(dice, fields, number > 0), WORDS, lambda *_: Span("routing.yaml")).condition
        assert compiled is not None
        rules[place] = replace(rules[place], condition=compiled)
    stages[number] = replace(stages[number], rules=tuple(rules))
    return replace(router, stages=tuple(stages))
