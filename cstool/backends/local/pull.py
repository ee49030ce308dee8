"""Take what was changed in the embedded helpdesk into the files: theirs where only they changed, ours where only we did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cstool.backends.local.compile import compile_local
from cstool.backends.local.decompile import shaped
from cstool.backends.local.engine import key_of_name
from cstool.backends.local.rewrite import rewrite, written_anew
from cstool.model.settings import BackendSettings
from cstool.plan import Body, Key, Live, Pushed, match
from cstool.workspace import Workspace


@dataclass(frozen=True)
class Merge:
    """Files and helpdesk brought together, object by object."""

    merged: Mapping[Key, Body]
    """What the files shall say."""
    taken: tuple[Key, ...] = ()
    """Objects whose live state goes into the files."""
    removed: tuple[Key, ...] = ()
    conflicts: tuple[Key, ...] = ()
    """Changed on both sides: ours stays."""
    left_out: tuple[Key, ...] = ()
    """Live objects that our language cannot hold: they stay there, untouched."""
    remembered: Mapping[Key, Pushed | None] = field(default_factory=dict)
    """Lockfile entries that become true with it; None: the entry goes."""


_NAMING = {"stages": "rules", "order": "ids"}
"""Kinds whose body names other objects in their order -> where it does."""


@dataclass(frozen=True)
class Pulled:
    """A merge, and the files that say it."""

    merge: Merge
    files: Mapping[str, str | None]
    """New content by path; None: the file goes."""
    anew: tuple[str, ...] = ()
    """Of these, the ones in which comments are lost."""


def pull(
    workspace: Workspace,
    name: str,
    settings: BackendSettings,
    base: Mapping[Key, Pushed],
    live: Sequence[Live],
    *,
    theirs: bool = False,
    delete: bool = False,
) -> Pulled:
    """`theirs` takes the helpdesk's side of a conflict; `delete` removes from the files what was deleted there."""
    desired = compile_local(workspace, name, settings).resources
    found = match(base, desired, live).found
    there = {key: item for key, (item, _) in found.items()}
    claimed = {(item.kind, item.native) for item in there.values()}
    strangers = [item for item in live if (item.kind, item.native) not in claimed]
    there |= {item.owner or key_of_name(item.kind, item.name): item for item in strangers}
    ours = {resource.key: resource.body for resource in desired}
    together = merge(ours, base, there, workspace.settings.value.default_locale, theirs=theirs, delete=delete)
    everything = {r.key: r.body for r in compile_local(workspace, name, BackendSettings(type="local")).resources}
    files = rewrite(workspace, everything, with_excluded(everything, ours, together.merged))
    return Pulled(together, files, tuple(written_anew(workspace, files)))


def with_excluded(everything: Mapping[Key, Body], ours: Mapping[Key, Body], merged: Mapping[Key, Body]) -> dict[Key, Body]:
    """`merged` with the objects that are kept from this backend, each where it stood: the files still hold them."""
    whole = {**merged, **{key: body for key, body in everything.items() if key not in ours}}
    for name, kind in (("rules", "stages"), ("ids", "order")):
        for key in [key for key in whole if key.kind == kind and key in everything]:
            item_kind = "rules" if kind == "stages" else key.id
            ids, before = _strings(whole[key].get(name)), _strings(everything[key].get(name))
            for position, id_ in enumerate(before):
                if id_ not in ids and Key(item_kind, id_) in whole and Key(item_kind, id_) not in ours:
                    ahead = [ids.index(other) for other in before[:position] if other in ids]
                    ids.insert(ahead[-1] + 1 if ahead else 0, id_)
            whole[key] = {**whole[key], name: ids}
    return whole


def merge(
    ours: Mapping[Key, Body],
    base: Mapping[Key, Pushed],
    there: Mapping[Key, Live],
    default_locale: str,
    *,
    theirs: bool = False,
    delete: bool = False,
) -> Merge:
    """Three ways, object by object; nothing is written."""
    merged: dict[Key, Body] = {}
    sorted_out: dict[str, list[Key]] = {"take": [], "remove": [], "conflict": [], "leave": [], "keep": []}
    for key in dict.fromkeys([*ours, *there]):
        live = there[key].body if key in there else None
        shape = shaped(key, live, default_locale) if live is not None else None
        verdict = _verdict(base[key].body if key in base else None, ours.get(key), live, theirs=theirs, delete=delete)
        verdict = "leave" if verdict == "take" and shape is None else verdict
        sorted_out[verdict].append(key)
        if verdict == "take" and shape is not None:
            merged[key] = shape
        elif key in ours and verdict != "remove":
            merged[key] = ours[key]
    for key in _homeless(merged):  # a rule that no stage names is never run: nothing to take, nothing to keep
        del merged[key]
        for verdict in ("take", "keep", "conflict"):
            sorted_out[verdict] = [other for other in sorted_out[verdict] if other != key]
        sorted_out["remove" if key in ours else "leave"].append(key)
    merged |= {key: _without_unknown(key, body, merged) for key, body in merged.items() if key.kind in _NAMING}
    remembered: dict[Key, Pushed | None] = {key: None for key in sorted_out["remove"] if key not in there}
    remembered |= {key: Pushed(there[key].native, there[key].name, there[key].body) for key in sorted_out["take"]}
    taken, removed, conflicts, left_out = (tuple(sorted_out[name]) for name in ("take", "remove", "conflict", "leave"))
    return Merge(merged, taken, removed, conflicts, left_out, remembered)


def _without_unknown(key: Key, body: Body, merged: Mapping[Key, Body]) -> Body:
    """A stage or an order without the names of what is not there: they run nothing, and no file can say them."""
    names, kind = _NAMING[key.kind], "rules" if key.kind == "stages" else key.id
    known = [name for name in _strings(body.get(names)) if Key(kind, name) in merged]
    return body if known == _strings(body.get(names)) else {**body, names: known}


def _homeless(merged: Mapping[Key, Body]) -> list[Key]:
    placed = {name for key, body in merged.items() if key.kind == "stages" for name in _strings(body.get("rules"))}
    return [key for key in merged if key.kind == "rules" and key.id not in placed]


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _verdict(base: Body | None, ours: Body | None, live: Body | None, *, theirs: bool, delete: bool) -> str:
    """keep, take, remove or conflict."""
    if live == ours:
        return "keep"
    if live is None:  # gone there, or never pushed
        if base is None:
            return "keep"
        if base != ours and not theirs:
            return "conflict"
        return "remove" if delete or theirs else "keep"
    if ours is None:  # made there, or removed here
        return "take" if base is None or theirs else "keep" if base == live else "conflict"
    if base == live:
        return "keep"
    return "take" if base == ours or theirs else "conflict"
