"""What can happen to any ticket on one event: every rule's condition, whether it applies, and what is written, as statements."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from cstool.conditions.around import doubtful
from cstool.conditions.book import book_of
from cstool.conditions.ground import ENTRY, Ground, Reading, State
from cstool.conditions.syntax import Comparison, comparisons, reads
from cstool.conditions.universe import ROUTED, Universe, universe_of
from cstool.logic import FALSE, Circuit, Literal
from cstool.routing.compile import CompiledRule, CompiledStage, Router, compile_routing
from cstool.routing.decide import Decision, decide
from cstool.routing.symbolic.witness import values_of
from cstool.tickets.ticket import Ticket
from cstool.workspace import Workspace

CREATED = "ticket.created"
ATTEMPTS = 6
"""How often another text is tried where the engine does not confirm a witness."""


@dataclass(frozen=True)
class Firing:
    """One rule on its way through an event. Statements over the ticket as it arrived."""

    stage: CompiledStage
    rule: CompiledRule
    before: State
    """What routing had written when the rule was judged."""
    holds: Literal
    """Its condition holds then."""
    taken: Literal
    """A rule above, of a `first` stage, has taken the ticket."""
    applies: Literal


@dataclass(frozen=True)
class Answer:
    """Whether some ticket is so. False is proved; True comes with a ticket that the engine confirmed; None is unknown."""

    possible: bool | None
    ticket: Ticket | None = None


@dataclass
class Course:
    """One event of one workspace over a ground that other workspaces may share."""

    reading: Reading
    router: Router
    event: str
    firings: tuple[Firing, ...] = ()
    final: State = ENTRY
    known: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """The values of fields in the vocabulary."""
    ordinary: tuple[Literal, ...] = ()
    """What a real ticket is like on arrival."""

    @property
    def circuit(self) -> Circuit:
        """Where the statements live."""
        return self.reading.ground.circuit

    def narrowed(self, stage: CompiledStage) -> "Course":
        """The course as far as it decides about the rules of one stage: it and the stages above that write what it reads."""
        stages = list(self.router.stages_of(self.event))
        needed, read = [stage], reads_of(stage)
        for above in reversed(stages[: stages.index(stage)]):
            if read & {name for rule in above.rules for name, _ in writes(rule)}:
                needed.insert(0, above)
                read |= reads_of(above)
        if len(needed) == len(stages):
            return self
        router = replace(self.router, stages=tuple(needed))
        ground = Ground(universe_for((router,), self.reading.ground.universe.day, self.known))
        ground.served = self.reading.ground.served
        ground.circuit.spent_before = self.circuit.spent
        arriving(ground, self.event)
        return course_of(ground, router, self.event, self.known)

    def of_stage(self, stage: CompiledStage) -> tuple[Firing, ...]:
        """The rules of one stage, in order."""
        return tuple(firing for firing in self.firings if firing.stage is stage)

    def firings_below(self, firing: Firing) -> tuple[Firing, ...]:
        """The rules that are judged after this one."""
        return self.firings[self.firings.index(firing) + 1 :]

    def stages(self) -> tuple[CompiledStage, ...]:
        """The stages with rules, top to bottom."""
        return tuple({id(firing.stage): firing.stage for firing in self.firings}.values())

    def seek(self, wanted: Iterable[Literal], confirm: Callable[[Ticket], bool], *, ordinary: bool = True) -> Answer:
        """A ticket of which all this holds and which `confirm` (the engine) agrees on."""
        circuit, asked = self.circuit, [*wanted, *(self.ordinary if ordinary else ())]
        turned_away = circuit.variable()
        wishes = self.reading.ground.wishes()
        for attempt in range(ATTEMPTS):
            possible = circuit.ask_plainly([*asked, turned_away], wishes)
            if not possible:
                return Answer(possible if attempt == 0 else None)
            raw = [statement if circuit.value(statement) else -statement for statement in self.reading.ground.raw.values()]
            for ticket in self.reading.ground.tickets():
                if confirm(ticket):
                    return Answer(True, ticket)
            if not raw:
                return Answer(None)
            circuit.require(-turned_away, *(-statement for statement in raw))
        return Answer(None)

    def seek_anywhere(self, wanted: Iterable[Literal], confirm: Callable[[Ticket], bool]) -> Answer:
        """An ordinary ticket, else any."""
        asked = list(wanted)
        found = self.seek(asked, confirm)
        return found if found.ticket else self.seek(asked, confirm, ordinary=False)

    def is_one(self, name: str, value: object) -> Literal:
        """The statement that the ticket arrives with this value, which the universe must know."""
        ground = self.reading.ground
        return ground.choices[name].among([ground.universe.values[name].index(value)])

    def decided(self, ticket: Ticket) -> Decision:
        """What the engine does with a ticket."""
        return decide(self.router, ticket, self.event)

    def applying(self, *firings: Firing) -> Callable[[Ticket], bool]:
        """Whether the engine lets all these rules apply to a ticket."""
        wanted = {firing.rule.id for firing in firings}
        return lambda ticket: wanted <= set(self.decided(ticket).outcome.rules)

    def shown(self, ticket: Ticket, *firings: Firing) -> dict[str, object]:
        """What a person needs to see of a witness about these rules: with its moment where one of them asks for the time."""
        timed = ticket.received_at != self.reading.ground.universe.moment or any(
            part.field.name in ("hours", "received_at") for firing in firings for part in comparisons(firing.rule.condition)
        )
        return values_of(ticket, with_time=timed)

    def impossible(self, *wanted: Literal) -> bool:
        """Whether it is proved that no ticket is so."""
        return self.circuit.ask(*wanted) is False


def universe_for(routers: tuple[Router, ...], today: date, known: Mapping[str, Iterable[str]] | None = None) -> Universe:
    """The tickets that these routers' rules can tell apart. `known`: the values of fields in the vocabulary."""
    read: list[Comparison] = []
    written: dict[str, list[Any]] = {}
    for router in routers:
        for rule in (rule for stage in router.stages for rule in stage.rules):
            read += comparisons(rule.condition)
            for name, value in writes(rule):
                written.setdefault(name, []).append(value)
    return universe_of(read, tuple(router.around for router in routers), today, written, known)


def reads_of(stage: CompiledStage) -> set[str]:
    """The fields that the stage's conditions ask for."""
    return {part.field.name for rule in stage.rules for part in comparisons(rule.condition)}


def writes(rule: CompiledRule) -> Iterator[tuple[str, Any]]:
    """Fields and values that a rule writes and that conditions can read; a tag put on or off is a value of `tags`."""
    for name in ROUTED:
        if (value := getattr(rule.actions, name)) is not None:
            yield name, value
    for name, value in rule.actions.set.items():
        yield f"fields.{name}", value
    for tag in (*rule.actions.tags, *rule.actions.remove_tags):
        yield "tags", tag


def course_of(ground: Ground, router: Router, event: str, known: Mapping[str, Iterable[str]] | None = None) -> Course:
    """The stages of an event laid out over a ground. `known`: the values of fields in the vocabulary."""
    reading = Reading(ground, router.around)
    laying = _Laying(reading, ground.circuit)
    firings: list[Firing] = []
    state = ENTRY
    for stage in router.stages_of(event):
        found, state = laying.stage(stage, state)
        firings += found
    own = {tag for stage in router.stages_of(event) for rule in stage.rules for tag in rule.actions.tags}
    untouched = [-ground.members["tags", tag] for tag in own] if event == CREATED else []
    return Course(reading, router, event, tuple(firings), state, known or {}, (*ground.plausible(), *untouched))


def arriving(ground: Ground, event: str) -> None:
    """A new ticket comes without what routing writes; tags may come from a form. On later events anything may be there."""
    if event == "ticket.reopened":
        universe = ground.universe
        yes = universe.values["reopened"].index(True)
        ground.circuit.require(ground.choices["reopened"].among([yes]))
        usual, strange = {**universe.usual, "reopened": yes}, {**universe.strange, "reopened": frozenset[int]()}
        ground.universe = replace(universe, usual=usual, strange=strange)
    if event == CREATED:
        for name in ROUTED:
            # Helpdesks give a ticket one status by themselves: it is new.
            values, first = ground.universe.values[name], (None, "new") if name == "status" else (None,)
            ground.circuit.require(ground.choices[name].among([n for n, value in enumerate(values) if value in first]))


@dataclass
class _Laying:
    reading: Reading
    circuit: Circuit

    def stage(self, stage: CompiledStage, entry: State) -> tuple[list[Firing], State]:
        """The stage's rules, and the state after it."""
        found: list[Firing] = []
        state, taken = entry, FALSE
        for rule in stage.rules:
            before = state if stage.match == "sequence" else entry
            holds = self.reading.statement(rule.condition, before)
            applies = self.circuit.every((holds, -taken))
            found.append(Firing(stage, rule, before, holds, taken, applies))
            if stage.match == "first":
                taken = self.circuit.some((taken, holds))
            elif stage.match == "sequence":
                state = self.written(state, [found[-1]])
        return found, state if stage.match == "sequence" else self.written(entry, found)

    def written(self, state: State, firings: list[Firing]) -> State:
        """The state after these rules, applied in order."""
        values, tags = dict(state.values), dict(state.tags)
        writers: dict[str, list[tuple[Firing, Any]]] = {}
        for firing in firings:
            for name, value in writes(firing.rule):
                writers.setdefault(name, []).append((firing, value))
        for name, written in writers.items():
            if name == "tags":
                for firing, tag in written:
                    self._tag(tags, state, firing, tag)
            else:
                values[name] = Written(self.reading.ground, name, values.get(name), written)
        return replace(state, values=values, tags=tags)

    def _tag(self, tags: dict[str, Literal], state: State, firing: Firing, tag: str) -> None:
        before = tags.get(tag) or self.reading.ground.tag(tag, state)
        if tag in firing.rule.actions.remove_tags:
            tags[tag] = self.circuit.every((before, -firing.applies))
        else:
            tags[tag] = self.circuit.some((before, firing.applies))


class Written:
    """One field after the rules of a stage: what is asked about it is worked out then, since most of it is never asked."""

    def __init__(
        self, ground: Ground, name: str, before: Callable[[int], Literal] | None, writers: list[tuple[Firing, Any]]
    ) -> None:
        self._ground = ground
        self._name = name
        self._before = before
        self._writers = writers
        self._known: dict[int, Literal] = {}

    @cached_property
    def _said(self) -> tuple[Mapping[Any, list[Literal]], Literal]:
        """Value -> the statements that a rule writes it for good, and the statement that any rule writes at all."""
        circuit = self._ground.circuit
        alone = self._writers[0][0].stage.match == "first"  # at most one of its rules applies
        later: Literal = FALSE
        said: dict[Any, list[Literal]] = {}
        for firing, value in reversed(self._writers):
            said.setdefault(value, []).append(firing.applies if alone else circuit.every((firing.applies, -later)))
            later = FALSE if alone else circuit.some((later, firing.applies))
        return said, circuit.some(firing.applies for firing, _ in self._writers)

    def __call__(self, number: int) -> Literal:
        """The statement that the field has this value: the last rule that writes says it, else what was there before stays."""
        stack: list[Written] = []
        here: Callable[[int], Literal] | None = self
        while isinstance(here, Written) and number not in here._known:  # a thousand stages must not be a thousand calls
            stack.append(here)
            here = here._before
        if isinstance(here, Written):
            statement = here._known[number]
        else:
            statement = here(number) if here else self._ground.choices[self._name].among([number])
        circuit, value = self._ground.circuit, self._ground.universe.values[self._name][number]
        for one in reversed(stack):
            said, anybody = one._said
            statement = circuit.some((*said.get(value, ()), circuit.every((statement, -anybody))))
            one._known[number] = statement
        return statement


def courses_of(workspace: Workspace) -> Mapping[str, Course]:
    """The course of every event that has rules, made once. Where a rule cannot be read, nothing is said of the others."""
    return workspace.once(_courses)


def _courses(workspace: Workspace) -> Mapping[str, Course]:
    router, unsure = compile_routing(workspace), doubtful(workspace)
    found: dict[str, Course] = {}
    if workspace.incomplete & {"stages", "rules"}:
        return found
    for event in dict.fromkeys(stage.event for stage in router.stages if stage.rules):
        conditions = [rule.condition for stage in router.stages_of(event) for rule in stage.rules]
        if event in router.unread or (unsure and any(reads(condition, unsure) for condition in conditions)):
            continue
        known = book_of(workspace).words.values
        ground = Ground(universe_for((router,), workspace.today, known))
        ground.served = served_by(workspace)
        arriving(ground, event)
        found[event] = course_of(ground, router, event, known)
    return found


def served_by(workspace: Workspace) -> Mapping[str, frozenset[str]]:
    """Channel -> the languages customers write there, without their regions."""
    return {
        name: frozenset(code.partition("-")[0] for code in item.value.languages)
        for name, item in workspace.channels.items()
        if item.value.languages
    }
