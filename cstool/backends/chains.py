"""Stages for products that run every matching rule in order, each seeing the changes of the ones before.

Every native rule asks for the event and for the absence of the guard tag `cs-<stage>`. A rule of a `first` stage adds the
guard; a closer adds it at the end of any stage and takes the stage's marks off, so that a product which looks at its list
again after a change runs none of the rules above. An event that may come again needs an opener that takes the guard of the
last time away.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cstool.backends.account import Account, Scope
from cstool.backends.formula import FALSE, TRUE, Formula, lower
from cstool.conditions.syntax import Comparison, Condition
from cstool.diagnostic import Span, text
from cstool.model.base import Event
from cstool.model.routing import Actions, Rule, Stage
from cstool.plan import Body
from cstool.workspace import Item

Mode = Literal["first", "every", "sequence"]
Write = tuple[str, object]
"""One native action: field and value."""


@dataclass(frozen=True, slots=True)
class Step:
    """One native rule of a chain, before it is printed in the product's form."""

    stage: str
    id: str
    part: str = ""
    title: str = ""
    event: Event | None = "ticket.created"
    guard: str | None = None
    """The tag that must be absent."""
    needs: str | None = None
    """The mark that must be present."""
    formula: Formula = TRUE
    writes: tuple[Write, ...] = ()
    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    role: Literal["open", "mark", "rule", "close"] = "rule"
    active: bool = True
    raw: Body | None = None
    """The native rule as it stands there, where our words cannot say it."""

    @property
    def key(self) -> str:
        """Our id of the native rule; the part tells the several of one rule apart."""
        return f"{self.stage}/{self.id}" if self.id else self.stage

    @property
    def acts(self) -> bool:
        """Whether it does anything."""
        return bool(self.writes or self.adds or self.removes or self.raw)


@dataclass(frozen=True, slots=True)
class Draft:
    """One rule of ours with its condition in native rows and its actions, ready to be split into steps."""

    stage: str
    id: str
    title: str
    event: Event
    mode: Mode
    formula: Formula
    actions: Actions
    span: Span
    place: Callable[..., Span]
    tags: tuple[str, ...] = ()
    """Tags beside those of the actions: what internal stages add."""
    writes: tuple[Write, ...] = ()
    """Native actions beside those of the actions."""

    @property
    def guard(self) -> str:
        """The tag that says that the stage is over."""
        return guard_of(self.stage)

    @property
    def mark(self) -> str:
        """The tag by which several native rules of this one know each other."""
        return f"cs-r-{self.id}"

    def step(self, part: str = "") -> Step:
        """A step of this rule under its guard."""
        return Step(self.stage, self.id, part, self.title, self.event, self.guard)


def guard_of(stage: str) -> str:
    """The tag that says that a stage is over. Internal stages begin with `cs_`, which no id of a file can."""
    return stage if stage.startswith("cs_") else f"cs-{stage}"


Split = Callable[[Draft, Scope], Sequence[Step]]
"""A rule in as many native rules as the product needs; the last one does what the rule does and adds the guard."""
Bound = Callable[[Comparison, bool, Scope], Formula]


def chain(stage: str, title: str, event: Event, drafts: Sequence[tuple[Draft, Scope]], split: Split) -> tuple[Step, ...]:
    """The native rules of one stage: opener, rules, closer. A rule that failed or can never match leaves none."""
    steps: list[Step] = []
    guard = guard_of(stage)
    for draft, scope in drafts:
        if scope.failed or draft.formula == FALSE:
            continue
        made = split(draft, scope)
        steps.extend(made if not scope.failed else ())
    if not steps:
        return ()
    marks = tuple(dict.fromkeys(tag for step in steps if step.role == "mark" for tag in step.adds))
    if event != "ticket.created":
        steps.insert(0, Step(stage, "", "open", title, event, removes=(guard, *marks), role="open"))
    # The closer asks for no guard: a rule of a `first` stage has added it by then, and the marks must go all the same.
    steps.append(Step(stage, "", "close", title, event, adds=(guard,), removes=marks, role="close"))
    return tuple(steps)


def drafts_of(account: Account, stage: Item[Stage], bound: Bound) -> list[tuple[Draft, Scope]]:
    """The rules of one stage that are in force, with their conditions in native rows."""
    found = []
    for item in _items(stage):
        if item.value.raw and account.name in item.value.raw:
            scope = account.scope("rules", item.value.id, item.at())
            scope.remark("unsupported", item.at("raw"), text("raw-needs-sequence", backend=account.name))
        if not account.in_force(item.value):
            continue
        scope = account.scope("rules", item.value.id, item.at())
        condition = account.book.condition(item, "when")
        if scope.excluded or condition is None:
            continue
        found.append((_draft(account, stage.value, item, condition, scope, bound), scope))
    return found


def stands(account: Account, stage: Stage) -> bool:
    """Whether the rules of this stage were there before us: each then stands as it is, without guard and closer."""
    return account.settings.adopted and stage.match == "sequence"


def standing(account: Account, stage: Item[Stage], bound: Bound, split: Split) -> tuple[Step, ...]:
    """The native rules of such a stage in their order: those under `raw` as they are; one out of force is switched off."""
    steps: list[Step] = []
    for item in _items(stage):
        rule = item.value
        scope = account.scope("rules", rule.id, item.at())
        condition = account.book.condition(item, "when")
        if scope.excluded or condition is None:
            continue
        if rule.raw:
            title = account.shown(rule.name, rule.id)
            steps += [Step(stage.value.id, rule.id, title=title, raw=rule.raw[name]) for name in rule.raw if name == account.name]
            continue
        draft = _draft(account, stage.value, item, condition, scope, bound)
        made = split(draft, scope) if not scope.failed and draft.formula != FALSE else ()
        if not scope.failed:
            steps += [replace(step, guard=None, active=account.in_force(rule)) for step in made]
    return tuple(steps)


def _items(stage: Item[Stage]) -> Iterator[Item[Rule]]:
    for position, rule in enumerate(stage.value.rules):
        yield Item(rule, stage.source, (*stage.loc, "rules", position))


def _draft(account: Account, stage: Stage, item: Item[Rule], condition: Condition, scope: Scope, bound: Bound) -> Draft:
    rule = item.value
    formula = lower(condition, lambda comparison, positive: bound(comparison, positive, scope))
    if formula == FALSE and not scope.failed and scope.differing:
        scope.differs("never-matches", item.at("when"))
    title = account.shown(rule.name, rule.id)
    return Draft(stage.id, rule.id, title, stage.event, stage.match, formula, rule.then, item.at(), item.at)
