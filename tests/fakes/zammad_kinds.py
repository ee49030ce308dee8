"""The record types of the fake Zammad: columns with their defaults, who may see them, and what a fresh account holds."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]


@dataclass
class Refused(Exception):
    """An answer that is an error. `human` False: an error nobody foresaw, without `error_human`."""

    status: int
    message: str
    human: bool = True


@dataclass(frozen=True)
class Kind:
    """One record type. `needs`: names that are reported as blank; `filled`: columns that the database wants filled."""

    route: str
    model: str
    columns: Mapping[str, Any]
    permission: tuple[str, ...] = ("admin",)
    reading: tuple[str, ...] = ()
    needs: tuple[str, ...] = ("name",)
    filled: tuple[str, ...] = ()
    unique: bool = True
    deletable: bool = True
    joins: Mapping[str, str] = field(default_factory=dict)
    """Name of an association -> table; the column is `<name>_id` or, for lists, the singular plus `_ids`."""


_TICKET = {"condition": {}, "perform": {}, "disable_notification": True, "note": None, "active": True}
_JOB = {"last_run_at": None, "next_run_at": None, "running": False, "processed": 0, "matching": 0, "pid": None}
_GROUP = {
    **dict.fromkeys(("signature_id", "email_address_id", "name", "assignment_timeout")),
    "follow_up_possible": "yes",
    "reopen_time_in_days": None,
    "follow_up_assignment": True,
    "active": True,
    "shared_drafts": True,
    "note": None,
}
_CALENDAR = {
    "name": None,
    "timezone": None,
    "business_hours": {},
    "default": False,
    "ical_url": None,
    "public_holidays": {},
    "last_log": None,
    "last_sync": None,
}
_TIMES = dict.fromkeys(("first_response_time", "response_time", "update_time", "solution_time"))
_USER = {
    "organization_id": None,
    "login": None,
    "firstname": "",
    "lastname": "",
    "email": "",
    "image": None,
    "image_source": None,
    "web": "",
    "phone": "",
    "fax": "",
    "mobile": "",
    "department": None,
    "street": "",
    "zip": "",
    "city": "",
    "country": "",
    "address": None,
    "vip": False,
    "verified": False,
    "active": True,
    "note": "",
    "last_login": None,
    "source": None,
    "login_failed": 0,
    "out_of_office": False,
    **dict.fromkeys(("out_of_office_start_at", "out_of_office_end_at", "out_of_office_replacement_id")),
    "preferences": {},
    "role_ids": [],
    "group_ids": {},
}
_STATE = {
    "state_type_id": None,
    "name": None,
    "next_state_id": None,
    "ignore_escalation": False,
    "default_create": False,
    "default_follow_up": False,
    "note": None,
    "active": True,
}
_PRIORITY = {"name": None, "default_create": False, "ui_icon": None, "ui_color": None, "note": None, "active": True}
_OVERVIEW = {
    "name": None,
    "link": None,
    "prio": None,
    "condition": {},
    "order": {},
    "group_by": None,
    "group_direction": None,
    "organization_shared": False,
    "out_of_office": False,
    "view": {},
    "active": True,
    "role_ids": [],
    "user_ids": [],
}
_HOOK = {
    "name": None,
    "endpoint": None,
    "signature_token": None,
    "ssl_verify": True,
    "basic_auth_username": None,
    "basic_auth_password": None,
    "note": None,
    "active": True,
}
_FILTER = {"name": None, "channel": None, "match": {}, "perform": {}, "active": True, "note": None}
_ORGANIZATION = {
    "name": None,
    "shared": True,
    "domain": "",
    "domain_assignment": False,
    "active": True,
    "note": "",
    "member_ids": [],
    "secondary_member_ids": [],
}
_ROLE = {"name": None, "preferences": {}, "default_at_signup": False, "active": True, "note": None}
_AGENT = ("ticket.agent",)

KINDS: tuple[Kind, ...] = (
    Kind("groups", "Group", _GROUP, ("admin.group",)),
    Kind("calendars", "Calendar", _CALENDAR, ("admin.calendar",), needs=()),
    Kind(
        *("slas", "Sla", {"calendar_id": None, "name": None, **_TIMES, "condition": {}, "data": {}}, ("admin.sla",)),
        filled=("calendar_id",),
        joins={"calendar": "calendars"},
    ),
    Kind(
        *("macros", "Macro"),
        {"name": None, "perform": {}, "active": True, "ux_flow_next_up": "none", "note": None, "group_ids": []},
        ("admin.macro",),
        _AGENT,
        filled=("perform",),
        joins={"groups": "groups"},
    ),
    Kind(
        *("text_modules", "TextModule"),
        {"name": None, "keywords": None, "content": None, "note": None, "active": True, "group_ids": []},
        ("admin.text_module",),
        _AGENT,
        ("name", "content"),
        unique=False,
        joins={"groups": "groups"},
    ),
    Kind("triggers", "Trigger", {"name": None, **_TICKET}, ("admin.trigger",), filled=("condition", "perform")),
    Kind("jobs", "Job", {"name": None, "timeplan": {}, **_TICKET, **_JOB}, ("admin.scheduler",), filled=("condition", "perform")),
    Kind("ticket_priorities", "Ticket::Priority", _PRIORITY, ("admin.object",), _AGENT),
    Kind("ticket_states", "Ticket::State", _STATE, ("admin.object",), _AGENT, filled=("state_type_id",)),
    Kind(
        *("roles", "Role", {**_ROLE, "permission_ids": [], "knowledge_base_permission_ids": [], "group_ids": {}}),
        ("admin.role",),
        deletable=False,
        joins={"permissions": "permissions", "groups": "groups"},
    ),
    Kind(
        *("users", "User", _USER, ("admin.user",), _AGENT, ()),
        unique=False,
        joins={"roles": "roles", "groups": "groups", "organization": "organizations"},
    ),
    Kind("organizations", "Organization", _ORGANIZATION, ("admin.organization",), _AGENT),
    Kind("signatures", "Signature", {"name": None, "body": None, "active": True, "note": None, "group_ids": []}, (), _AGENT),
    Kind("email_addresses", "EmailAddress", {"name": None, "email": None, "channel_id": None}, ("admin.channel_email",), _AGENT),
    Kind("overviews", "Overview", _OVERVIEW, ("admin.overview",), unique=False, joins={"roles": "roles"}),
    Kind(
        *("templates", "Template", {"name": None, "options": {}, "active": True}, ("admin.template",), _AGENT),
        filled=("options",),
        unique=False,
    ),
    Kind("webhooks", "Webhook", _HOOK, ("admin.webhook",), unique=False),
    Kind("postmaster_filters", "PostmasterFilter", _FILTER, ("admin.channel_email",), unique=False),
)
BY_ROUTE = {kind.route: kind for kind in KINDS}
NEWER_COLUMNS: Mapping[str, Record] = {
    "triggers": {"activator": "action", "execution_condition_mode": "selective", "localization": None, "timezone": None},
    "jobs": {"object": "Ticket", "localization": None, "timezone": None},
    "groups": {"name_last": None, "parent_id": None},
}
"""Columns since Zammad 6 (zammad/zammad: app/models/trigger.rb, app/models/job.rb)."""
PERMISSIONS = {
    1: "admin",
    43: "user_preferences",
    55: "report",
    57: "ticket.agent",
    58: "ticket.customer",
}
_WEEK = {
    day: {
        "active": day not in ("sat", "sun"),
        "timeframes": [["10:00", "16:00"] if day in ("sat", "sun") else ["09:00", "17:00"]],
    }
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
}
STATES = (
    *(("new", 1, False), ("open", 2, False), ("pending reminder", 3, True), ("closed", 5, True), ("merged", 6, True)),
    *(("removed", 7, True), ("pending close", 4, True)),
)


def seeds() -> dict[str, list[Record]]:
    """A fresh account: one group, one calendar, one macro, three triggers, three priorities, seven states, three users."""
    triggers: list[Record] = [
        {
            "name": "auto reply (on new tickets)",
            "condition": {"ticket.action": {"operator": "is", "value": "create"}},
            "perform": {"notification.email": {"body": "<div>b</div>", "recipient": "article_last_sender", "subject": "s"}},
        },
        *(
            {
                "name": name,
                "condition": {"ticket.action": {"operator": "is", "value": "update"}},
                "perform": {"notification.email": {"body": "<p>b</p>", "recipient": "article_last_sender", "subject": "s"}},
                "active": False,
            }
            for name in ("auto reply (on follow-up of tickets)", "customer notification (on owner change)")
        ),
    ]
    spam = {
        "ticket.state_id": {"value": 4},
        "ticket.tags": {"operator": "add", "value": "spam"},
        "ticket.owner_id": {"pre_condition": "current_user.id", "value": ""},
    }
    found: dict[str, list[Record]] = {
        "groups": [{"name": "Users", "signature_id": 1, "note": "Standard Group/Pool for Tickets."}],
        "calendars": [{"name": "Germany/Berlin", "timezone": "Europe/Berlin", "business_hours": _WEEK, "default": True}],
        "macros": [
            {"name": "Close & Tag as Spam", "perform": spam, "ux_flow_next_up": "next_task", "note": "example macro"},
        ],
        "triggers": triggers,
        "ticket_priorities": [
            {"name": "1 low", "ui_icon": "low-priority", "ui_color": "low-priority"},
            {"name": "2 normal", "default_create": True},
            {"name": "3 high", "ui_icon": "important", "ui_color": "high-priority"},
        ],
        "ticket_states": [
            {
                "name": name,
                "state_type_id": type_,
                "active": name != "removed",
                "next_state_id": 4 if name == "pending close" else None,
                "ignore_escalation": ignored,
                "default_create": name == "new",
                "default_follow_up": name == "open",
            }
            for name, type_, ignored in STATES
        ],
        "roles": [{"name": "Admin", "permission_ids": [1, 43, 55, 57]}, {"name": "Agent"}, {"name": "Customer"}],
        "users": [
            {"login": "-", "firstname": "-", "active": False},
            {"login": "nicole.braun@zammad.org", "firstname": "Nicole", "lastname": "Braun", "email": "nicole.braun@zammad.org"},
            {
                "login": "admin@example.com",
                "firstname": "Ada",
                "lastname": "Admin",
                "email": "admin@example.com",
                "role_ids": [1, 2],
                "group_ids": {"1": ["full"]},
            },
        ],
        "organizations": [{"name": "Zammad Foundation"}],
        "signatures": [{"name": "default", "body": "#{user.firstname}"}],
    }
    return deepcopy(found)
