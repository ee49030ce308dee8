"""`simulate`, `test`, `route` as they are called: results on stdout, remarks on stderr, exit codes."""

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from cstool.cli.main import run
from cstool.render.words import catalogue

FILES = {
    "config/cstool.yaml": "name: lamp-shop\ntimezone: Asia/Shanghai\nlocales: [en, de]\ndefault_locale: en\n",
    "config/vocabulary.yaml": "categories: {refund: {name: {en: Refund, zh-CN: 退款}}, other: {name: Other}}\n",
    "config/channels.yaml": "channels:\n"
    "  shop-email: {type: email, name: Shop mail, languages: [en, de], address: help@lamp.example}\n",
    "config/teams.yaml": "teams: {returns: {name: {zh-CN: 退货组}, members: [lin]}, frontline: {members: [lin]}}\n"
    "agents: {lin: {name: Lin, email: lin@lamp.example}}\n",
    "config/facts.yaml": "rates: {EUR: 1.08 USD}\n",
    "config/sla.yaml": "policies: [{id: mail, when: {channel_type: email}, targets: {first_reply: 4h, resolution: 72h}}]\n",
    "config/routing.yaml": """
stages:
  - id: classify
    match: first
    rules:
      - {id: refund, when: {text: [refund, Rückerstattung, 退款]}, then: {category: refund}}
  - id: assign
    match: first
    rules:
      - {id: refund-big, when: {category: refund, order.amount: {gte: 200 USD}}, then: {team: returns, priority: high}}
      - {id: rest, when: always, then: {team: frontline, priority: normal}}
  - id: respond
    match: first
    rules:
      - {id: acknowledge, when: {automatic: false}, then: {reply: general/acknowledge}}
""",
    "templates/general/acknowledge.en.md": "---\nkind: auto_reply\nsubject: 'Got {{ ticket.id }}'\n---\n"
    "Hello {{ customer.first_name | default: 'there' }}, we answer {{ sla.first_reply | promise }}.\n",
    "templates/general/acknowledge.de.md": "---\nsubject: 'Ihre Nummer {{ ticket.id }}'\n---\n"
    "Hallo {{ customer.first_name | default: 'zusammen' }}, wir antworten {{ sla.first_reply | promise }}.\n",
    "config/tests/t.yaml": "now: 2026-07-17T17:30:00+08:00\ntests:\n"
    "  - {name: small refund, ticket: {body: refund}, expect: {team: frontline}}\n",
    "config/samples/tickets.jsonl": '{"id": "S1", "channel": "shop-email", "body": "refund", "label": "refund"}\n'
    '{"id": "S2", "channel": "Shop mail", "body": "hello", "label": "refund"}\n',
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path


Call = Callable[..., SimpleNamespace]


@pytest.fixture
def call(shop: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs the tool on the shop at a fixed day."""

    def called(command: str, *arguments: str, lang: str = "en") -> SimpleNamespace:
        code = run([command, "--workspace", str(shop), "--today", "2026-07-17", "--lang", lang, *arguments])
        shown = capsys.readouterr()
        return SimpleNamespace(code=code, out=shown.out, err=shown.err)

    return called


def test_route_says_team_due_times_reply_and_reason(call: Call) -> None:
    shown = call(
        "route",
        "Rückerstattung bitte",
        "--channel",
        "Shop mail",
        "--amount",
        "250 EUR",
        "--country",
        "Germany",
        "--language",
        "de",
    )
    assert (shown.code, shown.err) == (0, "")
    assert "returns" in shown.out
    assert (
        "2026-07-17 10:00 theirs (Europe/Berlin) · 2026-07-17 16:00 ours (Asia/Shanghai)  [4h on 24x7, policy 'mail']"
        in shown.out
    )
    assert (
        "rule 'refund-big' of stage 'assign': category is 'refund' and order.amount 250 EUR (270 USD) is at least 200 USD"
        in shown.out
    )
    assert "Hallo zusammen, wir antworten innerhalb von 4 Stunden." in shown.out


def test_route_trace_shows_the_failing_condition(call: Call) -> None:
    shown = call("route", "refund", "--amount", "10 EUR", "--trace")
    assert "✗ refund-big" in shown.out
    assert "✓ category is 'refund'" in shown.out
    assert "✗ order.amount 10 EUR (10.8 USD) is less than 200 USD" in shown.out.replace("10.80", "10.8")


def test_route_warns_when_no_rule_with_a_condition_decided(call: Call) -> None:
    assert "no rule with a condition" in call("route", "hello").out
    assert "no rule with a condition" not in call("route", "refund").out


def test_route_json(call: Call) -> None:
    found = json.loads(call("route", "refund", "--channel", "shop-email", "--format", "json", "--trace").out)
    assert (found["team"], found["category"], found["sla"], found["rules"]) == (
        "frontline",
        "refund",
        ["mail"],
        ["refund", "rest", "acknowledge"],
    )
    assert found["reply"]["body"] == "Hello there, we answer within 4 hours."
    assert [entry["matched"] for entry in found["trace"]] == [True, False, True, True]


def test_route_reads_a_mail_from_standard_input(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = b"From: Anna <anna@x.example>\nTo: help@lamp.example\nAuto-Submitted: auto-replied\nSubject: refund\n\nbye\n"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(mail)))
    found = json.loads(call("route", "--ticket", "-", "--format", "json").out)
    assert (found["category"], found["sla"], found["reply"]) == ("refund", ["mail"], None)


def test_route_takes_one_ticket_of_a_file(call: Call, shop: Path) -> None:
    found = json.loads(
        call("route", "--ticket", str(shop / "config/samples/tickets.jsonl"), "--id", "S2", "--format", "json").out
    )
    assert (found["ticket"], found["category"], found["sla"]) == ("S2", None, ["mail"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "--ticket FILE"),
        (("text", "--ticket", "file"), 2, "--ticket FILE"),
        (("text", "--channel", "shop-mial"), 2, "did you mean 'shop-email'?"),
        (("text", "--amount", "much"), 2, "'much' is not an amount"),
        (("text", "--at", "03/04/2026"), 2, "can be two dates"),
        (("--ticket", "none.json"), 2, "there is no file 'none.json'"),
    ],
)
def test_route_called_wrongly(call: Call, arguments: tuple[str, ...], code: int, said: str) -> None:
    shown = call("route", *arguments)
    assert (shown.code, shown.out) == (code, "")
    assert said in shown.err
    assert len(shown.err.splitlines()) <= 2


def test_simulate_samples_with_labels(call: Call) -> None:
    shown = call("simulate", "--labels", "label")
    assert shown.code == 0
    assert "2 tickets: 1 routed by a rule of their own, 1 unmatched, 0 without SLA, 0 rows set aside" in shown.out
    assert "accuracy of category against 'label': 50.0% (1 of 2; 0 without a label)" in shown.out
    assert "unknown channel" not in shown.out


def test_simulate_fails_below_the_accuracy(call: Call) -> None:
    assert call("simulate", "--labels", "label", "--min-accuracy", "50%").code == 0
    shown = call("simulate", "--labels", "label", "--min-accuracy", "0.51")
    assert shown.code == 1
    assert "accuracy 50.0% is below the 51.0% asked for" in shown.err


def test_simulate_names_what_it_set_aside(call: Call, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_bytes("工单号,标题,创建时间\n1,退款,2026/7/17 9:00\n2,退款,03/04/2026\n".encode("gb18030"))
    shown = call("simulate", str(export))
    assert shown.code == 1
    assert "read as GB18030" in shown.err
    assert any(line.split()[-2:] == ["标题", "subject"] for line in shown.err.splitlines())
    assert f"set aside {export.as_posix()}:3: column '创建时间': '03/04/2026' can be two dates" in shown.err
    assert "1 ticket: 1 routed" in shown.out


def test_simulate_with_a_mapping_and_rows_out(call: Call, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("when,words\n03/04/2026,refund\n")
    (tmp_path / "map.yaml").write_text('when: {to: received_at, format: "%d/%m/%Y"}\nwords: body\n')
    out = tmp_path / "out.jsonl"
    shown = call("simulate", str(tmp_path / "export.csv"), "--map", str(tmp_path / "map.yaml"), "--out", str(out))
    assert shown.code == 0
    row = json.loads(out.read_text())
    assert (row["category"], row["received_at"]) == ("refund", "2026-04-03T00:00:00+08:00")


def test_simulate_json(call: Call) -> None:
    found = json.loads(call("simulate", "--labels", "label", "--format", "json").out)
    assert (found["tickets"], found["unmatched"], found["labels"]["accuracy"]) == (2, 1, 0.5)
    assert found["labels"]["misses"] == [{"label": "refund", "given": None, "tickets": 1, "examples": ["S2"]}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--min-accuracy", "80%"), "--labels"),
        (("--labels", "x", "--min-accuracy", "80"), "not a share"),
        (("--labels", "x", "--min-accuracy", "lots"), "not a share"),
        (("--out", "x.doc"), "names no form of rows"),
        (("--timezone", "CST"), "no time zone 'CST'"),
        (("--channel", "nowhere"), "no channel 'nowhere'"),
    ],
)
def test_simulate_called_wrongly(call: Call, arguments: tuple[str, ...], said: str) -> None:
    shown = call("simulate", *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert said in shown.err


def test_simulate_never_writes_over_what_it_reads(call: Call, shop: Path) -> None:
    path = str(shop / "config/samples/tickets.jsonl")
    assert call("simulate", path, "--out", path).code == 2
    assert Path(path).read_text() == FILES["config/samples/tickets.jsonl"]


def test_test_passes_and_counts_rules(call: Call) -> None:
    shown = call("test")
    assert (shown.code, shown.err.splitlines()) == (0, ["3 of 4 rules fired (75.0%)", "no test makes these fire: refund-big"])
    assert call("test", "--min-coverage", "75%").code == 0
    assert call("test", "--min-coverage", "76%").code == 1


def test_test_tells_why_it_failed(call: Call, shop: Path) -> None:
    with (shop / "config/tests/t.yaml").open("a") as file:
        file.write("  - {name: big, ticket: {body: refund, order: {amount: 10, currency: USD}}, expect: {team: returns}}\n")
    shown = call("test", "--only", "big")
    assert shown.code == 1
    assert "config/tests/t.yaml:4: failed: big" in shown.out
    assert "team: expected 'returns', got 'frontline'" in shown.out
    assert "because rule 'refund-big' of stage 'assign' does not apply: order.amount 10 USD is less than 200 USD" in shown.out
    junit = call("test", "--format", "junit").out
    assert 'failures="1"' in junit


def test_test_without_tests_is_wrong_usage(call: Call, shop: Path) -> None:
    assert call("test", "--only", "nothing like this").code == 2
    (shop / "config/tests/t.yaml").unlink()
    assert call("test").code == 2


@pytest.mark.parametrize("command", ["simulate", "test", "route"])
def test_help_in_both_languages(call: Call, command: str) -> None:
    english, chinese = call(command, "--help").out, call(command, "--help", lang="zh-CN").out
    assert f"cstool {command}" in english
    assert "示例" in chinese
    assert "help-" not in english + chinese


def test_messages_have_the_same_fields_in_both_languages() -> None:
    from string import Formatter

    for id_, pair in catalogue().items():
        english, chinese = ({name for _, name, _, _ in Formatter().parse(words) if name} for words in pair)
        assert english == chinese, id_


@pytest.mark.parametrize("more", [(), ("--min-accuracy", "80%"), ("--format", "json")])
def test_labels_in_a_column_that_is_not_there(call: Call, more: tuple[str, ...]) -> None:
    shown = call("simulate", "--labels", "lable", *more)
    assert shown.code == 2
    assert "no ticket has a label in 'lable'; did you mean 'label'?" in shown.err
    assert "accuracy" not in shown.err


def test_labels_without_any_ticket(call: Call, tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("id,subject,label\n", encoding="utf-8")
    assert call("simulate", str(tmp_path / "none.csv"), "--labels", "label").code == 0
    shown = call("simulate", str(tmp_path / "none.csv"), "--labels", "label", "--min-accuracy", "80%")
    assert (shown.code, shown.err.splitlines()[-1]) == (1, "no ticket to hold against 'label'")


@pytest.mark.parametrize(
    ("path", "content", "part"),
    [
        ("config/channels.yaml", "channels: {shop-email: {type: emial}}\n", "channels"),
        ("config/sla.yaml", "policies: [{id: mail, target: 4h}]\n", "policies"),
        ("config/teams.yaml", "teams: {returns: [lin]}\nagents: {}\n", "teams"),
        ("config/vocabulary.yaml", "categories: {refund\n", "categories"),
        ("config/routing.yaml", "stages: [{id: a, rules: 1}]\n", "stages"),
        ("config/facts.yaml", "rates: {EUR: much}\n", "rates"),
    ],
)
@pytest.mark.parametrize("command", ["test", "check"])
def test_tests_wait_until_what_they_are_about_can_be_read(
    call: Call, shop: Path, command: str, path: str, content: str, part: str
) -> None:
    (shop / path).write_text(content, encoding="utf-8")
    shown = call(command)
    assert (shown.code, "expected" in shown.out) == (1, False)
    assert re.search(rf"the tests were not run: .*'{part}'", shown.err)


def test_notes_of_many_mails_are_cut(call: Call, tmp_path: Path) -> None:
    mail = "From a@b Fri Jul 17 10:00:00 2026\nFrom: a@b.example\nSubject: x\nDate: rubbish\n\nhi\n\n"
    (tmp_path / "many.mbox").write_text(mail * 150, encoding="utf-8")
    shown = call("simulate", str(tmp_path / "many.mbox"))
    assert (shown.code, shown.err.count("the date 'rubbish' is none")) == (0, 100)
    assert "… and more notes" in shown.err
