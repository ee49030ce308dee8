"""Carry a plan out: one object at a time, journalled before, read back after, so that a kill at any instant can be mended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cstool.backends.state import Begun, State
from cstool.diagnostic import Text, text
from cstool.errors import CstoolError
from cstool.plan import Change, FieldChange, Intent, Live, Plan, Pushed, Resource, compare, differences, digest, plain

SETTLE_EVERY = 25
"""Changes after which the lockfile is written anew; in between the journal holds them."""


class Account(Protocol):
    """The live side of a helpdesk, as far as a push needs it."""

    @property
    def name(self) -> str:
        """Its name in cstool.yaml."""

    @property
    def kinds(self) -> Sequence[str]:
        """Native kinds in the order in which they are made."""

    def fetch(self) -> Sequence[Live]:
        """Everything that is there, normalised."""

    def read(self, kind: str, native: str) -> Live | None:
        """One object, normalised like `fetch` does."""

    def apply(self, change: Change) -> str:
        """Carry out one change; answers their id. Raises CstoolError where the helpdesk refuses it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One change that did not come about, or not as written."""

    change: Change
    message: Text
    differences: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a push did. `left` is the plan that a fresh look at the helpdesk gives afterwards: empty when all went well."""

    done: tuple[Change, ...]
    failures: tuple[Failure, ...]
    left: Plan


def look(account: Account, state: State, desired: Sequence[Resource], *, delete: bool = False) -> tuple[Plan, Sequence[Live]]:
    """The plan as of now, and the live state it was made from."""
    memory, live = state.read(), account.fetch()
    plan = compare(account.name, memory.base, desired, live, intents=memory.intents, kinds=account.kinds, delete=delete)
    return plan, live


def resumes(plan: Plan, begun: Begun | None, checksum: str) -> bool:
    """Whether `plan` is the rest of the interrupted push `checksum`, and nothing else: every change left was in it, towards
    the same body, from a body that was there then or that it wrote itself."""
    if begun is None or not begun.checksum.startswith(checksum) or plan.ambiguous:
        return False
    for change in plan.changes:
        if change.key not in begun.steps:
            return False
        before, after = begun.steps[change.key]
        if digest(change.after) != after or digest(change.before) not in (before, after):
            return False
    return True


def carry_out(
    account: Account,
    state: State,
    plan: Plan,
    live: Sequence[Live],
    desired: Sequence[Resource],
    snapshot: str,
    progress: Callable[[int, int, Change], None] = lambda done, total, change: None,
    *,
    delete: bool = False,
) -> Report:
    """Do what the plan says, change by change; a change that fails is reported and the rest goes on.

    The caller holds `state.only_push()`. `snapshot` names the copy of the live state that `rollback` restores.
    """
    memory = state.read()
    if memory.begun is None:  # a resumed push keeps the snapshot from before its first part
        state.keep_snapshot(snapshot, memory.base, live)
    state.begin(plan)
    done, failures, ended = [], [], False
    seen = _natives_by_name(live)
    try:
        for position, change in enumerate(plan.changes, 1):
            progress(position, len(plan.changes), change)
            failure = _one(account, state, change, seen.get((change.key.kind, change.name), ()))
            if failure:
                failures.append(failure)
            else:
                done.append(change)
            if position % SETTLE_EVERY == 0:
                state.settle(ended=False)
        ended = True
    finally:
        state.settle(ended=ended)  # interrupted: what was done is in the lockfile all the same
    left, _ = look(account, state, desired, delete=delete)
    return Report(tuple(done), tuple(failures), left)


def _natives_by_name(live: Sequence[Live]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    names: dict[tuple[str, str], tuple[str, ...]] = {}
    for item in live:
        names[item.kind, item.name] = (*names.get((item.kind, item.name), ()), item.native)
    return names


def _one(account: Account, state: State, change: Change, seen: tuple[str, ...]) -> Failure | None:
    if change.action == "forget":
        state.forget(change.key)
        return None
    if change.action == "record":
        _remember(state, change, change.native or "")
        return None
    if change.action == "create":
        state.intend(Intent(change.key, change.name, seen))
    try:
        native = account.apply(change)
    except CstoolError as error:
        if change.action == "create" and isinstance(error, NotMadeError):
            state.abandon(change.key)
        return Failure(change, error.message)
    if change.action == "delete":
        if account.read(change.key.kind, native) is not None:
            return Failure(change, text("still-there", object=str(change.key)))
        state.forget(change.key)
        return None
    _remember(state, change, native)
    return _read_back(account, change, native)


class NotMadeError(CstoolError):
    """The helpdesk refused a create and certainly made nothing: no search for a twin is needed."""


def _remember(state: State, change: Change, native: str) -> None:
    state.record(change.key, Pushed(native, change.name, change.after or {}))


def _read_back(account: Account, change: Change, native: str) -> Failure | None:
    """Every write is read back: a helpdesk that silently drops or bends a field is caught here, not by a customer."""
    item = account.read(change.key.kind, native)
    if item is None:
        return Failure(change, text("not-there-after-write", object=str(change.key)))
    written = {"name": change.name, "body": plain(change.after)}
    found = tuple(differences(written, {"name": item.name, "body": plain(item.body)}))
    return Failure(change, text("read-back-differs", object=str(change.key), field=found[0].path), found) if found else None
