"""Stages of rules: compiled once, then one decision per ticket with every rule that was tried."""

from cstool.routing.compile import CompiledRule, CompiledStage, Router, compile_routing
from cstool.routing.decide import Decision, Tried, applied, decide, outcome_of, reason
from cstool.routing.outcome import Note, Outcome, Reply

__all__ = [
    "CompiledRule",
    "CompiledStage",
    "Decision",
    "Note",
    "Outcome",
    "Reply",
    "Router",
    "Tried",
    "applied",
    "compile_routing",
    "decide",
    "outcome_of",
    "reason",
]
