"""What every helpdesk product offers: compile without a network, fetch, apply; and what a compile says beside its objects."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol

from cstool.backends.references import Lookup
from cstool.diagnostic import Span, Text
from cstool.errors import CstoolError
from cstool.plan import Action, Change, Live, Plan, Resource
from cstool.routing import Outcome
from cstool.simulate import Promise
from cstool.tickets import Ticket
from cstool.workspace import Workspace

Faithfulness = Literal["exact", "excluded", "documentation", "approximate", "unsupported"]
"""From best to worst. `documentation`: kept in the handbook only, because the product has no place for it."""
FAITHFULNESS: tuple[Faithfulness, ...] = ("exact", "excluded", "documentation", "approximate", "unsupported")


@dataclass(frozen=True, slots=True)
class Remark:
    """Why one object of ours is not exact there: at its line, with the name that `accepted_differences` takes."""

    fidelity: Faithfulness
    span: Span
    message: Text
    difference: str | None
    object: str
    """`kind/id` of ours, as `exclude` takes it."""
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Considered:
    """One object of ours that was compiled, whatever came out."""

    object: str
    span: Span


@dataclass(frozen=True, slots=True)
class Compiled:
    """Native objects in the order in which they are made, every object of ours that was looked at, and what is not exact."""

    backend: str
    resources: tuple[Resource, ...]
    considered: tuple[Considered, ...]
    remarks: tuple[Remark, ...]

    @property
    def unsupported(self) -> tuple[Remark, ...]:
        """What stops a push."""
        return tuple(remark for remark in self.remarks if remark.fidelity == "unsupported")


@dataclass(frozen=True, slots=True)
class Row:
    """One object of ours in the fidelity table."""

    object: str
    fidelity: Faithfulness
    differences: tuple[str, ...]
    accepted: bool
    """Whether the team accepts all of them."""
    messages: tuple[Text, ...]
    where: Span


def fidelity(compiled: Compiled) -> tuple[Row, ...]:
    """One row an object, in the order of compile: its worst faithfulness, what differs, and where the first cause stands."""
    rows = []
    for item in compiled.considered:
        own = [remark for remark in compiled.remarks if remark.object == item.object]
        levels = [FAITHFULNESS.index(remark.fidelity) for remark in own]
        worst = FAITHFULNESS[max(levels, default=0)]
        first = next((remark.span for remark in own if remark.fidelity == worst), item.span)
        names = tuple(dict.fromkeys(remark.difference for remark in own if remark.difference))
        differing = [remark for remark in own if remark.fidelity in ("approximate", "unsupported")]
        accepted = bool(differing) and all(remark.accepted for remark in differing)
        messages = [remark.message for remark in own]
        told = tuple(message for position, message in enumerate(messages) if message not in messages[:position])
        rows.append(Row(item.object, worst, names, accepted, told, first))
    return tuple(rows)


def counts(compiled: Compiled) -> Mapping[Faithfulness, int]:
    """Objects by faithfulness."""
    rows = fidelity(compiled)
    return {level: sum(row.fidelity == level for row in rows) for level in FAITHFULNESS}


@dataclass(frozen=True, slots=True)
class Advice:
    """What stands against a plan, and what a person has to do by hand because no call can."""

    refusals: tuple[Text, ...] = ()
    manual: tuple[Text, ...] = ()


class CallError(CstoolError):
    """The helpdesk answered a request with an error. `status` is that of HTTP, `code` the product's own word, if any."""

    def __init__(self, message: Text, status: int = 0, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class AccessError(CallError):
    """The account is closed to us (a token that expired, rights that are missing): nothing further will succeed."""


class NotMadeError(CallError):
    """The helpdesk refused a create and certainly made nothing: no search for a twin is needed."""


class UnsureError(CstoolError):
    """A create was sent and nobody knows whether it was carried out."""


class Backend(Protocol):
    """One helpdesk account."""

    @property
    def name(self) -> str:
        """The name in cstool.yaml."""
        ...

    @property
    def kinds(self) -> Sequence[str]:
        """Kinds of native objects in the order in which they must be made."""
        ...

    @property
    def orders(self) -> Sequence[str]:
        """Of these, the ones that only list other objects: one of each exists always, and what is not ours in it is not ours."""
        ...

    @property
    def looked_up(self) -> Sequence[str]:
        """Kinds that references may name and that are found there, never made. Empty: bodies hold no references at all."""
        ...

    @property
    def unseen(self) -> Collection[str]:
        """Kinds that the account did not show when it was fetched: what was pushed of them may be there all the same."""
        ...

    @property
    def switches(self) -> Mapping[str, str]:
        """Kind -> field of the body that says whether such an object acts: made off, and switched on when all else is done."""
        ...

    @property
    def workers(self) -> int:
        """How many changes of one kind may be sent at once."""
        ...

    def bulk(self, kind: str, action: Action) -> int:
        """How many changes of this kind one call of `apply_many` may carry; 1: send them one by one."""
        ...

    def compile(self, workspace: Workspace) -> Compiled:
        """Native objects of a workspace; no network, same input, same output."""
        ...

    def fetch(self, kinds: Sequence[str] | None = None) -> Sequence[Live]:
        """What is there (of these kinds), in the same shape, with native references. Raises CstoolError."""
        ...

    def apply(self, change: Change, lookup: Lookup) -> Live | None:
        """Carries out one change and says what is there now; None after a deletion.

        Raises NotMadeError, UnsureError or another CstoolError; KeyError where a reference leads to nothing.
        """
        ...

    def apply_many(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError | None]:
        """The same for several of one kind and action in one call, each with its own outcome; an error of the call is raised."""
        ...

    def switch_on(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError]:
        """Carries out updates that do nothing but switch objects on."""
        ...

    def pause(self, attempt: int) -> None:
        """Waits until a request that nobody heard of again has surely ended there."""
        ...

    def advise(self, plan: Plan, live: Sequence[Live]) -> Advice:
        """What the product's own traps say about a plan, before anything is sent."""
        ...


class AtOnce:
    """What a backend says whose objects are made whole, one by one."""

    orders: Sequence[str] = ()
    looked_up: Sequence[str] = ()
    unseen: Collection[str] = ()
    switches: Mapping[str, str] = MappingProxyType({})
    workers: int = 1

    def bulk(self, kind: str, action: Action) -> int:
        """One by one."""
        return 1

    def apply(self, change: Change, lookup: Lookup) -> Live | None:
        """One change."""
        raise NotImplementedError

    def apply_many(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError | None]:
        """One by one."""
        return [self.apply(change, lookup) for change in changes]

    def switch_on(self, changes: Sequence[Change], lookup: Lookup) -> Sequence[Live | CstoolError]:
        """One by one."""
        found: list[Live | CstoolError] = []
        for change in changes:
            try:
                item = self.apply(change, lookup)
            except AccessError:
                raise
            except CstoolError as error:
                found.append(error)
            else:
                assert item is not None
                found.append(item)
        return found

    def pause(self, attempt: int) -> None:
        """Nothing runs on after a call."""

    def advise(self, plan: Plan, live: Sequence[Live]) -> Advice:
        """Nothing stands against it."""
        return Advice()


class Engine(Protocol):
    """An executable model of the product's own evaluation over native objects, told in our words."""

    def decide(self, ticket: Ticket, event: str) -> Outcome:
        """What the product would do with this ticket when this happens to it."""
        ...

    def choose(self, ticket: Ticket, outcome: Outcome) -> Promise:
        """Which SLA applies to a ticket that it decided about, and what is due when."""
        ...
