"""Read a folder into one Workspace. No fault stops the rest; what is broken is left out and named in `incomplete`."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from cstool.diagnostic import Diagnostic, Problem, Severity, Span, diagnose, text
from cstool.loading import shape
from cstool.loading.files import OVERLAYS, Files
from cstool.loading.wordings import Documents
from cstool.model.calendars import Calendars
from cstool.model.channels import Channels
from cstool.model.facts import Facts
from cstool.model.helpdesk import Helpdesk
from cstool.model.kpi import KpiFile
from cstool.model.outreach import OutreachFile
from cstool.model.pack import Pack
from cstool.model.raw import RawFile
from cstool.model.routing import RoutingFile
from cstool.model.settings import Settings
from cstool.model.sla import SlaFile
from cstool.model.sop import Sop
from cstool.model.teams import Teams
from cstool.model.ticket import TestFile
from cstool.model.vocabulary import Vocabulary
from cstool.source import Source, read_table, read_yaml
from cstool.source.place import Loc
from cstool.spelling import nearest
from cstool.workspace import Item, Workspace

M = TypeVar("M", bound=BaseModel)

KINDS: dict[str, type[BaseModel]] = {
    "cstool": Settings,
    "vocabulary": Vocabulary,
    "channels": Channels,
    "teams": Teams,
    "calendars": Calendars,
    "facts": Facts,
    "sla": SlaFile,
    "routing": RoutingFile,
    "outreach": OutreachFile,
    "targets": KpiFile,
    "raw": RawFile,
}
"""What may stand in config/: `<kind>.yaml`, or a folder `<kind>/*.yaml`."""
WORDING = "wording"
"""The pack of words that is in force everywhere; config/packs/wording.yaml replaces it."""


def load(root: Path, today: date, overlay: Mapping[str, str | None] | None = None, environment: str = "") -> Workspace:
    """Read the workspace under `root`; `overlay` holds unsaved texts by relative path (None: as if deleted).

    With the name of a backend as `environment`, the files of `config/overlays/<backend>/` stand in for those of the same place.
    Raises CstoolError only when the folder itself cannot be read.
    """
    return _Loading(Files(root, overlay or {}, environment), str(root), today, environment).workspace()


class _Loading:
    def __init__(self, files: Files, root: str, today: date, environment: str) -> None:
        self.files, self.root, self.today, self.environment = files, root, today, environment
        self.faults: list[Diagnostic] = []
        self.sources: dict[str, Source] = {}
        self.incomplete: set[str] = set()
        self.lacking: set[str] = set()

    def workspace(self) -> Workspace:
        parts: dict[str, list[Item[Any]]] = {kind: self._kind(kind, model) for kind, model in KINDS.items()}
        settings = next(iter(parts["cstool"]), Item(Settings(name="workspace"), Source("config/cstool.yaml", "")))
        for kind in ("cstool", "facts"):  # one object each: two files could not be joined without one hiding the other
            for extra in parts[kind][1:]:
                self._twice(extra, parts[kind][0])
        documents = Documents(self.files, settings.value, self.faults, self.sources)
        read = Workspace(self.root, self.today, settings, self.sources, environment=self.environment)
        read = self._objects(read, parts)
        read = dataclasses.replace(
            read,
            templates=documents.templates(),
            partials=documents.partials(),
            articles=documents.articles(),
            sops=self._sops(),
            tests=tuple(self._all("config/tests", TestFile)),
            packs=self._packs(settings.value),
            helpdesks=self._helpdesks(settings.value),
            samples=tuple(self.files.under("config/samples", "")),
        )
        backends = settings.value.backends
        self.faults += [*self._duplicate_ids(read), *self._unknown_files(), *self._overlays(backends), *self.files.faults]
        faults = tuple(sorted(set_of(self.faults), key=lambda one: one.sort_key))
        lacking = frozenset(self.lacking | documents.incomplete)
        return dataclasses.replace(read, faults=faults, incomplete=lacking | self.incomplete, lacking=lacking)

    def _objects(self, read: Workspace, parts: Mapping[str, list[Item[Any]]]) -> Workspace:
        words, teams = parts["vocabulary"], parts["teams"] + self._agents()
        return dataclasses.replace(
            read,
            categories=self._named(words, "categories"),
            tags=self._named(words, "tags"),
            skills=self._named(words, "skills"),
            roles=self._roles(words),
            keywords=self._named(words, "keywords"),
            fields=self._named(words, "fields"),
            variables=self._named(words, "variables"),
            stores=self._named(parts["channels"], "stores"),
            channels=self._named(parts["channels"], "channels"),
            teams=self._named(teams, "teams"),
            agents=self._named(teams, "agents"),
            shifts=self._named(teams, "shifts"),
            calendars=self._named(parts["calendars"], "calendars"),
            facts=next(iter(parts["facts"]), None),
            policies=_listed(parts["sla"], "policies"),
            stages=_listed(parts["routing"], "stages"),
            outreach=_listed(parts["outreach"], "outreach"),
            kpis=_listed(parts["targets"], "targets"),
            raw=self._raw(parts["raw"]),
        )

    def _raw(self, files: list[Item[Any]]) -> dict[str, dict[str, dict[str, Item[Any]]]]:
        joined: dict[str, dict[str, dict[str, Item[Any]]]] = {}
        for file in files:
            for backend, kinds in file.value.raw.items():
                for kind, objects in kinds.items():
                    shelf = joined.setdefault(backend, {}).setdefault(kind, {})
                    for name, value in objects.items():
                        self._add(shelf, name, Item(value, file.source, ("raw", backend, kind, name)), ())
        return joined

    def _roles(self, words: list[Item[Any]]) -> Item[list[str]] | None:
        """From the file that names them; only one may, since their order is their authority."""
        naming = [item for item in words if "roles" in item.value.model_fields_set]
        for extra in naming[1:]:
            there = naming[0].key_at("roles")
            message = text("duplicate-key-across", key="roles", path=there.path, line=there.line)
            problem = Problem(extra.key_at("roles"), message, text("remove-or-join"), ((there, text("first-here")),))
            self.faults.append(diagnose("duplicate-key", problem))
        return next((Item(item.value.roles, item.source, ("roles",)) for item in naming or words), None)

    # --- one file

    def _lacks(self, *mappings: str) -> None:
        self.incomplete.update(mappings)
        self.lacking.update(mappings)

    def _read(self, path: str) -> Source | None:
        raw = self.files.read(path)
        if raw is None:
            return None
        shown = self.files.shown(path)
        source, found = read_yaml(shown, raw)
        self.faults += found
        self.sources[shown] = source or Source(shown, raw.decode("utf-8", "replace"))
        return source

    def _model(self, source: Source, model: type[M]) -> Item[M] | None:
        value, pruned, found = shape.validate(model, source, {"name": "workspace"} if model is Settings else {})
        self.faults += found
        own = "settings." if model is Settings else ""
        lost = {"": True} if value is None else pruned.lost
        for key in model.model_fields:
            if "" in lost or key in lost:
                self.incomplete.add(own + key)
                self.lacking |= {own + key} if lost.get("") or lost.get(key) else set()
        return Item(value, pruned) if value is not None else None

    def _kind(self, kind: str, model: type[BaseModel]) -> list[Item[BaseModel]]:
        single, folder = f"config/{kind}.yaml", self.files.under(f"config/{kind}", ".yaml")
        paths = [single] if self.files.exists(single) else []
        if paths and folder:
            message = text("kind-twice", file=single, folder=f"config/{kind}/")
            self.faults.append(diagnose("kind-twice", Problem(Span(single), message, text("keep-one"))))
        if not self.files.unread.isdisjoint((single, "config")):
            self._lacks(*model.model_fields)
        items = []
        for path in [*paths, *folder]:
            source = self._read(path)
            item = self._model(source, model) if source is not None and not _empty(source) else None
            if item is not None:
                items.append(item)
            elif source is None or not _empty(source):
                self._lacks(*model.model_fields)
        return items

    def _agents(self) -> list[Item[BaseModel]]:
        path = "config/agents.csv"
        raw = self.files.read(path) if self.files.exists(path) else None
        if raw is None:
            return []
        shown = self.files.shown(path)
        source, found = read_table(shown, raw, "agents")
        self.faults += found
        self.sources[shown] = source or Source(shown, raw.decode("utf-8", "replace"))
        item = self._model(source, Teams) if source else None
        return [item] if item else []

    def _all(self, folder: str, model: type[M]) -> Iterator[Item[M]]:
        for path in self.files.under(folder, ".yaml"):
            source = self._read(path)
            item = self._model(source, model) if source is not None and not _empty(source) else None
            if item is not None:
                yield item
            elif source is None or not _empty(source):
                self._lacks(folder.rpartition("/")[2] + ("s" if folder == "sop" else ""))

    def _sops(self) -> dict[str, Item[Sop]]:
        sops: dict[str, Item[Sop]] = {}
        for item in self._all("sop", Sop):
            self._add(sops, item.value.id, item, ("id",))
        return sops

    def _packs(self, settings: Settings) -> dict[str, Item[Pack]]:
        packs: dict[str, Item[Pack]] = {}
        for name in dict.fromkeys((WORDING, *settings.packs)):
            source = self.files.shipped(f"packs/{name}.yaml")
            if source is not None and (item := self._model(source, Pack)):
                packs[name] = item
        return packs | {item.value.id: item for item in self._all("config/packs", Pack)}

    def _helpdesks(self, settings: Settings) -> dict[str, Item[Helpdesk]]:
        found: dict[str, Item[Helpdesk]] = {}
        for kind in dict.fromkeys(backend.type for backend in settings.backends.values()):
            source = self.files.shipped(f"targets/{kind}.yaml")
            if source is not None and (item := self._model(source, Helpdesk)):
                found[kind] = item
        return found

    # --- joining files, and what only shows when all are read

    def _named(self, files: list[Item[Any]], key: str) -> dict[str, Item[Any]]:
        joined: dict[str, Item[Any]] = {}
        for file in files:
            for name, value in getattr(file.value, key).items():
                self._add(joined, name, Item(value, file.source, (key, name)), ())
        return joined

    def _add(self, joined: dict[str, Item[Any]], name: str, item: Item[Any], where: tuple[str, ...]) -> None:
        if name in joined:
            self.faults.append(_duplicate(name, item.at(*where) if where else item.key_at(), joined[name].key_at(*where)))
        else:
            joined[name] = item

    def _duplicate_ids(self, read: Workspace) -> list[Diagnostic]:
        found: list[Diagnostic] = []
        for items in (read.policies, read.stages, [rule for _, rule in read.rules()], read.outreach):
            found += _repeated((item.value.id, item, ("id",)) for item in items)
        for sop in read.sops.values():
            found += _repeated((step.id, sop, ("steps", position, "id")) for position, step in enumerate(sop.value.steps))
        return found

    def _twice(self, extra: Item[Any], first: Item[Any]) -> None:
        message = text("kind-twice", file=extra.source.path, folder=first.source.path)
        self.faults.append(diagnose("kind-twice", Problem(Span(extra.source.path), message, text("keep-one"))))

    def _unknown_files(self) -> Iterator[Diagnostic]:
        for folder in ("sop", "config/tests", "config/packs", *(f"config/{kind}" for kind in KINDS)):
            for path in self.files.under(folder, (".yml", ".json")):
                name = path.rpartition("/")[2]
                hint = text("did-you-mean", name=name.rpartition(".")[0] + ".yaml")
                yield diagnose("unknown-file", Problem(Span(path), text("unknown-file", name=name), hint), Severity.WARNING)
        known = [*(f"{kind}.yaml" for kind in KINDS), "agents.csv"]
        for name in self.files.names("config"):
            if name not in known and name.endswith((".yaml", ".yml", ".json", ".csv")):
                near = nearest(name.replace(".yml", ".yaml"), known)
                hint = text("did-you-mean", name=near) if near else text("known-files", known=tuple(known))
                yield diagnose(
                    "unknown-file", Problem(Span(f"config/{name}"), text("unknown-file", name=name), hint), Severity.WARNING
                )

    def _overlays(self, backends: Iterable[str]) -> Iterator[Diagnostic]:
        known = tuple(backends)
        for name in sorted(self.files.environments.difference(known)):
            near = nearest(name, known)
            hint = text("did-you-mean", name=near) if near else text("known-files", known=known)
            problem = Problem(Span(OVERLAYS + name), text("overlay-of-no-backend", name=name), hint)
            yield diagnose("unknown-file", problem, Severity.WARNING)


def _empty(source: Source) -> bool:
    """Nothing in it but comments: as if the file were missing."""
    return source.data is None and source.node is None


def _listed(files: list[Item[Any]], key: str) -> tuple[Item[Any], ...]:
    return tuple(
        Item(value, file.source, (key, position)) for file in files for position, value in enumerate(getattr(file.value, key))
    )


def _repeated(named: Iterable[tuple[str, Item[Any], Loc]]) -> Iterator[Diagnostic]:
    seen: dict[str, tuple[Item[Any], Loc]] = {}
    for name, item, loc in named:
        if name in seen:
            first, there = seen[name]
            yield _duplicate(name, item.at(*loc), first.at(*there))
        else:
            seen[name] = item, loc


def _duplicate(name: str, here: Span, there: Span) -> Diagnostic:
    message = text("duplicate-id", id=name, path=there.path, line=there.line)
    return diagnose("duplicate-id", Problem(here, message, text("rename-one"), ((there, text("first-here")),)))


def set_of(found: list[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics without repetitions, in their order."""
    seen: dict[tuple[object, ...], Diagnostic] = {}
    for one in found:
        seen.setdefault((one.sort_key, repr(one.message)), one)
    return list(seen.values())
