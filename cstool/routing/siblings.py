"""What rules of one `every` stage read of each other: all are judged on the ticket as it entered."""

from collections.abc import Iterator

from cstool.conditions.exclusion import exclude
from cstool.conditions.operators import equals
from cstool.conditions.syntax import Comparison, comparisons
from cstool.model.routing import Actions
from cstool.routing.compile import CompiledRule
from cstool.routing.decide import SINGLE

Key = tuple[str, ...]
Loc = tuple[str, ...]


class _Writes:
    """Who writes what, by place and value, so that rules that have nothing to do with each other are never compared."""

    def __init__(self) -> None:
        self._by_place: dict[Key, dict[object, list[CompiledRule]]] = {}

    def add(self, rule: CompiledRule) -> None:
        for key, value in writes_of(rule.actions):
            self._by_place.setdefault(key, {}).setdefault(value, []).append(rule)

    def at(self, key: Key) -> Iterator[tuple[object, CompiledRule]]:
        for value, rules in self._by_place.get(key, {}).items():
            yield from ((value, rule) for rule in rules)

    def against(self, key: Key, value: object) -> Iterator[tuple[object, CompiledRule]]:
        for other, rules in self._by_place.get(key, {}).items():
            if other != value:
                yield from ((other, rule) for rule in rules)


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


def reads(rules: tuple[CompiledRule, ...]) -> Iterator[tuple[CompiledRule, Comparison, CompiledRule, Loc]]:
    """A rule, a comparison of it whose truth a write of another rule can change, that rule, and the place of its write."""
    writes = _Writes()
    for rule in rules:
        writes.add(rule)
    for reader in rules:
        for comparison in comparisons(reader.condition):
            for key in keys_of(comparison):
                for value, writer in writes.at(key):
                    if writer is not reader and _can_change(reader, comparison, writer, value):
                        yield reader, comparison, writer, place_of(key, value)


def keys_of(comparison: Comparison) -> tuple[Key, ...]:
    """The places that a comparison reads, as writes name them."""
    field = comparison.field
    if field.name == "tags":
        return tuple(("tags", str(tag)) for tag in comparison.operands)
    return (("set", field.name.removeprefix("fields.")),) if field.own else ((field.name,),)


def _can_change(reader: CompiledRule, comparison: Comparison, writer: CompiledRule, value: object) -> bool:
    field = comparison.field
    if field.kind != "value" or comparison.operator not in ("is", "one_of"):
        return True
    if any(equals(field, value, operand) for operand in comparison.operands):
        return True
    # This write can only take the reader's ticket away, which needs a ticket that both take.
    return not exclude(reader.condition, writer.condition)
