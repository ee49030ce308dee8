"""What adopting writes: ids from names, conditions from rows, hours, and the place of a changed piece of text."""

import json

import pytest

from cstool.backends.adopt.conditions import alternatives, conjunction
from cstool.backends.adopt.edits import LeftOutError, replaced
from cstool.backends.adopt.ids import Ids, slug
from cstool.backends.adopt.weeks import hours_of


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Rücksendungen", "ruecksendungen"),
        ("Frontline 🚀", "frontline-rocket"),
        ("VIP 客户", "vip"),
        ("退货组", ""),
        ("Отдел", "otdel"),
        ("カスタマー", "kasutama"),
        ("A::B", "a-b"),
        ("Große Ärgernisse & Co.", "grosse-aergernisse-and-co"),
    ],
)
def test_names_are_spelt_in_ascii(name: str, id_: str) -> None:
    assert slug(name) == id_


def test_ids_are_kept_and_numbered() -> None:
    ids = Ids("team", {"7": "returns"})
    assert [ids.of("7", "Renamed"), ids.of("8", "Returns"), ids.of("9", "退货组"), ids.of("9", "x")] == [
        "returns",
        "returns-2",
        "team-9",
        "team-9",
    ]


@pytest.mark.parametrize(
    ("parts", "when"),
    [
        ([], "always"),
        ([{"tags": "a"}, {"tags": "b"}], {"tags": {"all": ["a", "b"]}}),
        ([{"tags": "a"}, {"tags": {"none": "b"}}], {"tags": {"any": "a", "none": "b"}}),
        ([{"team": "a"}, {"team": "b"}], {"team": "a", "all": [{"team": "b"}]}),
        ([{"not": {"team": "a"}}, {"not": {"team": "b"}}], {"not": {"team": "a"}, "all": [{"not": {"team": "b"}}]}),
    ],
)
def test_conditions_are_put_together(parts: list[dict[str, object]], when: object) -> None:
    assert conjunction(parts) == when


def test_alternatives_of_one_field_are_a_list() -> None:
    assert alternatives([{"team": "a"}, {"team": "b"}]) == {"team": ["a", "b"]}
    assert alternatives([{"team": "a"}, {"tags": "b"}]) == {"any": [{"team": "a"}, {"tags": "b"}]}


def test_a_changed_piece_finds_its_place_or_says_that_it_has_none() -> None:
    same = str
    assert (
        replaced("Hi {{ x }},\n\nwe ship soon.\n", "Hi ,\n\nwe ship soon.", "Hi ,\n\nwe ship today.", same)
        == "Hi {{ x }},\n\nwe ship today.\n"
    )
    with pytest.raises(LeftOutError):
        replaced("{% if a %}x{% endif %}", "yes and yes", "yes and no", same)


def test_hours_are_written_as_people_write_them() -> None:
    day = [(540, 1020)]
    assert hours_of([day, day, day, day, [(540, 900)], [], []]) == {"mon-thu": ["09:00-17:00"], "fri": ["09:00-15:00"]}
    assert json.dumps(hours_of([[]] * 7)) == "{}"
