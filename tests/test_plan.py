"""Three-way comparison: whose change it was, what is recognised, what is refused; and that a plan carried out leaves nothing."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstool.plan import Intent, Key, Live, Plan, Pushed, Resource, canonical, compare, differences, drift, guard
from cstool.render.plan import change_lines

A, B = {"priority": "low"}, {"priority": "high"}
C = {"priority": "urgent"}
KEY = Key("rules", "vip")


def desired(body: dict[str, object], name: str = "VIP") -> Resource:
    return Resource("rules", "vip", "", name, body)


def live(body: dict[str, object], native: str = "7", name: str = "VIP", owner: Key | None = KEY) -> Live:
    return Live(native, "rules", name, body, owner, "2026-07-17T10:00:00Z", "lin")


def pushed(body: dict[str, object], native: str = "7") -> dict[Key, Pushed]:
    return {KEY: Pushed(native, "VIP", body)}


def plan(base: dict[Key, Pushed], want: Sequence[Resource], there: Sequence[Live], **options: object) -> Plan:
    return compare("local", base, want, there, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("base", "want", "there", "action", "why"),
    [
        pytest.param({}, [desired(A)], [], "create", "new", id="never seen"),
        pytest.param(pushed(A), [desired(A)], [], "create", "missing", id="deleted there"),
        pytest.param(pushed(A), [desired(B)], [live(A)], "update", "ours", id="changed here"),
        pytest.param(pushed(A), [desired(A)], [live(B)], "update", "theirs", id="changed there"),
        pytest.param(pushed(A), [desired(B)], [live(C)], "update", "both", id="changed on both sides"),
        pytest.param(pushed(A), [desired(B)], [live(B)], "record", "agrees", id="changed alike"),
        pytest.param(pushed(A), [desired(A, "V.I.P.")], [live(A)], "update", "ours", id="renamed here"),
        pytest.param(pushed(A), [desired(A)], [live(A, name="V.I.P.")], "update", "theirs", id="renamed there"),
        pytest.param({}, [desired(A)], [live(A)], "adopt", "found", id="lock lost, marker kept"),
        pytest.param({}, [desired(A)], [live(B, owner=None)], "adopt", "found", id="first contact by name"),
        pytest.param(pushed(A, "3"), [desired(A)], [live(A)], "adopt", "found", id="made anew there with our marker"),
        pytest.param(pushed(A), [], [], "forget", "gone", id="gone on both sides"),
    ],
)
def test_one_object(base: dict[Key, Pushed], want: list[Resource], there: list[Live], action: str, why: str) -> None:
    (change,) = plan(base, want, there).changes
    assert (change.action, change.why) == (action, why)


def test_nothing_to_do_is_an_empty_plan() -> None:
    assert plan(pushed(A), [desired(A)], [live(A)]).empty


def test_a_removed_object_stays_until_deletion_is_asked_for() -> None:
    kept = plan(pushed(A), [], [live(A)])
    assert kept.empty
    assert [change.key for change in kept.kept] == [KEY]
    asked = plan(pushed(A), [], [live(A)], delete=True)
    assert [change.action for change in asked.changes] == ["delete"]


def test_what_the_lockfile_does_not_know_is_never_deleted() -> None:
    stranger = live(A, owner=None, name="their own rule")
    orphan = live(B, native="8", owner=Key("rules", "old"))
    result = plan({}, [], [stranger, orphan], delete=True)
    assert result.empty
    assert not result.kept


def test_a_reused_id_of_another_object_of_ours_is_not_taken_for_this_one() -> None:
    other = live(A, owner=Key("rules", "other"), name="other")
    (change,) = plan(pushed(A), [desired(A)], [other]).changes
    assert (change.action, change.why) == ("create", "missing")


@pytest.mark.parametrize(
    ("want", "there"),
    [
        ([desired(A)], [live(A, "7", owner=None), live(A, "8", owner=None)]),
        ([desired(A)], [live(A, "7"), live(A, "8")]),
        ([desired(A), Resource("rules", "vip-2", "", "VIP", A)], [live(A, owner=None)]),
    ],
    ids=["two live ones of that name", "two with our marker", "two of ours with one name there"],
)
def test_ambiguous_names_are_refused_even_by_force(want: list[Resource], there: list[Live]) -> None:
    result = plan({}, want, there)
    assert not result.changes
    refusal = guard(result, force=True)
    assert refusal is not None
    assert refusal.id == "ambiguous-name"


def test_a_lockfile_that_gives_one_object_to_two_of_ours_is_refused() -> None:
    other = Key("rules", "other")
    base = {**pushed(A), other: Pushed("7", "VIP", A)}
    there = [live(A, owner=None)]
    both = plan(base, [desired(B), Resource("rules", "other", "", "VIP", B)], there)
    assert not both.changes
    assert [doubt.key for doubt in both.ambiguous] == [other, KEY]
    assert [(change.action, change.key) for change in plan(base, [desired(B)], there).changes] == [
        ("update", KEY),
        ("forget", other),
    ]


def test_an_open_intent_finds_the_object_it_made_among_others_of_the_same_name() -> None:
    before, made = live(B, "7", owner=None), live(A, "8", owner=None)
    (change,) = plan({}, [desired(A)], [before, made], intents={KEY: Intent(KEY, "VIP", ("7",))}).changes
    assert (change.action, change.native, change.why) == ("adopt", "8", "interrupted")


def test_an_open_intent_that_made_nothing_creates() -> None:
    (change,) = plan({}, [desired(A)], [], intents={KEY: Intent(KEY, "VIP", ())}).changes
    assert change.action == "create"


def test_kinds_are_made_in_order_and_deleted_the_other_way_round() -> None:
    want = [Resource("rules", "r", "", "r", A), Resource("teams", "t", "", "t", A)]
    base = {Key(kind, "old"): Pushed(native, "old", A) for kind, native in (("rules", "1"), ("teams", "2"))}
    there = [Live("1", "rules", "old", A), Live("2", "teams", "old", A)]
    result = plan(base, want, there, kinds=("teams", "rules"), delete=True)
    assert [(change.action, change.key.kind) for change in result.changes] == [
        ("create", "teams"),
        ("create", "rules"),
        ("delete", "rules"),
        ("delete", "teams"),
    ]


def test_the_checksum_moves_with_the_plan_and_with_live() -> None:
    stranger = live(A, "9", "another", owner=None)
    one = plan(pushed(A), [desired(B)], [live(A)])
    assert one.checksum == plan(pushed(A), [desired(B)], [live(A)]).checksum
    others = [plan(pushed(A), [desired(C)], [live(A)]), plan(pushed(A), [desired(B)], [live(A), stranger])]
    assert len({one.checksum, *(other.checksum for other in others)}) == 3


def many(count: int, changed: int, **options: object) -> Plan:
    keys = [Key("rules", f"r{number}") for number in range(count)]
    base = {key: Pushed(str(number), key.id, A) for number, key in enumerate(keys)}
    there = [Live(str(number), "rules", key.id, A, key) for number, key in enumerate(keys)]
    removed = options.get("delete")
    want = [
        Resource("rules", key.id, "", key.id, B if number < changed else A)
        for number, key in enumerate(keys)
        if not (removed and number < changed)
    ]
    return plan(base, want, there, **options)


@pytest.mark.parametrize(("count", "changed", "refused"), [(9, 9, False), (10, 3, False), (10, 4, True), (100, 31, True)])
@pytest.mark.parametrize("delete", [False, True])
def test_a_large_share_is_refused_without_force(count: int, changed: int, refused: bool, delete: bool) -> None:
    result = many(count, changed, delete=delete)
    assert (guard(result) is not None) == refused
    assert guard(result, force=True) is None


@pytest.mark.parametrize(("count", "lost", "refused"), [(10, 3, False), (10, 4, True), (9, 9, False), (100, 31, True)])
@pytest.mark.parametrize("here_too", [False, True])
def test_an_emptied_helpdesk_is_refused_without_force(count: int, lost: int, refused: bool, here_too: bool) -> None:
    keys = [Key("rules", f"r{number}") for number in range(count)]
    base = {key: Pushed(key.id, key.id, A) for key in keys}
    there = [Live(key.id, "rules", key.id, A) for key in keys[lost:]]
    want = [Resource("rules", key.id, "", key.id, A) for key in (keys[lost:] if here_too else keys)]
    result = plan(base, want, there)
    found = guard(result)
    assert (found.id if found else None) == ("too-much-lost" if refused else None)
    assert guard(result, force=True) is None


def test_creating_much_is_no_reason_to_refuse() -> None:
    assert guard(plan({}, [Resource("rules", f"r{n}", "", f"r{n}", A) for n in range(200)], [])) is None


def test_taking_over_what_is_equal_alters_nothing() -> None:
    there = [Live(str(n), "rules", f"r{n}", A if n else B, Key("rules", f"r{n}")) for n in range(20)]
    result = plan({}, [Resource("rules", f"r{n}", "", f"r{n}", A) for n in range(20)], there)
    assert guard(result) is None
    assert [change.key.id for change in result.changes if change.alters] == ["r0"]


def test_a_conflict_is_refused_without_force() -> None:
    result = plan(pushed(A), [desired(B)], [live(C)])
    refusal = guard(result)
    assert refusal is not None
    assert refusal.id == "changed-on-both-sides"
    assert guard(result, force=True) is None


def test_differences_name_the_place() -> None:
    before = {"then": {"team": "a", "tags": ["x"]}, "steps": [{"id": "a", "by": "lead"}]}
    after = {"then": {"team": "b", "tags": ["x", "y"]}, "steps": [{"id": "a", "by": "agent"}], "enabled": False}
    assert list(differences(before, after)) == [
        ("enabled", None, False),
        ("steps[0].by", "lead", "agent"),
        ("then.tags", ["x"], ["x", "y"]),
        ("then.team", "a", "b"),
    ]


def test_drift_says_who_and_when() -> None:
    changed, gone = drift({**pushed(A), Key("rules", "gone"): Pushed("8", "gone", A)}, [live(B)])[::-1]
    assert (changed.action, changed.changed_by, changed.changed_at) == ("update", "lin", "2026-07-17T10:00:00Z")
    assert (gone.action, gone.key) == ("delete", Key("rules", "gone"))


def carry_out(result: Plan, base: dict[Key, Pushed], there: list[Live]) -> tuple[dict[Key, Pushed], list[Live]]:
    """The obvious executor: what any backend must amount to."""
    base, objects, number = dict(base), {item.native: item for item in there}, 1000
    for change in result.changes:
        native = change.native or str(number := number + 1)
        if change.action in ("delete", "forget"):
            base.pop(change.key, None)
            if change.action == "delete":
                del objects[native]
            continue
        assert change.after is not None
        objects[native] = replace(objects.get(native, Live(native, change.key.kind, "", {})), name=change.name, body=change.after)
        base[change.key] = Pushed(native, change.name, change.after)
    return base, list(objects.values())


bodies = st.sampled_from([A, B, C])
keys = st.builds(Key, st.sampled_from(["rules", "teams"]), st.sampled_from("abcd"))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[Key, Pushed], list[Resource], list[Live]]:
    """A lockfile, files and a helpdesk that differ in every way: ours, theirs, strangers, lost markers, reused names."""
    natives = draw(st.lists(st.integers(1, 12).map(str), unique=True, max_size=8))
    names = st.sampled_from("abcde")
    there = [
        Live(native, draw(st.sampled_from(["rules", "teams"])), draw(names), draw(bodies), draw(st.none() | keys))
        for native in natives
    ]
    locked = draw(st.lists(keys, unique=True, max_size=5))
    ids = draw(st.lists(st.integers(1, 12).map(str), min_size=len(locked), max_size=len(locked)))
    base = {key: Pushed(native, draw(names), draw(bodies)) for key, native in zip(locked, ids, strict=True)}
    want = [Resource(key.kind, key.id, "", draw(names), draw(bodies)) for key in draw(st.lists(keys, unique=True, max_size=6))]
    return base, want, there


@given(worlds(), st.booleans())
def test_a_plan_carried_out_leaves_nothing_and_no_stranger_is_touched(
    world: tuple[dict[Key, Pushed], list[Resource], list[Live]], delete: bool
) -> None:
    base, want, there = world
    first = plan(base, want, there, delete=delete)
    after_base, after = carry_out(first, base, there)
    second = plan(after_base, want, after, delete=delete)
    assert not second.changes
    assert second.ambiguous == first.ambiguous
    touched = {change.native for change in first.changes}
    untouched = {item.native: item for item in there if item.native not in touched}
    assert untouched.items() <= {item.native: item for item in after}.items()


@given(worlds())
def test_no_two_of_ours_take_one_live_object(world: tuple[dict[Key, Pushed], list[Resource], list[Live]]) -> None:
    base, want, there = world
    natives = [(change.key.kind, change.native) for change in plan(base, want, there).changes if change.native and change.after]
    assert len(natives) == len(set(natives))


@given(worlds())
def test_the_order_of_live_does_not_matter(world: tuple[dict[Key, Pushed], list[Resource], list[Live]]) -> None:
    base, want, there = world
    assert plan(base, want, there).checksum == plan(base, want, there[::-1]).checksum


def test_canonical_is_json() -> None:
    assert json.loads(canonical({"b": 1, "a": "ü"})) == {"a": "ü", "b": 1}


def test_a_copy_with_our_mark_is_named_and_left_alone() -> None:
    desired = [Resource("rule", "a", "", "A", {"x": 1})]
    base = {Key("rule", "a"): Pushed("1", "A", {"x": 1})}
    live = [Live("1", "rule", "A", {"x": 1}, Key("rule", "a")), Live("2", "rule", "A (copy)", {"x": 2}, Key("rule", "a"))]
    plan = compare("b", base, desired, live)
    assert plan.empty
    assert [(str(one.key), one.natives) for one in plan.twins] == [("rule/a", ("2",))]


def test_what_differs_is_shown_where_it_parts_and_once() -> None:
    """A long list of which one member is gone would look the same on both sides; the name stands in the body once more."""
    rules = [f"@{{trigger/cs_channels/{name}}}" for name in ("amazon-us", "amazon-de", "shop-email", "sms", "social", "phone")]
    before, after = {"rules": rules, "name": "VIP"}, {"rules": [*rules[:4], *rules[5:]], "name": "V"}
    found = plan(pushed(after), [desired(after, name="V")], [live(before)]).changes
    lines = change_lines(found[0], "en")
    assert lines[1:] == [
        "      name: VIP -> V",
        '      rules: … "@{trigger/cs_channels/social}", "@{trigger/cs_channels/phone}"] -> … "@{trigger/cs_channels/phone}"]',
    ]
