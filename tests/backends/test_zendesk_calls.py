"""How the account is asked: pages, errors, pace, jobs."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from cstool.backends.answers import Answer
from cstool.backends.base import CallError
from cstool.backends.zendesk.calls import PAGE, RESERVE, job, pace_of, pages, problem_of
from cstool.backends.zendesk.directory import Directory


class Scripted:
    """In place of `Http`: answers from a function, and every request written down."""

    def __init__(self, answer: Callable[[str, Mapping[str, object]], Any]) -> None:
        self.answer, self.asked, self.waits = answer, list[tuple[str, dict[str, object]]](), list[int]()

    def get(self, path: str, /, **params: object) -> Any:
        self.asked.append((path, params))
        return self.answer(path, params)

    def send(self, method: str, path: str, body: object = None, *, creates: bool = False, params: object = None) -> Answer:
        self.asked.append((f"{method} {path}", {"body": body}))
        return Answer(200, {}, self.answer(path, {}), "{}")

    def pause(self, attempt: int) -> None:
        self.waits.append(attempt)


def listed(answer: Callable[[str, Mapping[str, object]], Any]) -> tuple[list[Any], Scripted]:
    http = Scripted(answer)
    return pages(http, "groups", "groups"), http  # type: ignore[arg-type]


def test_z22_z23_the_next_page_is_asked_by_cursor_until_has_more_says_no() -> None:
    """`links.next` is set on the last page too, and leads to another host: nobody follows it."""

    def answer(path: str, params: Mapping[str, object]) -> Any:
        number = int(str(params.get("page[after]", 0)))
        link = {"next": "https://elsewhere.example/api/v2/groups.json?page%5Bafter%5D=9"}
        meta = {"has_more": number < 2, "after_cursor": str(number + 1)}
        return {"groups": [{"id": number}], "meta": meta, "links": link}

    rows, http = listed(answer)
    assert [row["id"] for row in rows] == [0, 1, 2]
    assert {path for path, _ in http.asked} == {"groups"}
    assert [params.get("page[after]") for _, params in http.asked] == [None, "1", "2"]
    assert {params["page[size]"] for _, params in http.asked} == {PAGE}


@pytest.mark.parametrize("cursor", ["same", None])
def test_z22_a_cursor_that_does_not_move_is_no_end_of_the_list(cursor: str | None) -> None:
    """Half a list taken for a whole one would have the other half made a second time."""
    with pytest.raises(CallError) as caught:
        listed(lambda path, params: {"groups": [{"id": 1}], "meta": {"has_more": True, "after_cursor": cursor}})
    assert caught.value.message.values["wanted"] == "after_cursor"


def test_lists_by_page_number_and_lists_without_pages() -> None:
    def numbered(path: str, params: Mapping[str, object]) -> Any:
        number = int(str(params.get("page", 1)))
        link = f"https://elsewhere.example/api/v2/groups.json?page={number + 1}&per_page=100" if number < 3 else None
        return {"groups": [{"id": number}], "next_page": link, "count": 3}

    rows, http = listed(numbered)
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert {path for path, _ in http.asked} == {"groups"}
    assert len(listed(lambda path, params: {"groups": [{"id": 1}]})[0]) == 1


@pytest.mark.parametrize("answer", [None, [], {"error": "x"}, {"groups": None}])
def test_an_answer_without_the_list_is_no_empty_account(answer: object) -> None:
    with pytest.raises(CallError) as caught:
        listed(lambda path, params: answer)
    assert caught.value.message.id == "zendesk-unknown-answer"


@pytest.mark.parametrize(
    ("data", "body", "said"),
    [
        ({"error": "RecordNotFound", "description": "Not found"}, "", ("RecordNotFound", "Not found")),
        (
            {
                "error": "RecordInvalid",
                "description": "Record validation errors",
                "details": {"title": [{"description": "Title: cannot be blank", "error": "BlankValue"}]},
            },
            "",
            ("RecordInvalid", "title: Title: cannot be blank; Record validation errors"),
        ),
        (
            {"errors": [{"code": "TriggerCategoryNotFound", "title": "t", "detail": "no such", "status": "404"}]},
            "",
            ("TriggerCategoryNotFound", "no such"),
        ),
        ({"error": {"title": "Forbidden", "message": "You do not have access"}}, "", ("", "Forbidden: You do not have access")),
        ({"error": "TooManyValues", "description": "too many", "max_count": 100}, "", ("TooManyValues", "too many")),
        ({"error": "Couldn't authenticate you"}, "", ("Couldn't authenticate you", "")),
        (None, "Number of allowed API requests per minute exceeded", ("", "Number of allowed API requests per minute exceeded")),
        (None, "<html><h1>Bad  Gateway</h1></html>", ("", "Bad Gateway")),
        ({"errors": []}, "", ("", "")),
        ({"error": "RecordInvalid", "details": {"base": ["plain words"]}}, "", ("RecordInvalid", "base: plain words")),
    ],
)
def test_z28_five_shapes_of_errors_and_plain_text(data: object, body: str, said: tuple[str, str]) -> None:
    assert problem_of(Answer(400, {}, data, body)) == said


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        ({"x-rate-limit": "700", "x-rate-limit-remaining": "650"}, 0.0),
        ({"x-rate-limit-remaining": "1", "rate-limit-remaining": "1", "rate-limit-reset": "41"}, 41.0),
        ({"x-rate-limit-remaining": "1", "ratelimit-remaining": "1", "ratelimit-reset": "7"}, 7.0),
        ({"x-rate-limit-remaining": "1"}, 15.0),
        ({"x-rate-limit-remaining": str(RESERVE)}, 0.0),
        ({"zendesk-rate-limit-tags-index": "total=100; remaining=94; resets=51"}, 0.0),
        ({"zendesk-rate-limit-tags-index": "total=100; remaining=2; resets=51"}, 51.0),
        ({"x-rate-limit-remaining": "many", "ratelimit-remaining": ""}, 0.0),
    ],
)
def test_three_styles_of_headers_set_the_pace(headers: dict[str, str], seconds: float) -> None:
    assert pace_of(headers) == seconds


def test_a_job_is_polled_until_it_ended() -> None:
    states = iter(["queued", "working", "working", "completed"])
    http = Scripted(lambda path, params: {"job_status": {"id": "j", "status": next(states), "results": [{"id": 1}]}})
    assert job(http, "POST", "group_memberships/create_many", {}) == [{"id": 1}]  # type: ignore[arg-type]
    assert [path for path, _ in http.asked] == ["POST group_memberships/create_many", *["job_statuses/j"] * 3]
    assert http.waits == sorted(http.waits)


@pytest.mark.parametrize("status", [{"status": "failed", "message": "broken"}, {"status": "killed"}, {}])
def test_a_job_that_fails_or_never_ends_says_so(status: dict[str, str]) -> None:
    http = Scripted(lambda path, params: {"job_status": {"id": "j", **status}})
    with pytest.raises(CallError) as caught:
        job(http, "DELETE", "group_memberships/destroy_many?ids=1")  # type: ignore[arg-type]
    assert caught.value.message.id == "zendesk-job-failed"


LISTS: Mapping[str, list[Mapping[str, Any]]] = {
    "users": [{"id": 1, "email": "lin@x.example"}, {"id": 2, "email": "wei@x.example"}],
    "locales": [{"id": 1, "locale": "en-US", "default": True}, {"id": 2, "locale": "en-GB"}, {"id": 10, "locale": "zh-cn"}],
    "brands": [{"id": 5, "name": "Lumen", "subdomain": "lumen"}, {"id": 6, "name": "Twice"}, {"id": 7, "name": "Twice"}],
    "ticket_fields": [{"id": 30, "raw_title": "Order", "title": "Order"}],
}


@pytest.mark.parametrize(
    ("kind", "name", "native"),
    [
        ("user", "LIN@x.example", "1"),
        ("user", "nobody@x.example", None),
        ("user", "=77", "77"),
        ("locale", "en", "1"),
        ("locale", "en-gb", "2"),
        ("locale", "zh-CN", "10"),
        ("locale", "zh", "10"),
        ("locale", "fr", None),
        ("brand", "Lumen", "5"),
        ("brand", "lumen", "5"),
        ("brand", "Twice", None),
        ("found_field", "Order", "30"),
        ("found_field", "30", "30"),
        ("found_field", "order", None),
    ],
)
def test_what_is_looked_up(kind: str, name: str, native: str | None) -> None:
    directory = Directory(lambda family: LISTS.get(family, []))
    if native is None:
        with pytest.raises(KeyError):
            directory.native(kind, name)
        assert directory.missing(f"@{{{kind}/{name}}}") == [(kind, name)]
    else:
        assert directory.native(kind, name) == native


def test_live_bodies_speak_as_the_workspace_does() -> None:
    directory = Directory(lambda family: LISTS.get(family, []))
    assert directory.spelled("locale", 1) == "en-US"
    directory.speak([{"locale_id": "@#{locale/en}", "to": ["@{user/Lin@x.example}"]}, "@{locale/fr}"])
    assert (directory.spelled("locale", "1"), directory.spelled("user", 1)) == ("en", "Lin@x.example")
    assert directory.spelled("brand", 6) is None
    assert directory.spelled("user", 99) is None
