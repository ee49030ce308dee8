"""Carry a plan out: journalled before, read back after, so that a kill at any instant can be mended.

Objects that act by themselves (rules) are made switched off; they are switched on when everything else stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cstool.backends.base import Backend
from cstool.backends.naming import Names, desired_named, keys_in, listed, named, names_of
from cstool.backends.records import Begun
from cstool.backends.sending import Failure, Progress, Sending, off
from cstool.backends.state import State
from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.plan import Change, Key, Live, Plan, Pushed, Resource, compare, digest, drift, match


@dataclass(frozen=True, slots=True)
class Report:
    """What a push did. `left` is the plan that a fresh look at the helpdesk gives afterwards: empty when all went well. Where
    something failed and no further look was possible, it is what was not done."""

    done: tuple[Change, ...]
    failures: tuple[Failure, ...]
    left: Plan


@dataclass(frozen=True)
class Look:
    """The plan as of now, and what it was made from."""

    plan: Plan
    live: Sequence[Live]
    """As it is there, under our names."""
    desired: Sequence[Resource]
    names: Names
    raw: Sequence[Live] = ()
    """As it was fetched, with what is not ours in its orders: what an engine needs to see."""


def look(account: Backend, state: State, desired: Sequence[Resource], *, delete: bool = False) -> Look:
    """The plan as of now."""
    memory, raw = state.read(), account.fetch()
    names = names_of(match(memory.base, desired, raw, memory.intents), raw)
    wanted = desired_named(account, desired, names)
    among = {resource.key for resource in wanted}
    live, base = named(account, raw, names, among), listed(account, memory.base, among)
    plan = compare(account.name, base, wanted, live, intents=memory.intents, kinds=account.kinds, delete=delete)
    return Look(plan, live, wanted, names, raw)


def seen(account: Backend, base: Mapping[Key, Pushed]) -> None:
    """Raises CstoolError where the account does not show what was pushed: nobody may say that it is gone."""
    hidden = [key for key in sorted(base) if key.kind in account.unseen]
    if hidden:
        raise CstoolError(text("pushed-unseen", backend=account.name, count=len(hidden), object=str(hidden[0])))


def moved(account: Backend, state: State) -> tuple[Change, ...]:
    """What changed there since the last push, whatever the files say. Raises CstoolError where nobody can know."""
    base, raw = state.read().base, account.fetch()
    seen(account, base)
    marked = sum(item.owner is not None for item in raw)
    if marked and not base:
        raise CstoolError(text("lockfile-lost", backend=account.name, count=marked, path=f"cstool.lock/{account.name}.json"))
    among = keys_in(entry.body for key, entry in base.items() if key.kind in account.orders)
    return drift(base, named(account, raw, names_of(match(base, (), raw), raw), among))


def resumes(plan: Plan, begun: Begun | None, checksum: str, switches: Mapping[str, str], orders: Sequence[str] = ()) -> bool:
    """Whether `plan` is the rest of the interrupted push `checksum`, and nothing else: every change left was in it, towards
    the same body, from a body that was there then or that it wrote itself. An order lists what was made so far, and what was
    begun may be half made."""
    if begun is None or not begun.checksum.startswith(checksum) or plan.ambiguous:
        return False
    for change in plan.changes:
        if change.key not in begun.steps:
            return False
        before, after = begun.steps[change.key]
        written = (before, after, digest(off(change, switches).after))
        known = change.key.kind in orders or change.why == "interrupted" or digest(change.before) in written
        if digest(change.after) != after or not known:
            return False
    return True


def goes_on(plan: Plan, begun: Begun | None, account: Backend) -> bool:
    """Whether `plan` is the rest of the push that was interrupted: agreed to, and judged by the guard, when it was whole."""
    return begun is not None and resumes(plan, begun, begun.checksum, account.switches, account.orders)


def carry_out(
    account: Backend,
    state: State,
    look_: Look,
    snapshot: str | None,
    progress: Progress = lambda done, total, change: None,
    *,
    delete: bool = False,
) -> Report:
    """Do what the plan says; a change that fails is reported and the rest goes on, unless the account is closed to us.

    The caller holds `state.only_push()`. `snapshot` names the copy of the live state that `rollback` restores;
    None keeps none.
    """
    memory = state.read()
    if not goes_on(look_.plan, memory.begun, account):
        # One that is resumed keeps the snapshot from before its first part, and the checksum that people know.
        if snapshot is not None:
            state.keep_snapshot(snapshot, memory.base, look_.live)
        state.begin(look_.plan)
    sending = Sending(account, state, look_.plan.changes, look_.live, look_.names, progress)
    asked, ended = {resource.key for resource in look_.desired}, False
    try:
        sending.run()
        ended = not sending.failures  # otherwise the same command, with the same checksum, does the rest
        for key in memory.intents if ended else ():
            if key not in asked and key not in look_.names.natives:  # nobody wants it, and it is not there
                state.abandon(key)
    finally:
        state.settle(ended=ended)  # interrupted: what was done is in the lockfile all the same
    try:
        after = look(account, state, look_.desired, delete=delete)
        if sending.restored(after.live):
            after = look(account, state, look_.desired, delete=delete)
        left = after.plan
    except CstoolError:
        if not sending.failures:
            raise
        done = {change.key for change in sending.done}
        left = replace(look_.plan, changes=tuple(change for change in look_.plan.changes if change.key not in done))
    return Report(tuple(sending.done), tuple(sending.failures), left)
