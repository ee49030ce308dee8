"""The workspace that comes with cstool is what a seller would be proud of: clean, tested, complete. So is the minimal one."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cstool import starter
from cstool.acceptance import Acceptance, run_tests
from cstool.checks.run import run
from cstool.loading import load
from cstool.routing import compile_routing, decide
from cstool.routing.tested import all_tests, never_fired
from cstool.sla import compile_sla, due
from cstool.tickets import Options, Ticket
from cstool.tickets.read import read
from cstool.workspace import Workspace
from tests.console import DAY

ROOT = Path(__file__).parent.parent
KINDS = {"full": starter.folder(minimal=False), "minimal": starter.folder(minimal=True)}
LOCALES = {"en", "zh-CN", "de"}


@cache
def workspace(kind: str = "full") -> Workspace:
    return load(KINDS[kind], DAY)


@cache
def acceptance(kind: str) -> Acceptance:
    return run_tests(workspace(kind))


@cache
def samples() -> tuple[Ticket, ...]:
    own = workspace()
    zone = ZoneInfo(own.settings.value.timezone)
    found: list[Ticket] = []
    options = Options(now=datetime_of_day(zone), zone=zone)
    for batch in read([KINDS["full"] / "config/samples/tickets.jsonl"], options):
        assert batch.set_aside == ()
        found += batch.tickets
    return tuple(found)


def datetime_of_day(zone: ZoneInfo) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=zone)


@pytest.mark.parametrize("kind", KINDS)
def test_no_check_finds_anything(kind: str) -> None:
    found = [f"{one.span.path}:{one.span.line} {one.check}" for one in run(workspace(kind))]
    assert found == []


@pytest.mark.parametrize("kind", KINDS)
def test_all_tests_pass_and_cover_every_rule(kind: str) -> None:
    found = acceptance(kind)
    assert [one.name for one in found.failed] == []
    assert never_fired(workspace(kind), all_tests(workspace(kind))) == ()


def test_the_minimal_one_is_eight_files() -> None:
    assert len(starter.files(minimal=True)) == 8


def test_the_seller_is_complete() -> None:
    own = workspace()
    sold_on = {item.value.pack or item.value.type for item in own.channels.values()}
    assert len({item.value.type for item in own.channels.values()}) >= 7
    assert {"amazon", "ebay", "walmart", "whatsapp", "sms", "email", "chat", "social", "phone"} <= sold_on
    assert "aliexpress" in own.channels
    assert len(own.channels) >= 10
    assert sum(not item.value.external for item in own.teams.values()) == 6
    assert len(own.agents) == 12
    assert len(own.calendars) == 3
    assert all(item.value.holidays for item in own.calendars.values())
    assert len(list(own.rules())) >= 40
    assert any(item.value.overlay for item in own.policies)
    assert any(item.value.escalate for item in own.policies)
    assert len(own.sops) == 12
    assert own.outreach
    assert own.kpis
    assert own.facts
    audiences = {article.shared.value.audience for article in own.articles.values()}
    assert len(audiences) == 2


def test_agents_have_languages_skills_capacity() -> None:
    for id_, item in workspace().agents.items():
        assert item.value.languages, id_
        assert item.value.capacity, id_


def test_templates_and_articles_are_there_in_every_language() -> None:
    own = workspace()
    assert len(own.templates) == 24
    for document in (*own.templates.values(), *own.articles.values()):
        assert set(document.wordings) == LOCALES, document.id


def test_steps_say_how_in_both_languages() -> None:
    for id_, sop in workspace().sops.items():
        told = [step for step in sop.value.steps if step.do]
        assert len(told) >= 3, id_
        assert all({"en", "zh-CN"} <= set(step.do) for step in told if step.do), id_


def test_packs_state_source_date_and_confidence() -> None:
    own = workspace()
    assert set(own.settings.value.packs) == {"amazon", "ebay", "walmart", "whatsapp", "sms"}
    for name in own.settings.value.packs:
        entries = own.packs[name].value.entries
        assert entries, name
        for entry in entries:
            assert len(entry.source) > 8, entry.id
            assert date(2025, 1, 1) < entry.checked_on <= DAY, entry.id
            assert {"en", "zh-CN"} <= set(entry.what), entry.id


def test_sixty_tests_and_two_hundred_samples() -> None:
    assert len(acceptance("full").results) >= 60
    assert len(samples()) == 200
    assert len({ticket.id for ticket in samples()}) == 200
    assert {ticket.language for ticket in samples()} >= {"en", "de", "es", "ja", "zh-CN"}
    assert {ticket.channel for ticket in samples()} >= set(workspace().channels) - {None}


def test_every_sample_is_routed_and_due() -> None:
    own = workspace()
    router, book = compile_routing(own), compile_sla(own)
    lost = []
    for ticket in samples():
        outcome = decide(router, ticket).outcome
        if not (outcome.team and outcome.category and outcome.priority and due(book, ticket, outcome)):
            lost.append(ticket.id)
    assert lost == []


def test_files_are_written_for_people() -> None:
    """Chinese comments for those who edit, the schema line for their editor."""
    for path in starter.files(minimal=False):
        if path.endswith(".yaml"):
            text = (KINDS["full"] / path).read_text(encoding="utf-8")
            assert text.startswith("# yaml-language-server: $schema="), path
            comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
            assert any("\u4e00" <= letter <= "\u9fff" for line in comments for letter in line), path
