"""A plan on its way to a helpdesk that loses answers, dies, refuses, bends and is edited by others meanwhile."""

import contextlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.backends import sending as module
from cstool.backends.push import Report, carry_out, goes_on, look, resumes
from cstool.backends.references import reference
from cstool.backends.sending import ILL
from cstool.backends.state import State
from cstool.errors import CstoolError
from cstool.plan import Key, Resource
from tests.fakes.desk import Desk, Fault, KilledError, wanted

GROUPS = ("returns", "orders", "vip")
MEMBERS = {"lin": "returns", "jonas": "orders", "mia": "vip", "kai": "returns", "noa": "vip"}
RULES = {"refund": "returns", "where": "orders", "gold": "vip", "rest": "orders"}
WANTED = wanted(GROUPS, MEMBERS, RULES)
CHANGED = wanted(
    ("returns", "orders"),
    {"lin": "orders", "jonas": "orders", "zoe": "returns"},
    {"rest": "returns", "new": "orders", "refund": "returns"},
)


class Mortal(State):
    """Nothing is written once the process is dead."""

    def __init__(self, root: Path, desk: Desk) -> None:
        super().__init__(root, desk.name)
        self.desk = desk

    def _append(self, entry: Mapping[str, object], *, sync: bool = False) -> None:
        if self.desk.dead:
            raise KilledError
        super()._append(entry, sync=sync)

    def settle(self, *, ended: bool) -> None:
        if self.desk.dead:
            raise KilledError
        super().settle(ended=ended)


@pytest.fixture(params=[1, 4], ids=["one worker", "four workers"])
def desk(request: pytest.FixtureRequest) -> Desk:
    made = Desk(workers=request.param)
    seeded(made)
    return made


def seeded(desk: Desk) -> None:
    """What others have there: unlike ours, and one with a name of ours that is not unique there."""
    desk.add("group", "Their Group", {"colour": "red"})
    desk.add("rule", "THEIR RULE", {"group": "101", "active": True})
    desk.add("text", "Hello twice", {"words": "a"})
    desk.add("text", "Hello twice", {"words": "b"})


def push(
    desk: Desk, root: Path, desired: Sequence[Resource] = WANTED, fault: Fault | None = None, *, delete: bool = True
) -> Report:
    desk.fault, desk.calls, desk.dead = fault or (lambda number, action, kind: None), [], False
    state = Mortal(root, desk)
    with state.only_push():
        return carry_out(desk, state, look(desk, state, desired, delete=delete), None, delete=delete)


def ours(desk: Desk, root: Path) -> set[str]:
    return {pushed.native for key, pushed in State(root, desk.name).read().base.items() if key.kind != "rule_order"}


def settled(desk: Desk, root: Path, foreign: str, desired: Sequence[Resource] = WANTED, most: int = 4) -> None:
    """Pushed again until quiet: live is what is desired, once; what is not ours is byte for byte what it was."""
    for _ in range(most):
        report = push(desk, root, desired)
        if report.left.empty and not report.failures:
            break
    else:
        pytest.fail(f"not quiet: {report}")
    desk.calls = []
    assert look(desk, State(root, desk.name), desired, delete=True).plan.empty
    mine = ours(desk, root)
    assert desk.foreign(mine) == foreign
    there = sorted((kind, desk.objects[kind, native].name) for kind, native in desk.objects if native in mine)
    assert there == sorted((one.kind, one.name) for one in desired if one.kind != "rule_order"), "a twin, or a loss"
    assert all(one.body["active"] for (kind, _), one in desk.objects.items() if kind == "rule")
    assert not State(root, desk.name).read().intents


def on(number: int, wrong: str) -> Fault:
    return lambda at, action, kind: wrong if at == number else None


def of(wanted_action: str, wanted_kind: str, wrong: str, times: int = 1, after: int = 0) -> Fault:
    """Something goes wrong with some calls of one action and kind."""
    seen = itertools.count()

    def fault(number: int, action: str, kind: str) -> str | None:
        if (action, kind) == (wanted_action, wanted_kind):
            return wrong if after <= next(seen) < after + times else None
        return None

    return fault


def test_a_push_makes_everything_and_leaves_nothing_to_do(desk: Desk, tmp_path: Path) -> None:
    foreign = desk.foreign(set())
    report = push(desk, tmp_path)
    assert not report.failures
    assert report.left.empty
    assert [change.key for change in report.done] == [one.key for one in WANTED]
    settled(desk, tmp_path, foreign, most=1)


def test_rules_are_made_off_and_switched_on_when_all_else_stands(desk: Desk, tmp_path: Path) -> None:
    push(desk, tmp_path)
    made = [call for call in desk.calls if call[0] == "made"]
    assert {call[1] for call in made} == {"off"}
    assert len(made) == len(RULES)
    switched = [position for position, call in enumerate(desk.calls) if call[0] == "on"]
    others = [position for position, call in enumerate(desk.calls) if call[0] in ("create", "update") or call[1] == "rule_order"]
    assert max(others) < min(switched)
    assert [desk.calls[position][2] for position in switched] == list(RULES)


def test_kinds_are_made_in_their_order(desk: Desk, tmp_path: Path) -> None:
    push(desk, tmp_path)
    kinds = [call[1] for call in desk.calls if call[0] == "create"]
    assert kinds == sorted(kinds, key=desk.kinds.index)
    push(desk, tmp_path, [])
    deleted = [call[2] for call in desk.calls if call[:2] == ("call", "delete")]
    assert deleted == sorted(deleted, key=desk.kinds.index, reverse=True)


def test_a_rule_goes_only_when_the_one_that_takes_its_place_acts(desk: Desk, tmp_path: Path) -> None:
    """Else tickets that come in between meet neither of them; where the new one fails, for good."""
    push(desk, tmp_path)
    renamed = wanted(GROUPS, MEMBERS, {("money" if rule == "refund" else rule): group for rule, group in RULES.items()})
    report = push(desk, tmp_path, renamed, of("create", "rule", "refused"))
    assert {failure.message.id for failure in report.failures} >= {"refused", "deletions-held-back"}
    assert any(item.name == "REFUND" and item.body["active"] for item in desk.objects.values())
    assert not push(desk, tmp_path, renamed).failures
    assert [call[1] for call in desk.calls if call[1] in ("switch", "delete")] == ["switch", "delete"]


@pytest.mark.parametrize("wrong", ["lost before", "lost after"])
@pytest.mark.parametrize("kind", ["group", "member", "text", "rule"])
def test_a_create_whose_answer_is_lost_is_looked_for_before_it_is_made_again(
    desk: Desk, tmp_path: Path, wrong: str, kind: str
) -> None:
    foreign = desk.foreign(set())
    report = push(desk, tmp_path, fault=of("create", kind, wrong))
    assert not report.failures
    assert report.left.empty
    assert desk.pauses == [1]
    settled(desk, tmp_path, foreign, most=1)


def test_a_create_that_is_lost_again_and_again_is_given_up_and_found_by_the_next_push(desk: Desk, tmp_path: Path) -> None:
    foreign = desk.foreign(set())
    report = push(
        desk, tmp_path, fault=lambda number, action, kind: "lost before" if (action, kind) == ("create", "text") else None
    )
    assert [failure.message.id for failure in report.failures] == ["lost"] * 3
    assert desk.pauses[:3] == [1, 2, 3] or desk.workers > 1
    assert sum(call == ("call", "create", "text") for call in desk.calls) == 9
    settled(desk, tmp_path, foreign)


@pytest.mark.parametrize("wrong", ["lost after", "half", "lost before", "refused"])
def test_a_call_for_many_that_is_lost_is_looked_into_one_by_one(desk: Desk, tmp_path: Path, wrong: str) -> None:
    desk.at_once = 4
    foreign = desk.foreign(set())
    report = push(desk, tmp_path, fault=of("create", "member", wrong))
    assert not report.failures
    assert report.left.empty
    assert sum(call == ("call", "fetch", "member") for call in desk.calls) == 1  # looked for together
    assert desk.pauses == ([] if wrong == "refused" else [1])
    settled(desk, tmp_path, foreign, most=1)


def test_two_twins_are_named_and_left_to_a_person(desk: Desk, tmp_path: Path) -> None:
    def fault(number: int, action: str, kind: str) -> str | None:
        if (action, kind) != ("create", "text") or fault.made:  # type: ignore[attr-defined]
            return None
        fault.made = True  # type: ignore[attr-defined]
        desk.add("text", "Hello returns", {"words": "x"})
        desk.add("text", "Hello returns", {"words": "y"})
        return "lost before"

    fault.made = False  # type: ignore[attr-defined]
    desk.workers = 1
    report = push(desk, tmp_path, fault=fault)
    assert [(failure.change.key, failure.message.id) for failure in report.failures] == [
        (Key("text", "returns"), "ambiguous-name")
    ]
    assert report.left.ambiguous
    assert sum(one.name == "Hello returns" for one in desk.objects.values()) == 2


def test_a_twin_is_compared_under_our_names(desk: Desk, tmp_path: Path) -> None:
    """The lost create has stored ids; what is sent to mend it holds references, and what `apply` is told was there does too."""
    befores = []
    apply = desk.apply

    def watched(change, lookup):  # type: ignore[no-untyped-def]
        if change.action == "adopt":
            befores.append(change.before)
        return apply(change, lookup)

    desk.apply = watched  # type: ignore[method-assign]
    push(desk, tmp_path, fault=of("create", "rule", "lost after"))
    assert befores in ([{"group": reference("group", to), "active": False}] for to in RULES.values())


@pytest.mark.parametrize("kind", ["group", "member", "text", "rule", "rule_order"])
@pytest.mark.parametrize("action", ["create", "update"])
def test_once_the_account_is_closed_nothing_further_is_sent(desk: Desk, tmp_path: Path, kind: str, action: str) -> None:
    foreign = desk.foreign(set())
    if kind == "rule_order" or action == "update":
        push(desk, tmp_path)
        desired: Sequence[Resource] = [replace(one, body=_other(one)) for one in WANTED]
        action = "update"
    else:
        desired = WANTED
    closed = False

    def fault(number: int, at: str, of_kind: str) -> str | None:
        nonlocal closed
        closed = closed or (at, of_kind) == (action, kind)
        return "closed" if closed else None

    report = push(desk, tmp_path, desired, fault)
    sent = [call for call in desk.calls if call[:1] == ("call",) and call[1] in ("create", "update", "switch")]
    refused = sum(call[1:] == (action, kind) for call in sent)
    assert refused <= desk.workers
    assert sent[-1][1:] == (action, kind)
    assert [failure.message.id for failure in report.failures] == ["closed"]
    assert report.left.changes
    assert State(tmp_path, desk.name).read().begun is not None
    settled(desk, tmp_path, foreign, desired, most=1)


def _other(one: Resource) -> dict[str, object]:
    if one.kind == "rule_order":
        rules = one.body["rules"]
        assert isinstance(rules, list)
        return {"rules": rules[::-1]}
    return {**one.body, "note": "other"}


def test_a_closed_account_during_the_switches(desk: Desk, tmp_path: Path) -> None:
    foreign = desk.foreign(set())
    report = push(desk, tmp_path, fault=of("switch", "rule", "closed"))
    assert [failure.message.id for failure in report.failures] == ["closed"]
    assert not [call for call in desk.calls if call[0] == "on"]
    assert {change.key.kind for change in report.left.changes} == {"rule"}
    settled(desk, tmp_path, foreign, most=1)


def test_what_refers_to_what_could_not_be_made_is_a_failure_and_no_rule_of_the_set_acts(desk: Desk, tmp_path: Path) -> None:
    foreign = desk.foreign(set())
    report = push(
        desk, tmp_path, fault=lambda n, action, kind: "refused" if (action, kind, n) == ("create", "group", 2) else None
    )
    failed = {str(failure.change.key): failure.message.id for failure in report.failures}
    assert "refused" in failed.values()
    assert "refers-to-nothing" in failed.values()
    assert "rules-held-back" in failed.values()
    assert not [call for call in desk.calls if call[0] == "on"]
    assert not any(one.body["active"] for (kind, _), one in desk.objects.items() if kind == "rule" and one.owner)
    settled(desk, tmp_path, foreign)


@pytest.mark.parametrize(("action", "kind"), [("create", "rule"), ("create", "rule_order")])
def test_no_rule_is_switched_on_where_one_is_not_as_written_or_their_order_is_not(
    desk: Desk, tmp_path: Path, action: str, kind: str
) -> None:
    foreign = desk.foreign(set())
    report = push(desk, tmp_path, fault=of(action, kind, "bent" if kind == "rule" else "refused"))
    messages = [failure.message.id for failure in report.failures]
    assert sorted(messages) == sorted(["read-back-differs" if kind == "rule" else "refused", "rules-held-back"])
    assert not [call for call in desk.calls if call[0] == "on"]
    settled(desk, tmp_path, foreign)


def test_after_failures_the_same_command_does_the_rest_unguarded(tmp_path: Path) -> None:
    """All rules are off: switching them on alters more than the guard lets pass, but it was agreed to."""
    desk = Desk()
    state = State(tmp_path, desk.name)
    agreed = look(desk, state, WANTED).plan.checksum
    push(desk, tmp_path, fault=of("create", "rule", "refused"))
    rest = look(desk, state, WANTED).plan
    assert goes_on(rest, state.read().begun, desk)
    assert resumes(rest, state.read().begun, agreed[:12], desk.switches, desk.orders)
    push(desk, tmp_path)
    assert state.read().begun is None


def test_what_was_begun_may_be_half_made_and_still_is_the_same_push(tmp_path: Path) -> None:
    """An object that takes several calls, of which one was refused: nobody has ever seen it as it is now."""
    desk, state = Desk(), State(tmp_path, "memory")
    with pytest.raises(KilledError):
        push(desk, tmp_path, fault=of("create", "group", "killed after"))
    place = next(place for place, one in desk.objects.items() if one.owner == Key("group", "returns"))
    desk.objects[place].body = {}
    desk.dead, desk.fault = False, lambda at, action, kind: None
    rest = look(desk, state, WANTED).plan
    assert [(change.key.id, change.why) for change in rest.changes if change.action == "adopt"] == [("returns", "interrupted")]
    assert goes_on(rest, state.read().begun, desk)


def test_a_text_that_fails_holds_no_rule_back(desk: Desk, tmp_path: Path) -> None:
    report = push(desk, tmp_path, fault=of("create", "text", "refused"))
    assert [failure.message.id for failure in report.failures] == ["refused"]
    assert [call[2] for call in desk.calls if call[0] == "on"] == list(RULES)


def test_an_ill_helpdesk_stops_the_push(desk: Desk, tmp_path: Path) -> None:
    desired = [Resource("text", f"t{number:02}", "", f"t{number:02}", {}) for number in range(40)]
    foreign = desk.foreign(set())
    report = push(desk, tmp_path, desired, lambda number, action, kind: "lost before" if action == "create" else None)
    assert sum(call[1] == "create" for call in desk.calls) <= (ILL + desk.workers) * 3
    assert report.failures[-1].message.id == "helpdesk-ill"
    assert len(report.left.changes) == 40
    settled(desk, tmp_path, foreign, desired, most=1)


def test_refusals_do_not_count_as_illness(desk: Desk, tmp_path: Path) -> None:
    desired = [Resource("text", f"t{number:02}", "", f"t{number:02}", {}) for number in range(30)]
    report = push(desk, tmp_path, desired, lambda number, action, kind: "refused" if action == "create" else None)
    assert [failure.message.id for failure in report.failures] == ["refused"] * 30


def test_a_helpdesk_that_cannot_be_read_afterwards_says_what_failed(desk: Desk, tmp_path: Path) -> None:
    gone = False

    def fault(number: int, action: str, kind: str) -> str | None:
        nonlocal gone
        gone = gone or (action, kind) == ("create", "text")
        return "lost before" if gone else None

    foreign = desk.foreign(set())
    report = push(desk, tmp_path, fault=fault)
    assert report.failures
    assert {change.key.kind for change in report.left.changes} >= {"text", "rule"}
    assert "group" not in {change.key.kind for change in report.left.changes}
    settled(desk, tmp_path, foreign)


@pytest.mark.parametrize("when", ["interrupted before", "interrupted after"])
@pytest.mark.parametrize("number", range(2, 19, 3))
def test_an_interruption_loses_nothing_and_the_same_command_goes_on(desk: Desk, tmp_path: Path, when: str, number: int) -> None:
    foreign = desk.foreign(set())
    state = State(tmp_path, desk.name)
    plan = look(desk, state, WANTED).plan
    with pytest.raises(KeyboardInterrupt):
        push(desk, tmp_path, fault=on(number, when))
    desk.fault = lambda at, action, kind: None
    memory = state.read()
    made = {place[1] for place, one in desk.objects.items() if one.owner}
    known = {pushed.native for pushed in memory.base.values()}
    assert len(made - known) <= len(memory.intents)  # every create is known, or looked for
    rest = look(desk, state, WANTED).plan
    assert resumes(rest, memory.begun, plan.checksum[:12], desk.switches, desk.orders)
    with contextlib.suppress(KeyboardInterrupt):  # a second time, and the first checksum still holds
        push(desk, tmp_path, fault=on(3, when))
    desk.fault = lambda at, action, kind: None
    rest = look(desk, state, WANTED).plan
    assert resumes(rest, state.read().begun, plan.checksum[:12], desk.switches, desk.orders) or rest.empty
    settled(desk, tmp_path, foreign, most=1)


def test_an_answer_is_written_down_though_another_worker_still_waits(tmp_path: Path) -> None:
    """Killed while the first create of four hangs: the three others are in the journal."""
    desk, late, known = Desk(workers=4), Barrier(2, timeout=30), []
    desired = [Resource("text", f"t{number}", "", f"t{number}", {}) for number in range(4)]
    apply = desk.apply

    def slow(change, lookup):  # type: ignore[no-untyped-def]
        if change.key.id == "t0":
            late.wait()
            known.append(sorted(key.id for key in State(tmp_path, desk.name).read().base))
        return apply(change, lookup)

    desk.apply = slow  # type: ignore[method-assign]
    state = State(tmp_path, desk.name)
    ended = itertools.count(1)
    carry_out(
        desk,
        state,
        look(desk, state, desired),
        None,
        lambda done, total, change: (late.wait(), None)[1] if next(ended) == 3 else None,
    )
    assert known == [["t1", "t2", "t3"]]


@pytest.mark.parametrize("kind", ["text", "rule"])
@pytest.mark.parametrize("how", ["edited", "deleted"])
def test_what_somebody_changes_while_a_push_runs_is_not_overwritten(desk: Desk, tmp_path: Path, kind: str, how: str) -> None:
    push(desk, tmp_path)
    desired = [replace(one, body=_other(one)) for one in WANTED if one.kind in ("member", kind)]
    desired += [one for one in WANTED if one.kind not in ("member", kind)]
    place = next(place for place, one in desk.objects.items() if place[0] == kind and one.owner)

    def fault(number: int, action: str, of_kind: str) -> str | None:
        if (action, of_kind) == ("update", "member") and place in desk.objects:
            if how == "edited":
                desk.objects[place].body["by"] = "hand"
            else:
                del desk.objects[place]
        return None

    report = push(desk, tmp_path, desired, fault)
    assert [failure.message.id for failure in report.failures if failure.change.native == place[1]] == ["moved-meanwhile"]
    assert how == "deleted" or desk.objects[place].body["by"] == "hand"
    assert {change.native for change in report.left.changes if change.action == "update"} <= {place[1], "all"}


def test_the_rest_of_an_interrupted_push_is_not_guarded_again(tmp_path: Path) -> None:
    """All rules stand there switched off: switching them on alters more than the guard would let pass."""
    desk = Desk()
    with pytest.raises(KeyboardInterrupt):
        push(desk, tmp_path, fault=of("switch", "rule", "interrupted before"))
    desk.fault = lambda at, action, kind: None
    state = State(tmp_path, desk.name)
    plan = look(desk, state, WANTED).plan
    assert {change.action for change in plan.changes} == {"update"}
    assert goes_on(plan, state.read().begun, desk)
    desk.objects[next(place for place in desk.objects if place[0] == "rule")].body["by"] = "hand"
    assert not goes_on(look(desk, state, WANTED).plan, state.read().begun, desk)


@pytest.mark.usefixtures("no_disk")
def test_the_lockfile_is_complete_after_every_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLE_EVERY", 2)
    for when, number in itertools.product(["killed before", "killed after"], range(2, 17)):
        desk, root = Desk(at_once=2), tmp_path / f"{when}{number}"
        seeded(desk)
        foreign = desk.foreign(set())
        with pytest.raises(KilledError):
            push(desk, root, fault=on(number, when))
        settled(desk, root, foreign, most=1)


WRONG = (
    "lost before",
    "lost after",
    "half",
    "refused",
    "closed",
    "bent",
    "interrupted before",
    "interrupted after",
    "killed before",
    "killed after",
)
faults = st.dictionaries(st.integers(1, 40), st.sampled_from(WRONG), max_size=4)


@pytest.fixture(scope="module")
def no_disk() -> Iterator[None]:
    """Processes die in this test, machines do not: nothing waits for a disk."""
    with mock.patch("os.fsync"):
        yield


def chaos(desk: Desk, root: Path, rounds: Sequence[tuple[Sequence[Resource], Mapping[int, str]]]) -> None:
    for desired, wrong in rounds:
        try:
            push(desk, root, desired, lambda number, action, kind, wrong=wrong: wrong.get(number))  # type: ignore[misc]
        except (CstoolError, KeyboardInterrupt, KilledError):
            continue


@pytest.mark.usefixtures("no_disk")
@pytest.mark.parametrize("workers", [1, 4])
@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["first", "second"]), faults), min_size=1, max_size=4), st.integers(1, 3))
def test_whatever_goes_wrong_pushing_again_ends_in_what_is_desired(
    workers: int, tmp_path_factory: pytest.TempPathFactory, story: list[tuple[str, dict[int, str]]], at_once: int
) -> None:
    desk, root = Desk(workers=workers, at_once=at_once), tmp_path_factory.mktemp("chaos")
    seeded(desk)
    foreign = desk.foreign(set())
    versions = {"first": WANTED, "second": CHANGED}
    chaos(desk, root, [(versions[version], wrong) for version, wrong in story])
    settled(desk, root, foreign, versions[story[-1][0]])


@pytest.mark.parametrize("wrong", ["killed after", "lost after"])
@pytest.mark.parametrize("kind", ["group", "text", "rule"])
def test_what_was_made_unheard_and_is_wanted_no_more_is_named_and_deleted_when_asked(
    tmp_path: Path, wrong: str, kind: str
) -> None:
    desk = Desk()
    seeded(desk)
    foreign = desk.foreign(set())
    closed = iter([wrong, "closed"])
    with contextlib.suppress(KilledError):
        push(desk, tmp_path, fault=lambda n, action, of: next(closed, "closed") if (action, of) == ("create", kind) else None)
    made = next(native for (of, native), one in desk.objects.items() if of == kind and one.owner)
    report = push(desk, tmp_path, [], delete=False)
    assert made in {change.native for change in report.left.kept}
    push(desk, tmp_path, [])
    assert (kind, made) not in desk.objects
    settled(desk, tmp_path, foreign, [])


@pytest.mark.parametrize("kind", ["group", "member", "rule"])
def test_what_was_said_to_be_deleted_and_is_there_all_the_same_is_ours_still(tmp_path: Path, kind: str) -> None:
    desk = Desk()
    seeded(desk)
    foreign = desk.foreign(set())
    push(desk, tmp_path)
    fewer = [one for one in WANTED if one.kind not in (kind, "rule", "rule_order") and (kind, one.kind) != ("group", "member")]
    report = push(desk, tmp_path, fewer, of("delete", kind, "ignored"))
    assert [failure.message.id for failure in report.failures] == ["still-there"]
    assert [(change.action, change.key.kind) for change in report.left.changes] == [("delete", kind)]
    settled(desk, tmp_path, foreign, fewer, most=1)


@pytest.mark.parametrize("delete", [True, False])
def test_an_order_that_lists_fewer_and_others_was_changed_by_us_alone(tmp_path: Path, delete: bool) -> None:
    desk = Desk()
    push(desk, tmp_path)
    fewer = wanted(GROUPS, MEMBERS, {"new": "vip", "rest": "orders", "refund": "returns"})
    plan = look(desk, State(tmp_path, desk.name), fewer, delete=delete).plan
    assert {change.why for change in plan.changes} <= {"ours", "new", "removed"}
    assert push(desk, tmp_path, fewer, delete=delete).left.empty
    desk.calls = []
    assert push(desk, tmp_path, fewer, delete=delete).left.empty
    assert {call[1] for call in desk.calls} == {"fetch"}


def test_what_an_order_lists_no_more_but_the_files_still_have_leaves_the_order(tmp_path: Path) -> None:
    """As with the rights of an agent in a group that nobody is in any more."""
    desk = Desk()
    push(desk, tmp_path)
    shorter = [replace(one, body={"rules": [reference("rule", "gold")]}) if one.kind == "rule_order" else one for one in WANTED]
    plan = look(desk, State(tmp_path, desk.name), shorter).plan
    assert [(change.action, change.key.kind, change.why) for change in plan.changes] == [("update", "rule_order", "ours")]


def test_what_somebody_changes_between_the_plan_and_the_first_request_is_not_overwritten(tmp_path: Path) -> None:
    """The tests run in between, on the product's engine: that takes its time."""
    desk = Desk()
    push(desk, tmp_path)
    other = [replace(one, body={"words": "new"}) if (one.kind, one.id) == ("text", "vip") else one for one in WANTED]
    state = State(tmp_path, desk.name)
    looked = look(desk, state, other)
    place = next(place for place, item in desk.objects.items() if item.name == "Hello vip")
    desk.objects[place].body["words"] = "theirs"
    report = carry_out(desk, state, looked, None)
    assert [failure.message.id for failure in report.failures] == ["moved-meanwhile"]
    assert desk.objects[place].body["words"] == "theirs"


def test_nothing_is_sent_for_what_agrees(desk: Desk, tmp_path: Path) -> None:
    push(desk, tmp_path)
    push(desk, tmp_path)
    assert {call[1] for call in desk.calls} == {"fetch"}
