"""Pull again from an adopted account: what changed there goes into the files, three ways, field by field.

Both the account as it was pushed or pulled last and as it is now are decompiled by the same rules, so a difference between the
two is a change made there. Whether the files then say it is not believed but compiled: only what comes back is remembered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from cstool.backends.adopt.adoption import Adopted, Place, Seen
from cstool.backends.adopt.files import Written, ours_of, written
from cstool.backends.adopt.first import ROUNDS, same, see
from cstool.backends.adopt.product import Product, product_of
from cstool.backends.compilers import compile_for
from cstool.plan import Body, Key, Live, Pushed, Resource
from cstool.workspace import Workspace


@dataclass(frozen=True)
class Again:
    """Files to write, what the lockfile learns, and what became of each change made there."""

    files: Mapping[str, str | None]
    remembered: Mapping[Key, Pushed | None]
    taken: tuple[Key, ...] = ()
    removed: tuple[Key, ...] = ()
    conflicts: tuple[Key, ...] = ()
    """Objects of ours that were changed on both sides: ours stays."""
    left_out: tuple[Key, ...] = ()
    """Native objects whose change the files do not say."""
    reasons: Mapping[Key, str] = field(default_factory=dict)


def pull_again(
    workspace: Workspace,
    backend: str,
    base: Mapping[Key, Pushed],
    live: Sequence[Live],
    *,
    theirs: bool = False,
    delete: bool = False,
    people: Mapping[str, str] = MappingProxyType({}),
) -> Again:
    """`theirs` takes the account's side of a conflict; `delete` removes from the files what was deleted there."""
    product = product_of(workspace.settings.value.backends[backend].type)
    known: dict[Place, Key] = {(key.kind, pushed.native): key for key, pushed in base.items()}
    before = [Live(pushed.native, key.kind, pushed.name, pushed.body) for key, pushed in base.items()]
    apart = {place: key for place, key in known.items() if _computed(workspace, key)}
    now = replace(see(product, workspace, backend, live, _whole(known), apart), people=people)
    before = [item for item in before if (item.kind, item.native) not in apart]
    raw = _raw_keys(workspace, backend, base)
    then = replace(now, live=_as_seen(now, before, known))
    ours, old = ours_of(workspace), product.decompile(replace(then, raw=raw & then.live.keys() | _parts(then, raw)))
    forced = raw | _parts(now, raw)
    for _ in range(ROUNDS):
        new = product.decompile(replace(now, raw=frozenset(forced)))
        merged, conflicts, removed = _merged(ours, old.objects, new.objects, theirs=theirs, delete=delete)
        whole = written(workspace, backend, _with_raw(workspace, backend, old, new, theirs), merged)
        compiled = {resource.key: resource for resource in compile_for(whole.workspace, backend).resources}
        off = _off(product, now, then, new, compiled, whole, conflicts)
        if off <= forced:
            break
        forced |= off
    return _again(product, base, now, then, new, compiled, whole, conflicts, removed)


def _computed(workspace: Workspace, key: Key) -> bool:
    """Whether a pushed object is computed from what was written here, beside what was there before: nobody reads it back."""
    if key.kind in ("trigger", "trigger_category"):
        return key.id.partition("/")[0] not in {item.value.id for item in workspace.stages if item.value.match == "sequence"}
    if key.kind in ("schedule", "calendar"):
        return key.id not in workspace.calendars and all(
            key.id not in kinds.get(key.kind, {}) for kinds in workspace.raw.values()
        )
    if key.kind in ("dynamic_content", "macro", "text_module"):
        template = workspace.templates.get(key.id)
        return template is not None and len(template.wordings) > 1
    return ("/" in key.id and key.kind in ("automation", "job")) or (key.kind in ("sla", "sla_policy") and "_" in key.id)


def _whole(known: Mapping[Place, Key]) -> dict[Place, Key]:
    """Keys as they are before anything is found raw: raw objects have no part, it stands in their id."""
    parted = ("group_membership", "text_module")
    return {place: key for place, key in known.items() if key.kind not in parted or (key.part and key.kind != parted[0])}


def _as_seen(now: Seen, before: Sequence[Live], known: Mapping[Place, Key]) -> dict[Key, Live]:
    """The account as it was, under the keys of today where the object is still there."""
    return {now.keys.get((item.kind, item.native), known[item.kind, item.native]): item for item in before}


def _raw_keys(workspace: Workspace, backend: str, base: Mapping[Key, Pushed]) -> frozenset[Key]:
    kinds = workspace.raw.get(backend, {})
    found = {Key(kind, id_) for kind, shelf in kinds.items() for id_ in shelf}
    rules = {rule.value.id for _, rule in workspace.rules() if backend in rule.value.raw}
    policies = {item.value.id for item in workspace.policies if backend in item.value.raw}
    found |= {key for key in base if key.kind == "trigger" and key.id.partition("/")[2] in rules}
    return frozenset(found | {key for key in base if key.kind in ("sla", "sla_policy") and key.id in policies})


def _parts(seen: Seen, raw: frozenset[Key]) -> frozenset[Key]:
    return frozenset(key for key in seen.live if key.part and Key(key.kind, f"{key.id}.{key.part}") in raw)


def _merged(
    ours: Mapping[Key, Body], old: Mapping[Key, Body], new: Mapping[Key, Body], *, theirs: bool, delete: bool
) -> tuple[dict[Key, Body], set[Key], set[Key]]:
    """Our objects with what changed there, those changed on both sides, and those that go."""
    merged, conflicts, removed = dict(ours), set[Key](), set[Key]()
    for key in dict.fromkeys([*old, *new]):
        before, after, mine = old.get(key), new.get(key), ours.get(key)
        if before == after or mine == after:
            continue
        if after is None:
            if mine is not None and (delete or theirs):
                del merged[key]
                removed.add(key)
        elif mine is None:
            if before is None or theirs:
                merged[key] = after
        else:
            merged[key], clash = fields_merged(mine, before or {}, after, theirs=theirs)
            conflicts |= {key} if clash else set()
    return _placed(merged, ours), conflicts, removed


def _placed(merged: dict[Key, Body], ours: Mapping[Key, Body]) -> dict[Key, Body]:
    """Stages and orders name what is still in the files, in the place where it stood, though it went there."""
    made = dict(merged)
    for key, body in merged.items():
        name, kind = _LISTS.get(key.kind, ("", "")) if key.kind != "order" else ("ids", key.id)
        if not name or key not in ours:
            continue
        before, ids = _strings(ours[key].get(name)), _strings(body.get(name))
        everywhere = {one for other, whole in merged.items() if other.kind == key.kind for one in _strings(whole.get(name))}
        for position, id_ in enumerate(before):
            if id_ not in everywhere and Key(kind, id_) in merged:
                ahead = [ids.index(other) for other in before[:position] if other in ids]
                ids.insert(ahead[-1] + 1 if ahead else 0, id_)
        made[key] = {**body, name: ids}
    return made


_LISTS = {"stages": ("rules", "rules")}
"""Kinds whose body names others in their order: where, and of which kind."""


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def fields_merged(mine: Body, before: Body, after: Body, *, theirs: bool) -> tuple[dict[str, object], bool]:
    """Field by field: theirs where only they changed it; ours where both did, which is then said."""
    merged, clash = dict(mine), False
    for name in dict.fromkeys([*before, *after]):
        was, is_, have = before.get(name), after.get(name), mine.get(name)
        if was == is_ or have == is_:
            continue
        if have == was or theirs or (isinstance(have, Mapping) and name == "name"):
            _put(merged, name, is_)
        elif isinstance(have, list) and isinstance(is_, list) and isinstance(was, list):
            merged[name] = [one for one in is_ if one in have or one not in was] + [one for one in have if one not in is_ + was]
        else:
            clash = True
    return merged, clash


def _put(merged: dict[str, object], name: str, value: object) -> None:
    if value is None:
        merged.pop(name, None)
    elif name == "name" and isinstance(merged.get(name), Mapping) and isinstance(value, str):
        held = merged[name]
        assert isinstance(held, Mapping)
        merged[name] = {language: value if position == 0 else shown for position, (language, shown) in enumerate(held.items())}
    else:
        merged[name] = value


def _with_raw(workspace: Workspace, backend: str, old: Adopted, new: Adopted, theirs: bool) -> Adopted:
    """The raw objects of today, but for those that were edited in the files and not there."""
    held = workspace.raw.get(backend, {})
    raw: dict[str, dict[str, dict[str, object]]] = {}
    for kind in dict.fromkeys([*held, *new.raw]):
        shelf: dict[str, dict[str, object]] = {}
        for id_ in dict.fromkeys([*held.get(kind, {}), *new.raw.get(kind, {})]):
            mine = held[kind][id_].value.model_dump() if id_ in held.get(kind, {}) else None
            before, after = old.raw.get(kind, {}).get(id_), new.raw.get(kind, {}).get(id_)
            if mine is None and before == after:
                continue
            keeps = mine is not None and (before == after or (mine != before and not theirs))
            chosen = mine if keeps else after if after is not None else mine
            if chosen is not None:
                shelf[id_] = chosen
        raw |= {kind: shelf} if shelf else {}
    return replace(new, raw=raw)


def _changed(product: Product, now: Seen, then: Seen) -> list[Key]:
    """What is not there as it was."""
    found = []
    for key in dict.fromkeys([*then.live, *now.live]):
        was, is_ = then.live.get(key), now.live.get(key)
        if was is None or is_ is None or was.name != is_.name or was.body != is_.body:
            found.append(key)
    return found


def _off(
    product: Product,
    now: Seen,
    then: Seen,
    new: Adopted,
    compiled: Mapping[Key, Resource],
    whole: Written,
    conflicts: set[Key],
) -> frozenset[Key]:
    """Changed objects that our words do not say, though nobody changed them here."""
    refused = {new.source[key] for key in whole.refused if key in new.source}
    ours = {new.source[key] for key in conflicts if key in new.source}
    return frozenset(
        key
        for key in _changed(product, now, then)
        if key in now.live and key not in ours and (key in refused or not _says(product, new, compiled, now.live[key], key))
    )


def _says(product: Product, new: Adopted, compiled: Mapping[Key, Resource], item: Live, key: Key) -> bool:
    return same(product, compiled.get(new.keys.get(key, key)), item)


def _again(
    product: Product,
    base: Mapping[Key, Pushed],
    now: Seen,
    then: Seen,
    new: Adopted,
    compiled: Mapping[Key, Resource],
    whole: Written,
    conflicts: set[Key],
    removed: set[Key],
) -> Again:
    remembered: dict[Key, Pushed | None] = {}
    taken, left = [], []
    for key in _changed(product, now, then):
        item, held = now.live.get(key), new.keys.get(key, key)
        if item is None:
            if key not in compiled and key in base:
                remembered[key] = None
            elif key in compiled:
                left.append(key)
        elif _says(product, new, compiled, item, key):
            remembered[held] = Pushed(item.native, item.name, item.body)
            if held != key and key in base:
                remembered[key] = None
            taken.append(key)
        else:
            left.append(key)
    return Again(whole.files, remembered, tuple(taken), tuple(sorted(removed)), tuple(sorted(conflicts)), tuple(left))
