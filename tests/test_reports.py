"""One report in every form: stable, escaped, of the right shape, and never with a secret in it."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from cstool.checks.run import run, without_known
from cstool.cli.reporting import FORMS
from cstool.diagnostic import Diagnostic, Edit, Problem, Severity, Span, Text, diagnose, text
from cstool.loading import load
from cstool.render import text as text_form
from cstool.render.report import Failure, Report
from cstool.render.words import LANGUAGES, name_in, say
from cstool.source import Source

TODAY = date(2026, 7, 17)
NASTY = "a|b <b>x</b> @team `c` [l](u) 100% ::error:: \x07"
SOURCES = {
    "config/teams.yaml": Source("config/teams.yaml", "teams:\n  退货组: {membres: [lin]}\n"),
    "templates/a/b.en.md": Source("templates/a/b.en.md", "Hi\n"),
}


def one(check: str = "unknown-key", line: int = 2, column: int = 9, **more: Any) -> Diagnostic:
    span = Span("config/teams.yaml", line, column, line, column + 7)
    problem = Problem(span, more.pop("message", text("unknown-key", key="membres")), text("did-you-mean", name="members"), **more)
    return diagnose(check, problem, more.get("severity") or Severity.ERROR)


WARNING = one("unquoted-hash", 1, 1, severity=Severity.WARNING, message=text("unquoted-hash", rest=NASTY))
REPORT = Report(
    (WARNING, one(related=((Span("templates/a/b.en.md"), text("first-here")),), witness={"language": "de"})),
    SOURCES,
    tests=3,
    failures=(Failure("refund | <late>", "config/tests/a.yaml", 4, (text("wrong-type", want="x", value="y"),)),),
    passed=(("fine", "config/tests/a.yaml", 9),),
    checked=2,
)


def rendered(form: str, report: Report = REPORT) -> str:
    made: str = import_module(f"cstool.render.{FORMS[form]}").render(report)
    return made


@pytest.mark.parametrize("form", FORMS)
def test_every_form_ends_in_one_line_break_and_is_always_the_same(form: str) -> None:
    made = rendered(form)
    assert made.endswith("\n")
    assert not made.endswith("\n\n")
    assert made == rendered(form)
    assert "\x07" not in made or form == "text" or form in ("github", "markdown", "chat")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_shows_an_empty_report(form: str, language: str) -> None:
    assert rendered(form, Report((), {}, language, checked=1)).strip()


def test_text() -> None:
    report = Report((one(witness={"language": "de", "order.amount": "250 EUR"}),), SOURCES, checked=2)
    assert rendered("text", report) == (
        "config/teams.yaml:2:9: error: unknown key 'membres' [unknown-key]\n"
        "  2 |   退货组: {membres: [lin]}\n"
        "                 ^~~~~~~\n"
        "  for example a ticket with language: de, order.amount: 250 EUR\n"
        "  = did you mean 'members'?\n"
        "\n"
        "1 error, 0 warnings in 2 files\n"
    )


def test_the_caret_stands_under_its_value_in_terminal_columns() -> None:
    lines = rendered("text", Report((one(column=9),), SOURCES)).splitlines()
    source, caret = lines[1], lines[2]
    width = sum(2 if "\u4e00" <= character <= "\u9fff" else 1 for character in source[: source.index("membres")])
    assert caret.index("^") == width
    assert caret.strip() == "^~~~~~~"


def test_long_lines_are_cut_around_the_value() -> None:
    long = Source("config/teams.yaml", "x" * 500 + " bad " + "y" * 500)
    shown = text_form.render(Report((one(line=1, column=502),), {"config/teams.yaml": long}))
    assert "bad" in shown
    assert max(map(len, shown.splitlines())) < 140


def test_color_only_where_it_is_wanted() -> None:
    assert "\x1b" not in text_form.render(REPORT)
    assert "\x1b[1;31m" in text_form.render(REPORT, color=True)


def test_json() -> None:
    body = json.loads(rendered("json"))
    assert (body["schema"], body["summary"]) == (1, {"errors": 1, "warnings": 1, "files": 2, "tests": 3, "failed": 1})
    assert body["diagnostics"][1]["line"] == 2
    assert body["diagnostics"][1]["related"][0]["path"] == "templates/a/b.en.md"
    assert {"check", "severity", "path", "line", "column", "message", "hint", "fingerprint"} <= set(body["diagnostics"][0])


def test_sarif_has_what_the_standard_asks_for() -> None:
    """Required properties and value sets of OASIS SARIF 2.1.0: §3.13, §3.14, §3.19, §3.27, §3.28, §3.29, §3.30, §3.49."""
    body = json.loads(rendered("sarif"))
    assert body["version"] == "2.1.0"
    (run_,) = body["runs"]
    assert run_["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    rules = run_["tool"]["driver"]["rules"]
    assert run_["tool"]["driver"]["name"] == "cstool"
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    for result in run_["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uriBaseId"] in run_["originalUriBaseIds"]
            assert re.fullmatch(r"[A-Za-z0-9%._~/-]+", place["artifactLocation"]["uri"])
            region = place["region"]
            assert region["startLine"] >= 1
            assert region["startColumn"] >= 1
            assert (region["endLine"], region["endColumn"]) >= (region["startLine"], region["startColumn"])


@pytest.mark.parametrize(
    ("path", "uri"),
    [("sop/退货 a.yaml", "sop/%E9%80%80%E8%B4%A7%20a.yaml"), ("a:b#c.md", "a%3Ab%23c.md"), ("x\udcff", "x%3F")],
)
def test_sarif_addresses(path: str, uri: str) -> None:
    made = rendered("sarif", Report((diagnose("unknown-key", Problem(Span(path), text("first-here"))),), {}))
    assert json.loads(made)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_github_annotations_cannot_be_broken_out_of() -> None:
    lines = rendered("github").splitlines()
    assert lines[0].startswith("::warning file=config/teams.yaml,line=1,endLine=1,col=1,endColumn=8,title=unquoted-hash::")
    assert "100%25 ::error::" in lines[0]
    assert lines[2].startswith("::error file=config/tests/a.yaml,line=4,title=refund | <late>::")
    evil = Report((one(message=text("unknown-key", key="x\n::error::y")),), {})
    assert len(rendered("github", evil).splitlines()) == 2


@pytest.mark.parametrize("inside", ["", "support/", "a/b 退/"])
def test_forges_get_paths_from_the_root_of_the_repository(inside: str) -> None:
    pack = diagnose("unknown-key", Problem(Span("cstool:packs/amazon.yaml"), text("first-here")), Severity.ERROR)
    report = replace(REPORT, inside=inside, diagnostics=(*REPORT.diagnostics, pack))
    files = [f"{inside}config/teams.yaml"] * 2 + ["cstool:packs/amazon.yaml"]
    said = [line.partition("file=")[2].partition(",")[0] for line in rendered("github", report).splitlines()]
    assert [one.replace("%3A", ":") for one in said if one] == [*files, f"{inside}config/tests/a.yaml"]
    assert [entry["location"]["path"] for entry in json.loads(rendered("gitlab", report))] == files
    (made,) = json.loads(rendered("sarif", report))["runs"]
    places = [place["physicalLocation"]["artifactLocation"] for one in made["results"] for place in one["locations"]]
    assert [unquote(place["uri"]) for place in places] == files
    assert (
        {place["uriBaseId"] for place in places} == set(made["originalUriBaseIds"]) == {"REPOSITORY" if inside else "WORKSPACE"}
    )
    named = {case.attrib["file"] for case in ElementTree.fromstring(rendered("junit", report)).iter("testcase")}
    assert {f"{inside}config/tests/a.yaml", f"{inside}config/teams.yaml"} <= named
    assert [one.fingerprint for one in report.diagnostics[:2]] == [one.fingerprint for one in REPORT.diagnostics]
    assert rendered("text", report) == rendered("text", replace(report, inside=""))


def test_gitlab() -> None:
    twins = Report((one(), one(line=3)), {})
    entries = json.loads(rendered("gitlab", twins))
    assert len({entry["fingerprint"] for entry in entries}) == 2
    assert {"description", "check_name", "fingerprint", "severity", "location"} == set(entries[0])
    assert entries[0]["severity"] in ("info", "minor", "major", "critical", "blocker")


def test_junit_parses_and_counts() -> None:
    root = ElementTree.fromstring(rendered("junit"))
    for suite in root.findall("testsuite"):
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        if suite.attrib["name"] == "checks":
            assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
    assert [suite.attrib["name"] for suite in root] == ["checks", "tests"]


def test_markdown_makes_nothing_of_what_users_wrote() -> None:
    made = rendered("markdown")
    row = next(line for line in made.splitlines() if "unquoted-hash" in line)
    assert len(re.findall(r"(?<!\\)\|", row)) == 5
    assert not re.search(r"@\w", made)
    assert "<b>" not in re.sub(r"\\<", "", made)
    many = Report(tuple(one(line=number) for number in range(1, 40)), {})
    assert "<details>" in rendered("markdown", many)


def test_chat_is_fifteen_lines_with_the_verdict_first() -> None:
    many = Report((WARNING, *(one(line=number) for number in range(1, 40))), {}, "zh-CN", checked=2)
    lines = rendered("chat", many).splitlines()
    assert len(lines) == 15
    assert lines[0] == "cstool: 2 个文件里有 39 个错误、1 个警告"
    assert lines[-1] == "还有 27 条"


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (("a", "b"), "a, b", "a、b"),
        (frozenset("ba"), "a, b", "a、b"),
        ({"en": "Returns", "zh-CN": "退货组"}, "Returns", "退货组"),
        (Decimal("50.00"), "50", "50"),
        (date(2026, 11, 27), "2026-11-27", "2026-11-27"),
        (True, "true", "true"),
        (None, "", ""),
        (Text("severity-error"), "error", "错误"),
        ((), "", ""),
    ],
)
def test_values_in_messages(value: object, english: str, chinese: str) -> None:
    assert (say(value, "en"), say(value, "zh-CN")) == (english, chinese)


def test_names() -> None:
    assert name_in({"de": "Rücksendung", "en": "Returns"}, "zh-CN") == "Returns"
    assert name_in({"zh": "退货"}, "zh-CN") == "退货"
    assert name_in({}, "en") == ""


# --- secrets, in files that are wrong in other ways as well

SECRET = "hunter2hunter2"


@pytest.mark.parametrize(
    "line",
    [
        f"token: {SECRET}",
        f"token: '{SECRET}'",
        f"tokn: {SECRET}",
        f"token: {SECRET}: x",
        f"token: !{SECRET}",
        f"token: *{SECRET}",
        f"token： {SECRET}",
        f"token: [{SECRET}]",
        f"token: {{{SECRET}: 1}}",
        f"token: {SECRET} #1",
        f'token: "{SECRET}',
        f"token: {SECRET}, url: x",
        f"token:\n      {SECRET}",
        f"user: {SECRET}@lumen.example",
        f"url: https://lin:{SECRET}@lumen.example",
        f"password: {SECRET}",
        f"type: zendesk2\n    token: {SECRET}",
        f"api_key: {SECRET}\n    api_key: {SECRET}",
        f"fields: {{a: {{create: shoe}}}}\n    token: {SECRET}",
        f"url: https://lumen.example/?api_key={SECRET}",
        f"url: https://lumen.example/?x={SECRET}",
        f"exclude: {SECRET}",
        f"channels: {{shop: {SECRET}, live-chat: {{tag: [{SECRET}]}}}}",
        f"fields: {{a: {{create: {SECRET}, bands: [{SECRET}]}}}}",
        f"shoe: {SECRET}",
        f"{{{SECRET}}}",
        f"channels: {{shop: {{{SECRET}}}}}",
        f"type2: a\n  other: {SECRET}",
        f"type2: a\n  other: [{SECRET}]",
        f"type2: a\n  other: {{type: {SECRET}}}",
        f"type2: a\n  other: {{type: zendesk，{SECRET}}}",
    ],
)
def test_a_secret_is_never_shown(tmp_path: Path, line: str) -> None:
    (tmp_path / "config").mkdir()
    content = f"name: shop\nbackends:\n  production:\n    type: zendesk\n    {line}\n"
    (tmp_path / "config/cstool.yaml").write_text(content, encoding="utf-8")
    workspace = load(tmp_path, TODAY)
    assert workspace.faults
    for language in LANGUAGES:
        report = Report(tuple(run(workspace)), workspace.sources, language)
        assert report.diagnostics
        for form in FORMS:
            assert SECRET not in rendered(form, report), form


@pytest.mark.parametrize(
    "above",
    [
        "# cstool: allow[literal-secret] only our own people read it",
        "# cstool: allow[literal-secret]",
        "checks: {disabled: {literal-secret: only our own people read it}}",
        "checks: {severity: {literal-secret: warning}}",
    ],
)
def test_nothing_allows_a_secret(tmp_path: Path, above: str) -> None:
    (tmp_path / "config").mkdir()
    content = f"name: shop\n{above}\nbackends: {{live: {{type: zendesk, token: {SECRET}}}}}\n"
    (tmp_path / "config/cstool.yaml").write_text(content, encoding="utf-8")
    found = [(one.check, one.severity) for one in run(load(tmp_path, TODAY))]
    assert ("literal-secret", Severity.ERROR) in found
    reasonless = above.endswith("]")
    assert ("allow-without-reason" if reasonless else "cannot-be-allowed", Severity.ERROR) in found


def test_a_secret_may_be_called_an_error(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config/cstool.yaml").write_text("name: shop\nchecks: {severity: {literal-secret: error}}\n", encoding="utf-8")
    assert run(load(tmp_path, TODAY)) == []


def test_edits_with_a_secret_are_left_out() -> None:
    source = Source("config/cstool.yaml", f"token: {SECRET}\n")
    span = Span("config/cstool.yaml", 1, 1)
    edited = diagnose("unknown-key", Problem(span, text("first-here"), edits=(Edit(span, f"x: {SECRET}"),)))
    assert SECRET not in rendered("json", Report((edited,), {"config/cstool.yaml": source}))


# --- what is known already


def test_a_baseline_hides_each_known_fault_once() -> None:
    known = json.loads(rendered("json", Report((one(),), {})))["diagnostics"]
    moved = one(line=7)
    assert without_known([moved, one(line=9)], known) == [one(line=9)]
    other = one(message=text("unknown-key", key="x"))
    assert without_known([other], known) == [other]


def test_a_witness_is_written_as_a_config_file_writes_it() -> None:
    report = Report((one(witness={"automatic": True, "tags": ("vip", "legal"), "order.amount": Decimal("250.00")}),), SOURCES)
    assert "automatic: true, tags: vip, legal, order.amount: 250" in text_form.render(report)
