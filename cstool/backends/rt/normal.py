"""What the server holds, in exactly the form in which compile makes it: native references for its numbers, its additions gone."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cstool.backends.references import literal, native_reference, reference
from cstool.plan import Key, Live

_TABLE = re.compile(r"(?s)\A(.*?\nmy %native = \(\n)(.*?)(\n?\);\n.*)\Z")
_VALUE = re.compile(r"FirstCustomFieldValue\((\d+)\)")
_SPAN_ADDED = ("StartHour", "StartMinute", "EndHour", "EndMinute")
"""What Business::Hours adds to days and breaks while it counts (its preprocess_business_hours)."""
Mail = Callable[[str], str]


def marker(words: str) -> Key | None:
    """The key that a description of ours begins with."""
    parts = words.split(" ", 1)[0].split(":")
    return Key(parts[1], parts[2], parts[3]) if len(parts) == 4 and parts[0] == "cstool" else None


def live(kind: str, native: object, name: str, body: Mapping[str, object], row: Mapping[str, Any], words: str = "") -> Live:
    """One object; who changed it last stands in every row of REST 2.0."""
    by = row.get("LastUpdatedBy")
    who = str(by.get("id")) if isinstance(by, Mapping) else None
    return Live(str(native), kind, name, body, marker(words), row.get("LastUpdated") or None, who)


def custom_field(row: Mapping[str, Any]) -> Live:
    """A field of tickets."""
    name, words = str(row.get("Name", "")), str(row.get("Description") or "")
    body = {
        "name": literal(name),
        "description": literal(words),
        "type": row.get("Type"),
        "many": str(row.get("MaxValues")) == "0",
    }
    return live("custom_field", row["id"], name, body, row, words)


def queue(row: Mapping[str, Any]) -> Live:
    """A queue."""
    name, words = str(row.get("Name", "")), str(row.get("Description") or "")
    body = {"name": literal(name), "description": literal(words), "sla": str(row.get("SLADisabled")) == "0"}
    return live("queue", row["id"], name, body, row, words)


def named(kind: str, row: Mapping[str, Any]) -> Live:
    """A group or a class: a name and a description."""
    name, words = str(row.get("Name", "")), str(row.get("Description") or "")
    return live(kind, row["id"], name, {"name": literal(name), "description": literal(words)}, row, words)


def members(group: Live, numbers: Iterable[object], mail: Mail) -> Live:
    """Who belongs to a group."""
    people = sorted(mail(str(number)) for number in numbers)
    body = {"group": native_reference("group", group.native), "members": [reference("user", person) for person in people]}
    owner = Key("members", group.owner.id, group.owner.part) if group.owner else None
    return Live(group.native, "members", "", body, owner)


def watchers(native: str, row: Mapping[str, Any]) -> Live:
    """Which groups watch a queue."""
    groups = sorted((str(entry["id"]) for entry in row.get("AdminCc") or () if entry.get("type") == "group"), key=int)
    body = {"queue": native_reference("queue", native), "groups": [native_reference("group", group) for group in groups]}
    return Live(native, "watchers", "", body)


def article(row: Mapping[str, Any]) -> Live:
    """A text for agents."""
    name, words = str(row.get("Name", "")), str(row.get("Summary") or "")
    values = [field["values"] for field in row.get("CustomFields") or () if field.get("name") == "Content"]
    shelf = row.get("Class")
    number = str(shelf.get("id")) if isinstance(shelf, Mapping) else str(shelf)
    body = {
        "name": literal(name),
        "summary": literal(words),
        "class": native_reference("class", number),
        "content": literal(str(values[0][0]).replace("\r\n", "\n")) if values and values[0] else "",
    }
    return live("article", row["id"], name, body, row, words)


def template(native: str, queue_number: str, fields: Mapping[str, str]) -> Live:
    """A mail. One of a queue has a name that many have, so it has none of its own."""
    name, words = fields.get("Name", ""), fields.get("Description", "")
    content = literal(fields.get("Content", ""))
    content = _VALUE.sub(lambda found: f"FirstCustomFieldValue({native_reference('custom_field', found[1])})", content)
    body = {
        "name": literal(name),
        "description": literal(words),
        "queue": "" if queue_number == "0" else native_reference("queue", queue_number),
        "content": content,
    }
    return Live(native, "template", name if queue_number == "0" else "", body, marker(words))


def scrip(native: str, fields: Mapping[str, str], boxes: Mapping[str, list[str]], mail: Mail) -> Live:
    """A program. `boxes` are those of the page that says which queues it is added to; 0 stands for all."""
    words = fields.get("Description", "")
    queues = [value for value in boxes.get(f"RemoveScrip-{native}", ()) if value != "0"]
    body = {
        "queue": native_reference("queue", queues[0]) if len(queues) == 1 else literal(" ".join(queues)),
        "condition": literal(fields.get("CustomIsApplicableCode", "")),
        "commit": program(fields.get("CustomCommitCode", ""), mail),
        "enabled": fields.get("Enabled") == "1",
    }
    return Live(native, "scrip", words, body, marker(words))


def program(code: str, mail: Mail) -> str:
    """Our code with references again where its table has numbers; code of others as it is."""
    found = _TABLE.match(code)
    if found is None:
        return literal(code)
    return literal(found[1]) + "\n".join(_entry(line, mail) for line in found[2].split("\n")) + literal(found[3])


def _entry(line: str, mail: Mail) -> str:
    found = re.fullmatch(r'(  "([a-z_]+)/(.*)" => ")(\d+)(",)', line)
    if found is None:
        return literal(line)
    place = reference("user", mail(found[4])) if found[2] == "user" else native_reference(found[2], found[4])
    return literal(found[1]) + place + found[5]


def hours(name: str, value: Mapping[str, Any]) -> Live:
    """One set of business hours, without what the server's clock adds while it counts."""
    return Live(name, "business_hours", name, plain_hours(value))


def plain_hours(value: Mapping[str, Any]) -> dict[str, object]:
    """The same without the marker."""
    body: dict[str, object] = {}
    for key, span in value.items():
        body[key] = _span(span) if isinstance(span, Mapping) else list(span) if isinstance(span, list) else span
    return body


def _span(span: Mapping[str, Any]) -> dict[str, object]:
    kept = {key: value for key, value in span.items() if key not in _SPAN_ADDED and value not in (None, [])}
    if "Breaks" in kept:
        kept["Breaks"] = [_span(one) for one in kept["Breaks"]]
    return kept


def levels(value: Mapping[str, Any]) -> Live:
    """Our service levels: those whose names begin as ours do."""
    # The clock looks into `OutOfHours` of every level that it counts by, which makes it be there (RT::SLA, Agreement).
    ours = {
        name: {key: _numbers(part) for key, part in level.items() if part not in ({}, None)}
        for name, level in (value.get("Levels") or {}).items()
        if name.startswith("cs ")
    }
    return Live("all", "service_levels", "", ours, Key("service_levels", "all"))


def _numbers(value: Any) -> Any:
    """Fractions come back as texts."""
    if isinstance(value, Mapping):
        return {key: _numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_numbers(inner) for inner in value]
    if isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value) if "." in value else int(value)
    return value
