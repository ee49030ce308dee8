"""Write merged objects into the files of a workspace: by small edits where that is possible, whole files where it is not."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from cstool.backends.local.amend import CannotAmend
from cstool.backends.local.compile import compile_local
from cstool.backends.local.decompile import FOLDERS, home, shaped, write
from cstool.backends.local.edits import Edits, items_of
from cstool.diagnostic import text
from cstool.errors import CstoolError
from cstool.loading import load
from cstool.model.base import Model
from cstool.model.settings import BackendSettings
from cstool.model.written import ours_alone
from cstool.plan import Body, Key
from cstool.source import dump
from cstool.workspace import Workspace

Files = dict[str, str | None]

_NAMED = 5
"""Objects named in a refusal."""
_ACCOUNT = ("timezone", "locales", "default_locale", "packs")


def rewrite(workspace: Workspace, ours: Mapping[Key, Body], merged: Mapping[Key, Body]) -> Files:
    """The files that change so that `compile` gives `merged`. Comments survive wherever a small edit is enough."""
    changed = [key for key in dict.fromkeys([*ours, *merged]) if ours.get(key) != merged.get(key)]
    if not changed:
        return {}
    try:
        files = _amended(workspace, ours, merged, changed)
        if _says(workspace, files, merged):
            return files
    except CannotAmend:
        pass
    files = _whole(workspace, merged, {home(key) for key in changed})
    if not _says(workspace, files, merged):
        raise CstoolError(text("pull-unsure", objects=tuple(str(key) for key in changed[:_NAMED])))
    return files


def _says(workspace: Workspace, files: Files, merged: Mapping[Key, Body]) -> bool:
    """Whether the folder with these files compiles to what was wanted, and reads without a new fault."""
    again = load(Path(workspace.root), workspace.today, files, workspace.environment)
    default = again.settings.value.default_locale
    got = {resource.key: resource.body for resource in compile_local(again, "", BackendSettings(type="local")).resources}
    wanted = {key: shaped(key, body, default) for key, body in merged.items()}
    return got == wanted and len(again.faults) <= len(workspace.faults)


def written_anew(workspace: Workspace, files: Files) -> list[str]:
    """The YAML files that lose their comments: those in which hardly a comment is left of those that stood there."""
    return [
        path
        for path, content in files.items()
        if content is not None and path in workspace.sources and _comments(workspace.sources[path].text) > _comments(content)
    ]


def _comments(content: str) -> int:
    return sum(line.lstrip().startswith("#") for line in content.splitlines())


def _whole(workspace: Workspace, merged: Mapping[Key, Body], homes: Collection[str]) -> Files:
    """These files written anew from all their objects; split or tabular files of that kind become one."""
    extra = _ours_alone(workspace)
    written = write({key: {**body, **extra.get(key, {})} for key, body in merged.items()}).texts
    files: Files = {}
    stands = _stands(workspace)
    for path in sorted(homes):
        if path == "config/cstool.yaml":
            data = workspace.settings.source.data
            account = merged.get(Key("account", "account"))
            if account is None:
                continue  # the settings of a workspace cannot go
            ours: dict[str, object] = {"name": workspace.settings.value.name, **(data if isinstance(data, dict) else {})}
            files[path] = dump({**ours, **{name: account[name] for name in _ACCOUNT if name in account}})
            if account["roles"] != list(workspace.role_names()):
                files["config/vocabulary.yaml"] = written["config/vocabulary.yaml"]
            continue
        files[stands.get(path, path)] = written.get(path)
        folder = path.removesuffix(".yaml") + "/"
        files |= {old: None for old in workspace.sources if old.startswith(folder)}
        if path == "config/teams.yaml" and "config/agents.csv" in workspace.sources:
            files["config/agents.csv"] = None
    return files


def _stands(workspace: Workspace) -> dict[str, str]:
    """Default path -> real path of the texts and procedures whose file has another name or ending."""
    found = {home(Key("sops", id_)): item.source.path for id_, item in workspace.sops.items()}
    for kind, documents in (("templates", workspace.templates), ("articles", workspace.articles)):
        for id_, document in documents.items():
            found |= {home(Key(kind, id_, locale)): wording.source.path for locale, wording in document.wordings.items()}
    for id_, wordings in workspace.partials.items():
        found |= {home(Key("partials", id_, locale)): wording.source.path for locale, wording in wordings.items()}
    return found


def _ours_alone(workspace: Workspace) -> dict[Key, dict[str, object]]:
    """What the repository keeps beside the native body: review, notes, fingerprints."""
    found = {key: ours_alone(item.value) for key, item in items_of(workspace) if isinstance(item.value, Model)}
    for kind, documents in (("templates", workspace.templates), ("articles", workspace.articles)):
        for id_, document in documents.items():
            for locale, wording in document.wordings.items():
                found[Key(kind, id_, locale)] = ours_alone(wording.front)
    return found


def _amended(workspace: Workspace, ours: Mapping[Key, Body], merged: Mapping[Key, Body], changed: Sequence[Key]) -> Files:
    """Small edits, and whole files for texts and for what has no obvious place."""
    edits = Edits(workspace, ours, merged)
    whole: set[str] = set()
    bodies: Files = {}
    for key in changed:
        if key.kind in FOLDERS and (content := _other_body(workspace, key, ours, merged)) is not None:
            bodies[_stands(workspace).get(home(key), home(key))] = content
            continue
        if key.kind in FOLDERS or (key.kind == "sops" and (key not in ours or key not in merged)):
            whole.add(home(key))
            continue
        try:
            edits.edit(key)
        except CannotAmend:
            whole.add(home(key))
    files: Files = {path: content for path, content in edits.texts().items() if _home_of(path) not in whole}
    return files | bodies | _whole(workspace, merged, whole)


def _other_body(workspace: Workspace, key: Key, ours: Mapping[Key, Body], merged: Mapping[Key, Body]) -> str | None:
    """The text file with another body and its front matter as it stands; None where more than the body differs."""
    old, new = ours.get(key), merged.get(key)
    source = workspace.sources.get(_stands(workspace).get(home(key), home(key)))
    if old is None or new is None or source is None or {**old, "body": ""} != {**new, "body": ""}:
        return None
    return source.text[: source.body_offset] + str(new["body"])


def _home_of(path: str) -> str:
    """`config/teams/a.yaml` is a part of what stands in `config/teams.yaml` by default."""
    folder, _, rest = path.removeprefix("config/").partition("/")
    return f"config/{folder}.yaml" if path.startswith("config/") and rest else path
