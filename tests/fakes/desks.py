"""Helpdesks for pushes under chaos: the small or the shipped seller's, with objects of others, and stories of pushes."""

import contextlib
import copy
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from cstool.backends.base import Backend
from cstool.backends.compilers import compile_for
from cstool.backends.http import Http
from cstool.loading import load
from cstool.plan import Resource
from cstool.workspace import Workspace
from tests.backends import small
from tests.fakes import zammad, zammad_objects, zendesk
from tests.fakes.zammad_account import Account
from tests.fakes.zendesk_store import Store

ROOT = Path(__file__).parents[2]
Story = tuple[Sequence[Sequence[Resource] | str], Sequence[Resource]]
"""What was pushed before (`lose lock`: and forgotten), and what the disturbed push wants."""


@dataclass(frozen=True)
class Scene:
    """A story, prepared. `final`: the live objects that an undisturbed push leaves; `requests`: how many it takes."""

    story: str
    desired: Sequence[Resource]
    final: Counter[str]
    requests: int


class Helpdesk(Protocol):
    """One account in memory, and what is pushed to it."""

    name: str
    url: str

    def serving(self) -> AbstractContextManager[None]:
        """The server runs, at `url`."""
        ...

    def account(self, url: str, wait: Callable[[float], None]) -> Backend:
        """Our side of it."""
        ...

    def stories(self) -> Mapping[str, Story]:
        """By name."""
        ...

    def foreign(self) -> Mapping[str, object]:
        """What others had there, as it is stored now."""
        ...

    def edit_foreign(self) -> None:
        """Somebody changes one of those."""
        ...

    def edit_ours(self, seed: int) -> None:
        """Somebody changes one of ours, where there is one."""
        ...

    def half_acting(self, scene: Scene) -> str:
        """Complaint where, in a first push, some rules of ours act already and others are missing."""
        ...


def _changed(path: str, *pairs: tuple[str, str], root: Path = small.ROOT) -> tuple[str, str]:
    text = (root / path).read_text("utf-8")
    for old, new in pairs:
        assert old in text, (path, old)
        text = text.replace(old, new)
    return path, text


TINY = {
    "config/routing.yaml": """
stages:
  - id: classify
    match: first
    rules:
      - {id: refund, when: {text: [refund], channel: shop}, then: {category: refund}}
      - {id: other, when: always, then: {category: other}}
  - id: assign
    match: first
    rules:
      - {id: refunds, when: {category: refund}, then: {team: back, priority: high, escalate: {role: lead}}}
      - {id: rest, when: always, then: {team: front, priority: normal, skills: german}}
  - id: respond
    match: first
    rules:
      - {id: hello, when: {hours: open}, then: {reply: general/hello}}
""",
    "config/sla.yaml": """
policies:
  - {id: shop, when: {channel: shop}, targets: {first_reply: 20h}}
  - {id: rest, targets: {first_reply: 2h, resolution: 16h}}
""",
}


def small_sellers() -> tuple[Workspace, Workspace]:
    """The small seller with fewer rules, and the same after a busy day: every kind of object made, changed and dropped."""
    assign = "      - {id: refunds, when: {category: refund}, then: {team: back, priority: high, escalate: {role: lead}}}\n"
    late = "      - {id: late, when: {text: [late, delayed]}, then: {team: third, priority: high}}\n"
    routing, sla = TINY["config/routing.yaml"], TINY["config/sla.yaml"]
    mail = "  - {id: back, when: {channel: mail}, targets: {first_reply: 9h}}\n"
    assert assign in routing
    overlay = dict([
        ("config/routing.yaml", routing.replace(assign, late).replace("[refund]", "[refund, money]")),
        ("config/sla.yaml", sla.replace("20h", "21h").replace("  - {id: rest", mail + "  - {id: rest")),
        _changed(
            "config/teams.yaml",
            ("name: {en: Back}, members: [ann, bob]", "name: {en: Money}, members: [ann]"),
            ("agents:", "  third: {name: {en: Third}, members: [bob, ann]}\nagents:"),
        ),
        _changed("config/calendars.yaml", ("09:00-12:00", "08:00-12:00"), ("[2026-12-24]", "[2026-12-24, 2026-12-31]")),
        _changed("config/vocabulary.yaml", ("[gold, silver]", "[gold, silver, platinum]"), ("other: {}", "other: {}, late: {}")),
        _changed("templates/general/hello.en.md", ("We answer", "We will answer")),
        ("templates/general/sorry.en.md", "---\nkind: reply\n---\n{% include \"greeting\" %}\n\nWe are sorry.\n"),
    ])  # fmt: skip
    return _loaded(TINY), _loaded(overlay)


def _loaded(overlay: dict[str, str]) -> Workspace:
    loaded = load(small.ROOT, small.TODAY, overlay)
    assert not loaded.faults, [(fault.span, fault.message) for fault in loaded.faults]
    return loaded


def shipped_sellers() -> tuple[Workspace, Workspace]:
    """The shipped seller, and the same with other words in a template, a keyword more and a promise changed."""
    day = date(2026, 11, 22)
    path = "config/sla.yaml"
    text = (ROOT / path).read_text("utf-8")
    return load(ROOT, day), load(ROOT, day, {path: text.replace("24h", "23h", 1)})


def stories_of(name: str, workspaces: tuple[Workspace, Workspace]) -> Mapping[str, Story]:
    """A first push; a push of changes, with deletions; a lost lockfile and changes."""
    first, second = (compile_for(workspace, name).resources for workspace in workspaces)
    return {"first": ((), first), "change": ((first,), second), "adopt": ((first, "lose lock"), second)}


class Zendesk:
    """A Zendesk with a category, triggers, macros, groups, policies, skills of others."""

    name = "zendesk"

    def __init__(self, *, shipped: bool = False) -> None:
        self.backend = "production" if shipped else "zd"
        self.workspaces = shipped_sellers() if shipped else small_sellers()
        self.store = self._seller() if shipped else self._small()
        self.url = ""
        self._tables = (
            *("groups", "group_memberships", "ticket_fields", "skill_attributes", "skill_values", "schedules", "macros"),
            *("dynamic_content", "trigger_categories", "triggers", "sla_policies", "automations", "users"),
        )
        self._populated()
        self._theirs = {(table, id_) for table in self._tables for id_ in getattr(self.store, table)}

    def _small(self) -> Store:
        from tests.fakes.zendesk_push import small_store

        return small_store()

    def _seller(self) -> Store:
        return zendesk.seller(today=date(2026, 11, 22))

    def _populated(self) -> None:
        store = self.store
        group, category, skill = store.new(), "10777", store.new_text()
        ann = next(id_ for id_, row in store.users.items() if row["role"] == "agent")
        store.groups[group] = {"id": group, "name": "Theirs", "description": "", "default": False, "deleted": False}
        store.group_memberships[77] = {"id": 77, "user_id": ann, "group_id": group, "default": True}
        store.trigger_categories[category] = {"id": category, "name": "Theirs", "position": 1, **store.moments()}
        row = {"title": "Theirs", "raw_title": "Theirs", "active": True, "description": None, "position": 1, "default": False}
        actions = [{"field": "group_id", "value": str(group)}]
        conditions: dict[str, Any] = {"all": [{"field": "status", "operator": "is", "value": "new"}], "any": []}
        for table, more in (
            ("triggers", {"category_id": category, "conditions": conditions}),
            ("macros", {"restriction": None}),
            ("automations", {"conditions": conditions}),
        ):
            id_ = store.new()
            getattr(store, table)[id_] = {"id": id_, **row, "actions": copy.deepcopy(actions), **more, **store.moments()}
        store.skill_attributes[skill] = {"id": skill, "name": "Theirs"}
        value = store.new_text()
        store.skill_values[value] = {"id": value, "attribute_id": skill, "name": "Finnish"}
        store.agent_values[ann] = [value]

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """The fake server over the store."""
        with zendesk.FakeZendesk(self.store) as server:
            server.limit = server.left = 10**9
            self.url = server.url
            yield

    def account(self, url: str, wait: Callable[[float], None]) -> Backend:
        """Our side of it."""
        from cstool.backends.zendesk.account import connect

        settings = self.workspaces[0].settings.value.backends[self.backend].model_copy(update={"url": url})
        log = lambda exchange: None  # noqa: E731 - nobody listens
        return connect(self.backend, settings, zendesk.USER, zendesk.TOKEN, log, self.workspaces[0], wait=wait)

    def stories(self) -> Mapping[str, Story]:
        """By name."""
        return stories_of(self.backend, self.workspaces)

    def foreign(self) -> Mapping[str, object]:
        """Positions aside: what is not ours keeps its place among all, whatever number that has."""
        found = {}
        for table, id_ in self._theirs:
            row = getattr(self.store, table).get(id_)
            kept = row and {name: value for name, value in row.items() if name not in ("position", "updated_at")}
            found[f"{table}/{id_}"] = json.dumps(kept, sort_keys=True, default=str)
        ours = [id_ for id_ in self.store.skill_values if ("skill_values", id_) not in self._theirs]
        for user, held in self.store.agent_values.items():
            found[f"agent_values/{user}"] = json.dumps([one for one in held if one not in ours])
        return {key: value for key, value in found.items() if value != "[]"}

    def edit_foreign(self) -> None:
        """A trigger of others gets another title."""
        row = next(row for row in self.store.triggers.values() if row["title"] == "Theirs" or row["title"] == "Edited")
        row.update(title="Edited", raw_title="Edited")

    def edit_ours(self, seed: int) -> None:
        """Another macro text, schedule name, trigger title or group description."""
        tables = ("macros", "triggers", "groups", "schedules", "dynamic_content", "sla_policies", "automations", "ticket_fields")
        ours = [(table, id_) for table in tables for id_ in getattr(self.store, table) if (table, id_) not in self._theirs]
        if ours:
            table, id_ = ours[seed % len(ours)]
            row = getattr(self.store, table)[id_]
            name = "title" if "title" in row else "name"
            row[name] = f"{row[name]} (by hand)"
            if "raw_title" in row:
                row["raw_title"] = row["title"]

    def half_acting(self, scene: Scene) -> str:
        """The triggers of ours."""
        if scene.story != "first":
            return ""
        ours = [row for id_, row in self.store.triggers.items() if ("triggers", id_) not in self._theirs]
        wanted = sum(one.kind == "trigger" for one in scene.desired)
        if any(row["active"] for row in ours) and len(ours) < wanted:
            return f"{len(ours)} of {wanted} triggers are there, and some act"
        return ""


class Zammad:
    """A Zammad with groups, rights, triggers, text modules, calendars of others."""

    name = "zammad"

    def __init__(self, *, shipped: bool = False) -> None:
        self.backend = "staging" if shipped else "za"
        self.workspaces = shipped_sellers() if shipped else small_sellers()
        self.records = Account(newer=True)
        self.url = ""
        for item in self.workspaces[0].agents.values():
            self.records.create("users", {"firstname": "A", "email": item.value.email, "roles": ["Agent"]})
        self._attributes()
        self._populated()
        self._theirs = {(route, number) for route, table in self.records.tables.items() for number in table}
        self._their_attributes = set(self.records.attributes)

    def _attributes(self) -> None:
        """Those that connectors fill."""
        for binding in self.workspaces[0].settings.value.backends[self.backend].fields.values():
            if binding.attribute:
                text = {"type": "text", "maxlength": 200, "null": True, "default": ""}
                sent = {"object": "Ticket", "name": binding.attribute, "display": "x", "data_type": "input", "data_option": text}
                zammad_objects.create(self.records, sent, 3)
        zammad_objects.migrate(self.records)

    def _populated(self) -> None:
        group = self.records.create("groups", {"name": "Theirs"})
        agent = next(number for number, one in self.records.tables["users"].items() if one["firstname"] == "A")
        self.records.change("users", agent, {"group_ids": {str(group["id"]): ["full"]}})
        self.records.create(
            "triggers",
            {
                "name": "zz theirs",
                "condition": {"ticket.action": {"operator": "is", "value": "create"}},
                "perform": {"ticket.group_id": {"value": str(group["id"])}},
                "active": True,
            },
        )
        self.records.create("text_modules", {"name": "theirs", "content": "<div>x</div>"})
        self.records.create("text_modules", {"name": "theirs", "content": "<div>y</div>"})

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """The fake server over the records."""
        with zammad.Server(self.records) as server:
            self.url = server.url
            yield

    def account(self, url: str, wait: Callable[[float], None]) -> Backend:
        """Our side of it."""
        from cstool.backends.zammad.account import ZammadBackend
        from cstool.backends.zammad.directory import problem

        headers = {"Authorization": f"Token token={zammad.TOKEN}"}
        return ZammadBackend(self.backend, Http(f"{url}/api/v1", headers, secrets=(zammad.TOKEN,), problem=problem, wait=wait))

    def stories(self) -> Mapping[str, Story]:
        """By name."""
        return stories_of(self.backend, self.workspaces)

    def foreign(self) -> Mapping[str, object]:
        """Of agents, the rights in groups that are not ours."""
        found = {}
        tables = self.records.tables
        for route, number in self._theirs:
            row = tables[route].get(number)
            kept = dict(row) if row else None
            if kept is not None and route == "users":
                rights = {group: one for group, one in kept["group_ids"].items() if ("groups", int(group)) in self._theirs}
                kept.update(group_ids=rights, updated_at="", updated_by_id=0)
            if kept is not None and route == "groups":
                kept.pop("user_ids", None)
            found[f"{route}/{number}"] = json.dumps(kept, sort_keys=True, default=str)
        for number in self._their_attributes:
            found[f"attribute/{number}"] = json.dumps(self.records.attributes.get(number), sort_keys=True, default=str)
        return found

    def edit_foreign(self) -> None:
        """A trigger of others gets another name."""
        number = next(one["id"] for one in self.records.tables["triggers"].values() if str(one["name"]).startswith("zz "))
        self.records.change("triggers", number, {"name": "zz edited"})

    def edit_ours(self, seed: int) -> None:
        """Another name for one record of ours."""
        routes = ("text_modules", "triggers", "groups", "calendars", "slas", "jobs")
        ours = [
            (route, number) for route in routes for number in self.records.tables[route] if (route, number) not in self._theirs
        ]
        if ours:
            route, number = ours[seed % len(ours)]
            self.records.change(route, number, {"name": f"{self.records.tables[route][number]['name']} (by hand)"})

    def half_acting(self, scene: Scene) -> str:
        """The triggers of ours."""
        if scene.story != "first":
            return ""
        ours = [row for number, row in self.records.tables["triggers"].items() if ("triggers", number) not in self._theirs]
        wanted = sum(one.kind == "trigger" for one in scene.desired)
        if any(row["active"] for row in ours) and len(ours) < wanted:
            return f"{len(ours)} of {wanted} triggers are there, and some act"
        return ""


def desks(shipped: bool = False) -> Sequence[Helpdesk]:
    """Fresh ones."""
    return Zendesk(shipped=shipped), Zammad(shipped=shipped)
