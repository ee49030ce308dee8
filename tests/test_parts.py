"""What two outcomes of one ticket are compared in: one statement of it, which a diff, a simulation and a proof share."""

from dataclasses import replace
from typing import Any

import pytest

from cstool.model.base import parse_limit
from cstool.model.routing import Actions
from cstool.model.sla import Recipient
from cstool.routing import Note, Outcome, Reply
from cstool.routing.parts import Standing, differing, value_of, writers
from cstool.simulate.movement import PARTS

LEAD, LIN = Recipient(role="lead"), Recipient(agent="lin")
DAILY, HOURLY = parse_limit("1 per 24h"), parse_limit("1 per 1h")
PLAIN = Outcome(team="returns", category="refund", tags=frozenset({"vip"}), rules=("a",), written={"team": "a"})


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, ()),
        ({}, {"rules": ("b",), "written": {"team": "b"}, "unmatched": False}, ()),
        (
            {},
            {"team": "frontline", "priority": "high", "assignee": "lin", "status": "open"},
            ("team", "assignee", "priority", "status"),
        ),
        ({}, {"category": None}, ("category",)),
        ({}, {"tags": frozenset()}, ("tags",)),
        ({"skills": ("a", "b")}, {"skills": ("b", "a")}, ()),
        ({"skills": ("a", "b")}, {"skills": ("a",)}, ("skills",)),
        ({"fields": {"x": True}}, {"fields": {"x": "true"}}, ()),
        ({"fields": {"x": True}}, {"fields": {"x": 1}}, ("fields.x",)),
        ({"fields": {"x": 1, "z": 2}}, {"fields": {"y": 1, "z": 2}}, ("fields.x", "fields.y")),
        ({}, {"replies": (Reply("a/b", DAILY, "a"),)}, ("reply",)),
        ({"replies": (Reply("a/b", DAILY, "a"),)}, {"replies": (Reply("a/b", HOURLY, "b"),)}, ("at_most",)),
        ({"replies": (Reply("a/b", DAILY, "a"),)}, {"replies": (Reply("c/d", None, "b"),)}, ("reply", "at_most")),
        ({"replies": (Reply("a/b", None, "a"),)}, {"replies": (Reply("a/b", None, "b"), Reply("c/d", None, "a"))}, ()),
        ({"notes": (Note("x", "a"), Note("y", "b"))}, {"notes": (Note("y", "c"), Note("x", "d"))}, ()),
        ({"notes": (Note("x", "a"),)}, {"notes": (Note("x", "a"), Note("x", "b"))}, ()),
        ({"notes": (Note("x", "a"),)}, {"notes": (Note("z", "a"),)}, ("note",)),
        ({"escalations": (LEAD, LIN)}, {"escalations": (LIN, LEAD, LEAD)}, ()),
        ({"escalations": (LEAD,)}, {"escalations": (LIN,)}, ("escalate",)),
    ],
)
def test_the_parts_that_differ(before: dict[str, Any], after: dict[str, Any], expected: tuple[str, ...]) -> None:
    one, other = replace(PLAIN, **before), replace(PLAIN, **after)
    assert differing(one, other) == expected
    assert set(differing(other, one)) == set(expected)
    assert all(value_of(one, part) != value_of(other, part) for part in expected)
    assert {part.partition(".")[0] for part in expected} <= set(PARTS), "a simulation has a table for each"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("team", "returns"),
        ("assignee", None),
        ("tags", ("late", "vip")),
        ("skills", ("german", "refunds")),
        ("fields.loyal", "true"),
        ("fields.other", None),
        ("reply", "a/b"),
        ("at_most", str(DAILY)),
        ("note", "look\nread"),
        ("escalate", ("agent: lin", "role: lead")),
    ],
)
def test_what_stands_in_a_part(part: str, value: object) -> None:
    outcome = replace(
        PLAIN,
        tags=frozenset({"vip", "late"}),
        skills=("refunds", "german"),
        fields={"loyal": True},
        replies=(Reply("a/b", DAILY, "a"),),
        notes=(Note("read", "a"), Note("look", "b")),
        escalations=(LEAD, LIN),
    )
    assert value_of(outcome, part) == value


def test_who_wrote_a_part() -> None:
    given = {
        "a": Actions(team="returns", tags=["vip"], skills=["german"]),
        "b": Actions(remove_tags=["late"], set={"x": 1}, escalate=LEAD),
        "c": Actions(reply="a/b", note="look"),
    }
    rules = {name: Standing(0, "stage", actions) for name, actions in given.items()}
    outcome = Outcome(
        team="returns",
        tags=frozenset({"vip"}),
        skills=("german",),
        fields={"x": 1},
        replies=(Reply("a/b", None, "c"),),
        notes=(Note("look", "c"),),
        escalations=(LEAD,),
        rules=("a", "b", "c", "gone"),
        written={"team": "a", "fields.x": "b"},
    )
    nothing = Outcome(tags=frozenset({"late"}))
    expected = {
        "team": "a",
        "tags": "ab",
        "skills": "a",
        "fields.x": "b",
        "reply": "c",
        "note": "c",
        "escalate": "b",
        "status": "",
    }
    for part, names in expected.items():
        assert writers(outcome, part, rules, nothing) == tuple(names), part
        assert writers(nothing, part, rules, outcome) == ()
    assert writers(outcome, "skills", rules, outcome) == ()
