"""The changes of one plan on their way to a helpdesk: in order, several of one kind at once, each journalled and read back."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from threading import RLock

from cstool.backends.base import AccessError, Backend, CallError, NotMadeError, UnsureError
from cstool.backends.naming import Names, keys_in, named
from cstool.backends.references import NATIVE
from cstool.backends.state import State
from cstool.diagnostic import Text, text
from cstool.errors import CstoolError
from cstool.plan import Change, FieldChange, Intent, Key, Live, Pushed, differences, plain

SETTLE_EVERY = 50
"""Changes after which the lockfile is written anew; in between the journal holds them."""
CREATES = 3
"""How often a create is sent of which nobody knows whether it was carried out; each time again it is looked for first."""
SWITCHED_AT_ONCE = 100
"""Objects that one call may switch on where the product can (Zendesk takes 100)."""
ILL = 8
"""Changes in a row that fail because the helpdesk is ill, not because of what they say: then the push stops. Each of them has
waited through all its attempts, and the rest would too."""
Progress = Callable[[int, int, Change], None]
There = Callable[[], Sequence[Live]]
"""What is there of one kind, fetched when it is first needed."""
Found = Live | CstoolError | None
"""What came of a change: the object as it is now, why there is none, or None where nothing is there or was to be sent."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One change that did not come about, or not as written."""

    change: Change
    message: Text
    differences: tuple[FieldChange, ...] = ()


def off(change: Change, switches: Mapping[str, str]) -> Change:
    """The change with its object left switched off, where it is not on already."""
    switch = switches.get(change.key.kind, "")
    after = change.after or {}
    if after.get(switch) is not True or (change.before or {}).get(switch) is True:
        return change
    return replace(change, after={**after, switch: False})


class Sending:
    """One plan on its way. `done` and `failures` fill while it runs."""

    def __init__(
        self,
        account: Backend,
        state: State,
        changes: Sequence[Change],
        live: Sequence[Live],
        names: Names,
        progress: Progress,
    ) -> None:
        self.account, self.state, self.changes, self.progress = account, state, changes, progress
        self._outcomes: dict[Key, Failure | None] = {}
        self._natives = names.natives
        self._ours = dict(names.ours)
        self._names = Names(self._ours, names.others)
        self._seen: dict[tuple[str, str], tuple[str, ...]] = {}
        for item in live:
            self._seen[item.kind, item.name] = (*self._seen.get((item.kind, item.name), ()), item.native)
        self._waiting: dict[Key, Change] = {}
        """Updates that switch on what was made switched off."""
        self._ill, self._halted = 0, False
        self._books = RLock()
        """The journal is one file, and the workers are several."""

    @property
    def done(self) -> list[Change]:
        """What came about, in the order of the plan."""
        return [
            change
            for change in self.changes
            if change.key in self._outcomes and self._outcomes[change.key] is None and change.key not in self._waiting
        ]

    @property
    def failures(self) -> list[Failure]:
        """What did not, in the order of the plan."""
        found = (self._outcomes.get(change.key) for change in self.changes)
        return [failure for failure in found if failure is not None]

    def run(self) -> None:
        """Everything in order, then the switches, then what goes. Once the account is closed to us, or ill, nothing further."""
        try:
            self._carried_out([change for change in self.changes if change.action != "delete"])
            self._switches()
            gone = [change for change in self.changes if change.action == "delete"]  # acts until what takes its place does
            if not self._held_back("deletions-held-back", gone):
                self._carried_out(gone)
        except AccessError as error:
            left = [change for change in self.changes if change.key not in self._outcomes or change.key in self._waiting]
            for change in left[:1]:
                self._outcomes[change.key] = Failure(change, error.message)

    def _carried_out(self, changes: Sequence[Change]) -> None:
        alike: dict[tuple[str, str], list[Change]] = {}
        for change in changes:
            alike.setdefault((change.key.kind, change.action), []).append(change)
        for together in alike.values():
            self._together(self._unmoved(together))

    def _unmoved(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Changes of one kind and action without those whose object somebody else has changed since the plan was made: no product
        refuses to overwrite what it has meanwhile, and a push of many objects takes its time."""
        kind, action = changes[0].key.kind, changes[0].action
        if action not in ("update", "adopt", "delete") or kind in self.account.orders:
            return changes
        try:
            now = {item.native: item for item in named(self.account, self.account.fetch((kind,)), self._names)}
        except AccessError:
            raise
        except CstoolError as error:
            for change in changes:
                self._ended(change, change, error)
            return ()
        left = []
        for change in changes:
            item = now.get(change.native or "")
            as_planned = item is not None and (item.name, plain(item.body)) == (change.was or change.name, plain(change.before))
            if as_planned or (item is None and action == "delete"):
                left.append(change)
            else:
                self._ended(change, change, CstoolError(text("moved-meanwhile", object=str(change.key))))
        return left

    def _together(self, changes: Sequence[Change]) -> None:
        """Changes of one kind and action: in bulk, by several workers, or one by one."""
        if not changes:
            return
        most = self.account.bulk(changes[0].key.kind, changes[0].action)
        if most > 1:
            for start in range(0, len(changes), most):
                self._in_bulk(changes[start : start + most])
        elif self.account.workers == 1 or len(changes) == 1:
            for change in changes:
                self._alone(change)
        else:
            with ThreadPoolExecutor(self.account.workers) as pool:
                try:
                    for _ in pool.map(self._alone, changes):
                        pass
                finally:
                    pool.shutdown(cancel_futures=True)

    def _alone(self, change: Change) -> None:
        """One change, written down as soon as it is known what came of it: another one may take a minute yet."""
        if self._halted:
            return
        sent = off(change, self.account.switches)
        try:
            self._ended(change, sent, self._one(sent))
        except BaseException:
            self._halted = True  # no worker begins another change
            raise

    def _in_bulk(self, changes: Sequence[Change]) -> None:
        sent = [off(change, self.account.switches) for change in changes]
        for one in sent:
            self._intend(one)
        try:
            found = self.account.apply_many(sent, self._lookup)
        except AccessError:
            raise
        except (CstoolError, KeyError) as error:  # which of them it was is found out one by one
            if isinstance(error, UnsureError):
                self.account.pause(1)
            there = cache(lambda: self.account.fetch((changes[0].key.kind,)))
            for change, one in zip(changes, sent, strict=True):
                self._ended(change, one, self._one(one, there))
            return
        for change, one, item in zip(changes, sent, found, strict=True):
            self._ended(change, one, item)

    def _one(self, change: Change, there: There | None = None) -> Found:
        """One change. Raises AccessError alone: everything else is its outcome. `there`: look before it is made."""
        if not change.writes:
            return None
        if change.action == "update" and not change.differences:  # it waits for its switch alone
            return Live(change.native or "", change.key.kind, change.name, change.before or {})
        try:
            if change.action == "create":
                return self._created(change, there)
            return self.account.apply(change, self._lookup)
        except AccessError:
            raise
        except CstoolError as error:
            return error
        except KeyError as error:
            return CstoolError(text("refers-to-nothing", reference=str(error.args[0] if error.args else "?")))

    def _created(self, change: Change, there: There | None) -> Live | None:
        """A create: never sent again before it was looked for."""
        self._intend(change)
        for attempt in range(1, CREATES + 1):
            twin = self._twin(change, there()) if there else None
            if twin is None:
                try:
                    return self.account.apply(change, self._lookup)
                except UnsureError as error:
                    unsure = error
                self.account.pause(attempt)
                there = cache(lambda: self.account.fetch((change.key.kind,)))
                twin = self._twin(change, there())
            if twin is not None:
                found = replace(change, action="adopt", native=twin.native, before=twin.body, was=twin.name)
                return self.account.apply(found, self._lookup)
        raise unsure

    def _twin(self, change: Change, there: Sequence[Live]) -> Live | None:
        """What a create made whose answer never came. Several: nobody may guess."""
        seen = self._seen.get((change.key.kind, change.name), ())
        owned = [item for item in there if item.owner == change.key]
        same = [item for item in there if item.owner is None and item.name == change.name and item.native not in seen]
        found = [item for item in owned or same if (item.kind, item.native) not in self._ours]
        if len(found) > 1:
            natives = tuple(item.native for item in found)
            raise CstoolError(text("ambiguous-name", object=str(change.key), name=change.name, natives=natives, count=1))
        return next(iter(named(self.account, found, self._names)), None)

    def _intend(self, change: Change) -> None:
        if change.action == "create":
            with self._books:
                self.state.intend(Intent(change.key, change.name, self._seen.get((change.key.kind, change.name), ())))

    def _ended(self, change: Change, sent: Change, found: Found) -> None:
        with self._books:
            failure = self._outcomes[change.key] = self._remembered(sent, found)
            if sent is not change and failure is None:  # what is not as written stays off
                self._waiting[change.key] = replace(
                    change, action="update", native=self._natives[sent.key], before=sent.after, was=""
                )
            self.progress(len(self._outcomes), len(self.changes), change)
            if len(self._outcomes) % SETTLE_EVERY == 0:
                self.state.settle(ended=False)
            if sent.writes:
                self._ill = self._ill + 1 if _ill(found) else 0
            if self._ill >= ILL:
                raise AccessError(text("helpdesk-ill", count=ILL))

    def _remembered(self, change: Change, found: Found) -> Failure | None:
        """Write down what came of a change; why it did not come about, or not as written."""
        if isinstance(found, CstoolError):
            if isinstance(found, NotMadeError) and change.action == "create":
                self.state.abandon(change.key)
            return Failure(change, found.message)  # an open intent stays: the next push looks for what may have been made
        if change.action in ("forget", "delete"):
            self.state.forget(change.key)
            return None
        native = change.native if change.action == "record" else found and found.native
        if not native:
            return Failure(change, text("not-there-after-write", object=str(change.key)))
        self._natives[change.key] = native
        self._ours[change.key.kind, native] = change.key
        self.state.record(change.key, Pushed(native, change.name, change.after or {}))
        return self._bent(change, found) if found else None

    def _bent(self, change: Change, item: Live) -> Failure | None:
        """A helpdesk that silently drops or bends a field is caught here, not by a customer."""
        written = {"name": change.name, "body": plain(change.after)}
        there = next(iter(named(self.account, (item,), self._names, keys_in([change.after or {}]))), item)
        found = tuple(differences(written, {"name": there.name, "body": plain(there.body)}))
        return Failure(change, text("read-back-differs", object=str(change.key), field=found[0].path), found) if found else None

    def _held_back(self, why: str, changes: Sequence[Change]) -> bool:
        """Whether these may not come about, because a rule, or their order, is not as it should be."""
        acting = {*self.account.switches, *self.account.orders}
        held = any(failure.change.key.kind in acting for failure in self.failures)
        for change in changes[: 1 if held else 0]:
            self._outcomes[change.key] = Failure(change, text(why, count=len(changes)))
        return held

    def _switches(self) -> None:
        """Switch on what was made off, all of it or nothing: half a set of rules sends tickets astray."""
        waiting = [self._waiting[change.key] for change in self.changes if change.key in self._waiting]
        if self._held_back("rules-held-back", waiting):
            return
        for _, of_one_kind in groupby(waiting, key=lambda change: change.key.kind):
            together = list(of_one_kind)
            for start in range(0, len(together), SWITCHED_AT_ONCE):
                self._switched_on(together[start : start + SWITCHED_AT_ONCE])

    def _switched_on(self, part: Sequence[Change]) -> None:
        try:
            found: Sequence[Found] = self.account.switch_on(part, self._lookup)
        except AccessError:
            raise
        except (CstoolError, KeyError) as error:
            lost = error if isinstance(error, CstoolError) else CstoolError(text("refers-to-nothing", reference=str(error)))
            found = [lost] * len(part)
        for change, one in zip(part, found, strict=True):
            self._outcomes[change.key] = self._remembered(change, one)
            del self._waiting[change.key]

    def restored(self, live: Sequence[Live]) -> bool:
        """Whether something that was said to be deleted is there all the same: then it is ours still, and a failure."""
        there = {(item.kind, item.native) for item in live if item.kind not in self.account.orders}
        back = [change for change in self.done if change.action == "delete" and (change.key.kind, change.native) in there]
        for change in back:
            self.state.record(change.key, Pushed(change.native or "", change.name, change.before or {}))
            self._outcomes[change.key] = Failure(change, text("still-there", object=str(change.key)))
        if back:
            self.state.settle(ended=False)
        return bool(back)

    def _lookup(self, kind: str, id_: str, part: str) -> str:
        """Their id of an object of ours, or of a native reference. Raises KeyError."""
        if id_.startswith(NATIVE):
            return id_.removeprefix(NATIVE)
        native = self._natives.get(Key(kind, id_, part))
        if native is None:
            raise KeyError(f"{kind}/{id_}")
        return native


def _ill(found: Found) -> bool:
    """Whether a change failed because the helpdesk does not answer as it should, whatever the change says."""
    if isinstance(found, UnsureError):
        return True
    return isinstance(found, CallError) and (found.status in (0, 408, 429) or found.status >= 500)
