"""No secret leaves `http`: not in a message, a traceback or a log, whatever a server hands back."""

import base64
import html
import json
import traceback
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstool.backends.answers import Answer
from cstool.backends.http import Exchange, Http
from cstool.backends.veil import Veil
from cstool.errors import CstoolError
from cstool.render.words import LANGUAGES, translate
from tests.fakes.wire import Asked, Reply, Wire, answer

secrets = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="*"), min_size=8, max_size=40)
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda secret: secret,
    "in an address": lambda secret: quote(secret),
    "in an address, every sign": lambda secret: quote(secret, safe=""),
    "in JSON": lambda secret: json.dumps(secret)[1:-1],
    "in JSON of others": lambda secret: json.dumps(secret)[1:-1].replace("/", "\\/"),
    "in HTML": lambda secret: html.escape(secret),
    "in Basic": lambda secret: base64.b64encode(secret.encode()).decode(),
}
PATHS: dict[str, Callable[[str, str], Reply]] = {
    "error page": lambda told, name: answer(500, f"<p>{'x' * 290}{told}{told}</p>".encode(), "text/html"),
    "error JSON": lambda told, name: answer(422, {"error": told, told: [told, {"more": "y" * 280 + told}]}),
    "error header": lambda told, name: answer(429, told.encode(), "text/plain", Retry_After="9999"),
    "closed": lambda told, name: answer(401, {"error": f"token {told} has expired"}),
    "forbidden": lambda told, name: answer(403, f"{'z' * 55}{told}".encode(), "text/plain"),
    "login page": lambda told, name: answer(200, f"<html>{'w' * 50}{told}</html>".encode(), "text/html"),
    "redirect": lambda told, name: answer(302, None, Location=f"https://{name.lower()}.example/?token={told}"),
    "nonsense": lambda told, name: f"{told}\r\n\r\n".encode(),
    "broken header": lambda told, name: f"HTTP/1.1 200 OK\r\nContent-Length: {told}\r\n\r\n{{".encode(),
    "half": lambda told, name: f'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{{"{told}'.encode(),
    "dropped": lambda told, name: b"",
}


def spoken(call: Callable[[], object]) -> str:
    """Everything that a person, a log or a crash report could show of an error."""
    with pytest.raises(CstoolError) as caught:
        call()
    told = [translate(caught.value.message, language) for language in LANGUAGES]
    told.append(repr(caught.value.message))
    told.append("".join(traceback.format_exception(caught.value)))
    return "\n".join([*told, repr(caught.value), str(vars(caught.value))])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_secret_handed_back_is_struck_out(path: str, spelling: str) -> None:
    user, token = "lin@lumen.example/token", 'abc/DEF+"<12>&\\4'
    asked: dict[str, str] = {}

    def says(one: Asked) -> Reply:
        return PATHS[path](SPELLINGS[spelling](asked["secret"]), "lumen")

    log: list[Exchange] = []
    basic = base64.b64encode(f"{user}:{token}".encode()).decode()
    with Wire(says) as wire:
        http = Http(wire.url, {"Authorization": f"Basic {basic}"}, secrets=[user, token], wait=lambda s: None, log=log.append)
        for secret in (user, token, basic):
            asked["secret"] = secret
            for creates in (False, True):
                told = spoken(lambda creates=creates: http.send("POST", f"things/{user}", {"by": user}, creates=creates))  # type: ignore[misc]
                everything = told + repr(log) + repr(http) + repr(http.__dict__["_gate"])
                for hidden in (user, token, basic):
                    for spelled in SPELLINGS.values():
                        assert spelled(hidden) not in everything


@given(secrets, st.sampled_from(sorted(SPELLINGS)), st.integers(0, 400), st.text(max_size=20))
def test_no_cut_leaves_half_a_secret(secret: str, spelling: str, before: int, after: str) -> None:
    """An error answer is struck before it is cut for showing."""
    from cstool.backends.answers import plain_problem, shown

    veil = Veil([secret])
    words = "." * before + SPELLINGS[spelling](secret) + after
    told = shown(" ".join(plain_problem(Answer(500, {}, None, veil.over(words)))))
    for length in range(6, len(secret) + 1):
        assert secret[:length] not in told.replace("***", "") or secret[:length] in after


@given(secrets, secrets, st.sampled_from(sorted(SPELLINGS)))
def test_any_secret_in_any_spelling_is_struck(first: str, second: str, spelling: str) -> None:
    veil = Veil([first, "", second])
    words = f"<{SPELLINGS[spelling](first)}> {SPELLINGS[spelling](second)}{first}"
    over = veil.over(words)
    data = veil.over_data({words: [words, {"a": words, "b": 1, "c": None}]})
    assert first not in over
    assert second not in over
    assert first not in json.dumps(data, ensure_ascii=False)
    assert isinstance(data, dict)
    assert data[over] == [over, {"a": over, "b": 1, "c": None}]


def test_words_without_secrets_stay() -> None:
    assert Veil(["abcdefgh", ""]).over("group 'returns' is not there") == "group 'returns' is not there"
