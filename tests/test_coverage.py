"""Coverage: what tickets reach of rules, policies, conditions and replies; LCOV and Cobertura; the options of `cstool test`."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstool import starter
from cstool.cli.test import gates
from cstool.conditions.syntax import Condition, Every, Negation, Some
from cstool.conditions.view import TicketView
from cstool.coverage import RESULTS, Coverage, Part, by_line, cut, measure, written
from cstool.diagnostic import Text
from cstool.errors import UsageError
from cstool.loading import load
from cstool.render import coverage_cobertura, coverage_lcov
from cstool.render.coverage import body, tables
from cstool.render.words import catalogue, translate
from cstool.routing import compile_routing, decide
from cstool.routing.tested import all_tests
from cstool.tickets import Customer, Order, Ticket
from cstool.workspace import Workspace
from tests.console import Terminal

DAY = date(2026, 7, 17)
NOW = datetime(2026, 7, 17, 10, tzinfo=UTC)
CREATED = "ticket.created"
FILES = {
    "config/cstool.yaml": "name: lamp-shop\ntimezone: Asia/Shanghai\nlocales: [en, de, zh-CN]\n",
    "config/vocabulary.yaml": "categories: {refund: {name: Refund}, other: {name: Other}}\n"
    "tags: [vip]\nskills: {refunds: {name: R}}\nkeywords: {refund: {en: [refund, money back]}}\n",
    "config/channels.yaml": "channels: {shop-email: {type: email, languages: [en, de]}, chat: {type: chat, languages: [en]}}\n",
    "config/teams.yaml": "teams: {front: {members: [lin]}}\nagents: {lin: {name: Lin, email: lin@lamp.example}}\n",
    "config/routing.yaml": """stages:
  - id: classify
    match: first
    rules:
      - {id: refund, when: {text: {keywords: refund}, language: de}, then: {category: refund}}
      - id: loud
        when:
          any:
            - text: [angry, furious]
            - {customer.tags: vip, not: {language: de}}
        then: {tags: vip}
      - {id: large, when: {order.amount: {gte: 100 USD, lt: 500 USD}}, then: {category: refund}}
      - {id: rest, when: always, then: {category: other}}
      - {id: never, when: {language: fr}, then: {category: other}}
      - {id: off, enabled: false, when: {language: it}, then: {category: other}}
  - id: answer
    match: first
    rules:
      - {id: hello, when: {automatic: false}, then: {reply: general/hello}}
""",
    "config/sla.yaml": """policies:
  - {id: chats, when: {channel_type: chat}, targets: {first_reply: 30s}}
  - {id: rest, when: always, targets: {first_reply: 4h}}
  - {id: money, overlay: true, when: {category: refund, priority: high}, targets: {resolution: 24h}}
""",
    "templates/general/hello.en.md": "---\nkind: auto_reply\nsubject: Hello\n---\nHello {{ customer.name }}\n",
    "templates/general/hello.de.md": "---\nsubject: Hallo\n---\nHallo\n",
    "templates/general/unused.en.md": "---\nkind: reply\nsubject: Hello\n---\nHello\n",
    "sop/refund.yaml": "id: refund\nname: Refund\nowner: front\nwhen: {category: refund, channel_type: chat}\n"
    "steps: [{id: a, name: A, do: Pay, end: closed}]\n",
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


def shop(root: Path, more: Mapping[str, str | None] | None = None) -> Workspace:
    read = load(root, DAY, {**FILES, **(more or {})})
    assert not read.faults, read.faults
    return read


def ticket(body: str = "", **values: object) -> Ticket:
    return Ticket(NOW, body=body, **{"author": "customer", **values})  # type: ignore[arg-type]


def seen(workspace: Workspace, *tickets: Ticket, parts: tuple[Part, ...] = tuple(RESULTS)) -> Coverage:
    return measure(workspace, {"tests": [(one, CREATED) for one in tickets]}, parts)


def counts(coverage: Coverage, part: Part, owner: str = "") -> dict[str, tuple[int, ...]]:
    """What is said of a spot (or its owner) -> its counts."""
    spots = ((spot, found) for spot, found in coverage.of("tests") if spot.part == part and owner in ("", spot.owner))
    return {spot.said or spot.owner: found for spot, found in spots}


GERMAN = ticket("refund", language="de")
VIP = ticket("hi", language="en", customer=Customer(tags=frozenset({"vip"})))
LARGE = ticket("hi", order=Order(amount=Decimal(200), currency="USD"), channel="chat")


def test_rules_that_fired(empty: Path) -> None:
    coverage = seen(shop(empty), GERMAN, VIP, ticket("hi"), ticket("hi", automatic=True))
    assert counts(coverage, "rules") == {"refund": (1,), "loud": (1,), "large": (0,), "rest": (2,), "never": (0,), "hello": (3,)}
    assert coverage.tally("rules", "tests").share == Decimal(4) / 6


def test_policies_that_applied(empty: Path) -> None:
    coverage = seen(shop(empty), GERMAN, LARGE)
    assert counts(coverage, "policies") == {"chats": (1,), "rest": (1,), "money": (0,)}
    assert counts(coverage, "conditions", "money") == {"category: refund": (2, 0), "priority: high": (0, 2)}


@pytest.mark.parametrize(
    ("tickets", "owner", "expected"),
    [
        ((GERMAN,), "refund", {"text: {keywords: refund}": (1, 0), "language: de": (1, 0)}),
        # What stands behind a part that is false is not judged, nor is a rule behind the one that matched.
        ((ticket("hi", language="de"),), "refund", {"text: {keywords: refund}": (0, 1), "language: de": (0, 0)}),
        ((GERMAN,), "large", {"order.amount: {gte: 100 USD}": (0, 0), "order.amount: {lt: 500 USD}": (0, 0)}),
        ((GERMAN, LARGE), "never", {"language: fr": (0, 0)}),
        (
            (VIP, ticket("Furious"), ticket("hi")),
            "loud",
            {
                "any: [{text: [angry, furious]}, {customer.tags: vip, not: {…": (2, 1),
                "text: [angry, furious]": (1, 2),
                "customer.tags: vip, not: {language: de}": (1, 1),
                "customer.tags: vip": (1, 1),
                "not: {language: de}": (1, 0),
                "language: de": (0, 1),
            },
        ),
        ((LARGE, ticket("hi")), "large", {"order.amount: {gte: 100 USD}": (1, 1), "order.amount: {lt: 500 USD}": (1, 0)}),
    ],
)
def test_conditions_seen_true_and_false(
    empty: Path, tickets: tuple[Ticket, ...], owner: str, expected: dict[str, tuple[int, ...]]
) -> None:
    assert counts(seen(shop(empty, {"sop/refund.yaml": None}), *tickets), "conditions", owner) == expected


def test_procedures_are_judged_as_a_whole_too(empty: Path) -> None:
    read = shop(empty, {"config/routing.yaml": "stages: []\n", "config/sla.yaml": None})
    found = counts(seen(read, ticket(category="refund", channel="chat"), ticket(category="refund")), "conditions")
    assert found == {"category: refund, channel_type: chat": (1, 1), "category: refund": (2, 0), "channel_type: chat": (1, 1)}


@pytest.mark.parametrize(
    ("language", "printed"),
    [("de", "de"), ("en", "en"), ("de-AT", "de"), ("fr", "en"), (None, "en")],
)
def test_a_reply_is_printed_in_the_language_that_serves_the_ticket(empty: Path, language: str | None, printed: str) -> None:
    found = counts(seen(shop(empty), ticket("hi", language=language)), "templates")
    assert found == {locale: (1 if locale == printed else 0,) for locale in ("en", "de")}


def test_a_reply_that_cannot_be_printed_counts_for_nothing(empty: Path) -> None:
    endless = "{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}"
    read = shop(empty, {"templates/general/hello.de.md": f"---\nsubject: Hallo\n---\n{endless}\n"})
    assert counts(seen(read, ticket("hi", language="de")), "templates") == {"en": (0,), "de": (0,)}


def test_events_reach_their_own_stages(empty: Path) -> None:
    routing = (
        "stages: [{id: a, event: ticket.reopened, match: first, rules: [{id: r, when: {reopened: true}, then: {tags: vip}}]}]\n"
    )
    read = shop(empty, {"config/routing.yaml": routing, "config/sla.yaml": None, "sop/refund.yaml": None})
    again = measure(read, {"tests": [(ticket(), "ticket.reopened")]}, tuple(RESULTS))
    assert (counts(again, "rules"), counts(again, "conditions")) == ({"r": (1,)}, {"reopened: true": (1, 0)})
    assert counts(seen(read, ticket()), "conditions") == {"reopened: true": (0, 0)}


def test_only_the_parts_that_are_asked_for(empty: Path) -> None:
    coverage = seen(shop(empty), GERMAN, parts=("rules",))
    assert {spot.part for spot in coverage.spots} == {"rules"}
    assert coverage.tally("conditions", "tests").share == 1


# --- against another reading of the same conditions

WORDS = ("refund", "angry", "lamp")
LEAVES: list[dict[str, object]] = [
    {"language": "de"},
    {"language": ["en", "fr"]},
    {"text": "refund"},
    {"text": {"none": ["angry"]}},
    {"order.amount": {"gte": "100 USD", "lt": "500 USD"}},
    {"customer.tags": "vip"},
    {"order.status": {"exists": False}},
    {"channel_type": "chat", "automatic": False},
]
CONDITIONS: st.SearchStrategy[dict[str, object]] = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        inner.map(lambda part: {"not": part}),
        st.tuples(st.sampled_from(LEAVES), inner).map(lambda pair: {**pair[0], **pair[1]}),
    ),
    max_leaves=5,
)
TICKETS = st.builds(
    Ticket,
    st.just(NOW),
    channel=st.sampled_from([None, "chat", "shop-email"]),
    language=st.sampled_from([None, "de", "en", "fr"]),
    author=st.just("customer"),
    automatic=st.booleans(),
    body=st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
    customer=st.builds(Customer, tags=st.sampled_from([frozenset(), frozenset({"vip"})])),
    order=st.builds(Order, amount=st.sampled_from([None, Decimal(50), Decimal(200)]), currency=st.just("USD")),
)


def judged(condition: Condition, view: TicketView, *, counted: bool) -> Iterator[tuple[Condition, bool]]:
    """Every part that has to be looked at to know the result, from left to right, with its own result. A mapping whose result is
    counted as that of the rule or the `not` around it is left out."""
    if not (counted and isinstance(condition, Every)):
        yield condition, condition.holds(view)
    if isinstance(condition, Negation):
        yield from judged(condition.part, view, counted=True)
    if isinstance(condition, Every | Some):
        for part in condition.parts:
            yield from judged(part, view, counted=False)
            if part.holds(view) is not isinstance(condition, Every):
                return


@settings(max_examples=60, deadline=None)
@given(
    whens=st.lists(CONDITIONS, min_size=1, max_size=4),
    match=st.sampled_from(["first", "every", "sequence"]),
    tickets=st.lists(TICKETS, max_size=6),
)
def test_counts_are_what_the_engine_judged(
    empty: Path, whens: list[dict[str, object]], match: str, tickets: list[Ticket]
) -> None:
    rules = [{"id": f"r{number}", "when": when, "then": {"priority": "high"}} for number, when in enumerate(whens)]
    routing = json.dumps({"stages": [{"id": "only", "match": match, "rules": rules}]})
    read = shop(empty, {"config/routing.yaml": routing, "config/sla.yaml": None, "sop/refund.yaml": None})
    expected: Counter[tuple[object, str, bool]] = Counter()
    fired: Counter[str] = Counter()
    for one in tickets:
        for tried in decide(compile_routing(read), one).tried:
            fired[tried.rule] += tried.matched
            for part, holds in judged(tried.compiled.condition, tried.view, counted=True):
                expected[part.span, written(part), holds] += 1
    coverage = seen(read, *tickets)
    found = Counter[tuple[object, str, bool]]()
    for spot, results in coverage.of("tests"):
        if spot.part == "conditions":
            found[spot.span, spot.said, True] += results[0]
            found[spot.span, spot.said, False] += results[1]
    assert +found == Counter({(span, cut(said), holds): n for (span, said, holds), n in expected.items()})
    assert counts(coverage, "rules") == {f"r{number}": (fired[f"r{number}"],) for number in range(len(whens))}


# --- files for editors and servers


def parsed(tracefile: str) -> dict[str, dict[str, list[tuple[str, ...]]]]:
    """A tracefile as its readers take it: file -> record -> fields of each."""
    files: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    here: dict[str, list[tuple[str, ...]]] | None = None
    for line in tracefile.splitlines():
        name, _, rest = line.partition(":")
        if name == "SF":
            here = files.setdefault(rest, {})
        elif name == "end_of_record":
            here = None
        elif name != "TN":
            assert here is not None, line
            here.setdefault(name, []).append(tuple(rest.split(",")))
    assert here is None
    return files


def test_lcov_read_back(empty: Path) -> None:
    coverage = seen(shop(empty), GERMAN, VIP)
    files = parsed(coverage_lcov.render(coverage, "tests", ""))
    assert set(files) == {
        "config/routing.yaml",
        "config/sla.yaml",
        "sop/refund.yaml",
        "templates/general/hello.de.md",
        "templates/general/hello.en.md",
    }
    routing = files["config/routing.yaml"]
    lines = {int(line): int(hits) for line, hits in routing["DA"]}
    assert lines == {5: 1, 6: 1, 9: 1, 10: 1, 12: 0, 13: 0, 14: 0, 19: 2} | {8: 1}
    assert routing["BRDA"][:4] == [("5", "0", "0", "1"), ("5", "0", "1", "1"), ("5", "1", "0", "1"), ("5", "1", "1", "0")]
    assert ("14", "0", "0", "-") in routing["BRDA"]
    assert files["templates/general/hello.de.md"] == {
        "DA": [("4", "1")],
        "BRF": [("0",)],
        "BRH": [("0",)],
        "LF": [("1",)],
        "LH": [("1",)],
    }
    for path, records in files.items():
        taken = [entry[3] for entry in records.get("BRDA", [])]
        assert records["BRF"] == [(str(len(taken)),)], path
        assert records["BRH"] == [(str(sum(count not in ("-", "0") for count in taken)),)]
        assert records["LF"] == [(str(len(records["DA"])),)]
        assert records["LH"] == [(str(sum(hits != "0" for _, hits in records["DA"])),)]
        assert {entry[0] for entry in records.get("BRDA", [])} <= {entry[0] for entry in records["DA"]}
    total = coverage.tally("conditions", "tests")
    assert sum(int(records["BRF"][0][0]) for records in files.values()) == total.total
    assert sum(int(records["BRH"][0][0]) for records in files.values()) == total.reached


def test_paths_are_seen_from_the_given_folder(empty: Path) -> None:
    coverage = seen(shop(empty), GERMAN)
    assert "\nSF:shop/config/routing.yaml\n" in coverage_lcov.render(coverage, "tests", "shop")
    assert "<source>shop</source>" in coverage_cobertura.render(coverage, "tests", "shop", NOW)


def test_a_strange_file_name_breaks_neither_form(empty: Path) -> None:
    routing = FILES["config/routing.yaml"]
    coverage = seen(shop(empty, {"config/routing.yaml": None, "config/routing/a\nDA:1,1\x01&.yaml": routing}), GERMAN)
    (name,) = (path for path in parsed(coverage_lcov.render(coverage, "tests", "")) if "routing" in path)
    assert name == "config/routing/a\ufffdDA:1,1\ufffd&.yaml"
    top = ElementTree.fromstring(coverage_cobertura.render(coverage, "tests", "", NOW))
    assert name in {one.get("filename") for one in top.iter("class")}


def test_several_on_one_line_are_as_good_as_the_least(empty: Path) -> None:
    rules = "[{id: a, when: always, then: {}}, {id: b, when: {language: de}, then: {}}]"
    read = shop(empty, {"config/routing.yaml": f"stages: [{{id: s, match: first, rules: {rules}}}]\n", "config/sla.yaml": None})
    line = by_line(seen(read, GERMAN), "tests")["config/routing.yaml"][1]
    assert (line.hits, line.branches, line.taken) == (0, ((0, 0),), 0)


CHILDREN: dict[str, tuple[str, ...]] = {
    "coverage": ("sources", "packages"),
    "packages": ("package*",),
    "package": ("classes",),
    "classes": ("class*",),
    "class": ("methods", "lines"),
    "lines": ("line*",),
    "line": ("conditions*",),
    "conditions": ("condition*",),
    "sources": ("source*",),
    "methods": ("method*",),
}
_RATES = {"line-rate", "branch-rate", "complexity"}
REQUIRED: dict[str, set[str]] = {
    "coverage": {*_RATES, "lines-covered", "lines-valid", "branches-covered", "branches-valid", "version", "timestamp"},
    "package": {"name", *_RATES},
    "class": {"name", "filename", *_RATES},
    "line": {"number", "hits"},
    "condition": {"number", "type", "coverage"},
}
OPTIONAL = {"line": {"branch", "condition-coverage"}}
"""Elements and attributes of coverage-04.dtd."""


def valid(element: ElementTree.Element) -> None:
    names, allowed = [child.tag for child in element], CHILDREN.get(element.tag, ())
    if allowed and allowed[0].endswith("*"):
        assert set(names) <= {allowed[0][:-1]}, element.tag
    else:
        assert tuple(names) == allowed, element.tag
    required = REQUIRED.get(element.tag, set())
    assert required <= set(element.attrib) <= required | OPTIONAL.get(element.tag, set()), element.tag
    for child in element:
        valid(child)


@pytest.mark.parametrize("tickets", [(GERMAN, VIP, LARGE), ()])
def test_cobertura_keeps_its_dtd_and_its_sums(empty: Path, tickets: tuple[Ticket, ...]) -> None:
    coverage = seen(shop(empty), *tickets)
    shown = coverage_cobertura.render(coverage, "tests", "", NOW)
    assert shown.splitlines()[1] == '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">'
    top = ElementTree.fromstring(shown)
    valid(top)
    lines = list(top.iter("line"))
    assert top.get("timestamp") == str(int(NOW.timestamp() * 1000))
    assert top.get("lines-valid") == str(len(lines))
    assert top.get("lines-covered") == str(sum(line.get("hits") != "0" for line in lines))
    tally = coverage.tally("conditions", "tests")
    assert (top.get("branches-covered"), top.get("branches-valid")) == (str(tally.reached), str(tally.total))
    assert float(top.get("branch-rate", "")) == pytest.approx(float(tally.share), abs=1e-4)
    if tickets:
        (line,) = (one for one in lines if one.get("number") == "5" and one.get("branch") == "true" and one.get("hits") == "1")
        assert line.get("condition-coverage") == "75% (3/4)"


def test_a_workspace_without_rules_is_covered(empty: Path) -> None:
    read = load(empty, DAY, {"config/cstool.yaml": FILES["config/cstool.yaml"]})
    coverage = seen(read, GERMAN)
    assert all(coverage.tally(part, "tests").share == 1 for part in RESULTS)
    assert parsed(coverage_lcov.render(coverage, "tests", "")) == {}
    valid(ElementTree.fromstring(coverage_cobertura.render(coverage, "tests", "", NOW)))


# --- shown


def test_tables_show_what_never_happened(empty: Path) -> None:
    read = shop(empty, {"config/sla.yaml": None, "sop/refund.yaml": None})
    missed, totals = tables(seen(read, GERMAN, VIP))
    shown = [[translate(one, "en") if isinstance(one, Text) else one for one in row] for row in missed.rows]
    assert shown == [
        ["config/routing.yaml:12", "rule large", "", "never fired"],
        ["config/routing.yaml:13", "rule rest", "", "never fired"],
        ["config/routing.yaml:14", "rule never", "", "never fired"],
        ["config/routing.yaml:5", "rule refund", "language: de", "never false"],
        ["config/routing.yaml:8", "rule loud", "any: [{text: [angry, furious]}, {customer.tags: vip, not: {…", "never false"],
        ["config/routing.yaml:9", "rule loud", "text: [angry, furious]", "never true"],
        ["config/routing.yaml:10", "rule loud", "customer.tags: vip, not: {language: de}", "never false"],
        ["config/routing.yaml:10", "rule loud", "customer.tags: vip", "never false"],
        ["config/routing.yaml:10", "rule loud", "not: {language: de}", "never false"],
        ["config/routing.yaml:10", "rule loud", "language: de", "never true"],
        ["config/routing.yaml:12", "rule large", "order.amount: {gte: 100 USD} and 1 more", "never judged"],
        ["config/routing.yaml:14", "rule never", "language: fr", "never judged"],
        ["config/routing.yaml:19", "rule hello", "automatic: false", "never false"],
    ]
    assert [row[1] for row in totals.rows] == ["3/6", "10/24", "2/2"], "a part without anything to reach has no row"


def test_every_message_is_there(empty: Path) -> None:
    coverage = measure(shop(empty), {"tests": [], "samples": []}, tuple(RESULTS))
    cells = [cell for table in tables(coverage) for row in (table.columns, (table.title,), *table.rows) for cell in row]
    said = [cell.id for cell in cells if isinstance(cell, Text)]
    assert {"coverage-never-judged", "coverage-never-fired", "coverage-never-applied", "coverage-never-rendered"} <= set(said)
    assert set(said) <= set(catalogue())


def test_json_keeps_runs_apart(empty: Path) -> None:
    coverage = measure(shop(empty), {"tests": [(GERMAN, CREATED)], "samples": [(VIP, CREATED), (LARGE, CREATED)]}, tuple(RESULTS))
    found = json.loads(json.dumps(body(coverage)))
    assert {run: one["rules"] for run, one in found["runs"].items()} == {
        "tests": {"reached": 2, "total": 6, "share": 0.3333},
        "samples": {"reached": 3, "total": 6, "share": 0.5},
    }
    assert (found["runs"]["tests"]["tickets"], found["runs"]["samples"]["tickets"]) == (1, 2)
    first = next(one for one in found["places"] if one["part"] == "conditions" and one.get("rule") == "refund")
    assert first == {
        "part": "conditions", "rule": "refund", "condition": "text: {keywords: refund}", "path": "config/routing.yaml",
        "line": 5, "column": 46, "tests": {"true": 1, "false": 0}, "samples": {"true": 0, "false": 2},
    }  # fmt: skip


def test_the_shipped_workspace_is_covered() -> None:
    read = load(starter.folder(minimal=False), DAY)
    coverage = measure(read, {"tests": [(one.ticket, one.event) for one in all_tests(read)]}, tuple(RESULTS))
    found = {part: coverage.tally(part, "tests").share for part in RESULTS}
    assert found["rules"] == 1
    assert found["policies"] == 1
    assert min(found["conditions"], found["templates"]) > Decimal("0.9")


# --- the command


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("90%", {"rules": Decimal("0.9")}),
        ("0.85", {"rules": Decimal("0.85")}),
        ("rules=100%,conditions=80%", {"rules": Decimal(1), "conditions": Decimal("0.8")}),
        ("100%, templates=50%", {"rules": Decimal(1), "templates": Decimal("0.5")}),
        ("policies = 1", {"policies": Decimal(1)}),
    ],
)
def test_gates(written: str, expected: dict[str, Decimal]) -> None:
    assert gates(written) == expected


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("lines=90%", "coverage-no-such-part"),
        ("rules=90%,rules=80%", "coverage-part-twice"),
        ("90%,rules=80%", "coverage-part-twice"),
        ("conditions=", "share-out-of-range"),
        ("rules=120%", "share-out-of-range"),
        ("", "share-out-of-range"),
        ("all", "share-out-of-range"),
    ],
)
def test_gates_that_are_none(written: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        gates(written)
    assert raised.value.message.id == message


@pytest.fixture
def terminal(tmp_path: Path) -> Callable[[str], tuple[str, int]]:
    for path, content in {**FILES, "config/tests/t.yaml": TESTS, "config/samples/s.jsonl": SAMPLES}.items():
        (tmp_path / "shop" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "shop" / path).write_text(content, encoding="utf-8")
    return Terminal(tmp_path).run


TESTS = "now: 2026-07-17T10:00:00Z\ntests: [{name: t, ticket: {channel: chat, language: de, body: refund}, expect: {}}]\n"
SAMPLES = '{"id": "1", "body": "hi", "language": "en"}\n{"id": "2", "body": "angry"}\n'


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ("--min-coverage 33%", 0, ""),
        ("--min-coverage 34%", 1, "coverage of rules 33.3% is below the 34.0% asked for"),
        ("--min-coverage rules=33%,templates=60%", 1, "coverage of templates 50.0% is below the 60.0% asked for"),
        ("--min-coverage templates=50%,policies=30%", 0, ""),
        ("--coverage --samples", 0, "Not reached by samples (2 tickets)"),
        ("--tickets shop/config/samples/s.jsonl", 0, "rules         2/6        33.3%  3/6          50.0%"),
        ("--tickets nowhere.jsonl", 2, "nowhere.jsonl"),
        ("--coverage-file out.txt", 2, "name it '.info' (LCOV) or '.xml' (Cobertura)"),
    ],
)
def test_the_command(terminal: Callable[[str], tuple[str, int]], options: str, code: int, said: str) -> None:
    shown, ended = terminal(f"cstool test --workspace shop {options}")
    assert (ended, said in shown) == (code, True), shown


def test_a_row_that_is_no_ticket_is_named(terminal: Callable[[str], tuple[str, int]], tmp_path: Path) -> None:
    (tmp_path / "more.jsonl").write_text('{"body": "hi"}\n{"body": \n', encoding="utf-8")
    shown, code = terminal("cstool test --workspace shop --tickets more.jsonl")
    assert (code, "set aside more.jsonl:2" in shown, "Not reached by samples (1 ticket)" in shown) == (1, True, True), shown


def test_files_beside_a_report_on_stdout(terminal: Callable[[str], tuple[str, int]], tmp_path: Path) -> None:
    files = "--coverage-file out/lcov.info --coverage-file out/coverage.XML"
    shown, code = terminal(f"cstool test --workspace shop {files} --format junit --today 2026-07-17")
    assert code == 0
    assert "Not reached" not in shown
    assert "<testsuites" in shown
    assert parsed((tmp_path / "out/lcov.info").read_text(encoding="utf-8"))["shop/config/routing.yaml"]
    valid(ElementTree.parse(tmp_path / "out/coverage.XML").getroot())


def test_json_on_stdout_holds_the_coverage(terminal: Callable[[str], tuple[str, int]], tmp_path: Path) -> None:
    terminal("cstool test --workspace shop --samples --format json=out.json")
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert set(found["coverage"]["runs"]) == {"tests", "samples"}
    terminal("cstool test --workspace shop --format json=plain.json")
    assert "coverage" not in json.loads((tmp_path / "plain.json").read_text(encoding="utf-8"))
