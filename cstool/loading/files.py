"""The files of a workspace: found without following links out of it, read with limits, unsaved buffers laid over."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from cstool.diagnostic import Diagnostic, Problem, Span, diagnose, text
from cstool.errors import CstoolError
from cstool.source import Source, read_yaml
from cstool.source.encoding import MAX_BYTES

FOLDERS = ("config", "sop", "templates")
_SAMPLES = "config/samples/"
_ENDINGS = {"config": (".yaml", ".csv", ".md", ".html", ".txt"), "sop": (".yaml",), "templates": (".md", ".html", ".txt")}
OVERLAYS = "config/overlays/"
"""Below it, a folder a backend, laid out as the workspace is: for that backend its files stand in for those of their place."""
MAX_FILES = 50_000
MAX_DEPTH = 20


class Files:
    """Relative posix paths under a root. A link that leads out of the root, or into itself, is a fault and not followed."""

    def __init__(self, root: Path, overlay: Mapping[str, str | None], environment: str = "") -> None:
        self.root = root
        self._above = f"{OVERLAYS}{environment}/" if environment else None
        self.overlay = {self._place(path): content for path, content in overlay.items()}
        self.environments: set[str] = set()
        """Folders below config/overlays."""
        self.faults: list[Diagnostic] = []
        self.walked: set[str] = set()
        self.unread: set[str] = set()
        """What stands where a file of the workspace belongs and cannot be read."""

    @cached_property
    def paths(self) -> list[str]:
        """Every file of the workspace's folders, by its place, sorted."""
        if not self.root.is_dir():
            raise CstoolError(text("not-a-folder", path=str(self.root)))
        found: set[str] = set()
        links: list[str] = []
        for folder in FOLDERS:
            here = self.root / folder
            if here.is_dir():
                if here.is_symlink():
                    links.append(folder)
                else:
                    self._walk(folder, found, links)
            elif here.exists():
                self._cannot_read(folder, Problem(Span(folder), text("file-for-folder", path=folder), text("make-a-folder")))
        while links:  # after the real folders, so that a folder is read where it stands and not through a link to it
            self._follow(links.pop(0), found, links)
        if len(found) >= MAX_FILES:
            problem = Problem(Span(FOLDERS[0]), text("too-many-files", limit=MAX_FILES), text("move-files-out"))
            self.faults.append(diagnose("too-large", problem))
        self._laid_over = {self._place(path): path for path in found if self._above and path.startswith(self._above)}
        above = {path for path in found if path.startswith(OVERLAYS)}
        self.environments = {path.removeprefix(OVERLAYS).partition("/")[0] for path in above}
        found = (found - above) | self._laid_over.keys()
        found.update(path for path, content in self.overlay.items() if content is not None)
        return sorted(found - {path for path, content in self.overlay.items() if content is None})

    def _place(self, path: str) -> str:
        """Where a file of this environment's overlay stands in the workspace."""
        return path.removeprefix(self._above) if self._above else path

    def shown(self, path: str) -> str:
        """The file that stands at a place: for people, and for whoever writes it."""
        return self._laid_over.get(path, path)

    def _follow(self, link: str, found: set[str], links: list[str]) -> None:
        real = os.path.realpath(self.root / link)
        if not self._inside(real) or real == self._root:
            self._leads_out(link)
        elif real in self.walked:
            problem = Problem(Span(link), text("link-twice", path=link), text("remove-the-link"))
            self.faults.append(diagnose("link-outside", problem))
        else:
            self._walk(link, found, links)

    def _walk(self, folder: str, found: set[str], links: list[str]) -> None:
        """Each real folder is walked once, so that links cannot make the work grow without end."""
        if folder.count("/") >= MAX_DEPTH:
            problem = Problem(Span(folder), text("folder-too-deep", limit=MAX_DEPTH), text("move-files-out"))
            self.faults.append(diagnose("too-deep", problem))
            return
        self.walked.add(os.path.realpath(self.root / folder))
        try:
            with os.scandir(self.root / folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            self._unreadable(folder, error)
            return
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.name.startswith((".", "~")) or entry.name.endswith("~"):
                continue
            if entry.is_symlink():
                self._link(path, entry, found, links)
            elif entry.is_dir():
                self._folder_for_file(path)
                self._walk(path, found, links)
            elif not entry.is_file():
                self._cannot_read(path, Problem(Span(path), text("not-a-file", path=path), text("put-a-file")))
            elif len(found) < MAX_FILES:
                found.add(path)

    def _folder_for_file(self, path: str) -> None:
        """A folder that is called like a file: what belongs into that file would be missing without a word."""
        if path.endswith(_ENDINGS[path.partition("/")[0]]) and not path.startswith(_SAMPLES):
            name = path.rpartition("/")[2].rpartition(".")[0]
            hint = text("rename-the-folder", name=name)
            self._cannot_read(path, Problem(Span(path), text("folder-for-file", path=path), hint))

    def _cannot_read(self, path: str, problem: Problem) -> None:
        self.unread.add(path)
        self.faults.append(diagnose("unreadable-file", problem))

    def _link(self, path: str, entry: "os.DirEntry[str]", found: set[str], links: list[str]) -> None:
        if _is_dir(entry):
            links.append(path)
        elif _is_file(entry) and self._inside(os.path.realpath(self.root / path)):
            if len(found) < MAX_FILES:
                found.add(path)
        else:
            self._leads_out(path)

    @cached_property
    def _root(self) -> str:
        return os.path.realpath(self.root)

    def _inside(self, real: str) -> bool:
        return real == self._root or real.startswith(self._root + os.sep)

    def _leads_out(self, path: str) -> None:
        self.faults.append(diagnose("link-outside", Problem(Span(path), text("link-outside", path=path), text("copy-it-in"))))

    def _unreadable(self, path: str, error: OSError) -> None:
        self.faults.append(
            diagnose("unreadable-file", Problem(Span(path), text("unreadable-file", path=path, reason=error.strerror or "")))
        )

    def exists(self, path: str) -> bool:
        """Whether the workspace has this file."""
        return path in self._all

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(self.paths)

    def under(self, folder: str, ending: str | tuple[str, ...]) -> list[str]:
        """Files anywhere below a folder with this ending (or one of these), sorted by path."""
        return [path for path in self.paths if path.startswith(folder + "/") and path.endswith(ending)]

    def names(self, folder: str) -> list[str]:
        """File names directly in a folder, sorted."""
        return [
            path.removeprefix(folder + "/")
            for path in self.paths
            if path.startswith(folder + "/") and path.count("/") == folder.count("/") + 1
        ]

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None with a fault. A little more than the limit is read, so that the reader can say so."""
        laid = self.overlay.get(path)
        if laid is not None:
            return laid.encode("utf-8", "surrogatepass")
        try:
            with (self.root / self.shown(path)).open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            self._unreadable(self.shown(path), error)
            return None

    def shipped(self, name: str) -> Source | None:
        """A data file of the tool itself; shown as `cstool:<name>`."""
        path = Path(__file__).parent.parent / name
        if not path.is_file():
            return None
        source, found = read_yaml(f"cstool:{name}", path.read_bytes())
        self.faults += found
        return source


def _is_dir(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a ring of links
        return False


def _is_file(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False
