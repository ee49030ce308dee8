"""Rules of one `every` stage: where nothing is reported, any order and even a stage that runs them one by one do the same."""

from datetime import date
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstool.conditions.around import surroundings
from cstool.conditions.compile import compile_condition
from cstool.conditions.ground import Ground
from cstool.conditions.words import words_of
from cstool.diagnostic import Span
from cstool.loading import load
from cstool.model.routing import Rule
from cstool.model.ticket import TicketInput
from cstool.routing.compile import CompiledRule, CompiledStage, Router
from cstool.routing.decide import decide
from cstool.routing.symbolic.conflict import conflicts_of
from cstool.routing.symbolic.course import Course, course_of, universe_for
from cstool.routing.symbolic.reading import unseen_in
from cstool.tickets.ticket import Ticket, ticket_of
from cstool.workspace import Item, Workspace
from tests.test_routing import NOW, VOCABULARY

HERE = Span("config/routing.yaml", 1, 1, 1, 2)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root: Path = tmp_path_factory.mktemp("siblings")
    (root / "config").mkdir()
    (root / "config/cstool.yaml").write_text("name: table\n", encoding="utf-8")
    (root / "config/vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    return load(root, date(2026, 11, 22))


def rules_of(workspace: Workspace, written: list[dict[str, Any]]) -> tuple[CompiledRule, ...]:
    made = []
    for number, data in enumerate(written):
        rule = Rule.model_validate({"id": f"r{number}", **data})
        compiled = compile_condition(rule.when, words_of(workspace), lambda *loc: HERE)
        assert compiled.condition is not None
        item = Item(rule, workspace.settings.source, ())
        made.append(CompiledRule(rule.id, compiled.condition, rule.then, item, True))
    return tuple(made)


def outcome(workspace: Workspace, rules: tuple[CompiledRule, ...], match: str, ticket: Ticket) -> tuple[Any, ...]:
    stage: Any = CompiledStage("s", "ticket.created", match, rules, Item(None, workspace.settings.source, ()))  # type: ignore[arg-type]
    end = decide(Router((stage,), surroundings(workspace)), ticket).outcome
    return end.category, end.priority, end.tags, dict(end.fields), frozenset(end.rules)


PARTS = [
    {"category": "refund"},
    {"category": ["other", "complaint"]},
    {"category": {"not_in": ["refund"]}},
    {"priority": {"exists": False}},
    {"priority": "high"},
    {"tags": "vip"},
    {"tags": {"none": ["vip", "legal"]}},
    {"state": "paid"},
    {"language": "de"},
    {"language": "en"},
    {"not": {"tags": "legal"}},
    {"not": {"category": "refund"}},
    {"any": [{"category": "other"}, {"language": "de"}]},
]
ACTIONS = [
    {"category": "refund"},
    {"category": "other"},
    {"priority": "high"},
    {"priority": "low"},
    {"tags": ["vip"]},
    {"tags": ["legal"]},
    {"remove_tags": ["vip"]},
    {"set": {"state": "paid"}},
    {"set": {"state": "open"}},
]
CONDITIONS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=2).map(
    lambda parts: {k: v for one in parts for k, v in one.items()}
)
RULES = st.lists(
    st.builds(lambda when, then: {"when": when, "then": then}, CONDITIONS, st.sampled_from(ACTIONS)), min_size=2, max_size=3
)


def tickets() -> list[Ticket]:
    """Every ticket that differs in what the conditions ask."""
    ways = product(("refund", "other", None), ("high", None), ((), ("vip",), ("legal",)), ("paid", None), ("de", "en"))
    found = []
    for category, priority, tags, state, language in ways:
        routed = {"category": category, "priority": priority}
        data = {key: value for key, value in routed.items() if value} | {"tags": list(tags), "language": language}
        found.append(ticket_of(TicketInput.model_validate(data | ({"fields": {"state": state}} if state else {})), NOW))
    return found


TICKETS = tickets()


@given(written=RULES)
def test_what_is_not_reported_does_not_depend_on_order(workspace: Workspace, written: list[dict[str, Any]]) -> None:
    rules = rules_of(workspace, written)
    found = course(workspace, rules)
    if [*conflicts_of(found), *unseen_in(found)]:
        return
    for ticket in TICKETS:
        expected = outcome(workspace, rules, "every", ticket)
        for ordered in permutations(rules):
            assert outcome(workspace, ordered, "every", ticket) == expected
            assert outcome(workspace, ordered, "sequence", ticket) == expected


@given(written=RULES)
def test_the_witness_meets_both_rules(workspace: Workspace, written: list[dict[str, Any]]) -> None:
    rules = rules_of(workspace, written)
    for conflict in conflicts_of(course(workspace, rules)):
        assert conflict.ticket is not None, "nothing here is beyond proof"
        assert {conflict.firing.rule.id, conflict.other.rule.id} <= set(outcome(workspace, rules, "every", conflict.ticket)[-1])


def course(workspace: Workspace, rules: tuple[CompiledRule, ...]) -> Course:
    """The rules as one stage, on tickets that may carry anything already."""
    stage: Any = CompiledStage("s", "ticket.created", "every", rules, Item(None, workspace.settings.source, ()))  # type: ignore[arg-type]
    router = Router((stage,), surroundings(workspace))
    return course_of(Ground(universe_for((router,), workspace.today)), router, "ticket.created")
