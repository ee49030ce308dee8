"""What tickets reached: rules that fired, policies that applied, conditions seen true and false, replies in each language.

The engine itself says it: its conditions are put under watch, and the tickets go through routing, SLA and procedures as ever.
So what counts is what the engine judged, as OPA counts (https://www.openpolicyagent.org/docs/latest/policy-testing/#coverage):
a rule behind the first match is not judged, nor is what stands behind a part that decided the whole condition.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, cast

from cstool.conditions.syntax import Always, Condition, Every, Negation, Some
from cstool.conditions.view import TicketView
from cstool.conditions.written import written
from cstool.diagnostic import Span
from cstool.reply import reply_text
from cstool.routing import CompiledRule, compile_routing, outcome_of
from cstool.routing.outcome import Outcome
from cstool.routing.procedures import Procedure, followed, procedures_of
from cstool.sla import choose, compile_sla
from cstool.tickets import Ticket
from cstool.workspace import Workspace

Part = Literal["rules", "policies", "conditions", "templates"]
RESULTS: Mapping[Part, tuple[str, ...]] = {
    "rules": ("fired",),
    "policies": ("applied",),
    "conditions": ("true", "false"),
    "templates": ("rendered",),
}
"""What can happen to a place of each part; each is counted by itself."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that tickets can reach. `said` is the condition in short, or the language of a template."""

    part: Part
    kind: Literal["rule", "policy", "sop", "template"]
    owner: str
    span: Span
    said: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """How often each result of each spot came about, in the order of `Coverage.spots`."""

    tickets: int
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Results that came about at least once, of all that there are."""

    reached: int
    total: int

    @property
    def share(self) -> Decimal:
        """0 to 1; 1 where there is nothing to reach."""
        return Decimal(self.reached) / self.total if self.total else Decimal(1)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All spots, sorted by part and place, and what each run of tickets reached of them."""

    parts: tuple[Part, ...]
    spots: tuple[Spot, ...]
    runs: Mapping[str, Run]

    def tally(self, part: Part, run: str) -> Tally:
        """How much of a part one run reached; a condition counts twice, once for true and once for false."""
        counts = [count for spot, found in self.of(run) if spot.part == part for count in found]
        return Tally(sum(count > 0 for count in counts), len(counts))

    def of(self, run: str) -> Iterator[tuple[Spot, tuple[int, ...]]]:
        """Every spot with its counts in one run."""
        return zip(self.spots, self.runs[run].counts, strict=True)

    def missed(self, run: str) -> Iterator[tuple[Spot, tuple[str, ...]]]:
        """The spots of which something never came about in a run, with what that is."""
        for spot, counts in self.of(run):
            lacking = tuple(name for name, count in zip(RESULTS[spot.part], counts, strict=True) if not count)
            if lacking:
                yield spot, lacking


def measure(workspace: Workspace, runs: Mapping[str, Iterable[tuple[Ticket, str]]], parts: Collection[Part]) -> Coverage:
    """Send the tickets of each run, with their events, through the engine, and count what they reach of these parts."""
    found: dict[str, Run] = {}
    spots: tuple[Spot, ...] = ()
    for name, tickets in runs.items():
        watch = _Watch(workspace, parts)
        for ticket, event in tickets:
            watch.see(ticket, event)
        spots, found[name] = watch.result()
    return Coverage(tuple(part for part in RESULTS if part in parts), spots, found)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: how often it was reached, and for each condition on it how often it was true and false."""

    hits: int
    branches: tuple[tuple[int, int], ...] = ()

    @property
    def taken(self) -> int:
        """Results of its conditions that came about."""
        return sum(count > 0 for branch in self.branches for count in branch)


def by_line(coverage: Coverage, run: str) -> dict[str, dict[int, Line]]:
    """File -> line -> what was reached there. Where several rules, policies or texts stand on one line, the least reached counts;
    a line that holds conditions only is reached when one of them was judged."""
    files: dict[str, dict[int, list[tuple[Spot, tuple[int, ...]]]]] = {}
    for spot, counts in coverage.of(run):
        files.setdefault(spot.span.path, {}).setdefault(spot.span.line, []).append((spot, counts))
    return {path: {line: _line(files[path][line]) for line in sorted(files[path])} for path in sorted(files)}


def _line(found: list[tuple[Spot, tuple[int, ...]]]) -> Line:
    wholes = [sum(counts) for spot, counts in found if spot.part != "conditions"]
    branches = tuple((counts[0], counts[1]) for spot, counts in found if spot.part == "conditions")
    return Line(min(wholes) if wholes else max(sum(branch) for branch in branches), branches)


class _Watched:
    """A condition that counts its own results while the engine judges it."""

    __slots__ = ("condition", "counts")

    def __init__(self, condition: Condition, counts: list[int]) -> None:
        self.condition = condition
        self.counts = counts

    @property
    def span(self) -> Span:
        return self.condition.span

    def holds(self, view: TicketView) -> bool:
        held = self.condition.holds(view)
        self.counts[not held] += 1
        return held


class _Watch:
    """The engine of a workspace with its conditions under watch, and what came about so far."""

    def __init__(self, workspace: Workspace, parts: Collection[Part]) -> None:
        self.workspace, self.parts, self.tickets = workspace, parts, 0
        self.spots: list[tuple[Spot, list[int]]] = []
        router, book = compile_routing(workspace), compile_sla(workspace)
        self.rules: dict[str, list[int]] = {}
        stages = (replace(stage, rules=tuple(self.rule(rule) for rule in stage.rules)) for stage in router.stages)
        self.router = replace(router, stages=tuple(stages))
        self.policies: dict[str, list[int]] = {}
        policies = []
        for item, condition in book.policies:
            self.policies[item.value.id] = self.spot("policies", "policy", item.value.id, item.at("id"))
            policies.append((item, self.condition("policy", item.value.id, condition)))
        self.plain, self.book = book, replace(book, policies=tuple(policies))
        self.procedures: tuple[Procedure, ...] = tuple(
            (item, self.condition("sop", item.value.id, condition)) for item, condition in procedures_of(workspace)
        )
        self.languages: dict[tuple[str, str | None, str | None], str | None] = {}
        self.replies = dict(self.templates())

    def spot(
        self, part: Part, kind: Literal["rule", "policy", "sop", "template"], owner: str, span: Span, said: str = ""
    ) -> list[int]:
        counts = [0] * len(RESULTS[part])
        if part in self.parts:
            self.spots.append((Spot(part, kind, owner, span, said), counts))
        return counts

    def rule(self, rule: CompiledRule) -> CompiledRule:
        self.rules[rule.id] = self.spot("rules", "rule", rule.id, rule.item.at("id"))
        return replace(rule, condition=self.condition("rule", rule.id, rule.condition))

    def condition(self, kind: Literal["rule", "policy", "sop"], owner: str, condition: Condition) -> Condition:
        """The same condition; every comparison and block of it counts. Of a rule or policy, the whole is counted as such."""
        if "conditions" not in self.parts or isinstance(condition, Always):
            return condition
        return self.watched(kind, owner, condition) if kind == "sop" else self.inside(kind, owner, condition)

    def inside(self, kind: Literal["rule", "policy", "sop"], owner: str, condition: Condition) -> Condition:
        """A condition whose mapping is counted already, as the rule or the `not` that it stands in."""
        if isinstance(condition, Every):
            return replace(condition, parts=tuple(self.watched(kind, owner, part) for part in condition.parts))
        return self.watched(kind, owner, condition)

    def watched(self, kind: Literal["rule", "policy", "sop"], owner: str, condition: Condition) -> Condition:
        counts = self.spot("conditions", kind, owner, condition.span, cut(written(condition)))
        inner = condition
        if isinstance(condition, Every | Some):
            inner = replace(condition, parts=tuple(self.watched(kind, owner, part) for part in condition.parts))
        elif isinstance(condition, Negation):
            inner = replace(condition, part=self.inside(kind, owner, condition.part))
        return cast(Condition, _Watched(inner, counts))

    def templates(self) -> Iterator[tuple[tuple[str, str], list[int]]]:
        """The templates that rules in force reply with, in each of their languages."""
        if "templates" not in self.parts:
            return
        actions = (rule.actions for stage in self.router.stages for rule in stage.rules)
        for name in dict.fromkeys(one.reply for one in actions if one.reply):
            template = self.workspace.templates.get(name)
            for locale, wording in template.wordings.items() if template else ():
                place = Span(wording.source.path, wording.body_line)
                yield (name, locale), self.spot("templates", "template", name, place, locale)

    def see(self, ticket: Ticket, event: str) -> None:
        """One ticket through everything."""
        self.tickets += 1
        outcome = outcome_of(self.router, ticket, event)
        for name in outcome.rules:
            self.rules[name][0] += 1
        if {"policies", "conditions"} & set(self.parts):
            for policy in choose(self.book, ticket, outcome).policies:
                self.policies[policy.value.id][0] += 1
            followed(self.procedures, self.router.around, ticket, outcome)
        if outcome.reply and "templates" in self.parts:
            locale = self.language(ticket, outcome, outcome.reply.template)
            if locale is not None:
                self.replies[outcome.reply.template, locale][0] += 1

    def language(self, ticket: Ticket, outcome: Outcome, template: str) -> str | None:
        """The language in which the reply came out; None where it could not be printed. Tickets alike are printed once."""
        alike = (template, ticket.language, ticket.channel)
        if alike not in self.languages:
            reply = reply_text(self.workspace, self.plain, ticket, template, outcome.team)
            self.languages[alike] = reply.text.locale if reply and not reply.text.failure else None
        return self.languages[alike]

    def result(self) -> tuple[tuple[Spot, ...], Run]:
        order = list(RESULTS)
        self.spots.sort(key=lambda one: (order.index(one[0].part), one[0].span))
        return tuple(spot for spot, _ in self.spots), Run(self.tickets, tuple(tuple(counts) for _, counts in self.spots))


_SHOWN = 60


def cut(said: str) -> str:
    """A condition in a line of a table."""
    return said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"
