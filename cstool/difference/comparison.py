"""Two versions of a workspace compared: objects, tickets, and a proof about every ticket there could be."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cstool.conditions.syntax import comparisons
from cstool.diagnostic import Severity, Span, Text
from cstool.difference.moves import Asked, Comparer, MovedTicket, Moves
from cstool.difference.objects import ObjectChange, changes
from cstool.model.routing import Rule, Stage
from cstool.model.sla import Policy
from cstool.routing import compile_routing
from cstool.source import secrets_in
from cstool.tickets import ticket_of
from cstool.workspace import Workspace

_ROUTED_BY = frozenset(
    ("stages", "rules", "keywords", "fields", "channels", "stores", "calendars", "facts", "categories", "tags", "skills", "roles",
     "teams", "agents", "packs", "settings")
)  # fmt: skip
"""Kinds of objects that a rule can read or name. Where none of them differs, no ticket can be routed otherwise."""
_PROMISED_BY = _ROUTED_BY - {"stages", "rules", "stores", "skills", "roles", "teams", "agents"} | {"policies"}
"""The same for due times of tickets that are routed alike."""
_READ = ("stages", "policies", "channels", "calendars", "categories", "tags", "keywords", "fields", "rates", "settings.timezone")
"""What must have been read whole before a decision means anything."""
_SOUGHT = 20
"""Made-up tickets that are looked for; several may show the same move."""
_NOON = time(12)

Which = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Errors of one version that stand in the way. `waiting`: parts that could not be read whole, so that no ticket was asked."""

    side: Which
    count: int
    first: tuple[tuple[Span, Text], ...]
    waiting: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    """What may be a password in the files that `first` names, longest first: never shown."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A made-up ticket that moves, confirmed by routing it both ways."""

    ticket: MovedTicket
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known about every ticket there could be. `promises_kept`: due times of tickets routed alike cannot differ."""

    verdict: Literal["equal", "moved", "unknown"]
    promises_kept: bool
    witnesses: tuple[Witness, ...] = ()
    """Only what no ticket of the comparison shows."""
    obstacles: tuple[str, ...] = ()
    """Of `unknown`: rules that search the raw text."""
    events: tuple[str, ...] = ()
    """What it is limited to; without any it holds for every event."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it. Without `moves` no ticket could be asked; `troubles` say why."""

    objects: tuple[ObjectChange, ...]
    moves: Moves | None
    proof: Proof | None
    troubles: tuple[Trouble, ...] = ()
    later: tuple[date, ...] = ()
    """Days after the one that was compared on which something that changed begins or ends."""

    @property
    def moving(self) -> bool:
        """Whether some ticket, real or made up, comes out otherwise."""
        return bool((self.moves and self.moves.moved) or (self.proof and self.proof.witnesses))

    @property
    def answered(self) -> bool:
        """Whether tickets could be asked at all."""
        return self.moves is not None


def compare(
    before: Workspace,
    after: Workspace,
    tickets: Callable[[], Iterable[Asked]],
    events: Iterable[str] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> Comparison:
    """Compare two versions read for the same day. `tickets` is called when there is something to ask them about; without
    `events` the proof covers every event that has a stage."""
    found = changes(before, after)
    kinds = {change.kind for change in found}
    troubles = tuple(trouble for trouble in (_trouble("before", before), _trouble("after", after)) if trouble)
    if any(trouble.waiting for trouble in troubles):
        return Comparison(found, None, None, troubles)
    kept = not kinds & _PROMISED_BY
    comparer = Comparer(before, after, promises_kept=kept)
    if found:
        for asked in tickets():
            comparer.ask(asked)
            progress(comparer.moves.total)
    proof = _proof(before, after, comparer, kept, tuple(events)) if kinds & _ROUTED_BY else Proof("equal", kept)
    return Comparison(found, comparer.moves, proof, troubles, tuple(sorted({*_later(before, found), *_later(after, found)})))


def tests_of(before: Workspace, after: Workspace) -> Iterator[Asked]:
    """The tickets of the tests of both versions: who takes a test out takes its ticket out of nobody's sight."""
    seen: set[str] = set()
    for workspace in (after, before):
        noon = datetime.combine(workspace.today, _NOON, zone_of(workspace))
        for file in workspace.tests:
            for test in file.value.tests:
                asked = Asked(ticket_of(test.ticket, test.now or file.value.now or noon), test.event, test.name)
                known = repr((asked.ticket, asked.event))
                if known not in seen:
                    seen.add(known)
                    yield asked


def zone_of(workspace: Workspace) -> ZoneInfo:
    """The team's zone; UTC where the settings name none that there is, which a check of its own says."""
    try:
        return ZoneInfo(workspace.settings.value.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _trouble(side: Which, workspace: Workspace) -> Trouble | None:
    waiting = tuple(name.removeprefix("settings.") for name in _READ if name in workspace.incomplete)
    faults = [(fault.span, fault.message) for fault in workspace.faults if fault.severity is Severity.ERROR]
    left_out = [(problem.span, problem.message) for problem in compile_routing(workspace).problems if _grave(problem.severity)]
    errors = sorted({*_told(faults), *_told(left_out)})
    if not errors and not waiting:
        return None
    by_place = {(span.path, span.line, span.column): (span, message) for span, message in (*left_out, *faults)}
    first = tuple(by_place[place] for place in errors[:3])
    named = {span.path for span, _ in first if span.path.startswith("config/")} & workspace.sources.keys()
    secrets = {secret for path in named for secret in secrets_in(workspace.sources[path].text)}
    return Trouble(side, len(errors), first, waiting, tuple(sorted(secrets, key=lambda secret: (-len(secret), secret))))


def _later(workspace: Workspace, found: Iterable[ObjectChange]) -> Iterator[date]:
    """A rule from next month on moves no ticket today; a comparison for today alone would say that nothing moves."""
    changed = {(change.kind, change.id) for change in found}
    dated: list[tuple[str, Rule | Stage | Policy]] = [("rules", rule.value) for _, rule in workspace.rules()]
    dated += [("stages", stage.value) for stage in workspace.stages]
    dated += [("policies", policy.value) for policy in workspace.policies]
    for kind, value in dated:
        if (kind, value.id) in changed and value.enabled:
            for day in (value.from_, value.until + timedelta(1) if value.until else None):
                if day is not None and day > workspace.today:
                    yield day


def _told(found: list[tuple[Span, Text]]) -> Iterator[tuple[str, int, int]]:
    for span, _ in found:
        yield (span.path, span.line, span.column)


def _grave(severity: Severity | None) -> bool:
    return severity is not Severity.WARNING


def _proof(before: Workspace, after: Workspace, comparer: Comparer, kept: bool, events: tuple[str, ...]) -> Proof:
    """Ask for a ticket that moves, event by event. What a ticket of the comparison already shows is not told twice."""
    from cstool.routing.symbolic.equivalence import equivalence
    from cstool.routing.symbolic.witness import values_of

    routers = compile_routing(before), compile_routing(after)
    staged = dict.fromkeys(stage.event for router in routers for stage in router.stages)
    verdicts, witnesses, shown = set(), [], set(comparer.moves.groups)
    for event in staged:
        if events and event not in events:
            continue
        answer = equivalence(before, after, event, _SOUGHT)
        verdicts.add(answer.verdict)
        for moved in answer.moved:
            told = comparer.moved(Asked(moved.ticket, event))
            if told and (event, told.before, told.after) not in shown:
                shown.add((event, told.before, told.after))
                witnesses.append(Witness(told, values_of(moved.ticket, with_time=True)))
    verdict: Literal["equal", "moved", "unknown"] = (
        "moved" if "moved" in verdicts else "unknown" if "unknown" in verdicts else "equal"
    )
    obstacles = tuple(dict.fromkeys(_raw_rules(before) + _raw_rules(after))) if verdict == "unknown" else ()
    return Proof(verdict, kept, tuple(witnesses), obstacles, events)


def _raw_rules(workspace: Workspace) -> list[str]:
    """Rules whose conditions search the text as it is written: of those a proof knows too little."""
    return [
        rule.id
        for stage in compile_routing(workspace).stages
        for rule in stage.rules
        if any(one.operator in ("contains", "matches") for one in comparisons(rule.condition))
    ]
