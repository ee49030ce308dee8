"""A batch of tickets through a program."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa

from cstool.batch.columns import Columns
from cstool.batch.judge import Judge
from cstool.batch.outcomes import outcomes, schema_of
from cstool.batch.program import Program
from cstool.batch.rows import batch_of
from cstool.batch.stages import Fired, run
from cstool.conditions.view import Surroundings
from cstool.routing import Outcome, applied
from cstool.tickets import Ticket

_MOST, _LEAST, _BITS = 1 << 16, 1 << 12, 1 << 28
"""Rows judged together, so that what is held beside the batch is bounded; fewer where there are many keyword lists."""


def decide_batch(
    program: Program, batch: pa.RecordBatch, *, event: str = "ticket.created", now: datetime | None = None
) -> pa.RecordBatch:
    """What the rules of an event do with every row, in the order of the rows; the columns are those of `schema_of`.

    Lists of `rules`, `replies`, `notes` and `escalations` are in the order in which the rules applied; `tags` are sorted. `now`
    is the moment of a row without one. Raises CstoolError for a moment that a calendar cannot tell.
    """
    around = program.facts.around()
    at_once = max(_LEAST, min(_MOST, _BITS // max(1, program.width(event))))
    parts = [_decided(program, batch.slice(begin, at_once), around, event, now) for begin in range(0, batch.num_rows, at_once)]
    if len(parts) == 1:
        return parts[0]
    table = pa.Table.from_batches(parts, schema_of(program)).combine_chunks()
    return table.to_batches()[0] if parts else pa.RecordBatch.from_pylist([], schema_of(program))


def outcomes_of(program: Program, tickets: Sequence[Ticket], event: str = "ticket.created") -> list[Outcome]:
    """`routing.outcome_of` of every ticket, judged together."""
    around, rules = program.facts.around(), program.rules
    columns, fired = _fired(program, batch_of(tickets), around, event, None)
    rows, numbers = fired.pairs()
    ends = np.searchsorted(rows, np.arange(len(tickets)), "right").tolist()
    matched, found, begin = numbers.tolist(), [], 0
    for ticket, end in zip(tickets, ends):
        found.append(applied(columns.show(ticket), [rules[number] for number in matched[begin:end]]))
        begin = end
    return found


def _decided(program: Program, batch: pa.RecordBatch, around: Surroundings, event: str, now: datetime | None) -> pa.RecordBatch:
    return outcomes(program, *_fired(program, batch, around, event, now))


def _fired(
    program: Program, batch: pa.RecordBatch, around: Surroundings, event: str, now: datetime | None
) -> tuple[Columns, Fired]:
    columns = Columns(batch, around, reopened=event == "ticket.reopened", now=now, kernel=program.kernel, cuts=program.cuts)
    found = program.scan(event, columns.texts("subject"), columns.texts("body"))
    stages = tuple(stage for stage in program.stages if stage.event == event)
    return columns, run(stages, Judge(columns, found), program.trees_of)
