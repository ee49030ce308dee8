"""Values of conditions, actions and texts as Zendesk gives them back, in the one form in which compile writes them.

Ids become references; operators without a value carry none (read back: null or ""); "nothing" is "" (definitions say
`__NULL__`); `comment_is_public` is a text (read back: a boolean). Recorded: salto-io/salto, packages/zendesk-adapter.
"""

import re
from collections.abc import Mapping

from cstool.backends.references import literal, native_number, native_reference, number, reference
from cstool.backends.zendesk.calls import Record
from cstool.backends.zendesk.directory import Directory
from cstool.backends.zendesk.normal import tags
from cstool.backends.zendesk.requesters import PREFIX, Requesters

TERMINAL = frozenset({"changed", "not_changed", "present", "not_present"})
"""Operators that take no value (recorded: `terminal`)."""
_FIELD = re.compile(r"^(custom_fields_|ticket_fields_)(\d+)$")
_PLACEHOLDER = re.compile(r"(ticket\.ticket_field_(?:option_title_)?)(\d+)")
_KINDS: Mapping[str, str] = {
    "group_id": "group",
    "assignee_id": "user",
    "requester_id": "user",
    "role": "user",
    "follower": "user",
    "cc": "user",
    "locale_id": "locale",
    "brand_id": "brand",
    "schedule_id": "schedule",
    "within_schedule": "schedule",
    "set_schedule": "schedule",
    "notification_user": "user",
    "notification_group": "group",
    "notification_sms_user": "user",
    "notification_sms_group": "group",
}
"""Fields whose values are ids, of which kind; other values of theirs (`current_user`, `requester_id`) are words."""
_TAGS = ("current_tags", "set_tags", "remove_tags")
_SKILLS = ("add_skills", "set_skills")
LOOKED_UP = ("user", "locale", "brand")
"""Of these kinds we make none."""


class Reading:
    """The reader for one account."""

    def __init__(self, directory: Directory, requesters: Requesters) -> None:
        self.directory, self._requesters = directory, requesters

    def conditions(self, raw: object) -> dict[str, object]:
        """`all` and `any` of a rule or filter."""
        held = raw if isinstance(raw, Mapping) else {}
        return {place: [self._row(row) for row in held.get(place) or []] for place in ("all", "any")}

    def _row(self, row: Record) -> dict[str, object]:
        field, operator = str(row.get("field")), str(row.get("operator"))
        made: dict[str, object] = {"field": self.field(field), "operator": operator}
        if operator not in TERMINAL:
            made["value"] = self.value(field, row.get("value"))
        return made

    def actions(self, raw: object) -> list[dict[str, object]]:
        """Actions in their order. Beside a rich text stands its plain copy, which nobody wrote: it is left out."""
        rows = [row for row in raw if isinstance(row, Mapping)] if isinstance(raw, list) else []
        rich = any(row.get("field") == "comment_value_html" for row in rows)
        kept = [row for row in rows if not (rich and row.get("field") == "comment_value")]
        return [{"field": self.field(str(row.get("field"))), "value": self._done(row)} for row in kept]

    def _done(self, row: Record) -> object:
        field, value = str(row.get("field")), row.get("value")
        if field in _SKILLS and isinstance(value, str):
            skill, _, priority = value.partition("#")
            return f"{native_reference('skill', skill)}#{priority}"
        if isinstance(value, list):
            first = self.value(field, value[0]) if value and field in _KINDS else None
            return [first if first is not None and position == 0 else self._part(one) for position, one in enumerate(value)]
        return self.value(field, value)

    def _part(self, value: object) -> object:
        return self.text(value) if isinstance(value, str) else value

    def field(self, name: str) -> str:
        """`custom_fields_36001` by the name of the field."""
        found = _FIELD.match(name)
        return found[1] + self.field_reference(found[2]) if found else literal(name)

    def field_reference(self, native: str) -> str:
        """A ticket field, by the workspace's word for it where it has one."""
        spelled = self.directory.spelled("found_field", native)
        if spelled is not None and self.directory.bound("found_field", native):
            return reference("found_field", spelled)
        return native_reference("ticket_field", native)

    def value(self, field: str, value: object) -> object:
        """One value; numbers stay numbers, which SLA filters hold where triggers hold texts."""
        if value is None or value == "__NULL__":
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        kind = _KINDS.get(field)
        if kind and str(value).isdigit() and not (field == "role" and len(str(value)) == 1):
            return self.of_kind(kind, value)
        if field in _TAGS:
            return literal(tags(str(value).replace(",", " ").split()))
        if field.startswith(PREFIX):
            return literal(self._requesters.spelled(field, str(value)))
        if isinstance(value, list):
            return [self._part(one) for one in value]
        return self._part(value)

    def of_kind(self, kind: str, value: object) -> str:
        """An id as a reference: a number where the account keeps a number."""
        if kind in LOOKED_UP:
            spelled = self.directory.spelled(kind, value)
            if spelled is not None:
                return (number if isinstance(value, int) else reference)(kind, spelled)
        return (native_number if isinstance(value, int) else native_reference)(kind, value)

    def text(self, value: object) -> str:
        """A text with its line ends as we write them, and fields by their names."""
        plain = literal(str(value or "").replace("\r\n", "\n"))
        return _PLACEHOLDER.sub(lambda match: match[1] + self.field_reference(match[2]), plain)
