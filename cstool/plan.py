"""What would change in a helpdesk: last pushed, desired and live compared, native with native, as data that can be shown and carried out."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

from cstool.diagnostic import Text, text

Body = Mapping[str, object]
Action = Literal["create", "adopt", "update", "record", "delete", "forget"]
Why = Literal["new", "ours", "theirs", "both", "missing", "found", "interrupted", "removed", "agrees", "gone"]

GUARD_FROM = 10
"""Objects from which on the guard watches shares: below, one edit is already a large share."""
GUARD_PERCENT = 30
"""Share of the live objects that one push may update, or delete, without `--force`."""
SHOWN = 12
"""Characters of a checksum that people see and type."""


class Key(NamedTuple):
    """Our name of one native object: kind, our id, and the part where one thing of ours becomes several there."""

    kind: str
    id: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}" + (f" [{self.part}]" if self.part else "")


@dataclass(frozen=True, slots=True)
class Resource:
    """One native object as it should be: plain JSON data, normalised, so that equal means equal there."""

    kind: str
    id: str
    part: str = ""
    name: str = ""
    """What it is called there: the name by which it is adopted on first contact. Empty: never adopted by name."""
    body: Body = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """Kind, our id, part."""
        return Key(self.kind, self.id, self.part)


@dataclass(frozen=True, slots=True)
class Live:
    """One native object as it is there. `owner` is read from a marker of ours, where the product has room for one."""

    native: str
    kind: str
    name: str
    body: Body
    owner: Key | None = None
    changed_at: str | None = None
    changed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Pushed:
    """What the lockfile knows of one object: their id, and the name and body of the last push."""

    native: str
    name: str
    body: Body


@dataclass(frozen=True, slots=True)
class Intent:
    """A create that was begun and of which nobody knows whether it happened. `seen`: their ids of that name before it."""

    key: Key
    name: str
    seen: tuple[str, ...] = ()


class FieldChange(NamedTuple):
    """One differing place of a body: a dotted path, and both values (None where absent)."""

    path: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Change:
    """One item of a plan. `before` is live, `after` desired, `base` what was pushed last; None where there is none."""

    action: Action
    why: Why
    key: Key
    name: str
    native: str | None = None
    before: Body | None = None
    after: Body | None = None
    base: Body | None = None
    changed_at: str | None = None
    changed_by: str | None = None

    @property
    def writes(self) -> bool:
        """Whether the helpdesk is touched; otherwise only the lockfile is."""
        return self.action in ("create", "update", "delete") or (self.action == "adopt" and self.before != self.after)

    @property
    def differences(self) -> tuple[FieldChange, ...]:
        """The places that differ between live and desired."""
        return tuple(differences(self.before, self.after))


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """An object of ours that could be any of several live ones: nobody may guess."""

    key: Key
    name: str
    natives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push would do, in the order in which it would do it."""

    backend: str
    changes: tuple[Change, ...]
    kept: tuple[Change, ...] = ()
    """Deletions nobody asked for: known to the lockfile, gone from the files, still there."""
    ambiguous: tuple[Ambiguity, ...] = ()
    live_hash: str = ""
    managed: int = 0
    """Live objects that are ours."""

    @property
    def checksum(self) -> str:
        """Fingerprint of the changes and of the live state they were computed from."""
        return digest({"backend": self.backend, "live": self.live_hash, "changes": [_plain(c) for c in self.changes]})

    @property
    def counts(self) -> Mapping[str, int]:
        """Action -> number of changes; `keep` counts the deletions not asked for."""
        counted = Counter(change.action for change in self.changes)
        return MappingProxyType({**counted, **({"keep": len(self.kept)} if self.kept else {})})

    @property
    def empty(self) -> bool:
        """Whether files, lockfile and helpdesk agree."""
        return not self.changes and not self.ambiguous


def canonical(value: object) -> str:
    """One spelling of JSON data: sorted keys, no blanks."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(value: object) -> str:
    """SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def plain(body: Body | None) -> object:
    """The body as JSON would give it back; what is written and what is read compare equal through it."""
    return json.loads(canonical(body))


def differences(before: object, after: object, path: str = "") -> Iterator[FieldChange]:
    """Every differing place, mappings and equally long lists taken apart, in order of the path."""
    if isinstance(before, Mapping | None) and isinstance(after, Mapping | None) and (before or after) is not None:
        left, right = before or {}, after or {}
        for key in sorted({*left, *right}, key=str):
            yield from differences(left.get(key), right.get(key), f"{path}.{key}" if path else str(key))
    elif _takes_apart(before) and _takes_apart(after) and len(before) == len(after):  # type: ignore[arg-type]
        for index, (old, new) in enumerate(zip(before, after, strict=True)):  # type: ignore[call-overload]
            yield from differences(old, new, f"{path}[{index}]")
    elif before != after:
        yield FieldChange(path, before, after)


def _takes_apart(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping) for item in value)


def _plain(change: Change) -> object:
    return [change.action, change.why, *change.key, change.name, change.native, change.before, change.after]


@dataclass(frozen=True, slots=True)
class Matching:
    """Which live object is which of ours."""

    found: Mapping[Key, tuple[Live, Why]]
    ambiguous: tuple[Ambiguity, ...]


def match(
    base: Mapping[Key, Pushed],
    desired: Iterable[Resource],
    live: Sequence[Live],
    intents: Mapping[Key, Intent] = MappingProxyType({}),
) -> Matching:
    """By lockfile; else by our marker; else by an open intent; else by exact name. Several candidates are an ambiguity."""
    by_native = {(item.kind, item.native): item for item in live}
    found: dict[Key, tuple[Live, Why]] = {}
    for key, pushed in base.items():
        item = by_native.get((key.kind, pushed.native))
        if item is not None and item.owner in (None, key):
            found[key] = (item, "agrees")
    wanted = [resource for resource in desired if resource.key not in found]
    taken = {(item.kind, item.native) for item, _ in found.values()}
    free = [item for item in live if (item.kind, item.native) not in taken]
    doubtful = []
    claims: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for resource in wanted:
        candidates, why = _candidates(resource, free, intents.get(resource.key))
        if len(candidates) > 1:
            doubtful.append(Ambiguity(resource.key, resource.name, tuple(sorted(item.native for item in candidates))))
        elif candidates:
            found[resource.key] = (candidates[0], why)
            claims[candidates[0].kind, candidates[0].native].append(resource.key)
    for (_, native), keys in claims.items():
        if len(keys) > 1:  # two of ours with one name there: neither may take it
            doubtful += [Ambiguity(key, found.pop(key)[0].name, (native,)) for key in keys]
    return Matching(found, tuple(sorted(doubtful, key=lambda doubt: doubt.key)))


def _candidates(resource: Resource, free: Sequence[Live], intent: Intent | None) -> tuple[list[Live], Why]:
    marked = [item for item in free if item.owner == resource.key]
    if marked:
        return marked, "interrupted" if intent else "found"
    named = [item for item in free if item.kind == resource.kind and item.owner is None]
    if intent and (begun := [item for item in named if item.name == intent.name and item.native not in intent.seen]):
        return begun, "interrupted"
    return [item for item in named if resource.name and item.name == resource.name], "found"


def compare(
    backend: str,
    base: Mapping[Key, Pushed],
    desired: Sequence[Resource],
    live: Sequence[Live],
    *,
    intents: Mapping[Key, Intent] = MappingProxyType({}),
    kinds: Sequence[str] = (),
    delete: bool = False,
) -> Plan:
    """The plan from what was pushed last, what should be, and what is.

    `kinds` is the order in which kinds are made; deletions run the other way round, after everything else. What the
    lockfile does not know is never deleted, and what it knows only when `delete` says so.
    """
    matching = match(base, desired, live, intents)
    doubtful = {doubt.key for doubt in matching.ambiguous}
    wanted = {resource.key: resource for resource in desired}
    rank = {kind: position for position, kind in enumerate(kinds)}
    changes = [
        change
        for resource in sorted(wanted.values(), key=lambda resource: rank.get(resource.kind, len(rank)))
        if resource.key not in doubtful
        for change in _towards(resource, base.get(resource.key), matching.found.get(resource.key))
    ]
    gone = sorted((key for key in base if key not in wanted), key=lambda key: (-rank.get(key.kind, len(rank)), key))
    removals = [_away(key, base[key], matching.found.get(key)) for key in gone]
    deletions = [change for change in removals if change.action == "delete"]
    forgotten = [change for change in removals if change.action == "forget"]
    return Plan(
        backend,
        (*changes, *(deletions if delete else ()), *forgotten),
        () if delete else tuple(deletions),
        matching.ambiguous,
        digest(sorted([item.kind, item.native, item.name, item.body] for item in live)) if live else "",
        len(matching.found),
    )


def _towards(resource: Resource, pushed: Pushed | None, found: tuple[Live, Why] | None) -> Iterator[Change]:
    """What makes live equal to desired, if anything is needed."""
    base = pushed.body if pushed else None
    if found is None:
        why: Why = "missing" if pushed else "new"
        yield Change("create", why, resource.key, resource.name, None, None, resource.body, base)
        return
    item, how = found
    known = pushed is not None and pushed.native == item.native
    same = item.body == resource.body and item.name == resource.name
    if known and same and base == resource.body and pushed is not None and pushed.name == resource.name:
        return
    action: Action = "adopt" if not known else "record" if same else "update"
    theirs = pushed is not None and (pushed.body != item.body or pushed.name != item.name)
    ours = pushed is not None and (pushed.body != resource.body or pushed.name != resource.name)
    why = how if not known else "agrees" if same else "both" if ours and theirs else "theirs" if theirs else "ours"
    yield Change(
        action, why, resource.key, resource.name, item.native, item.body, resource.body, base, item.changed_at, item.changed_by
    )


def _away(key: Key, pushed: Pushed, found: tuple[Live, Why] | None) -> Change:
    if found is None:
        return Change("forget", "gone", key, pushed.name, pushed.native, None, None, pushed.body)
    item = found[0]
    return Change(
        "delete", "removed", key, item.name, item.native, item.body, None, pushed.body, item.changed_at, item.changed_by
    )


def drift(base: Mapping[Key, Pushed], live: Sequence[Live]) -> tuple[Change, ...]:
    """What changed there since the last push: `before` is what was pushed, `after` what is; `delete` where it is gone."""
    found = match(base, (), live).found
    moved = []
    for key, pushed in sorted(base.items()):
        item = found[key][0] if key in found else None
        if item is None:
            moved.append(Change("delete", "theirs", key, pushed.name, pushed.native, pushed.body, None, pushed.body))
        elif item.body != pushed.body or item.name != pushed.name:
            moved.append(
                Change(
                    "update",
                    "theirs",
                    key,
                    item.name,
                    item.native,
                    pushed.body,
                    item.body,
                    pushed.body,
                    item.changed_at,
                    item.changed_by,
                )
            )
    return tuple(moved)


def guard(plan: Plan, force: bool = False) -> Text | None:
    """Why this plan should not be carried out, or None. `force` lifts everything but ambiguous names."""
    if plan.ambiguous:
        first = plan.ambiguous[0]
        return text("ambiguous-name", object=str(first.key), name=first.name, natives=first.natives, count=len(plan.ambiguous))
    if force:
        return None
    conflicts = [change for change in plan.changes if change.why == "both"]
    if conflicts:
        return text("changed-on-both-sides", object=str(conflicts[0].key), count=len(conflicts))
    for action in ("update", "delete"):
        count = sum(
            change.writes and change.action in (action, "adopt" if action == "update" else action) for change in plan.changes
        )
        if plan.managed >= GUARD_FROM and count * 100 > GUARD_PERCENT * plan.managed:
            return text("too-many-changes", action=text(f"many-{action}"), count=count, total=plan.managed, percent=GUARD_PERCENT)
    return None
