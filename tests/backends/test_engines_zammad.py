"""What Zammad's operators, blocks, actions and SLAs mean, as read in lib/selector/sql.rb of zammad/zammad or measured on 5.5.

The recorded answers of a server are replayed elsewhere; here are the cases that they do not show.
"""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstool.backends.engines.desk import Desk
from cstool.backends.engines.things import Thing
from cstool.backends.zammad.engine import sla
from cstool.backends.zammad.engine.conditions import condition_of
from cstool.backends.zammad.engine.dialect import Dialect
from cstool.backends.zammad.engine.hours import clock_of
from cstool.backends.zammad.engine.patterns import compiled
from cstool.backends.zammad.engine.rows import Facts
from cstool.backends.zammad.engine.rules import rules_of
from cstool.tickets import Ticket

FRIDAY = datetime(2026, 7, 17, 10, tzinfo=UTC)
WEEK = {day: {"active": True, "timeframes": [["09:00", "12:00"], ["13:00", "17:00"]]} for day in ("mon", "fri")}
OFFICE = Thing("calendar", "c1", "Office", {"timezone": "UTC", "business_hours": WEEK, "public_holidays": {}})
FACTS = Facts(attributes=frozenset({"ticket.shop"}), clocks={"c1": clock_of(OFFICE)})  # type: ignore[dict-item]
OLD = Facts(Dialect(modern=False), FACTS.attributes, FACTS.clocks)


def desk(tags: str = "", event: str = "create", **values: str) -> Desk:
    """`ticket__title="x"`: a field of the ticket."""
    made = Desk(Ticket(FRIDAY), event, FRIDAY)
    made.values = {
        "ticket.title": "",
        "ticket.group_id": "1",
        "ticket.priority_id": "2",
        "ticket.state_id": "1",
        "ticket.owner_id": "",
    }
    made.values |= {name.replace("__", "."): value for name, value in values.items()}
    made.tags = set(tags.split())
    return made


def one(name: str, operator: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "operator": operator, "value": value, **more}


def block(word: str, *parts: dict[str, Any]) -> dict[str, Any]:
    return {"operator": word, "conditions": list(parts)}


TAG = "ticket.tags"
A, B = one(TAG, "contains one", "a"), one(TAG, "contains one", "b")
CASES: list[tuple[dict[str, Any], Desk, bool | None]] = [
    # M5: one LEFT JOIN of the tags: every `contains one` row looks at the same tag.
    (block("AND", A), desk("a b"), True),
    (block("AND", A, B), desk("a b"), False),
    (block("AND", A, one(TAG, "contains one", "b, a")), desk("a b"), True),
    (block("OR", A, B), desk("b"), True),
    (block("AND", A, block("OR", B, one("ticket.title", "contains", "lamp"))), desk("a b"), False),
    (block("AND", A, block("OR", B, one("ticket.title", "contains", "lamp"))), desk("a", ticket__title="Lamp"), True),
    (block("AND", A, block("NOT", one(TAG, "contains one not", "b"))), desk("a b"), True),
    (block("AND", A, block("NOT", one(TAG, "contains one not", "b"))), desk("a"), False),
    (block("NOT", A), desk("a"), False),
    (block("NOT", A), desk("a c"), True),  # another tag's row is not `a`
    (block("NOT", A), desk(""), False),  # NULL is neither in nor out
    # Sub-selects see all tags; upper and lower case are two tags.
    (block("AND", one(TAG, "contains all", "a, b")), desk("a b c"), True),
    (block("AND", one(TAG, "contains all", "a, b")), desk("a"), False),
    (block("AND", one(TAG, "contains one not", "a, b")), desk("c"), True),
    (block("AND", one(TAG, "contains all not", "a, b")), desk("a"), True),
    (block("AND", A), desk("A"), False),
    # M7: NOT is that of all parts together.
    (block("NOT", one("ticket.title", "contains", "x"), one("ticket.title", "contains", "y")), desk(ticket__title="x"), True),
    (block("NOT", one("ticket.title", "contains", "x"), one("ticket.title", "contains", "y")), desk(ticket__title="xy"), False),
    (block("XOR", A), desk("a"), False),
    # M16: ids as text, number or list; an empty value is NULL.
    ({"ticket.group_id": {"operator": "is", "value": [1]}}, desk(), True),
    ({"ticket.group_id": {"operator": "is", "value": "1"}}, desk(), True),
    ({"ticket.group_id": {"operator": "is not", "value": ["1", "2"]}}, desk(), False),
    ({"ticket.shop": {"operator": "is", "value": [""]}}, desk(ticket__shop=""), True),
    ({"ticket.shop": {"operator": "is not", "value": ["x"]}}, desk(ticket__shop=""), True),
    ({"ticket.shop": {"operator": "is not", "value": ["", "x"]}}, desk(ticket__shop=""), False),
    ({"ticket.owner_id": {"operator": "is", "pre_condition": "not_set", "value": []}}, desk(), True),
    ({"ticket.owner_id": {"operator": "is", "pre_condition": "current_user.id", "value": []}}, desk(), None),
    # Text: substring without regard to case, `is` whole and with regard to it; edges.
    ({"ticket.title": {"operator": "contains", "value": "FUND"}}, desk(ticket__title="a refund"), True),
    ({"ticket.title": {"operator": "is", "value": "Refund"}}, desk(ticket__title="refund"), False),
    ({"ticket.title": {"operator": "contains not", "value": "x"}}, desk(ticket__title=""), True),
    ({"ticket.title": {"operator": "starts with one of", "value": ["re", "x"]}}, desk(ticket__title="Refund"), True),
    ({"ticket.title": {"operator": "ends with", "value": "ND"}}, desk(ticket__title="Refund"), True),
    ({"ticket.title": {"operator": "is any of", "value": ["a", "b"]}}, desk(ticket__title="b"), True),
    ({"ticket.title": {"operator": "matches regex", "value": "ref(und)?$"}}, desk(ticket__title="Refund"), True),
    ({"ticket.title": {"operator": "matches regex", "value": r"\mref"}}, desk(ticket__title="Refund"), None),
    # Hours: a calendar that is not there limits nothing.
    ({"execution_time.calendar_id": {"operator": "is in working time", "value": "c1"}}, desk(), True),
    ({"execution_time.calendar_id": {"operator": "is not in working time", "value": "c1"}}, desk(), False),
    ({"execution_time.calendar_id": {"operator": "is in working time", "value": "none"}}, desk(), True),
    # A message that is not there; a field that nobody knows; an attribute that does not exist.
    ({"article.body": {"operator": "contains not", "value": "x"}}, desk(), False),
    ({"article.action": {"operator": "is", "value": "create"}}, desk(article__body="x"), True),
    ({"customer.city": {"operator": "is", "value": "Bonn"}}, desk(), None),
    ({"ticket.nosuch": {"operator": "is not", "value": "x"}}, desk(), False),
    ({"ticket.created_at": {"operator": "before (relative)", "value": "1", "range": "day"}}, desk(), None),
]


@pytest.mark.parametrize(("condition", "ticket", "holds"), CASES)
def test_a_condition_holds_as_the_database_says(condition: dict[str, Any], ticket: Desk, holds: bool | None) -> None:
    assert condition_of(condition, FACTS).holds(ticket) is holds


def test_older_versions_have_live_wildcards_and_skip_nothing() -> None:
    """Measured on 5.5: `50% off` finds `50 dollars off`; `contains not` is false where there is nothing."""
    row = {"ticket.title": {"operator": "contains", "value": "50% off"}}
    assert condition_of(row, OLD).holds(desk(ticket__title="50 dollars off")) is True
    assert condition_of(row, FACTS).holds(desk(ticket__title="50 dollars off")) is False
    nothing = {"ticket.shop": {"operator": "contains not", "value": "x"}}
    assert condition_of(nothing, OLD).holds(desk(ticket__shop="")) is False
    assert condition_of(nothing, FACTS).holds(desk(ticket__shop="")) is True


@given(
    st.sets(st.sampled_from("abc")),
    st.recursive(
        st.sampled_from([A, B]), lambda inner: st.builds(block, st.sampled_from(["AND", "OR"]), inner, inner), max_leaves=5
    ),
)
def test_a_shortcut_never_changes_the_verdict(tags: set[str], condition: dict[str, Any]) -> None:
    """What is said outright of tags rules a condition out only where it is false."""
    ticket = desk(" ".join(tags))
    found = condition_of(block("AND", condition), FACTS)
    assert not (found.surely_not(ticket) and found.holds(ticket) is not False)


def trigger(name: str, perform: dict[str, Any], condition: dict[str, Any] | None = None, **more: Any) -> Thing:
    return Thing("trigger", name, name, {"name": name, "condition": condition or {}, "perform": perform, "active": True, **more})


def run(ticket: Desk, *things: Thing, facts: Facts = FACTS) -> Desk:
    rules_of(things, facts).run(ticket)
    return ticket


def fired(ticket: Desk) -> list[str]:
    return [firing.rule.name for firing in ticket.fired]


HIGH = {"ticket.priority_id": {"value": "3"}}


def test_triggers_by_time_wait_for_their_moment() -> None:
    assert fired(run(desk(), trigger("1", HIGH, activator="time"), trigger("2", HIGH, activator="action"))) == ["2"]


def test_a_selective_trigger_needs_a_change_that_it_reads() -> None:
    """M8: on an update without a new message it runs only when an attribute of its condition changed."""
    condition = {"ticket.title": {"operator": "contains", "value": "x"}}
    for mode, changes, runs in (
        ("selective", {"ticket.group_id"}, False),
        ("selective", {"ticket.title"}, True),
        ("selective", {"article"}, True),
        ("always", {"ticket.group_id"}, True),
    ):
        ticket = desk(event="change", ticket__title="x")
        ticket.changes = frozenset(changes)
        assert bool(fired(run(ticket, trigger("1", HIGH, condition, execution_condition_mode=mode)))) is runs, (mode, changes)


def test_an_owner_without_access_to_the_group_is_taken_off() -> None:
    facts = Facts(access={"7": frozenset({"1"})})
    owner = {"ticket.owner_id": {"pre_condition": "specific", "value": "7"}}
    assert run(desk(), trigger("1", owner), facts=facts).values["ticket.owner_id"] == "7"
    moved = run(desk(), trigger("1", owner), trigger("2", {"ticket.group_id": {"value": "9"}}), facts=facts)
    assert moved.values["ticket.owner_id"] == ""


def test_no_mail_answers_a_machine() -> None:
    """zammad/zammad, app/models/ticket/perform_changes/action/notification_email.rb."""
    mail = {"notification.email": {"recipient": ["ticket_customer", "userid_3"], "subject": "s", "body": "b"}}
    ticket = desk()
    ticket.ticket = Ticket(FRIDAY, automatic=True)
    assert [one.recipients for one in run(ticket, trigger("1", mail)).mails] == [("userid_3",)]
    assert run(desk(), trigger("1", mail)).mails[0].recipients == ("ticket_customer", "userid_3")


@pytest.mark.parametrize(
    ("perform", "lost"),
    [
        ({"ticket.group_id": {"value": "Billing"}}, True),
        ({"ticket.state_id": {"value": "closed"}}, False),
        ({"ticket.group_id": {"value": ["1"]}}, False),
        ({"ticket.group_id": "1"}, False),
        ({"foo.bar": {"value": 1}}, False),
        ({"ticket.nosuch": {"value": 1}, "ticket.priority_id": {"value": "3"}}, False),
    ],
)
def test_what_cannot_be_written_ends_the_run(perform: dict[str, Any], lost: bool) -> None:
    """Measured on 5.5, section 6: it does nothing at all, later triggers are skipped, earlier ones stay."""
    ticket = run(
        desk(), trigger("1", {"ticket.tags": {"operator": "add", "value": "kept"}}), trigger("2", perform), trigger("3", HIGH)
    )
    assert fired(ticket) == ["1"]
    assert ticket.stopped is not None
    assert ticket.lost is lost
    assert ticket.values["ticket.priority_id"] == "2"


def policy(name: str, condition: dict[str, Any], minutes: int) -> Thing:
    return Thing("sla", name, name, {"name": name, "condition": condition, "calendar_id": "c1", "first_response_time": minutes})


def test_sla_by_name_with_the_last_empty_one_as_fallback() -> None:
    """M2."""
    here = {"ticket.group_id": {"operator": "is", "value": ["1"]}}
    things = [OFFICE, policy("0 all", {}, 1), policy("9 all", {}, 2), policy("b", here, 3), policy("a", here, 4)]
    for group, name in (("1", "a"), ("2", "9 all")):
        ticket = desk(ticket__group_id=group)
        sla.choose(sla.slas_of(things, FACTS), ticket, FACTS)
        assert ticket.policy is not None
        assert ticket.policy.name == name


@pytest.mark.parametrize(("minutes", "at"), [(60, "11:00"), (120, "13:00"), (121, "13:01"), (360, "09:00")])
def test_a_target_that_ends_with_work_falls_due_when_work_begins_again(minutes: int, at: str) -> None:
    """Measured on 5.5 on split hours."""
    ticket = desk()
    sla.choose(sla.slas_of([OFFICE, policy("a", {}, minutes)], FACTS), ticket, FACTS)
    assert ticket.dues[0].at.strftime("%H:%M") == at


def test_patterns_that_two_dialects_read_alike() -> None:
    for pattern in ("refund|return", "^re.*d$", r"\d{3}", "[a-z]+", "(ab)?c"):
        assert compiled(pattern) is not None, pattern
    for pattern in (r"\mword", r"\yx", "(?=x)", "[[:alpha:]]", "(", r"a\1"):
        assert compiled(pattern) is None, pattern
