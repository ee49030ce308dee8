"""One account over HTTP: the pages of the admin area as JSON, its forms as calls.

The forms answer 302 whether they saved or not, and never say what they made (escalated-dev/escalated-django: escalated/views/
workflows.py, _redirect_back): where they lead to tells the one, and a look at the page after every write the other.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from cstool.backends.base import AccessError, AtOnce, CallError, Compiled, NotMadeError
from cstool.backends.http import Http
from cstool.backends.references import Lookup, resolve
from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.model.settings import BackendSettings
from cstool.plan import Change, Key, Live
from cstool.workspace import Workspace
from tests.live.escalated import shapes
from tests.live.escalated.compile import KINDS, account_of, compile_escalated
from tests.live.escalated.shapes import Raw

PAGES = {
    "department": ("admin/departments/", "departments"),
    "tag": ("admin/tags/", "tags"),
    "canned_response": ("admin/canned-responses/", "canned_responses"),
    "sla_policy": ("admin/sla-policies/", "policies"),
    "workflow": ("admin/workflows/", "workflows"),
}
NAME = {"canned_response": "title"}
"""Which field is called the name, where it is another."""


class EscalatedBackend(AtOnce):
    """One account. `http` carries the session of an administrator: there are no tokens for the admin area."""

    kinds: Sequence[str] = KINDS
    orders: Sequence[str] = ("workflow_order",)
    looked_up: Sequence[str] = ("user", "found_department")
    switches: Mapping[str, str] = {"workflow": "is_active"}

    def __init__(self, name: str, settings: BackendSettings, http: Http) -> None:
        self.name = name
        self._settings = settings
        self._http = http
        self._known: dict[str, list[Raw]] = {}
        """Each page as it was seen last."""

    def compile(self, workspace: Workspace) -> Compiled:
        """The desired state."""
        return compile_escalated(account_of(workspace, self.name, self._settings))

    def fetch(self, kinds: Sequence[str] | None = None) -> Sequence[Live]:
        """The live state."""
        found: list[Live] = []
        for kind in KINDS:
            if kinds is not None and kind not in kinds:
                continue
            if kind == "workflow_order":
                found.append(self._order())
            else:
                found += [self._live(kind, raw) for raw in self._page(kind)]
        return tuple(found)

    def _page(self, kind: str) -> list[Raw]:
        path, prop = PAGES[kind]
        self._known[kind] = list(self._http.get(f"support/{path}")["props"][prop])
        return self._known[kind]

    def _live(self, kind: str, raw: Raw) -> Live:
        name = str(raw[NAME.get(kind, "name")])
        owner = shapes.owner_of_workflow(name) if kind == "workflow" else shapes.owner_of(raw.get("description"))
        return Live(str(raw["id"]), kind, name, self._body(kind, raw), owner, raw.get("updated_at"))

    def _body(self, kind: str, raw: Raw) -> dict[str, object]:
        if kind == "department":
            agents = self._http.get(f"support/admin/departments/{raw['id']}/edit/")["props"]["current_agent_ids"]
            return shapes.department(raw, [self._mails[agent] for agent in agents if agent in self._mails])
        if kind == "workflow":
            return shapes.workflow(raw, self._mails.get)
        plain: Mapping[str, Callable[[Raw], dict[str, object]]] = {
            "tag": shapes.tag,
            "canned_response": shapes.canned,
            "sla_policy": shapes.policy,
        }
        return plain[kind](raw)

    def _order(self) -> Live:
        return Live("order", "workflow_order", "", shapes.order(self._page("workflow")), Key("workflow_order", "all"))

    @cached_property
    def _mails(self) -> Mapping[object, str]:
        """Users by number. Nobody is made here: people have accounts or have none."""
        found: dict[object, str] = {}
        page, last = 1, 1
        while page <= last:
            users = self._http.get("support/admin/users/", page=page)["props"]["users"]
            found.update({user["id"]: user["email"] for user in users["data"] if user["email"]})
            page, last = page + 1, users["last_page"]
        return found

    def _resolver(self, lookup: Lookup) -> Lookup:
        def find(kind: str, id_: str, part: str) -> str:
            if kind == "user":
                return next((str(number) for number, mail in self._mails.items() if mail.lower() == id_.lower()), "") or _lost(
                    id_
                )
            if kind == "found_department":
                same = [raw for raw in self._page("department") if raw["name"] == id_]
                return str(same[0]["id"]) if len(same) == 1 else _lost(id_)
            return lookup(kind, id_, part)

        return find

    def apply(self, change: Change, lookup: Lookup) -> Live | None:
        """Carry out one change, look at the page, and say what is there now; None after a deletion."""
        kind, native = change.key.kind, change.native
        if kind == "workflow_order":
            return self._reordered(change, lookup)
        path, _ = PAGES[kind]
        if change.action == "delete":
            if kind == "workflow":
                self._write("DELETE", f"{path}{native}/", {})
            else:
                self._write("POST", f"{path}{native}/delete/", {})
            if any(str(raw["id"]) == native for raw in self._page(kind)):  # a department that a policy names stays
                raise CallError(text("call-refused", method="DELETE", path=f"{path}{native}/", status=302, why="still there"))
            return None
        body = resolve(change.after or {}, self._resolver(lookup))
        assert isinstance(body, dict)
        if native is None:
            return self._made(kind, change.name, body)
        return self._changed(kind, native, body)

    def _made(self, kind: str, name: str, body: dict[str, Any]) -> Live:
        known = {raw["id"] for raw in (self._known.get(kind) or self._page(kind))}
        path, _ = PAGES[kind]
        form = self._form(kind, body, shapes.address(kind, name))
        self._write("POST", path if kind == "workflow" else f"{path}create/", form, creates=True)
        made = [raw for raw in self._page(kind) if raw["id"] not in known and raw[NAME.get(kind, "name")] == name]
        if not made:
            raise NotMadeError(text("call-refused", method="POST", path=path, status=302, why="nothing was made"))
        if kind == "department" and body["agents"]:  # the form for new ones takes no agents
            return self._changed(kind, str(made[-1]["id"]), body)
        return self._live(kind, made[-1])

    def _changed(self, kind: str, native: str, body: dict[str, Any]) -> Live:
        path, _ = PAGES[kind]
        if kind == "workflow":
            self._write("PUT", f"{path}{native}/", body)
        else:
            slug = self._there(kind, native).get("slug")
            self._write("POST", f"{path}{native}/edit/", self._form(kind, body, slug))
        return self._live(kind, self._there(kind, native))

    def _there(self, kind: str, native: str) -> Raw:
        found = next((raw for raw in self._page(kind) if str(raw["id"]) == native), None)
        if found is None:
            raise CallError(text("object-gone", object=kind, native=native))
        return found

    def switch_on(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError]:
        """One by one, because no call takes several and the one that toggles must not be sent twice; one look at the end."""
        failed: dict[str, CstoolError] = {}
        for change in changes:
            body = resolve(change.after or {}, self._resolver(lookup))
            assert isinstance(body, dict)
            try:
                self._write("PUT", f"admin/workflows/{change.native}/", body)
            except AccessError:
                raise
            except CstoolError as error:
                failed[str(change.native)] = error
        live = {item.native: item for item in self.fetch(("workflow",))}
        gone = CallError(text("object-gone", object="workflow", native="?"))
        found: dict[str, Live | CstoolError] = {**live, **failed}
        return [found.get(str(change.native), gone) for change in changes]

    @staticmethod
    def _form(kind: str, body: dict[str, Any], slug: object) -> dict[str, Any]:
        """What a form takes: sent without its address, it makes a new one from the name; without agents, it leaves none."""
        if kind == "department":
            return {**{key: value for key, value in body.items() if key != "agents"}, "slug": slug, "agent_ids": body["agents"]}
        return {**body, "slug": slug} if kind == "tag" else body

    def _reordered(self, change: Change, lookup: Lookup) -> Live | None:
        """Ours in our order, then the others in theirs: a position is a place in the list that is sent, and the ones that
        are not sent keep a number that may be taken."""
        if change.after is None:
            return None
        wanted = resolve(change.after["workflows"], self._resolver(lookup))
        assert isinstance(wanted, list)
        ours = [int(native) for native in wanted]
        theirs = [raw["id"] for raw in self._page("workflow") if raw["id"] not in ours]
        self._write("POST", "admin/workflows/reorder/", {"workflow_ids": [*ours, *theirs]})
        return self._order()

    def _write(self, method: str, path: str, form: dict[str, Any], *, creates: bool = False) -> None:
        """What was saved leads to the list; what was not, back to the form, or the form itself comes back."""
        answer = self._http.send(method, f"support/{path}", form, creates=creates, page=True)
        listed = f"support/{path[: path.index('/', path.index('/') + 1) + 1]}"
        if not answer.headers.get("location", "").endswith(f"/{listed}"):
            failed = text("call-refused", method=method, path=path, status=answer.status, why="the form came back")
            raise NotMadeError(failed) if creates else CallError(failed)


def _lost(id_: str) -> str:
    raise KeyError(id_)
