"""HTTP to a helpdesk that is slow, ill, hostile or elsewhere: what is repeated, what is refused, what is said."""

import gzip
import itertools
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from cstool.backends import http as module
from cstool.backends.base import AccessError, CallError, NotMadeError, UnsureError
from cstool.backends.http import Answer, Exchange, Http
from cstool.diagnostic import Text
from cstool.errors import CstoolError, UsageError
from tests.fakes.wire import Asked, Clock, Reply, Wire, answer

TOKEN = "s3cr3t-t0ken-of-lumen"
ENVIRONMENT = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "requests_ca_bundle", "curl_ca_bundle", "netrc")
FINE = answer(200, {"ok": True})
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have a proxy, or certificates, of their own."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def opened(wire: Wire, clock: Clock | None = None, **more: Any) -> Http:
    clock = clock or Clock()
    return Http(wire.url, {"Authorization": f"Token token={TOKEN}"}, secrets=[TOKEN], wait=clock.wait, clock=clock, **more)


def in_turn(*replies: Reply) -> Callable[[Asked], Reply]:
    """These answers, then fine ones."""
    left = iter(replies)
    return lambda asked: next(left, FINE)


def always(reply: Reply) -> Callable[[Asked], Reply]:
    return lambda asked: reply


def failure(call: Callable[[], object]) -> CstoolError:
    with pytest.raises(CstoolError) as caught:
        call()
    return caught.value


BAD = {
    "dropped": b"",
    "cut by length": HEAD + b'Content-Length: 100\r\n\r\n{"ok": tr',
    "cut chunk": HEAD + b'Transfer-Encoding: chunked\r\n\r\n20\r\n{"ok":',
    "no last chunk": HEAD + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"ok"\r\n',
    "broken chunk length": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "cut JSON": answer(200, b'{"groups": [{"id": 1'),
    "cut gzip": answer(200, gzip.compress(b'{"ok": true}' * 50)[:30], Content_Encoding="gzip"),
    "no gzip at all": answer(200, b'{"ok": true}', Content_Encoding="gzip"),
    "no HTTP": b"SMTP ready\r\n\r\n",
    "500": answer(500, {"error": "boom"}),
    "502 page": answer(502, b"<html>Bad gateway</html>", "text/html"),
    "503": answer(503, None),
    "504": answer(504, b"upstream timed out", "text/plain"),
    "408": answer(408, None),
}
"""Outcomes after which nobody knows whether a request was carried out."""
REFUSED = {"409": answer(409, {"error": "Conflict"}), "425": answer(425, None), "429": answer(429, b"Slow down", "text/plain")}
"""Outcomes after which nothing was done, and may be another time."""


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
@pytest.mark.parametrize("kind", [*BAD, *REFUSED])
def test_what_may_be_repeated_is_repeated_until_it_succeeds(method: str, kind: str) -> None:
    bad = (BAD | REFUSED)[kind]
    with Wire(in_turn(bad, bad, bad)) as wire:
        assert opened(wire).send(method, "/things", {"a": 1}).data == {"ok": True}
        assert [one.method for one in wire.asked] == [method] * 4
        assert {str(one.body) for one in wire.asked} == {"{'a': 1}"}


@pytest.mark.parametrize("kind", [*BAD, *REFUSED])
def test_a_bad_answer_that_stays_is_an_error_after_bounded_attempts(kind: str) -> None:
    clock = Clock()
    with Wire(always((BAD | REFUSED)[kind])) as wire:
        error = failure(lambda: opened(wire, clock).get("things"))
        assert isinstance(error, CallError)
        assert not isinstance(error, NotMadeError | AccessError)
        assert len(wire.asked) == (10 if kind == "429" else 6)
    assert sum(clock.waits) < 200


@pytest.mark.parametrize("kind", BAD)
def test_a_create_is_never_sent_twice_where_nobody_knows(kind: str) -> None:
    with Wire(always(BAD[kind])) as wire:
        error = failure(lambda: opened(wire).send("POST", "things", {"name": "returns"}, creates=True))
        assert isinstance(error, UnsureError)
        assert error.message.id == "answer-lost"
        assert len(wire.asked) == 1


@pytest.mark.parametrize("kind", REFUSED)
def test_a_create_that_was_turned_away_is_sent_again_and_in_the_end_surely_not_made(kind: str) -> None:
    with Wire(in_turn(REFUSED[kind], REFUSED[kind])) as wire:
        assert opened(wire).send("POST", "things", {}, creates=True).status == 200
        assert len(wire.asked) == 3
    with Wire(always(REFUSED[kind])) as wire:
        assert isinstance(failure(lambda: opened(wire).send("POST", "things", {}, creates=True)), NotMadeError)


@pytest.mark.parametrize(
    ("status", "plain", "create"),
    [
        (400, CallError, NotMadeError),
        (401, AccessError, AccessError),
        (403, CallError, NotMadeError),
        (404, CallError, NotMadeError),
        (405, CallError, NotMadeError),
        (410, CallError, NotMadeError),
        (422, CallError, NotMadeError),
        (501, CallError, UnsureError),
        (505, CallError, UnsureError),
    ],
)
def test_an_answer_that_will_not_change_is_not_asked_for_again(status: int, plain: type, create: type) -> None:
    with Wire(always(answer(status, {"error": "no"}))) as wire:
        assert type(failure(lambda: opened(wire).send("PUT", "things/1", {}))) is plain
        error = failure(lambda: opened(wire).send("POST", "things", {}, creates=True))
        assert type(error) is create
        assert len(wire.asked) == 2
        if isinstance(error, CallError):
            assert error.status == status


def test_a_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "READ_SECONDS", 0.02)
    with Wire(always(None)) as wire:
        assert failure(lambda: opened(wire).get("things")).message.values["why"] == Text("lost-waiting")
        assert len(wire.asked) == 6
        assert isinstance(failure(lambda: opened(wire).send("POST", "things", {}, creates=True)), UnsureError)
        assert len(wire.asked) == 7


def test_nobody_there_is_tried_three_times_and_makes_nothing() -> None:
    clock = Clock()
    with Wire(always(FINE)) as wire:
        pass
    error = failure(lambda: opened(wire, clock).send("POST", "things", {}, creates=True))
    assert isinstance(error, NotMadeError)
    assert error.message.values["why"] == Text("lost-connect")
    assert clock.waits == [1.0, 2.0]


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"Retry_After": "7"}, 7.0),
        ({"Retry_After": "0"}, 0.0),
        ({"Retry_After": "0.25"}, 0.25),
        ({"Retry_After": "Sun, 22 Nov 2026 10:00:30 GMT", "Date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 30.0),
        ({"Retry_After": "Sun, 22 Nov 2026 09:00:00 GMT", "Date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 0.0),
        ({"Retry_After": "Sun, 22 Nov 2026 10:00:30 GMT"}, 1.0),  # no clock of theirs: our own rhythm
        ({"Retry_After": "-5"}, 1.0),
        ({"Retry_After": "nan"}, 1.0),
        ({"Retry_After": "inf"}, 1.0),
        ({"Retry_After": "soon"}, 1.0),
        ({"Retry_After": "٣"}, 1.0),
        ({}, 1.0),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_waits_as_long_as_asked(headers: dict[str, str], waited: float, status: int) -> None:
    clock = Clock()
    raw = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    with Wire(in_turn(answer(status, b"later", "text/plain", **raw))) as wire:
        assert opened(wire, clock).get("things") == {"ok": True}
    assert sum(clock.waits) == waited


@pytest.mark.parametrize("asked", ["121", "86400", "9" * 400, "Sun, 22 Nov 2026 12:00:00 GMT"])
@pytest.mark.parametrize("creates", [False, True])
def test_a_wait_beyond_patience_is_said_at_once(asked: str, creates: bool) -> None:
    clock = Clock()
    late = answer(429, b"", "text/plain", Retry_After=asked, Date="Sun, 22 Nov 2026 10:00:00 GMT")
    with Wire(always(late)) as wire:
        error = failure(lambda: opened(wire, clock).send("POST", "things", {}, creates=creates))
    assert error.message.id == "asked-to-wait"
    assert isinstance(error, NotMadeError) is creates
    assert clock.waits == []


def test_a_long_storm_of_429_is_sat_out() -> None:
    clock = Clock()
    storm = [answer(429, b"Number of allowed API requests per minute exceeded", "text/plain", Retry_After="13")] * 9
    with Wire(in_turn(*storm)) as wire:
        assert opened(wire, clock).send("POST", "things", {}, creates=True).status == 200
        assert len(wire.asked) == 10
    assert sum(clock.waits) == 9 * 13


def test_several_workers_share_one_pace() -> None:
    """One is told to slow down; the other, that was told nothing, waits with it before it asks."""
    first_waits, both_wait, waits = Event(), Barrier(2, timeout=30), []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        first_waits.set()
        both_wait.wait()

    with Wire(in_turn(answer(429, b"", "text/plain", Retry_After="40"))) as wire, ThreadPoolExecutor(2) as pool:
        http = Http(wire.url, {}, wait=wait, clock=lambda: 1000.0)
        first = pool.submit(http.get, "first")
        assert first_waits.wait(30)
        second = pool.submit(http.get, "second")
        assert (first.result(), second.result()) == ({"ok": True}, {"ok": True})
        assert sorted(one.path for one in wire.asked) == ["/first", "/first", "/second"]
    assert waits == [40.0, 40.0]


def test_the_pace_of_one_answer_holds_back_the_next_request() -> None:
    clock = Clock()
    with Wire(always(answer(200, {}, RateLimit_Remaining="0"))) as wire:
        http = opened(wire, clock, pace=lambda headers: 6.0 if headers.get("ratelimit-remaining") == "0" else 0.0)
        http.get("things")
        assert clock.waits == []
        http.get("things")
    assert clock.waits == [6.0]


def endless(first: bytes, piece: bytes) -> Iterator[bytes]:
    return itertools.chain([first], itertools.repeat(piece))


@pytest.mark.parametrize(
    ("first", "piece"),
    [
        (HEAD + b"\r\n[", b"0," * 30000),
        (HEAD + b"Content-Length: 99999999999\r\n\r\n[", b"0," * 30000),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"ea60\r\n" + b"0," * 30000 + b"\r\n"),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b" " * 1_000_000)),
    ],
)
def test_an_endless_body_fills_no_memory(first: bytes, piece: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 3_000_000)
    with Wire(lambda asked: endless(first, piece)) as wire:
        assert failure(lambda: opened(wire).get("things")).message.values["why"] == Text("lost-endless")
        assert len(wire.asked) == 1


@pytest.mark.parametrize("first", [HEAD + b"\r\n", HEAD + b"Content-Length: 100000000\r\n\r\n"])
def test_a_slow_drip_is_given_up(first: bytes) -> None:
    ticks = itertools.count()
    with Wire(lambda asked: endless(first, b" ")) as wire:
        http = Http(wire.url, {}, wait=lambda seconds: None, clock=lambda: float(next(ticks)))
        assert failure(lambda: http.get("things")).message.values["why"] == Text("lost-endless")
    assert next(ticks) < 400  # a byte is looked at when it comes, not when 64 KB are full


def test_a_redirect_with_an_endless_body_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 3_000_000)
    first = b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n"
    with Wire(lambda asked: endless(first, b"x" * 60000)) as wire:
        assert failure(lambda: opened(wire).get("things")).message.id == "no-answer"


PAGE = answer(200, b"<html><title>Log in</title></html>", "text/html; charset=utf-8")


def test_a_login_page_is_no_answer_whatever_its_status() -> None:
    with Wire(always(PAGE)) as wire:
        error = failure(lambda: opened(wire).get("things"))
        assert error.message.id == "not-json"
        assert error.message.values["begins"] == "<html><title>Log in</title></html>"
        assert failure(lambda: opened(wire).send("PUT", "things/1", {})).message.id == "not-json"
        assert isinstance(failure(lambda: opened(wire).send("POST", "things", {}, creates=True)), UnsureError)
        assert len(wire.asked) == 3


@pytest.mark.parametrize(
    ("reply", "data"),
    [
        (answer(204), None),
        (answer(200), None),
        (answer(200, b"null"), None),
        (answer(200, b" \n"), None),
        (answer(200, b"[]", "text/html"), []),
        (answer(200, b"\xef\xbb\xbf{}"), {}),
        (answer(201, {"id": 1, "name": "客服"}), {"id": 1, "name": "客服"}),
        (answer(200, gzip.compress(b'{"a": 1}'), Content_Encoding="gzip"), {"a": 1}),
        (HEAD + b'Transfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n4\r\n: 1}\r\n0\r\n\r\n', {"a": 1}),
    ],
)
def test_good_answers_with_and_without_a_body(reply: bytes, data: object) -> None:
    with Wire(always(reply)) as wire:
        assert opened(wire).send("PUT", "things/1", {}).data == data


def test_an_empty_answer_to_a_question_is_half_an_answer() -> None:
    with Wire(in_turn(answer(200))) as wire:
        assert opened(wire).get("things") == {"ok": True}
        assert len(wire.asked) == 2


def test_deep_json_is_an_error_not_a_crash() -> None:
    with Wire(always(answer(200, b"[" * 200_000))) as wire:
        assert failure(lambda: opened(wire).get("things")).message.id == "no-answer"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["elsewhere", "the same host", "relative", "nonsense"])
def test_no_redirect_is_followed_and_no_credentials_are_sent_on(status: int, target: str) -> None:
    with Wire(always(FINE)) as other, Wire(lambda asked: answer(status, None, Location=places[target])) as wire:
        places = {
            "elsewhere": f"{other.url}/things",
            "the same host": f"{wire.url}/other",
            "relative": "/login",
            "nonsense": "http://[::1",
        }
        error = failure(lambda: opened(wire).get("things"))
        assert error.message == Text("redirected", {"host": "127.0.0.1", "target": "127.0.0.1"})
        assert isinstance(error, CallError)
        assert isinstance(failure(lambda: opened(wire).send("POST", "things", {}, creates=True)), UnsureError)
        assert other.asked == []
        assert [one.path for one in wire.asked] == ["/things", "/things"]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://lumen.zendesk.com", "plain-http"),
        ("http://127.0.0.1.lumen.example", "plain-http"),
        ("http://10.0.0.1", "plain-http"),
        ("ftp://127.0.0.1", "no-address"),
        ("https://", "no-address"),
        ("lumen.zendesk.com", "no-address"),
        ("https://[::1", "no-address"),
        ("https://lumen.zendesk.com:99999", "no-address"),
        ("https://lin:pass-w0rd@lumen.zendesk.com", "no-address"),
        ("http://lin:pass-w0rd@lumen.zendesk.com", "no-address"),
        ("https://lumen.zendesk.com?token=pass-w0rd", "no-address"),
    ],
)
def test_addresses_that_would_show_a_token_are_refused(address: str, message: str) -> None:
    error = failure(lambda: Http(address, {}))
    assert isinstance(error, UsageError)
    assert error.message.id == message
    assert "pass-w0rd" not in str(error.message.values)


@pytest.mark.parametrize("token", ["line\nend", "end\n", " blank", "blank ", "客服", "tab\tbed", "", "\x00", "caf\xe9"])
def test_a_token_that_no_header_can_hold_is_refused_unseen(token: str) -> None:
    error = failure(lambda: Http("https://lumen.zendesk.com", {"X-Token": token}))
    assert error.message == Text("unsendable-secret", {"host": "lumen.zendesk.com"})


def test_a_netrc_file_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1\n  login somebody\n  password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with Wire(always(FINE)) as wire:
        opened(wire).get("things")
        Http(wire.url, {}).get("things")
        assert [one.headers.get("authorization") for one in wire.asked] == [f"Token token={TOKEN}", None]


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_no_proxy_of_the_environment_reads_an_unencrypted_token(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Wire(always(FINE)) as proxy, Wire(always(FINE)) as wire:
        monkeypatch.setenv(name, proxy.url)
        opened(wire).get("things")
        assert proxy.asked == []
        assert len(wire.asked) == 1


@pytest.mark.parametrize(("reply", "outcome"), [(answer(407, b"who are you", "text/plain"), NotMadeError), (b"", UnsureError)])
def test_a_proxy_before_an_encrypted_helpdesk_sees_neither_token_nor_path(
    reply: bytes, outcome: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Wire(always(reply)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        http = Http("https://lumen.example", {"Authorization": f"Bearer {TOKEN}"}, wait=lambda seconds: None)
        assert type(failure(lambda: http.send("POST", "things", {}, creates=True))) is outcome
        assert {(one.method, one.path) for one in proxy.asked} == {("CONNECT", "lumen.example:443")}
        assert TOKEN not in str(proxy.asked)


def test_no_cookie_is_kept() -> None:
    with Wire(always(answer(200, {}, Set_Cookie="_zammad_session=1; Path=/"))) as wire:
        http = opened(wire)
        http.get("things")
        http.get("things")
        assert ["cookie" in one.headers for one in wire.asked] == [False, False]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("NO openssl COMMAND: that an unknown certificate is refused has NOT been tried")
    folder = tmp_path_factory.mktemp("tls")
    ask = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    ask += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key.pem"), "-out", str(folder / "both.pem")]
    subprocess.run(ask, check=True, capture_output=True)
    with (folder / "both.pem").open("a") as both:
        both.write((folder / "key.pem").read_text())
    return folder / "both.pem"


def context(certificate: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


def test_an_unknown_certificate_is_refused_before_anything_is_sent(certificate: Path) -> None:
    with Wire(always(FINE), context(certificate)) as wire:
        error = failure(lambda: opened(wire).send("POST", "things", {}, creates=True))
        assert isinstance(error, NotMadeError)
        why = error.message.values["why"]
        assert isinstance(why, Text)
        assert why.id == "lost-tls"
        assert wire.asked == []


def test_a_company_may_say_which_certificates_it_trusts(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with Wire(always(FINE), context(certificate)) as wire:
        assert opened(wire).get("things") == {"ok": True}
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.parent / "nowhere.pem"))
    why = failure(lambda: opened(wire).get("things")).message.values["why"]
    assert isinstance(why, Text)
    assert why.id == "lost-tls"


def test_https_to_a_server_that_speaks_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECT_SECONDS", 0.05)
    with Wire(always(FINE)) as wire:
        http = Http(wire.url.replace("http:", "https:"), {"X-Token": TOKEN}, wait=lambda seconds: None)
        why = failure(lambda: http.get("things")).message.values["why"]
        assert isinstance(why, Text)
        assert why.id in ("lost-tls", "lost-connection", "lost-connect", "lost-waiting")
        assert TOKEN not in str(wire.asked)


def test_the_log_has_every_attempt() -> None:
    log: list[Exchange] = []
    with Wire(in_turn(b"", answer(503, {"error": "later"}))) as wire:
        opened(wire, log=log.append).send("PUT", "things/1", {"a": 1})
    assert [(one.method, one.path, one.body, one.status, one.attempt, one.problem) for one in log] == [
        ("PUT", "things/1", {"a": 1}, None, 1, "lost-connection"),
        ("PUT", "things/1", {"a": 1}, 503, 2, '503 {"error": "later"}'),
        ("PUT", "things/1", {"a": 1}, 200, 3, ""),
    ]


def test_words_of_a_server_cannot_move_the_cursor() -> None:
    with Wire(always(answer(422, b"\x1b[2J\r\nno\tsuch \xe2\x80\xae thing" + b"!" * 1000, "text/plain"))) as wire:
        why = failure(lambda: opened(wire).send("PUT", "things/1", {})).message.values["why"]
    assert str(why).startswith("[2J no such thing!!!")
    assert len(str(why)) == 301


def test_the_query_is_spelled_as_json_spells_values() -> None:
    with Wire(always(FINE)) as wire:
        opened(wire).get("things", active=True, page=2, name="客 服&x")
        assert wire.asked[0].path == "/things?active=true&page=2&name=%E5%AE%A2+%E6%9C%8D%26x"


FORM = "application/x-www-form-urlencoded"


def test_no_pace_is_slower_than_patience() -> None:
    clock = Clock()
    with Wire(always(FINE)) as wire:
        http = opened(wire, clock, pace=lambda headers: float("inf"))
        http.get("things")
        http.get("things")
    assert clock.waits == [120.0]


@pytest.mark.parametrize(
    "reply",
    [PAGE, answer(302, None, Location="/Admin/?id=7"), answer(303, None, Location="http://127.0.0.1/Admin/?id=7"), answer(200)],
)
def test_a_form_is_sent_and_a_page_or_where_it_stands_comes_back(reply: bytes) -> None:
    with Wire(always(reply)) as wire:
        found = opened(wire).send("POST", "Admin", form={"Name": "客服 & more"}, page=True, creates=True)
        assert (found.status, found.data) == (int(reply[9:12]), None)
        assert wire.asked[0].headers["content-type"] == FORM
        assert wire.asked[0].body == "Name=%E5%AE%A2%E6%9C%8D+%26+more"


def test_a_form_that_leads_to_another_host_was_not_taken() -> None:
    with Wire(always(answer(302, None, Location="https://login.example/"))) as wire:
        error = failure(lambda: opened(wire).send("POST", "Admin", form={}, page=True))
        assert error.message == Text("redirected", {"host": "127.0.0.1", "target": "login.example"})
        assert isinstance(failure(lambda: opened(wire).send("POST", "Admin", form={}, page=True, creates=True)), UnsureError)


def test_problem_reads_code_and_words() -> None:
    def problem(found: Answer) -> tuple[str, str]:
        return found.data["error"], found.data["description"]

    with Wire(always(answer(422, {"error": "RecordInvalid", "description": "Name: cannot be blank"}))) as wire:
        error = failure(lambda: opened(wire, problem=problem).send("PUT", "things/1", {}))
    assert isinstance(error, CallError)
    assert (error.status, error.code) == (422, "RecordInvalid")
    assert error.message.values["why"] == "RecordInvalid Name: cannot be blank"
