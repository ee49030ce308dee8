"""Parquet through the batch function: every row once, in order, whatever the number of threads."""

from pathlib import Path
from random import Random

import pytest

arrow = pytest.importorskip("pyarrow", reason="no pyarrow here: pip install -e '.[fast]'")

from pyarrow import parquet  # noqa: E402

from cstool.batch import batch_of, compile_batch, decide_batch, files  # noqa: E402
from tests.batch import worlds  # noqa: E402


@pytest.mark.parametrize("threads", [1, 3])
def test_rows_come_out_in_their_order(tmp_path: Path, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ROWS_AT_ONCE", 7)
    chance = Random(9)
    program = compile_batch(worlds.router(chance, rules=10))
    batch = batch_of([worlds.ticket(chance) for _ in range(100)])
    numbered = batch.set_column(batch.schema.get_field_index("id"), "id", arrow.array([str(number) for number in range(100)]))
    paths = [tmp_path / "one.parquet", tmp_path / "two.parquet"]
    for path, part in zip(paths, (numbered.slice(0, 60), numbered.slice(60)), strict=True):
        parquet.write_table(arrow.Table.from_batches([part]), path)
    assert files.run_files(paths, program, tmp_path / "out.parquet", threads=threads) == 100
    found = parquet.read_table(tmp_path / "out.parquet")
    assert found.schema.names == files.written_schema(program).names
    assert found.to_pylist() == files.with_id(numbered, decide_batch(program, numbered)).to_pylist()
