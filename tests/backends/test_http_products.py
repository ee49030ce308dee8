"""What the products read out of errors and headers: whatever a server sends, an error path never crashes by itself."""

import string
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cstool.backends.answers import Answer, retry_after, shown
from cstool.backends.rt.desk import problem as rt_problem
from cstool.backends.zammad.directory import problem as zammad_problem
from cstool.backends.zendesk.calls import pace_of, problem_of

words = st.text(max_size=8)
names = st.sampled_from(
    ["error", "errors", "details", "description", "title", "message", "code", "detail", "error_human", "base", "name"]
)
data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names | words, inner, max_size=4),
    max_leaves=12,
)
values = st.text(st.characters(max_codepoint=0xFF, exclude_characters="\r\n"), max_size=12) | st.text(string.digits, max_size=400)
PROBLEMS = {"zendesk": problem_of, "zammad": zammad_problem, "rt": rt_problem}


@pytest.mark.parametrize("product", PROBLEMS)
@given(data, words)
def test_an_error_of_any_shape_gives_words(product: str, body: Any, raw: str) -> None:
    code, said = PROBLEMS[product](Answer(500, {}, body, raw))
    assert isinstance(code, str)
    assert isinstance(said, str)


@example("ratelimit-remaining", "²")
@given(
    st.sampled_from(["ratelimit-remaining", "rate-limit-remaining", "x-rate-limit-remaining", "zendesk-ratelimit-macros-index"]),
    values,
)
def test_headers_of_any_shape_give_a_pace(name: str, value: str) -> None:
    for other in ("ratelimit-reset", "rate-limit-reset"):
        found = pace_of({name: value, other: value})
        assert found >= 0


@given(values, values)
def test_a_wait_of_any_shape_is_none_or_seconds(value: str, date: str) -> None:
    found = retry_after({"retry-after": value, "date": date})
    assert found is None or 0 <= found <= 1e10


@given(st.text(max_size=400), st.integers(1, 300))
def test_what_is_shown_is_one_line_that_no_terminal_obeys(text: str, most: int) -> None:
    found = shown(text, most)
    assert len(found) <= most + 1
    assert found.isprintable() or not any(ord(sign) < 0x20 or 0x7F <= ord(sign) < 0xA0 for sign in found)
    assert "\n" not in found
