"""Adopt an account: decompile, compile again, and keep raw whatever does not come back with the same meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from cstool.backends.adopt.adoption import Adopted, Place, Seen, named
from cstool.backends.adopt.files import Written, ours_of, written
from cstool.backends.adopt.product import Product, product_of
from cstool.backends.compilers import compile_for
from cstool.checks.run import run
from cstool.diagnostic import Severity
from cstool.plan import Key, Live, Pushed, Resource
from cstool.workspace import Workspace

ROUNDS = 12
"""Each keeps more raw; what refers to a raw object follows in the next."""


_NOBODY: Mapping[str, str] = MappingProxyType({})
_NO_KEYS: Mapping[Place, Key] = MappingProxyType({})


@dataclass(frozen=True)
class Adoption:
    """An account as files, and what the lockfile learns so that a plan is empty."""

    files: Mapping[str, str | None]
    lock: Mapping[Key, Pushed]
    clean: tuple[Key, ...]
    """Native objects that our words say."""
    raw: Mapping[Key, str]
    """Native objects kept as they are, and why."""
    astray: tuple[Key, ...] = ()
    """Objects that a push would still change: none, or the account moved meanwhile."""


def adopt(workspace: Workspace, backend: str, live: Sequence[Live], people: Mapping[str, str] = _NOBODY) -> Adoption:
    """The account `backend` of a workspace that holds nothing of it yet. `live`: as fetched, with native references; `people`:
    names by mail, as far as they are known."""
    product = product_of(workspace.settings.value.backends[backend].type)
    seen = replace(see(product, workspace, backend, live, {}), people=people)
    for _ in range(ROUNDS):
        made = product.decompile(seen)
        whole = written(workspace, backend, made, {**ours_of(workspace), **made.objects})
        off = differing(product, seen, made, whole)
        if off <= seen.raw:
            break
        seen = replace(seen, raw=seen.raw | off)
    made.milder = errors_in(whole.workspace)
    if made.milder:
        whole = written(workspace, backend, made, {**ours_of(workspace), **made.objects})
        off = differing(product, seen, made, whole)
    return _adoption(product, seen, made, whole, off)


def errors_in(workspace: Workspace) -> set[str]:
    """Checks that find errors in the adopted files, but for what is wrong with the files themselves."""
    shape = {fault.check for fault in workspace.faults}
    return {one.check for one in run(workspace) if one.severity is Severity.ERROR and one.check not in {*shape, *_OWN}}


_OWN = ("unsupported-on-backend", "literal-secret")
"""What stops a push, and what nothing makes milder."""


def see(
    product: Product,
    workspace: Workspace,
    backend: str,
    live: Sequence[Live],
    known: Mapping[Place, Key],
    apart: Mapping[Place, Key] = _NO_KEYS,
) -> Seen:
    """The account under our names. `apart`: objects that others may name, but that are not looked at themselves."""
    agents = {item.value.email: id_ for id_, item in workspace.agents.items()}
    looked_at = [item for item in live if (item.kind, item.native) not in apart]
    found = product.found(live)
    keys = {**product.keys(looked_at, known, agents, workspace.settings.value.default_locale), **apart}
    fields = tuple(item for item in live if item.kind in product.fields)
    settings = workspace.settings.value.backends[backend]
    bound = {native: ours for ours, one in settings.fields.items() if (native := one.dropdown or one.text or one.attribute)}
    channels = {
        (way, str(value)): ours
        for ours, one in settings.channels.items()
        for way, value in one.model_dump(exclude_none=True).items()
    }
    return Seen(
        backend,
        keys,
        {key: item for key, item in named(live, keys, found).items() if (item.kind, item.native) not in apart},
        found,
        agents,
        bound=bound,
        channels=channels,
        placeholders=product.placeholders(workspace, backend),
        locale=workspace.settings.value.default_locale,
        fields=fields,
    )


def differing(product: Product, seen: Seen, made: Adopted, whole: Written) -> frozenset[Key]:
    """Native objects that do not come back."""
    compiled = {resource.key: resource for resource in compile_for(whole.workspace, seen.backend).resources}
    refused = {made.source[key] for key in whole.refused if key in made.source}
    return frozenset(
        key for key, item in seen.live.items() if key in refused or not same(product, compiled.get(made.keys.get(key, key)), item)
    )


def same(product: Product, resource: Resource | None, item: Live) -> bool:
    """Whether a compiled object means what stands there."""
    if resource is None or resource.name != item.name:
        return False
    return product.meaning(item.kind, resource.body) == product.meaning(item.kind, item.body)


def _adoption(product: Product, seen: Seen, made: Adopted, whole: Written, off: frozenset[Key]) -> Adoption:
    lock = {
        made.keys.get(key, key): Pushed(item.native, item.name, item.body) for key, item in seen.live.items() if key not in off
    }
    raw = {key: made.why.get(key, key.kind) for key in seen.live if key in made.why}
    clean = tuple(key for key in seen.live if key not in raw)
    return Adoption(whole.files, lock, clean, raw, tuple(sorted(off)))
