"""What an account listed last, raw: read in few requests, kept up to date by what is written."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from cstool.backends.base import CallError
from cstool.backends.http import Http
from cstool.backends.zendesk.calls import Record, held, pages

AT_ONCE = 6
"""Lists that are read at the same time."""
KINDS: Mapping[str, str] = {
    "ticket_field": "ticket_fields",
    "group": "groups",
    "group_membership": "group_memberships",
    "skill_attribute": "attributes",
    "skill": "skills",
    "agent_skills": "agent_skills",
    "schedule": "schedules",
    "dynamic_content": "items",
    "macro": "macros",
    "trigger_category": "trigger_categories",
    "trigger": "triggers",
    "sla_policy": "sla_policies",
    "automation": "automations",
}
"""The list in which each kind of ours stands."""
ORDERS: Mapping[str, tuple[str, ...]] = {"trigger_order": ("trigger_categories", "triggers"), "sla_order": ("sla_policies",)}
"""The lists of which each order is made."""
_PLAIN: Mapping[str, tuple[str, str, Mapping[str, object]]] = {
    "users": ("users?role[]=agent&role[]=admin", "users", {}),
    "locales": ("locales", "locales", {}),
    "brands": ("brands", "brands", {}),
    "groups": ("groups", "groups", {"exclude_deleted": "true"}),  # deleted ones keep their names
    "group_memberships": ("group_memberships", "group_memberships", {}),
    "ticket_fields": ("ticket_fields", "ticket_fields", {}),
    "items": ("dynamic_content/items", "items", {}),
    "macros": ("macros", "macros", {"access": "shared"}),  # an admin is shown the private ones of agents too
    "trigger_categories": ("trigger_categories", "trigger_categories", {"sort": "position"}),
    "triggers": ("triggers", "triggers", {}),
    "automations": ("automations", "automations", {}),
    "user_fields": ("user_fields", "user_fields", {}),
}
_LICENSED = frozenset({"sla_policies", "skills"})
"""Lists that a plan may lack (https://developer.zendesk.com/api-reference/ticketing/business-rules/sla_policies/: Support
Professional, Suite Growth and above; skills with omnichannel routing)."""
LACKING = (402, 403, 404)
"""How an account says that its plan, or the rights of the token, do not reach so far."""


class Lists:
    """The lists of one account by name, each by id."""

    def __init__(self, http: Http) -> None:
        self._http = http
        self._rows: dict[str, dict[str, Record]] = {}
        self.lacking: set[str] = set()
        """Of the licensed lists, those that the account does not give."""
        self.authors: dict[str, str] = {}
        """Who changed a business rule last, by its id, where the plan has an audit log."""

    def rows(self, name: str) -> list[Record]:
        """One list as of the last reading or writing."""
        return list(self._rows.get(name, {}).values())

    def row(self, name: str, native: str) -> Record | None:
        """One object of it."""
        return self._rows.get(name, {}).get(native)

    def put(self, name: str, row: Record) -> Record:
        """An object as the account just gave it back."""
        self._rows.setdefault(name, {})[str(row["id"])] = row
        return row

    def drop(self, name: str, native: str) -> None:
        """An object that is no longer there."""
        self._rows.get(name, {}).pop(native, None)

    def read(self, names: Iterable[str]) -> None:
        """Read these lists anew, several at once; schedules with their holidays, skills with those who have them."""
        wanted = set(names)
        steps: dict[str, Callable[[], None]] = {name: partial(self._plain, name) for name in _PLAIN if name in wanted}
        if "schedules" in wanted:
            steps["schedules"] = self._schedules
        if "sla_policies" in wanted:
            steps["sla_policies"] = partial(self._licensed, "sla_policies", self._policies)
        if wanted & {"attributes", "skills"}:
            steps["skills"] = partial(self._licensed, "skills", self._skills)
        if "audits" in wanted:
            steps["audits"] = self._audits
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda step: step(), steps.values()))
            if "agent_skills" in wanted:
                self._agents(pool)
            if "schedules" in wanted:
                self._holidays(pool)

    def _set(self, name: str, rows: Iterable[Record]) -> None:
        self._rows[name] = {str(row["id"]): row for row in rows}

    def _plain(self, name: str) -> None:
        path, key, params = _PLAIN[name]
        self._set(name, [row for row in pages(self._http, path, key, **params) if not row.get("deleted")])

    def _schedules(self) -> None:
        self._set("schedules", pages(self._http, "business_hours/schedules", "schedules"))

    def _holidays(self, pool: ThreadPoolExecutor) -> None:
        """The list of schedules has none."""

        def of(row: Record) -> Record:
            return {**row, "holidays": pages(self._http, f"business_hours/schedules/{row['id']}/holidays", "holidays")}

        self._set("schedules", list(pool.map(of, self.rows("schedules"))))

    def _policies(self) -> None:
        self._set("sla_policies", pages(self._http, "slas/policies", "sla_policies"))

    def _skills(self) -> None:
        """Attributes and their values come together; one by one where an account does not give them so."""
        data = self._http.get("routing/attributes", include="attribute_values")
        attributes, values = held(data, "routing/attributes", "attributes", list), data.get("attribute_values")
        if not isinstance(values, list) or not all(row.get("attribute_id") for row in values):
            values = [row for attribute in attributes for row in self._values(str(attribute["id"]))]
        self._set("attributes", attributes)
        self._set("skills", values)

    def _values(self, attribute: str) -> list[Record]:
        rows = pages(self._http, f"routing/attributes/{attribute}/values", "attribute_values")
        return [{**row, "attribute_id": attribute} for row in rows]

    def _agents(self, pool: ThreadPoolExecutor) -> None:
        """One request an agent; where no skill is defined, nobody has one."""

        def of(user: str) -> Record:
            path = f"routing/agents/{user}/instance_values"
            held = pages(self._http, path, "attribute_values") if self._rows.get("skills") else []
            return {"id": user, "attribute_value_ids": [str(one["id"]) for one in held]}

        users = [] if "skills" in self.lacking else [str(row["id"]) for row in self.rows("users")]
        self._set("agent_skills", list(pool.map(of, users)))

    def _licensed(self, name: str, read: Callable[[], None]) -> None:
        try:
            read()
        except CallError as error:
            if error.status not in LACKING:
                raise
            self.lacking.add(name)
            self._set(name, ())
        else:
            self.lacking.discard(name)

    def _audits(self) -> None:
        """The newest changes of business rules. An account without an audit log says nothing about who."""
        params = {"filter[source_type]": "rule", "sort": "-created_at", "page[size]": 100}
        try:
            found = held(self._http.get("audit_logs", **params), "audit_logs", "audit_logs", list)
        except CallError as error:
            if error.status not in LACKING:
                raise
            return
        for entry in reversed(found):
            self.authors[str(entry.get("source_id"))] = str(entry.get("actor_name") or "")
