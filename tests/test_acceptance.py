"""config/tests: expected against got, the rules behind a difference."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from cstool.acceptance import Acceptance, run_tests
from cstool.errors import CstoolError
from cstool.loading import load
from cstool.render.words import catalogue, translate
from cstool.routing import Outcome

FILES = {
    "config/cstool.yaml": "name: lamp-shop\ntimezone: Asia/Shanghai\nlocales: [en]\n",
    "config/vocabulary.yaml": "categories: {refund: {name: Refund}, other: {name: Other}}\n"
    "tags: [vip, big]\nskills: {refunds: {name: R}}\n",
    "config/channels.yaml": "channels: {shop-email: {type: email, languages: [en]}}\n",
    "config/teams.yaml": "teams: {returns: {members: [lin]}, frontline: {members: [lin]}}\n"
    "agents: {lin: {name: Lin, email: lin@lamp.example}}\n",
    "config/sla.yaml": """
policies:
  - {id: mail, when: {channel_type: email}, targets: {first_reply: 4h, resolution: 72h}}
  - {id: big, overlay: true, when: {tags: big}, targets: {resolution: 24h}}
""",
    "config/routing.yaml": """
stages:
  - id: classify
    match: first
    rules:
      - {id: refund, when: {text: refund}, then: {category: refund}}
      - {id: other, when: always, then: {category: other}}
  - id: label
    match: every
    rules:
      - {id: big, when: {order.amount: {gte: 200 USD}}, then: {tags: big}}
  - id: assign
    match: first
    rules:
      - {id: refund-big, when: {category: refund, tags: big}, then: {team: returns, priority: high, skills: refunds}}
      - {id: refund-small, when: {category: refund}, then: {team: returns, priority: normal}}
      - {id: rest, when: always, then: {team: frontline, priority: low}}
  - id: answer
    match: first
    rules:
      - {id: acknowledge, when: {automatic: false}, then: {reply: general/acknowledge}}
  - id: again
    event: ticket.reopened
    match: first
    rules:
      - {id: reopened, when: always, then: {priority: urgent}}
""",
    "templates/general/acknowledge.en.md": "---\nkind: auto_reply\nsubject: Hello\n---\nHello\n",
    "sop/refund.yaml": "id: refund\nname: Refund\nowner: returns\nwhen: {category: refund}\n"
    "steps: [{id: a, name: A, do: Pay, end: closed}]\n",
}
BIG = "{channel: shop-email, body: refund, order: {amount: 250, currency: USD}}"


def ran(root: Path, tests: str, more: Mapping[str, str] | None = None) -> Acceptance:
    for path, content in {**FILES, "config/tests/t.yaml": tests, **(more or {})}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    read = load(root, date(2026, 7, 17))
    assert not read.faults, read.faults
    return run_tests(read)


def differences(root: Path, ticket: str, expect: str) -> dict[str, tuple[object, object]]:
    tests = f"now: 2026-07-17T17:30:00+08:00\ntests:\n  - name: t\n    ticket: {ticket}\n    expect: {expect}\n"
    (result,) = ran(root, tests).results
    return {one.name: (one.expected, one.got) for one in result.differences}


@pytest.mark.parametrize(
    "expect",
    [
        "{team: returns, priority: high, category: refund}",
        "{tags: big, skills: refunds, rules: [refund, refund-big]}",
        "{tags_exactly: [big], rules_exactly: [refund, big, refund-big, acknowledge]}",
        "{sla: [mail, big]}",
        "{due: {first_reply: 2026-07-17T21:30:00+08:00, resolution: 2026-07-18T09:30:00Z}}",
        "{reply: general/acknowledge, no_reply: false, unmatched: false, sop: refund}",
    ],
)
def test_what_holds(tmp_path: Path, expect: str) -> None:
    assert differences(tmp_path, BIG, expect) == {}


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        ("{team: frontline}", {"team": ("frontline", "returns")}),
        ("{status: solved}", {"status": ("solved", None)}),
        ("{tags: [vip]}", {"tags": (("vip",), ("big",))}),
        ("{tags_exactly: []}", {"tags_exactly": ((), ("big",))}),
        ("{rules: [rest]}", {"rules": (("rest",), ("refund", "big", "refund-big", "acknowledge"))}),
        ("{sla: [mail]}", {"sla": (("mail",), ("mail", "big"))}),
        (
            "{due: {first_reply: 2026-07-17T21:31:00+08:00}}",
            {"due.first_reply": ("2026-07-17T21:31:00+08:00", "2026-07-17T21:30:00+08:00")},
        ),
        ("{due: {update: 2026-07-17T21:30:00+08:00}}", {"due.update": ("2026-07-17T21:30:00+08:00", None)}),
        ("{no_reply: true}", {"no_reply": ("true", "false")}),
        ("{unmatched: true}", {"unmatched": ("true", "false")}),
        ("{sop: complaint}", {"sop": ("complaint", ("refund",))}),
    ],
)
def test_what_does_not_hold(tmp_path: Path, expect: str, found: dict[str, object]) -> None:
    assert differences(tmp_path, BIG, expect) == found


def test_the_reason_names_the_rules(tmp_path: Path) -> None:
    tests = "tests:\n  - name: t\n    ticket: {body: refund}\n    expect: {priority: high, team: frontline}\n"
    (result,) = ran(tmp_path, tests).results
    said = {one.name: [translate(why, "en") for why in one.why] for one in result.differences}
    assert said["priority"] == [
        "rule 'refund-small' of stage 'assign': category is 'refund'",
        "rule 'refund-big' of stage 'assign' does not apply: tags lacks 'big'",
    ]
    assert said["team"][-1] == "rule 'rest' of stage 'assign' was not reached: 'refund-small' above it matched first"
    assert (result.differences[0].span.path, result.differences[0].span.line) == ("config/tests/t.yaml", 4)


def test_a_rule_of_another_event_is_named(tmp_path: Path) -> None:
    (result,) = ran(tmp_path, "tests: [{name: t, ticket: {body: x}, expect: {priority: urgent}}]\n").results
    assert translate(result.differences[0].why[-1], "en").endswith("the stage waits for ticket.reopened")


def test_events_run_their_stages(tmp_path: Path) -> None:
    tests = (
        "tests: [{name: t, event: ticket.reopened, ticket: {body: x}, expect: {priority: urgent, rules_exactly: [reopened]}}]\n"
    )
    assert not ran(tmp_path, tests).failed


def test_only_some_tests(tmp_path: Path) -> None:
    ran(tmp_path, "tests: [{name: Big one, ticket: {}, expect: {}}, {name: small, ticket: {}, expect: {}}]\n")
    found = run_tests(load(tmp_path, date(2026, 7, 17)), only="big")
    assert [result.name for result in found.results] == ["Big one"]


def test_an_engine_can_be_handed_in(tmp_path: Path) -> None:
    ran(tmp_path, "tests: [{name: t, ticket: {}, expect: {team: returns}}]\n")
    found = run_tests(load(tmp_path, date(2026, 7, 17)), lambda ticket, event: Outcome(team="elsewhere"))
    assert [(one.got, one.why) for one in found.results[0].differences] == [("elsewhere", ())]


def test_without_a_clock_it_is_midday_of_the_workspace(tmp_path: Path) -> None:
    tests = "tests: [{name: t, ticket: {channel: shop-email}, expect: {due: {first_reply: 2026-07-17T16:00:00+08:00}}}]\n"
    assert not ran(tmp_path, tests).failed


def test_a_procedure_that_is_not_in_force_does_not_apply(tmp_path: Path) -> None:
    off = {"sop/refund.yaml": "enabled: false\n" + FILES["sop/refund.yaml"]}
    (result,) = ran(tmp_path, "tests: [{name: t, ticket: {body: refund}, expect: {sop: refund}}]\n", off).results
    assert [(one.name, one.expected, one.got) for one in result.differences] == [("sop", "refund", None)]


def test_an_unknown_time_zone_is_said(tmp_path: Path) -> None:
    settings = {"config/cstool.yaml": FILES["config/cstool.yaml"].replace("Shanghai", "Shangai")}
    with pytest.raises(CstoolError):
        ran(tmp_path, "tests: [{name: t, ticket: {}, expect: {}}]\n", settings)


def test_every_message_is_there(tmp_path: Path) -> None:
    results = ran(tmp_path, "tests: [{name: t, ticket: {body: x}, expect: {priority: urgent, team: returns}}]\n").results
    assert all(why.id in catalogue() for result in results for one in result.differences for why in one.why)
