"""What our simulation says of tickets, beside what the server made of them."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from cstool.backends.account import account_of
from cstool.backends.compilers import compile_for
from cstool.backends.rt.engine import RtEngine, engine_of
from cstool.backends.rt.program import PRIORITIES, mails_of
from cstool.routing import Outcome
from cstool.texts import pick
from cstool.tickets import Ticket
from cstool.workspace import Workspace
from tests.live.rt.commands import Desk
from tests.live.rt.seller import NAME
from tests.live.rt.tickets import Door

AT_ONCE = 3
"""Customers who write at the same time."""
TOLD = "This ticket needs you."
SHOWN = ("queue", "priority", "category", "tags", "skills", "level", "due", "reply", "told")


def model_of(workspace: Workspace) -> RtEngine:
    return engine_of(account_of(workspace, NAME), compile_for(workspace, NAME))


def expected(workspace: Workspace, model: RtEngine, ticket: Ticket, incoming: str) -> tuple[dict[str, object], Outcome]:
    """What our simulation says, in the server's words."""
    outcome = model.decide(ticket)
    account = account_of(workspace, NAME)
    binding = workspace.settings.value.backends[NAME].channels[ticket.channel or ""]
    level = model.level(ticket, outcome)
    team = workspace.teams.get(outcome.team or "")
    told = {mail for one in outcome.escalations for mail in mails_of(account, one)}
    if told and team:  # a comment tells the queue's watchers too
        told |= {workspace.agents[id_].value.email for id_ in team.value.members}
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


@dataclass(frozen=True)
class Proof:
    """How many tickets, how many kinds of outcome, and every inequality."""

    tickets: int
    kinds: int
    unequal: tuple[str, ...]
    by_part: dict[str, int]


def proved(desk: Desk, sent: Sequence[Ticket], incoming: str) -> Proof:
    """Put the tickets in, read them all back, and compare part by part."""
    workspace, model = desk.workspace(), model_of(desk.workspace())
    door = Door(desk.server, workspace, incoming)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        numbers = dict(zip(pool.map(door.post, sent), sent, strict=True))
    assert len(numbers) == len(sent)
    results = door.results()
    replies: dict[str, list[str]] = {}
    told: dict[str, set[str]] = {}
    for number, template, people, text in door.mails():
        if template:
            replies.setdefault(number, []).append(template)
        elif TOLD in text:
            told.setdefault(number, set()).update(people)
    agents = {agent.value.email for agent in workspace.agents.values()}
    unequal, by_part, kinds = [], Counter[str](), Counter[str]()
    for number, ticket in numbers.items():
        there = results[number]
        wanted, outcome = expected(workspace, model, replace(ticket, received_at=there.created), incoming)
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
        kinds.update((f"{outcome.category}", f"reply {wanted['reply']}", f"level {wanted['level']}", f"{outcome.team}"))
        for name in SHOWN:
            if found[name] != wanted[name]:
                by_part[name] += 1
                unequal.append(f"#{number} {ticket.channel}: {name} is {found[name]}, not {wanted[name]}: {ticket.body[:60]!r}")
    return Proof(len(numbers), len(kinds), tuple(unequal), dict(by_part))
