"""What the embedded helpdesk does with tickets: what is stored there, read back as a workspace, run by our own engine."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from cstool.backends.local.decompile import FOLDERS, shaped, write
from cstool.loading import load
from cstool.plan import Body, Key, Live, Pushed
from cstool.workspace import Workspace

_OURS_ALONE = ("config/cstool.yaml", "config/targets.yaml", "config/tests/", "config/packs/", "config/samples/")
"""Files that no helpdesk holds: they stay in force under what is stored."""


def running(ours: Workspace, live: Sequence[Live], base: Mapping[Key, Pushed]) -> Workspace:
    """The workspace that the helpdesk runs right now: `simulate` and `test` over it say what it does with tickets."""
    return workspace_of(ours, keyed(live, {(key.kind, pushed.native): key for key, pushed in base.items()}))


def keyed(live: Sequence[Live], known: Mapping[tuple[str, str], Key]) -> dict[Key, Body]:
    """Live objects under our keys: those of the lockfile, else of their marker, else by the name they have there."""
    found: dict[Key, Body] = {}
    for item in live:
        key = known.get((item.kind, item.native)) or item.owner or key_of_name(item.kind, item.name)
        found.setdefault(key, item.body)
    return found


def key_of_name(kind: str, name: str) -> Key:
    """`refund/approved [de]` of kind templates -> its key."""
    id_, _, part = name.partition(" [")
    return Key(kind, id_, part.removesuffix("]") if kind in FOLDERS else "")


def workspace_of(ours: Workspace, stored: Mapping[Key, Body]) -> Workspace:
    """`ours` with everything a helpdesk holds replaced by what is stored. Its faults are those of what is stored."""
    default = str(stored.get(Key("account", "account"), {}).get("default_locale", ours.settings.value.default_locale))
    shapes = {key: body for key, raw in stored.items() if (body := shaped(key, raw, default)) is not None}
    overlay: dict[str, str | None] = {path: None for path in ours.sources if not path.startswith((*_OURS_ALONE, "cstool:"))}
    return load(Path(ours.root), ours.today, overlay | dict(write(shapes).texts), ours.environment)
