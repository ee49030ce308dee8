"""Two versions of a workspace: what changed per object, which tickets move by it, and what can be proved about all others."""

from cstool.difference.comparison import Comparison, Proof, Trouble, Witness, compare, tests_of, zone_of
from cstool.difference.moves import Asked, Group, MovedTicket, Moves
from cstool.difference.objects import ObjectChange, Place, changes
from cstool.difference.parts import Part
from cstool.simulate.moved import Cause, Shift

__all__ = [
    "Asked",
    "Cause",
    "Comparison",
    "Group",
    "MovedTicket",
    "Moves",
    "ObjectChange",
    "Part",
    "Place",
    "Proof",
    "Shift",
    "Trouble",
    "Witness",
    "changes",
    "compare",
    "tests_of",
    "zone_of",
]
