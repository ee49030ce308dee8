"""Under Spark the outcomes are those of the plain run."""

import shutil
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

arrow = pytest.importorskip("pyarrow", reason="no pyarrow here: pip install -e '.[spark]'")

from pyarrow import parquet  # noqa: E402

from cstool.batch import batch_of, compile_batch  # noqa: E402
from cstool.batch.files import run_files, written_schema  # noqa: E402
from cstool.batch.spark import run_spark  # noqa: E402
from cstool.errors import CstoolError  # noqa: E402
from tests.batch import worlds  # noqa: E402

HERE = all(find_spec(name) for name in ("pyspark", "pandas")) and shutil.which("java")


@pytest.mark.skipif(not HERE, reason="no pyspark, pandas or java here: pip install -e '.[spark]' and a Java runtime")
def test_the_same_outcomes_from_several_files(tmp_path: Path) -> None:
    chance = Random(3)
    router = worlds.router(chance, rules=20)
    program = compile_batch(router)
    batch = batch_of([worlds.ticket(chance) for _ in range(400)])
    numbered = batch.set_column(batch.schema.get_field_index("id"), "id", arrow.array([f"{n:04}" for n in range(400)]))
    paths = [tmp_path / f"part-{number}.parquet" for number in range(3)]
    for number, path in enumerate(paths):
        part = numbered.slice(number * 140, 140)
        parquet.write_table(arrow.Table.from_batches([part]), path)
    assert run_spark(paths, program, tmp_path / "out") == 400
    found = parquet.read_table(tmp_path / "out").sort_by("id")
    assert run_files(paths, program, tmp_path / "plain.parquet") == 400
    plain = parquet.read_table(tmp_path / "plain.parquet")
    assert found.schema.names == written_schema(program).names
    assert found.to_pylist() == plain.to_pylist()


def test_what_is_there_already_is_not_written_over(tmp_path: Path) -> None:
    program = compile_batch(worlds.router(Random(1), rules=2))
    if find_spec("pyspark") is None:
        pytest.skip("no pyspark here: pip install -e '.[spark]'")
    with pytest.raises(CstoolError) as caught:
        run_spark([tmp_path / "tickets.parquet"], program, tmp_path)
    assert caught.value.message.id == "spark-out-exists"
