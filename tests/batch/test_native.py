"""The compiled scan says what `conditions.text_form` says: on every character, on mixed scripts, on broken input."""

import pickle
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

numpy = pytest.importorskip("numpy", reason="no numpy here: pip install -e '.[fast]'")
pyarrow = pytest.importorskip("pyarrow", reason="no pyarrow here: pip install -e '.[fast]'")

from cstool.batch.native.characters import CHARACTERS, PAGE_COUNT  # noqa: E402
from cstool.batch.native.phrases import CompiledScan, compiled_form, kernel  # noqa: E402
from cstool.batch.scan import PhraseSet  # noqa: E402
from cstool.conditions.text_form import Keyword, KeywordError, joined_form, keyword, normal_form  # noqa: E402

pytestmark = pytest.mark.skipif(kernel() is None, reason="the kernel was not built: no compiler when cstool was installed")

RANGES = (
    (0x20, 0x7F), (0xA0, 0x250), (0x300, 0x370), (0x370, 0x530), (0x590, 0x700), (0x900, 0xA00), (0xE00, 0xF00),
    (0x1000, 0x10A0), (0x1100, 0x1200), (0x1780, 0x1800), (0x1E00, 0x2190), (0x2460, 0x2500), (0x3000, 0x3100),
    (0x4E00, 0x4E40), (0xAC00, 0xAC40), (0xF900, 0xFB50), (0xFE00, 0xFFF0), (0x1D400, 0x1D800), (0x1F100, 0x1F700),
    (0x20000, 0x20040), (0xE0000, 0xE0200),
)  # fmt: skip
ODD = "\u00ad\u200b\u200d\ufe0fςσΣİıßẞﬁ½①㍿ﷺ\u0e33\u0eb3\u0345ᾳ\u0958ড়ｶﾞ가\u1100\u1161´\x00\x01\x1f"
characters = st.one_of(
    *(st.integers(first, last - 1).map(chr) for first, last in RANGES), st.sampled_from(ODD), st.sampled_from("abcAB019 .-")
)
texts = st.lists(characters, max_size=14).map("".join)


@pytest.mark.parametrize("plane", range(17))
def test_every_character_alone_and_between_others(plane: int) -> None:
    told = 0
    for code in range(plane << 16, (plane + 1) << 16):
        if 0xD800 <= code < 0xE000:
            continue
        text = f"a{chr(code)}b 中{chr(code)}"
        found = compiled_form(text)
        if found is not None:
            assert found == normal_form(text), hex(code)
            told += 1
    assert told > 60_000, "nearly all characters are told by the tables"


@settings(max_examples=1500, deadline=None)
@given(texts)
def test_mixed_scripts(text: str) -> None:
    found = compiled_form(text)
    assert found is None or found == normal_form(text)


def test_what_only_python_can_tell_is_left_to_it() -> None:
    for text in ("e\u0301", "ｶﾞ", "\u1100\u1161", "\u09c7\u09be", "α\u0345"):
        assert compiled_form(text) is None, [unicodedata.name(character) for character in text]


def test_marks_that_only_belong_to_their_letter_are_told() -> None:
    for text in ("น้ำร้อน", "สวัสดีค่ะ", "हिन्दी", "مُحَمَّد"):
        assert compiled_form(text) == normal_form(text)


def scanned(sets: list[PhraseSet], tickets: list[tuple[str | None, str | None]]) -> list[list[bool]]:
    """For each set, whether each ticket has one of its phrases."""
    subjects, bodies = (pyarrow.array([ticket[place] for ticket in tickets], pyarrow.string()) for place in (0, 1))
    bits = CompiledScan(sets).scan(subjects, bodies)
    rows: list[list[bool]] = numpy.unpackbits(bits, axis=1, bitorder="little")[:, : len(tickets)].astype(bool).tolist()
    return rows


def expected(sets: list[PhraseSet], tickets: list[tuple[str | None, str | None]]) -> list[list[bool]]:
    """The same by the definition."""
    forms = [(normal_form(subject or ""), normal_form(body or "")) for subject, body in tickets]
    named = [{"subject": one, "body": two, "text": joined_form(one, two)} for one, two in forms]
    return [[any(form in ticket[wanted.field] for form in wanted.forms) for ticket in named] for wanted in sets]


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[PhraseSet], list[tuple[str | None, str | None]]]:
    """Sets of keywords, and tickets made of the same words, so that many are found."""
    words = draw(
        st.lists(
            st.one_of(texts, st.sampled_from(["return", "Rückgabe", "退货", "send it back", "หมวก", "e\u0301t\u00e9"])),
            min_size=1,
            max_size=6,
        )
    )
    keywords: list[Keyword] = []
    for word in words:
        for raw in (word, word[:3] + "*"):
            try:
                keywords.append(keyword(raw))
            except KeywordError:
                continue
    forms = [found.form for found in keywords] or [" a "]
    fields = st.sampled_from(["subject", "body", "text"])
    some = st.lists(st.sampled_from(forms), min_size=1, max_size=4).map(tuple)
    sets = draw(st.lists(st.builds(PhraseSet, fields, some), min_size=1, max_size=70))
    pieces = st.lists(st.one_of(st.sampled_from(words), st.sampled_from([" ", "-", "", "s", "，"]), texts), max_size=6)
    text = st.one_of(st.none(), pieces.map("".join))
    return sets, draw(st.lists(st.tuples(text, text), min_size=1, max_size=70))


@settings(max_examples=300, deadline=None)
@given(searches())
def test_phrases_are_found_where_the_definition_finds_them(search: Any) -> None:
    sets, tickets = search
    assert scanned(sets, tickets) == expected(sets, tickets)


def test_words_of_any_length_prefixes_of_many_lengths_and_repeated_words() -> None:
    forms = [f" {'ab' * size}" for size in range(1, 60)] + [f" {'x' * size} " for size in (1, 15, 16, 17, 31, 32, 33, 300)]
    sets = [PhraseSet("text", (form,)) for form in (*forms, " to be ", " be to be ", " to be or* "[:-2], " a")]
    bodies = [
        "ab" * 61,
        "x" * 17,
        "x" * 300,
        "to be to be to be or not",
        "be to",
        "to be oranges",
        "a" * 5000,
        "b " * 5000 + "to be",
    ]
    tickets = [("ab" * size, body) for size, body in enumerate(bodies)]
    assert scanned(sets, tickets) == expected(sets, tickets)


def test_a_slice_of_a_column_and_large_strings() -> None:
    sets = [PhraseSet("body", (" two ",)), PhraseSet("subject", (" drei ",))]
    for kind in (pyarrow.string(), pyarrow.large_string()):
        bodies = pyarrow.array(["one two", "two", None, "three", "two e\u0301"], kind).slice(1, 4)
        subjects = pyarrow.array(["drei", "vier", "drei", "Drei", None], kind).slice(1, 4)
        bits = numpy.unpackbits(CompiledScan(sets).scan(subjects, bodies), axis=1, bitorder="little")[:, :4]
        assert bits.tolist() == [[1, 0, 0, 1], [0, 1, 1, 0]]
    empty = pyarrow.array([], pyarrow.string())
    assert not CompiledScan(sets).scan(empty, empty).any()


def test_it_can_be_pickled() -> None:
    copy = pickle.loads(pickle.dumps(CompiledScan([PhraseSet("text", (" two ",))])))
    column = pyarrow.array(["one two", "one"])
    assert copy.scan(column, column)[0, 0] == 1


@pytest.mark.parametrize(
    "broken", [b"\xff", b"\xc3", b"a\xe4\xbd", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xc0\xaf", b"\xf0\x80\x80\xaf", b"\x80"]
)
def test_bytes_that_are_no_utf_8_are_left_alone(broken: bytes) -> None:
    found = kernel()
    assert found is not None
    assert found.form((broken, *CHARACTERS.tables, numpy.zeros(PAGE_COUNT, numpy.uint8))) is None


def test_tables_that_do_not_fit_together_are_refused() -> None:
    found = kernel()
    assert found is not None
    with pytest.raises(TypeError):
        found.index((b"",))
    with pytest.raises(ValueError, match="fit"):
        found.form((b"a", b"", b"", b"", bytearray(1)))
    scan = CompiledScan([PhraseSet("text", (" a ",))])
    slow = numpy.zeros(3, numpy.uint8)
    offsets = numpy.array([0, 1, 1, 9], numpy.int64)
    wrong = (offsets, b"abc", offsets, b"abc", numpy.zeros(0, numpy.int64), *CHARACTERS.tables, numpy.zeros((1, 8), numpy.uint8))
    with pytest.raises(ValueError, match="fit"):
        found.scan(scan._trie, (*wrong, slow, numpy.zeros(PAGE_COUNT, numpy.uint8)), 8, False)
