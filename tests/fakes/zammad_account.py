"""One account of the fake Zammad: records, what it checks before it keeps them, and what it says otherwise."""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from tests.fakes import zammad_html
from tests.fakes.zammad_checks import CHECKS, nothing
from tests.fakes.zammad_kinds import BY_ROUTE, KINDS, NEWER_COLUMNS, PERMISSIONS, Kind, Record, Refused, seeds

ADMIN = 3
_IGNORED = {"id", "created_at", "updated_at", "created_by_id", "updated_by_id"}
_INTEGERS = {"first_response_time", "response_time", "update_time", "solution_time", "calendar_id"}
_CONSTRAINTS = {"macros": "fk_rails_2c7812f9b9", "text_modules": "fk_rails_39e2ed28bf"}


def _settings() -> dict[int, Record]:
    return {
        89: {"id": 89, "name": "ticket_allow_expert_conditions", "state_current": {"value": True}},
        97: {"id": 97, "name": "ticket_trigger_recursive", "state_current": {"value": False}},
    }


@dataclass
class Account:
    """The records. `newer`: Zammad 6 and later, read in its source; else 5.5, measured."""

    newer: bool = False
    tables: dict[str, dict[int, Record]] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    attributes: dict[int, Record] = field(default_factory=dict)
    settings: dict[int, Record] = field(default_factory=_settings)
    zones: frozenset[str] = frozenset(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc"))
    ticks: Iterator[int] = field(default_factory=itertools.count)
    hidden: list[Callable[[str, int], bool]] = field(default_factory=list)
    """Who else holds a record: tickets, when they are there."""

    def __post_init__(self) -> None:
        for kind in KINDS:
            self.tables[kind.route] = {}
            self.last[kind.route] = 0
        for route, records in seeds().items():
            for record in records:
                self._insert(BY_ROUTE[route], {**deepcopy(dict(self.columns(route))), **record}, 1)
        self.tables["tag_list"], self.last["tag_list"] = {}, 0

    def setting(self, name: str) -> Any:
        """The value of a setting."""
        return next(one["state_current"]["value"] for one in self.settings.values() if one["name"] == name)

    def columns(self, route: str) -> Mapping[str, Any]:
        """The columns of a record type with their defaults."""
        return {**BY_ROUTE[route].columns, **(NEWER_COLUMNS.get(route, {}) if self.newer else {})}

    def now(self) -> str:
        """A clock that moves with every look."""
        moment = datetime(2026, 11, 22, 9, tzinfo=UTC) + timedelta(milliseconds=next(self.ticks))
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

    def create(self, route: str, sent: object, user: int = ADMIN) -> Record:
        """POST. Raises Refused."""
        kind = BY_ROUTE[route]
        record = deepcopy(dict(self.columns(route)))
        record.update(self._taken(kind, sent if isinstance(sent, dict) else {}))
        self._default(kind, record)
        self._validate(kind, record, None)
        self._constraints(kind, record, None)
        return self._insert(kind, record, user)

    def change(self, route: str, number: int, sent: object, user: int = ADMIN) -> Record:
        """PUT: partial at the top level, whole below it. Raises Refused."""
        kind, record = BY_ROUTE[route], self.find(route, number)
        taken = self._taken(kind, sent if isinstance(sent, dict) else {})
        wanted = {**record, **taken}
        self._validate(kind, wanted, number)
        self._constraints(kind, wanted, number)
        if route == "calendars" and taken.get("default"):
            for other in self.tables[route].values():
                other["default"] = False
        if wanted != record or record["updated_by_id"] != user:
            wanted.update(updated_at=self.now(), updated_by_id=user)
            self.tables[route][number] = wanted
        return self.tables[route][number]

    def find(self, route: str, number: int | str) -> Record:
        """One record. Raises Refused."""
        found = self.tables[route].get(int(number)) if str(number).isdigit() else None
        if found is None:
            raise Refused(404, f"Couldn't find {BY_ROUTE[route].model} with 'id'={number}")
        return found

    def remove(self, route: str, number: int) -> None:
        """DELETE. Raises Refused where something holds it; a condition or an action that names it does not."""
        if route in ("groups", "calendars", "users"):
            if number not in self.tables[route]:
                raise Refused(422, f"Couldn't find {BY_ROUTE[route].model} with 'id'={number}")
            self._held(route, number)
        self.find(route, number)
        gone = self.tables[route].pop(number)
        if route == "calendars" and gone["default"] and self.tables[route]:
            self.tables[route][min(self.tables[route])]["default"] = True

    def shown(self, route: str, record: Record, expand: bool = False) -> Record:
        """A record as it is answered."""
        found = deepcopy(record)
        if route == "groups":
            users = self.tables["users"].values()
            found["user_ids"] = [user["id"] for user in users if str(record["id"]) in user["group_ids"]]
        if route == "users":  # groups that are switched off are left out
            active = {str(one["id"]) for one in self.tables["groups"].values() if one["active"]}
            found["group_ids"] = {group: rights for group, rights in found["group_ids"].items() if group in active}
        if expand:
            found.update(self._names(BY_ROUTE[route], record))
        return found

    def known_attributes(self) -> set[str]:
        """Names of ticket attributes that conditions may read since Zammad 6."""
        built_in = {
            *("title", "number", "group_id", "owner_id", "customer_id", "organization_id", "state_id", "priority_id", "tags"),
            *("created_at", "updated_at", "escalation_at", "pending_time", "close_at", "create_article_type_id", "type", "id"),
            *("first_response_at", "last_contact_at", "last_contact_agent_at", "last_contact_customer_at", "note"),
        }
        return built_in | {one["name"] for one in self.attributes.values() if one["object"] == "Ticket" and not one["to_create"]}

    def _insert(self, kind: Kind, record: Record, user: int) -> Record:
        self.last[kind.route] += 1
        now = self.now()
        number = self.last[kind.route]
        stamps = {"updated_by_id": user, "created_by_id": user, "created_at": now, "updated_at": now}
        if kind.route == "calendars" and record["default"]:
            for other in self.tables[kind.route].values():
                other["default"] = False
        self.tables[kind.route][number] = {"id": number, **record, **stamps}
        return self.tables[kind.route][number]

    def _taken(self, kind: Kind, sent: Mapping[str, Any]) -> Record:
        """What of a request is kept: known columns, names looked up; everything else falls away without a word."""
        columns, taken = self.columns(kind.route), {}
        for name, value in sent.items():
            if name in columns and name not in _IGNORED:
                taken[name] = _integer(value) if name in _INTEGERS else _text(name, value, columns[name])
            elif name in kind.joins and name != "organization":
                taken.update(self._looked_up(kind, name, value))
        if kind.route == "users" and "group_ids" in taken:
            taken["group_ids"] = {str(group): list(rights) for group, rights in taken["group_ids"].items() if rights}
        return taken

    def _looked_up(self, kind: Kind, name: str, value: Any) -> Record:
        if name == "permissions":
            table = {word: number for number, word in PERMISSIONS.items()}
        else:
            table = {record["name"]: number for number, record in self.tables[kind.joins[name]].items()}
        asked = list(value) if isinstance(value, (list, dict)) else [value]
        for one in asked:
            if one not in table:
                raise Refused(422, f"No lookup value found for '{name}': \"{one}\"")
        if isinstance(value, dict):
            return {"group_ids": {str(table[group]): sorted(rights) for group, rights in value.items()}}
        numbers = [table[one] for one in asked]
        return {f"{name[:-1]}_ids": numbers} if isinstance(value, list) else {f"{name}_id": numbers[0]}

    def _names(self, kind: Kind, record: Record) -> Record:
        people = self.tables["users"]
        found: Record = {}
        for name, table in kind.joins.items():
            records = self.tables.get(table, {})
            held = record.get(f"{name[:-1]}_ids", record.get(f"{name}_id"))
            if isinstance(held, list):
                found[name] = [PERMISSIONS[n] if name == "permissions" else records[n]["name"] for n in held]
            elif isinstance(held, dict):
                found[name] = {records[int(n)]["name"]: rights for n, rights in held.items()}
            elif held in records:
                found[name] = records[held]["name"]
        for by in ("created_by", "updated_by"):
            found[by] = people[record[f"{by}_id"]]["login"]
        return found

    def _default(self, kind: Kind, record: Record) -> None:
        if kind.route == "users":
            record["email"] = str(record["email"]).lower()
            record["login"] = record["login"] or record["email"] or f"auto-{self.last['users'] + 1}"
            record["role_ids"] = record["role_ids"] or [3]
        if kind.route == "overviews":
            record["prio"] = 1200 + len(self.tables["overviews"]) + 1
            slug = re.sub(r"\W+", "_", str(record["name"]).lower())
            taken = sum(other["link"].startswith(slug) for other in self.tables["overviews"].values())
            record["link"] = slug if not taken else f"{slug}_{taken}"

    def _validate(self, kind: Kind, record: Record, number: int | None) -> None:
        """The model's own checks: no number is spent on what they refuse."""
        for name in kind.needs:
            if not str(record[name] if record[name] is not None else "").strip():
                raise Refused(422, f"{name.capitalize()} can't be blank")
        CHECKS.get(kind.route, nothing)(self, record, number)
        for group in record.get("group_ids", []) if kind.route in ("macros", "text_modules") else []:
            if group not in self.tables["groups"]:
                raise Refused(422, f"No value found for 'groups' with id {group}")
        self._clean(kind, record)

    def _clean(self, kind: Kind, record: Record) -> None:
        if isinstance(record.get("note"), str):
            record["note"] = zammad_html.sanitized(record["note"])[0]
        if kind.route == "groups":
            record["name"] = record["name"][:160]
        if kind.route == "text_modules":
            record["content"] = zammad_html.content(record["content"])
            record["name"] = record["name"][:250]

    def _constraints(self, kind: Kind, record: Record, number: int | None) -> None:
        """The database's own checks: a refused insert has spent its number."""
        refusal = self._violation(kind, record, number)
        if refusal:
            if number is None:
                self.last[kind.route] += 1
            raise refusal

    def _violation(self, kind: Kind, record: Record, number: int | None) -> Refused | None:
        for name in kind.filled:
            empty = record[name] in (None, {}) and not (kind.route == "slas" and name == "condition")
            if empty:
                return Refused(422, f"Attribute '{name}\" of relation \"{kind.route}' required!")
        if kind.unique and record.get("name") is not None:
            for other in self.tables[kind.route].values():
                if other["id"] != number and str(other["name"]).lower() == str(record["name"]).lower():
                    return Refused(422, "This object already exists.")
        if (
            kind.route == "groups"
            and record["email_address_id"]
            and record["email_address_id"] not in self.tables["email_addresses"]
        ):
            return _foreign("groups", "fk_rails_a828c3963d", "email_address_id", record["email_address_id"], "email_addresses")
        if kind.route == "users":
            for group in record["group_ids"]:
                if int(group) not in self.tables["groups"]:
                    return _foreign("groups_users", "fk_rails_4e63edbd27", "group_id", group, "groups")
        return None

    def _held(self, route: str, number: int) -> None:
        held = any(holder(route, number) for holder in self.hidden)
        if route == "groups":
            for other in ("users", "roles"):
                held = held or any(str(number) in record["group_ids"] for record in self.tables[other].values())
        if route == "calendars":
            held = held or any(record["calendar_id"] == number for record in self.tables["slas"].values())
        if route == "users":
            rows = (record for table in KINDS for record in self.tables[table.route].values())
            held = held or any(number in (record["created_by_id"], record["updated_by_id"]) for record in rows)
        if held:
            raise Refused(422, "Can't delete, object has references.")
        for table, key in _CONSTRAINTS.items() if route == "groups" else ():
            if any(number in record["group_ids"] for record in self.tables[table].values()):
                message = (
                    'PG::ForeignKeyViolation: ERROR:  update or delete on table "groups" violates foreign key constraint '
                    f'"{key}" on table "groups_{table}"\n'
                    f'DETAIL:  Key (id)=({number}) is still referenced from table "groups_{table}".\n'
                )
                raise Refused(422, message, human=False)


def _foreign(table: str, key: str, column: str, value: object, other: str) -> Refused:
    message = (
        f'PG::ForeignKeyViolation: ERROR:  insert or update on table "{table}" violates foreign key constraint "{key}"\n'
        f'DETAIL:  Key ({column})=({value}) is not present in table "{other}".\n'
    )
    return Refused(422, message, human=False)


def _integer(value: Any) -> Any:
    if isinstance(value, str):
        found = re.match(r"\s*(-?\d+)", value)
        return int(found[1]) if found else 0
    return value


def _text(name: str, value: Any, default: Any) -> Any:
    if isinstance(default, bool) and isinstance(value, str):
        return value == "true"
    return str(value) if name == "name" and isinstance(value, (int, float)) else value
