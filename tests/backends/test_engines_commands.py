"""`simulate --backend` and `test --backend` as they are called."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cstool.cli.main import run
from tests.backends import small

TICKETS = [
    {"id": "same", "received_at": "2026-07-17T10:00:00Z", "channel": "chat", "language": "en", "body": "a lamp"},
    {"id": "other", "received_at": "2026-07-17T10:00:00Z", "channel": "mail", "language": "de", "body": "refundable?"},
]
TESTS = """
now: 2026-07-17T10:00:00Z
tests:
  - {name: found inside a word, ticket: {channel: mail, language: de, body: "refundable?"}, expect: {category: other}}
  - {name: the same there, ticket: {channel: chat, language: en, body: a lamp}, expect: {category: other}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(small.ROOT, tmp_path, dirs_exist_ok=True)
    (tmp_path / "tickets.jsonl").write_text("\n".join(map(json.dumps, TICKETS)), encoding="utf-8")
    (tmp_path / "config/tests").mkdir()
    (tmp_path / "config/tests/all.yaml").write_text(TESTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def called(capsys: pytest.CaptureFixture[str], line: str) -> tuple[int, str, str]:
    code = run([*line.split(), "--today", "2026-07-17", "--lang", "en"])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_engines_outcome_is_counted_and_what_differs_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(capsys, "simulate tickets.jsonl --backend za")
    assert code == 0
    assert "Why 'za' decides otherwise" in out
    line = next(line for line in out.splitlines() if line.startswith("text-word-boundary"))
    assert "rules/refund" in line
    assert "refund" in line
    assert "no" in line.split()
    assert "1 of 2 tickets end otherwise" in out


def test_json_has_the_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(capsys, "simulate tickets.jsonl --backend za --format json")
    found: dict[str, Any] = json.loads(out)["backend"]
    assert code == 0
    assert (found["name"], found["judged"], found["differing"], found["not_accepted"]) == ("za", 2, 1, 1)
    ticket = found["tickets"][0]
    assert ticket["id"] == "other"
    assert {"difference": "text-word-boundary", "object": "rules/refund", "found": ["refund"]} in ticket["reasons"]
    category = next(part for part in ticket["parts"] if part["part"] == "category")
    assert (category["here"], category["there"]) == ("other", "refund")
    assert called(capsys, "simulate tickets.jsonl --backend za --format json")[1] == out, "the order is stable"


def test_without_a_backend_the_report_says_nothing_of_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "backend" not in json.loads(called(capsys, "simulate tickets.jsonl --format json")[1])


def test_the_embedded_helpdesk_runs_our_own_stages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(capsys, "simulate tickets.jsonl --backend local")
    assert code == 0
    assert "on 'local' all 2 tickets end as they do here" in out


def test_rows_hold_what_the_helpdesk_does(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called(capsys, "simulate tickets.jsonl --backend za --out rows.jsonl")
    rows = [json.loads(line) for line in (folder / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["category"] for row in rows] == ["other", "refund"]


def test_an_explained_ticket_has_the_log_of_its_native_rules(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, failed in (("zd", "'via_id' is '29'"), ("za", "'ticket.create_article_type_id' is")):
        _, out, _ = called(capsys, f"simulate tickets.jsonl --backend {name} --explain other")
        log = out[out.index("rule by rule") :]
        assert "applied: " in log
        assert failed in log
        found = json.loads(called(capsys, f"simulate tickets.jsonl --backend {name} --explain other --format json")[1])
        rules = found["backend"]["log"][0]["rules"]
        assert found["backend"]["log"][0]["id"] == "other"
        assert any(rule["applied"] for rule in rules)
        assert any(failed in (rule["failed_at"] or "") for rule in rules)


@pytest.mark.parametrize("line", ["--backend nowhere", "--backend za --against HEAD", "--backend za --labels x --suggest"])
def test_wrong_calls(folder: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    code, _, err = called(capsys, f"simulate tickets.jsonl {line}")
    assert code == 2
    assert err


def test_expectations_are_held_against_the_helpdesk(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(capsys, "test")[0] == 0
    code, out, err = called(capsys, "test --backend za")
    assert code == 1
    assert "found inside a word" in out + err
    assert "text-word-boundary" in out


def test_an_accepted_difference_alone_fails_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "config/tests/all.yaml").write_text(TESTS.replace("expect: {category: other}", "expect: {}"), encoding="utf-8")
    assert called(capsys, "test --backend za")[0] == 1
    settings = folder / "config/cstool.yaml"
    accepted = "    accepted_differences: [text-word-boundary, closing-time]\n"
    settings.write_text(settings.read_text(encoding="utf-8") + accepted, encoding="utf-8")
    assert called(capsys, "test --backend za")[0] == 0
