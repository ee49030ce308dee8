"""One Zammad account over its REST API: read, write, switch on."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from cstool.backends.account import account_of
from cstool.backends.base import Advice, CallError, Compiled
from cstool.backends.http import Exchange, Http
from cstool.backends.references import Lookup
from cstool.backends.zammad.compile import KINDS, LOOKED_UP, compile_zammad
from cstool.backends.zammad.directory import Directory, Record, listed, problem
from cstool.backends.zammad.normalise import live_of
from cstool.backends.zammad.writing import WORKERS, Writer
from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.model.settings import BackendSettings
from cstool.plan import Action, Change, Live, Plan
from cstool.workspace import Workspace

ROUTES: Mapping[str, str] = {
    "attribute": "object_manager_attributes",
    "priority": "ticket_priorities",
    "tag": "tag_list",
    "group": "groups",
    "agent_groups": "users",
    "calendar": "calendars",
    "text_module": "text_modules",
    "trigger": "triggers",
    "sla": "slas",
    "job": "jobs",
}
RIGHTS: Mapping[str, str] = {
    "object_manager_attributes": "admin.object",
    "ticket_priorities": "ticket.agent",
    "ticket_states": "ticket.agent",
    "tag_list": "admin.tag",
    "groups": "admin.group",
    "users": "admin.user",
    "calendars": "admin.calendar",
    "text_modules": "admin.text_module",
    "triggers": "admin.trigger",
    "slas": "admin.sla",
    "jobs": "admin.scheduler",
}
"""The least right that opens each list to a token (measured on zammad/zammad 5.5: all others answer 403)."""
TAGS_AT_ONCE = 50
"""Tags made before the list is read again: making one does not say its number (measured on zammad/zammad 5.5)."""


def connect(name: str, settings: BackendSettings, token: str, log: Callable[[Exchange], None]) -> "ZammadBackend":
    """The account at `settings.url`. Nothing is sent yet."""
    http = Http(
        f"{(settings.url or '').rstrip('/')}/api/v1",
        {"Authorization": f"Token token={token}"},
        secrets=(token,),
        problem=problem,
        log=log,
    )
    return ZammadBackend(name, http)


class ZammadBackend:
    """One account. `raw` is what the last whole look found, `wanted` what was compiled last: advice on a plan reads both."""

    kinds: Sequence[str] = KINDS
    orders: Sequence[str] = ("agent_groups",)
    """What an agent may do in groups that are not ours is not ours."""
    looked_up: Sequence[str] = LOOKED_UP
    unseen: Collection[str] = ()
    """A list that the token may not see is an error."""
    switches: Mapping[str, str] = {"trigger": "active", "job": "active"}
    workers: int = WORKERS

    def __init__(self, name: str, http: Http) -> None:
        self.name = name
        self.http = http
        self.directory = Directory(http)
        self.raw: dict[str, list[Record]] = {}
        self.wanted: frozenset[tuple[str, str]] = frozenset()
        self.writer = Writer(http, self.directory, self.raw)
        self._first = Lock()

    def bulk(self, kind: str, action: Action) -> int:
        """Tags are made together; everything else one by one."""
        return TAGS_AT_ONCE if (kind, action) == ("tag", "create") else 1

    def compile(self, workspace: Workspace) -> Compiled:
        """Native objects of a workspace; no network, same input, same output."""
        compiled = compile_zammad(account_of(workspace, self.name))
        self.wanted = frozenset((one.kind, one.name) for one in compiled.resources)
        return compiled

    def fetch(self, kinds: Sequence[str] | None = None) -> Sequence[Live]:
        """What is there. Raises CstoolError; where rights are missing, with all of them."""
        self.writer.migrate()
        wanted = [kind for kind in KINDS if kinds is None or kind in kinds]
        with self._first:
            if kinds is None or not self.raw.get("ticket_states"):
                self._read(sorted({*(ROUTES[kind] for kind in wanted), "users", "ticket_states", "ticket_priorities"}))
            else:
                self._read(sorted({ROUTES[kind] for kind in wanted}))
        return [live_of(kind, record, self.directory) for kind in wanted for record in self._records(kind)]

    def people(self) -> dict[str, str]:
        """Names of people, by mail, as they were fetched last."""
        rows = [one for one in self.raw["users"] if one.get("email")]
        named = {str(one["email"]): f"{one.get('firstname') or ''} {one.get('lastname') or ''}" for one in rows}
        return {mail: name.strip() for mail, name in named.items()}

    def apply(self, change: Change, lookup: Lookup) -> Live | None:
        """Carries out one change and says what is there now; None after a deletion."""
        record = self.writer.carry_out(ROUTES[change.key.kind], change, lookup)
        if record is None:
            return None
        return live_of(change.key.kind, record, self.directory)

    def apply_many(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError | None]:
        """Tags: all are made, then the list says their numbers."""
        records = self.writer.make_tags([change.name for change in changes])
        return [
            live_of("tag", records[change.name], self.directory)
            if change.name in records
            else CstoolError(text("not-there-after-write", object=str(change.key)))
            for change in changes
        ]

    def switch_on(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError]:
        """One request each: there is no call for several. They begin in their order, so that a rule never acts long before the
        rule that guards it, and several at once, so that the account is not half switched on for long."""
        self.writer.migrate()

        def one(change: Change) -> Live | CstoolError:
            try:
                record = self.writer.switch(ROUTES[change.key.kind], change.native or "")
            except CstoolError as error:
                return error
            return live_of(change.key.kind, record, self.directory)

        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(one, changes))

    def pause(self, attempt: int) -> None:
        """Waits until a request that nobody heard of again has surely ended there."""
        self.http.pause(attempt)

    def advise(self, plan: Plan, live: Sequence[Live]) -> Advice:
        """What would break the intake of tickets there, and what only a person can do."""
        from cstool.backends.zammad.advice import advise

        return advise(self, plan, live)

    def touched(self, condition: Mapping[str, object], lookup: Lookup) -> int:
        """How many tickets of today a condition matches, by the product's own answer: nothing is written."""
        return self.writer.touched(condition, lookup)

    def _read(self, routes: Sequence[str]) -> None:
        with ThreadPoolExecutor(WORKERS) as pool:
            found = dict(zip(routes, pool.map(self._list, routes), strict=True))
        missing = sorted({RIGHTS[route] for route, records in found.items() if isinstance(records, CallError)})
        if len(missing) == len({RIGHTS[route] for route in found}):
            raise next(error for error in found.values() if isinstance(error, CallError))  # no right is missing: the door is shut
        if missing:
            raise CstoolError(text("zammad-missing-rights", backend=self.name, rights=tuple(missing)))
        self.raw.update({route: records for route, records in found.items() if not isinstance(records, CallError)})
        self.directory.learn(self.raw["ticket_states"], self.raw["ticket_priorities"])
        if "users" in routes:
            self._more_people()

    def _more_people(self) -> None:
        """Of an account with many customers the first page lacks some agents: the groups tell their numbers."""
        known = {record["id"] for record in self.raw["users"]}
        members = {number for group in self.raw.get("groups", ()) for number in group.get("user_ids") or ()}
        for number in sorted(members - known):
            record = self.directory.person(number)
            if record is not None:
                self.raw["users"].append(record)

    def _list(self, route: str) -> list[Record] | CallError:
        """The records of one list, or why the token may not see them."""
        try:
            return list(self.directory.learn_people()) if route == "users" else listed(self.http, route)
        except CallError as error:
            if error.status == 403:
                return error
            raise

    def _records(self, kind: str) -> Sequence[Record]:
        records = self.raw[ROUTES[kind]]
        if kind == "attribute":  # those of a fresh account belong to the product
            return [record for record in records if record["object"] == "Ticket" and record["editable"]]
        if kind == "agent_groups":
            return [record for record in records if record.get("group_ids")]
        return records
