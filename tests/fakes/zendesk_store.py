"""What a Zendesk account of the tests holds, and what stood in it before anybody pushed: default rules, macros, fields."""

import copy
import itertools
import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Record = dict[str, Any]
HOST = "https://lumen.zendesk.example"
"""Links of answers lead here, to another host than the one that was asked: a host-mapped account does so."""

ZONES = frozenset({
    "UTC", "London", "Berlin", "Paris", "Madrid", "Amsterdam", "Warsaw", "Tokyo", "Osaka", "Seoul", "Beijing", "Hong Kong",
    "Chongqing", "Taipei", "Singapore", "Sydney", "Auckland", "Mumbai", "New Delhi", "Moscow", "Istanbul", "Lisbon", "Dublin",
    "Hawaii", "Alaska", "Pacific Time (US & Canada)", "Arizona", "Mountain Time (US & Canada)", "Central Time (US & Canada)",
    "Eastern Time (US & Canada)", "Atlantic Time (Canada)", "Brasilia", "Mexico City", "Bogota", "Lima", "Santiago", "Cairo",
})  # fmt: skip
"""Zones by the names of Rails; no IANA name is one (recorded definitions, `requester_time_zone`)."""

CREATED = [{"field": "update_type", "operator": "is", "value": "Create"}]
DEFAULT_TRIGGERS: list[tuple[str, bool, list[Record], list[Record], list[Record]]] = [
    (
        "Notify requester and CCs of received request", True,
        [*CREATED, {"field": "status", "operator": "is_not", "value": "solved"},
         {"field": "ticket_is_public", "operator": "is", "value": "public"},
         {"field": "comment_is_public", "operator": "is", "value": True},
         {"field": "role", "operator": "is", "value": "end_user"}], [],
        [{"field": "notification_user", "value": ["requester_and_ccs", "[Request received]", "Your request ({{ticket.id}})"]}],
    ),
    (
        "Notify assignee of assignment", True,
        [{"field": "assignee_id", "operator": "changed", "value": None},
         {"field": "assignee_id", "operator": "is_not", "value": "current_user"}], [],
        [{"field": "notification_user", "value": ["assignee_id", "[{{ticket.account}}] Assignment", "You have been assigned."]}],
    ),
    (
        "Notify group of assignment", True,
        [{"field": "group_id", "operator": "is_not", "value": ""}, {"field": "assignee_id", "operator": "is", "value": ""}],
        [{"field": "group_id", "operator": "changed", "value": ""}, {"field": "assignee_id", "operator": "changed", "value": ""}],
        [{"field": "notification_group", "value": ["group_id", "[{{ticket.account}}] assignment", "A ticket was assigned."]}],
    ),
    (
        "Auto-assign to first email responding agent", False,
        [{"field": "update_type", "operator": "is", "value": "Change"}, {"field": "assignee_id", "operator": "is", "value": ""}],
        [], [{"field": "assignee_id", "value": "current_user"}],
    ),
]  # fmt: skip
"""Recorded in a new account (salto-io/salto, zendesk-adapter): title, active, `all`, `any`, actions."""


@dataclass
class Store:
    """The account. Every object is kept as a list of it would show it."""

    today: date = date(2026, 7, 17)
    """The day that decides which holidays are near enough."""
    users: dict[int, Record] = field(default_factory=dict)
    user_fields: set[str] = field(default_factory=set)
    user_options: dict[str, dict[str, int]] = field(default_factory=dict)
    """Of those fields of requesters that are drop-downs: value and id of each option."""
    addresses: set[str] = field(default_factory=set)
    plan: set[str] = field(default_factory=lambda: {"sla", "skills", "audit"})
    """What the account has paid for."""
    groups: dict[int, Record] = field(default_factory=dict)
    group_memberships: dict[int, Record] = field(default_factory=dict)
    ticket_fields: dict[int, Record] = field(default_factory=dict)
    skill_attributes: dict[str, Record] = field(default_factory=dict)
    skill_values: dict[str, Record] = field(default_factory=dict)
    agent_values: dict[int, list[str]] = field(default_factory=dict)
    schedules: dict[int, Record] = field(default_factory=dict)
    holidays: dict[int, Record] = field(default_factory=dict)
    dynamic_content: dict[int, Record] = field(default_factory=dict)
    macros: dict[int, Record] = field(default_factory=dict)
    trigger_categories: dict[str, Record] = field(default_factory=dict)
    triggers: dict[int, Record] = field(default_factory=dict)
    sla_policies: dict[int, Record] = field(default_factory=dict)
    automations: dict[int, Record] = field(default_factory=dict)
    locales: dict[int, Record] = field(default_factory=dict)
    brands: dict[int, Record] = field(default_factory=dict)
    jobs: dict[str, Record] = field(default_factory=dict)
    audits: list[Record] = field(default_factory=list)
    sideloads: bool = True
    """Whether skills come with their attributes where `include` asks for them."""
    patches: bool = True
    """Whether a skill is renamed by PATCH, else by PUT."""
    actor: str = "cstool"
    """Who the next change is written down for."""

    def __post_init__(self) -> None:
        self._numbers = itertools.count(360000000001)
        self._ticks = itertools.count()
        self.locales = {id_: {"id": id_, "locale": code, "default": id_ == 1} for code, id_ in LOCALES.items()}
        self.brands = {1500000550682: {"id": 1500000550682, "name": "Lumen", "active": True, "default": True}}
        support = self.new()
        self.groups[support] = {"id": support, "name": "Support", "description": "", "default": True, "deleted": False}
        for title, kind in (
            ("Subject", "subject"),
            ("Description", "description"),
            ("Status", "status"),
            ("Priority", "priority"),
        ):
            id_ = self.new()
            self.ticket_fields[id_] = {"id": id_, "type": kind, "title": title, "raw_title": title, "active": True}
            self.ticket_fields[id_] |= {"removable": False, "agent_description": None}
        self.trigger_categories["10001"] = {"id": "10001", "name": "Notifications", "position": 0, **self.moments()}
        for position, (title, active, all_, any_, actions) in enumerate(copy.deepcopy(DEFAULT_TRIGGERS), 1):
            id_ = self.new()
            self.triggers[id_] = {
                "id": id_, "title": title, "raw_title": title, "active": active, "description": None, "position": position,
                "category_id": "10001", "conditions": {"all": all_, "any": any_}, "actions": actions, "default": False,
                **self.moments(),
            }  # fmt: skip
        id_ = self.new()
        self.automations[id_] = {
            "id": id_, "title": "Close ticket 4 days after status is set to solved", "active": True, "position": 0,
            "raw_title": "Close ticket 4 days after status is set to solved", "default": False,
            "actions": [{"field": "status", "value": "closed"}],
            "conditions": {"all": [{"field": "status", "operator": "is", "value": "solved"},
                                   {"field": "SOLVED", "operator": "greater_than", "value": "96"}], "any": []},
            **self.moments(),
        }  # fmt: skip

    def new(self) -> int:
        """The next id of an object."""
        return next(self._numbers)

    def new_text(self) -> str:
        """The next id where ids are texts: UUIDs of skills, jobs."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{HOST}/{self.new()}"))

    def moments(self) -> Record:
        """Created and updated now, on the account's own clock: a second a change."""
        now = self.now()
        return {"created_at": now, "updated_at": now}

    def now(self) -> str:
        """A second later than the last time anybody asked."""
        tick = next(self._ticks)
        return f"2026-07-17T{tick // 3600 % 24:02d}:{tick // 60 % 60:02d}:{tick % 60:02d}Z"

    def agent(self, name: str, mail: str, role: str = "agent") -> int:
        """A seat; mail is kept in lower case, as the product does."""
        id_ = self.new()
        self.users[id_] = {"id": id_, "name": name, "email": mail.lower(), "role": role, "active": True, "suspended": False}
        return id_

    def field(self, title: str, kind: str, options: tuple[str, ...] = ()) -> int:
        """A ticket field that somebody made by hand."""
        id_ = self.new()
        self.ticket_fields[id_] = {
            "id": id_, "type": kind, "title": title, "raw_title": title, "active": True, "removable": True,
            "agent_description": "", **self.moments(),
        }  # fmt: skip
        if kind == "tagger":
            self.ticket_fields[id_]["custom_field_options"] = [
                {"id": self.new(), "name": option, "raw_name": option, "value": option} for option in options
            ]
        return id_

    def values(self, name: str) -> frozenset[str] | None:
        """The values that a condition or action field knows in this account; None: any text."""
        from tests.fakes import zendesk_rules as rules

        people = {str(id_) for id_, user in self.users.items() if user["role"] in ("agent", "admin")}
        groups = {str(id_) for id_, group in self.groups.items() if not group["deleted"]}
        schedules = {str(id_) for id_ in self.schedules}
        nothing = {"", "__NULL__"}
        known: dict[str, set[str] | tuple[str, ...] | frozenset[str]] = {
            "status": rules.STATUSES,
            "priority": {*rules.PRIORITIES, *nothing},
            "type": {*rules.TYPES, *nothing},
            "brand_id": {str(id_) for id_ in self.brands},
            "group_id": groups | nothing,
            "assignee_id": people | nothing | {"requester_id", "current_user"},
            "requester_id": people | {"assignee_id", "current_user"},
            "follower": people | {"current_user"},
            "via_id": rules.VIA,
            "current_via_id": rules.VIA,
            "recipient": self.addresses,
            "update_type": {"Create", "Change"},
            "ticket_is_public": {"public", "private"},
            "comment_is_public": {"true", "false", "not_relevant", "requester_can_see_comment"},
            "in_business_hours": {"true", "false"},
            "on_holiday": {"true", "false"},
            "ticket_due_date": {"true", "false"},
            "schedule_id": schedules,
            "within_schedule": schedules,
            "requester_role": {"0", "2", "4"},
            "role": people | {"agent", "end_user"},
            "locale_id": {str(id_) for id_ in self.locales},
            "recipient_user": people | {"current_user", "requester_and_ccs", "requester_id", "assignee_id", "all_agents"},
            "recipient_group": groups | {"group_id"},
        }
        return frozenset(known[name]) if name in known else None


LOCALES = {"en-US": 1, "es": 2, "de": 8, "zh-cn": 10, "ja": 67}
"""Recorded: 1, 2 and 67; the others are the account's own matter."""
