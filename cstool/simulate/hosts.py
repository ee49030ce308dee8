"""Where new keywords of a category may go: a keyword set of its own, the list in a rule, or a new rule in the same stage."""

from collections.abc import Iterator
from dataclasses import dataclass

from cstool.conditions.book import book_of
from cstool.conditions.syntax import Comparison, Condition, Some, comparisons
from cstool.routing import CompiledRule, CompiledStage, compile_routing
from cstool.simulate.run import EVENT
from cstool.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Host:
    """One place: with `keyword_set` the set that `rule` reads, without it the list in `rule`; without a rule a new one there.

    `position` counts the rules of the stage from the top.
    """

    position: int
    rule: CompiledRule | None = None
    keyword_set: str | None = None


def classifying(workspace: Workspace) -> CompiledStage | None:
    """The stage in which most rules write a category."""
    stages = compile_routing(workspace).stages_of(EVENT)
    counts = {stage.id: sum(rule.actions.category is not None for rule in stage.rules) for stage in stages}
    best = max(stages, key=lambda stage: counts[stage.id], default=None)
    return best if best is not None and counts[best.id] else None


def end_of(stage: CompiledStage) -> int:
    """The place of a new last rule: above the one for everything else."""
    return next((number for number, rule in enumerate(stage.rules) if not rule.real), len(stage.rules))


def hosts(workspace: Workspace, stage: CompiledStage, category: str) -> Iterator[Host]:
    """The sets and lists that make a rule of this stage write the category, and do nothing else."""
    for number, rule in enumerate(stage.rules):
        if rule.actions.category != category:
            continue
        for comparison in _sufficient(rule.condition):
            if comparison.keyword_set is not None:
                name = comparison.keyword_set.split(", ")[-1]
                if _is_own(workspace, stage, name):
                    yield Host(number, rule, name)
            elif comparison is rule.condition and isinstance(written_list(rule), list):
                yield Host(number, rule, None)


def _is_own(workspace: Workspace, stage: CompiledStage, name: str) -> bool:
    """Whether a keyword set serves only rules of this stage: in another place new keywords would do more than classify."""
    rules = {rule.id for rule in stage.rules}
    users = [
        (placed.kind, placed.owner)
        for placed in book_of(workspace).placed
        if placed.compiled.condition is not None
        and any(name in (one.keyword_set or "").split(", ") for one in comparisons(placed.compiled.condition))
    ]
    return all(kind == "rule" and owner in rules for kind, owner in users)


def _sufficient(condition: Condition) -> Iterator[Comparison]:
    """Lists of keywords of which one alone makes the condition hold."""
    parts = condition.parts if isinstance(condition, Some) else (condition,)
    for part in parts:
        if isinstance(part, Comparison) and part.field.name == "text" and part.operator == "any":
            yield part


def written_list(rule: CompiledRule) -> object:
    """What the rule says for `text`."""
    when = rule.item.value.when
    return when.get("text") if isinstance(when, dict) else None
