"""How a Zendesk account answers: five shapes of errors, three ways of giving lists, moments and audits."""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.zendesk_rules import Complaint
from tests.fakes.zendesk_store import HOST, Record, Store

Answer = tuple[int, Any]
"""Status, and what is given back as JSON; None: no body."""


@dataclass(frozen=True)
class Request:
    """One request, below `/api/v2` and without `.json`."""

    method: str
    path: str
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    body: Any = None

    def value(self, name: str, default: str = "") -> str:
        """One parameter."""
        return (self.query.get(name) or [default])[0]

    def held(self, wrapper: str) -> Any:
        """What stands under the wrapper of a body."""
        if not isinstance(self.body, Mapping) or wrapper not in self.body:
            raise titled(400, "Invalid request", f"missing key '{wrapper}'")
        return self.body[wrapper]


class Refused(Exception):
    """An answer other than success."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status, body)
        self.status, self.body = status, body


def not_found() -> Refused:
    """404 as most endpoints say it."""
    return Refused(404, {"error": "RecordNotFound", "description": "Not found"})


def invalid(complaints: Iterable[Complaint]) -> Refused:
    """422 with what is wrong at each field."""
    details: dict[str, list[dict[str, str]]] = {}
    for name, description, error in complaints:
        details.setdefault(name, []).append({"description": description, "error": error})
    return Refused(422, {"error": "RecordInvalid", "description": "Record validation errors", "details": details})


def pointed(status: int, code: str, title: str, pointer: str = "") -> Refused:
    """The shape of trigger categories and queues (JSON:API)."""
    error = {"code": code, "title": title, "detail": title, "status": str(status)}
    return Refused(status, {"errors": [error | ({"source": {"pointer": pointer}} if pointer else {})]})


def titled(status: int, title: str, message: str) -> Refused:
    """The shape of routing and of plans that lack something."""
    return Refused(status, {"error": {"title": title, "message": message}})


def too_many(count: int) -> Refused:
    """More than 100 at once (recorded: 400)."""
    description = f"{count} is more than 100"
    return Refused(400, {"error": "TooManyValues", "description": description, "max_count": 100})


def found(table: Mapping[Any, Record], id_: Any) -> Record:
    """The record, or 404."""
    if id_ not in table:
        raise not_found()
    return table[id_]


def paged(request: Request, key: str, rows: Iterable[Record]) -> Answer:
    """A list by cursor where `page[size]` asks for it, else by page number."""
    items = list(rows)
    if "page[size]" not in request.query:
        return numbered(request, key, items)
    size = int(request.value("page[size]"))
    if not 1 <= size <= 100:
        raise too_many(size)
    start = _offset(request.value("page[after]"))
    shown = items[start : start + size]
    after = _cursor(start + len(shown))
    more = start + size < len(items)
    # Recorded: on the last page, too, `links.next` is set; has_more alone tells.
    link = f"{HOST}/api/v2{request.path}.json?page%5Bafter%5D={after}&page%5Bsize%5D={size}"
    meta = {"has_more": more, "after_cursor": after, "before_cursor": _cursor(start)}
    return 200, {key: shown, "meta": meta, "links": {"next": link, "prev": None}}


def numbered(request: Request, key: str, rows: Sequence[Record], most: int = 100) -> Answer:
    """A list by page number; so answer SLA policies whatever is asked for."""
    page, size = int(request.value("page", "1")), min(int(request.value("per_page", str(most))), most)
    if page * size > 10_000:
        raise titled(400, "Bad Request", "page is too high")
    more = page * size < len(rows)
    link = f"{HOST}/api/v2{request.path}.json?page={page + 1}" if more else None
    return 200, {key: list(rows[(page - 1) * size : page * size]), "next_page": link, "previous_page": None, "count": len(rows)}


def whole(key: str, rows: Iterable[Record]) -> Answer:
    """A list that knows no pages."""
    return 200, {key: list(rows)}


def _cursor(offset: int) -> str:
    return base64.urlsafe_b64encode(f'{{"o":"id","v":{offset}}}'.encode()).decode().rstrip("=")


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    decoded = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    return int(decoded.rpartition(":")[2].rstrip("}"))


def ids_of(request: Request) -> list[int]:
    """`ids=1,2,3`, at most a hundred."""
    ids = [int(part) for part in request.value("ids").split(",") if part]
    if len(ids) > 100:
        raise too_many(len(ids))
    return ids


def audit(store: Store, kind: str, record: Record, action: str) -> None:
    """What `GET /audit_logs` will say: https://developer.zendesk.com/api-reference/ticketing/account-configuration/audit_logs/."""
    label = record.get("title") or record.get("name") or ""
    entry = {"id": store.new(), "source_type": kind, "source_id": record["id"], "source_label": label, "action": action}
    store.audits.append(entry | {"actor_id": 1, "actor_name": store.actor, "created_at": store.now()})


def job(store: Store, kind: str, work: Callable[[], list[Record]]) -> Answer:
    """A background job: begun by the next request, done when it is asked for the second time."""
    id_ = store.new_text()
    store.jobs[id_] = {"id": id_, "job_type": kind, "status": "queued", "results": None, "message": None, "work": work}
    return 200, {"job_status": shown(store.jobs[id_])}


def shown(record: Record) -> Record:
    """A job without its work."""
    return {key: value for key, value in record.items() if key != "work"} | {
        "url": f"{HOST}/api/v2/job_statuses/{record['id']}.json"
    }
