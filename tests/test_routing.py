"""Stages, match modes, what is written by whom, and the reason that is told."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cstool.diagnostic import Text
from cstool.loading import load
from cstool.model.ticket import TicketInput
from cstool.render.words import catalogue
from cstool.routing import Decision, Router, compile_routing, decide, reason
from cstool.tickets.ticket import Ticket, ticket_of

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

VOCABULARY = """
categories: [refund, complaint, other]
tags: [vip, legal, urgent-words, seen]
skills: [refunds, german]
fields: {state: {type: enum, values: [open, paid]}}
"""
CHANNELS = """
stores: {berlin: {currency: EUR}}
channels: {shop-email: {type: email, store: berlin}}
"""
TEAMS = """
teams: {frontline: {members: [ana]}, returns: {members: [ana]}, legal: {members: [ana]}}
agents: {ana: {name: Ana, email: ana@a.example}}
"""
DESIGN = """
stages:
  - id: classify
    match: first
    rules:
      - {id: complaint, when: {text: complaint}, then: {category: complaint}}
      - {id: refund, when: {text: [refund, Rückerstattung, "money back", 退款]}, then: {category: refund}}
  - id: label
    match: every
    rules:
      - {id: vip, when: {customer.tags: vip}, then: {tags: vip}}
      - {id: lawyer, when: {text: lawyer}, then: {tags: legal, skills: german}}
  - id: assign
    match: first
    rules:
      - {id: legal, when: {tags: legal}, then: {team: legal, priority: urgent, escalate: {role: lead}}}
      - id: refund-high-value
        when: {category: refund, order.amount: {gte: 200 USD}}
        then: {team: returns, priority: high, skills: [refunds, german]}
      - {id: everything-else, when: always, then: {team: frontline, priority: normal}}
  - id: respond
    match: first
    rules:
      - {id: quiet, when: {automatic: true}, then: {}}
      - {id: acknowledge, when: always, then: {reply: general/acknowledge, at_most: 1 per 12h}}
  - id: again
    event: customer.replied
    match: first
    rules:
      - {id: reopen, when: {text: still}, then: {status: open, note: "still waiting"}}
  - id: back
    event: ticket.reopened
    match: first
    rules:
      - {id: back, when: {reopened: true}, then: {priority: high}}
"""


def router(root: Path, routing: str, today: date = date(2026, 11, 22)) -> Router:
    files = {
        "cstool": "name: table\n",
        "vocabulary": VOCABULARY,
        "channels": CHANNELS,
        "teams": TEAMS,
        "facts": "rates: {EUR: 1.08 USD}\n",
        "routing": routing,
    }
    (root / "config").mkdir(exist_ok=True)
    for name, content in files.items():
        (root / "config" / f"{name}.yaml").write_text(content, encoding="utf-8")
    workspace = load(root, today)
    assert not workspace.faults
    return compile_routing(workspace)


def ticket(**data: Any) -> Ticket:
    return ticket_of(TicketInput.model_validate(data), NOW)


def stage(match: str, *rules: str, **more: str) -> str:
    head = "".join(f"    {key}: {value}\n" for key, value in more.items())
    return f"  - id: {more.get('name', match)}\n    match: {match}\n{head}    rules:\n" + "".join(
        f"      - {rule}\n" for rule in rules
    )


def said(message: Text, language: int = 0) -> str:
    def word(value: object) -> str:
        if isinstance(value, Text):
            return said(value, language)
        return ", ".join(word(part) for part in value) if isinstance(value, tuple) else str(value)

    return catalogue()[message.id][language].format(**{key: word(value) for key, value in message.values.items()})


@pytest.mark.parametrize(
    ("data", "category", "team", "priority", "rules", "unmatched"),
    [
        ({"body": "hello"}, None, "frontline", "normal", ("everything-else", "acknowledge"), True),
        ({"body": "refund"}, "refund", "frontline", "normal", ("refund", "everything-else", "acknowledge"), False),
        (
            {"subject": "Rückerstattung", "order": {"amount": 250, "currency": "EUR"}},
            "refund",
            "returns",
            "high",
            ("refund", "refund-high-value", "acknowledge"),
            False,
        ),
        (
            {"body": "refund", "order": {"amount": 185, "currency": "EUR"}},
            "refund",
            "frontline",
            "normal",
            ("refund", "everything-else", "acknowledge"),
            False,
        ),
        (
            {"body": "refund complaint"},
            "complaint",
            "frontline",
            "normal",
            ("complaint", "everything-else", "acknowledge"),
            False,
        ),
        ({"body": "my lawyer"}, None, "legal", "urgent", ("lawyer", "legal", "acknowledge"), False),
        ({"customer": {"tags": ["vip"]}}, None, "frontline", "normal", ("vip", "everything-else", "acknowledge"), True),
        ({"body": "refund", "automatic": True}, "refund", "frontline", "normal", ("refund", "everything-else", "quiet"), False),
    ],
)
def test_the_stages_of_the_contract(
    tmp_path: Path,
    data: dict[str, Any],
    category: str | None,
    team: str,
    priority: str,
    rules: tuple[str, ...],
    unmatched: bool,
) -> None:
    outcome = decide(router(tmp_path, DESIGN), ticket(**data)).outcome
    assert (outcome.category, outcome.team, outcome.priority) == (category, team, priority)
    assert outcome.rules == rules
    assert outcome.unmatched is unmatched


def test_what_is_written_and_by_whom(tmp_path: Path) -> None:
    outcome = decide(router(tmp_path, DESIGN), ticket(body="my lawyer wants a refund", tags=["seen"])).outcome
    assert outcome.tags == {"legal", "seen"}
    assert outcome.skills == ("german",)
    assert outcome.written == {"category": "refund", "team": "legal", "priority": "legal"}
    assert [recipient.role for recipient in outcome.escalations] == ["lead"]
    assert outcome.reply is not None
    assert (outcome.reply.template, str(outcome.reply.at_most), outcome.reply.rule) == (
        "general/acknowledge",
        "1 per 12h",
        "acknowledge",
    )


def test_an_empty_action_stops_a_first_stage(tmp_path: Path) -> None:
    outcome = decide(router(tmp_path, DESIGN), ticket(automatic=True)).outcome
    assert outcome.replies == ()
    assert outcome.reply is None


def test_a_stage_runs_at_its_event_only(tmp_path: Path) -> None:
    compiled = router(tmp_path, DESIGN)
    replied = decide(compiled, ticket(body="still broken"), "customer.replied").outcome
    assert (replied.rules, replied.status, replied.note, replied.team) == (("reopen",), "open", "still waiting", None)
    assert decide(compiled, ticket(), "ticket.reopened").outcome.priority == "high"
    assert [entry.id for entry in compiled.stages_of("ticket.created")] == ["classify", "label", "assign", "respond"]


def test_every_judges_the_ticket_as_it_entered(tmp_path: Path) -> None:
    rules = (
        "{id: write, when: {text: refund}, then: {tags: seen, category: refund}}",
        "{id: read, when: {tags: seen}, then: {team: legal}}",
        "{id: read-too, when: {category: refund}, then: {team: legal}}",
    )
    compiled = router(tmp_path, "stages:\n" + stage("every", *rules))
    assert decide(compiled, ticket(body="refund")).outcome.rules == ("write",)
    assert decide(compiled, ticket(body="refund", tags=["seen"])).outcome.rules == ("write", "read")


def test_sequence_sees_what_the_rules_above_did(tmp_path: Path) -> None:
    rules = (
        "{id: write, when: {text: refund}, then: {tags: seen, team: returns}}",
        "{id: read, when: {tags: seen, team: returns}, then: {team: legal, remove_tags: seen}}",
        "{id: gone, when: {tags: seen}, then: {team: frontline}}",
    )
    outcome = decide(router(tmp_path, "stages:\n" + stage("sequence", *rules)), ticket(body="refund")).outcome
    assert (outcome.rules, outcome.team, outcome.tags) == (("write", "read"), "legal", frozenset())


def test_later_stages_see_and_overwrite_earlier_ones(tmp_path: Path) -> None:
    routing = "stages:\n" + stage("every", "{id: a, when: {text: refund}, then: {team: returns, set: {state: open}, tags: seen}}")
    routing += stage("first", "{id: b, when: {team: returns, state: open}, then: {team: legal, remove_tags: seen, tags: vip}}")
    outcome = decide(router(tmp_path, routing), ticket(body="refund", fields={"state": "paid"})).outcome
    assert (outcome.team, outcome.fields, outcome.tags) == ("legal", {"state": "open"}, {"vip"})
    assert outcome.written == {"team": "b", "fields.state": "a"}


def test_skills_accumulate_once_and_in_order(tmp_path: Path) -> None:
    rules = (
        "{id: a, when: {text: refund}, then: {skills: [german]}}",
        "{id: b, when: always, then: {skills: [refunds, german, refunds]}}",
    )
    outcome = decide(router(tmp_path, "stages:\n" + stage("every", *rules)), ticket(body="refund")).outcome
    assert outcome.skills == ("german", "refunds")


def test_two_replies_are_both_reported(tmp_path: Path) -> None:
    rules = ("{id: a, when: always, then: {reply: general/a}}", "{id: b, when: {text: refund}, then: {reply: general/b}}")
    outcome = decide(router(tmp_path, "stages:\n" + stage("every", *rules)), ticket(body="refund")).outcome
    assert [reply.template for reply in outcome.replies] == ["general/a", "general/b"]
    assert outcome.reply is not None
    assert outcome.reply.template == "general/a"


@pytest.mark.parametrize(
    ("force", "fires"),
    [
        ("enabled: false", False),
        ("from: 2026-11-22", True),
        ("from: 2026-11-23", False),
        ("until: 2026-11-22", True),
        ("until: 2026-11-21", False),
    ],
)
def test_what_is_not_in_force_is_left_out(tmp_path: Path, force: str, fires: bool) -> None:
    of_rule = "stages:\n" + stage("first", f"{{id: a, when: always, then: {{team: legal}}, {force}}}")
    key, value = force.split(": ")
    of_stage = "stages:\n" + stage("first", "{id: a, when: always, then: {team: legal}}", **{key: value})
    for routing in (of_rule, of_stage):
        assert decide(router(tmp_path, routing), ticket()).outcome.team == ("legal" if fires else None)


def test_a_rule_with_a_faulty_condition_is_left_out_and_told(tmp_path: Path) -> None:
    rules = ("{id: a, when: {langauge: de}, then: {team: legal}}", "{id: b, when: always, then: {team: frontline}}")
    compiled = router(tmp_path, "stages:\n" + stage("first", *rules))
    assert [problem.message.id for problem in compiled.problems] == ["unknown-field"]
    assert decide(compiled, ticket()).outcome.team == "frontline"


def test_every_rule_tried_is_told_with_what_it_saw(tmp_path: Path) -> None:
    decision = decide(router(tmp_path, DESIGN), ticket(body="refund"))
    assert [(entry.stage, entry.rule, entry.matched) for entry in decision.tried] == [
        ("classify", "complaint", False),
        ("classify", "refund", True),
        ("label", "vip", False),
        ("label", "lawyer", False),
        ("assign", "legal", False),
        ("assign", "refund-high-value", False),
        ("assign", "everything-else", True),
        ("respond", "quiet", False),
        ("respond", "acknowledge", True),
    ]
    high_value = decision.tried[5].trace
    assert not high_value.holds
    assert [(part.holds, said(part.said)) for part in high_value.parts] == [
        (True, "category is 'refund'"),
        (False, "order.amount is missing"),
    ]
    for entry in decision.tried:
        assert entry.trace.holds is entry.matched


@pytest.mark.parametrize(
    ("data", "english", "chinese"),
    [
        (
            {"body": "refund", "order": {"amount": 250, "currency": "EUR"}},
            "rule 'refund-high-value' of stage 'assign': category is 'refund' and "
            "order.amount 250 EUR (270 USD) is at least 200 USD",
            "环节“assign”的规则“refund-high-value”：category 是“refund”，且 order.amount 250 EUR (270 USD) 不少于 200 USD",
        ),
        (
            {},
            "rule 'everything-else' of stage 'assign' takes every ticket",
            "环节“assign”的规则“everything-else”对所有工单生效",
        ),
    ],
)
def test_the_reason_in_a_sentence(tmp_path: Path, data: dict[str, Any], english: str, chinese: str) -> None:
    why = reason(decide(router(tmp_path, DESIGN), ticket(**data)))
    assert said(why) == english
    assert said(why, 1) == chinese


def test_the_reason_where_no_rule_applies(tmp_path: Path) -> None:
    compiled = router(tmp_path, "stages:\n" + stage("first", "{id: a, when: {text: refund}, then: {team: legal}}"))
    assert said(reason(decide(compiled, ticket()))) == "none of the 1 rules applies"
    assert decide(compiled, ticket()).outcome.unmatched


def test_the_ticket_keeps_what_no_rule_writes(tmp_path: Path) -> None:
    decision: Decision = decide(router(tmp_path, "stages: []\n"), ticket(category="other", priority="high", tags=["vip"]))
    outcome = decision.outcome
    assert (outcome.category, outcome.priority, outcome.tags, outcome.unmatched) == ("other", "high", {"vip"}, True)
