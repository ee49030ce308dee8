"""Over columns and ticket by ticket: the same outcome for every ticket, in every part."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pyarrow")
pytest.importorskip("numpy")

from cstool.batch import batch_of, compile_batch, decide_batch, tickets_of
from cstool.batch.rows import written
from cstool.routing import Outcome, Router, outcome_of
from cstool.tickets import Ticket
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


@given(st.randoms(use_true_random=False), st.sampled_from(["Europe/Berlin", "America/New_York", "Pacific/Apia"]))
@settings(max_examples=120)
def test_random_rules_on_random_tickets(chance: Any, zone: str) -> None:
    router = worlds.router(chance, zone)
    tickets = [worlds.ticket(chance) for _ in range(12)]
    for event in EVENTS:
        assert differences(router, tickets, event, compiled=False) == []


@pytest.mark.parametrize("seed", range(12))
def test_many_values_in_a_column(seed: int) -> None:
    """Enough distinct amounts, names and dates for the ways that do not ask about each value by itself."""
    chance = Random(seed)
    router = worlds.router(chance, rules=20)
    tickets = [worlds.ticket(chance) for _ in range(300)]
    for event in EVENTS:
        assert differences(router, tickets, event, compiled=False) == []
