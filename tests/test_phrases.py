"""What keywords say about each other: exact both ways, and texts that hold just the wanted ones."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.conditions.phrases import brought_by, brought_by_raw, strange_word, texts_with
from cstool.conditions.text_form import Keyword, KeywordError, joined_form, keyword, normal_form

WORDS = (
    "return",
    "returns",
    "returning",
    "re",
    "r",
    "send",
    "it",
    "back",
    "zq",
    "z",
    "q",
    "ß",
    "ss",
    "İ",
    "x\u0302",
    "e\u0301",
    "２",
    "2",
)
WORDS += ("退", "货", "退货", "かばん", "คืน", "반품", "привет", "ﬁn", "fin", "0x", "0", "ä", "a", "credit-card")
WRITTEN = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from((" ".join(words), "".join(words), " ".join(words) + "*"))
)
FREE = st.text(st.sampled_from("abzq 退か ́２ß­*-ﬁ한ก"), min_size=1, max_size=6)


def known(raws: list[str]) -> dict[str, Keyword]:
    """Those of these that can be searched, by form."""
    found = {}
    for raw in raws:
        try:
            one = keyword(raw)
        except KeywordError:
            continue
        found.setdefault(one.form, one)
    return found


KEYWORDS = st.lists(st.one_of(WRITTEN, FREE), min_size=1, max_size=8).map(known)


def held(text: str, words: dict[str, Keyword]) -> set[str]:
    form = normal_form(text)
    return {one for one in words if one in form}


def closed(forms: set[str], words: dict[str, Keyword]) -> set[str]:
    return forms | {other for form in forms for other in brought_by(words[form], words)}


@settings(max_examples=400, deadline=None)
@given(KEYWORDS, st.randoms(use_true_random=False))
def test_some_text_holds_just_the_chosen_keywords(words: dict[str, Keyword], dice: random.Random) -> None:
    chosen = closed({form for form in words if dice.random() < 0.4}, words)
    texts = list(texts_with([words[form] for form in chosen], strange_word(words)))
    assert any(held(text, words) == chosen for text in texts), (chosen, texts)


@settings(max_examples=300, deadline=None)
@given(KEYWORDS, st.randoms(use_true_random=False))
def test_a_keyword_brings_along_what_every_text_with_it_holds(words: dict[str, Keyword], dice: random.Random) -> None:
    texts = [text for form in words for text in texts_around(words[form], words, dice)]
    for form, one in words.items():
        brought = set(brought_by(one, words))
        seen = [held(text, words) for text in texts]
        with_it = [other for other in seen if form in other]
        assert with_it, "no text with the keyword was made"
        assert all(brought <= other for other in with_it)
        assert set.intersection(*with_it) == brought | {form}


def texts_around(one: Keyword, words: dict[str, Keyword], dice: random.Random) -> Iterator[str]:
    """Texts with the keyword and, here and there, others: side by side, glued, doubled."""
    plain = one.raw.strip().rstrip("*")
    yield plain
    yield plain + (strange_word(words) if one.prefix else "")
    for _ in range(6):
        others = [dice.choice(list(words.values())).raw.rstrip("*"), plain, dice.choice(WORDS)]
        dice.shuffle(others)
        yield dice.choice((" ", "", ", ", "\u00ad", " \u0301")).join(others)


@settings(max_examples=300, deadline=None)
@given(
    KEYWORDS,
    st.text(st.sampled_from("rentu it.-2"), min_size=1, max_size=12),
    st.lists(st.text(st.sampled_from("rent it\u0301\u0338退.\u00adé1ªŉ"), max_size=4), min_size=2, max_size=2),
)
def test_what_a_raw_piece_brings_along_is_in_every_text_with_it(words: dict[str, Keyword], piece: str, around: list[str]) -> None:
    inside = known(["return", "return*", "re*", "it", "it*", "en", "r it", "2", *(one.raw for one in words.values())])
    inside |= known([part for part in (piece, piece[1:], piece[:-1], *piece.split(), piece[:-1] + "*", piece + "*") if part])
    brought = set(brought_by_raw(piece.casefold(), inside))
    text = around[0] + piece.upper() + around[1]
    assert piece.casefold() in text.casefold()
    assert brought <= held(text, inside)


@pytest.mark.parametrize(
    ("raw", "others", "brought"),
    [
        ("send it back", ["send", "it back", "send it", "back send", "sen*", "end"], ["send", "it back", "send it", "sen*"]),
        ("return", ["return*", "re*", "returning", "turn"], ["return*", "re*"]),
        ("return*", ["return", "re*", "returns"], ["re*"]),
        ("return it*", ["return", "return*", "it", "it*", "return it"], ["return", "return*", "it*"]),
        ("退货单", ["退", "货", "退货", "单退", "退 货"], ["退", "货", "退货"]),
        ("x\u0302y", ["x*", "y", "x"], ["x*"]),
        ("ＧＲＯＳＳ", ["groß", "gr*"], ["groß", "gr*"]),
    ],
)
def test_brought(raw: str, others: list[str], brought: list[str]) -> None:
    words = known(others)
    assert set(brought_by(keyword(raw), words)) == set(known(brought)) - {keyword(raw).form}


@pytest.mark.parametrize(
    "raws",
    [
        ["z*", "zq"],
        ["return*", "returnz*", "returnq", "returnzq"],
        ["send z*", "zqz*"],
        [f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz0123456789"],
        [f"return{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz0123456789"] + ["return*"],
        ["zq", "zqzq", "zqz*", "zqzqzqzqz*"],
        ["zqzqzq"],
    ],
)
def test_a_strange_word_is_strange(raws: list[str]) -> None:
    words = known(raws)
    strange = strange_word(words)
    assert held(f"{strange} {strange}", words) == set()
    for one in words.values():
        alone = closed({one.form}, words)
        assert any(held(text, words) == alone for text in texts_with([one], strange))


def test_nothing_spans_subject_and_body() -> None:
    assert keyword("send it").form not in joined_form(normal_form("send"), normal_form("it"))
