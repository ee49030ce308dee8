"""Columns read in bulk: amounts as decimals against amounts as text, many moments against one by one, numbers against numpy."""

from datetime import UTC, datetime
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

np = pytest.importorskip("numpy", reason="no numpy here: pip install -e '.[fast]'")
pa = pytest.importorskip("pyarrow", reason="no pyarrow here: pip install -e '.[fast]'")

from cstool.batch import batch_of, compile_batch, decide_batch  # noqa: E402
from cstool.batch.bits import distinct  # noqa: E402
from cstool.batch.clock import states_of  # noqa: E402
from cstool.worktime import WorkCalendar  # noqa: E402
from tests.batch import worlds  # noqa: E402


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("compiled", [True, False])
def test_decimal_amounts_are_judged_as_their_text(seed: int, compiled: bool) -> None:
    chance = Random(seed)
    router = worlds.router(chance, rules=40)
    limits = [
        Decimal(value)
        for value in ("0", "20", "50", "99.99", "100", "100.01", "185.18", "185.19", "200", "1e13", "-1e13", "1e16")
    ]
    amounts = [chance.choice([*limits, None, Decimal(chance.randrange(-500, 40_000)).scaleb(-2)]) for _ in range(500)]
    batch = batch_of([worlds.ticket(chance) for _ in amounts])
    place = batch.schema.get_field_index("order.amount")
    text = batch.set_column(place, "order.amount", pa.array([None if amount is None else f"{amount:f}" for amount in amounts]))
    program = compile_batch(router, compiled=compiled)
    expected = decide_batch(program, text)
    for places in (2, 6):
        column = pa.array([None if amount is None else amount for amount in amounts], pa.decimal128(30, places))
        assert decide_batch(program, batch.set_column(place, "order.amount", column)).equals(expected)


@pytest.mark.parametrize("calendar", [*worlds.CLOCKS.values(), worlds.ALWAYS_OPEN], ids=["berlin", "lord-howe", "24x7"])
def test_states_of_so_many_moments_that_quarters_are_worth_it(calendar: WorkCalendar) -> None:
    chance = Random(5)
    begin = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    seconds = [begin + chance.randrange(200 * 86_400) for _ in range(3000)]
    seconds += [second // 1800 * 1800 - chance.randint(0, 1) for second in seconds]
    names = ("open", "closed", "holiday")
    expected = [calendar.state(datetime.fromtimestamp(second, UTC)) for second in seconds]
    assert [names[state] for state in states_of(calendar, np.array(seconds, np.int64))] == expected


@given(st.lists(st.one_of(st.integers(-(1 << 62), 1 << 62), st.integers(-5, 5), st.integers(0, 300_000)), max_size=30))
def test_distinct_numbers(numbers: list[int]) -> None:
    used, places = distinct(np.array(numbers, np.int64))
    assert used.tolist() == sorted(set(numbers))
    assert used[places].tolist() == numbers
