"""Our own engines, and the floor: one pass over the bytes of the text."""

from typing import Any

from benchmarks.peers.engine import Answer, Facts, Missing, OneByOne

TODAY = (2026, 7, 1)


def _router(facts: Facts) -> Any:
    from datetime import date

    from cstool.loading import load
    from cstool.routing import compile_routing

    router = compile_routing(load(facts.workspace, date(*TODAY)))
    if router.problems or sum(len(stage.rules) for stage in router.stages) != len(facts.rules):
        raise SystemExit(f"the rules do not compile: {router.problems[:3]}")
    return router


def _numbers(rules: Any) -> Answer:
    return tuple(int(rule.rpartition("-")[2]) for rule in rules)


class TicketByTicket(OneByOne):
    """The engine of `route` and `test`: from raw text, one ticket at a time."""

    compared = 4000

    def __init__(self, facts: Facts) -> None:
        from decimal import Decimal

        from cstool.routing import outcome_of
        from cstool.tickets.ticket import Customer, Order, Ticket

        router = _router(facts)
        tickets: list[Any] = [
            Ticket(
                received_at=row["received_at"],
                id=row["id"],
                channel=row["channel"],
                language=row["language"],
                subject=row["subject"],
                body=row["body"],
                customer=Customer(tags=frozenset(row["customer.tags"])),
                order=Order(amount=Decimal(row["order.amount"]), currency=row["order.currency"]),
                fields={"tier": row["fields.tier"]},
            )
            for row in _table(facts).slice(0, len(facts.rows)).to_pylist()
        ]
        super().__init__(tickets, lambda ticket: outcome_of(router, ticket), lambda outcome: _numbers(outcome.rules))


def _table(facts: Facts) -> Any:
    import pyarrow.parquet as parquet

    return parquet.read_table(facts.table).combine_chunks()


class _Kernel:
    """The batch kernel, from raw text in Arrow columns to the columns of the outcome."""

    at_once = 0
    compared = 4000
    compiled = False

    def __init__(self, facts: Facts) -> None:
        try:
            from cstool.batch import compile_batch, decide_batch
        except ImportError as error:
            raise Missing(f"not here: {error}") from None
        (self._batch,) = _table(facts).to_batches()
        self.limit = self._batch.num_rows
        self._program = compile_batch(_router(facts), compiled=self.compiled)
        self._decide = decide_batch

    def run(self, begin: int, end: int) -> Any:
        """The batch function on some rows."""
        return self._decide(self._program, self._batch.slice(begin, end - begin))

    def answers(self, found: Any) -> list[Answer]:
        """Numbers of rules."""
        return [_numbers(rules or ()) for rules in found.column("rules").to_pylist()]


class WheelKernel(_Kernel):
    """Without a compiler: numpy and pyarrow."""


class CompiledKernel(_Kernel):
    """With the scan in C."""

    compiled = True

    def __init__(self, facts: Facts) -> None:
        from cstool.batch.native.phrases import kernel

        if kernel() is None:
            raise Missing("not built: no compiler when cstool was installed")
        super().__init__(facts)


class BareScan:
    """One pass over the bytes of the text: what reading them costs at least."""

    at_once = 0
    compared = 0

    def __init__(self, facts: Facts) -> None:
        import numpy

        table = _table(facts)
        self.limit = table.num_rows
        self._texts = []
        for name in ("subject", "body"):
            _, offsets, data = table[name].chunk(0).buffers()
            self._texts.append((numpy.frombuffer(offsets, numpy.int32), numpy.frombuffer(data, numpy.uint8)))

    def run(self, begin: int, end: int) -> Any:
        """The sum of the bytes, eight at a time."""
        import numpy

        total = 0
        for offsets, data in self._texts:
            part = data[offsets[begin] : offsets[end]]
            total += int(part[: len(part) // 8 * 8].view(numpy.uint64).sum())
        return total

    def answers(self, found: Any) -> list[Answer]:
        """It judges nothing."""
        return []
