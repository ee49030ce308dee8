"""Native references by our names: `@{group/=360001}` becomes `@{group/returns}` once it is known which group is ours.

Which live object is which of ours never depends on bodies (`plan.match`), so they are named after matching, then compared.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cstool.backends.base import Backend
from cstool.backends.references import NATIVE, reference, references, renamed
from cstool.plan import Body, Key, Live, Matching, Pushed, Resource

FOUND = "found_"
"""Begins the kind of a reference to an object that is not ours, by its name there."""


@dataclass(frozen=True)
class Names:
    """Which live object is which of ours, and what the others are called."""

    ours: Mapping[tuple[str, str], Key]
    """By kind and their id."""
    others: Mapping[tuple[str, str], str]
    """Names that one live object alone has, by kind and their id, whether it is ours or not."""

    @property
    def natives(self) -> dict[Key, str]:
        """Their ids of our objects."""
        return {key: native for (_, native), key in self.ours.items()}


def names_of(matching: Matching, live: Sequence[Live]) -> Names:
    """From what `match` found."""
    counted = Counter((item.kind, item.name) for item in live)
    others = {(item.kind, item.native): item.name for item in live if item.name and counted[item.kind, item.name] == 1}
    return Names({(item.kind, item.native): key for key, (item, _) in matching.found.items()}, others)


def named(account: Backend, live: Sequence[Live], names: Names, among: Collection[Key] | None = None) -> tuple[Live, ...]:
    """The live objects with our names in their bodies; orders list ours alone, and one that lists none is not there.

    `among`: the objects that orders are compared by. What is ours and not among them is there because nobody asked to delete
    it, and has no place in an order that anybody wants.
    """
    if not account.looked_up:
        return tuple(live)
    made = []
    for item in live:
        body = renamed(item.body, _by_our_name(account, names))
        if item.kind in account.orders:
            body = _without(body, _is_foreign)
            if among is not None:
                body = _without(body, _unlisted(account, among))
            if all(kind in account.looked_up for kind, _, _ in references(body)):
                continue  # none of ours: people and the like are nobody's
        made.append(replace(item, body=_mapping(body)))
    return tuple(made)


def listed(account: Backend, base: Mapping[Key, Pushed], among: Collection[Key]) -> dict[Key, Pushed]:
    """What was pushed last, its orders compared by the same objects: else what leaves the files would seem to have been there
    still, and taken out by somebody else."""
    unlisted = _unlisted(account, among)
    return {
        key: replace(pushed, body=_mapping(_without(pushed.body, unlisted))) if key.kind in account.orders else pushed
        for key, pushed in base.items()
    }


def keys_in(bodies: Iterable[Body]) -> set[Key]:
    """Every object that bodies refer to."""
    return {Key(*found) for body in bodies for found in references(body)}


def desired_named(account: Backend, desired: Sequence[Resource], names: Names) -> tuple[Resource, ...]:
    """The desired objects, where an object found by its name turns out to be ours, under our name: as live bodies say it."""
    if not account.looked_up:
        return tuple(desired)
    named_there = {(kind, name): (kind, native) for (kind, native), name in names.others.items()}

    def rename(kind: str, id_: str, part: str) -> str | None:
        place = named_there.get((kind.removeprefix(FOUND), id_)) if kind.startswith(FOUND) else None
        key = names.ours.get(place) if place else None
        return reference(*key)[1:] if key else None

    return tuple(replace(item, body=_mapping(renamed(item.body, rename))) for item in desired)


def _by_our_name(account: Backend, names: Names) -> Callable[[str, str, str], str | None]:
    def rename(kind: str, id_: str, part: str) -> str | None:
        if not id_.startswith(NATIVE):
            return None
        place = kind, id_.removeprefix(NATIVE)
        if place in names.ours:
            return reference(*names.ours[place])[1:]
        if FOUND + kind in account.looked_up and place in names.others:
            return reference(FOUND + kind, names.others[place])[1:]
        return None

    return rename


def _without(value: object, unwanted: Callable[[object], bool]) -> object:
    """Without what is unwanted: neither a list nor a mapping names it."""
    if isinstance(value, Mapping):
        return {key: _without(inner, unwanted) for key, inner in value.items() if not unwanted(key)}
    if isinstance(value, list):
        return [_without(inner, unwanted) for inner in value if not unwanted(inner)]
    return value


def _unlisted(account: Backend, among: Collection[Key]) -> Callable[[object], bool]:
    """Whether a text refers to an object of a kind of ours that is not among these."""

    def is_unlisted(value: object) -> bool:
        if not isinstance(value, str):
            return False
        return any(kind in account.kinds and Key(kind, id_, part) not in among for kind, id_, part in references(value))

    return is_unlisted


def _is_foreign(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return any(id_.startswith(NATIVE) or kind.startswith(FOUND) for kind, id_, _ in references(value))


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value
