"""Lowering of conditions: what comes out holds for exactly the tickets for which the condition holds."""

from hypothesis import given
from hypothesis import strategies as st

from cstool.backends.chains import Draft, guard_of
from cstool.backends.formula import FALSE, TRUE, AllOf, AnyOf, Formula, Row, every, lower, rows, some
from cstool.backends.references import literal, number, reference, references, resolve
from cstool.backends.zendesk.flat import flattened
from cstool.conditions.fields import BUILT_IN
from cstool.conditions.syntax import Always, Comparison, Condition, Every, Negation, Some
from cstool.diagnostic import Span
from cstool.model.routing import Actions

HERE = Span("config/routing.yaml")
LETTERS = "abcd"


def comparison(letter: str) -> Comparison:
    return Comparison(BUILT_IN["tags"], "any", (letter,), HERE)


conditions = st.recursive(
    st.sampled_from([*map(comparison, LETTERS), Always(HERE)]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: Every(tuple(parts), HERE)),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: Some(tuple(parts), HERE)),
        inner.map(lambda part: Negation(part, HERE)),
    ),
    max_leaves=12,
)
worlds = st.sets(st.sampled_from(LETTERS))


def atom(one: Comparison, positive: bool) -> Formula:
    return Row("current_tags", "includes" if positive else "not_includes", one.operands[0])


def truth(condition: Condition, world: set[str]) -> bool:
    if isinstance(condition, Always):
        return True
    if isinstance(condition, Negation):
        return not truth(condition.part, world)
    if isinstance(condition, Every | Some):
        return (all if isinstance(condition, Every) else any)(truth(part, world) for part in condition.parts)
    return condition.operands[0] in world


def holds(formula: Formula, world: set[str]) -> bool:
    if isinstance(formula, Row):
        return (not world.isdisjoint(str(formula.value).split())) is (formula.operator == "includes")
    return (all if isinstance(formula, AllOf) else any)(holds(part, world) for part in formula.parts)


@given(conditions, worlds)
def test_a_lowered_condition_means_the_same(condition: Condition, world: set[str]) -> None:
    assert holds(lower(condition, atom), world) is truth(condition, world)
    assert holds(lower(condition, atom, positive=False), world) is not truth(condition, world)


@given(conditions, worlds)
def test_marking_rules_and_the_acting_rule_mean_the_same(condition: Condition, world: set[str]) -> None:
    draft = Draft("s", "r", "r", "ticket.created", "first", lower(condition, atom), Actions(), HERE, lambda *loc: HERE)
    steps = flattened(draft, draft.step())
    seen = set(world)
    for step in steps:
        alternatives = [
            part
            for part in (step.formula.parts if isinstance(step.formula, AllOf) else [step.formula])
            if isinstance(part, AnyOf)
        ]
        assert len(alternatives) <= 1 or draft.formula == FALSE
        assert all(isinstance(inner, Row) for part in alternatives for inner in part.parts)
        assert step.guard == guard_of("s")
        assert step.event == "ticket.created"
        if step.role == "mark" and holds(step.formula, seen):
            seen |= set(step.adds)
    assert holds(steps[-1].formula, seen) is truth(condition, world)
    assert len({(step.key, step.part) for step in steps}) == len(steps)


def test_constants_vanish() -> None:
    row = Row("a", "is", "1")
    assert every([TRUE, row]) == row
    assert every([FALSE, row]) == FALSE
    assert every([]) == TRUE
    assert some([FALSE, row]) == row
    assert some([TRUE, row]) == TRUE
    assert some([]) == FALSE
    assert every([row, row]) == row
    assert rows(some([row, every([row, Row("b", "is", "2")])])) == [row, row, Row("b", "is", "2")]


@given(st.text())
def test_a_text_of_a_user_is_never_a_reference(text: str) -> None:
    assert not list(references({"content": literal(text)}))
    assert resolve(literal(text), lambda *key: "wrong") == text


def test_references_become_ids_in_place() -> None:
    ids = {("group", "returns", ""): "12", ("field", "order.amount", "x"): "34"}
    body = {
        "field": f"custom_fields_{reference('field', 'order.amount', 'x')}",
        "ids": [number("group", "returns"), reference("group", "returns")],
        reference("group", "returns"): literal("me@home @{group/returns}"),
    }
    assert resolve(body, lambda *key: ids[key]) == {
        "field": "custom_fields_34",
        "ids": [12, "12"],
        "12": "me@home @{group/returns}",
    }
    assert set(references(body)) == set(ids)
