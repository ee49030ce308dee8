"""Every condition of a workspace, compiled once and kept with its place: rules, SLA policies, facts, outreach, SOPs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cstool.conditions.compile import Compiled, compile_condition
from cstool.conditions.syntax import Condition
from cstool.conditions.text_form import KeywordError, keyword
from cstool.conditions.words import Words, words_of
from cstool.diagnostic import Problem, text
from cstool.source import Source
from cstool.workspace import Item, Workspace


@dataclass(frozen=True, slots=True)
class Placed:
    """One `when` of the workspace. `kind` is rule, policy, returns, delivery, outreach, sop or branch; `owner` an id."""

    kind: str
    owner: str
    when: object
    source: Source
    loc: tuple[str | int, ...]
    compiled: Compiled


@dataclass(frozen=True)
class Book:
    """The words of a workspace and its compiled conditions, in file order."""

    words: Words
    placed: tuple[Placed, ...]
    keyword_faults: tuple[Problem, ...] = ()
    _by_place: Mapping[tuple[str, tuple[str | int, ...]], Compiled] = field(default_factory=dict, repr=False)

    def compiled(self, item: Item[object], *loc: str | int) -> Compiled:
        """The compiled condition at `loc` inside an item, usually `"when"`."""
        return self._by_place[(item.source.path, (*item.loc, *loc))]

    def condition(self, item: Item[object], *loc: str | int) -> Condition | None:
        """The condition at `loc` inside an item; None where it has faults."""
        return self.compiled(item, *loc).condition

    def problems(self, *messages: str) -> Iterator[Problem]:
        """What is wrong in all conditions and keyword sets; with message ids, only those."""
        for problem in self._faults:
            if not messages or problem.message.id in messages:
                yield problem

    @cached_property
    def _faults(self) -> tuple[Problem, ...]:
        return (*self.keyword_faults, *(problem for placed in self.placed for problem in placed.compiled.problems))


def book_of(workspace: Workspace) -> Book:
    """The book of a workspace, made once."""
    return workspace.once(_book)


def _book(workspace: Workspace) -> Book:
    words = words_of(workspace)
    placed = tuple(
        Placed(kind, owner, when, source, loc, _compile(when, words, source, loc))
        for kind, owner, when, source, loc in _all_conditions(workspace)
    )
    compiled = {(entry.source.path, entry.loc): entry.compiled for entry in placed}
    return Book(words, placed, tuple(_keyword_faults(workspace)), compiled)


def _compile(when: object, words: Words, source: Source, loc: tuple[str | int, ...]) -> Compiled:
    return compile_condition(when, words, lambda *inner: source.at(*loc, *inner), lambda *inner: source.key_at(*loc, *inner))


def _keyword_faults(workspace: Workspace) -> Iterator[Problem]:
    for item in workspace.keywords.values():
        for locale, written in item.value.items():
            for position, raw in enumerate(written):
                try:
                    keyword(raw)
                except KeywordError as error:
                    message, hint = text(error.reason, keyword=raw), text(f"hint-{error.reason}")
                    yield Problem(item.at(locale, position), message, hint)


_Found = tuple[str, str, object, Source, tuple[str | int, ...]]


def _all_conditions(workspace: Workspace) -> Iterator[_Found]:
    for _, rule in workspace.rules():
        yield "rule", rule.value.id, rule.value.when, rule.source, (*rule.loc, "when")
    for policy in workspace.policies:
        yield "policy", policy.value.id, policy.value.when, policy.source, (*policy.loc, "when")
    for message in workspace.outreach:
        yield "outreach", message.value.id, message.value.when, message.source, (*message.loc, "when")
    if facts := workspace.facts:
        dated = {"returns": [entry.when for entry in facts.value.returns], "delivery": [e.when for e in facts.value.delivery]}
        for name, conditions in dated.items():
            for position, when in enumerate(conditions):
                yield name, str(position), when, facts.source, (*facts.loc, name, position, "when")
    for sop in workspace.sops.values():
        if sop.value.when is not None:
            yield "sop", sop.value.id, sop.value.when, sop.source, (*sop.loc, "when")
        for number, step in enumerate(sop.value.steps):
            for position, branch in enumerate(step.decide):
                if branch.when is not None:
                    loc = (*sop.loc, "steps", number, "decide", position, "when")
                    yield "branch", f"{sop.value.id}/{step.id}", branch.when, sop.source, loc
