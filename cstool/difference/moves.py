"""Tickets through both versions at the same time: which move, from what to what, by which rule; which get another text.

Memory is bounded whatever the number of tickets: groups, values and examples have ceilings, and every ticket is counted.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from cstool.diagnostic import Text
from cstool.reply import reply_text
from cstool.routing import decide
from cstool.routing.decide import reason_of
from cstool.simulate import Promise, Simulated
from cstool.simulate.moved import Cause, Shift, causes, shifts, side_of
from cstool.tickets import Ticket
from cstool.workspace import Workspace

EXAMPLES = 3
"""Tickets of a group that are kept whole."""
_GROUPS, _VALUES, _WORDINGS = 1_000, 500, 5_000
OTHERS = Cause("others", "…")
"""Takes in the groups that came after the ceiling."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A ticket that both versions are asked about: the event, and where it comes from (a test's name; None: a file)."""

    ticket: Ticket
    event: str = "ticket.created"
    test: str | None = None


@dataclass(frozen=True, slots=True)
class MovedTicket:
    """One ticket whose outcome differs, with what is responsible on either side and why, in sentences."""

    asked: Asked
    before: Cause | None
    after: Cause | None
    shifts: tuple[Shift, ...]
    why: tuple[Text | None, Text | None]


@dataclass
class Group:
    """The tickets that moved from one cause to another."""

    event: str
    before: Cause | None
    after: Cause | None
    count: int = 0
    values: Counter[Shift] = field(default_factory=Counter)
    """What changed -> how many tickets; due moments count by their targets."""
    examples: list[MovedTicket] = field(default_factory=list)


@dataclass
class Moves:
    """All that was counted."""

    total: int = 0
    moved: int = 0
    groups: dict[tuple[str, Cause | None, Cause | None], Group] = field(default_factory=dict)
    texts: Counter[str] = field(default_factory=Counter)
    """Template -> tickets that get it before and after, with another text."""

    def ranked(self) -> Iterator[Group]:
        """Largest first; among equals by what was responsible."""
        yield from sorted(self.groups.values(), key=lambda one: (-one.count, one.event, str(one.before), str(one.after)))


class Comparer:
    """Both versions, compiled once. `promises_kept`: nothing that SLA policies read has changed, so that equal outcomes
    have equal due times."""

    def __init__(self, before: Workspace, after: Workspace, *, promises_kept: bool = False) -> None:
        self._workspaces = before, after
        self._sides = side_of(before), side_of(after)
        self._promises_kept = promises_kept
        self._wordings: dict[tuple[str, str | None, str | None, str | None], bool] = {}
        self.moves = Moves()

    def ask(self, asked: Asked) -> None:
        """Count one ticket."""
        moves = self.moves
        moves.total += 1
        before, after = self._results(asked)
        differing = shifts(before, after)
        if not differing:
            reply = after.outcome.reply
            if reply is not None and self._worded_anew(asked.ticket, reply.template, after.outcome.team):
                moves.texts[reply.template] += 1
            return
        moves.moved += 1
        pair = causes(before, after, differing, self._sides)
        group = self._group(asked.event, *pair)
        group.count += 1
        for shift in differing:
            known = shift.counted
            if known in group.values or len(group.values) < _VALUES:
                group.values[known] += 1
        if len(group.examples) < EXAMPLES:
            group.examples.append(self._told(asked, pair, differing))

    def moved(self, asked: Asked) -> MovedTicket | None:
        """One ticket by itself, uncounted; None when it does not move."""
        found = self._results(asked)
        differing = shifts(*found)
        if not differing:
            return None
        return self._told(asked, causes(*found, differing, self._sides), differing)

    def _results(self, asked: Asked) -> tuple[Simulated, Simulated]:
        """Both outcomes with their promises; without where those cannot differ."""
        ticket, (before, after) = asked.ticket, self._sides
        old, new = before.decide(ticket, asked.event), after.decide(ticket, asked.event)
        if self._promises_kept:
            bare = Simulated(ticket, old, Promise()), Simulated(ticket, new, Promise())
            if not shifts(*bare):
                return bare
        return Simulated(ticket, old, before.choose(ticket, old)), Simulated(ticket, new, after.choose(ticket, new))

    def _group(self, event: str, before: Cause | None, after: Cause | None) -> Group:
        groups = self.moves.groups
        key = (event, before, after)
        if key not in groups and len(groups) >= _GROUPS:
            key = (event, OTHERS, OTHERS)
        return groups.setdefault(key, Group(*key))

    def _told(self, asked: Asked, pair: tuple[Cause | None, Cause | None], differing: tuple[Shift, ...]) -> MovedTicket:
        tried = [{one.rule: one for one in decide(side.router, asked.ticket, asked.event).tried} for side in self._sides]
        why: list[Text | None] = []
        for number, (own, other) in enumerate((pair, pair[::-1])):
            # Without a rule of its own a side is explained by the other side's rule, which did not apply here.
            entry = tried[number].get((own or other or OTHERS).id)
            why.append(reason_of(entry) if entry is not None else None)
        return MovedTicket(asked, *pair, differing, (why[0], why[1]))

    def _worded_anew(self, ticket: Ticket, template: str, team: str | None) -> bool:
        """Whether customers like this one read another text: the wording differs, or what both print for this ticket."""
        key = (template, ticket.channel, ticket.language, team)
        if key not in self._wordings:
            if len(self._wordings) >= _WORDINGS:
                return False
            self._wordings[key] = self._reads_otherwise(ticket, template, team)
        return self._wordings[key]

    def _reads_otherwise(self, ticket: Ticket, template: str, team: str | None) -> bool:
        pairs = zip(self._workspaces, self._sides, strict=True)
        texts = [reply_text(workspace, side.book, ticket, template, team) for workspace, side in pairs]
        printed = [(one.text.subject, one.text.body) if one else None for one in texts]
        if printed[0] != printed[1]:
            return True
        locale = texts[0].text.locale if texts[0] else ""
        old, new = (_body(workspace, template, locale) for workspace in self._workspaces)
        return old != new


def _body(workspace: Workspace, template: str, locale: str) -> str | None:
    found = workspace.templates.get(template)
    wording = found.wordings.get(locale) if found else None
    return wording.body if wording else None
