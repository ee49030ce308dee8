"""An adoption as files: objects by small edits, the account's section of cstool.yaml, and config/raw.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cstool.backends.adopt.adoption import Adopted
from cstool.backends.local.amend import Amendment, CannotAmend
from cstool.backends.local.compile import compile_local
from cstool.backends.local.decompile import shaped
from cstool.backends.local.rewrite import rewrite
from cstool.loading import load
from cstool.model.settings import BackendSettings, Settings
from cstool.plan import Body, Key
from cstool.source import dump
from cstool.workspace import Item, Workspace

RAW = "config/raw.yaml"


@dataclass(frozen=True)
class Written:
    """New contents by path, and the workspace that they make."""

    files: Mapping[str, str | None]
    workspace: Workspace
    refused: frozenset[Key]
    """Objects of ours that no file can hold."""


def ours_of(workspace: Workspace) -> dict[Key, Body]:
    """Every object of the files, as the embedded helpdesk would keep it."""
    return {item.key: item.body for item in compile_local(workspace, "", BackendSettings(type="local")).resources}


def written(workspace: Workspace, backend: str, made: Adopted, merged: Mapping[Key, Body]) -> Written:
    """The files that say `merged`, with the bindings and raw objects of `made`."""
    root, files = Path(workspace.root), settings_with(workspace, backend, made)
    bound = load(root, workspace.today, files, workspace.environment)
    default = bound.settings.value.default_locale
    shapes = {key: shaped(key, body, default) for key, body in merged.items()}
    held = {key: merged[key] for key, shape in shapes.items() if shape is not None}
    files |= rewrite(bound, ours_of(bound), _consistent(held))
    refused = frozenset(key for key, shape in shapes.items() if shape is None)
    if made.raw or backend in workspace.raw:
        content = _raw(workspace, backend, made)
        source = workspace.sources.get(RAW)
        if content != (source.text if source else None):
            files[RAW] = content
    return Written(files, load(root, workspace.today, files, workspace.environment), refused)


def _consistent(held: Mapping[Key, Body]) -> dict[Key, Body]:
    """Stages and orders without the names of what no file can hold."""
    made = dict(held)
    for key, body in held.items():
        name, kind = ("rules", "rules") if key.kind == "stages" else ("ids", key.id) if key.kind == "order" else ("", "")
        listed = body.get(name)
        if isinstance(listed, list):
            made[key] = {**body, name: [one for one in listed if Key(kind, one) in held]}
    return {key: body for key, body in made.items() if key.kind != "order" or body["ids"]}


def settings_with(workspace: Workspace, backend: str, made: Adopted) -> dict[str, str | None]:
    """cstool.yaml with `adopted` and the bindings that it does not have yet; nothing where it has all of them."""
    settings = workspace.settings
    account = settings.value.backends[backend]
    loc = (*settings.loc, "backends", backend)
    edit = Amendment(settings.source)
    milder = _milder(edit, settings, made)
    changed = not account.adopted
    if changed:
        edit.put_key(loc, "adopted", True)
    for name, bindings, known in (("channels", made.channels, account.channels), ("fields", made.fields, account.fields)):
        new = {key: binding for key, binding in bindings.items() if key not in known}
        changed = changed or bool(new)
        if new and not known:
            edit.put_block(loc, name, new)
        for key, binding in reversed(list(new.items()) if known else []):
            edit.put_key((*loc, name), key, binding)
    return {settings.source.path: edit.text()} if changed or milder else {}


def _milder(edit: Amendment, settings: Item[Settings], made: Adopted) -> bool:
    """Whether checks become warnings. Of edits at one place the first stands last: the account's section may end the file."""
    severity = settings.value.checks.severity
    milder = {check: "warning" for check in sorted(made.milder) if check not in severity}
    held = settings.source.data.get("checks") if isinstance(settings.source.data, dict) else None
    if milder and held is None:
        edit.put_block(settings.loc, "checks", {"severity": milder})
    elif milder and not severity:
        edit.put_block((*settings.loc, "checks"), "severity", milder)
    for check in reversed(list(milder) if severity else []):
        edit.put_key((*settings.loc, "checks", "severity"), check, "warning")
    return bool(milder)


def _raw(workspace: Workspace, backend: str, made: Adopted) -> str | None:
    """config/raw.yaml whole: nobody writes comments into what nobody reads."""
    others = {
        name: {kind: {id_: item.value.model_dump() for id_, item in shelf.items()} for kind, shelf in kinds.items()}
        for name, kinds in workspace.raw.items()
        if name != backend
    }
    content = {**others, **({backend: made.raw} if made.raw else {})}
    return dump({"raw": content}) if content else None


__all__ = ["RAW", "CannotAmend", "Written", "ours_of", "settings_with", "written"]
