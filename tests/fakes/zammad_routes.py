"""The routes of the fake Zammad: who may ask what, paging, and what is answered. Measured on zammad/zammad 5.5."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes import zammad_objects as objects
from tests.fakes.zammad_account import ADMIN, Account
from tests.fakes.zammad_kinds import BY_ROUTE, Kind, Record, Refused
from tests.fakes.zammad_tickets import Desk

TOKEN = "a-token-of-zammad"
EVERYTHING = ("admin", "ticket.agent")
_OPEN_TO_ALL = {"users", "organizations"}
"""Anybody may list these, and sees what is theirs."""


@dataclass
class Answering:
    """Who asks and how: what `answer` needs besides method, path and body."""

    user: int = ADMIN
    permissions: tuple[str, ...] = EVERYTHING
    token: bool = True


@dataclass
class Api:
    """One account as its callers see it."""

    account: Account = field(default_factory=Account)
    tokens: dict[str, tuple[str, ...]] = field(default_factory=lambda: {TOKEN: EVERYTHING})
    version: str = ""
    cap: int = 10**9
    """Records of one page at most, whatever is asked; 5.5 knows no bound."""

    def __post_init__(self) -> None:
        self.desk = Desk(self.account)
        self.version = self.version or ("6.5.0" if self.account.newer else "5.5.x")

    def who(self, authorization: str) -> Answering:
        """The caller of a request. Raises Refused."""
        scheme, _, rest = authorization.partition(" ")
        if not authorization:
            raise Refused(403, "Authentication required")
        if scheme == "Basic":
            login = base64.b64decode(rest).decode().partition(":")[0]
            user = next(one for one in self.account.tables["users"].values() if login in (one["login"], one["email"]))
            admin = 1 in user["role_ids"]
            return Answering(user["id"], (*EVERYTHING, "user_preferences") if admin else ("ticket.customer",), token=False)
        token = rest.removeprefix("token=").strip('"')
        if token not in self.tokens:
            raise Refused(401, "Can't find User for Token")
        return Answering(ADMIN, self.tokens[token])

    def answer(self, method: str, path: str, body: Any, caller: Answering) -> tuple[int, Any]:
        """Status and JSON. Raises Refused."""
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        words = parts.path.strip("/").split("/")
        own = _OWN.get((method, words[0])) or _OWN.get((method, "/".join(words[:2])))
        if method == "PATCH":
            raise Refused(404, "Not Found", human=False)
        if not (own or words[0] in BY_ROUTE):
            raise Refused(404, f"No route matches [{method}] /api/v1{parts.path}")
        if own:
            return own(self, words, query, body, caller)
        return self.records(method, BY_ROUTE[words[0]], words[1:], query, body, caller)

    def allowed(self, caller: Answering, *needed: str) -> None:
        """Raises Refused where none of these rights is there."""
        if not any(held == one or one.startswith(held + ".") for held in caller.permissions for one in needed):
            raise Refused(403, "Not authorized (token)!" if caller.token else "Not authorized (user)!")

    def records(
        self, method: str, kind: Kind, words: list[str], query: Mapping[str, str], body: Any, caller: Answering
    ) -> tuple[int, Any]:
        """Lists, single records and changes of one record type. Raises Refused."""
        expand = query.get("expand") == "true"
        account, route = self.account, kind.route
        if route not in _OPEN_TO_ALL:
            self.allowed(caller, *kind.permission, *(kind.reading if method == "GET" else ()))
        elif method != "GET":
            self.allowed(caller, *kind.permission, *kind.reading)
        if method == "GET" and not words:
            return 200, self._listed(kind, query, expand, caller)
        if method == "POST" and not words:
            return 201, account.shown(route, account.create(route, body, caller.user), expand)
        if method == "GET" and words:
            number = caller.user if words[0] == "me" and route == "users" else words[0]
            return 200, account.shown(route, account.find(route, number), expand)
        account_number = int(words[0]) if words and words[0].isdigit() else 0
        if method == "PUT" and words:
            return 200, account.shown(route, account.change(route, account_number, body, caller.user), expand)
        if method == "DELETE" and words and kind.deletable:
            account.remove(route, account_number)
            return 200, {}
        raise Refused(404, f"No route matches [{method}] /api/v1/{'/'.join([route, *words])}")

    def _listed(self, kind: Kind, query: Mapping[str, str], expand: bool, caller: Answering) -> Any:
        records = [self.account.tables[kind.route][number] for number in sorted(self.account.tables[kind.route])]
        if kind.route in ("users", "organizations"):
            wide = any(held in ("admin", "ticket.agent", *kind.permission) for held in caller.permissions)
            records = records if wide else [one for one in records if kind.route == "users" and one["id"] == caller.user]
        shown = [self.account.shown(kind.route, record, expand) for record in paged(records, query, self.cap)]
        if query.get("full") == "true":
            assets = {str(one["id"]): one for one in shown}
            return {"record_ids": [one["id"] for one in shown], "assets": {kind.model.replace("::", ""): assets}}
        return shown


def paged(records: list[Record], query: Mapping[str, str], cap: int) -> list[Record]:
    """One page of a list: 500 unless asked otherwise, and no upper bound."""
    size, page = _whole(query.get("per_page", query.get("limit", "500"))), _whole(query.get("page", "1"))
    if size < 0:
        raise Refused(422, "PG::InvalidRowCountInLimitClause: ERROR:  LIMIT must not be negative\n", human=False)
    if (page - 1) * size < 0:
        raise Refused(422, "PG::InvalidRowCountInResultOffsetClause: ERROR:  OFFSET must not be negative\n", human=False)
    size = min(size, cap)
    column = query.get("sort_by")
    if column and records and column not in records[0]:
        raise Refused(500, f"Found invalid column '{column}' for sorting.", human=False)
    if column:
        records = sorted(records, key=lambda one: str(one[column]), reverse=query.get("order_by") == "desc")
    return records[(page - 1) * size : page * size]


def _whole(written: str) -> int:
    return int(written) if written.lstrip("-").isdigit() else 0


Own = Callable[[Api, list[str], Mapping[str, str], Any, Answering], tuple[int, Any]]


def _attributes(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.object")
    found = sorted(api.account.attributes.values(), key=lambda one: (one["position"], one["name"]))
    return 200, found


def _attribute_made(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.object")
    return 201, objects.create(api.account, body, caller.user)


def _attribute_put(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.object")
    return 200, objects.change(api.account, body, caller.user)


def _attribute_gone(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.object")
    objects.remove(api.account, _whole(words[1]))
    return 200, {}


def _migrated(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.object")
    objects.migrate(api.account)
    return 200, {}


def _tags(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.tag")
    used = [tag for tags in api.desk.tags.values() for tag in tags]
    found = [{**one, "count": used.count(one["name"])} for one in objects.tags(api.account)]
    return 200, found[: _whole(query.get("limit", "1000"))]  # no pages (zammad/zammad: app/controllers/tags_controller.rb)


def _tag_made(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.tag")
    objects.tag(api.account, str(body.get("name", "")))
    return 200, {}


def _tag_put(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.tag")
    old = api.account.tables["tag_list"].get(_whole(words[1]), {}).get("name", "")
    objects.rename_tag(api.account, _whole(words[1]), str(body["name"]))
    api.desk.retag(old, str(body["name"]))
    return 200, {}


def _tag_gone(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.tag")
    api.desk.retag(objects.remove_tag(api.account, _whole(words[1])), None)
    return 200, {}


def _zones(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    if words[1:] != ["timezones"]:
        return api.records("GET", BY_ROUTE["calendars"], words[1:], query, body, caller)
    api.allowed(caller, "admin.calendar")
    return 200, {"timezones": dict.fromkeys(sorted(api.account.zones), 0)}


def _version(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.version")
    return 200, {"version": api.version}


def _settings(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.ticket", "admin.trigger", "admin.sla")
    return 200, list(api.account.settings.values())


def _setting_put(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "admin.ticket")
    api.account.settings[int(words[1])].update(state_current=body["state_current"])
    return 200, api.account.settings[int(words[1])]


def _people(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    if words[1:] != ["search"]:
        return api.records("GET", BY_ROUTE["users"], words[1:], query, body, caller)
    wanted = query["query"].lower()
    people = api.account.tables["users"].values()
    found = [one for one in people if any(wanted in one[name].lower() for name in ("login", "email", "firstname", "lastname"))]
    return 200, [api.account.shown("users", one) for one in found[: int(query.get("limit", 50))]]


def _searched(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    found = [one for one in objects.tags(api.account) if query["term"].lower() in one["name"].lower()]
    return 200, [{"id": one["id"], "value": one["name"]} for one in found]


def _token_made(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    api.allowed(caller, "user_preferences")
    name = f"token-{len(api.tokens)}"
    api.tokens[name] = tuple(body["permission"])
    return 200, {"name": name}


def _selected(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    if words[1:] != ["selector"]:
        return api.desk.post(words, body, caller.user)
    if not any(right.startswith("admin") for right in caller.permissions):
        raise Refused(403, "Not authorized (token)!")
    return 200, api.desk.select(body["condition"], caller.user)


def _ticket(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    return api.desk.get(words, query, caller.user)


def _ticket_put(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    return api.desk.put(words, body, caller.user)


def _ticket_gone(api: Api, words: list[str], query: Mapping[str, str], body: Any, caller: Answering) -> tuple[int, Any]:
    return api.desk.delete(words)


_OWN: dict[tuple[str, str], Own] = {
    ("GET", "object_manager_attributes"): _attributes,
    ("POST", "object_manager_attributes"): _attribute_made,
    ("PUT", "object_manager_attributes"): _attribute_put,
    ("DELETE", "object_manager_attributes"): _attribute_gone,
    ("POST", "object_manager_attributes_execute_migrations"): _migrated,
    ("GET", "tag_list"): _tags,
    ("POST", "tag_list"): _tag_made,
    ("PUT", "tag_list"): _tag_put,
    ("DELETE", "tag_list"): _tag_gone,
    ("GET", "calendars"): _zones,
    ("GET", "version"): _version,
    ("GET", "settings"): _settings,
    ("PUT", "settings"): _setting_put,
    ("GET", "tag_search"): _searched,
    ("GET", "users"): _people,
    ("POST", "user_access_token"): _token_made,
    ("POST", "tickets"): _selected,
    ("GET", "tickets"): _ticket,
    ("GET", "tags"): _ticket,
    ("GET", "ticket_articles"): _ticket,
    ("POST", "ticket_articles"): _selected,
    ("PUT", "tickets"): _ticket_put,
    ("DELETE", "tickets"): _ticket_gone,
}
