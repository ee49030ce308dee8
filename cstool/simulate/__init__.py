"""Many tickets through any decision function: what goes where, when it is due, how good the routing is against labels."""

from cstool.simulate.labels import Labels, LabelScore
from cstool.simulate.run import Choose, Decide, Promise, Simulated, choose_by, decide_by, run
from cstool.simulate.summary import Summary, Tally

__all__ = [
    "Choose",
    "Decide",
    "LabelScore",
    "Labels",
    "Promise",
    "Simulated",
    "Summary",
    "Tally",
    "choose_by",
    "decide_by",
    "run",
]
