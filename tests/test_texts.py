"""Templates as a language: faults and their places, guards, values per language, what helpdesks print, hostile texts."""

import itertools
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from liquid.exceptions import LiquidError

import cstool
from cstool.loading import load
from cstool.model.base import Duration, Money
from cstool.model.helpdesk import Helpdesk
from cstool.source import read_yaml
from cstool.texts import (
    RenderError,
    Shared,
    allows,
    analyse,
    blanked,
    date_of,
    date_text,
    duration_text,
    example_values,
    fallbacks,
    find,
    known_variables,
    money_of,
    money_text,
    parse,
    pick,
    pieces,
    plain_texts,
    promise_text,
    render,
    render_text,
    segments,
    without_allows,
    without_conditionals,
)
from cstool.texts.environment import syntax_environment
from cstool.texts.rendering import _source
from cstool.texts.segments import Branch, Output
from cstool.texts.sms import outside_gsm, segments_of
from cstool.workspace import Workspace

BASE = Path(__file__).parent / "checks" / "base"
TODAY = date(2026, 7, 17)


def workspace(files: Mapping[str, str] | None = None) -> Workspace:
    return load(BASE, TODAY, files or {})


@cache
def helpdesk(kind: str, **changed: object) -> Helpdesk:
    source, _ = read_yaml(kind, (Path(cstool.__file__).parent / "targets" / f"{kind}.yaml").read_bytes())
    assert source is not None
    return Helpdesk.model_validate(source.data).model_copy(update=changed)


# Syntax


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("Hello {{ a.b }}", []),
        ("{{ a }", [("liquid-unclosed", 0, 6)]),
        ("{{ a } and {{ b }}", [("liquid-unclosed", 0, 11)]),
        ("{{ a | }}", [("liquid-ends-too-early", 3, 6)]),
        ("{{ a b }}", [("liquid-unexpected", 5, 6)]),
        ("{{}}", [("liquid-empty-markup", 0, 4)]),
        ("x {% if a = 1 %}{% endif %}", [("liquid-unexpected", 10, 11)]),
        ("{% if a %}", [("liquid-block-open", 0, 10)]),
        ("{% endif %}", [("liquid-nothing-to-close", 0, 11)]),
        ("{% if a %}{% for b in c %}{% endif %}", [("liquid-block-open", 10, 26)]),
        ("{% fi a %}", [("liquid-unknown-tag", 0, 10)]),
        ("{% %}", [("liquid-nameless-tag", 0, 5)]),
        ("{% comment %}{{ a", [("liquid-block-open", 0, 13)]),
        ("{% raw %}{{ a }{% endraw %}", []),
        ("{name}}", [("liquid-stray", 0, 7)]),
        ("a }} b {", []),
        ("｛｛ order.id ｝｝", [("liquid-full-width", 0, 14)]),
        (
            "{{ a }\n{{ b | }}\n{% endif %}",
            [("liquid-unclosed", 0, 6), ("liquid-ends-too-early", 10, 13), ("liquid-nothing-to-close", 17, 28)],
        ),
        ("{% liquid\nassign a = 1\nfi b\n%}", [("liquid-unknown-tag", 23, 27)]),
    ],
)
def test_every_fault_has_its_place(body: str, faults: list[tuple[str, int, int]]) -> None:
    assert [(fault.message.id, fault.start, fault.end) for fault in parse(body).faults] == faults


def test_full_width_braces_come_with_the_mend() -> None:
    assert parse("您好｛｛customer.name｝｝").faults[0].replacement == "{{ customer.name }}"


# fmt: off
PIECES = st.sampled_from([
    "{{ a }}", "{{ a | upcase }}", "{{ a | }}", "{{", "}}", "{%", "%}", "{% if a %}", "{% else %}", "{% endif %}",
    "{% elsif b == 1 %}", "{% unless a %}", "{% endunless %}", "{% case a %}", "{% when 1 %}", "{% endcase %}",
    "{% for i in a %}", "{% endfor %}", "{% assign x = a %}", "{% capture y %}", "{% endcapture %}", "{% comment %}",
    "{% endcomment %}", "{% raw %}", "{% endraw %}", " text ", "\n", "{%- if a -%}", "{{- a -}}", "{% include 'p' %}",
    "{% nope %}", "{% echo a %}", "{% # note %}", '"', "'", "|", "a",
])
# fmt: on


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_has_no_fault_is_liquid(body: str) -> None:
    if not parse(body).faults:
        syntax_environment().from_string(body)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_what_liquid_refuses_has_a_fault_inside_the_text(body: str) -> None:
    try:
        syntax_environment().from_string(body)
    except LiquidError:
        found = parse(body).faults
        assert found
        assert all(0 <= fault.start < fault.end <= max(len(body), 1) for fault in found)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="{}%-|'\"a.b \n#｛｝", max_size=60))
def test_no_text_breaks_the_parser(body: str) -> None:
    parsed = parse(body)
    assert len(blanked(body)) == len(body)
    assert all(body[plain.start : plain.end] == plain.text for plain in plain_texts(parsed.segments))


# Guards, held against rendering with every combination of missing values


CONDITIONS = st.sampled_from(["a", "b", "a and b", "a or b", "a == blank", "a != blank", "b == 'v'", "b != 'v'", "a.size > 0"])
# fmt: off
EXPRESSIONS = st.sampled_from([
    "a", "b", "a | default: 'd'", "b | upcase", "a | default: b", "'x' | append: a", "x", "x | default: 'e'", "a | size",
    "a | default: ''", "a | append: 'y' | default: 'd'", "x | append: b", "b | default: x | upcase",
])
# fmt: on


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, max_size=3).map("".join)
    return st.one_of(
        st.tuples(CONDITIONS, body, body).map(lambda t: f"{{% if {t[0]} %}}{t[1]}{{% else %}}{t[2]}{{% endif %}}"),
        st.tuples(CONDITIONS, body).map(lambda t: f"{{% if {t[0]} %}}{t[1]}{{% endif %}}"),
        st.tuples(CONDITIONS, body, body).map(lambda t: f"{{% unless {t[0]} %}}{t[1]}{{% else %}}{t[2]}{{% endunless %}}"),
        st.tuples(CONDITIONS, body, CONDITIONS, body, body).map(
            lambda t: f"{{% if {t[0]} %}}{t[1]}{{% elsif {t[2]} %}}{t[3]}{{% else %}}{t[4]}{{% endif %}}"
        ),
        body.map(lambda t: f"{{% capture x %}}{t}{{% endcapture %}}"),
        st.tuples(body, body).map(lambda t: f"{{% for i in a %}}{t[0]}{{% else %}}{t[1]}{{% endfor %}}"),
        st.tuples(body, body).map(lambda t: f"{{% case b %}}{{% when 'v' %}}{t[0]}{{% else %}}{t[1]}{{% endcase %}}"),
    )


LEAVES = st.one_of(
    EXPRESSIONS.map(lambda e: f"{{{{ {e} }}}}"), EXPRESSIONS.map(lambda e: f"{{% assign x = {e} %}}"), st.just("text ")
)
TEMPLATES = st.lists(st.recursive(LEAVES, blocks, max_leaves=8), max_size=4).map("".join)
MARK = "#{…}"


def printed(body: str, present: tuple[str, ...]) -> str:
    product = helpdesk("local", missing_value="debug", conditionals=True)
    return render_text(body, "en", dict.fromkeys(present, "v"), None, product)


@settings(max_examples=300, deadline=None)
@given(TEMPLATES)
def test_a_text_without_holes_prints_none_whatever_is_missing(body: str) -> None:
    if any(use.leaves_hole for use in analyse(body).uses):
        return
    for present in itertools.chain.from_iterable(itertools.combinations(("a", "b"), count) for count in range(3)):
        assert MARK not in printed(body, present), (body, present)


@settings(max_examples=200, deadline=None)
@given(TEMPLATES)
def test_without_conditionals_is_what_is_printed_when_all_is_missing(body: str) -> None:
    if any(use.leaves_hole for use in analyse(body).uses) or "assign" in body:
        return
    flat = _source(without_conditionals(parse(body).segments), body)
    assert "{% if" not in flat
    assert "{% case" not in flat
    assert render_text(flat, "en", {}) == printed(body, ())


@pytest.mark.parametrize(
    ("body", "holes"),
    [
        ("{{ a }}", ["a"]),
        ("{% if a %}{{ a }}{% endif %}{{ a }}", ["a"]),
        ("{% for i in a.list %}{{ i.name }}{{ forloop.index }}{% endfor %}", []),
        ("{% assign n = a %}{{ n }}", ["a"]),
        ("{% if a %}{% assign n = a %}{% endif %}{{ n }}", ["n"]),
        ("{% include 'p' %}", ["b"]),
        ("{% if b %}{% include 'p' %}{% endif %}", []),
        ("{% include 'p', b: a %}", ["a"]),
        ("{% include 'p', b: 'x' %}", []),
        ("{% assign b = 'x' %}{% render 'p' %}", ["b"]),
    ],
)
def test_holes(body: str, holes: list[str]) -> None:
    assert [use.path for use in analyse(body, (("p", "Hi {{ b }}"),)).uses if use.leaves_hole] == holes


def test_an_include_bomb_is_cut_short() -> None:
    partials = tuple((f"p{level}", f'{{% include "p{level + 1}" %}}' * 9) for level in range(12))
    found = analyse('{% include "p0" %}', partials)
    assert {one.problem for one in found.includes} >= {"too-many"}
    assert len(found.includes) < 3_000


# Trees for compilers


def test_segments_tell_what_a_compiler_needs() -> None:
    tree = segments('Hi {% if a %}{{ a | default: "x" }}{% else %}you{% endif %}')
    branch = tree[1]
    assert isinstance(branch, Branch)
    output = branch.arms[0].body[0]
    assert isinstance(output, Output)
    assert (output.expression.variable, output.expression.fallback, output.expression.filters[0].arguments) == ("a", "x", ("x",))
    assert [getattr(one, "text", "") for one in branch.fallback] == ["you"]


def test_allow_comments_are_found_and_stripped() -> None:
    body = (
        "a\n{% comment %}cstool: allow[one, two] the shop is known{% endcomment %}\n"
        "b {% comment %}cstool: allow[x] y{% endcomment %}c\n"
    )
    files = {"templates/general/x.en.md": f"---\ncategory: other\n---\n{body}"}
    wording = workspace(files).templates["general/x"].wordings["en"]
    assert allows(wording) == [(5, "one", "the shop is known"), (5, "two", "the shop is known"), (6, "x", "y")]
    assert without_allows(body) == "a\nb c\n" or without_allows(body) == "a\nbc\n"
    assert "cstool" not in "".join(plain.text for plain in plain_texts(segments(body)))


# Languages


@pytest.mark.parametrize(
    ("seconds", "en", "zh", "de"),
    [
        (30, "within 30 seconds", "30 秒内", "innerhalb von 30 Sekunden"),
        (60, "within 1 minute", "1 分钟内", "innerhalb von 1 Minute"),
        (7200, "within 2 hours", "2 小时内", "innerhalb von 2 Stunden"),
        (5400, "within 1 hour 30 minutes", "1 小时 30 分钟内", "innerhalb von 1 Stunde 30 Minuten"),
        (86_400, "within 24 hours", "24 小时内", "innerhalb von 24 Stunden"),
        (172_800, "within 48 hours", "48 小时内", "innerhalb von 48 Stunden"),
        (259_200, "within 3 days", "3 天内", "innerhalb von 3 Tagen"),
    ],
)
def test_promises_in_three_languages(seconds: int, en: str, zh: str, de: str) -> None:
    assert [promise_text(Duration(seconds), locale) for locale in ("en-GB", "zh-CN", "de")] == [en, zh, de]


@pytest.mark.parametrize(
    ("seconds", "en", "zh", "de"),
    [
        (3_600, "within 1 working hour", "1 个工作小时内", "innerhalb von 1 Arbeitsstunde"),
        (36_000, "within 10 working hours", "10 个工作小时内", "innerhalb von 10 Arbeitsstunden"),
        (259_200, "within 72 working hours", "72 个工作小时内", "innerhalb von 72 Arbeitsstunden"),
        (30, "within 30 seconds of working time", "工作时间 30 秒内", "innerhalb von 30 Sekunden Arbeitszeit"),
        (
            5_400,
            "within 1 hour 30 minutes of working time",
            "工作时间 1 小时 30 分钟内",
            "innerhalb von 1 Stunde 30 Minuten Arbeitszeit",
        ),
    ],
)
def test_promises_of_working_time(seconds: int, en: str, zh: str, de: str) -> None:
    said = Duration(seconds, working=True)
    assert [promise_text(said, locale) for locale in ("en-GB", "zh-CN", "de")] == [en, zh, de]


def test_durations_and_other_languages() -> None:
    assert duration_text(Duration(14 * 86_400), "de") == "14 Tagen"
    assert duration_text(Duration(working_days=1), "de") == "1 Arbeitstag"
    assert duration_text(Duration(working_days=3), "zh-CN") == "3 个工作日"
    assert promise_text(Duration(7200), "zh-TW") == promise_text(Duration(7200), "zh-Hant-HK") == "2 小時內"
    assert promise_text(Duration(7200), "ja") == "2時間以内に"
    assert promise_text(Duration(7200), "pt") == "within 2 hours"


@pytest.mark.parametrize(
    ("locale", "money", "day"),
    [
        ("en", "€1,234.50", "November 22, 2026"),
        ("de", "1.234,50\xa0€", "22. November 2026"),
        ("zh-CN", "€1,234.50", "2026年11月22日"),
        ("xx", "€1,234.50", "November 22, 2026"),
    ],
)
def test_money_and_days(locale: str, money: str, day: str) -> None:
    amount = money_of("1234.50 EUR")
    assert amount == Money(amount.amount, "EUR") if amount else False
    assert amount is not None
    assert money_text(amount, locale) == money
    moment = date_of("2026-11-22")
    assert moment is not None
    assert date_text(moment, locale) == day


def test_locale_lookup() -> None:
    assert fallbacks("zh-Hant-TW") == ("zh-Hant-TW", "zh-Hant", "zh")
    assert pick(["en", "zh"], "zh-CN", "en") == "zh"
    assert pick(["en", "zh-CN"], "zh", "en") == "en"
    assert pick(["de"], "fr", "en") is None


# Values and rendering


def test_best_has_all_and_empty_the_least() -> None:
    known = workspace(
        {"config/vocabulary/more.yaml": "variables:\n  order.url: {from: shopify, may_be_empty: true, example: u}\n"}
    )
    best, typical, empty = (example_values(known, "en", fill, {}).keys() for fill in ("best", "typical", "empty"))
    assert best > typical > empty
    assert "order.url" not in typical
    assert "customer.first_name" in typical
    assert "customer.first_name" not in empty


def test_render_uses_the_language_the_promise_and_the_subject() -> None:
    found = workspace()
    values = example_values(found, "zh-CN", "best", {"first_reply": Duration(14_400)})
    shown = render(found, "general/acknowledge", "zh-Hans", values)
    assert shown.locale == "en"  # zh-Hans is not zh-CN: the default language
    assert [note.id for note in shown.notes] == ["rendered-in-other-locale"]
    shown = render(found, "general/acknowledge", "zh-CN", values)
    assert shown.subject == "已收到您的留言 48213"
    assert "将在4 小时内回复您" in shown.body


@pytest.mark.parametrize(
    ("missing", "body", "shown"),
    [
        ("blank", "Hi {{ customer.first_name }},", "Hi ,"),
        ("dash", "Hi {{ customer.first_name }},", "Hi -,"),
        ("raw", "Hi {{ customer.first_name | upcase }},", "Hi {{ … }},"),
        ("dash", "Hi {{ customer.first_name | default: 'you' }},", "Hi you,"),
        ("dash", "{% if customer.first_name %}Hi{% else %}Hello{% endif %}", "Hello"),
        ("blank", "{% if customer.first_name == blank %}Hello{% endif %}", "Hello"),
        ("blank", "{% if customer.first_name == empty %}Hello{% endif %}", "Hello"),
    ],
)
def test_what_a_helpdesk_prints_for_a_missing_value(missing: str, body: str, shown: str) -> None:
    product = helpdesk("zendesk", missing_value=missing)
    assert render_text(body, "en", {}, None, product) == shown


def test_a_helpdesk_without_conditionals_prints_the_fallback_even_when_the_value_is_there() -> None:
    product = helpdesk("zammad")
    guarded = "{% if customer.first_name %}Hi {{ customer.first_name }}{% else %}Hello{% endif %}"
    body = guarded + ", {{ ticket.id }} {{ a | default: 'd' }}"
    assert render_text(body, "en", {"customer.first_name": "Anna", "ticket.id": "1", "a": "b"}, None, product) == "Hello, 1 d"


@pytest.mark.parametrize(
    "body",
    [
        "{% for i in (1..999999999) %}x{% endfor %}",
        "{% for i in (1..9999) %}{% for j in (1..9999) %}x{% endfor %}{% endfor %}",
        "{% assign x = 'aaaaaaaaaa' %}" + "{% assign x = x | append: x %}" * 40 + "{{ x }}",
        "{{ 'aaaaaaaaaaaaaaaaaaaa'" + " | base64_encode" * 150 + " }}",
        "{{ (1..999999999) | join }}",
        "{{ a }}" * 100_000,
        "{{" * 100_000,
        "{% if a %}" * 2_000,
        "{% raw %}" * 20_000,
        "{{ 1 | divided_by: 0 }}",
        "{{ a" + " | upcase" * 2_000 + " }}",
    ],
)
def test_hostile_texts_end_in_one_clear_fault(body: str) -> None:
    assert len(parse(body).faults) <= 41
    with pytest.raises(RenderError):
        render_text(body, "en", {"a": "v"})


def test_a_replace_cannot_blow_up() -> None:
    big = "a" * 4_000
    with pytest.raises(RenderError):
        render_text("{{ x | replace: 'a', x | replace: 'a', x }}", "en", {"x": big})


# Text messages: the vectors of 3GPP TS 23.038 as carriers bill them


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 158 + "€", 1),
        ("a" * 159 + "€", 2),
        ("a" * 159 + "’", 3),
        ("a" * 159 + "ç", 3),
        ("退" * 70, 1),
        ("退" * 71, 2),
        ("退" * 134, 2),
        ("退" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("a" * 152 + "[" + "a" * 152, 3),
    ],
)
def test_parts_of_a_text_message(body: str, parts: int) -> None:
    assert segments_of(body) == parts


def test_the_character_that_makes_it_dear_is_named() -> None:
    assert outside_gsm("Grüße ä€") is None
    assert outside_gsm("it’s") == "’"


# Places


def test_places_in_body_and_subject() -> None:
    text = '---\nkind: note\nsubject: "Über {{ a.x }}"\n---\nHi\n{{ a.y }}\n'
    found = [
        (span.line, span.column, span.end_column)
        for piece in pieces(workspace({"templates/general/x.en.md": text}))
        if piece.template and piece.template.id == "general/x"
        for span in (piece.span(use.start, use.end) for use in piece.analysis.uses)
    ]
    assert found == [(3, 19, 22), (6, 4, 7)]


def test_known_variables_follow_facts_articles_and_vocabulary() -> None:
    article = "---\ntitle: T\nurl: https://help.base.example/t\n---\nx\n"
    found = known_variables(workspace({"config/kb/terms.en.md": article}))
    assert found["kb.terms.url"].example == "https://help.base.example/t"
    assert "facts.returns" in found
    assert "facts.warranty" not in found
    assert find(found, "kb.terms.url.size") is found["kb.terms.url"]
    assert find(found, "kb.other.url") is None


def test_pieces_that_multiply_are_counted_while_a_text_is_printed() -> None:
    pieces = {f"m{level}": f'{{% include "m{level + 1}" %}}' * 10 if level < 12 else "x" for level in range(13)}
    with pytest.raises(RenderError) as refused:
        render_text('{% include "m0" %}', "en", {}, Shared({}, tuple(sorted(pieces.items()))))
    assert refused.value.message.values["problem"] == "more than 1000 includes"
    allowed = Shared({}, (("row", "x"),))
    assert render_text('{% for i in (1..1000) %}{% include "row" %}{% endfor %}', "en", {}, allowed) == "x" * 1000
