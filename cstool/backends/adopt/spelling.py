"""Bodies as they are spelt there, where that means the same: an unchanged object is then no change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from cstool.plan import Body, Key, Pushed, Resource


def as_pushed(
    desired: Sequence[Resource], base: Mapping[Key, Pushed], meaning: Callable[[str, Body], object]
) -> tuple[Resource, ...]:
    """Each object with its body of the lockfile where both mean the same."""
    made = []
    for resource in desired:
        known = base.get(resource.key)
        alike = known is not None and known.body != resource.body
        if known is not None and alike and meaning(resource.kind, known.body) == meaning(resource.kind, resource.body):
            resource = replace(resource, body=known.body)
        made.append(resource)
    return tuple(made)
