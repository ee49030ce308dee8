"""Merged objects as small edits of the files they stand in, so that comments and style survive."""

from collections.abc import Iterator, Mapping, Sequence

from cstool.backends.local.amend import Amendment, CannotAmend, Loc
from cstool.backends.local.decompile import home
from cstool.plan import Body, Key
from cstool.workspace import Item, Workspace

SHELVES = (
    "categories",
    "tags",
    "skills",
    "keywords",
    "fields",
    "variables",
    "stores",
    "channels",
    "teams",
    "agents",
    "shifts",
    "calendars",
)
"""Kinds whose objects stand in a mapping under their id."""


def items_of(workspace: Workspace) -> Iterator[tuple[Key, Item[object]]]:
    """Every object that stands in a YAML file, with its place."""
    for kind in SHELVES:
        for id_, item in getattr(workspace, kind).items():
            yield Key(kind, id_), item
    if workspace.facts:
        yield Key("facts", "facts"), workspace.facts
    for id_, sop in workspace.sops.items():
        yield Key("sops", id_), sop
    for _, rule in workspace.rules():
        yield Key("rules", rule.value.id), rule
    for stage in workspace.stages:
        yield Key("stages", stage.value.id), stage
    for policy in workspace.policies:
        yield Key("policies", policy.value.id), policy
    for message in workspace.outreach:
        yield Key("outreach", message.value.id), message


class Edits:
    """Small edits of one workspace's files. What has no obvious place raises CannotAmend."""

    def __init__(self, workspace: Workspace, ours: Mapping[Key, Body], merged: Mapping[Key, Body]) -> None:
        self._workspace, self._ours, self._merged = workspace, ours, merged
        self._items = dict(items_of(workspace))
        self._files: dict[str, Amendment] = {}

    def texts(self) -> dict[str, str]:
        """The edited files."""
        return {path: one.text() for path, one in self._files.items()}

    def edit(self, key: Key) -> None:
        """Bring one object, or one order, from ours to merged."""
        old, new = self._ours.get(key), self._merged.get(key)
        if key.kind == "order":
            self._list(key.id, _ids(old, "ids"), _ids(new, "ids"))
        elif key.kind == "account":
            self._account(old, new)
        elif old is not None and new is not None:
            item = self._items[key]
            self._file(item.source.path).change(item.loc, _bare(old), _bare(new))
            if key.kind == "stages":
                self._list("rules", _ids(old, "rules"), _ids(new, "rules"), key)
        elif key.kind in SHELVES:
            self._shelf(key, new)
        elif key.kind == "outreach":
            ids = [known.id for known in self._ours if known.kind == "outreach"]
            self._list("outreach", ids, [id_ for id_ in ids if id_ != key.id] + ([key.id] if new is not None else []))
        elif key.kind not in ("rules", "policies"):  # those two are placed by their stage and their order
            raise CannotAmend

    def _account(self, old: Body | None, new: Body | None) -> None:
        if old is None or new is None:
            raise CannotAmend
        bare = [{name: value for name, value in body.items() if name != "roles"} for body in (old, new)]
        settings, roles = self._workspace.settings, self._workspace.roles
        if bare[0] != bare[1]:
            self._file(settings.source.path).change(settings.loc, *bare)
        if old["roles"] != new["roles"]:
            self._file(roles.source.path if roles else "").put_key((), "roles", new["roles"])

    def _shelf(self, key: Key, new: Body | None) -> None:
        if new is None:
            item = self._items[key]
            self._file(item.source.path).remove_key(item.loc[:-1], key.id)
            return
        siblings = [item for known, item in self._items.items() if known.kind == key.kind]
        path = siblings[-1].source.path if siblings else home(key)
        self._file(path).put_key((key.kind,), key.id, new)

    def _list(self, kind: str, old: Sequence[str], new: Sequence[str], stage: Key | None = None) -> None:
        added, removed = [id_ for id_ in new if id_ not in old], [id_ for id_ in old if id_ not in new]
        if [id_ for id_ in old if id_ in new] != [id_ for id_ in new if id_ in old]:
            raise CannotAmend  # another order: nothing is where it was
        for id_ in removed:
            item = self._items[Key(kind, id_)]
            self._file(item.source.path).remove_item(item.loc[:-1], _index(item.loc))
        for id_ in reversed(added):
            ahead = [before for before in new[: new.index(id_)] if before in old]
            value = {"id": id_, **self._merged[Key(kind, id_)]}
            if ahead:
                item = self._items[Key(kind, ahead[-1])]
                self._file(item.source.path).add_item(item.loc[:-1], _index(item.loc), value)
            elif old:
                item = self._items[Key(kind, old[0])]
                self._file(item.source.path).add_item(item.loc[:-1], None, value)
            else:
                raise CannotAmend

    def _file(self, path: str) -> Amendment:
        if path not in self._workspace.sources:
            raise CannotAmend
        return self._files.setdefault(path, Amendment(self._workspace.sources[path]))


def _index(loc: Loc) -> int:
    if not isinstance(loc[-1], int):
        raise CannotAmend
    return loc[-1]


def _bare(body: Body) -> dict[str, object]:
    """A stage without its rules: they are objects of their own."""
    return {name: value for name, value in body.items() if name != "rules"}


def _ids(body: Body | None, name: str) -> list[str]:
    value = body.get(name) if body else None
    return [str(item) for item in value] if isinstance(value, list) else []
