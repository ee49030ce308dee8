"""Rules judged by the kernel: the same outcome as ticket by ticket, in every part; and what it refuses."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy", reason="no numpy here: pip install -e '.[fast]'")
pytest.importorskip("pyarrow", reason="no pyarrow here: pip install -e '.[fast]'")

from cstool.batch import compile_batch, decide_batch  # noqa: E402
from cstool.batch.native.phrases import Kernel, kernel  # noqa: E402
from cstool.batch.rows import batch_of  # noqa: E402
from cstool.conditions.syntax import comparisons  # noqa: E402
from cstool.routing import Router  # noqa: E402
from tests.batch import worlds  # noqa: E402
from tests.batch.test_batch import EVENTS, differences  # noqa: E402

pytestmark = pytest.mark.skipif(kernel() is None, reason="the kernel was not built: no compiler when cstool was installed")


@pytest.fixture(name="built")
def _built() -> Kernel:
    found = kernel()
    assert found is not None
    return found


def without_raw_text(router: Router) -> Router:
    """The rules that the kernel judges: those that look at raw text are asked ticket by ticket."""

    def judged(rule: Any) -> bool:
        return not any(
            part.operator in ("contains", "matches") and part.field.kind == "text" for part in comparisons(rule.condition)
        )

    stages = (replace(stage, rules=tuple(filter(judged, stage.rules))) for stage in router.stages)
    return replace(router, stages=tuple(stages))


@given(st.integers(0, 1 << 32), st.integers(1, 12))
@settings(max_examples=150, deadline=None)
def test_random_rules_on_random_tickets(seed: int, rules: int) -> None:
    chance = Random(seed)
    router = without_raw_text(worlds.router(chance, rules=rules))
    tickets = [worlds.ticket(chance) for _ in range(15)]
    program = compile_batch(router)
    assert all(program.trees_of(stage) for stage in program.stages if stage.rules), "the kernel judges all of them"
    for event in EVENTS:
        assert differences(router, tickets, event) == []


@pytest.mark.parametrize("seed", range(8))
def test_many_rows_and_many_rules(seed: int) -> None:
    chance = Random(seed)
    router = without_raw_text(worlds.router(chance, rules=90))
    tickets = [worlds.ticket(chance) for _ in range(700)]
    assert differences(router, tickets, EVENTS[0]) == []
    program, plain = compile_batch(router), compile_batch(router, compiled=False)
    batch = batch_of(tickets * 3)
    assert decide_batch(program, batch).equals(decide_batch(plain, batch))


def test_conditions_as_trees(built: Kernel) -> None:
    always, line, negation, every, some = range(5)
    rows = 1000
    chance = np.random.default_rng(1)
    flags = chance.random((3, rows)) < 0.4
    lines = [np.packbits(np.pad(flag, (0, 1024 - rows)), bitorder="little") for flag in flags]
    one, two, three = flags
    trees = {
        (line, 1): two,
        (negation, line, 0): ~one,
        (every, 6, line, 0, line, 2): one & three,
        (some, 9, line, 0, negation, line, 1, line, 2): one | ~two | three,
        (some, 2): np.zeros(rows, bool),
        (every, 2): np.ones(rows, bool),
        (always,): np.ones(rows, bool),
    }
    expected = np.array(list(trees.values()))
    code: list[int] = []
    begins = []
    for tree in trees:
        begins.append(len(code))
        moved = list(tree)
        if tree[0] in (every, some):
            moved[1] += len(code)
        code += moved
    told = built.judge(np.array(code, np.int32), np.array(begins, np.int32), lines, rows, None)
    assert told is not None
    by_row, by_rule = (np.frombuffer(numbers, np.int32) for numbers in told)
    wanted_rows, wanted_rules = np.nonzero(expected.T)
    assert by_row.tolist() == wanted_rows.tolist()
    assert by_rule.tolist() == wanted_rules.tolist()
    firsts = np.full(rows, -1, np.int32)
    built.judge(np.array(code, np.int32), np.array(begins[:4], np.int32), lines, rows, firsts)
    assert firsts.tolist() == [next((n for n in range(4) if expected[n, row]), -1) for row in range(rows)]


def test_masks_pairs_and_lines_say_the_same(built: Kernel) -> None:
    chance = np.random.default_rng(2)
    for rows in (0, 1, 63, 64, 65, 700):
        codes = chance.integers(0, 9, rows).astype(np.int32)
        masks = chance.integers(0, 1 << 62, 9).astype(np.uint64)
        lines = list(np.zeros((62, (rows + 63) // 64 + 1), np.uint64))
        built.pick(masks, codes, lines)
        by_row, by_line = (np.frombuffer(numbers, np.int32) for numbers in built.pairs(lines, rows))
        wanted = [(row, bit) for row in range(rows) for bit in range(62) if int(masks[codes[row]]) >> bit & 1]
        assert list(zip(by_row.tolist(), by_line.tolist(), strict=True)) == wanted
        again = list(np.zeros((62, (rows + 63) // 64 + 1), np.uint64))
        built.spread(by_row, by_line, again)
        assert all((one == other).all() for one, other in zip(lines, again, strict=True))


@pytest.mark.parametrize("code", [[1], [1, 3], [1, -1], [2], [3, 9, 0], [3, 1], [4, 5, 1, 0, 1], [7], [2] * 300 + [0]], ids=str)
def test_code_that_is_no_condition_is_refused(built: Kernel, code: list[int]) -> None:
    lines = [np.zeros(8, np.uint64)] * 3
    with pytest.raises(ValueError, match="fit"):
        built.judge(np.array(code, np.int32), np.zeros(1, np.int32), lines, 100, None)


def test_lines_and_numbers_that_do_not_fit_are_refused(built: Kernel) -> None:
    short = [np.zeros(1, np.uint64)]
    with pytest.raises(ValueError, match="short"):
        built.pairs(short, 65)
    with pytest.raises(ValueError, match="fit"):
        built.pick(np.zeros(2, np.uint64), np.array([2], np.int32), short)
    with pytest.raises(ValueError, match="fit"):
        built.pick(np.zeros(2, np.uint64), np.array([-1], np.int32), short)
    with pytest.raises(ValueError, match="fit"):
        built.spread(np.array([1], np.int32), np.array([1], np.int32), short)
    with pytest.raises(ValueError, match="short"):
        built.spread(np.array([64], np.int32), np.array([0], np.int32), short)
    with pytest.raises(ValueError, match="fit"):
        built.judge(np.array([0], np.int32), np.array([0], np.int32), [], 10, np.zeros(9, np.int32))
