"""A sample of a stream of tickets: as many as asked for, each ticket with the same chance, in the order of the file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Generic, TypeVar

from cstool.tickets import Batch, Ticket

T = TypeVar("T")
_BATCH = 1000


class Reservoir(Generic[T]):
    """At most `size` of the things that come by, each with the same chance; the same ones for the same seed.

    Vitter's algorithm R (https://doi.org/10.1145/3147.3165).
    """

    def __init__(self, size: int, seed: int) -> None:
        self.size, self.seen = size, 0
        self._random = Random(seed)
        self._kept: list[tuple[int, T]] = []

    def add(self, thing: T) -> None:
        """One thing comes by."""
        self.seen += 1
        if self.seen <= self.size:
            self._kept.append((self.seen, thing))
            return
        place = int(self._random.random() * self.seen)
        if place < self.size:
            self._kept[place] = (self.seen, thing)

    @property
    def things(self) -> list[T]:
        """What is kept, in the order in which it came."""
        return [thing for _, thing in sorted(self._kept, key=lambda entry: entry[0])]


@dataclass
class Sample:
    """What was asked for, and out of how many tickets it was drawn."""

    size: int
    seed: int
    of: int = 0


def sampled(batches: Iterable[Batch], sample: Sample) -> Iterator[Batch]:
    """The batches without their tickets, then the sample in batches. Memory holds `sample.size` tickets."""
    kept: Reservoir[Ticket] = Reservoir(sample.size, sample.seed)
    for batch in batches:
        for ticket in batch.tickets:
            kept.add(ticket)
        sample.of = kept.seen
        yield replace(batch, tickets=())
    tickets = kept.things
    for start in range(0, len(tickets), _BATCH):
        yield Batch(tuple(tickets[start : start + _BATCH]))


def restricted(batches: Iterable[Batch], holds: Callable[[Ticket], bool]) -> Iterator[Batch]:
    """The batches with only the tickets for which `holds` is true."""
    for batch in batches:
        yield replace(batch, tickets=tuple(ticket for ticket in batch.tickets if holds(ticket)))
