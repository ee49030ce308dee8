"""The stages of an event over the rows of a batch: which rules fire where, and what they write."""

from dataclasses import dataclass, field

import numpy as np

from cstool.batch.bits import Bits, Numbers, everything, rows_of
from cstool.batch.columns import Columns
from cstool.batch.judge import Judge
from cstool.batch.program import BatchRule, BatchStage
from cstool.batch.rows import OWN
from cstool.model.routing import Actions

SINGLE = ("category", "team", "assignee", "priority", "status")


@dataclass
class Fired:
    """Which rule fired for which rows, in the order in which they applied to a ticket."""

    rules: list[int] = field(default_factory=list)
    rows: list[Numbers] = field(default_factory=list)

    def pairs(self) -> tuple[Numbers, Numbers]:
        """Row and rule, row by row."""
        if not self.rules:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        rows = np.concatenate(self.rows)
        order = np.argsort(rows.astype(np.uint16) if rows.max(initial=0) < 1 << 16 else rows, kind="stable")
        return rows[order], np.repeat(np.array(self.rules), [len(found) for found in self.rows])[order]


def run(stages: tuple[BatchStage, ...], judge: Judge) -> Fired:
    """Top to bottom; each stage sees what the ones above wrote."""
    fired = Fired()
    for stage in stages:
        matched = _sequence if stage.match == "sequence" else _first if stage.match == "first" else _every
        matched(stage, judge, fired)
    return fired


def _every(stage: BatchStage, judge: Judge, fired: Fired) -> None:
    rows = everything(judge.columns.rows)
    _apply(stage, [(place, judge.holding(rule.condition, rows)) for place, rule in enumerate(stage.rules)], judge.columns, fired)


def _first(stage: BatchStage, judge: Judge, fired: Fired) -> None:
    """The rows that a rule takes are no longer asked about."""
    left = everything(judge.columns.rows)
    found: list[tuple[int, Bits]] = []
    for place, rule in enumerate(stage.rules):
        holding = judge.holding(rule.condition, left)
        if holding.any():
            found.append((place, holding))
            left = left & ~holding
            if not left.any():
                break
    _apply(stage, found, judge.columns, fired)


def _sequence(stage: BatchStage, judge: Judge, fired: Fired) -> None:
    rows = everything(judge.columns.rows)
    for place, rule in enumerate(stage.rules):
        _apply(stage, [(place, judge.holding(rule.condition, rows))], judge.columns, fired)


def _apply(stage: BatchStage, matches: list[tuple[int, Bits]], columns: Columns, fired: Fired) -> None:
    for place, bits in matches:
        rows = rows_of(bits)
        if len(rows):
            fired.rules.append(stage.first + place)
            fired.rows.append(rows)
            _write(stage.rules[place], bits, rows, columns)


def _write(rule: BatchRule, bits: Bits, rows: Numbers, columns: Columns) -> None:
    actions: Actions = rule.actions
    for name in SINGLE:
        value = getattr(actions, name)
        if value is not None:
            columns.values(name).write(rows, value)
    for name, written in actions.set.items():
        columns.values(OWN + name).write(rows, written)
    for tag in actions.tags:
        columns.sets("tags").add(tag, bits)
    for tag in actions.remove_tags:
        columns.sets("tags").remove(tag, bits)
