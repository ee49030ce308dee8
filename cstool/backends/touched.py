"""How many tickets a push touches: the same tickets through what the account holds now and through what it would hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from cstool.backends.engines import engine_for
from cstool.backends.local.engine import running
from cstool.backends.push import Look
from cstool.diagnostic import Text, quoted, text
from cstool.plan import GUARD_PERCENT, Pushed, Resource
from cstool.simulate import Choose, Decide, Simulated
from cstool.simulate.moved import shifts, side_of
from cstool.tickets import Ticket
from cstool.workspace import Workspace

LEAST = 10
"""Tickets from which on their share is guarded."""
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Touched:
    """Of the tickets that were asked, those that would be routed, promised or answered otherwise; some of their ids."""

    asked: int
    moved: int
    examples: tuple[str, ...]

    @property
    def said(self) -> Text:
        """In words."""
        if not self.moved:
            return text("push-touches-none", asked=self.asked)
        if not self.examples:
            return text("push-touches-some", moved=self.moved, asked=self.asked)
        return text("push-touches", moved=self.moved, asked=self.asked, examples=quoted(*self.examples))

    @property
    def refusal(self) -> Text | None:
        """Why these are too many to go on without `--force`."""
        if self.asked < LEAST or self.moved * 100 <= GUARD_PERCENT * self.asked:
            return None
        return text("push-touches-too-many", moved=self.moved, asked=self.asked, percent=GUARD_PERCENT)


def touched(workspace: Workspace, name: str, looked: Look, tickets: Iterable[tuple[Ticket, str]]) -> Touched | None:
    """Tickets, each with its event, before and after the push that `looked` plans; None where nothing of ours is there yet."""
    if not looked.plan.changes or not looked.plan.managed:
        return None
    (decide, choose), (decide_then, choose_then) = _now(workspace, name, looked), _then(workspace, name, looked)
    asked, moved = 0, 0
    examples: list[str] = []
    for ticket, event in tickets:
        before, after = decide(ticket, event), decide_then(ticket, event)
        asked += 1
        if shifts(Simulated(ticket, before, choose(ticket, before)), Simulated(ticket, after, choose_then(ticket, after))):
            moved += 1
            if ticket.id and len(examples) < EXAMPLES:
                examples.append(ticket.id)
    return Touched(asked, moved, tuple(examples))


def _now(workspace: Workspace, name: str, looked: Look) -> tuple[Decide, Choose]:
    ours = looked.names.ours
    held = [
        Resource(*ours[item.kind, item.native], item.name, item.body) for item in looked.live if (item.kind, item.native) in ours
    ]
    engine = engine_for(workspace, name, looked.raw, ours, held)
    if engine is not None:
        return engine.decide, engine.choose
    known = {
        ours[item.kind, item.native]: Pushed(item.native, item.name, item.body)
        for item in looked.live
        if (item.kind, item.native) in ours
    }
    side = side_of(running(workspace, looked.live, known))
    return side.decide, side.choose


def _then(workspace: Workspace, name: str, looked: Look) -> tuple[Decide, Choose]:
    engine = engine_for(workspace, name, looked.raw, looked.names.ours)
    if engine is not None:
        return engine.decide, engine.choose
    side = side_of(workspace)
    return side.decide, side.choose
