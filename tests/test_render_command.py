"""`render` as it is called: languages, values, helpdesks, tickets, exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from cstool.cli.main import run

FILES = {
    "config/cstool.yaml": "name: lamp-shop\nlocales: [en, de]\ndefault_locale: en\n"
    "backends: {local: {type: local}, production: {type: zammad, url: 'https://z.example', token: 'env:Z'}}\n",
    "config/vocabulary.yaml": "variables:\n  order.url: {from: shopify, may_be_empty: true, example: 'https://track.example/1'}\n",
    "config/channels.yaml": "channels:\n  shop-email: {type: email, languages: [en, de]}\n",
    "config/sla.yaml": "policies: [{id: mail, targets: {first_reply: 4h, resolution: 72h}}]\n",
    "templates/general/hello.en.md": "---\nsubject: 'Got {{ ticket.id }}'\n---\n"
    "{% if customer.first_name %}Hi {{ customer.first_name }}{% else %}Hello{% endif %}, "
    "we answer {{ sla.first_reply | promise }}.{% if order.url %} {{ order.url }}{% endif %}\n",
    "templates/general/hello.de.md": "---\nsubject: 'Nummer {{ ticket.id }}'\n---\n"
    "{% if customer.first_name %}Hallo {{ customer.first_name }}{% else %}Guten Tag{% endif %}, wir antworten "
    "{{ sla.first_reply | promise }}.{% if order.url %} {{ order.url }}{% endif %}\n",
    "templates/general/broken.en.md": "Hello {{ customer.name\n",
    "templates/general/raw.en.md": "Hi {{ customer.first_name }}!\n",
    "tickets.jsonl": '{"id": "T9", "channel": "shop-email", "language": "de", "body": "x", '
    '"customer": {"first_name": "Jonas"}}\n',
}
Call = Callable[..., SimpleNamespace]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def called(*arguments: str) -> SimpleNamespace:
        code = run(["render", *arguments, "--today", "2026-07-17", "--lang", "en"])
        shown = capsys.readouterr()
        return SimpleNamespace(code=code, out=shown.out, err=shown.err)

    return called


def test_every_language_with_the_best_values(call: Call) -> None:
    found = call("general/hello")
    assert found.code == 0
    assert found.out == (
        "== general/hello [en] best values ==\nsubject: Got 48213\n\n"
        "Hi Anna, we answer within 4 hours. https://track.example/1\n\n"
        "== general/hello [de] best values ==\nsubject: Nummer 48213\n\n"
        "Hallo Anna, wir antworten innerhalb von 4 Stunden. https://track.example/1\n"
    )


@pytest.mark.parametrize(
    ("fill", "line"),
    [
        ("typical", "Hi Anna, we answer within 4 hours."),
        ("empty", "Hello, we answer within 4 hours."),
    ],
)
def test_values_that_are_missing(call: Call, fill: str, line: str) -> None:
    assert call("general/hello", "--locale", "en", "--values", fill).out.splitlines()[-1] == line


def test_another_language_gets_the_default_and_says_so(call: Call) -> None:
    found = call("general/hello", "--locale", "fr", "--locale", "de-AT")
    assert "== general/hello [fr] best values ==\n(there is no 'fr': customers get 'en')\nsubject: Got" in found.out
    assert "(there is no 'de-AT': customers get 'de')\nsubject: Nummer" in found.out


@pytest.mark.parametrize("name", ["production", "zammad"])
def test_as_a_helpdesk_prints_it(call: Call, name: str) -> None:
    found = call("general/raw", "--values", "empty", "--backend", name)
    assert "best" not in found.out
    assert found.out.splitlines()[-1] == "Hi #{…}!"
    assert call("general/hello", "--locale", "en", "--backend", name).out.splitlines()[-1] == "Hello, we answer within 4 hours."


def test_with_a_ticket_in_its_own_language(call: Call) -> None:
    found = call("general/hello", "--ticket", "tickets.jsonl")
    assert found.out.splitlines()[0] == "== general/hello [de] values of ticket 'T9' =="
    assert found.out.splitlines()[-1] == "Hallo Jonas, wir antworten innerhalb von 4 Stunden."


def test_json(call: Call) -> None:
    found = json.loads(call("general/hello", "--locale", "en", "--format", "json").out)
    assert (found["version"], found["template"]) == (1, "general/hello")
    assert found["texts"][0] | {"body": ""} == {
        "locale": "en",
        "used": "en",
        "subject": "Got 48213",
        "body": "",
        "notes": [],
        "failure": None,
    }


def test_a_text_that_is_not_liquid_says_why(call: Call) -> None:
    found = call("general/broken")
    assert found.code == 1
    assert found.out.splitlines()[-1] == "'{{ customer.name' is not closed by '}}'"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("general/helo",), "did you mean 'general/hello'?"),
        (("general/hello", "--backend", "hal"), "no helpdesk is of type 'hal'"),
        (("general/hello", "--ticket", "tickets.jsonl", "--backend", "local"), "not both"),
        (("general/hello", "--values", "worst"), "worst"),
    ],
)
def test_wrong_calls(call: Call, arguments: tuple[str, ...], words: str) -> None:
    found = call(*arguments)
    assert found.code == 2
    assert found.out == ""
    assert words in found.err


def test_a_ticket_file_without_tickets(call: Call, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    found = call("general/hello", "--ticket", "none.jsonl")
    assert found.code == 3
    assert "none.jsonl" in found.err
