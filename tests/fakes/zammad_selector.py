"""Conditions as the fake Zammad checks and runs them: measured on zammad/zammad 5.5; newer words from lib/selector/sql.rb."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

OPERATORS = {
    *("after (absolute)", "after (relative)", "before (absolute)", "before (relative)", "contains all not", "contains all"),
    *("contains not", "contains one not", "contains one", "contains", "from (relative)", "has changed"),
    *("has reached warning", "has reached", "is in working time", "is not in working time", "is not", "is"),
    *("till (relative)", "today", "within last (relative)", "within next (relative)"),
}
NEWER = {
    *("does not match regex", "ends with", "ends with one of", "is any of", "is none of", "is set", "matches regex"),
    *("not set", "starts with", "starts with one of"),
}
_TABLES = {"ticket", "article", "customer", "organization", "owner", "ticket_state", "execution_time"}
_WITHOUT_VALUE = {"has changed", "has reached", "has reached warning", "today", "is set", "not set"}
_BODY_WORDS = {"contains one", "contains all", "contains one not", "contains all not"}


class BadSelector(Exception):
    """The condition is refused."""


Row = Mapping[str, Any]


def rows(condition: Mapping[str, Any]) -> Iterator[Row]:
    """Every test in a condition, flat or nested."""
    if "conditions" in condition:
        for part in condition["conditions"]:
            yield from rows(part)
    elif "name" in condition:
        yield condition
    else:
        for name, test in condition.items():
            yield {"name": name, **(test if isinstance(test, dict) else {"value": test})}


def check(condition: Mapping[str, Any], newer: bool, attributes: set[str]) -> None:
    """Raises BadSelector as the product does. Unknown attributes of tickets pass in 5.5 and are refused later."""
    for row in rows(condition):
        _check_row(row, newer, attributes)


def _check_row(row: Row, newer: bool, attributes: set[str]) -> None:
    name, operator, value = str(row["name"]), row.get("operator"), row.get("value")
    table, _, attribute = name.partition(".")
    if name in ("ticket.action", "execution_time.calendar_id"):
        return
    if table not in _TABLES or operator not in (OPERATORS | NEWER if newer else OPERATORS):
        shown = ", ".join(f":{key}=>{value!r}".replace("'", '"') for key, value in row.items())
        raise BadSelector(f"Invalid block_condition, operator {operator} is invalid {{{shown}}}")
    if operator in _WITHOUT_VALUE:
        return
    blank = "value" not in row or value == [] or (str(operator).startswith("contains") and value in ("", None))
    if blank and row.get("pre_condition") in (None, "", "specific"):
        raise BadSelector("blank")
    if name == "article.body" and operator in _BODY_WORDS:
        raise BadSelector("article.body holds text")
    if newer and table == "ticket" and attribute not in attributes:
        raise BadSelector(f"unknown attribute {attribute}")


Value = Callable[[str], Any]
"""The ticket's value by name, `ticket.title`; a missing attribute raises KeyError."""


def holds(condition: Mapping[str, Any], value: Value, at: "Moment") -> bool:
    """Whether the condition matches the ticket. Its tags are joined once: every `contains one` is asked of the same tag
    (zammad/zammad: lib/selector/sql.rb)."""
    asked = {one.strip() for row in rows(condition) if _joins(row) for one in str(row["value"]).split(",")}
    tags = sorted(asked & value("ticket.tags")) if asked else []
    return any(_holds(condition, value, at, tag) for tag in [*tags, None])  # a tag that no row asks for is like none


def _joins(row: Row) -> bool:
    return row["name"] == "ticket.tags" and row.get("operator") == "contains one"


def _holds(condition: Mapping[str, Any], value: Value, at: "Moment", tag: str | None) -> bool:
    if "conditions" in condition:
        parts = (_holds(part, value, at, tag) for part in condition["conditions"])
        word = condition.get("operator")
        if word == "NOT":  # NOT(a AND b), as it is generated
            return not all(parts)
        return {"AND": all, "OR": any}.get(str(word), _never)(parts)
    if "name" in condition:
        return _row(condition, value, at, tag)
    return all(_row(row, value, at, tag) for row in rows(condition))


def _never(parts: Iterable[bool]) -> bool:
    held = list(parts)
    return len(held) == 1 and held[0]  # one part needs no word between; an unknown word between two breaks the query


class Moment:
    """What happens to the ticket, and whether a calendar is open now."""

    def __init__(
        self, action: str, article: bool, changed: set[str], in_hours: Callable[[Any], bool], newer: bool = False
    ) -> None:
        self.action, self.article, self.changed, self.in_hours, self.newer = action, article, changed, in_hours, newer


def _row(row: Row, value: Value, at: Moment, tag: str | None) -> bool:
    name, operator, wanted = str(row["name"]), str(row.get("operator")), row.get("value")
    if _joins(row):
        return tag is not None and tag in {one.strip() for one in str(wanted).split(",")}
    if name == "ticket.action":
        return (at.action == wanted) is (operator == "is")
    if name == "article.action":
        return at.article is (operator == "is")
    if name.startswith("article.") and not at.article:
        return False
    if operator == "has changed":
        return name in at.changed
    if operator in ("is in working time", "is not in working time"):
        return at.in_hours(wanted) is (operator == "is in working time")
    if operator in ("has reached", "has reached warning"):
        return False
    try:
        found = value(name)
    except KeyError:
        return False
    return _test(operator, found, wanted, row.get("pre_condition"), at.newer)


def _test(operator: str, found: Any, wanted: Any, precondition: Any, newer: bool) -> bool:
    if isinstance(found, (set, frozenset)):
        asked = {one.strip() for one in str(wanted).split(",")}
        return {
            "contains all": asked <= found,
            "contains one not": not found & asked,
            "contains all not": not asked <= found,
        }.get(operator, False)
    if operator in ("is", "is not"):
        if precondition == "not_set":
            return (found in (None, 1)) is (operator == "is")
        choices = wanted if isinstance(wanted, list) else [wanted]
        same = any(_same(found, one) for one in choices)
        return same is (operator == "is") and (found is not None or "" in choices or operator == "is")
    if found is None:  # `contains not` on nothing holds since 6 (zammad/zammad: lib/selector/sql.rb)
        return newer and operator == "contains not"
    if operator in ("contains", "contains not"):
        there = str(wanted).lower() in str(found).lower() if newer else bool(like(wanted).search(str(found)))
        return there is (operator == "contains")
    if operator in ("matches regex", "does not match regex"):
        return bool(re.search(str(wanted), str(found), re.IGNORECASE)) is (operator == "matches regex")
    return False


def _same(found: Any, one: Any) -> bool:
    if found is None:
        return one == ""
    if isinstance(found, int) and not isinstance(found, bool):
        return str(one).isdigit() and int(one) == found
    return str(found) == str(one)


def like(wanted: Any) -> re.Pattern[str]:
    """`ILIKE '%wanted%'` with the wildcards alive, as in 5.5."""
    written = wanted if isinstance(wanted, str) else "[" + ", ".join(f'"{one}"' for one in wanted) + "]"
    parts, position = [], 0
    while position < len(written):
        letter = written[position]
        if letter == "\\" and position + 1 < len(written):
            position += 1
            parts.append(re.escape(written[position]))
        else:
            parts.append({"%": ".*", "_": "."}.get(letter, re.escape(letter)))
        position += 1
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)
