"""From the stages of a workspace to a router: the rules in force, with their conditions compiled."""

from dataclasses import dataclass

from cstool.conditions.around import surroundings
from cstool.conditions.book import book_of
from cstool.conditions.syntax import Always, Condition
from cstool.conditions.view import Surroundings
from cstool.diagnostic import Problem
from cstool.model.routing import Actions, Rule, Stage
from cstool.workspace import Item, Workspace


@dataclass(frozen=True)
class CompiledRule:
    """One rule in force."""

    id: str
    condition: Condition
    actions: Actions
    item: Item[Rule]
    real: bool
    """Whether the condition is more than `always`."""


@dataclass(frozen=True)
class CompiledStage:
    """One stage in force with its rules in order."""

    id: str
    event: str
    match: str
    rules: tuple[CompiledRule, ...]
    item: Item[Stage]


@dataclass(frozen=True)
class Router:
    """All that routing one ticket needs. `problems` are the faults of conditions; such rules are left out."""

    stages: tuple[CompiledStage, ...]
    around: Surroundings
    problems: tuple[Problem, ...] = ()
    unread: frozenset[str] = frozenset()
    """Events of which some rule in force is left out."""

    def stages_of(self, event: str) -> tuple[CompiledStage, ...]:
        """The stages that run when this happens, top to bottom."""
        return tuple(stage for stage in self.stages if stage.event == event)


def compile_routing(workspace: Workspace) -> Router:
    """The router of a workspace on its day, made once: what is disabled, not yet or no longer in force is left out."""
    return workspace.once(_compiled)


def _compiled(workspace: Workspace) -> Router:
    book, today = book_of(workspace), workspace.today
    problems: list[Problem] = []
    unread: set[str] = set()
    rules: dict[int, list[CompiledRule]] = {}
    positions = {(stage.source.path, stage.loc): number for number, stage in enumerate(workspace.stages)}
    for stage, rule in workspace.rules():
        if not rule.value.in_force(today):
            continue
        compiled = book.compiled(rule, "when")
        problems.extend(compiled.problems)
        if compiled.condition is not None:
            real = not isinstance(compiled.condition, Always)
            entry = CompiledRule(rule.value.id, compiled.condition, rule.value.then, rule, real)
            rules.setdefault(positions[stage.source.path, stage.loc], []).append(entry)
        elif stage.value.in_force(today):
            unread.add(stage.value.event)
    stages = tuple(
        CompiledStage(stage.value.id, stage.value.event, stage.value.match, tuple(rules.get(number, ())), stage)
        for number, stage in enumerate(workspace.stages)
        if stage.value.in_force(today)
    )
    return Router(stages, surroundings(workspace), tuple(problems), frozenset(unread))
