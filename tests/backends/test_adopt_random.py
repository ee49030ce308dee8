"""Random accounts adopted: what becomes clean YAML compiles back to exactly what stood there, whatever stood there."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cstool.backends.zendesk.objects import ordered, ranked
from cstool.plan import Live
from tests.backends.test_adopt_recorded import empty, lives_of, proved
from tests.backends.test_zendesk_recorded import reader
from tests.fakes.zendesk_spec import DATA

DEFINITIONS = DATA / "routing/zendesk_trigger_definitions.json"
WORDS = ("refund", "money back", "E-Mail", "退货", 'say "hi"', "a@b.example", "50% off", "Rückgabe")
TAGS = ("vip", "order_late", "vip order_late", "a-b c")


def definitions() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(DEFINITIONS.read_text("utf-8"))["definitions"] if DEFINITIONS.exists() else {}
    return held


HELD = definitions()
GROUPS = sorted({value["value"] for one in HELD.get("actions", ()) if one["subject"] == "group_id" for value in one["values"]})[
    :-1
]


def row(definition: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A condition as the product offers it."""
    values = [one["value"] for one in definition.get("values", ())]
    texts = (
        TAGS
        if definition["subject"] == "current_tags"
        else WORDS
        if "includes_word" in definition["subject"]
        else ("1", "0", "x")
    )
    value = st.sampled_from(values or texts)

    def made(operator: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
        bare = {"field": definition["subject"], "operator": operator["value"]}
        return st.just({**bare, "value": None}) if operator["terminal"] else value.map(lambda one: {**bare, "value": one})

    return st.sampled_from(definition["operators"]).flatmap(made)


def rows(place: str, most: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    known = HELD.get(place, [])
    usual = [one for one in known if not one["subject"].startswith(("requester.", "organization."))] or [None]
    return st.lists(st.sampled_from(usual).flatmap(row), max_size=most)


def action(definition: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    values = [one["value"] for one in definition.get("values", ())]
    texts = TAGS if definition["subject"].endswith("tags") else WORDS
    return st.sampled_from(values or texts).map(lambda value: {"field": definition["subject"], "value": value})


USUAL = ("status", "priority", "group_id", "assignee_id", "current_tags", "remove_tags", "custom_fields_1500012620641", "type")
CREATE = {"field": "update_type", "operator": "is", "value": "Create"}


@st.composite
def triggers(draw: st.DrawFn) -> dict[str, Any]:
    every = draw(rows("conditions_all", 3))
    every.insert(draw(st.integers(0, len(every))), CREATE) if draw(st.integers(0, 3)) else None
    able = [one for one in HELD["actions"] if one["subject"] in USUAL]
    return {
        "title": draw(st.sampled_from(("Refunds", "退货", "@home {{x}}", "Refunds", "  spaced  ", "#1: a - b", "no"))),
        "active": draw(st.booleans()),
        "description": draw(st.sampled_from((None, "why", "cstool:not:ours"))),
        "conditions": {"all": every, "any": draw(rows("conditions_any", 3))},
        "actions": draw(st.lists(st.sampled_from(able).flatmap(action), min_size=1, max_size=3)),
        "category_id": draw(st.sampled_from(("1", "2"))),
    }


@pytest.mark.skipif(not HELD, reason="no recorded definitions: set CSTOOL_DATA to the data folder")
@settings(max_examples=12, phases=[Phase.generate])  # a failing example is small enough as it is
@given(st.lists(triggers(), min_size=1, max_size=6))
def test_random_zendesk_triggers_are_adopted_whole(held: list[dict[str, Any]]) -> None:
    """Z1, Z6, Z8, Z9, Z24: whatever a trigger asks, it comes back with the meaning that it had there."""
    numbered = [{**one, "id": number, "position": number} for number, one in enumerate(held, 100)]
    categories = [{"id": "1", "name": "Routing", "position": 1}, {"id": "2", "name": "Routing", "position": 2}]
    objects = reader()
    live: list[Live] = [objects.live("trigger_category", one) for one in categories]
    live += [objects.live("group", {"id": number, "name": f"Group {number}"}) for number in GROUPS if number.isdigit()]
    options = [{"name": "v1", "value": "v1"}, {"name": "v2", "value": "v2"}]
    field = {"id": 1500012620641, "type": "tagger", "title": "Kind", "active": True, "custom_field_options": options}
    live += [objects.live("ticket_field", field)]
    live += [objects.live("trigger", one) for one in numbered]
    live += [ordered(categories, numbered), ranked([])]
    with TemporaryDirectory() as folder:
        adoption = proved(empty(Path(folder), "zendesk"), live)
    assert {pushed.native for key, pushed in adoption.lock.items() if key.kind == "trigger"} == {
        str(one["id"]) for one in numbered
    }


OPTIONS: dict[str, tuple[tuple[str, ...], tuple[Any, ...]]] = {
    "ticket.title": (("contains", "contains not", "is", "starts with"), WORDS),
    "article.body": (("contains", "contains not", "matches regex"), WORDS),
    "ticket.tags": (("contains one", "contains all", "contains one not", "contains all not"), ("vip", "a, b", "a,b")),
    "ticket.group_id": (("is", "is not", "has changed"), (["2"], ["2", 3], "2", [""], ["99"])),
    "ticket.priority_id": (("is", "is not"), (["1"], [2, 3], "3")),
    "ticket.state_id": (("is", "is not"), (["4"], ["1", "2"], ["5"], ["4", "2"])),
    "article.sender_id": (("is",), (["1"], ["2"])),
    "ticket.create_article_type_id": (("is", "is not"), (["1"], ["11", "5"], ["7"])),
    "customer.email": (("contains", "is", "is not"), ("@lumen.example", "a@b.example")),
    "execution_time.calendar_id": (("is in working time", "is not in working time"), ("1", "2")),
}
TESTS = {name: st.tuples(*map(st.sampled_from, both)) for name, both in OPTIONS.items()}
ROWS = st.sampled_from(sorted(TESTS)).flatmap(
    lambda name: TESTS[name].map(lambda pair: {"name": name, "operator": pair[0], "value": pair[1]})
)
BLOCKS = st.recursive(
    ROWS,
    lambda inner: st.builds(
        lambda word, parts: {"operator": word, "conditions": parts},
        st.sampled_from(("AND", "OR", "NOT")),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)
ACTIONS: dict[str, st.SearchStrategy[Any]] = {
    "ticket.group_id": st.sampled_from(("2", 3, "99")).map(lambda value: {"value": value}),
    "ticket.priority_id": st.sampled_from(("1", "3")).map(lambda value: {"value": value}),
    "ticket.state_id": st.sampled_from(("4", "2", "5")).map(lambda value: {"value": value}),
    "ticket.tags": st.tuples(st.sampled_from(("add", "remove")), st.sampled_from(("vip", "a,b", "two words"))).map(
        lambda pair: {"operator": pair[0], "value": pair[1]}
    ),
    "ticket.title": st.just({"value": "x"}),
}


@st.composite
def zammad_triggers(draw: st.DrawFn) -> dict[str, Any]:
    parts = draw(st.lists(BLOCKS, max_size=3))
    created = {"name": "ticket.action", "operator": "is", "value": "create"}
    parts.insert(draw(st.integers(0, len(parts))), created) if draw(st.integers(0, 3)) or not parts else None
    flat = len({part.get("name") for part in parts}) == len(parts) and all("name" in part for part in parts)
    nested = {"operator": "AND", "conditions": parts}
    condition = {part["name"]: {"operator": part["operator"], "value": part["value"]} for part in parts} if flat else nested
    names = draw(st.lists(st.sampled_from(sorted(ACTIONS)), min_size=1, max_size=3, unique=True))
    return {"condition": condition, "perform": {name: draw(ACTIONS[name]) for name in names}, "active": draw(st.booleans())}


CALENDAR = {
    "business_hours": {day: {"active": day != "sun", "timeframes": [["09:00", "17:00"]]} for day in ("mon", "tue", "sun")},
    "timezone": "Europe/Berlin",
}


@settings(max_examples=12, phases=[Phase.generate])  # a failing example is small enough as it is
@given(st.lists(zammad_triggers(), min_size=1, max_size=5))
def test_random_zammad_triggers_are_adopted_whole(held: list[dict[str, Any]]) -> None:
    """M1, M5, M6, M7, M16: whatever a trigger asks, it comes back with the meaning that it had there."""
    names = ("020 b", "010 a", "退货", "10 x", "9 x")
    state: dict[str, dict[int, Any]] = {
        "groups": {id_: {"id": id_, "name": f"Group {id_}", "note": None, "active": True} for id_ in (2, 3)},
        "calendars": {id_: {"id": id_, "name": f"Calendar {id_}", **CALENDAR} for id_ in (1, 2)},
        "triggers": {id_: {"id": id_, "name": names[id_], "note": None, **one} for id_, one in enumerate(held)},
        "slas": {},
        "text_modules": {},
    }
    with TemporaryDirectory() as folder:
        adoption = proved(empty(Path(folder), "zammad"), lives_of(state))
    assert len([key for key in adoption.lock if key.kind == "trigger"]) == len(held)
