"""What a business rule of Zendesk may hold: fields, operators and values of conditions and actions, read strictly.

The operators are those of the recorded definitions (`/triggers/definitions`, `/slas/policies/definitions`,
`/macros/definitions` in salto-io/salto, packages/zendesk-adapter); a test holds this table against the record.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.fakes.zendesk_store import Store

Row = Mapping[str, Any]
CHANGING = ("changed", "not_changed", "value", "value_previous", "not_value", "not_value_previous")
TERMINAL = frozenset({"changed", "not_changed", "present", "not_present"})
"""Operators without a value."""
EQUAL, WORDS, ANY_OF = ("is", "is_not"), ("includes", "not_includes", "is", "is_not"), ("includes", "not_includes")
NUMBER = ("less_than", "greater_than", "is")
PRESENCE = ("present", "not_present")
_VIA = (0, 4, 5, 8, *range(23, 27), 29, 30, *range(33, 36), 38, 41, 44, 45, 46, 48, 49, *range(52, 58), *range(72, 76), 78, 79)
VIA = frozenset(str(number) for number in (*_VIA, *range(81, 85), 86, 88))
"""Channels: 0 web form, 4 e-mail, 5 API, 8 automation, 29 chat, 34 voice, 41 Facebook, 57 text, 74 WhatsApp …"""
STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
PRIORITIES, TYPES = ("low", "normal", "high", "urgent"), ("question", "incident", "problem", "task")

TRIGGER_OPERATORS: Mapping[str, Sequence[str]] = {
    "status": (*EQUAL, "less_than", "greater_than", *CHANGING),
    "priority": (*EQUAL, "less_than", "greater_than", *CHANGING),
    **dict.fromkeys(("brand_id", "ticket_form_id", "type", "group_id", "assignee_id"), (*EQUAL, *CHANGING)),
    **dict.fromkeys(("requester_id", "organization_id"), (*EQUAL, *CHANGING)),
    "current_tags": ANY_OF,
    **dict.fromkeys(("via_id", "current_via_id", "schedule_id", "requester_role", "locale_id", "requester_time_zone"), EQUAL),
    "role": EQUAL,
    **dict.fromkeys(("recipient", "update_type", "ticket_is_public", "comment_is_public"), ("is",)),
    **dict.fromkeys(("in_business_hours", "on_holiday", "within_schedule", "ticket_due_date"), ("is",)),
    **dict.fromkeys(("subject_includes_word", "comment_includes_word"), WORDS),
    **dict.fromkeys(("replies", "reopens", "agent_stations", "group_stations"), NUMBER),
    "number_of_incidents": (*NUMBER, "less_than_equal", "greater_than_equal"),
}
TEXT_FIELD = (*EQUAL, *PRESENCE, "includes_words", "not_includes_words", "includes_string", "not_includes_string")
"""A text field of a requester or an organization."""
SLA_OPERATORS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("brand_id", "ticket_form_id", "ticket_type_id", "group_id", "assignee_id", "requester_id"), EQUAL),
    **dict.fromkeys(("organization_id", "via_id", "current_via_id", "requester_role"), EQUAL),
    "current_tags": ANY_OF,
    **dict.fromkeys(("recipient", "ticket_is_public"), ("is",)),
    "exact_created_at": ("less_than", "less_than_equal", "greater_than", "greater_than_equal"),
}
"""Filters of SLA policies are a subset with other names: `ticket_type_id`, `ticket_fields_{id}` with option ids."""
SLA_NUMBERS = ("brand_id", "ticket_form_id", "ticket_type_id", "group_id", "via_id", "current_via_id", "organization_id")
TIMES = ("NEW", "OPEN", "PENDING", "HOLD", "SOLVED", "CLOSED", "assigned_at", "updated_at", "requester_updated_at")
TIME_FIELDS = (*TIMES, "assignee_updated_at", "due_date", "until_due_date")
"""Hours since: https://developer.zendesk.com/api-reference/ticketing/business-rules/automations/."""
ANCHORS = ("status", "type", "group_id", "assignee_id", "requester_id")
UPDATES_ONLY = ("update_type", "role", "comment_is_public", "comment_includes_word", "subject_includes_word", "current_via_id")
MOMENTS = ("in_business_hours", "on_holiday", "within_schedule")
"""What belongs to an update and its moment, of which an automation has none: not among the conditions of
https://support.zendesk.com/hc/en-us/articles/4408885654298."""
MACRO_STATUSES = ("open", "pending", "hold", "solved")
LARGEST = 65_000
"""Bytes of one business rule: https://support.zendesk.com/hc/en-us/articles/4408822236058."""

Complaint = tuple[str, str, str]
"""Field of the answer's `details`, text, and Zendesk's word for the kind of error."""


def rule_faults(store: Store, kind: str, body: Mapping[str, Any]) -> Iterator[Complaint]:
    """What a trigger, automation or macro may not hold."""
    if len(str(body).encode()) >= LARGEST:
        yield "base", "is larger than 65 kB", "TooLong"
    conditions = body.get("conditions", {})
    for place in ("all", "any"):
        for row in conditions.get(place) or []:
            yield from _condition(store, kind, row)
    for row in body["actions"]:
        yield from _action(store, kind, row)
    if kind != "macro" and not body["actions"]:
        yield "actions", "Actions: cannot be blank", "BlankValue"
    if kind == "trigger" and not (conditions.get("all") or conditions.get("any")):
        yield "conditions", "Conditions: cannot be blank", "BlankValue"
    if kind == "automation":
        yield from _automation(store, body)


def _condition(store: Store, kind: str, row: Row) -> Iterator[Complaint]:
    field, operator = str(row.get("field")), str(row.get("operator"))
    operators = _operators(store, kind, field)
    if operators is None:
        yield "conditions", f"'{field}' is not a valid condition field", "InvalidValue"
    elif operator not in operators:
        yield "conditions", f"'{operator}' is not valid for '{field}'", "InvalidValue"
    elif operator not in TERMINAL and not _value_fits(store, field, row.get("value")):
        yield "conditions", f"'{row.get('value')}' is not valid for '{field}'", "InvalidValue"


def _operators(store: Store, kind: str, field: str) -> Sequence[str] | None:
    if kind == "automation":
        if field in TIME_FIELDS:
            return [name + ending for name in NUMBER for ending in ("", "_business_hours")]
        if field in (*UPDATES_ONLY, *MOMENTS):
            return None
        return [name for name in _operators(store, "trigger", field) or () if name not in CHANGING] or None
    if field in TRIGGER_OPERATORS:
        return TRIGGER_OPERATORS[field]
    if field.startswith("custom_fields_"):
        found = store.ticket_fields.get(_number(field))
        kinds = {"tagger": (*ANY_OF, *PRESENCE), "multiselect": (*ANY_OF, *PRESENCE), "checkbox": ("is",)}
        return kinds.get(found["type"], PRESENCE) if found else None
    if field.startswith("requester.custom_fields."):
        key = field.rpartition(".")[2]
        return (*EQUAL, *PRESENCE) if key in store.user_options else TEXT_FIELD if key in store.user_fields else None
    return None


def _number(field: str) -> int:
    tail = field.rpartition("_")[2]
    return int(tail) if tail.isdigit() else 0


def _value_fits(store: Store, field: str, value: object) -> bool:
    if not isinstance(value, str):  # ids and numbers are texts here (recorded definitions)
        return False
    known = _values(store, field)
    if known is None:
        return value != "" or field.startswith("requester.")
    return value in known


def _values(store: Store, field: str) -> frozenset[str] | None:
    """The values that a field knows; None: any text."""
    if field in ("replies", "reopens", "agent_stations", "group_stations", "number_of_incidents", *TIME_FIELDS):
        return frozenset(str(number) for number in range(10_000))
    if field.startswith("requester.custom_fields.") and field.rpartition(".")[2] in store.user_options:
        return frozenset(str(id_) for id_ in store.user_options[field.rpartition(".")[2]].values())  # recorded: ids
    if field.startswith("custom_fields_"):
        found = store.ticket_fields[_number(field)]
        if found["type"] == "checkbox":
            return frozenset({"true", "false"})
        return frozenset({"", "__NULL__"} | {option["value"] for option in found.get("custom_field_options", [])})
    return store.values(field)


def _automation(store: Store, body: Mapping[str, Any]) -> Iterator[Complaint]:
    rows = body["conditions"].get("all") or []
    if not any(row["field"] in TIME_FIELDS for row in rows):
        yield "conditions", "must include at least one time-based condition in 'all'", "InvalidValue"
    if any(row["field"] in TIME_FIELDS for row in body["conditions"].get("any") or []):
        yield "conditions", "time-based conditions are not available in 'any'", "InvalidValue"
    if not any(row["field"] in ANCHORS for row in rows):
        yield "conditions", "must check status, type, group, assignee or requester in 'all'", "InvalidValue"
    once = any(row["field"] in TIME_FIELDS and row["operator"].startswith("is") for row in rows)
    if not once and not any(_nullifies(row, action) for row in rows for action in body["actions"]):
        yield "base", "must have a condition that is true only once or an action that nullifies one", "InvalidValue"
    twin = (body["conditions"], body["actions"])
    if body.get("active", True):
        for other in store.automations.values():
            if other["active"] and other["id"] != body.get("id") and (other["conditions"], other["actions"]) == twin:
                yield "base", "Automation must be unique", "DuplicateValue"


def _nullifies(row: Row, action: Row) -> bool:
    """Whether the action makes the condition false, so that the automation cannot run every hour for ever."""
    if row["field"] == "current_tags" == action["field"] and row["operator"] == "not_includes":
        return bool(set(row["value"].split()) & set(action["value"].split()))
    if row["field"] == "current_tags" and action["field"] == "remove_tags" and row["operator"] == "includes":
        return set(row["value"].split()) <= set(action["value"].split())
    return bool(row["field"] == action["field"] and row["operator"] == "is" and row["value"] != action["value"])


def _action(store: Store, kind: str, row: Row) -> Iterator[Complaint]:
    field, value = str(row.get("field")), row.get("value")
    if not _action_fits(store, kind, field, value):
        yield "actions", f"'{value}' is not valid for the action '{field}'", "InvalidValue"


def _action_fits(store: Store, kind: str, field: str, value: object) -> bool:
    mail = {"notification_user": "recipient_user", "notification_group": "recipient_group"}
    if field in mail:
        parts = value if isinstance(value, list) else []
        return kind != "macro" and len(parts) == 3 and _in(store, mail[field], parts[0]) and all(parts[1:])
    if field in ("notification_webhook", "notification_target"):
        return kind != "macro" and isinstance(value, list) and len(value) == 2
    if field in ("add_skills", "set_skills"):
        parts = str(value).split("#")
        return kind == "trigger" and len(parts) == 2 and parts[0] in store.skill_values and parts[1] in ("0", "1", "2", "3")
    if not isinstance(value, str):
        return field == "comment_value" and isinstance(value, list) and len(value) == 2
    if field == "status":
        return value in (MACRO_STATUSES if kind == "macro" else STATUSES[1:])
    if field in ("current_tags", "remove_tags", "set_tags"):
        return bool(value.split())
    if field in ("comment_value", "comment_value_html", "comment_mode_is_public", "subject"):
        return kind == "macro" and value != ""
    if field == "set_schedule":
        return kind == "trigger" and _in(store, "schedule_id", value)
    if field.startswith("custom_fields_"):
        found = store.ticket_fields.get(_number(field))
        known = {option["value"] for option in (found or {}).get("custom_field_options", [])}
        return found is not None and (found["type"] != "tagger" or value in known)
    if field.startswith("requester.custom_fields."):
        return field.rpartition(".")[2] in store.user_fields
    if field == "group_id" and value == "current_groups":
        return kind == "macro"
    settable = ("brand_id", "ticket_form_id", "priority", "type", "group_id", "assignee_id", "follower", "locale_id")
    return field in settable and _in(store, field, value)


def _in(store: Store, field: str, value: object) -> bool:
    known = store.values(field)
    return known is None or value in known


def filter_faults(store: Store, body: Mapping[str, Any]) -> Iterator[Complaint]:
    """What an SLA policy may not hold."""
    wanted = body["filter"]
    if set(wanted) != {"all", "any"}:  # both, empty as []: salto-io/salto, zendesk-adapter, sla_policy
        yield "filter", "Filter: 'all' and 'any' are both needed", "BlankValue"
        return
    for row in [*wanted["all"], *wanted["any"]]:
        field, value = row["field"], row.get("value")
        if field.startswith("ticket_fields_"):
            found = store.ticket_fields.get(_number(field), {})
            fits = row["operator"] in ANY_OF and value in {option["id"] for option in found.get("custom_field_options", [])}
        else:
            fits = row["operator"] in SLA_OPERATORS.get(field, ())
            fits = fits and isinstance(value, int if field in SLA_NUMBERS else str) and value != ""
        if not fits:
            yield "filter", f"'{field}' '{row['operator']}' '{value}' is not valid", "InvalidValue"
    metrics = ("first_reply_time", "next_reply_time", "requester_wait_time", "agent_work_time", "periodic_update_time")
    for metric in body.get("policy_metrics", []):
        known = metric.get("metric") in (*metrics, "pausable_update_time", "total_resolution_time")
        if not known or metric.get("priority") not in PRIORITIES or metric.get("target", 0) < 1 or "business_hours" not in metric:
            yield "policy_metrics", f"'{metric}' is not valid", "InvalidValue"
    pairs = [(metric.get("metric"), metric.get("priority")) for metric in body.get("policy_metrics", [])]
    if len(set(pairs)) < len(pairs):
        yield "policy_metrics", "one target a metric and priority", "DuplicateValue"


def as_read(conditions: Mapping[str, Any]) -> dict[str, Any]:
    """Conditions as the account gives them back: operators without a value carry null in `all`, "" in `any` (recorded)."""
    return {
        place: [_row_read(row, None if place == "all" else "") for row in conditions.get(place) or []] for place in ("all", "any")
    }


def _row_read(row: Row, nothing: object) -> dict[str, Any]:
    value = row.get("value")
    if row["operator"] in TERMINAL:
        value = nothing
    elif row["field"] == "comment_is_public" and value in ("true", "false"):
        value = value == "true"  # recorded: a boolean there, texts in all other fields
    elif value == "__NULL__":
        value = ""
    return {"field": row["field"], "operator": row["operator"], "value": value}
