"""Procedures as graphs, held against counting every way by hand."""

from hypothesis import given
from hypothesis import strategies as st

from cstool.model.base import Duration
from cstool.model.sop import Sop
from cstool.procedure import Procedure, categories_of, procedure, ways

NAMES = "abcdef"
EXIT = st.one_of(st.none(), st.sampled_from([*NAMES, "nowhere"]).map(lambda to: {"next": to}), st.just({"end": "closed"}))
STEP = st.fixed_dictionaries(
    {"yes": EXIT, "no": EXIT, "next": st.one_of(st.none(), st.sampled_from(NAMES)), "hours": st.integers(0, 9)}
)


@st.composite
def graphs(draw: st.DrawFn) -> Procedure:
    steps = []
    for name in NAMES[: draw(st.integers(1, len(NAMES)))]:
        given_ = draw(STEP)
        ways_ = {key: given_[key] for key in ("yes", "no", "next") if given_[key] is not None}
        steps.append({"id": name, "within": f"{given_['hours']}h", **ways_})
    return procedure(Sop.model_validate({"id": "x", "name": "X", "owner": "y", "steps": steps}))


def paths(graph: Procedure, name: str, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every way from a step that takes no step twice, however far it goes."""
    here = (*before, name)
    return [here] + [path for target in graph.following[name] if target not in here for path in paths(graph, target, here)]


def hours(graph: Procedure, path: tuple[str, ...]) -> int:
    return sum((graph.steps[name].within or Duration()).seconds for name in path)


@given(graphs())
def test_reached_is_what_some_way_passes(graph: Procedure) -> None:
    assert graph.reached == {path[-1] for path in paths(graph, "a")}


@given(graphs())
def test_finishing_is_what_has_a_way_to_an_end(graph: Procedure) -> None:
    expected = {name for name in graph.steps if any(path[-1] in graph.ending for path in paths(graph, name))}
    assert graph.finishing == expected


@given(graphs())
def test_loops_hold_exactly_the_steps_that_come_back_to_themselves(graph: Procedure) -> None:
    back = {name for name in graph.steps if any(name in graph.following[path[-1]] for path in paths(graph, name))}
    assert frozenset().union(*graph.loops()) == back
    assert sum(map(len, graph.loops())) == len(back)


@given(graphs())
def test_the_slowest_way_is_a_way_and_the_slowest_where_nothing_comes_back(graph: Procedure) -> None:
    total, path = graph.longest()
    assert path in paths(graph, "a")
    assert hours(graph, path) == total.seconds
    if not graph.loops():
        assert total.seconds == max(hours(graph, one) for one in paths(graph, "a"))


def test_a_procedure_of_twenty_thousand_steps() -> None:
    steps = [{"id": f"s{number}", "within": "1m", "next": f"s{number + 1}"} for number in range(20_000)]
    steps.append({"id": "s20000", "next": "s0"})
    graph = procedure(Sop.model_validate({"id": "x", "name": "X", "owner": "y", "steps": steps}))
    assert graph.longest()[0] == Duration(20_000 * 60)
    assert [len(loop) for loop in graph.loops()] == [20_001]
    assert not graph.finishing


def test_ways_know_their_place() -> None:
    step = {"id": "a", "decide": [{"when": {"language": "de"}, "next": "b"}, {"else": {"end": "closed"}}]}
    sop = Sop.model_validate({"id": "x", "name": "X", "owner": "y", "steps": [step]})
    assert [(way.answer, way.to, way.end, way.loc) for way in ways(sop.steps[0])] == [
        ("when", "b", None, ("decide", 0)),
        ("else", None, "closed", ("decide", 1, "else")),
    ]


def test_categories_that_a_condition_asks_for() -> None:
    assert categories_of({"category": "refund", "language": "de"}) == {"refund"}
    assert categories_of({"category": ["a", "b"], "all": [{"category": {"one_of": ["b", "c"]}}]}) == {"b"}
    assert categories_of({"any": [{"category": "a"}, {"category": {"is": "b"}}]}) == {"a", "b"}
    assert categories_of({"any": [{"category": "a"}, {"language": "de"}]}) is None
    assert categories_of("always") is None
