"""What our simulation says is what a running Request Tracker does: real messages through every door of the server.

Queue, priority, category, tags, skills, service level, due time, reply in its language, and who is told, of every ticket.
`CSTOOL_LIVE_TICKETS` says how many.
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cstool.backends.account import account_of
from cstool.backends.compilers import compile_for
from cstool.backends.rt.engine import RtEngine, engine_of
from cstool.backends.rt.program import PRIORITIES, mails_of
from cstool.routing import Outcome
from cstool.texts import pick
from cstool.tickets import Ticket
from cstool.workspace import Workspace
from tests.live.rt import tickets as customers
from tests.live.rt.commands import Desk
from tests.live.rt.seller import NAME

pytestmark = pytest.mark.xdist_group("rt")
COUNT = int(os.environ.get("CSTOOL_LIVE_TICKETS", "300"))
SHOWN = ("queue", "priority", "category", "tags", "skills", "level", "due", "reply", "told")


def engine(workspace: Workspace) -> RtEngine:
    return engine_of(account_of(workspace, NAME), compile_for(workspace, NAME))


def expected(workspace: Workspace, model: RtEngine, ticket: Ticket, incoming: str) -> tuple[dict[str, object], Outcome]:
    """What our simulation says, in the server's words."""
    outcome = model.decide(ticket)
    account = account_of(workspace, NAME)
    binding = workspace.settings.value.backends[NAME].channels[ticket.channel or ""]
    level = model.level(ticket, outcome)
    team = workspace.teams.get(outcome.team or "")
    told = {mail for one in outcome.escalations for mail in mails_of(account, one)}
    return {
        "queue": account.shown(team.value.name, outcome.team or "") if team else binding.group or incoming,
        "priority": PRIORITIES[outcome.priority] if outcome.priority else 0,
        "category": outcome.category,
        "tags": tuple(sorted(outcome.tags)),
        "skills": tuple(sorted(outcome.skills)),
        "level": level or "",
        "due": model.due(level, ticket.received_at) if level else None,
        "reply": _reply(workspace, model, ticket, outcome),
        "told": tuple(sorted(told)),
    }, outcome


def _reply(workspace: Workspace, model: RtEngine, ticket: Ticket, outcome: Outcome) -> str | None:
    template = model.replied(ticket, outcome)
    if template is None:
        return None
    seen = model.seen(ticket)
    channel = workspace.channels[ticket.channel or ""].value
    default = workspace.settings.value.default_locale
    locale = seen.language or next(iter(channel.languages), default)
    return f"{template} {pick(workspace.templates[template].wordings, locale, default)}"


def test_tickets_end_as_simulated(shipped: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    if not customers.messages():
        pytest.skip("NOT RUN: no messages at CSTOOL_DATA")
    workspace = shipped.workspace()
    model = engine(workspace)
    counter = customers.Counter(shipped.server, workspace, "Incoming")
    sent = {counter.post(ticket): ticket for ticket in customers.tickets(workspace, COUNT, datetime.now(UTC))}
    assert len(sent) == COUNT
    results = counter.results()
    replies: dict[str, list[str]] = {}
    told: dict[str, set[str]] = {}
    for number, template, people, text in counter.mails():
        if template:
            replies.setdefault(number, []).append(template)
        elif "This ticket needs you." in text:
            told.setdefault(number, set()).update(people)

    differing: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for number, ticket in sent.items():
        there = results[number]
        arrived = replace(ticket, received_at=there.created)
        wanted, outcome = expected(workspace, model, arrived, "Incoming")
        agents = {agent.value.email for agent in workspace.agents.values()}
        found = {
            "queue": there.queue,
            "priority": there.priority,
            "category": next(iter(there.fields.get("category", ())), None),
            "tags": tuple(sorted(there.fields.get("Tags", ()))),
            "skills": tuple(sorted(there.fields.get("Skills", ()))),
            "level": there.level,
            "due": there.due,
            "reply": " ".join(replies.get(number, ())) or None,
            "told": tuple(sorted(told.get(number, set()) & agents)),
        }
        unequal = [name for name in SHOWN if found[name] != wanted[name]]
        differing.update(unequal)
        kinds.update([f"{outcome.category}", f"reply {wanted['reply']}", f"level {wanted['level']}"])
        for name in unequal if sum(differing.values()) < 12 else ():
            print(
                number,
                ticket.channel,
                ticket.automatic,
                name,
                "there",
                found[name],
                "wanted",
                wanted[name],
                repr(ticket.body[:80]),
            )
    with capsys.disabled():
        print(f"\nrequest tracker: {COUNT} tickets, {len(kinds)} kinds of outcome, unequal: {dict(differing) or 'none'}")
    assert not differing
    assert len(kinds) > 20
    assert "error" not in shipped.server.log(), shipped.server.log()[-2000:]


def test_nothing_is_due_twice(shipped: Desk) -> None:
    """The moments at which service levels are due lie in the future of their tickets."""
    rows = shipped.server.rows("tickets", "Created,Due", query="SLA LIKE 'cs '")
    assert all(datetime.fromisoformat(row["Due"]) > datetime.fromisoformat(row["Created"]) - timedelta(seconds=1) for row in rows)
