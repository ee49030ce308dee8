"""Native objects as an engine takes them: ours as compile makes them, and whatever else a fetched account holds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cstool.backends.references import NATIVE, Rename, native_reference, reference, references, renamed
from cstool.plan import Body, Key, Live, Resource

FOUND = {"group": "found_group", "schedule": "found_schedule", "calendar": "found_calendar", "skill": "found_skill",
         "ticket_field": "found_field"}  # fmt: skip
"""What compile calls an object that is there and not ours: by its name."""
ORDERS = ("trigger_order", "sla_order")


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


def together(resources: Sequence[Resource], live: Iterable[Live], known: Mapping[tuple[str, str], Key]) -> tuple[Thing, ...]:
    """Ours as they will be after a push, beside what else a fetched account holds and keeps.

    `live` names objects by their ids; `known` maps (kind, their id) to our key, where a marker does not.
    """
    made, fetched = tuple(ours(resources)), list(live)
    if not fetched:
        return made
    keys = {(item.kind, item.native): key for item in fetched if (key := known.get((item.kind, item.native)) or item.owner)}
    counted = Counter((item.kind, item.name) for item in fetched)
    names = {
        (item.kind, item.native): reference(FOUND[item.kind], item.name)
        for item in fetched
        if item.kind in FOUND and (item.kind, item.native) not in keys and counted[item.kind, item.name] == 1
    }

    def rename(kind: str, id_: str, part: str) -> str | None:
        place = kind, id_.removeprefix(NATIVE)
        if not id_.startswith(NATIVE):
            return None
        found = reference(*keys[place]) if place in keys else names.get(place)
        return found[1:] if found else None

    others = [
        Thing(
            item.kind,
            names.get((item.kind, item.native), native_reference(item.kind, item.native)),
            item.name,
            _body(item, rename),
        )
        for item in fetched
        if (item.kind, item.native) not in keys and item.kind not in ORDERS
    ]
    orders = {item.kind: _body(item, rename) for item in fetched if item.kind in ORDERS}
    joined = tuple(
        replace(thing, body=_merged(orders[thing.kind], thing.body)) if thing.kind in orders else thing for thing in made
    )
    alone = [Thing(kind, kind, kind, body) for kind, body in orders.items() if all(thing.kind != kind for thing in made)]
    return (*joined, *others, *alone)


def _body(item: Live, rename: Rename) -> Body:
    body = renamed(item.body, rename)
    assert isinstance(body, Mapping)
    return body


def _merged(there: Body, wanted: Body) -> Body:
    """An order after a push: what is not ours keeps its place, ours share the places that they have, new ones come last; of SLA
    policies, ours come first."""
    if "sla_policy_ids" in wanted:
        ids = [str(one) for one in _list(wanted.get("sla_policy_ids"))]
        return {"sla_policy_ids": [*ids, *(one for one in map(str, _list(there.get("sla_policy_ids"))) if one not in ids)]}
    inside_there, inside = there.get("triggers"), wanted.get("triggers")
    assert isinstance(inside_there, Mapping)
    assert isinstance(inside, Mapping)
    categories = _slotted(_list(there.get("trigger_categories")), _list(wanted.get("trigger_categories")))
    members = {name: _slotted(_list(inside_there.get(name)), _list(inside.get(name))) for name in categories}
    return {"trigger_categories": categories, "triggers": members}


def _slotted(current: Sequence[str], wanted: Sequence[str]) -> list[str]:
    places, mine = [*current, *(one for one in wanted if one not in set(current))], set(wanted)
    following = iter(wanted)
    return [next(following) if one in mine else one for one in places]


def _list(value: object) -> list[str]:
    return [plain(one) for one in value] if isinstance(value, list | tuple) else []


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
    if native in names:
        return names[native]
    return next((id_.removeprefix(NATIVE) for _, id_, _ in references(native)), native)
