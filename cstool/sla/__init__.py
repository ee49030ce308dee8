"""Which SLA applies to a ticket, when each of its targets is due, and what a customer may be promised beforehand."""

from cstool.sla.due import Alarm, Due, alarms, due, due_after
from cstool.sla.history import Clock, clocks, history_of
from cstool.sla.policies import (
    ALWAYS_OPEN,
    CHANNEL_FACTS,
    Chosen,
    Goal,
    SlaBook,
    by_priority,
    choose,
    compile_sla,
    goals_of,
    length,
    targets_of,
)
from cstool.sla.possible import can_hold, possible_goals, reachable, thought_of
from cstool.sla.promise import Promise, promise, promised

__all__ = [
    "ALWAYS_OPEN",
    "CHANNEL_FACTS",
    "Alarm",
    "Chosen",
    "Clock",
    "Due",
    "Goal",
    "Promise",
    "SlaBook",
    "alarms",
    "by_priority",
    "can_hold",
    "choose",
    "clocks",
    "compile_sla",
    "due",
    "due_after",
    "goals_of",
    "history_of",
    "length",
    "possible_goals",
    "promise",
    "promised",
    "reachable",
    "targets_of",
    "thought_of",
]
