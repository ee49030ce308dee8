"""A helpdesk in memory, with ids, references, markers on some kinds, an order, rules that act, and faults on demand."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from cstool.backends.base import AccessError, AtOnce, CallError, Compiled, NotMadeError, UnsureError
from cstool.backends.references import Lookup, native_reference, reference, references, resolve
from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.plan import Action, Body, Change, Key, Live, Resource
from cstool.workspace import Workspace

MARKED = ("group", "rule")
"""Kinds with room for our marker."""
POINTS: Mapping[str, str] = {"group": "group", "rules": "rule", "parent": "group"}
"""Fields of bodies that hold ids, and of what."""
Fault = Callable[[int, str, str], str | None]
"""From the number of the call, its action and kind: what goes wrong."""


class KilledError(BaseException):
    """The process is gone: nothing of it runs any more."""


@dataclass
class Stored:
    """One object as the server holds it."""

    name: str
    body: dict[str, Any]
    owner: Key | None = None
    edited: str | None = None


@dataclass
class Desk(AtOnce):
    """One account. `calls` lists what reached it, `fault` says what goes wrong with which call."""

    name: str = "memory"
    workers: int = 1
    at_once: int = 1
    """Members that one call makes."""
    kinds: Sequence[str] = ("group", "member", "text", "rule", "rule_order")
    orders: Sequence[str] = ("rule_order",)
    looked_up: Sequence[str] = ("found_group", "user")
    switches: Mapping[str, str] = field(default_factory=lambda: {"rule": "active"})
    fault: Fault = lambda number, action, kind: None
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    pauses: list[int] = field(default_factory=list)
    objects: dict[tuple[str, str], Stored] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    numbers: int = 100
    dead: bool = False
    lock: Any = field(default_factory=RLock)

    def compile(self, workspace: Workspace) -> Compiled:
        """Desired objects come from the test."""
        raise NotImplementedError

    def bulk(self, kind: str, action: Action) -> int:
        """Members are made several at once."""
        return self.at_once if kind == "member" and action == "create" else 1

    def fetch(self, kinds: Sequence[str] | None = None) -> Sequence[Live]:
        """What is there."""
        with self.lock:
            self._before("fetch", ",".join(kinds or ()), creates=False)
            found = [
                self._live(kind, native)
                for kind, native in self.objects
                if kinds is None or kind in kinds
                if kind != "rule_order"
            ]
            if kinds is None or "rule_order" in kinds:
                found.append(self._order())
            return found

    def _order(self) -> Live:
        return Live("all", "rule_order", "all", {"rules": [native_reference("rule", one) for one in self.order]})

    def _live(self, kind: str, native: str) -> Live:
        one = self.objects[kind, native]
        body = {
            name: native_reference(POINTS[name], value) if name in POINTS and value else value for name, value in one.body.items()
        }
        return Live(native, kind, one.name, body, one.owner if kind in MARKED else None, one.edited, one.edited)

    def apply(self, change: Change, lookup: Lookup) -> Live | None:
        """One change."""
        with self.lock:
            body = _resolved(change.after or {}, lookup)  # a reference that leads nowhere is noticed before anything is sent
            bent, after = self._before(change.action, change.key.kind, creates=change.action == "create")
            if after == "ignored":
                return None
            item = self._carried_out(change, {**body, "bent": True} if bent else body)
            self._after(after, creates=change.action == "create")
            return item

    def apply_many(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError | None]:
        """All of them or none, but half of them where it is cut short."""
        with self.lock:
            bodies = [_resolved(change.after or {}, lookup) for change in changes]
            _, after = self._before("create", changes[0].key.kind, creates=True)
            pairs = list(zip(changes, bodies, strict=True))
            if after == "half":
                pairs = pairs[: len(pairs) // 2]
            found = [self._carried_out(change, body) for change, body in pairs]
            self._after(after, creates=True)
            return found

    def switch_on(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError]:
        """All of them in one call."""
        with self.lock:
            _, after = self._before("switch", changes[0].key.kind, creates=False)
            for change in changes:
                self.objects[change.key.kind, change.native or ""].body["active"] = True
                self.calls.append(("on", change.key.kind, change.key.id))
            self._after(after, creates=False)
            return [self._live(change.key.kind, change.native or "") for change in changes]

    def pause(self, attempt: int) -> None:
        """Remembered."""
        self.pauses.append(attempt)

    def _before(self, action: str, kind: str, *, creates: bool) -> tuple[bool, str | None]:
        if self.dead:
            raise KilledError
        self.calls.append(("call", action, kind))
        wrong = self.fault(sum(call[0] == "call" for call in self.calls), action, kind)
        if wrong == "lost before":
            raise _lost(creates)
        if wrong == "refused":
            raise (NotMadeError if creates else CallError)(text("refused"), 422)
        if wrong == "closed":
            raise AccessError(text("closed"), 401)
        if wrong == "interrupted before":
            raise KeyboardInterrupt
        if wrong == "killed before":
            self.dead = True
            raise KilledError
        return wrong == "bent", wrong

    def _after(self, wrong: str | None, *, creates: bool) -> None:
        if wrong in ("lost after", "half"):
            raise _lost(creates)
        if wrong == "interrupted after":
            raise KeyboardInterrupt
        if wrong == "killed after":
            self.dead = True
            raise KilledError

    def _carried_out(self, change: Change, body: dict[str, Any]) -> Live | None:
        kind, native = change.key.kind, change.native or ""
        if kind == "rule_order":
            foreign = [one for one in self.order if one not in body["rules"]]
            self.order = [*body["rules"], *foreign]
            return self._order()
        if change.action == "delete":
            self.objects.pop((kind, native), None)
            self.order = [one for one in self.order if kind != "rule" or one != native]
            return None
        if change.action == "create":
            self.numbers += 1
            native = str(self.numbers)
            if kind == "rule":
                self.order.append(native)
        elif (kind, native) not in self.objects:
            raise CallError(text("gone"), 404)
        self.objects[kind, native] = Stored(change.name, body, change.key)
        self.calls.append((change.action, kind, change.key.id))
        if kind == "rule" and change.action == "create":
            self.calls.append(("made", "on" if body.get("active") else "off", change.key.id))
        return self._live(kind, native)

    def foreign(self, ours: set[str]) -> str:
        """Everything that is not ours, byte for byte."""
        found = [(*place, one.name, one.body, one.owner) for place, one in sorted(self.objects.items()) if place[1] not in ours]
        return json.dumps(found, sort_keys=True, default=str)

    def add(self, kind: str, name: str, body: Mapping[str, Any], owner: Key | None = None) -> str:
        """Made there by somebody else."""
        self.numbers += 1
        self.objects[kind, str(self.numbers)] = Stored(name, dict(body), owner)
        if kind == "rule":
            self.order.append(str(self.numbers))
        return str(self.numbers)


def _resolved(body: Body, lookup: Lookup) -> dict[str, Any]:
    def find(kind: str, id_: str, part: str) -> str:
        return id_ if kind == "user" else lookup(kind, id_, part)

    made = resolve(body, find)
    assert isinstance(made, dict)
    return made


def _lost(creates: bool) -> CstoolError:
    return UnsureError(text("lost")) if creates else CallError(text("lost"), 0)


def wanted(groups: Sequence[str], members: Mapping[str, str], rules: Mapping[str, str]) -> list[Resource]:
    """Groups by id; members by mail, with their group; rules by id, with their group, in order."""
    made = [Resource("group", one, "", one.title(), {"colour": "blue"}) for one in groups]
    made += [
        Resource("member", mail, "", f"{mail} in {group}", {"group": reference("group", group)})
        for mail, group in members.items()
    ]
    made += [Resource("text", one, "", f"Hello {one}", {"words": one * 3}) for one in groups]
    made += [
        Resource("rule", one, "", one.upper(), {"group": reference("group", to), "active": True}) for one, to in rules.items()
    ]
    if rules:
        made.append(Resource("rule_order", "all", "", "all", {"rules": [reference("rule", one) for one in rules]}))
    assert all(kind == "group" or kind == "rule" for one in made for kind, _, _ in references(one.body))
    return made
