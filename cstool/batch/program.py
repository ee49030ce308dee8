"""A router's rules, ready for columns: plain data that can be pickled, and the scan of the texts, made where it is first used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cstool.batch.bits import Bits
from cstool.batch.cuts import Cuts
from cstool.batch.judge import TextKey, text_keys
from cstool.batch.scan import PhraseSet, Scan, best_scan
from cstool.conditions.syntax import Comparison, Condition, Every, Negation, Some, comparisons
from cstool.conditions.view import Rates, Surroundings
from cstool.model.channels import Channel
from cstool.model.routing import Actions
from cstool.routing import Router
from cstool.worktime import WorkCalendar

if TYPE_CHECKING:
    from cstool.batch.native.phrases import Kernel
    from cstool.batch.native.rules import Trees


@dataclass(frozen=True, slots=True)
class BatchRule:
    """One rule in force."""

    id: str
    condition: Condition
    actions: Actions
    real: bool


@dataclass(frozen=True, slots=True)
class BatchStage:
    """One stage in force; `first` is the number of its first rule among all rules of the program."""

    event: str
    match: str
    rules: tuple[BatchRule, ...]
    first: int


@dataclass(frozen=True, slots=True)
class _Facts:
    """What conditions read beside the ticket, as data."""

    channels: Mapping[str, Channel]
    rates: Rates
    zone: str
    clocks: Mapping[str | None, WorkCalendar]
    """Channel -> its calendar; None stands for every channel that the workspace does not know."""

    def around(self) -> Surroundings:
        """As conditions take it."""
        return Surroundings(self.channels, self.rates, self.zone, lambda name: self.clocks.get(name) or self.clocks[None])


@dataclass
class Program:
    """What `decide_batch` runs. Pickling leaves out what a process works out for itself."""

    stages: tuple[BatchStage, ...]
    facts: _Facts
    compiled: bool = True
    """Whether the compiled scan is taken where it was built; the answers are the same."""
    _made: dict[str, tuple[tuple[TextKey, ...], Scan]] = field(default_factory=dict, repr=False)
    cuts: Cuts = field(default_factory=dict, repr=False)
    """What the process knows of amounts."""
    _trees: "dict[int, Trees | None]" = field(default_factory=dict, repr=False)

    @property
    def rules(self) -> tuple[BatchRule, ...]:
        """All rules, in order."""
        return tuple(rule for stage in self.stages for rule in stage.rules)

    @property
    def set_fields(self) -> tuple[str, ...]:
        """The own fields that any rule sets, sorted."""
        return tuple(sorted({name for rule in self.rules for name in rule.actions.set}))

    def width(self, event: str) -> int:
        """How many lists of keywords an event's conditions ask about."""
        return len(self._scan_of(event)[0])

    def scan(self, event: str, subjects: Any, bodies: Any) -> dict[TextKey, Bits]:
        """What the conditions of an event ask of the texts, for every row: one pass over them."""
        keys, scan = self._scan_of(event)
        return {key: line.view("u8") for key, line in zip(keys, scan.scan(subjects, bodies))}

    def _scan_of(self, event: str) -> tuple[tuple[TextKey, ...], Scan]:
        made = self._made.get(event)
        if made is None:
            conditions = [rule.condition for stage in self.stages if stage.event == event for rule in stage.rules]
            asked = (key for condition in conditions for part in comparisons(condition) for key in text_keys(part))
            keys = tuple(dict.fromkeys(asked))
            sets = [PhraseSet(name, tuple(sorted(forms))) for name, forms in keys]
            # Two threads may both come here; they make the same.
            made = self._made[event] = keys, best_scan(sets, compiled=self.compiled)
        return made

    @property
    def kernel(self) -> "Kernel | None":
        """The kernel, where it was built and is wanted."""
        from cstool.batch.native.phrases import kernel

        return kernel() if self.compiled else None

    def trees_of(self, stage: BatchStage) -> "Trees | None":
        """The compiled form of a stage's conditions; None without kernel, or where one looks at raw text."""
        kernel = self.kernel
        if not stage.rules or not kernel:
            return None
        if stage.first not in self._trees:
            self._trees[stage.first] = _trees(kernel, [rule.condition for rule in stage.rules])
        return self._trees[stage.first]

    def __getstate__(self) -> dict[str, Any]:
        stages = tuple(
            replace(stage, rules=tuple(replace(rule, condition=_afresh(rule.condition)) for rule in stage.rules))
            for stage in self.stages
        )
        facts = replace(self.facts, rates=Rates(dict(self.facts.rates.stated)))
        return {"stages": stages, "facts": facts, "compiled": self.compiled, "_made": {}, "_trees": {}, "cuts": {}}


def _afresh(condition: Condition) -> Condition:
    """The same condition without the functions that it made of itself, which no process can hand to another."""
    if isinstance(condition, Comparison):
        return replace(condition)
    if isinstance(condition, Negation):
        return replace(condition, part=_afresh(condition.part))
    if isinstance(condition, Every | Some):
        return replace(condition, parts=tuple(_afresh(part) for part in condition.parts))
    return condition


def _trees(kernel: "Kernel", conditions: Sequence[Condition]) -> "Trees | None":
    from cstool.batch.native.rules import RawText, Trees

    try:
        return Trees(kernel, conditions)
    except RawText:
        return None


def compile_batch(router: Router, *, compiled: bool = True) -> Program:
    """The program of a router. `compiled` false leaves the compiled scan aside, for comparison."""
    stages, first = [], 0
    for stage in router.stages:
        rules = tuple(BatchRule(rule.id, rule.condition, rule.actions, rule.real) for rule in stage.rules)
        stages.append(BatchStage(stage.event, stage.match, rules, first))
        first += len(rules)
    around = router.around
    clocks = {name: around.clock_of(name) for name in (None, *around.channels)}
    return Program(tuple(stages), _Facts(dict(around.channels), around.rates, around.zone, clocks), compiled)
