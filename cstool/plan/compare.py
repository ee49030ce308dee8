"""Three ways: what was pushed last, what should be, what is. Whose change it was falls out of the comparison."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cstool.plan.change import Action, Ambiguity, Change, Plan, Why
from cstool.plan.resource import Intent, Key, Live, Pushed, Resource, digest

_WAYS = ("marker", "intent", "name")
"""How an object without an entry in the lockfile is recognised, surest first."""


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
    """By lockfile; else by our marker; else by an open intent; else by exact name. Several candidates are an ambiguity.

    What a push began to make and nobody wants any more is looked for by marker and intent, and never doubted.
    """
    wanted = {resource.key: resource for resource in desired}
    found, doubtful = _locked(base, wanted, live)
    begun = {key: Resource(*key, name=intent.name) for key, intent in intents.items() if key not in wanted and key not in base}
    for why in _WAYS:
        taken = {(item.kind, item.native) for item, _ in found.values()}
        taken |= {(doubt.key.kind, native) for doubt in doubtful.values() for native in doubt.natives}
        free = _Free([item for item in live if (item.kind, item.native) not in taken])
        looked_for = [*wanted.values(), *(begun.values() if why != "name" else ())]
        open_ones = [resource for resource in looked_for if resource.key not in found and resource.key not in doubtful]
        candidates = {resource.key: free.candidates(resource, why, intents.get(resource.key)) for resource in open_ones}
        claims = Counter((items[0].kind, items[0].native) for items in candidates.values() if len(items) == 1)
        for resource in open_ones:
            items = candidates[resource.key]
            if len(items) == 1 and claims[items[0].kind, items[0].native] == 1:
                begun_by_us = why != "name" and resource.key in intents
                found[resource.key] = (items[0], "interrupted" if begun_by_us else "found")
            elif items and resource.key in wanted:  # several there, or two of ours with one name there: nobody may guess
                doubtful[resource.key] = Ambiguity(resource.key, resource.name, tuple(sorted(item.native for item in items)))
    return Matching(found, tuple(sorted(doubtful.values(), key=lambda doubt: doubt.key)))


def _locked(
    base: Mapping[Key, Pushed], wanted: Mapping[Key, Resource], live: Sequence[Live]
) -> tuple[dict[Key, tuple[Live, Why]], dict[Key, Ambiguity]]:
    """What the lockfile knows. A lockfile merged by hand may give one live object to two of ours: nobody may guess then."""
    by_native = {(item.kind, item.native): item for item in live}
    claims: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key, pushed in sorted(base.items()):
        item = by_native.get((key.kind, pushed.native))
        if item is not None and item.owner in (None, key):
            claims[key.kind, pushed.native].append(key)
    found: dict[Key, tuple[Live, Why]] = {}
    doubtful = {}
    for place, keys in claims.items():
        needed = [key for key in keys if key in wanted] or keys[:1]
        if len(needed) == 1:
            found[needed[0]] = (by_native[place], "agrees")
        else:
            doubtful.update({key: Ambiguity(key, wanted[key].name, (place[1],)) for key in needed})
    return found, doubtful


class _Free:
    """Live objects that nothing claims yet, by marker and by name."""

    def __init__(self, live: Iterable[Live]) -> None:
        self._marked: dict[Key, list[Live]] = defaultdict(list)
        self._named: dict[tuple[str, str], list[Live]] = defaultdict(list)
        for item in live:
            if item.owner is not None:
                self._marked[item.owner].append(item)
            else:
                self._named[item.kind, item.name].append(item)

    def candidates(self, resource: Resource, way: str, intent: Intent | None) -> list[Live]:
        """The live objects that may be this one of ours."""
        if way == "marker":
            return self._marked.get(resource.key, [])
        if way == "intent":
            begun = self._named.get((resource.kind, intent.name), []) if intent else []
            return [item for item in begun if intent and item.native not in intent.seen]
        return self._named.get((resource.kind, resource.name), []) if resource.name else []


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
    left = {key: pushed for key, pushed in base.items() if key not in wanted}
    for key, (item, _) in matching.found.items():  # and what an interrupted push made, that the lockfile does not know yet
        if key not in base and key not in wanted:
            left[key] = Pushed(item.native, item.name, item.body)
    gone = sorted(left, key=lambda key: (-rank.get(key.kind, len(rank)), key))
    removals = [_away(key, left[key], matching.found.get(key)) for key in gone]
    deletions = [change for change in removals if change.action == "delete"]
    forgotten = [change for change in removals if change.action == "forget"]
    return Plan(
        backend,
        (*changes, *(deletions if delete else ()), *forgotten),
        () if delete else tuple(deletions),
        matching.ambiguous,
        _twins(matching, wanted, live),
        digest(sorted([item.kind, item.native, item.name, item.body] for item in live)) if live else "",
        len(matching.found),
        len(base),
    )


def _twins(matching: Matching, wanted: Mapping[Key, Resource], live: Sequence[Live]) -> tuple[Ambiguity, ...]:
    taken = {(item.kind, item.native) for item, _ in matching.found.values()}
    doubtful = {doubt.key for doubt in matching.ambiguous}
    found: dict[Key, list[str]] = defaultdict(list)
    for item in live:
        owner = item.owner
        if owner is not None and owner in wanted and owner not in doubtful and (item.kind, item.native) not in taken:
            found[owner].append(item.native)
    return tuple(Ambiguity(key, wanted[key].name, tuple(sorted(natives))) for key, natives in sorted(found.items()))


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
        action,
        why,
        resource.key,
        resource.name,
        item.native,
        item.body,
        resource.body,
        base,
        item.changed_at,
        item.changed_by,
        item.name,
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
            who = (item.changed_at, item.changed_by)
            moved.append(
                Change("update", "theirs", key, item.name, item.native, pushed.body, item.body, pushed.body, *who, pushed.name)
            )
    return tuple(moved)
