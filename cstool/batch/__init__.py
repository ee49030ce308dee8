"""The same compiled conditions over columns: batches of tickets in, batches of outcomes out. Needs the extra `fast`.

`compile_batch(router)` makes a program, `decide_batch(program, batch)` runs it. Every row is decided as `routing.outcome_of`
decides its ticket (`ticket_of_row` says which that is); what a column cannot answer is asked of the very same predicates, row by
row. A program can be pickled and used from several threads.
"""

from cstool.batch.decide import decide_batch, outcomes_of
from cstool.batch.program import Program, compile_batch
from cstool.batch.rows import batch_of, tickets_of

__all__ = ["Program", "batch_of", "compile_batch", "decide_batch", "outcomes_of", "tickets_of"]
