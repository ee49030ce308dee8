"""Over columns and ticket by ticket: the same outcome for every ticket, in every part."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.batch import batch_of, compile_batch, decide_batch, outcomes_of, tickets_of
from cstool.batch.rows import written
from cstool.model.routing import Actions
from cstool.routing import CompiledRule, Outcome, Router, outcome_of
from cstool.tickets import Ticket
from cstool.tickets.ticket import Order
from tests.batch import worlds

EVENTS = ("ticket.created", "ticket.reopened")


def parts(outcome: Outcome, fields: tuple[str, ...]) -> dict[str, Any]:
    """An outcome as `decide_batch` tells it."""
    told = [
        (who.role and f"role:{who.role}") or (who.agent and f"agent:{who.agent}") or f"team:{who.team}"
        for who in outcome.escalations
    ]
    found = {name: getattr(outcome, name) for name in ("category", "team", "assignee", "priority", "status", "unmatched")}
    found |= {"tags": sorted(outcome.tags), "skills": list(outcome.skills), "rules": list(outcome.rules), "escalations": told}
    found |= {"replies": [reply.template for reply in outcome.replies], "notes": [note.text for note in outcome.notes]}
    found["reply"] = outcome.reply.template if outcome.reply else None
    values = {name: outcome.fields.get(name) for name in fields}
    return found | {f"fields.{name}": None if value is None else written(value) for name, value in values.items()}


def differences(router: Router, tickets: list[Ticket], event: str, **how: Any) -> list[tuple[Any, ...]]:
    """Where the two ways disagree: ticket, part, single, batch."""
    program, batch = compile_batch(router, **how), batch_of(tickets)
    rows = decide_batch(program, batch, event=event).to_pylist()
    found = []
    for ticket, again, row in zip(tickets, tickets_of(batch), rows, strict=True):
        single, first = (parts(outcome_of(router, one, event), program.set_fields) for one in (again, ticket))
        # Own fields that no Arrow type holds together went into the batch as text, and come out as text.
        single |= {name: value for name, value in first.items() if not name.startswith("fields.")}
        found += [(ticket, name, single[name], row[name]) for name in row if row[name] != single[name]]
        assert row.keys() == single.keys()
    return found


@given(st.integers(0, 1 << 40), st.sampled_from(["Europe/Berlin", "America/New_York", "Pacific/Apia"]))
@settings(max_examples=100)
def test_random_rules_on_random_tickets(seed: int, zone: str) -> None:
    chance = Random(seed)
    router = worlds.router(chance, zone)
    tickets = [worlds.ticket(chance) for _ in range(12)]
    for event in EVENTS:
        assert differences(router, tickets, event, compiled=False) == []
        together = outcomes_of(compile_batch(router), tickets, event)
        assert together == [outcome_of(router, ticket, event) for ticket in tickets]


@pytest.mark.parametrize("seed", range(12))
def test_many_values_in_a_column(seed: int) -> None:
    """Enough distinct amounts, names and dates for the ways that do not ask about each value by itself."""
    chance = Random(seed)
    router = worlds.router(chance, rules=20)
    tickets = [worlds.ticket(chance) for _ in range(300)]
    for event in EVENTS:
        assert differences(router, tickets, event, compiled=False) == []


def test_a_program_can_be_pickled_after_use_and_shared_by_threads() -> None:
    chance = Random(9)
    router = worlds.router(chance, rules=12)
    batch = batch_of([worlds.ticket(chance) for _ in range(200)])
    program = compile_batch(router)
    first = decide_batch(program, batch)
    again = pickle.loads(pickle.dumps(program))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: decide_batch(again, batch), range(8)))
    assert all(one.equals(first) for one in found)


def test_large_batches_are_judged_in_parts_of_bounded_size() -> None:
    chance = Random(11)
    router = worlds.router(chance)
    some = batch_of([worlds.ticket(chance) for _ in range(50)])
    many = pa.Table.from_batches([some] * 1400).combine_chunks().to_batches()[0]
    assert many.num_rows == 70_000
    expected = pa.Table.from_batches([decide_batch(compile_batch(router), some)] * 1400)
    assert pa.Table.from_batches([decide_batch(compile_batch(router), many)]).combine_chunks() == expected.combine_chunks()


def test_columns_may_be_absent_or_empty() -> None:
    router = worlds.router(Random(1), rules=20)
    program = compile_batch(router)
    nothing = pa.RecordBatch.from_arrays([pa.nulls(3, pa.string())], names=["body"])
    expected = [parts(outcome_of(router, one), program.set_fields) for one in tickets_of(nothing)]
    assert decide_batch(program, nothing).to_pylist() == expected
    assert decide_batch(program, nothing.slice(0, 0)).num_rows == 0


@pytest.mark.parametrize(
    "amounts",
    [
        pa.array([None, Decimal("200.00"), Decimal("199.99"), Decimal("-1.00")], pa.decimal128(12, 2)),
        pa.array([None, Decimal("200"), Decimal("1e20"), Decimal("18446744073709551616")], pa.decimal128(38, 0)),
        pa.array([None, "200", " ", "200.000000000001"]),
        pa.array([None, 200, 199, 201]),
    ],
    ids=["decimal", "wide", "words", "whole"],
)
def test_amounts_of_every_kind_are_exact(amounts: Any) -> None:
    rules = [rule(name, {"order.amount": {name: "200 USD"}}, tags=[name]) for name in ("is", "gt", "gte", "lt", "lte")]
    router = one_stage("every", rules)
    batch = pa.RecordBatch.from_arrays([amounts, pa.array(["USD"] * 4)], names=["order.amount", "order.currency"]).slice(1)
    expected = [sorted(outcome_of(router, one).tags) for one in tickets_of(batch)]
    assert decide_batch(compile_batch(router), batch).column("tags").to_pylist() == expected


@pytest.mark.parametrize("amount", ["1e18", "123456789012345678.91", "-1e40", "1e300", "1e-300"])
@pytest.mark.parametrize("currency", ["EUR", "CNY", "GBP"])
def test_amounts_far_out_are_judged_alike_at_a_rate(amount: str, currency: str) -> None:
    limits = dict.fromkeys(("is", "gt", "gte", "lt", "lte"), f"200 {currency}")
    router = one_stage("every", [rule(name, {"order.amount": {name: limit}}, tags=[name]) for name, limit in limits.items()])
    tickets = [worlds.ticket(Random(number)) for number in range(40)]
    tickets.append(replace(tickets[0], order=Order(amount=Decimal(amount), currency="USD")))
    assert differences(router, tickets, EVENTS[0]) == []


def test_a_skill_that_a_rule_lists_twice_is_asked_for_once() -> None:
    router = one_stage(
        "every", [rule("a", "always", skills=["german", "refunds", "german"]), rule("b", "always", skills=["refunds"])]
    )
    tickets = [worlds.ticket(Random(number)) for number in range(3)]
    assert differences(router, tickets, EVENTS[0]) == []
    assert outcome_of(router, tickets[0]).skills == ("german", "refunds")


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "Asia/Shanghai"])
def test_moments_in_every_unit_and_zone(unit: str, zone: str | None) -> None:
    moment = datetime(2026, 7, 15, 22, 30, tzinfo=UTC)
    router = one_stage(
        "every", [rule("day", {"received_at": "2026-07-16"}, tags=["vip"]), rule("shut", {"hours": "closed"}, tags=["gold"])]
    )
    column = pa.array([moment if zone else moment.replace(tzinfo=None)], pa.timestamp("us", zone)).cast(pa.timestamp(unit, zone))
    batch = pa.RecordBatch.from_arrays([column, pa.array(["shop"])], names=["received_at", "channel"])
    assert decide_batch(compile_batch(router), batch).column("tags").to_pylist() == [["gold", "vip"]]


def rule(name: str, when: Any, **then: Any) -> CompiledRule:
    return worlds.compiled_rule(name, when, Actions.model_validate(then))


def one_stage(match: str, rules: list[CompiledRule]) -> Router:
    return Router((worlds.stage("only", match, rules),), worlds.around())
