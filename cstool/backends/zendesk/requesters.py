"""Drop-downs of requesters: conditions and actions hold the ids of their options, files and people hold their values.

Recorded: `requester.custom_fields.dropdown_25` is compared with "1500001753322" (salto-io/salto, zendesk-adapter, trigger
definitions); a text field is compared with its text.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cstool.backends.zendesk.calls import Record

PREFIX = "requester.custom_fields."


class Requesters:
    """The fields of requesters of one account; empty where nobody asked for them."""

    def __init__(self, rows: Callable[[str], Sequence[Record]]) -> None:
        self._rows = rows

    def spelled(self, field: str, value: str) -> str:
        """The value of an option, from its id."""
        return next((str(one["value"]) for one in self._options(field) if str(one.get("id")) == value), value)

    def native(self, field: str, value: str) -> str:
        """The id of an option, from its value, or from what people see."""
        for name in ("value", "name"):
            for one in self._options(field):
                if str(one.get(name)) == value:
                    return str(one["id"])
        return value

    def written(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The body of a rule with ids in place of values."""
        made = dict(body)
        held = body.get("conditions")
        if isinstance(held, Mapping):
            made["conditions"] = {place: [self._row(row) for row in rows] for place, rows in held.items()}
        if isinstance(body.get("actions"), list):
            made["actions"] = [self._row(row) for row in body["actions"]]
        return made

    def _row(self, row: Record) -> Record:
        field, value = str(row.get("field")), row.get("value")
        if not field.startswith(PREFIX) or not isinstance(value, str):
            return row
        return {**row, "value": self.native(field, value)}

    def _options(self, field: str) -> Sequence[Record]:
        key = field.removeprefix(PREFIX)
        for row in self._rows("user_fields"):
            if row.get("key") == key and row.get("type") == "dropdown":
                options: Sequence[Record] = row.get("custom_field_options") or ()
                return options
        return ()
