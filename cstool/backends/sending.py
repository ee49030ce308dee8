"""The changes of one plan on their way to a helpdesk: in order, several of one kind at once, each journalled and read back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from threading import Lock

from cstool.backends.base import AccessError, Backend, NotMadeError, UnsureError
from cstool.backends.naming import Names, named
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
Progress = Callable[[int, int, Change], None]
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
        self.done: list[Change] = []
        self.failures: list[Failure] = []
        self._natives = names.natives
        self._ours = dict(names.ours)
        self._names = Names(self._ours, names.others)
        self._seen: dict[tuple[str, str], tuple[str, ...]] = {}
        for item in live:
            self._seen[item.kind, item.name] = (*self._seen.get((item.kind, item.name), ()), item.native)
        self._waiting: list[Change] = []
        """Updates that switch on what was made switched off."""
        self._journal = Lock()
        """The journal is one file, and the workers are several."""

    def run(self) -> None:
        """Everything in order, then the switches. Once the account is closed to us nothing further is sent."""
        try:
            for _, together in groupby(self.changes, key=lambda change: (change.key.kind, change.action)):
                still = []
                for change, moved in self._looked_at(list(together)):
                    if moved is None:
                        still.append(change)
                    else:
                        self._ended(change, change, moved)
                for change, sent, found in self._sent(still) if still else ():
                    self._ended(change, sent, found)
            for _, waiting in groupby(self._waiting, key=lambda change: change.key.kind):
                self._switched_on(list(waiting))
        except AccessError as error:
            ended = {change.key for change in self.done} | {failure.change.key for failure in self.failures}
            self.failures += [Failure(change, error.message) for change in self.changes if change.key not in ended][:1]

    def _looked_at(self, changes: Sequence[Change]) -> Iterator[tuple[Change, CstoolError | None]]:
        """Changes of one kind and action, with an error where somebody else has changed the object since the plan was made: no
        product refuses to overwrite what it has meanwhile, and a push of many objects takes its time."""
        kind, action = changes[0].key.kind, changes[0].action
        if not self.done or action not in ("update", "delete") or kind in self.account.orders:
            yield from ((change, None) for change in changes)
            return
        now = {item.native: item for item in named(self.account, self.account.fetch((kind,)), self._names)}
        for change in changes:
            item = now.get(change.native or "")
            as_planned = item is not None and (item.name, plain(item.body)) == (change.was or change.name, plain(change.before))
            gone = item is None and action == "delete"
            yield change, None if as_planned or gone else CstoolError(text("moved-meanwhile", object=str(change.key)))

    def _sent(self, changes: Sequence[Change]) -> Iterator[tuple[Change, Change, Found]]:
        """Changes of one kind and action: as wanted, as sent, and what came of each."""
        sent = [off(change, self.account.switches) for change in changes]
        most = self.account.bulk(changes[0].key.kind, changes[0].action)
        if most > 1:
            found = (one for start in range(0, len(sent), most) for one in self._in_bulk(sent[start : start + most]))
            yield from zip(changes, sent, found, strict=True)
        elif self.account.workers == 1 or len(changes) == 1:
            yield from zip(changes, sent, map(self._one, sent), strict=True)
        else:
            with ThreadPoolExecutor(self.account.workers) as pool:
                try:
                    yield from zip(changes, sent, pool.map(self._one, sent), strict=True)
                finally:
                    pool.shutdown(cancel_futures=True)

    def _in_bulk(self, changes: Sequence[Change]) -> Sequence[Found]:
        for change in changes:
            self._intend(change)
        try:
            return self.account.apply_many(changes, self._lookup)
        except AccessError:
            raise
        except (CstoolError, KeyError):  # which of them it was is found out one by one, each looked for before it is made
            return [self._one(change, look_first=True) for change in changes]

    def _one(self, change: Change, look_first: bool = False) -> Found:
        """One change. Raises AccessError alone: everything else is its outcome."""
        if not change.writes:
            return None
        if change.action == "update" and not change.differences:  # it waits for its switch alone
            return Live(change.native or "", change.key.kind, change.name, change.before or {})
        try:
            if change.action == "create":
                return self._created(change, look_first)
            return self.account.apply(change, self._lookup)
        except AccessError:
            raise
        except CstoolError as error:
            return error
        except KeyError as error:
            return CstoolError(text("refers-to-nothing", reference=str(error.args[0])))

    def _created(self, change: Change, look_first: bool) -> Live | None:
        """A create: never sent again before it was looked for."""
        self._intend(change)
        attempt = 1
        while True:
            twin = self._twin(change) if look_first else None
            if twin is not None:
                found = replace(change, action="update", native=twin.native, before=twin.body)
                return self.account.apply(found, self._lookup)
            try:
                return self.account.apply(change, self._lookup)
            except UnsureError:
                if attempt == CREATES:
                    raise
            self.account.pause(attempt)
            attempt, look_first = attempt + 1, True

    def _twin(self, change: Change) -> Live | None:
        """What a create made whose answer never came. Several: nobody may guess."""
        seen = self._seen.get((change.key.kind, change.name), ())
        there = self.account.fetch((change.key.kind,))
        owned = [item for item in there if item.owner == change.key]
        same = [item for item in there if item.owner is None and item.name == change.name and item.native not in seen]
        found = owned or same
        if len(found) > 1:
            natives = tuple(item.native for item in found)
            raise CstoolError(text("ambiguous-name", object=str(change.key), name=change.name, natives=natives, count=1))
        return found[0] if found else None

    def _intend(self, change: Change) -> None:
        if change.action == "create":
            with self._journal:
                self.state.intend(Intent(change.key, change.name, self._seen.get((change.key.kind, change.name), ())))

    def _ended(self, change: Change, sent: Change, found: Found) -> None:
        failure = self._remembered(sent, found)
        if failure is None:
            self.done.append(change)
        else:
            self.failures.append(failure)
        if sent is not change and sent.key in self._natives and not isinstance(found, CstoolError):
            self._waiting.append(replace(change, action="update", native=self._natives[sent.key], before=sent.after))
        position = len(self.done) + len(self.failures)
        self.progress(position, len(self.changes), change)
        if position % SETTLE_EVERY == 0:
            with self._journal:
                self.state.settle(ended=False)

    def _remembered(self, change: Change, found: Found) -> Failure | None:
        """Write down what came of a change; why it did not come about, or not as written."""
        with self._journal:
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
        there = next(iter(named(self.account, (item,), self._names, [(change.key.kind, change.after or {})])), item)
        found = tuple(differences(written, {"name": there.name, "body": plain(there.body)}))
        return Failure(change, text("read-back-differs", object=str(change.key), field=found[0].path), found) if found else None

    def _switched_on(self, waiting: Sequence[Change]) -> None:
        for start in range(0, len(waiting), SWITCHED_AT_ONCE):
            part = waiting[start : start + SWITCHED_AT_ONCE]
            try:
                found: Sequence[Found] = self.account.switch_on(part, self._lookup)
            except AccessError:
                raise
            except CstoolError as error:
                found = [error] * len(part)
            for change, one in zip(part, found, strict=True):
                failure = self._remembered(change, one)
                if failure is not None:
                    self.failures.append(failure)

    def _lookup(self, kind: str, id_: str, part: str) -> str:
        """Their id of an object of ours, or of a native reference. Raises KeyError."""
        if id_.startswith(NATIVE):
            return id_.removeprefix(NATIVE)
        native = self._natives.get(Key(kind, id_, part))
        if native is None:
            raise KeyError(f"{kind}/{id_}")
        return native
