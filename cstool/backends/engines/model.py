"""An engine over one account: a ticket of ours goes in, the product's rules run, and what came out is told in our words."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cstool.backends.engines.desk import Desk, Doubt, Firing, Mail, NativeDue, Verdict
from cstool.backends.engines.things import Thing
from cstool.backends.engines.tongue import OWN_MARK, Tongue
from cstool.conditions.syntax import Comparison
from cstool.diagnostic import Text
from cstool.model.base import Duration
from cstool.routing import Note, Outcome, Reply
from cstool.simulate import Promise
from cstool.sla import Due
from cstool.tickets import Ticket


@dataclass(frozen=True)
class NativeOutcome(Outcome):
    """What the product does with a ticket, in our words, with the log of its rules."""

    desk: Desk | None = field(default=None, compare=False, repr=False)


class NativeEngine(ABC):
    """What every product's model shares: decide, choose, and the way back into our words."""

    tongue: Tongue
    single: Mapping[str, str]
    """Our single-valued parts -> the native fields: `team`, `assignee`, `priority`, `status`."""

    @abstractmethod
    def arrive(self, ticket: Ticket, event: str) -> Desk:
        """The ticket as the product sees it before any rule."""

    @abstractmethod
    def settled(self, ticket: Ticket) -> Desk:
        """The ticket once the product knows its channel: on it single comparisons of ours are asked."""

    @abstractmethod
    def run(self, desk: Desk) -> None:
        """All rules, then the SLA policy."""

    @property
    def readings(self) -> Sequence[tuple[Callable[[Desk], None], Text]]:
        """Other ways in which the product may run its rules, where documents or settings leave it open, each in words."""
        return ()

    @abstractmethod
    def single_of(self, part: str, native: str) -> str | None:
        """A native value of a single-valued part in our words."""

    @abstractmethod
    def replies(self, desk: Desk) -> tuple[Reply, ...]:
        """The mails to the customer, as our templates where they are ours."""

    @abstractmethod
    def spoken(self, mail: Mail, desk: Desk) -> str | None:
        """The language in which a mail leaves; None where it has one text for all."""

    @abstractmethod
    def skills(self, desk: Desk) -> tuple[str, ...]:
        """The skills that the ticket asks for."""

    @abstractmethod
    def policy_names(self, policy: Thing) -> tuple[str, ...]:
        """Our policies behind a native one, else its name."""

    @abstractmethod
    def judged(self, comparison: Comparison, desk: Desk) -> tuple[Verdict, tuple[str, ...], tuple[str, ...]]:
        """How the product judges one comparison of ours on this ticket, the named differences that compile says of it, and the
        texts whose search decided."""

    def decide(self, ticket: Ticket, event: str) -> NativeOutcome:
        """What the product does with one ticket."""
        desk = self.arrive(ticket, event)
        if not desk.lost:
            self.run(desk)
            self._read_otherwise(desk, event)
        return self.outcome(desk)

    def _read_otherwise(self, desk: Desk, event: str) -> None:
        """A doubt for each open reading that would end otherwise."""
        for run, said in self.readings:
            other = self.arrive(desk.ticket, event)
            run(other)
            if (other.values, other.tags) != (desk.values, desk.tags):
                first = next((one for one in desk.fired if one not in other.fired), None) or next(iter(other.fired), None)
                if first is not None:
                    desk.doubts.append(Doubt(first.rule, said))

    def traced(self, ticket: Ticket, event: str) -> NativeOutcome:
        """The same with every rule that was asked in the log."""
        desk = self.arrive(ticket, event)
        desk.trace = []
        if not desk.lost:
            self.run(desk)
        return self.outcome(desk)

    def choose(self, ticket: Ticket, outcome: Outcome) -> Promise:
        """The SLA policy in force there and what is due, of an outcome of this engine."""
        desk = outcome.desk if isinstance(outcome, NativeOutcome) else None
        if desk is None or desk.policy is None:
            return Promise()
        names = self.policy_names(desk.policy)
        dues = {due.metric: self._due(due, names) for due in desk.dues}
        return Promise(names, tuple(dues[metric] for metric in ("first_reply", "resolution") if metric in dues))

    def _due(self, due: NativeDue, names: tuple[str, ...]) -> Due:
        within = Duration(due.minutes * 60)
        metric: Any = due.metric
        return Due(metric, names[0], within, self.tongue.calendar(due.clock), due.at)

    def outcome(self, desk: Desk) -> NativeOutcome:
        """The log in our words. What no rule wrote is what the ticket came with."""
        ticket = desk.ticket
        fired = [firing for firing in desk.fired if rule_of(firing) is not None]
        rules = tuple(dict.fromkeys(rule_of(firing) or "" for firing in fired))
        written = self._written(desk)
        placed = any(rule in self.tongue.real and self._places(rule) for rule in rules)
        foreign = any(self._is_foreign(thing) for name, thing in desk.writers.items() if name in self._placing)
        return NativeOutcome(
            category=self._bound(desk, "category", ticket.category),
            team=self._single(desk, "team", ticket.team),
            assignee=self._single(desk, "assignee", ticket.agent),
            priority=self._single(desk, "priority", ticket.priority),
            status=self._single(desk, "status", ticket.status),
            skills=self.skills(desk),
            tags=self._tags(desk),
            fields=self._fields(desk),
            replies=self.replies(desk),
            notes=tuple(Note(self._note(thing), rule_id(thing) or thing.name) for thing in desk.notes),
            escalations=tuple(
                told for rule in rules if rule in self.tongue.rules and (told := self.tongue.rules[rule].then.escalate)
            ),
            rules=rules,
            written=written,
            unmatched=not (placed or foreign),
            desk=desk,
        )

    @property
    def _placing(self) -> tuple[str, ...]:
        return (self.single["team"], self.tongue.fields.get("category", ""))

    def _is_foreign(self, thing: Thing) -> bool:
        return thing.key is None

    def _places(self, rule: str) -> bool:
        found = self.tongue.rules.get(rule)
        return found is not None and (found.then.team is not None or found.then.category is not None)

    def _single(self, desk: Desk, part: str, before: str | None) -> str | None:
        native = self.single[part]
        return self.single_of(part, desk.values.get(native, "")) if native in desk.writers else before

    def _bound(self, desk: Desk, name: str, before: str | None) -> str | None:
        native = self.tongue.fields.get(name)
        return self.tongue.value(name, desk.values.get(native, "")) if native in desk.writers else before

    def _tags(self, desk: Desk) -> frozenset[str]:
        kept = desk.tags & (desk.ticket.tags | desk.added)
        return frozenset(tag for tag in kept if tag in desk.ticket.tags or not tag.startswith(OWN_MARK))

    def _fields(self, desk: Desk) -> Mapping[str, object]:
        found: dict[str, object] = dict(desk.ticket.fields)
        for name, native in self.tongue.fields.items():
            own = name.removeprefix("fields.")
            if own in self.tongue.account.workspace.fields and native in desk.writers:
                value = self.tongue.value(name, desk.values.get(native, ""))
                found = {**found, own: value} if value is not None else {key: one for key, one in found.items() if key != own}
        return found

    def _written(self, desk: Desk) -> dict[str, str]:
        names = {native: part for part, native in self.single.items()}
        names |= {
            native: name if name == "category" else f"fields.{name.removeprefix('fields.')}"
            for name, native in self.tongue.fields.items()
        }
        return {names[native]: rule_id(thing) or thing.name for native, thing in desk.writers.items() if native in names}

    def _note(self, thing: Thing) -> str:
        rule = self.tongue.rules.get(rule_id(thing) or "")
        return (rule.then.note if rule else None) or thing.name


def rule_id(thing: Thing) -> str | None:
    """Our rule behind a native one; None for openers, closers, our internal stages, and what is not ours."""
    if thing.key is None:
        return None
    stage, _, rule = thing.key.id.partition("/")
    return rule if rule and not stage.startswith("cs_") and stage != "policies" else None


def rule_of(firing: Firing) -> str | None:
    """Our rule that applied: its acting native rule, not one that only marks, sweeps or mails for it. Else the native name."""
    thing = firing.rule
    if thing.key is None:
        return thing.name
    return rule_id(thing) if not thing.key.part else None


def as_routed(ticket: Ticket, seen: Any) -> Ticket:
    """The ticket as our stages saw it at one point, so that the product can be asked about the same ticket."""
    return replace(
        ticket,
        category=seen.category,
        priority=seen.priority,
        team=seen.team,
        status=seen.status,
        tags=frozenset(seen.tags),
        fields=seen.fields,
    )
