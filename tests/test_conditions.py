"""The condition language: a table of cases per file of tests/conditions, and properties."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.conditions.around import surroundings
from cstool.conditions.book import book_of
from cstool.conditions.compile import compile_condition
from cstool.conditions.exclusion import exclude, implies
from cstool.conditions.fields import BUILT_IN, OPERATORS
from cstool.conditions.trace import explain
from cstool.conditions.view import Rates, view_of
from cstool.diagnostic import Span, Text
from cstool.loading import load
from cstool.model.base import Money
from cstool.model.ticket import TicketInput
from cstool.render.words import catalogue
from cstool.source import read_yaml
from cstool.tickets.ticket import Order, Ticket, ticket_of
from cstool.workspace import Workspace

TABLES = Path(__file__).parent / "conditions"
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

FILES = {
    "config/cstool.yaml": "name: table\ntimezone: Asia/Shanghai\nlocales: [en, de, zh-CN]\npacks: [amazon]\n",
    "config/vocabulary.yaml": """
categories: {refund: {name: {en: Refund, zh-CN: 退款}}, complaint: {}}
tags: [vip, legal, press]
keywords:
  return: {en: [return*], de: [Rückgabe*, Retour*], zh-CN: [退货, 退貨]}
  complaint: {en: [complaint*], de: [Beschwerde*]}
fields:
  order_status: {type: enum, values: [paid, shipped]}
  attempts: {type: number}
  gift: {type: flag}
  promised: {type: date}
  deposit: {type: money}
  serial: {type: text}
""",
    "config/channels.yaml": """
stores: {lumen-us: {currency: USD}, lumen-de: {currency: EUR}}
channels:
  amazon-us: {type: marketplace, pack: amazon, store: lumen-us, country: US, calendar: shenzhen}
  shop-email: {type: email, store: lumen-de, calendar: shenzhen}
  live-chat: {type: chat}
""",
    "config/calendars.yaml": """
calendars:
  shenzhen:
    timezone: Asia/Shanghai
    hours: {mon-fri: ["09:00-12:00", "13:30-18:00"]}
    holidays: {also: [2026-12-31]}
""",
    "config/packs/amazon.yaml": """
id: amazon
name: Amazon
stale_after: 365d
entries:
  - {id: no-mail, kind: forbidden, content: contact_data, what: no addresses, source: "https://a.example",
     checked_on: 2026-11-22, confidence: weak}
""",
    "config/facts.yaml": "rates: {EUR: 1.08 USD, GBP: 1.27 USD, JPY: 0.0067 USD, HKD: 0.92 CNY, CNY: 0.14 USD}\n",
}


def workspace_at(root: Path, files: Mapping[str, str] = FILES) -> Workspace:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return load(root, date(2026, 11, 22))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    read = workspace_at(tmp_path_factory.mktemp("table"))
    assert not read.faults
    return read


def cases(*names: str) -> list[Any]:
    return [case for name in names for case in cases_of(name)]


def cases_of(name: str) -> Iterator[Any]:
    source, faults = read_yaml(name, (TABLES / name).read_bytes())
    assert source is not None
    assert not faults
    for case in source.data:  # type: ignore[union-attr, unused-ignore]
        yield pytest.param(case, id=f"{name.removesuffix('.yaml')}: {case['name']}")


def place(*loc: str | int) -> Span:
    return Span(".".join(str(part) for part in loc) or ".")


def ticket_from(data: Mapping[str, Any]) -> Ticket:
    return ticket_of(TicketInput.model_validate(data), NOW)


def said(message: Text, language: int = 0) -> str:
    """The message in words, as the catalogue has it: fails when an id or a value is missing."""

    def word(value: object) -> str:
        if isinstance(value, Text):
            return said(value, language)
        return ", ".join(word(part) for part in value) if isinstance(value, tuple) else str(value)

    return catalogue()[message.id][language].format(**{key: word(value) for key, value in message.values.items()})


@pytest.mark.parametrize("case", cases("keywords.yaml", "values.yaml"))
def test_holds(case: dict[str, Any], workspace: Workspace) -> None:
    compiled = compile_condition(case["when"], book_of(workspace).words, place)
    assert compiled.condition is not None, [said(problem.message) for problem in compiled.problems]
    view = view_of(ticket_from(case["ticket"]), surroundings(workspace))
    assert compiled.condition.holds(view) is case["holds"]
    trace = explain(compiled.condition, view)
    assert trace.holds is case["holds"]
    assert said(trace.said)
    assert said(trace.said, 1)


@pytest.mark.parametrize("case", cases("faults.yaml"))
def test_faults(case: dict[str, Any], workspace: Workspace) -> None:
    compiled = compile_condition(case["when"], book_of(workspace).words, place)
    assert sorted(f"{problem.message.id} @ {problem.span.path}" for problem in compiled.problems) == sorted(case["faults"])
    assert (compiled.condition is not None) is case.get("compiles", False)
    for problem in compiled.problems:
        assert said(problem.message, 0) != said(problem.message, 1)
    if "hint" in case:
        hint = compiled.problems[0].hint
        assert hint is not None
        assert hint.values["value"] == case["hint"]


@pytest.mark.parametrize(
    ("when", "ticket", "expected"),
    [
        (
            {"category": "refund", "order.amount": {"gte": "200 USD"}},
            {"category": "refund", "order": {"amount": 250, "currency": "EUR"}},
            "category is 'refund' and order.amount 250 EUR (270 USD) is at least 200 USD",
        ),
        (
            {"order.amount": {"gte": "200 USD"}},
            {"order": {"amount": 20, "currency": "USD"}},
            "order.amount 20 USD is less than 200 USD",
        ),
        (
            {"order.amount": {"gte": "200 USD"}},
            {"order": {"amount": 20, "currency": "BRL"}},
            "order.amount 20 BRL cannot be compared with 200 USD: there is no rate",
        ),
        ({"order.amount": {"gte": "200 USD"}}, {}, "order.amount is missing"),
        ({"language": ["de", "en"]}, {"language": "ja"}, "language is 'ja', not 'de', 'en'"),
        ({"language": {"not_in": ["de", "en"]}}, {"language": "ja"}, "language is 'ja', not 'de', 'en'"),
        ({"language": {"not_in": ["de", "en"]}}, {"language": "de"}, "language is 'de'"),
        ({"text": ["refund", "late"]}, {"body": "a late refund"}, "text has 'refund', 'late'"),
        ({"text": {"keywords": "return"}}, {"body": "hello"}, "text has no keyword of 'return'"),
        ({"text": {"keywords": "return"}}, {"body": "我要退货"}, "text has '退货'"),
        ({"text": {"all": ["refund", "late"]}}, {"body": "a refund"}, "text lacks 'late'"),
        ({"tags": ["vip", "legal"]}, {}, "tags lacks 'vip', 'legal'"),
        ({"not": {"language": "de"}}, {"language": "de"}, "language is 'de'"),
        ({"any": [{"language": "de"}, {"tags": "vip"}]}, {"tags": ["vip"]}, "tags has 'vip'"),
        ({"any": [{"language": "de"}, {"tags": "vip"}]}, {}, "language is missing and tags lacks 'vip'"),
        ({"language": "de", "tags": "vip"}, {"tags": ["vip"]}, "language is missing"),
    ],
)
def test_a_trace_says_what_it_saw(when: object, ticket: dict[str, Any], expected: str, workspace: Workspace) -> None:
    compiled = compile_condition(when, book_of(workspace).words, place)
    assert compiled.condition is not None
    assert said(explain(compiled.condition, view_of(ticket_from(ticket), surroundings(workspace))).said) == expected


RATES = Rates({"EUR": Money(Decimal("1.08"), "USD"), "JPY": Money(Decimal("0.0067"), "USD")})
PAIRS = {
    ("EUR", "USD"): Fraction(108, 100),
    ("USD", "EUR"): Fraction(100, 108),
    ("JPY", "EUR"): Fraction(67, 10_000) * Fraction(100, 108),
}
AMOUNTS = st.one_of(
    st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=2),
    st.builds(lambda digits, power: Decimal(digits).scaleb(power), st.integers(-(10**20), 10**20), st.integers(-300, 300)),
)


@settings(max_examples=300)
@given(AMOUNTS, st.sampled_from(sorted(PAIRS)))
def test_any_amount_is_converted_to_ten_places(amount: Decimal, pair: tuple[str, str]) -> None:
    found = RATES.convert(Money(amount, pair[0]), pair[1])
    assert found is not None
    exact = Fraction(amount) * PAIRS[pair]
    assert abs(Fraction(found.amount) - exact) <= max(Fraction(1, 2 * 10**10), abs(exact) / 10**150)


FAR_OUT = ("123456789012345678", "1e18", "1e40", "-1e308", "1e999999", "1e999999999999999999", "1e-999999999", "1e-30")


@pytest.mark.parametrize("amount", FAR_OUT)
def test_amounts_far_out_are_judged(amount: str, workspace: Workspace) -> None:
    one = Ticket(received_at=NOW, order=Order(amount=Decimal(amount), currency="EUR"))
    large, told = Decimal(amount) > 1000, abs(Decimal(amount).adjusted()) < 5_000  # as many digits as a ticket file can hold
    for operator, expected in {"gte": large, "gt": large, "lt": not large, "lte": not large, "is": False}.items():
        condition = compile_condition({"order.amount": {operator: "200 USD"}}, book_of(workspace).words, place).condition
        assert condition is not None
        view = view_of(one, surroundings(workspace))
        assert condition.holds(view) is expected
        assert not told or explain(condition, view).holds is expected


def test_deep_nesting_is_a_fault_not_a_crash(workspace: Workspace) -> None:
    when: object = {"language": "de"}
    for _ in range(300):
        when = {"not": when}
    compiled = compile_condition(when, book_of(workspace).words, place)
    assert [problem.message.id for problem in compiled.problems] == ["condition-too-deep"]


def test_the_book_knows_every_condition(tmp_path: Path) -> None:
    files = {
        **FILES,
        "config/sla.yaml": "policies:\n  - {id: p, when: {langauge: de}, targets: {first_reply: 1h}}\n",
        "config/routing.yaml": "stages:\n  - id: s\n    match: first\n    rules: [{id: r, when: {tags: vpi}, then: {}}]\n",
    }
    book = book_of(workspace_at(tmp_path, files))
    assert {placed.kind for placed in book.placed} == {"rule", "policy"}
    found = {(problem.message.id, problem.span.path, problem.span.line) for problem in book.problems()}
    assert found == {("unknown-field", "config/sla.yaml", 2), ("unknown-value", "config/routing.yaml", 4)}


LANGUAGES = st.sampled_from([None, "de", "en", "zh-CN"])
TICKETS = st.fixed_dictionaries(
    {
        "language": LANGUAGES,
        "subject": st.sampled_from(["", "refund", "退货", "hello"]),
        "body": st.sampled_from(["", "returned late", "Rückgabe", "ok"]),
        "automatic": st.booleans(),
        "tags": st.lists(st.sampled_from(["vip", "legal"]), max_size=2),
        "order": st.one_of(
            st.just({}),
            st.fixed_dictionaries({"amount": st.integers(0, 300), "currency": st.sampled_from(["USD", "EUR", "BRL"])}),
        ),
    }
)
LEAVES = st.sampled_from(
    [
        {"language": "de"},
        {"language": {"not_in": ["de"]}},
        {"language": {"exists": False}},
        {"text": ["refund", "退货", "return*"]},
        {"text": {"none": ["refund", "ok"]}},
        {"tags": {"all": ["vip", "legal"]}},
        {"order.amount": {"gte": "50 USD", "lt": "200 USD"}},
        {"body": {"contains": "turn"}},
    ]
)
WHENS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=8,
)


def judged(when: Any, ticket: Ticket, workspace: Workspace) -> bool:
    """The meaning of the blocks, spelt out; leaves go through the compiler one by one."""
    if "any" in when:
        return any(judged(part, ticket, workspace) for part in when["any"])
    if "all" in when:
        return all(judged(part, ticket, workspace) for part in when["all"])
    if "not" in when:
        return not judged(when["not"], ticket, workspace)
    condition = compile_condition(when, book_of(workspace).words, place).condition
    assert condition is not None
    return condition.holds(view_of(ticket, surroundings(workspace)))


@settings(max_examples=200, deadline=None)
@given(when=WHENS, data=TICKETS)
def test_blocks_mean_and_or_not_and_the_trace_agrees(when: Any, data: dict[str, Any], workspace: Workspace) -> None:
    ticket = ticket_from(data)
    condition = compile_condition(when, book_of(workspace).words, place).condition
    assert condition is not None
    view = view_of(ticket, surroundings(workspace))
    assert condition.holds(view) is judged(when, ticket, workspace)
    assert explain(condition, view).holds is condition.holds(view)


@pytest.mark.parametrize("page", ["conditions.md", "conditions.zh-CN.md"])
def test_the_page_names_every_field_and_operator(page: str) -> None:
    written = (Path(__file__).parents[1] / "docs" / page).read_text(encoding="utf-8")
    for word in {*BUILT_IN, *(operator for operators in OPERATORS.values() for operator in operators)}:
        assert f"`{word}`" in written, word


SIMPLE = st.dictionaries(
    st.sampled_from(["language", "tags", "automatic", "text", "order.amount", "not"]), st.integers(0, 4), min_size=1, max_size=3
).map(
    lambda chosen: {
        name: {
            "language": ["de", ["de", "en"], "zh", {"not_in": ["de"]}, {"not_in": ["zh", "en"]}],
            "tags": ["vip", {"none": ["vip"]}, {"all": ["vip", "legal"]}, {"none": ["vip", "legal"]}, ["vip", "legal"]],
            "automatic": [True, False, True, False, True],
            "text": ["refund", {"none": "refund"}, "退货", {"any": ["refund", "退货"]}, "ok"],
            "order.amount": [{"gte": "50 USD"}, {"lt": "50 USD"}, {"exists": False}, {"exists": True}, {"gte": "50 USD"}],
            "not": [
                {"language": "de"},
                {"text": "refund"},
                {"tags": "vip", "text": "refund"},
                {"automatic": True},
                {"tags": "vip"},
            ],
        }[name][number]
        for name, number in chosen.items()
    }
)


@settings(max_examples=400, deadline=None)
@given(first=SIMPLE, second=SIMPLE, tickets=st.lists(TICKETS, min_size=20, max_size=20))
def test_what_is_certain_about_two_conditions_is_true(
    first: Any, second: Any, tickets: list[dict[str, Any]], workspace: Workspace
) -> None:
    words, around = book_of(workspace).words, surroundings(workspace)
    one, other = (compile_condition(when, words, place).condition for when in (first, second))
    assert one is not None
    assert other is not None
    for data in tickets:
        view = view_of(ticket_from(data), around)
        if exclude(one, other):
            assert not (one.holds(view) and other.holds(view))
        if implies(one, other) and one.holds(view):
            assert other.holds(view)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"language": "de"}, {"language": ["en", "fr"]}, True),
        ({"language": "zh-CN"}, {"language": "zh"}, False),
        ({"automatic": True}, {"automatic": False}, True),
        ({"tags": "vip"}, {"tags": {"none": ["vip", "legal"]}}, True),
        ({"tags": ["vip", "legal"]}, {"tags": {"none": "vip"}}, False),
        ({"text": "refund", "language": "de"}, {"not": {"text": "refund"}}, True),
        ({"language": "de"}, {"language": {"not_in": ["de", "en"]}}, True),
        ({"any": [{"language": "de"}, {"language": "en"}]}, {"language": "fr"}, False),
        ("always", {"language": "fr"}, False),
    ],
)
def test_exclusion(first: object, second: object, expected: bool, workspace: Workspace) -> None:
    words = book_of(workspace).words
    one, other = (compile_condition(when, words, place).condition for when in (first, second))
    assert one is not None
    assert other is not None
    assert exclude(one, other) is exclude(other, one) is expected
