"""The text normal form: its laws, held on arbitrary text."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.conditions.text_form import KeywordError, joined_form, keyword, normal_form, tokens_of

MIXED = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(" -_.*abcÄßİſΣ退货退貨ガｶﾞカ\u3099한\u1112\u1161ไทย\u0e35हिन्दीلا\u0308\u200b\u00ad\ufe0f０１½Ⅷﬃ"),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("", " "),
        ("  !! ", " "),
        ("Credit-Card", " credit card "),
        ("iPhone手机", " iphone 手 机 "),
        ("AX-1001 AX1001", " ax 1001 ax1001 "),
        ("snake_case", " snake case "),
        ("ＡＢＣ１２", " abc12 "),
        ("Straße", " strasse "),
        ("ｶﾞｽ", " ガ ス "),
        ("ref\u200bund", " refund "),
        ("हिन्दी", " हिन्दी "),
        ("กี่", " กี่ "),
        ("a\u0308", " ä "),
        (" \u0308a", " a "),
        ("½", " 1 2 "),
        ("۱۲۳ ١٢٣", " ۱۲۳ ١٢٣ "),
    ],
)
def test_examples(written: str, form: str) -> None:
    assert normal_form(written) == form


@settings(max_examples=1500, deadline=None)
@given(MIXED)
def test_it_is_idempotent(written: str) -> None:
    once = normal_form(written)
    assert normal_form(once) == once


@settings(max_examples=800, deadline=None)
@given(MIXED)
def test_composition_and_ignorable_characters_do_not_count(written: str) -> None:
    form = normal_form(written)
    assert normal_form(unicodedata.normalize("NFD", written)) == form
    assert normal_form(unicodedata.normalize("NFKC", written)) == form
    assert normal_form("\u200b".join(written)) == form
    assert normal_form(written.casefold()) == form


def test_width_and_case_do_not_count_for_any_ascii_letter() -> None:
    for code in range(0x21, 0x7F):
        wide = chr(code + 0xFEE0)
        assert normal_form(wide) == normal_form(chr(code)) == normal_form(chr(code).upper())


def test_every_character_folds_to_a_fixed_point() -> None:
    for code in range(0, sys.maxunicode + 1, 7):
        if not 0xD800 <= code < 0xE000:
            form = normal_form(f"x{chr(code)}y")
            assert normal_form(form) == form, hex(code)


WORDS = st.lists(
    st.sampled_from(["re", "fund", "refund", "card", "credit", "退", "货", "ガ", "größe", "12"]), min_size=1, max_size=4
)


@settings(max_examples=600, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_a_keyword_is_found_iff_its_tokens_stand_side_by_side(searched: list[str], subject: list[str], body: list[str]) -> None:
    form = joined_form(normal_form(" ".join(subject)), normal_form(" ".join(body)))
    wanted = tokens_of(" ".join(searched))

    def aligned(words: list[str]) -> bool:
        tokens = tokens_of(" ".join(words))
        return any(tokens[at : at + len(wanted)] == wanted for at in range(len(tokens)))

    assert (keyword(" ".join(searched)).form in form) is (aligned(subject) or aligned(body))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["re", "credit", "größ", "credit ca"]), WORDS)
def test_a_prefix_is_found_iff_a_token_begins_so(stem: str, body: list[str]) -> None:
    *first, last = tokens_of(stem)
    tokens = tokens_of(" ".join(body))
    expected = any(
        tokens[at : at + len(first)] == first and tokens[at + len(first)].startswith(last)
        for at in range(len(tokens) - len(first))
    )
    assert (keyword(f"{stem}*").form in normal_form(" ".join(body))) is expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "keyword-without-text"),
        ("*", "keyword-without-text"),
        ("\u00ad", "keyword-without-text"),
        ("re*turn", "misplaced-wildcard"),
        ("*return", "misplaced-wildcard"),
        ("退*", "misplaced-wildcard"),
        ("か*", "misplaced-wildcard"),
        ("ค*", "misplaced-wildcard"),
        ("한*", "misplaced-wildcard"),
        ("ax *", "misplaced-wildcard"),
    ],
)
def test_keywords_that_cannot_be_searched(written: str, reason: str) -> None:
    with pytest.raises(KeywordError) as error:
        keyword(written)
    assert error.value.reason == reason
