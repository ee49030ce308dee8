"""Condition rows of Zendesk's triggers and SLA filters as tests of one ticket, compiled once.

Fields, operators and values as the product's own definitions list them (salto-io/salto, packages/zendesk-adapter: recorded
trigger and SLA definitions); what they mean: https://support.zendesk.com/hc/en-us/articles/4408893545882. A row that this model
does not know gives no verdict.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cstool.backends.engines.desk import Desk, Verdict
from cstool.backends.engines.things import plain
from cstool.backends.zendesk.engine.values import Facts, Holds, custom, single
from cstool.backends.zendesk.engine.words import any_word, string, text_of
from cstool.plan import Body
from cstool.worktime import WorkCalendar, is_holiday

COUNTS = ("replies", "reopens", "agent_stations", "group_stations", "number_of_incidents")
SINGLE = (
    "status",
    "priority",
    "type",
    "brand_id",
    "ticket_form_id",
    "group_id",
    "assignee_id",
    "requester_id",
    "organization_id",
    "via_id",
    "current_via_id",
    "recipient",
    "schedule_id",
    "requester_role",
    "role",
    "locale_id",
    "requester_time_zone",
    "ticket_is_public",
    "ticket_due_date",
)
WORDS = ("comment_includes_word", "subject_includes_word")


@dataclass(frozen=True, slots=True)
class Judge:
    """One row: its test, and what may make it hold while rules run: a native field, `+tag` that comes, `-tag` that goes."""

    holds: Holds
    reads: frozenset[str]
    row: Body


def any_text(rows: Sequence[Body]) -> Holds | None:
    """One test for rows of which one has to hold, where all of them search the same text for something to be there."""
    fields = {str(row["field"]) for row in rows}
    if (
        len(rows) < 2
        or len(fields) > 1
        or not fields <= set(WORDS)
        or any(row.get("operator") not in ("is", "includes") for row in rows)
    ):
        return None
    subject_only = fields == {"subject_includes_word"}
    asked = " ".join(plain(row.get("value")) for row in rows if row.get("operator") == "includes")
    words = any_word(asked, subject_only)
    pieces = tuple(plain(row.get("value")).casefold() for row in rows if row.get("operator") == "is")

    def holds(desk: Desk) -> bool:
        if words(desk):
            return True
        text = text_of(desk, subject_only)
        for piece in pieces:  # noqa: SIM110 - a generator costs more than the search
            if piece in text:
                return True
        return False

    return holds


def judge(row: Body, facts: Facts) -> Judge:
    """Compile one row."""
    name, operator, value = str(row["field"]), str(row.get("operator", "is")), row.get("value")
    holds, reads = _made(name, operator, value, facts)
    return Judge(holds or _unknown, frozenset(reads), row)


def _unknown(desk: Desk) -> Verdict:
    return None


def _made(name: str, operator: str, value: object, facts: Facts) -> tuple[Holds | None, set[str]]:
    if name == "current_tags":
        tags = frozenset(plain(value).split())
        sign = "+" if operator == "includes" else "-"  # what can make it hold that did not
        return _tags(operator, tags), {f"{sign}{tag}" for tag in tags}
    if name in WORDS:
        return _words(operator, plain(value), name.startswith("subject")), set()
    if name == "update_type":
        wanted = "create" if plain(value) == "Create" else "change"
        return (lambda desk: desk.event == wanted) if operator == "is" else None, set()
    if name == "comment_is_public":
        return _public(operator, plain(value)), set()
    if name in COUNTS:
        return _count(name, operator, plain(value)), {name}
    if name in ("in_business_hours", "on_holiday", "within_schedule"):
        return _hours(name, operator, plain(value), facts), {"set_schedule"}
    if name == "schedule_id":
        return single("set_schedule", operator, plain(value), facts), {"set_schedule"}
    if name == "ticket_type_id":  # SLA filters know types by number
        kinds = ("", "question", "incident", "problem", "task")
        number = plain(value)
        return (single("type", operator, kinds[int(number)], facts), {"type"}) if number in tuple("01234") else (None, set())
    if name in SINGLE:
        return single(name, operator, plain(value), facts), {name}
    if name.startswith(("custom_fields_", "requester.custom_fields.", "organization.custom_fields.")):
        return custom(plain(name), operator, plain(value), facts), {plain(name)}
    return None, set()


def _tags(operator: str, asked: frozenset[str]) -> Holds | None:
    def there(desk: Desk) -> bool:
        return not asked.isdisjoint(desk.tags)

    return {"includes": there, "not_includes": lambda desk: not there(desk)}.get(operator)


def _words(operator: str, value: str, subject_only: bool) -> Holds | None:
    search = any_word(value, subject_only) if operator in ("includes", "not_includes") else string(value, subject_only)
    if operator in ("includes", "is"):
        return search
    return (lambda desk: not search(desk)) if operator in ("not_includes", "is_not") else None


def _public(operator: str, value: str) -> Holds | None:
    if operator != "is":
        return None
    if value == "not_relevant":  # any comment
        return lambda desk: True
    if value in ("true", "false", "requester_can_see_comment"):
        wanted = value if value == "false" else "true"
        return lambda desk: None if (seen := desk.values.get("comment_is_public")) is None else seen == wanted
    return None


def _count(name: str, operator: str, value: str) -> Holds | None:
    compare: dict[str, Callable[[int, int], bool]] = {
        "less_than": lambda seen, limit: seen < limit,
        "greater_than": lambda seen, limit: seen > limit,
        "is": lambda seen, limit: seen == limit,
        "less_than_equal": lambda seen, limit: seen <= limit,
        "greater_than_equal": lambda seen, limit: seen >= limit,
    }
    test = compare.get(operator)
    if test is None or not value.isdecimal():
        return None
    return lambda desk: test(int(seen), int(value)) if (seen := desk.values.get(name, "")).isdecimal() else None


def _hours(name: str, operator: str, value: str, facts: Facts) -> Holds | None:
    if operator != "is":
        return None
    if name == "within_schedule":
        clock = facts.schedules.get(value)
        return (lambda desk: clock.state(desk.at) == "open") if clock else None
    if value not in ("true", "false"):
        return None
    test = _opened if name == "in_business_hours" else _holiday
    wanted = value == "true"

    def holds(desk: Desk) -> Verdict:
        clock = facts.schedules.get(desk.values.get("set_schedule") or facts.first_schedule or "")
        return None if clock is None else test(clock, desk.at) is wanted

    return holds


def _opened(clock: WorkCalendar, at: datetime) -> bool:
    return clock.state(at) == "open"


def _holiday(clock: WorkCalendar, at: datetime) -> bool:
    return clock.plan is not None and is_holiday(clock.plan, at.astimezone(clock.zone).date())
