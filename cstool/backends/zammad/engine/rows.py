"""Rows of Zammad's conditions as tests of one ticket: what each operator asks the database.

zammad/zammad, lib/selector/sql.rb, and measured on zammad/zammad 5.5. A test answers as SQL does: true, false, or NULL for a
comparison with nothing; None where this model cannot tell.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from cstool.backends.engines.desk import Desk
from cstool.backends.engines.things import plain
from cstool.backends.zammad.engine.dialect import NEWEST, Dialect
from cstool.plan import Body
from cstool.worktime import WorkCalendar


class Null(Enum):
    """SQL's NULL as a verdict."""

    NULL = "null"


NULL: Final = Null.NULL
Sql = bool | Null | None
Holds = Callable[[Desk, str | None], Sql]
"""Ticket, and the tag of the joined row (None: the ticket has no tag)."""

COLUMNS = frozenset(
    f"ticket.{name}"
    for name in (
        "action", "close_at", "create_article_sender_id", "create_article_type_id", "created_at", "created_by_id", "customer_id",
        "escalation_at", "first_response_at", "group_id", "id", "last_contact_agent_at", "last_contact_at",
        "last_contact_customer_at", "last_owner_update_at", "mention_user_ids", "note", "number", "organization_id",
        "out_of_office_replacement_id", "owner_id", "pending_time", "priority_id", "state_id", "tags", "title", "type",
        "updated_at", "updated_by_id",
    )
)  # fmt: skip
"""What every ticket has; another name is an attribute of the account's own, or none."""
TEXTS = ("ticket.title", "article.body", "article.subject")
"""Columns that hold an empty text rather than nothing."""
ELSEWHERE = "@{found_group/}"
"""The group in which a ticket arrives when nothing is said about it: some group, and none of ours."""


class NeverError(Exception):
    """The condition asks for what does not exist, so the database refuses it and the rule never applies."""


@dataclass(frozen=True)
class Facts:
    """What rows and actions read beside the ticket."""

    dialect: Dialect = NEWEST
    attributes: frozenset[str] = frozenset()
    """Attributes of the account's own: `ticket.cs_category`."""
    clocks: Mapping[str, WorkCalendar] = field(default_factory=dict)
    told: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Field -> values that bindings give to some channel: on a ticket of another channel they are not there."""
    existing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Field -> ids that exist; a field that is not here holds any id."""
    access: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Agent -> groups that they may own tickets in."""
    resting: frozenset[str] = frozenset()
    """States in which no target counts."""


def test(name: str, row: Body, facts: Facts, *, alone: bool) -> Holds:
    """Compile one row; `alone`: no other row of the condition joins the tags. Raises NeverError for an attribute that no ticket
    has."""
    operator, value = str(row.get("operator", "is")), row.get("value")
    table, _, attribute = name.partition(".")
    if table == "ticket" and name not in COLUMNS and name not in facts.attributes:
        raise NeverError(name)
    if name == "ticket.tags":
        return _tags(operator, tags_of(value), alone)
    if name == "execution_time.calendar_id":
        return _clock(operator, plain(value), facts)
    if name == "ticket.action":
        return _action(operator, plain(value), row)
    if table == "article":
        inner = _created(operator) if attribute == "action" else _column(name, operator, row, facts)
        return inner if attribute == "action" else lambda desk, tag: inner(desk, tag) if _article(desk) else False
    return _column(name, operator, row, facts)


def tags_of(value: object) -> frozenset[str]:
    """Tags in a value: separated by commas, trimmed, upper and lower case apart."""
    return frozenset(part.strip() for part in plain(value).split(",") if part.strip())


def _article(desk: Desk) -> bool:
    return "article.body" in desk.values


def _created(operator: str) -> Holds:
    if operator not in ("is", "is not"):
        return unknown
    return lambda desk, tag: _article(desk) is (operator == "is")


def unknown(desk: Desk, tag: str | None) -> Sql:
    """No verdict."""
    return None


def _action(operator: str, value: str, row: Body) -> Holds:
    wanted = {"create": "create", "update": "change"}.get(value)
    if operator not in ("is", "is not"):
        return unknown
    return lambda desk, tag: (desk.event == wanted) is (operator == "is")


def _tags(operator: str, asked: frozenset[str], alone: bool) -> Holds:
    """`contains one` joins the ticket's tags, row by row: two of them under one AND ask for the same tag."""
    if operator == "contains one" and alone:
        return lambda desk, tag: not asked.isdisjoint(desk.tags)
    if operator == "contains one":
        return lambda desk, tag: NULL if tag is None else tag in asked
    if operator == "contains one not":
        return lambda desk, tag: asked.isdisjoint(desk.tags)
    if operator == "contains all":
        return lambda desk, tag: asked <= desk.tags
    if operator == "contains all not":
        return lambda desk, tag: not asked <= desk.tags
    return unknown


def _clock(operator: str, name: str, facts: Facts) -> Holds:
    if operator not in ("is in working time", "is not in working time"):
        return unknown
    clock = facts.clocks.get(name)
    if clock is None:  # a calendar that is not there limits nothing
        return lambda desk, tag: True
    wanted = operator == "is in working time"
    return lambda desk, tag: (clock.state(desk.at) == "open") is wanted


def _column(name: str, operator: str, row: Body, facts: Facts) -> Holds:
    value = row.get("value")
    if operator in ("is", "is not", "is any of", "is none of"):
        return _equal(name, operator, row, facts)
    if operator in ("is set", "not set"):
        return lambda desk, tag: None if (seen := desk.values.get(name)) is None else bool(seen) is (operator == "is set")
    if operator == "has changed":
        return lambda desk, tag: name in desk.changes
    if operator.startswith("has reached"):
        return lambda desk, tag: False  # those are events of their own
    if operator in ("contains", "contains not"):
        return _containing(name, operator == "contains", _literal(value), facts)
    if operator in ("starts with", "starts with one of", "ends with", "ends with one of"):
        return _edges(name, operator.startswith("starts"), _values(value))
    if operator in ("matches regex", "does not match regex"):
        return _pattern(name, operator == "matches regex", plain(value))
    if operator in ("contains one", "contains all") and name == "ticket.title":
        return lambda desk, tag: False  # accepted and never true (measured on zammad/zammad 5.5)
    return unknown


def _literal(value: object) -> str:
    """A list is searched as Ruby prints it, `["refund", "invoice"]` (measured on zammad/zammad 5.5)."""
    return json.dumps([plain(one) for one in value], ensure_ascii=False) if isinstance(value, list) else plain(value)


def _values(value: object) -> tuple[str, ...]:
    return tuple(plain(one) for one in value) if isinstance(value, list | tuple) else (plain(value),)


def _equal(name: str, operator: str, row: Body, facts: Facts) -> Holds:
    positive, before = operator in ("is", "is any of"), row.get("pre_condition")
    if isinstance(before, str) and before.startswith("current_user"):
        return unknown
    wanted = frozenset(("",)) if before == "not_set" or row.get("value") is None else frozenset(_values(row.get("value")))
    told = facts.told.get(name, frozenset())

    def holds(desk: Desk, tag: str | None) -> Sql:
        seen = desk.values.get(name)
        if seen is None:
            return not positive if wanted <= told else None
        if seen == ELSEWHERE:
            return not positive if all("@{group/" in one or one == "" for one in wanted) else None
        if seen == "" and name not in TEXTS and "" not in wanted and operator != "is not":
            return NULL
        return (seen in wanted) is positive

    return holds


def lowered(desk: Desk, name: str) -> str | None:
    """A text in lower case, as ILIKE compares it."""
    found = desk.texts.get(name)
    if found is None and (seen := desk.values.get(name)) is not None:
        found = desk.texts[name] = seen.lower()
    return found


def _containing(name: str, positive: bool, value: str, facts: Facts) -> Holds:
    search, empty = facts.dialect.containing(value), name not in TEXTS
    told = facts.told.get(name, frozenset())

    def holds(desk: Desk, tag: str | None) -> Sql:
        text = lowered(desk, name)
        if text is None:
            return not positive if value in told else None
        if text == "" and empty:  # NULL: `contains not` takes it in since 6.x (zammad/zammad, issue 4948)
            return True if facts.dialect.modern and not positive else NULL
        return search(text) is positive

    return holds


def any_containing(name: str, values: Iterable[str], facts: Facts) -> Holds:
    """Several `contains` of one column, of which one has to hold: the text is lowered once."""
    searches = tuple(facts.dialect.containing(value) for value in values)
    pieces = tuple(value.lower() for value in values) if facts.dialect.modern else ()

    def holds(desk: Desk, tag: str | None) -> Sql:
        text = lowered(desk, name)
        if text is None:
            return None
        if text == "" and name not in TEXTS:
            return NULL
        for piece in pieces:
            if piece in text:
                return True
        return False if pieces else any(search(text) for search in searches)

    return holds


def _edges(name: str, start: bool, values: tuple[str, ...]) -> Holds:
    pieces = tuple(value.lower() for value in values)

    def holds(desk: Desk, tag: str | None) -> Sql:
        text = lowered(desk, name)
        if text is None:
            return None
        return text.startswith(pieces) if start else text.endswith(pieces)

    return holds


def _pattern(name: str, positive: bool, value: str) -> Holds:
    """PostgreSQL's `~*`. Patterns that another dialect of regular expressions may read otherwise give no verdict."""
    from cstool.backends.zammad.engine.patterns import compiled

    pattern = compiled(value)
    if pattern is None:
        return unknown

    def holds(desk: Desk, tag: str | None) -> Sql:
        seen = desk.values.get(name)
        return None if seen is None else (pattern.search(seen) is not None) is positive

    return holds
