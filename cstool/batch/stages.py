"""The stages of an event over the rows of a batch: which rules fire where, and what they write."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from cstool.batch.bits import Bits, Numbers, bits_at, everything, rows_of
from cstool.batch.columns import Columns
from cstool.batch.judge import Judge
from cstool.batch.program import BatchRule, BatchStage
from cstool.batch.rows import OWN
from cstool.model.routing import Actions
from cstool.routing.decide import SINGLE

if TYPE_CHECKING:
    from cstool.batch.native.rules import Trees


@dataclass
class Fired:
    """Which rule fired for which rows, in the order in which they applied to a ticket."""

    rules: list[Numbers] = field(default_factory=list)
    rows: list[Numbers] = field(default_factory=list)

    def add(self, rows: Numbers, rules: Numbers) -> None:
        """More of them, each piece in the order of its rows."""
        self.rows.append(rows)
        self.rules.append(rules)

    def pairs(self) -> tuple[Numbers, Numbers]:
        """Row and rule, row by row."""
        if not self.rules:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        if len(self.rules) == 1:
            return self.rows[0], self.rules[0]
        rows = np.concatenate(self.rows)
        order = np.argsort(rows.astype(np.uint16) if rows.max(initial=0) < 1 << 16 else rows, kind="stable")
        return rows[order], np.concatenate(self.rules)[order]


TreesOf = Callable[[BatchStage], "Trees | None"]
"""The compiled conditions of a stage, where there is a kernel and it can judge them."""


def run(stages: tuple[BatchStage, ...], judge: Judge, trees_of: TreesOf = lambda stage: None) -> Fired:
    """Top to bottom; each stage sees what the ones above wrote."""
    fired = Fired()
    for stage in stages:
        if stage.match == "sequence":
            _sequence(stage, judge, fired)
        elif trees := trees_of(stage):
            _at_once(stage, trees, judge, fired)
        elif stage.match == "first":
            _first(stage, judge, fired)
        else:
            _every(stage, judge, fired)
    return fired


def _at_once(stage: BatchStage, trees: "Trees", judge: Judge, fired: Fired) -> None:
    """The same as `_first` and `_every`, with all rules judged in one call."""
    if stage.match == "first":
        firsts = trees.firsts(judge)
        rows = np.flatnonzero(firsts >= 0)
        rules = firsts[rows].astype(np.int64)
    else:
        rows, rules = trees.all(judge)
    if not len(rows):
        return
    fired.add(rows, rules + stage.first)
    actions = [rule.actions for rule in stage.rules]
    for name in SINGLE:
        judge.columns.values(name).write_each(rows, rules, [getattr(given, name) for given in actions])
    for name in {name for given in actions for name in given.set}:
        judge.columns.values(OWN + name).write_each(rows, rules, [given.set.get(name) for given in actions])
    _tag_at_once(stage, trees, rows, rules, judge.columns)


def _tag_at_once(stage: BatchStage, trees: "Trees", rows: Numbers, rules: Numbers, columns: Columns) -> None:
    tags, actions = columns.sets("tags"), [rule.actions for rule in stage.rules]
    if stage.match == "first" or not any(given.remove_tags for given in actions):
        for tag, bits in trees.given(rows, rules, [given.tags for given in actions], columns.rows):
            tags.add(tag, bits)
        for tag, bits in trees.given(rows, rules, [given.remove_tags for given in actions], columns.rows):
            tags.remove(tag, bits)
        return
    for place, given in enumerate(actions):  # what one rule takes off a later one may put on
        if given.tags or given.remove_tags:
            bits = bits_at(rows[rules == place], columns.rows)
            for tag in given.tags:
                tags.add(tag, bits)
            for tag in given.remove_tags:
                tags.remove(tag, bits)


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
            fired.add(rows, np.full(len(rows), stage.first + place))
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
