"""Why a helpdesk decides otherwise: the comparisons of ours that it judges otherwise, and what compile says of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cstool.backends.base import Compiled, Engine, Remark
from cstool.backends.engines.model import NativeEngine, NativeOutcome, as_routed
from cstool.backends.weeks import make_up_days
from cstool.conditions.operators import found_keywords
from cstool.conditions.syntax import Always, Comparison, Condition, Negation
from cstool.conditions.view import TicketView, view_of
from cstool.routing import CompiledStage, Router, Tried, decide
from cstool.simulate import Simulated
from cstool.simulate.moved import PROMISED, Shift
from cstool.sla import Due, compile_sla
from cstool.workspace import Workspace

UNEXPLAINED = "unexplained"
_BOUNDARY, _FOLDING, _HTML = "text-word-boundary", "text-folding", "text-html"
_MARKUP = frozenset("\n&<>")
"""What is written in another way in HTML."""
_CLOCKS = ("one-schedule-per-ticket", "one-calendar-per-sla")
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reason:
    """One named difference at one object of ours (`rules/refund`), and the texts whose search decided."""

    name: str
    object: str
    found: tuple[str, ...] = ()
    excluded: bool = False
    """Whether the settings keep the object away: then the difference is wanted."""


class Reasons:
    """Explains differing tickets of one account."""

    def __init__(self, workspace: Workspace, engine: Engine, compiled: Compiled, router: Router) -> None:
        self._workspace, self._engine, self._router = workspace, engine, router
        self._book = compile_sla(workspace)
        self._rules = frozenset(rule.value.id for _, rule in workspace.rules())
        self._remarks: dict[str, list[Remark]] = {}
        for remark in compiled.remarks:
            self._remarks.setdefault(remark.object, []).append(remark)
        self._channels = workspace.settings.value.backends[compiled.backend].channels
        self._calendars = {id_: item.value.calendar for id_, item in workspace.channels.items()}

    def of(self, ours: Simulated, theirs: Simulated, found: Sequence[Shift], event: str) -> tuple[Reason, ...]:
        """All that can be named; at least one reason, and be it `unexplained`."""
        desk = theirs.outcome.desk if isinstance(theirs.outcome, NativeOutcome) else None
        if desk is not None and desk.lost:
            return (Reason("automatic-mail" if ours.ticket.automatic else "ticket-refused", f"channels/{ours.ticket.channel}"),)
        if ours.ticket.channel not in self._channels:
            return (Reason("unbound-channel", f"channels/{ours.ticket.channel}", excluded=self._excluded("channels", ours)),)
        reasons = list(self._routing(ours, theirs, event))
        if all(shift.name in PROMISED for shift in found):
            reasons += self._promises(ours, theirs)
        elif desk is not None and desk.stopped is not None:
            reasons.append(Reason("rules-stopped", f"channels/{ours.ticket.channel}"))
        return tuple(dict.fromkeys(reasons)) or (self._nameless(found, theirs),)

    def _excluded(self, kind: str, ours: Simulated) -> bool:
        return any(one.fidelity == "excluded" for one in self._remarks.get(f"{kind}/{ours.ticket.channel}", ()))

    def _nameless(self, found: Sequence[Shift], theirs: Simulated) -> Reason:
        writers = (*theirs.outcome.written.values(), *(reply.rule for reply in theirs.outcome.replies))
        foreign = next((rule for rule in writers if rule not in self._rules), None)
        if foreign is not None:
            return Reason("foreign-rule", foreign)
        return Reason(UNEXPLAINED, found[0].name)

    def _routing(self, ours: Simulated, theirs: Simulated, event: str) -> Iterator[Reason]:
        """Stage by stage: rules that applied on one side only."""
        tried = decide(self._router, ours.ticket, event).tried
        for stage in self._router.stages_of(event):
            here = [entry for entry in tried if entry.stage == stage.id]
            mine = {entry.rule for entry in here if entry.matched}
            their = mine.symmetric_difference(rule.id for rule in stage.rules if rule.id in theirs.outcome.rules)
            if their and here:
                yield from self._stage(stage, here[0], their)

    def _stage(self, stage: CompiledStage, entry: Tried, other: set[str]) -> Iterator[Reason]:
        for rule in stage.rules:
            if rule.id in other:
                yield from self._of_object(f"rules/{rule.id}", rule.condition, entry.view)

    def _of_object(self, name: str, condition: Condition, view: TicketView) -> Iterator[Reason]:
        """What keeps it away, else the comparisons that are judged otherwise."""
        away = tuple(self._left_out(name))
        yield from away or self._condition(condition, view, name)

    def _left_out(self, name: str) -> Iterator[Reason]:
        for remark in self._remarks.get(name, ()):
            if remark.fidelity in ("excluded", "unsupported") or remark.difference == "never-matches":
                yield Reason(remark.difference or remark.fidelity, name, excluded=remark.fidelity == "excluded")

    def _condition(self, condition: Condition, view: TicketView, name: str) -> Iterator[Reason]:
        """The comparisons that the product judges otherwise on the same ticket; of a product that runs our own rules, all that
        compile says of this one."""
        if not isinstance(self._engine, NativeEngine):
            yield from (Reason(remark.difference, name) for remark in self._remarks.get(name, ()) if remark.difference)
            return
        desk = self._engine.settled(as_routed(view.ticket, view))
        for comparison in _comparisons(condition):
            mine = comparison.holds(view)
            their, names, texts = self._engine.judged(comparison, desk)
            if their is not mine:
                found = tuple(texts) if their else _ours(comparison, view)
                named = list(names) if names else [UNEXPLAINED]
                if comparison.field.name == "hours":
                    at = view.ticket.received_at
                    named = list(self._days(self._calendars.get(view.ticket.channel or ""), at, at)) or named
                if _MARKUP.isdisjoint(view.ticket.body):
                    named = [one for one in named if one != _HTML] or named
                for one in _likely(named, found, bool(their)):
                    yield Reason(one, name, found)

    def _days(self, calendar: str | None, first: datetime, last: datetime) -> Iterator[str]:
        """What compile says of a calendar's days off, where such a day lies between two moments."""
        said = {remark.difference for remark in self._remarks.get(f"calendars/{calendar}", ())}
        item, today = self._workspace.calendars.get(calendar or ""), self._workspace.today
        start, end = first.date() - _A_DAY, last.date() + _A_DAY  # whatever the zone
        if item is None:
            return
        if "make-up-days" in said and any(start <= day <= end for day in make_up_days(item.value, today)):
            yield "make-up-days"
        if "holiday-window" in said and (start.year < today.year or end.year > today.year + 1):
            yield "holiday-window"

    def _promises(self, ours: Simulated, theirs: Simulated) -> Iterator[Reason]:
        if ours.promise.policies != theirs.promise.policies:
            other = set(ours.promise.policies) ^ set(theirs.promise.policies)
            view = view_of(ours.ticket, self._book.around).routed(ours.outcome)
            for item, condition in self._book.policies:
                if item.value.id in other:
                    yield from self._of_object(f"policies/{item.value.id}", condition, view)
            return
        mine, their = ({due.metric: due for due in one.promise.dues} for one in (ours, theirs))
        for metric in mine.keys() | their.keys():
            if metric not in mine or metric not in their:
                lacking = "priority-needed" if not theirs.outcome.priority else UNEXPLAINED
                yield Reason(lacking, f"policies/{(mine.get(metric) or their[metric]).policy}")
            elif mine[metric].at != their[metric].at:
                yield self._due(mine[metric], their[metric], ours)

    def _due(self, mine: Due, their: Due, ours: Simulated) -> Reason:
        name = f"policies/{mine.policy}"
        said = {remark.difference for remark in self._remarks.get(name, ())}
        if mine.within.working_days:
            return Reason("working-days", name)
        if mine.within.seconds != their.within.seconds:
            return Reason("whole-minutes" if -(-mine.within.seconds // 60) * 60 == their.within.seconds else UNEXPLAINED, name)
        if mine.calendar != their.calendar:
            return Reason(next((one for one in _CLOCKS if one in said), UNEXPLAINED), name)
        if self._next_open(mine) == their.at:
            return Reason("closing-time", name)
        return Reason(next(self._days(mine.calendar, ours.ticket.received_at, max(mine.at, their.at)), UNEXPLAINED), name)

    def _next_open(self, due: Due) -> datetime:
        return self._book.clock(due.calendar).next_open(due.at)


def _ours(comparison: Comparison, view: TicketView) -> tuple[str, ...]:
    """The keywords that we find."""
    if comparison.field.kind != "text" or comparison.operator not in ("any", "all"):
        return ()
    return tuple(found_keywords(view, comparison.field.name, comparison.operands))


def _comparisons(condition: Condition) -> Iterator[Comparison]:
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Negation):
        yield from _comparisons(condition.part)
    elif not isinstance(condition, Always):
        for part in condition.parts:
            yield from _comparisons(part)


def _likely(names: Iterable[str], found: Sequence[str], more: bool) -> Iterator[str]:
    """Of the names that compile gives, those that can be at work: searching inside words only ever finds more, and what was
    found tells plain Latin letters from others."""
    for name in names:
        if name == _BOUNDARY and (not more or (found and not any(text.isascii() for text in found))):
            continue
        if name == _FOLDING and more and found and all(text.isascii() for text in found):
            continue
        if name == _HTML and more:
            continue
        yield name
