"""One Request Tracker behind the interface every helpdesk has."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from cstool.backends.account import account_of
from cstool.backends.base import AccessError, Advice, AtOnce, Compiled
from cstool.backends.http import Exchange, Http
from cstool.backends.references import Lookup
from cstool.backends.rt import normal
from cstool.backends.rt.advice import advice
from cstool.backends.rt.compile import KINDS, LOOKED_UP, compile_rt
from cstool.backends.rt.desk import CONFIG, WHOLE, Desk, problem, settings_of
from cstool.backends.rt.writing import Retired, Writing
from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.model.settings import BackendSettings
from cstool.plan import Action, Change, Live, Plan
from cstool.workspace import Workspace

_ROW = "Name,Description,Disabled,LastUpdated,LastUpdatedBy"
_FIELDS = f"{_ROW},Type,MaxValues,LookupType"


def connect(name: str, settings: BackendSettings, token: str, log: Callable[[Exchange], None]) -> "RtBackend":
    """The account of one backend of cstool.yaml. Forms are taken only from a page of the server itself, hence the Referer
    (bestpractical/rt: lib/RT/Interface/Web.pm, MaybeShowInterstitialCSRFPage)."""
    address = (settings.url or "").rstrip("/")
    headers = {"Authorization": f"token {token}", "Referer": f"{address}/"}
    return RtBackend(name, Desk(Http(address, headers, secrets=[token], problem=problem, log=log)))


class RtBackend(AtOnce):
    """Queues, groups, fields and articles by REST; mails, programs and service levels by the forms of the administration."""

    kinds: Sequence[str] = KINDS
    looked_up: Sequence[str] = LOOKED_UP
    switches: Mapping[str, str] = {"scrip": "enabled"}
    workers: int = 3

    def __init__(self, name: str, desk: Desk) -> None:
        self.name = name
        self._desk = desk
        self._retired = Retired(desk)

    def compile(self, workspace: Workspace) -> Compiled:
        """The desired state."""
        return compile_rt(account_of(workspace, self.name))

    def fetch(self, kinds: Sequence[str] | None = None) -> Sequence[Live]:
        """What is there. Queues and groups that are switched off count as gone. Raises CstoolError."""
        wanted = set(kinds if kinds is not None else KINDS)
        return tuple(item for item in self._all(wanted) if item.kind in wanted)

    def _all(self, wanted: set[str]) -> Iterator[Live]:
        desk = self._desk
        if "custom_field" in wanted:
            search = [{"field": "LookupType", "value": "RT::Queue-RT::Ticket"}]
            yield from map(normal.custom_field, desk.rows("customfields", _FIELDS, search))
        queues = []
        if wanted & {"queue", "watchers", "template"}:
            queues = [normal.queue(row) for row in desk.rows("queues/all", f"{_ROW},SLADisabled")]
            yield from queues
        if wanted & {"group", "members"}:
            yield from self._groups()
        if "watchers" in wanted:
            yield from (normal.watchers(item.native, desk.one(f"queue/{item.native}")) for item in queues)
        if wanted & {"business_hours", "service_levels"}:
            levels, hours = settings_of(desk.page(CONFIG))
            yield from (normal.hours(name, value) for name, value in sorted(hours.items()))
            found = normal.levels(levels)
            yield from [found] if found.body else []
        yield from self._texts(wanted, queues)
        if "scrip" in wanted:
            yield from map(self.scrip, self._programs())

    def _groups(self) -> Iterator[Live]:
        search = [{"field": "Domain", "value": "UserDefined"}]
        groups = [normal.named("group", row) for row in self._desk.rows("groups", _ROW, search)]
        yield from groups
        for group in groups:
            if group.owner:
                yield self.members(group)

    def members(self, group: Live) -> Live:
        """Who belongs to one group."""
        people = self._desk.rows(f"group/{group.native}/members", "id")
        return normal.members(group, [row["id"] for row in people if row.get("type") == "user"], self._desk.mail)

    def _texts(self, wanted: set[str], queues: Sequence[Live]) -> Iterator[Live]:
        desk = self._desk
        if "class" in wanted:
            yield from (normal.named("class", row) for row in desk.rows("classes/all", _ROW))
        if "article" in wanted:
            fields = "Name,Summary,Class,CustomFields,Disabled,LastUpdated,LastUpdatedBy"
            rows = desk.rows("articles", fields, [{"field": "id", "operator": ">", "value": 0}])
            yield from (normal.article(row) for row in rows if str(row.get("Disabled") or "0") == "0")
        if "template" in wanted:
            for queue in ("0", *(item.native for item in queues)):
                yield from (self.template(queue, native) for native in self._mails(queue))

    def _mails(self, queue: str) -> Iterator[str]:
        """Numbers of the mails that may be ours: there is no list with their texts, so each is a page of its own."""
        path = "Admin/Queues/Templates.html" if queue != "0" else "Admin/Global/Templates.html"
        page = self._desk.page(path, id=queue, Rows=WHOLE) if queue != "0" else self._desk.page(path, Rows=WHOLE)
        for address, words in page.links:
            number = address.rpartition("Template=")[2]
            if (
                "Template.html?" in address
                and number.isdigit()
                and not words.isdigit()
                and (queue != "0" or words.startswith("cstool "))
            ):
                yield number

    def template(self, queue: str, native: str) -> Live:
        """One mail."""
        path = "Admin/Queues/Template.html" if queue != "0" else "Admin/Global/Template.html"
        return normal.template(native, queue, self._desk.page(path, Queue=queue, Template=native).fields)

    def _programs(self) -> Iterator[str]:
        page = self._desk.page("Admin/Scrips/index.html", Rows=WHOLE, FindDisabledScrips="1")
        for address, words in page.links:
            number = address.rpartition("Modify.html?id=")[2]
            if number.isdigit() and words.startswith("cstool:"):
                yield number

    def scrip(self, native: str) -> Live:
        """One program, and the queue it is added to."""
        path = "Admin/Scrips/Modify.html"
        fields = self._desk.page(path, id=native).fields
        if "CustomCommitCode" not in fields:
            raise AccessError(text("rt-not-shown", path=path, right="ExecuteCode"))
        boxes = self._desk.page("Admin/Scrips/Objects.html", id=native).boxes
        return normal.scrip(native, fields, boxes, self._desk.mail)

    def apply(self, change: Change, lookup: Lookup) -> Live | None:
        """Carry out one change and read the object back."""
        writing = Writing(self._desk, lookup, self._retired)
        if change.action == "delete":
            writing.remove(change)
            return None
        native = writing.write(change)
        return self._read(change.key.kind, native, writing)

    def apply_many(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError | None]:
        """Business hours: one setting, written once."""
        writing = Writing(self._desk, lookup, self._retired)
        wanted: dict[str | None, Mapping[str, object] | None] = {change.native: None for change in changes if change.native}
        wanted |= {change.name: change.after for change in changes if change.after is not None}
        writing.hours(wanted)
        _, hours = settings_of(writing.page)
        return [normal.hours(change.name, hours[change.name]) if change.name in hours else None for change in changes]

    def bulk(self, kind: str, action: Action) -> int:
        """Business hours together, everything else one by one."""
        return 1000 if kind == "business_hours" else 1

    def _read(self, kind: str, native: str, writing: Writing) -> Live | None:
        desk = self._desk
        if kind == "custom_field":
            return normal.custom_field(desk.one(f"customfield/{native}"))
        if kind == "queue":
            return normal.queue(desk.one(f"queue/{native}"))
        if kind in ("group", "class"):
            return normal.named(kind, desk.one(f"{kind}/{native}"))
        if kind == "members":
            return self.members(Live(native, "group", "", {}))
        if kind == "watchers":
            return normal.watchers(native, desk.one(f"queue/{native}"))
        if kind == "article":
            return normal.article(desk.one(f"article/{native}"))
        if kind == "template":
            return normal.template(native, writing.queue, writing.page.fields)
        if kind == "scrip":
            return self.scrip(native)
        levels, hours = settings_of(writing.page)
        if kind == "service_levels":
            return normal.levels(levels)
        return normal.hours(native, hours[native]) if native in hours else None

    def pause(self, attempt: int) -> None:
        """Wait for a request that nobody heard of again."""
        self._desk.http.pause(attempt)

    def advise(self, plan: Plan, live: Sequence[Live]) -> Advice:
        """What cannot be pushed there."""
        return advice(self._desk, plan)
