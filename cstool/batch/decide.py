"""A batch of tickets through a program."""

from datetime import datetime

import pyarrow as pa

from cstool.batch.columns import Columns
from cstool.batch.judge import Judge
from cstool.batch.outcomes import outcomes, schema_of
from cstool.batch.program import Program
from cstool.batch.stages import run
from cstool.conditions.view import Surroundings

_AT_ONCE = 32_768
"""Rows judged together: what is held beside the batch does not grow with it."""


def decide_batch(
    program: Program, batch: pa.RecordBatch, *, event: str = "ticket.created", now: datetime | None = None
) -> pa.RecordBatch:
    """What the rules of an event do with every row, in the order of the rows; the columns are those of `schema_of`.

    Lists of `rules`, `replies`, `notes` and `escalations` are in the order in which the rules applied; `tags` are sorted. `now`
    is the moment of a row without one. Raises CstoolError for a moment that a calendar cannot tell.
    """
    around = program.facts.around()
    parts = [_decided(program, batch.slice(begin, _AT_ONCE), around, event, now) for begin in range(0, batch.num_rows, _AT_ONCE)]
    if len(parts) == 1:
        return parts[0]
    table = pa.Table.from_batches(parts, schema_of(program)).combine_chunks()
    return table.to_batches()[0] if parts else pa.RecordBatch.from_pylist([], schema_of(program))


def _decided(program: Program, batch: pa.RecordBatch, around: Surroundings, event: str, now: datetime | None) -> pa.RecordBatch:
    columns = Columns(batch, around, reopened=event == "ticket.reopened", now=now)
    found = program.scan(event, columns.texts("subject"), columns.texts("body"))
    stages = tuple(stage for stage in program.stages if stage.event == event)
    return outcomes(program, columns, run(stages, Judge(columns, found)))
