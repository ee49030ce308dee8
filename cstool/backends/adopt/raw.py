"""What only the product understands, put back into a compile as it stands in config/raw.yaml."""

from collections.abc import Iterable, Sequence

from cstool.backends.account import Account
from cstool.plan import Resource


def with_raw(account: Account, resources: Iterable[Resource], kinds: Sequence[str]) -> list[Resource]:
    """The resources and those of config/raw.yaml, in the order of kinds; what was compiled stands first and is never replaced."""
    made = list(resources)
    known = {resource.key for resource in made}
    for kind, objects in account.workspace.raw.get(account.name, {}).items():
        for id_, item in objects.items():
            resource = Resource(kind, id_, "", item.value.name, item.value.body)
            if resource.key not in known:
                made.append(resource)
    if len(made) == len(known):
        return made
    rank = {kind: position for position, kind in enumerate(kinds)}
    return sorted(made, key=lambda resource: rank.get(resource.kind, len(rank)))
