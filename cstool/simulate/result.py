"""Everything that one simulation found, as it is shown."""

from dataclasses import dataclass

from cstool.simulate.movement import Movement
from cstool.simulate.sample import Sample
from cstool.simulate.suggest import Suggestions
from cstool.simulate.summary import Summary


@dataclass
class Result:
    """The counts, and what the call asked for beyond them. `read` counts the tickets of the files, restricted or not."""

    summary: Summary
    read: int = 0
    where: str | None = None
    fitting: int = 0
    """Tickets for which `where` holds."""
    sample: Sample | None = None
    movement: Movement | None = None
    suggestions: Suggestions | None = None
