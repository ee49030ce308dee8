"""What the product does with a ticket: an executable model of its workflows over native objects, whoever wrote them.

Each quirk is that of escalated-dev/escalated-django: escalated/services/workflow_engine.py, and was measured on version 0.7.8.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cstool.backends.references import reference, resolve
from cstool.plan import Live, Resource
from tests.live.escalated.shapes import slugify

Body = Mapping[str, Any]


class CannotJudgeError(Exception):
    """Something that this model does not know: said, never guessed."""


@dataclass(frozen=True)
class NativeTicket:
    """A ticket there. `department` and `assignee` are what a reference to them names."""

    subject: str
    description: str
    channel: str = "api"
    priority: str = "medium"
    status: str = "open"
    tags: frozenset[str] = frozenset()
    department: str | None = None
    assignee: str | None = None
    type: str = "question"
    requester: str = "Unknown"
    number: int = 0
    reference: str = ""
    replies: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    first_reply_hours: float | None = None
    resolution_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: `skipped`, `success` or `failure`, and what came of each action."""

    rule: str
    status: str
    executed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Run:
    """What an event did."""

    ticket: NativeTicket
    log: tuple[Entry, ...]


@dataclass(frozen=True)
class Rule:
    """One workflow that acts, with what its references name in place of numbers."""

    name: str
    event: str
    conditions: object
    actions: Sequence[Body]


@dataclass
class Engine:
    """One account: its active workflows in order, and what they refer to."""

    rules: Sequence[Rule]
    departments: frozenset[str]
    slugs: dict[str, str] = field(default_factory=dict)
    """Tags that exist, with their addresses; workflows add to them, and later tickets see it."""
    policy: Body | None = None

    def created(self, ticket: NativeTicket) -> Run:
        """A new ticket. Its times are fixed before any workflow runs, by the priority it came with."""
        if self.policy is not None:
            if self.policy["business_hours_only"]:
                raise CannotJudgeError("working hours are a setting of the server")
            first, resolution = (self.policy[name].get(ticket.priority) for name in ("first_response_hours", "resolution_hours"))
            ticket = replace(ticket, first_reply_hours=first, resolution_hours=resolution)
        return self.run(ticket, "ticket.created")

    def run(self, ticket: NativeTicket, event: str) -> Run:
        """Every active workflow of the event, in order of position, each on the ticket as those before left it."""
        desk = _Desk(self, ticket)
        log: list[Entry] = []
        for rule in self.rules:
            if rule.event != event:
                continue
            try:
                matched = evaluate(rule.conditions, desk.value)
            except (AttributeError, TypeError):
                break  # a condition that cannot be read ends the whole run: nothing after it is even logged
            if not matched:
                log.append(Entry(rule.name, "skipped"))
                continue
            log.append(Entry(rule.name, "success", tuple((str(action.get("type")), desk.act(action)) for action in rule.actions)))
        return Run(desk.stored(), tuple(log))

    def dry_run(self, rule: str, ticket: NativeTicket) -> bool:
        """Whether a workflow's conditions hold on the ticket as it is."""
        found = next(entry for entry in self.rules if entry.name == rule)
        return evaluate(found.conditions, _Desk(self, ticket).value)


def of_resources(resources: Iterable[Resource]) -> Engine:
    """The engine over what a compile made; rules are called by their keys."""
    items = list(resources)
    order = next((item.body["workflows"] for item in items if item.kind == "workflow_order"), [])
    names = {resolve(reference(*item.key), _words): item for item in items if item.kind == "workflow"}
    listed = [names[resolve(name, _words)] for name in order]  # type: ignore[attr-defined]
    rules = [_rule(str(item.key), item.body) for item in listed if item.body["is_active"]]
    departments = frozenset(f"department/{item.id}" for item in items if item.kind == "department")
    tags = {item.name: f"cstool-{item.name}" for item in items if item.kind == "tag"}
    policy = next((item.body for item in items if item.kind == "sla_policy" and item.body["is_default"]), None)
    return Engine(rules, departments, tags, policy)


def of_live(live: Iterable[Live], slugs: Mapping[str, str]) -> Engine:
    """The engine over a fetched account; rules are called by their numbers. `slugs`: its tags with their addresses."""
    items = list(live)
    order = next(item.body["workflows"] for item in items if item.kind == "workflow_order")
    by_native = {item.native: item for item in items if item.kind == "workflow"}
    rules = []
    for place in order:  # type: ignore[attr-defined]
        natives = [str(resolve(name, _words)).rpartition("=")[2] for name in (place if isinstance(place, list) else [place])]
        acting = [native for native in natives if by_native[native].body["is_active"]]
        if len(acting) > 1:
            raise CannotJudgeError(f"workflows {acting} share a position")
        rules += [_rule(native, by_native[native].body) for native in acting]
    departments = frozenset(f"department/={item.native}" for item in items if item.kind == "department")
    policies = [item for item in items if item.kind == "sla_policy" and item.body["is_default"] and item.body["is_active"]]
    general = [item for item in policies if "department_id" not in item.body and "ticket_type" not in item.body]
    first = min(general, key=lambda item: int(item.native), default=None)
    return Engine(rules, departments, dict(slugs), first.body if first else None)


def _words(kind: str, id_: str, part: str) -> str:
    return f"{kind}/{id_}{'#' + part if part else ''}"


def _rule(name: str, body: Body) -> Rule:
    actions = resolve(body["actions"], _words)
    assert isinstance(actions, list)
    return Rule(name, str(body["trigger_event"]), resolve(body["conditions"], _words), actions)


def evaluate(conditions: object, value: Callable[[str], str]) -> bool:
    """Whether conditions hold, `value` being what a field reads as."""
    if not conditions:
        return True
    if isinstance(conditions, Mapping):
        if "all" in conditions:  # `any` beside it is not even looked at
            return all(_row(row, value) for row in conditions["all"] or [])
        if "any" in conditions:
            group = conditions["any"] or []
            return not group or any(_row(row, value) for row in group)
        return _row(conditions, value)
    if isinstance(conditions, list):
        return all(_row(row, value) for row in conditions)
    return False


IDS = ("department_id", "assigned_to")
_OF_IDS = ("equals", "not_equals", "is_empty", "is_not_empty")


def _row(row: Body, value: Callable[[str], str]) -> bool:
    name, operator, expected = row.get("field", ""), row.get("operator", "equals"), row.get("value")
    if name == "account" or (name in IDS and operator not in _OF_IDS):
        raise CannotJudgeError(f"{name} {operator}")
    actual, wanted = value(name), "" if expected is None else str(expected)
    test = OPERATORS.get(operator)
    return test is not None and test(actual, wanted)


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0


OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "equals": lambda actual, wanted: actual == wanted,
    "not_equals": lambda actual, wanted: actual != wanted,
    "contains": lambda actual, wanted: wanted in actual,
    "not_contains": lambda actual, wanted: wanted not in actual,
    "starts_with": lambda actual, wanted: actual.startswith(wanted),
    "ends_with": lambda actual, wanted: actual.endswith(wanted),
    "greater_than": lambda actual, wanted: _number(actual) > _number(wanted),
    "less_than": lambda actual, wanted: _number(actual) < _number(wanted),
    "greater_or_equal": lambda actual, wanted: _number(actual) >= _number(wanted),
    "less_or_equal": lambda actual, wanted: _number(actual) <= _number(wanted),
    "is_empty": lambda actual, wanted: not actual.strip(),
    "is_not_empty": lambda actual, wanted: bool(actual.strip()),
}
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


class _Desk:
    """One ticket in the server's memory, and what of it is saved.

    The two differ after a save that the database refuses (a department that is gone): every later save writes the same fault
    and is refused as well, while conditions read the memory.
    """

    def __init__(self, engine: Engine, ticket: NativeTicket) -> None:
        self.engine = engine
        self.memory = ticket
        self.kept = ticket

    def stored(self) -> NativeTicket:
        """The ticket as anybody else sees it."""
        now = self.memory
        return replace(self.kept, tags=now.tags, replies=now.replies, notes=now.notes)

    def value(self, name: str) -> str:
        """What a condition reads."""
        ticket = self.memory
        known = {
            "status": ticket.status,
            "priority": ticket.priority,
            "assigned_to": ticket.assignee or "",
            "department_id": ticket.department or "",
            "channel": ticket.channel,
            "ticket_type": ticket.type,
            "subject": ticket.subject,
            "description": ticket.description,
            "sla_breached": "False",
            "tags": ",".join(sorted(ticket.tags)),
            "hours_since_created": "0.0",
            "hours_since_updated": "0.0",
        }
        return known.get(name, "")

    def act(self, action: Body) -> str:
        """One action; `failed` is what the product logs and goes on."""
        kind, value = str(action.get("type")), action.get("value")
        if kind in ("send_webhook", "add_follower") or not isinstance(value, str):
            raise CannotJudgeError(f"{kind} {value!r}")
        if kind == "add_tag":
            return self._tagged(value)
        if kind == "remove_tag":
            self.memory = replace(self.memory, tags=self.memory.tags - {value})
        elif kind == "add_note":
            self.memory = replace(self.memory, notes=(*self.memory.notes, self._filled(value)))
        elif kind == "insert_canned_reply":
            if value:
                self.memory = replace(self.memory, replies=(*self.memory.replies, self._filled(value)))
        elif kind == "delay":
            return "delayed" if value.strip().isdigit() else "failed"
        elif kind in _WRITES:
            return self._written(kind, value)
        return "executed"  # also of an action that nobody knows

    def _tagged(self, name: str) -> str:
        slugs = self.engine.slugs
        if name not in slugs:  # by its address, another tag is taken for it; every name in Chinese has the same, empty one
            address = slugify(name)
            name = next((known for known, slug in slugs.items() if slug == address), name)
            slugs.setdefault(name, address)
        self.memory = replace(self.memory, tags=self.memory.tags | {name})
        return "executed"

    def _written(self, kind: str, value: str) -> str:
        if kind == "set_department" and not (value.startswith("department/") or value.strip().isdigit()):
            return "failed"
        if kind == "assign_agent" and not (value.startswith("user/") or value.strip().isdigit()):
            return "failed"
        written: dict[str, Any] = {_WRITES[kind]: value}
        self.memory = replace(self.memory, **written)
        if self.memory.department is not None and self.memory.department not in self.engine.departments:
            return "failed"
        self.kept = self.memory
        return "executed"

    def _filled(self, written: str) -> str:
        ticket = self.memory
        known = {
            "ticket_id": str(ticket.number),
            "ticket_ref": ticket.reference,
            "reference": ticket.reference,
            "subject": ticket.subject,
            "status": ticket.status,
            "priority": ticket.priority,
            "requester": ticket.requester,
        }
        return _PLACEHOLDER.sub(lambda match: known.get(match[1], match[0]), written)


_WRITES = {
    "change_status": "status",
    "change_priority": "priority",
    "set_department": "department",
    "assign_agent": "assignee",
    "set_type": "type",
}
