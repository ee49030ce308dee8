"""How Zendesk is asked: pages by cursor, errors in five shapes, a pace from three styles of headers, jobs that are polled.

Facts: https://developer.zendesk.com/api-reference/introduction/ (pagination, rate-limits, requests), and the 333 recorded
replies of salto-io/salto, packages/zendesk-adapter.
"""

import base64
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cstool.backends.base import CallError
from cstool.backends.http import Answer, Exchange, Http
from cstool.diagnostic import text

Record = Mapping[str, Any]
PAGE = 100
"""Objects of one page at most."""
RESERVE = 5
"""Requests of the minute that are left to others: below, the next request waits until the minute is over."""
MINUTE = 60.0
POLLS = 40
"""How often a job is asked for before we give up; each wait is longer, up to a minute."""
_ENDPOINT = re.compile(r"total=(\d+);\s*remaining=(\d+);\s*resets=(\d+)")


def open_http(url: str, user: str, token: str, log: Callable[[Exchange], None], **options: Any) -> Http:
    """The connection to one account; an API token goes with the mail of its user."""
    signed = base64.b64encode(f"{user}/token:{token}".encode()).decode()
    headers = {"Authorization": f"Basic {signed}"}
    return Http(
        f"{url.rstrip('/')}/api/v2", headers, secrets=(token, signed), problem=problem_of, pace=pace_of, log=log, **options
    )


def problem_of(answer: Answer) -> tuple[str, str]:
    """Code and words of an error. Five shapes of JSON, and plain text (429, 5xx)."""
    data = answer.data
    if not isinstance(data, dict):
        return "", " ".join(re.sub(r"<[^>]*>", " ", answer.body).split())[:200]
    if isinstance(data.get("errors"), list):
        first = next((one for one in data["errors"] if isinstance(one, dict)), {})
        return str(first.get("code", "")), str(first.get("detail") or first.get("title") or "")
    error = data.get("error", "")
    if isinstance(error, dict):
        return "", f"{error.get('title', '')}: {error.get('message', '')}".strip(": ")
    return str(error), "; ".join([*_details(data.get("details")), *([str(data["description"])] if "description" in data else [])])


def _details(details: object) -> Iterator[str]:
    """`{"title": [{"description": "Title: cannot be blank"}]}`."""
    if isinstance(details, Mapping):
        for name, found in details.items():
            for one in found if isinstance(found, list) else [found]:
                yield f"{name}: {one.get('description', one) if isinstance(one, Mapping) else one}"


def pace_of(headers: Mapping[str, str]) -> float:
    """Seconds to wait before the next request: none while the minute has room."""
    waits = [0.0]
    for left, reset in (
        ("ratelimit-remaining", "ratelimit-reset"),
        ("rate-limit-remaining", "rate-limit-reset"),
        ("x-rate-limit-remaining", ""),
    ):
        if headers.get(left, "").isdecimal() and int(headers[left]) < RESERVE:
            known = headers.get(reset, "")
            waits.append(float(known) if known.isdecimal() else (0.0 if len(waits) > 1 else MINUTE / 4))
    for name, value in headers.items():
        found = _ENDPOINT.search(value) if name.startswith("zendesk-rate") else None
        if found and int(found[2]) < RESERVE:
            waits.append(float(found[3]))
    return max(waits)


def pages(http: Http, path: str, key: str, **params: object) -> list[Record]:
    """All objects of a list, whichever way it is paged.

    The next request is made of the cursor alone: `links.next` may lead to another host (host mapping), and is set on the last
    page too; `has_more` tells. Some lists answer by page number whatever is asked. Raises
    CallError where more is there and nothing new leads to it: who takes a part for the whole makes the rest a second time.
    """
    rows: list[Record] = []
    cursor: dict[str, object] = {"page[size]": PAGE}
    while True:
        data = http.get(path, **params, **cursor)
        rows += [row for row in held(data, path, key, list) if isinstance(row, dict)]
        following = _next(data, cursor, path)
        if following is None:
            return rows
        cursor = following


def _next(data: Mapping[str, Any], cursor: Mapping[str, object], path: str) -> dict[str, object] | None:
    meta = data.get("meta")
    if isinstance(meta, dict):
        after = meta.get("after_cursor")
        if not meta.get("has_more"):
            return None
        if not after or after == cursor.get("page[after]"):
            raise CallError(text("zendesk-unknown-answer", path=path, wanted="after_cursor"))
        return {"page[size]": PAGE, "page[after]": after}
    link = data.get("next_page")
    number = parse_qs(urlsplit(str(link)).query).get("page", [""])[0] if link else ""
    if not number.isdigit() or int(number) <= int(str(cursor.get("page", 1))):
        return None
    return {"page": int(number), "per_page": PAGE}


def job(http: Http, method: str, path: str, body: object = None) -> Sequence[Record]:
    """The results of a background job; it is polled until it ended. Raises CallError where it failed."""
    status: Record = held(http.send(method, path, body, creates=method == "POST").data, path, "job_status", dict)
    for attempt in range(POLLS):
        if status.get("status") in ("completed", "failed", "killed"):
            break
        http.pause(attempt - 6)  # from a twelfth of a second upwards
        status = held(http.get(f"job_statuses/{status.get('id')}"), "job_statuses", "job_status", dict)
    if status.get("status") != "completed":
        raise CallError(text("zendesk-job-failed", path=path, why=str(status.get("message") or status.get("status") or "?")))
    results = status.get("results")
    return [row for row in results if isinstance(row, dict)] if isinstance(results, list) else []


def sent(http: Http, method: str, path: str, wrapper: str, body: object) -> Record:
    """Sends an object under its wrapper; what stands under the wrapper of the answer."""
    row: Record = held(http.send(method, path, {wrapper: body}, creates=method == "POST").data, path, wrapper, dict)
    return row


def held(data: object, path: str, key: str, shape: type) -> Any:
    """What stands under a key of an answer. Raises CallError where it is not there, or of another shape."""
    if not isinstance(data, dict) or not isinstance(data.get(key), shape):
        raise CallError(text("zendesk-unknown-answer", path=path, wanted=key))
    return data[key]
