"""Parquet in, Parquet out, in bounded memory: the batch function on a few threads of this process.

A file of canonical columns goes through in batches, in the order of its rows; what is held does not grow with the file.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path

import pyarrow

from cstool.batch.decide import decide_batch
from cstool.batch.outcomes import schema_of
from cstool.batch.program import Program

ROWS_AT_ONCE = 65_536
"""Rows of one batch."""


def run_files(
    paths: Sequence[Path],
    program: Program,
    out: Path,
    *,
    event: str = "ticket.created",
    now: datetime | None = None,
    threads: int = 2,
) -> int:
    """Decide the tickets of Parquet files; write their ids and outcomes as one Parquet file, and return how many they are.

    Raises pyarrow.ArrowException for what is no Parquet file, CstoolError for a moment that a calendar cannot tell.
    """
    from pyarrow import parquet

    rows = 0
    with parquet.ParquetWriter(out, written_schema(program), compression="zstd") as writer:
        for outcomes in _in_order(_batches(paths), partial(_decided, program, event, now), threads):
            writer.write_batch(outcomes)
            rows += outcomes.num_rows
    return rows


def written_schema(program: Program) -> pyarrow.Schema:
    """The columns that are written: the ticket's id, then its outcome."""
    return pyarrow.schema([("id", pyarrow.string()), *schema_of(program)])


def with_id(batch: pyarrow.RecordBatch, outcomes: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """The outcomes with the ids of their tickets in front."""
    ids = batch.column("id").cast(pyarrow.string()) if "id" in batch.schema.names else pyarrow.nulls(len(batch), pyarrow.string())
    return pyarrow.RecordBatch.from_arrays([ids, *outcomes.columns], names=["id", *outcomes.schema.names])


def _batches(paths: Sequence[Path]) -> Iterator[pyarrow.RecordBatch]:
    from pyarrow import parquet

    for path in paths:
        with parquet.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=ROWS_AT_ONCE)


def _decided(program: Program, event: str, now: datetime | None, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    return with_id(batch, decide_batch(program, batch, event=event, now=now))


def _in_order(
    batches: Iterator[pyarrow.RecordBatch], decide: "partial[pyarrow.RecordBatch]", threads: int
) -> Iterator[pyarrow.RecordBatch]:
    """Results in the order of the batches; no more of them are under way than there are threads, and one."""
    waiting: deque[Future[pyarrow.RecordBatch]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for batch in batches:
            waiting.append(pool.submit(decide, batch))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
