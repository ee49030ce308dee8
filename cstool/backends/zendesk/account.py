"""One Zendesk account: what is there in compile's own form, and changes carried out."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from cstool.backends.account import account_of
from cstool.backends.base import Advice, Compiled
from cstool.backends.http import Exchange, Http
from cstool.backends.references import Lookup
from cstool.backends.zendesk.advice import LICENSED, advice
from cstool.backends.zendesk.calls import Record, open_http
from cstool.backends.zendesk.compile import KINDS, LOOKED_UP, compile_zendesk
from cstool.backends.zendesk.directory import FAMILIES, Directory
from cstool.backends.zendesk.lists import KINDS as LISTS
from cstool.backends.zendesk.lists import ORDERS, Lists
from cstool.backends.zendesk.objects import SYSTEM_FIELDS, Objects, ordered, owner_of, ranked
from cstool.backends.zendesk.reading import Reading
from cstool.backends.zendesk.requesters import PREFIX, Requesters
from cstool.backends.zendesk.writing import DESTROYED_TOGETHER, Writing
from cstool.diagnostic import text
from cstool.errors import CstoolError, UsageError
from cstool.model.settings import BackendSettings
from cstool.plan import Action, Change, Live, Plan, canonical
from cstool.workspace import Workspace

WORKERS = 4
"""Changes of one kind that are sent at once. More than this meets `409` and the limit of the minute, not more speed."""
MANY = 100
"""Objects of one bulk call: https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#update-many-triggers."""
FOUND_FIRST = ("users", "locales", "brands", "ticket_fields", "groups")
"""Lists without which no body can be read."""


def connect(
    name: str,
    settings: BackendSettings,
    user: str,
    token: str,
    log: Callable[[Exchange], None],
    workspace: Workspace | None = None,
    **options: Any,
) -> "ZendeskAccount":
    """The account of one backend of cstool.yaml; nothing is sent yet. Its words for locales and fields are the workspace's."""
    if settings.url is None:
        raise UsageError(text("missing-setting", name=name, setting="url"))
    return ZendeskAccount(name, open_http(settings.url, user, token, log, **options), workspace)


class ZendeskAccount:
    """Zendesk Support behind the interface of every helpdesk."""

    kinds: Sequence[str] = KINDS
    orders: Sequence[str] = (*ORDERS, "agent_skills")
    """The skills of an agent too: what is not ours among them stays."""
    looked_up: Sequence[str] = LOOKED_UP
    switches: Mapping[str, str] = MappingProxyType({"trigger": "active", "automation": "active"})
    workers = WORKERS

    def __init__(self, name: str, http: Http, workspace: Workspace | None = None) -> None:
        self.name = name
        self._http, self._workspace = http, workspace
        self._lists = Lists(http)
        self._directory = Directory(self._lists.rows)
        requesters = Requesters(self._lists.rows)
        self._reading = Reading(self._directory, requesters)
        self._writing = Writing(http, self._lists, requesters)
        self._words: tuple[object, ...] | None = None
        """Bodies whose references say how the workspace calls what it looks up."""
        self._begun = False

    def compile(self, workspace: Workspace) -> Compiled:
        """Native objects of a workspace; no network."""
        compiled = compile_zendesk(account_of(workspace, self.name))
        self._words = tuple(resource.body for resource in compiled.resources)
        return compiled

    def fetch(self, kinds: Sequence[str] | None = None) -> Sequence[Live]:
        """What is there (of these kinds), with native references. Raises CstoolError."""
        wanted = tuple(self.kinds if kinds is None else kinds)
        names = {LISTS[kind] for kind in wanted if kind in LISTS} | {name for kind in wanted for name in ORDERS.get(kind, ())}
        if kinds is None or not self._begun:
            names |= {*FOUND_FIRST, "audits"} | ({"skills"} if "agent_skills" in names else set())
            if any(PREFIX in canonical(body) for body in self._spoken()):
                names.add("user_fields")
        self._lists.read(names)
        self._begun = True
        self._directory.speak(self._spoken())
        objects = self._objects()
        found = [objects.live(kind, row) for kind in wanted if kind in LISTS for row in self._rows(kind)]
        return [*found, *(self._order(kind) for kind in wanted if kind in ORDERS)]

    def _spoken(self) -> Iterable[object]:
        if self._words is None and self._workspace is not None:
            self.compile(self._workspace)
        return self._words or ()

    @property
    def unseen(self) -> Collection[str]:
        """What the plan of the account, or the rights of the token, do not reach."""
        lacking = self._lists.lacking
        orders = {kind for kind, names in ORDERS.items() if lacking & set(names)}
        return orders | {kind for kind, name in LICENSED.items() if name in lacking}

    def people(self) -> dict[str, str]:
        """Names of agents, by mail, as they were fetched last."""
        return {str(row["email"]).casefold(): str(row.get("name") or "") for row in self._lists.rows("users") if row.get("email")}

    def _objects(self) -> Objects:
        """Groups by our id where their description says so: a team that is renamed keeps its members."""
        groups = {}
        for row in self._lists.rows("groups"):
            owner = owner_of("group", row)
            groups[str(row["id"])] = owner.id if owner else str(row["name"])
        return Objects(self._reading, self._lists.authors, groups)

    def _rows(self, kind: str) -> list[Record]:
        rows = self._lists.rows(LISTS[kind])
        if kind == "ticket_field":
            return [row for row in rows if row.get("type") not in SYSTEM_FIELDS and row.get("removable", True)]
        if kind == "agent_skills":
            return [row for row in rows if row["attribute_value_ids"]]
        return rows

    def _order(self, kind: str) -> Live:
        if kind == "sla_order":
            return ranked(self._lists.rows("sla_policies"))
        return ordered(self._lists.rows("trigger_categories"), self._lists.rows("triggers"))

    def apply(self, change: Change, lookup: Lookup) -> Live | None:
        """Carries out one change and says what the account now holds; None after a deletion."""
        find, kind = self._finder(lookup), change.key.kind
        if change.action == "delete":
            if kind not in ORDERS:  # an order goes with what it orders
                self._writing.deleted(change, find)
            return None
        self._directory.speak((change.after,))
        if kind in ORDERS:
            self._writing.ordered(change, find)
            return self._order(kind)
        row = self._lists.row(LISTS[kind], change.native or "")
        if row is None or change.before != change.after:
            row = self._writing.written(change, find)
        return self._objects().live(kind, row)

    def bulk(self, kind: str, action: Action) -> int:
        """Memberships are made in jobs of a hundred; rules and memberships are deleted so."""
        if kind == "group_membership" and action in ("create", "delete"):
            return MANY
        return MANY if action == "delete" and kind in DESTROYED_TOGETHER else 1

    def apply_many(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError | None]:
        """Several changes of one kind and action in one call."""
        kind, find = changes[0].key.kind, self._finder(lookup)
        if changes[0].action == "delete":
            self._writing.destroyed(kind, [change.native or "" for change in changes])
            return [None] * len(changes)
        self._directory.speak(change.after for change in changes)
        rows, objects = self._writing.joined(changes, find), self._objects()
        gone = [CstoolError(text("not-there-after-write", object=str(change.key))) for change in changes]
        return [objects.live(kind, row) if row else error for row, error in zip(rows, gone, strict=True)]

    def switch_on(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError]:
        """Rules that are switched on, a hundred in one call."""
        kind = changes[0].key.kind
        natives = [change.native or "" for change in changes]
        self._writing.switched(kind, natives)
        rows = [self._lists.row(LISTS[kind], native) for native in natives]
        gone = [CstoolError(text("not-there-after-write", object=str(change.key))) for change in changes]
        objects = self._objects()
        return [objects.live(kind, row) if row else error for row, error in zip(rows, gone, strict=True)]

    def pause(self, attempt: int) -> None:
        """Waits until a request that nobody heard of again has surely ended there."""
        self._http.pause(attempt)

    def advise(self, plan: Plan, live: Sequence[Live]) -> Advice:
        """What the account's own traps say about a plan, before anything is sent."""
        return advice(plan, live, self._directory, self._lists, self._http)

    def _finder(self, lookup: Lookup) -> Lookup:
        def find(kind: str, id_: str, part: str) -> str:
            return self._directory.native(kind, id_) if kind in FAMILIES else lookup(kind, id_, part)

        return find
