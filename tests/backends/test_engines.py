"""The models of helpdesks against slow obvious ones, against our own decisions, and over the shipped seller."""

import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cstool.backends.engines import engine_for
from cstool.backends.engines.differences import engine_differences
from cstool.backends.engines.gate import refusal
from cstool.backends.engines.model import NativeEngine
from cstool.errors import UsageError
from cstool.loading import load
from cstool.model.ticket import TicketInput
from cstool.source.dump import dump
from cstool.tickets import Customer, Order, Ticket, ticket_of
from cstool.workspace import Workspace
from tests.backends import small
from tests.test_compile_oracle import Both, tickets, whens

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("CSTOOL_DATA", ROOT / "../shared/data"))
NEW = "ticket.created"


@pytest.fixture(scope="module")
def sellers() -> dict[str, Both]:
    workspace = small.workspace()
    return {name: Both(workspace, name) for name in ("zd", "za")}


@pytest.mark.parametrize("name", ["zd", "za"])
@given(ticket=tickets)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_model_does_what_the_obvious_one_does(sellers: dict[str, Both], name: str, ticket: Ticket) -> None:
    seller = sellers[name]
    engine = engine_for(seller.workspace, name)
    assert engine is not None
    made = engine.decide(ticket, NEW).desk
    assert made is not None
    _, desk = seller.there(ticket)
    options = {value for field, value in made.values.items() if field.startswith("custom_fields_")}  # tags in Zendesk
    assert made.tags - options == desk.tags - options
    written = {field: value for field, value in desk.values.items() if field in made.writers}
    assert {field: made.values[field] for field in made.writers if field in written} == written
    assert len(made.mails) == len(desk.mails)
    assert not made.doubts


@pytest.mark.parametrize("name", ["zd", "za"])
@given(seen=st.lists(tickets, min_size=4, max_size=4))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_differences_from_our_own_decisions_have_names(sellers: dict[str, Both], name: str, seen: list[Ticket]) -> None:
    report = engine_differences(sellers[name].workspace, name, ((ticket, NEW) for ticket in seen))
    assert report.judged == 4
    assert "unexplained" not in report.names, [(one.shifts, one.reasons) for one in report.kept]


@pytest.mark.parametrize("name", ["zd", "za"])
@given(conditions=st.lists(whens, min_size=6, max_size=6), seen=st.lists(tickets, min_size=6, max_size=6))
@settings(max_examples=6, deadline=None, phases=[Phase.generate])
def test_any_condition_differs_by_a_name_or_not_at_all(name: str, conditions: list[dict[str, Any]], seen: list[Ticket]) -> None:
    tags = [f"t{number}" for number in range(len(conditions))]
    rules = [{"id": tag, "when": when, "then": {"tags": tag}} for tag, when in zip(tags, conditions, strict=True)]
    vocabulary = (small.ROOT / "config/vocabulary.yaml").read_text(encoding="utf-8")
    vocabulary = vocabulary.replace("tags: [vip,", f"tags: [{', '.join(tags)}, vip,")
    routing = dump({"stages": [{"id": "all", "match": "every", "rules": rules}]})
    workspace = small.workspace(routing=routing, vocabulary=vocabulary, sla="policies: []\n")
    given_ = ((replace(ticket, subject="a lamp" if number % 2 else ""), NEW) for number, ticket in enumerate(seen))
    report = engine_differences(workspace, name, given_)
    # Zammad gives every ticket a priority; a condition on one that is missing here is the only thing without a name.
    loose = [one for one in report.kept if "unexplained" in one.names and "priority" not in json.dumps(conditions)]
    assert not loose, [(one.shifts, one.reasons) for one in loose]


def shipped() -> Workspace:
    return load(ROOT, date(2026, 7, 17))


def samples() -> list[Ticket]:
    lines = (ROOT / "config/samples/tickets.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [{key: value for key, value in json.loads(line).items() if key in TicketInput.model_fields} for line in lines]
    return [ticket_of(TicketInput.model_validate(row), datetime(2026, 7, 17, tzinfo=UTC)) for row in rows]


@pytest.mark.parametrize("name", ["production", "staging"])
def test_every_sample_that_ends_otherwise_has_its_reason(name: str) -> None:
    report = engine_differences(shipped(), name, ((ticket, NEW) for ticket in samples()))
    assert report.judged == 200
    assert report.unsure == 0, report.doubts
    assert "unexplained" not in report.names
    routed = [one for one in report.kept if {"team", "category", "reply"} & {shift.name for shift in one.shifts}]
    assert 0 < len(routed) <= 12, [(one.ticket.id, one.names) for one in routed]
    assert {name for one in routed for name in one.names} <= {"automatic-mail", "text-folding", "text-word-boundary", "excluded"}


def test_the_text_that_caused_a_difference_is_told() -> None:
    """`Raucher` holds `rauch`: a piece of text is found inside a longer word, a keyword of ours is not."""
    ticket = Ticket(datetime(2026, 7, 17, 8, tzinfo=UTC), channel="amazon-de", language="de", body="Ich bin Raucher.")
    report = engine_differences(shipped(), "staging", [(ticket, NEW)])
    found = {(reason.name, reason.object, reason.found) for one in report.kept for reason in one.reasons}
    assert ("text-word-boundary", "rules/safety-complaint", ("rauch",)) in found


def messages() -> Iterator[tuple[str, str]]:
    """Real messages in several languages: text and language."""
    for file, count in (("kaggle_support_tickets", 250), ("zh_rasa_shopping", 100), ("botframework_general_6lang", 100)):
        path = next((DATA / "messages").glob(f"{file}.*"), None)
        if path is None:
            pytest.skip(f"no messages at {DATA}/messages: set CSTOOL_DATA")
        whole = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for line in whole.decode("utf-8").splitlines()[:count]:
            row = json.loads(line)
            text, language = row.get("text") or row.get("body") or row.get("message"), row.get("language") or row.get("lang")
            if text:
                yield str(text), language if isinstance(language, str) and 1 < len(language) < 8 else "en"


@pytest.mark.parametrize("name", ["production", "staging"])
def test_real_messages_differ_by_names_alone(name: str) -> None:
    workspace = shipped()
    channels = tuple(workspace.channels)
    amounts = (None, Decimal(10), Decimal(60), Decimal(250), Decimal(900))
    given_ = [
        Ticket(
            datetime(2026, 7, 1, tzinfo=UTC) + timedelta(minutes=number * 617),
            channel=channels[number % len(channels)],
            language=language,
            body=text,
            customer=Customer(country=(None, "DE", "US", "FR")[number % 4]),
            order=Order(amount=amounts[number % 5], currency=("USD", "EUR", "JPY")[number % 3]),
            automatic=number % 29 == 0,
        )
        for number, (text, language) in enumerate(messages())
    ]
    report = engine_differences(workspace, name, ((ticket, NEW) for ticket in given_))
    assert report.judged == len(given_) > 300
    assert report.unsure == 0, report.doubts
    assert "unexplained" not in report.names, [(one.shifts, one.reasons) for one in report.kept if "unexplained" in one.names][:3]


@pytest.mark.parametrize("name", ["zd", "za"])
def test_no_condition_joins_the_tags_twice(sellers: dict[str, Both], name: str) -> None:
    """M5: two rows of `contains one` under one AND look at the same tag (zammad/zammad, lib/selector/sql.rb): never true."""
    for resource in sellers[name].compiled.resources:
        condition = resource.body.get("condition")
        if resource.kind in ("trigger", "sla") and isinstance(condition, dict):
            assert Counter(json.dumps(condition).split('"'))["contains one"] <= 1, resource.key


def test_a_later_event_runs_on_the_ticket_that_was_made(sellers: dict[str, Both]) -> None:
    ticket = Ticket(datetime(2026, 7, 17, 8, tzinfo=UTC), channel="mail", language="en", body="I am angry")
    for name in ("zd", "za"):
        engine = engine_for(sellers[name].workspace, name)
        assert engine is not None
        outcome = engine.decide(ticket, "customer.replied")
        assert outcome.priority == "high"
        assert outcome.rules == ("angry-again",)
        assert outcome.category is None, "no rule of the first event ran again"
        assert engine.choose(ticket, outcome).policies, "the policy of the ticket's making is still its own"


def test_the_gate_names_what_nobody_accepts() -> None:
    tests = """
now: 2026-07-17T10:00:00+02:00
tests:
  - {name: chat is quick, ticket: {channel: chat, language: en, body: a lamp}, expect: {}}
  - {name: a word inside another, ticket: {channel: mail, language: de, body: refunds}, expect: {}}
"""
    workspace = small.workspace(**{"tests/all": tests})
    said = refusal(workspace, "za")
    assert said is not None
    assert said.values["count"] == 1
    assert "text-word-boundary" in repr(said.values["differences"])
    written = (small.ROOT / "config/cstool.yaml").read_text(encoding="utf-8")
    accepted = small.workspace(
        **{"tests/all": tests, "cstool": written + "    accepted_differences: [text-word-boundary, closing-time]\n"}
    )
    assert refusal(accepted, "za") is None
    assert refusal(workspace, "local") is None
    with pytest.raises(UsageError):
        refusal(workspace, "nowhere")


@pytest.mark.parametrize(
    ("language", "zendesk", "zammad"), [("de", "de", "de"), ("de-AT", "de", "de"), ("fr", "en", "en"), (None, "en", "en")]
)
def test_the_language_of_an_answer(sellers: dict[str, Both], language: str | None, zendesk: str, zammad: str) -> None:
    """Zendesk: the customer's language where the content has it, else its default. Zammad: one trigger for each language."""
    ticket = Ticket(datetime(2026, 7, 17, 8, tzinfo=UTC), channel="mail", language=language, body="a lamp")
    for name, wanted in (("zd", zendesk), ("za", zammad)):
        engine = engine_for(sellers[name].workspace, name)
        assert isinstance(engine, NativeEngine)
        desk = engine.decide(ticket, NEW).desk
        assert desk is not None
        assert [engine.spoken(mail, desk) for mail in desk.mails if len(desk.mails) == 1] == [wanted]
