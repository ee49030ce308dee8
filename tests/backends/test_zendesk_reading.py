"""Whatever stands in a rule, it reads in one form, goes back as it was, and no text of anybody's becomes a reference."""

import contextlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cstool.backends.base import CallError
from cstool.backends.references import references, resolve
from cstool.backends.zendesk.directory import Directory
from cstool.backends.zendesk.lists import KINDS
from cstool.backends.zendesk.normal import WEEK, hours
from cstool.backends.zendesk.objects import Objects, owner_of
from cstool.backends.zendesk.reading import Reading
from cstool.backends.zendesk.requesters import Requesters
from cstool.plan import Key
from tests.fakes.zendesk_rules import TERMINAL, TRIGGER_OPERATORS, as_read

LISTS: dict[str, list[dict[str, Any]]] = {
    "users": [{"id": 11, "email": "lin@x.example"}, {"id": 12, "email": "w@{user/=9}@x.example"}],
    "locales": [{"id": 1, "locale": "en-US", "default": True}, {"id": 10, "locale": "zh-cn"}],
    "brands": [{"id": 5, "name": "Lumen"}, {"id": 6, "name": "a # {b} %"}],
    "ticket_fields": [{"id": 30, "title": "Order"}, {"id": 31, "title": "Order"}],
    "user_fields": [
        {"key": "country", "type": "dropdown", "custom_field_options": [{"id": 901, "name": "Germany", "value": "DE"}]},
        {"key": "note", "type": "text"},
    ],
}
DIRECTORY = Directory(lambda name: LISTS.get(name, []))
REQUESTERS = Requesters(lambda name: LISTS.get(name, []))
OBJECTS = Objects(Reading(DIRECTORY, REQUESTERS), {}, {})

words = st.text(alphabet="ab @#{}=/%\n退_31", max_size=12).filter(str.strip)
ids = st.sampled_from(["1", "5", "6", "11", "12", "77", "360000001", ""])
fields = st.sampled_from([*TRIGGER_OPERATORS, "custom_fields_30", "custom_fields_77", "requester.custom_fields.note"])


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, object]:
    field = draw(fields)
    operators = [*TRIGGER_OPERATORS.get(field, ("is", "present"))]
    operator = draw(st.sampled_from(operators))
    if operator in TERMINAL:
        return {"field": field, "operator": operator}
    return {"field": field, "operator": operator, "value": draw(ids if field.endswith("_id") else words)}


actions = st.one_of(
    st.builds(
        lambda field, value: {"field": field, "value": value}, st.sampled_from(["group_id", "assignee_id", "set_schedule"]), ids
    ),
    st.builds(lambda value: {"field": "subject", "value": value}, words),
    st.builds(lambda to, *texts: {"field": "notification_user", "value": [to, *texts]}, ids, words, words),
    st.builds(lambda value: {"field": "custom_fields_30", "value": value}, words),
    st.just({"field": "add_skills", "value": "468ffec1-f80c-11eb-8231-51714e7ee9ec#2"}),
)
rules = st.fixed_dictionaries(
    {
        "title": words,
        "description": words,
        "active": st.booleans(),
        "category_id": st.just("10001"),
        "conditions": st.fixed_dictionaries(
            {"all": st.lists(conditions(), max_size=4), "any": st.lists(conditions(), max_size=3)}
        ),
        "actions": st.lists(actions, max_size=4),
    }
)


def native(kind: str, id_: str, part: str) -> str:
    return DIRECTORY.native(kind, id_) if kind in ("user", "locale", "brand", "found_field") else id_.removeprefix("=")


def sent(body: Any) -> Any:
    made = resolve(body, native)
    assert isinstance(made, dict)
    return REQUESTERS.written(made)


@given(rules)
def test_a_rule_goes_back_as_it_was(rule: dict[str, Any]) -> None:
    row = {"id": 7, **rule, "raw_title": rule["title"], "conditions": as_read(rule["conditions"])}
    live = OBJECTS.live("trigger", row)
    written = sent(live.body)
    again = {"id": 7, **written, "raw_title": written["title"], "conditions": as_read(written["conditions"])}
    assert OBJECTS.live("trigger", again).body == live.body
    assert written["title"] == rule["title"]
    assert written["description"] == rule["description"]
    for old, new in zip(rule["actions"], written["actions"], strict=True):
        assert old == new
    for place in ("all", "any"):
        for old, new in zip(rule["conditions"][place], written["conditions"][place], strict=True):
            value = old.get("value")
            if old["field"] == "current_tags":
                value = " ".join(sorted(set(str(value).replace(",", " ").split())))
            assert (new["field"], new["operator"], new.get("value")) == (old["field"], old["operator"], value)


@given(words)
def test_no_text_of_anybody_becomes_a_reference(written: str) -> None:
    body = OBJECTS.live("trigger_category", {"id": "1", "name": f"@{{group/=5}}{written}@#{{user/x}}"}).body
    assert not list(references(body))
    assert sent(body)["name"] == f"@{{group/=5}}{written}@#{{user/x}}"


def test_what_the_files_call_a_field_is_what_a_body_calls_it() -> None:
    directory = Directory(lambda name: LISTS.get(name, []))
    directory.speak(["custom_fields_@{found_field/30}"])
    reading = Reading(directory, REQUESTERS)
    assert reading.field("custom_fields_30") == "custom_fields_@{found_field/30}"
    assert reading.field("custom_fields_31") == "custom_fields_@{ticket_field/=31}"
    assert reading.text("{{ticket.ticket_field_30}} a@b") == "{{ticket.ticket_field_@{found_field/30}}} a@@b"
    assert reading.value("requester.custom_fields.country", "901") == "DE"
    assert REQUESTERS.native("requester.custom_fields.country", "Germany") == "901"


intervals = st.lists(st.tuples(st.integers(0, WEEK - 1), st.integers(1, WEEK)).filter(lambda pair: pair[0] < pair[1]), max_size=6)


@given(intervals)
def test_hours_of_a_week_have_one_form(pairs: list[tuple[int, int]]) -> None:
    open_ = {minute for start, end in pairs for minute in range(start, end)}
    made: list[dict[str, Any]] = hours({"start_time": start, "end_time": end} for start, end in pairs)
    assert {minute for one in made for minute in range(one["start_time"], one["end_time"])} == open_
    assert hours(made) == made
    assert all(one["start_time"] // 1440 == (one["end_time"] - 1) // 1440 for one in made)


def test_a_marker_is_found_among_words_of_others_and_only_of_its_kind() -> None:
    row = {"id": 1, "description": "Do not touch!\ncstool:trigger:classify/refund:refund-1\nThanks"}
    assert owner_of("trigger", row) == Key("trigger", "classify/refund", "refund-1")
    assert owner_of("macro", row) is None
    assert owner_of("trigger", {"id": 1, "description": "see cstool:trigger:x:"}) is None


scalars = st.none() | st.booleans() | st.integers(-5, 10**12) | words
things = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=6
)
KEYS = (
    *("id", "name", "title", "raw_title", "description", "active", "actions", "conditions", "filter", "policy_metrics"),
    *("variants", "placeholder", "default_locale_id", "restriction", "intervals", "holidays", "time_zone", "user_id"),
    *("group_id", "attribute_id", "attribute_value_ids", "custom_field_options", "category_id", "type", "updated_at"),
)


@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(KEYS), things, max_size=12))
def test_a_shape_that_nobody_documented_is_said_never_a_crash(kind: str, row: dict[str, Any]) -> None:
    with contextlib.suppress(CallError):
        assert OBJECTS.live(kind, row).kind == kind
