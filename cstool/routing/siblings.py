"""What rules write, and what comparisons read, as keys that can be held against each other."""

from collections.abc import Iterator

from cstool.conditions.syntax import Comparison
from cstool.model.routing import Actions
from cstool.routing.decide import SINGLE

Key = tuple[str, ...]
Loc = tuple[str, ...]


def writes_of(actions: Actions) -> Iterator[tuple[Key, object]]:
    """Every write as a key and a value. Each tag is a key of its own; its value is the place: put on, or taken off."""
    for name in SINGLE:
        if (value := getattr(actions, name)) is not None:
            yield (name,), value
    for name, value in actions.set.items():
        yield ("set", name), value
    for place, tags in (("tags", actions.tags), ("remove_tags", actions.remove_tags)):
        yield from ((("tags", tag), place) for tag in tags)


def place_of(key: Key, value: object) -> Loc:
    """Where in `then` the write stands."""
    return (str(value),) if key[0] == "tags" else key


def keys_of(comparison: Comparison) -> tuple[Key, ...]:
    """The places that a comparison reads, as writes name them."""
    field = comparison.field
    if field.name == "tags":
        return tuple(("tags", str(tag)) for tag in comparison.operands)
    return (("set", field.name.removeprefix("fields.")),) if field.own else ((field.name,),)
