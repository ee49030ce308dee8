"""Texts cut a column at a time against the one definition of the normal form, and keywords found in them."""

import unicodedata
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.batch.fold import blocks_of, column_of
from cstool.batch.scan import PhraseSet, WheelScan
from cstool.conditions.text_form import KeywordError, joined_form, keyword, normal_form, tokens_of
from tests.batch import worlds

TEXTS = st.lists(
    st.one_of(st.text(max_size=12), st.lists(st.sampled_from([*worlds.PIECES, *worlds.GLUE])).map("".join)), max_size=8
)


def tokens(texts: list[str]) -> list[list[str]]:
    """The tokens of each text, cut as a column."""
    found: list[list[str]] = [[] for _ in texts]
    for block in blocks_of(column_of(pa.array(texts, pa.string()))):
        words = [token.decode(block.encoding) for token in block.tokens.to_pylist()]
        for place, row in enumerate(block.rows.tolist()):
            found[row] = words[block.begins[place] : block.begins[place + 1]]
    return found


def different(texts: list[str]) -> list[str]:
    """The texts that are cut in another way than by definition."""
    return [text for text, found in zip(texts, tokens(texts), strict=True) if found != tokens_of(text)]


@given(TEXTS)
@settings(max_examples=400)
def test_a_column_is_cut_as_each_text_is(texts: list[str]) -> None:
    assert different(texts) == []


def letters() -> list[str]:
    """Every assigned character but for the inner part of the blocks of Han and Hangul, of which every 97th."""
    found = []
    for code in range(0x110000):
        kind = unicodedata.category(chr(code))
        large = 0x3400 <= code < 0xD7A4 or 0x17000 <= code < 0x19000 or code >= 0x20000
        if kind not in ("Cn", "Co", "Cs") and (not large or code % 97 == 0 or kind[0] != "L"):
            found.append(chr(code))
    return found


def test_every_character_between_letters() -> None:
    assert different([f"a{letter}b" for letter in letters()]) == []


def test_any_three_characters_from_all_planes() -> None:
    chance, known = Random(5), letters()
    blocks = [known[begin : begin + 60] for begin in range(0, len(known), 60)]
    texts = []
    for _ in range(15_000):
        near = chance.choice(blocks)  # neighbours are of one script more often than not
        texts.append("".join(chance.choice(near if chance.random() < 0.7 else known) for _ in range(chance.randint(2, 5))))
    assert different(texts) == []


def test_rows_do_not_touch() -> None:
    texts = ["", "ab", "cd", "", "é", "f", "退", "货", "e", "\u0301", "x\u00ad", "y", " ", "", "ab", ""]
    assert tokens(texts) == [tokens_of(text) for text in texts]


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "dictionary"])
def test_every_kind_of_string_column(kind: str) -> None:
    texts = ["Straße", None, "plain", "退货", ""]
    kinds = {"string": pa.string(), "large_string": pa.large_string(), "string_view": pa.string_view()}
    column = pa.array(["skipped", *texts, "skipped"], kinds.get(kind, pa.string()))
    column = (column.dictionary_encode() if kind == "dictionary" else column).slice(1, 5)
    found: list[Any] = [[] for _ in texts]
    for block in blocks_of(column_of(column)):
        for place, row in enumerate(block.rows.tolist()):
            words = block.tokens.slice(block.begins[place], block.begins[place + 1] - block.begins[place])
            found[row] = [token.decode(block.encoding) for token in words.to_pylist()]
    assert found == [["strasse"], [], ["plain"], ["退", "货"], []]


def bits(lines: Any, rows: int) -> list[list[bool]]:
    return [np.unpackbits(line, count=rows, bitorder="little").astype(bool).tolist() for line in lines]


def forms_of(raws: list[str]) -> tuple[str, ...]:
    found = []
    for raw in raws:
        try:
            found.append(keyword(raw).form)
        except KeywordError:
            continue
    return tuple(found)


PREFIXES = ["ret*", "retu*", "zurück*", "send it*", "1*", "г*", "возв*", "back Größe*", "a*"]
JOINED = st.lists(st.sampled_from([*worlds.PIECES, *worlds.GLUE])).map("".join)
WANTED = st.tuples(
    st.sampled_from(["subject", "body", "text"]),
    st.lists(st.one_of(JOINED, st.sampled_from(worlds.PIECES), st.sampled_from(PREFIXES)), max_size=5),
)


@given(st.lists(st.tuples(JOINED, st.one_of(JOINED, st.text(max_size=20))), max_size=6), st.lists(WANTED, max_size=5))
@settings(max_examples=400)
def test_keywords_are_found_as_substrings_of_the_normal_form(
    rows: list[tuple[str, str]], wanted: list[tuple[str, list[str]]]
) -> None:
    sets = [PhraseSet(field, forms_of(raws)) for field, raws in wanted]
    lines = WheelScan(sets).scan(pa.array([one for one, _ in rows], pa.string()), pa.array([two for _, two in rows], pa.string()))
    expected = []
    for one in sets:
        line = []
        for subject, body in rows:
            forms = {"subject": normal_form(subject), "body": normal_form(body)}
            forms["text"] = joined_form(forms["subject"], forms["body"])
            line.append(any(form in forms[one.field] for form in one.forms))
        expected.append(line)
    assert bits(lines, len(rows)) == expected
