"""What customers and connectors do with the site: tickets through every door, and what became of them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import requests

from tests.live.escalated.engine import Entry, NativeTicket
from tests.live.escalated.server import Desk
from tests.live.escalated.shapes import address

SUBJECT_MOST = 255
"""Letters; the API refuses more (escalated/validators.py)."""


class Customers:
    """Everybody who writes to one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.session = requests.Session()
        self.session.trust_env = False
        self.api = {"Authorization": f"Bearer {desk.token}"}
        self.admin = dict(desk.signed_in())
        self.calls = 0

    def asked(self, method: str, path: str, **what: Any) -> requests.Response:
        """One request."""
        self.calls += 1
        answer = self.session.request(method, f"{self.desk.base}/support/{path}", timeout=60, allow_redirects=False, **what)
        assert answer.status_code < 400, (path, answer.status_code, answer.text[:400])
        return answer

    def page(self, name: str) -> Mapping[str, Any]:
        """A list of the admin area."""
        props: Mapping[str, Any] = self.asked("GET", f"admin/{name}/", headers=self.admin).json()["props"]
        return props

    def made(self, page: str, **form: object) -> None:
        """What somebody makes by hand."""
        path = "admin/workflows/" if page == "workflows" else f"admin/{page}/create/"
        self.asked("POST", path, json=form, headers=self.admin)

    def tag_numbers(self, wanted: Iterable[str] = ()) -> Mapping[str, int]:
        """Tags by name; the connector makes those that it wants and that are not there."""
        known = self._tag_numbers()
        for name in sorted({*wanted} - {*known}):
            self.made("tags", name=name, slug=address("tag", name))
        return self._tag_numbers()

    def _tag_numbers(self) -> Mapping[str, int]:
        return {tag["name"]: tag["id"] for tag in self.page("tags")["tags"]}

    def post(self, ticket: NativeTicket, numbers: Mapping[str, int]) -> None:
        """A ticket through the door of its channel. Only the API would say its number."""
        if ticket.channel == "api":
            form: dict[str, object] = {"subject": ticket.subject, "description": ticket.description, "priority": ticket.priority}
            form["tags"] = [numbers[tag] for tag in sorted(ticket.tags)]
            self.asked("POST", "api/v1/tickets/create/", json=form, headers=self.api)
        elif ticket.channel == "email":
            mail = {"FromFull": {"Email": "ann@customer.example", "Name": "Ann"}, "Subject": ticket.subject}
            mail["TextBody"] = ticket.description
            answer = self.asked("POST", "inbound/postmark/", json=mail, headers={"X-Postmark-Inbound-Token": "inbound"})
            assert answer.text == "OK"
        else:
            written = {"subject": ticket.subject, "description": ticket.description}
            self.asked("POST", "tickets/store/", json=written, headers=self.admin)

    def numbers(self) -> Mapping[str, int]:
        """Every ticket by its subject."""
        found: dict[str, int] = {}
        page, last = 1, 1
        while page <= last:
            listed = self.asked("GET", "api/v1/tickets/", params={"page": page, "per_page": 100}, headers=self.api).json()
            found.update({ticket["subject"]: ticket["id"] for ticket in listed["data"]})
            page, last = page + 1, listed["meta"]["last_page"]
        return found

    def read(self, number: int) -> Mapping[str, Any]:
        """A ticket with everything that happened to it."""
        data: Mapping[str, Any] = self.asked("GET", f"api/v1/tickets/{number}/", headers=self.api).json()["data"]
        return data

    def dry_run(self, workflow: str, number: int) -> bool:
        """Whether the server says that a workflow's conditions hold on a ticket."""
        answer = self.asked("POST", f"admin/workflows/{workflow}/dry-run/", json={"ticket_id": number}, headers=self.admin)
        return bool(answer.json()["matched"])

    def log(self) -> Mapping[int, tuple[Entry, ...]]:
        """The log of every ticket, in order, from the database: the page calls skipped workflows matched."""
        found: dict[int, tuple[Entry, ...]] = {}
        query = "select ticket_id, workflow_id, status, actions_executed from escalated_workflow_logs order by id"
        for ticket, workflow, status, executed in self.desk.rows(query):
            actions = tuple((action["type"], action["result"]) for action in json.loads(str(executed)))
            found[int(str(ticket))] = (*found.get(int(str(ticket)), ()), Entry(str(workflow), str(status), actions))
        return found


def held(data: Mapping[str, Any], names: Mapping[int, str]) -> NativeTicket:
    """A ticket as the API tells it, in the engine's words; `names`: what references call a department, by number."""
    department, assignee = data["department"], data["assignee"]
    replies = [reply for reply in data["replies"] if not reply["is_internal_note"]]
    notes = [reply for reply in data["replies"] if reply["is_internal_note"]]
    return NativeTicket(
        data["subject"],
        data["description"],
        data["channel"],
        data["priority"],
        data["status"],
        frozenset(tag["name"] for tag in data["tags"]),
        names[department["id"]] if department else None,
        f"user/{assignee['email']}" if assignee else None,
        data["ticket_type"],
        data["requester"]["name"],
        data["id"],
        data["reference"],
        tuple(reply["body"] for reply in sorted(replies, key=lambda reply: reply["id"])),
        tuple(reply["body"] for reply in sorted(notes, key=lambda reply: reply["id"])),
    )


def arriving(ticket: NativeTicket, data: Mapping[str, Any]) -> NativeTicket:
    """A ticket before its workflows, with what only the server gives it."""
    return replace(ticket, requester=data["requester"]["name"], number=data["id"], reference=data["reference"])
