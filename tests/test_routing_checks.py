"""What checks on rules know about words, and sizes that no person writes: nothing recurses or compares all with all."""

from datetime import date
from pathlib import Path

import pytest

from cstool.checks.run import run
from cstool.conditions import han
from cstool.conditions.common_words import common_words, found_by_accident
from cstool.conditions.negations import negated
from cstool.conditions.text_form import normal_form
from cstool.diagnostic import Diagnostic
from cstool.loading import load

DAY = date(2026, 11, 22)
LONG = 5_000


def found(root: Path, check: str, **files: str) -> list[Diagnostic]:
    for name, content in files.items():
        path = root / "config" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return run(load(root, DAY), select=[check])


def test_a_chain_of_overflow_as_long_as_the_file_ends(tmp_path: Path) -> None:
    teams = "".join(f"  t{n}: {{members: [], overflow: [t{(n + 1) % LONG}]}}\n" for n in range(LONG))
    (one,) = found(tmp_path, "overflow-cycle", cstool="name: x\nlocales: [en]\n", teams=f"teams:\n{teams}")
    assert one.span.line == LONG + 1


def test_a_ring_of_rules_as_long_as_the_file_ends(tmp_path: Path) -> None:
    fields = "fields: {a: {type: number}}\n"
    rules = "".join(f"      - {{id: r{n}, when: {{a: {n}}}, then: {{set: {{a: {(n + 1) % LONG}}}}}}}\n" for n in range(LONG))
    routing = f"stages:\n  - id: again\n    event: customer.replied\n    match: first\n    rules:\n{rules}"
    (one,) = found(tmp_path, "rule-cycle", cstool="name: x\nlocales: [en]\n", vocabulary=fields, routing=routing)
    assert one.span.line == 6


def test_a_tag_that_everybody_writes_and_reads_joins_them_without_comparing_all(tmp_path: Path) -> None:
    rules = "".join(
        f"      - {{id: on{n}, when: {{not: {{tags: t}}, country: DE}}, then: {{tags: t}}}}\n"
        f"      - {{id: off{n}, when: {{tags: t, country: DE}}, then: {{remove_tags: t}}}}\n"
        for n in range(500)
    )
    routing = f"stages:\n  - id: again\n    event: customer.replied\n    match: first\n    rules:\n{rules}"
    (one,) = found(tmp_path, "rule-cycle", cstool="name: x\nlocales: [en]\n", vocabulary="tags: [t]\n", routing=routing)
    assert one.span.line == 6


@pytest.mark.parametrize(
    ("text", "only_simplified", "only_traditional", "simple"),
    [
        ("退货", True, False, "退货"),
        ("退貨", False, True, "退货"),
        ("退款", False, False, "退款"),
        ("發货", True, True, "发货"),
        ("台面里", False, False, "台面里"),
        ("覆", False, False, "复"),
        ("refund", False, False, "refund"),
    ],
)
def test_the_two_writings_of_chinese(text: str, *, only_simplified: bool, only_traditional: bool, simple: str) -> None:
    assert (han.only_simplified(text), han.only_traditional(text)) == (only_simplified, only_traditional)
    assert han.simplified(text) == simple


def test_the_table_of_characters_goes_one_way() -> None:
    forms = han.traditional_forms()
    assert len(forms) > 2_000
    assert all(len(simple) == 1 and simple not in traditional for simple, traditional in forms.items())
    assert not any(han.only_simplified(han.traditional(simple)) for simple in forms)


@pytest.mark.parametrize(
    ("piece", "language", "anywhere", "expected"),
    [
        ("art", "en-GB", False, "article"),
        ("art", "en", True, "apartment"),
        ("order", "en", True, "border"),
        ("order", "en", False, None),
        ("part", "en", False, "particular"),
        ("subsc", "en", False, None),
        ("app", "en", True, "disappear"),
        ("tarj", "es", False, None),
        ("art", "xx", True, None),
    ],
)
def test_words_found_by_accident(piece: str, language: str, anywhere: bool, expected: str | None) -> None:
    found = found_by_accident(piece, language, anywhere=anywhere)
    assert (found is None) is (expected is None), found
    assert found is None or piece in found


def test_no_common_word_stands_twice() -> None:
    for language in ("en", "de", "es", "fr", "zh", "ja"):
        words = common_words(language)
        assert len(words) == len(set(words)) > 40


@pytest.mark.parametrize(
    ("text", "keyword", "language", "expected"),
    [
        ("I do not want a refund", "refund", "en", True),
        ("I don't need any refund", "refund", "en", True),
        ("not now, but later I will want a refund", "refund", "en", False),
        ("Ich will keine Erstattung", "Erstattung", "de", True),
        ("No quiero devolver nada", "devolver", "es", True),
        ("我不想退款", "退款", "zh-CN", True),
        ("我想退款", "退款", "zh-CN", False),
        ("no refund, no, a refund at once and really a refund", "refund", "en", False),
        ("kein refund", "refund", "", True),
        ("refund", "refund", "en", False),
    ],
)
def test_negations(text: str, keyword: str, language: str, expected: bool) -> None:
    assert negated(normal_form(text), normal_form(keyword), language) is expected
