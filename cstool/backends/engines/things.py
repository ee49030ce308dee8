"""Native objects as an engine takes them: ours as compile makes them, and whatever else a fetched account holds."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cstool.backends.references import reference
from cstool.plan import Body, Key, Live, Resource

_NAMED = re.compile(r"@#?\{[a-z_]+/([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Thing:
    """One native object. `reference` is how bodies name it; `key` is None where it is not ours."""

    kind: str
    reference: str
    name: str
    body: Body
    key: Key | None = None


def ours(resources: Iterable[Resource]) -> Iterator[Thing]:
    """What compile makes."""
    for item in resources:
        yield Thing(item.kind, reference(item.kind, item.id, item.part), item.name, item.body, item.key)


def theirs(live: Iterable[Live], known: Mapping[tuple[str, str], Key]) -> Iterator[Thing]:
    """What a fetched account holds; `known` maps (kind, their id) to our key."""
    for item in live:
        key = known.get((item.kind, item.native)) or item.owner
        named = reference(item.kind, key.id, key.part) if key else reference(item.kind, f"={item.native}")
        yield Thing(item.kind, named, item.name, item.body, key)


def together(resources: Sequence[Resource], live: Iterable[Live], known: Mapping[tuple[str, str], Key]) -> tuple[Thing, ...]:
    """Ours as they will be after a push, and what else is there and stays."""
    made = tuple(ours(resources))
    keys = {thing.key for thing in made}
    return (*made, *(thing for thing in theirs(live, known) if thing.key is None and thing.key not in keys))


def of_kind(things: Iterable[Thing], kind: str) -> tuple[Thing, ...]:
    """The objects of one kind, in order."""
    return tuple(thing for thing in things if thing.kind == kind)


def plain(value: object) -> str:
    """A value of a body as text: escapes undone, a reference by number like one by text."""
    if value is True or value is False:
        return str(value).lower()
    return "" if value is None else str(value).replace("@@", "@").replace("@#{", "@{")


def shown(native: str, names: Mapping[str, str]) -> str:
    """What a person calls it: the name of an object that is there, else what a reference says, else the value."""
    found = names.get(native)
    match = _NAMED.fullmatch(native)
    return found or (match[1].removeprefix("=") if match else native)
