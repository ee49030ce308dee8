"""A batch of tickets through a program."""

from datetime import datetime

import pyarrow as pa

from cstool.batch.outcomes import batch_of_outcomes
from cstool.batch.program import Program
from cstool.batch.rows import tickets_of
from cstool.routing import outcome_of


def decide_batch(
    program: Program, batch: pa.RecordBatch, *, event: str = "ticket.created", now: datetime | None = None
) -> pa.RecordBatch:
    """What the rules do with every row."""
    found = [outcome_of(program.router, ticket, event) for ticket in tickets_of(batch, now)]
    return batch_of_outcomes(found, program.router)
