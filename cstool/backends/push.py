"""Carry a plan out: one object at a time, journalled before, read back after, so that a kill at any instant can be mended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cstool.backends.base import Backend
from cstool.backends.records import Begun
from cstool.backends.state import State
from cstool.diagnostic import Text, text
from cstool.errors import CstoolError
from cstool.plan import Change, FieldChange, Intent, Live, Plan, Pushed, Resource, compare, differences, digest, plain

SETTLE_EVERY = 50
"""Changes after which the lockfile is written anew; in between the journal holds them."""


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


def look(account: Backend, state: State, desired: Sequence[Resource], *, delete: bool = False) -> tuple[Plan, Sequence[Live]]:
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
    account: Backend,
    state: State,
    plan: Plan,
    live: Sequence[Live],
    desired: Sequence[Resource],
    snapshot: str | None,
    progress: Callable[[int, int, Change], None] = lambda done, total, change: None,
    *,
    delete: bool = False,
) -> Report:
    """Do what the plan says, change by change; a change that fails is reported and the rest goes on.

    The caller holds `state.only_push()`. `snapshot` names the copy of the live state that `rollback` restores;
    None keeps none.
    """
    memory = state.read()
    if snapshot is not None and memory.begun is None:  # a resumed push keeps the snapshot from before its first part
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


def _one(account: Backend, state: State, change: Change, seen: tuple[str, ...]) -> Failure | None:
    if change.action == "forget":
        state.forget(change.key)
        return None
    if change.action == "record":
        _remember(state, change, change.native or "")
        return None
    if change.action == "create":
        state.intend(Intent(change.key, change.name, seen))
    try:
        item = account.apply(change)
    except NotMadeError as error:
        state.abandon(change.key)
        return Failure(change, error.message)
    except CstoolError as error:
        return Failure(change, error.message)  # an open intent stays open: the next push looks for what may have been made
    if change.action == "delete":
        state.forget(change.key)
        return None
    if item is None:
        return Failure(change, text("not-there-after-write", object=str(change.key)))
    _remember(state, change, item.native)
    return _bent(change, item)


class NotMadeError(CstoolError):
    """The helpdesk refused a create and certainly made nothing: no search for a twin is needed."""


def _remember(state: State, change: Change, native: str) -> None:
    state.record(change.key, Pushed(native, change.name, change.after or {}))


def _bent(change: Change, item: Live) -> Failure | None:
    """A helpdesk that silently drops or bends a field is caught here, not by a customer."""
    written = {"name": change.name, "body": plain(change.after)}
    found = tuple(differences(written, {"name": item.name, "body": plain(item.body)}))
    return Failure(change, text("read-back-differs", object=str(change.key), field=found[0].path), found) if found else None
