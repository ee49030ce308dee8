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
MAX_FILES = 50_000


class Files:
    """Relative posix paths under a root. A link that leads out of the root, or into itself, is a fault and not followed."""

    def __init__(self, root: Path, overlay: Mapping[str, str | None]) -> None:
        self.root, self.overlay = root, overlay
        self.faults: list[Diagnostic] = []

    @cached_property
    def paths(self) -> list[str]:
        """Every file of the workspace's folders, sorted."""
        if not self.root.is_dir():
            raise CstoolError(text("not-a-folder", path=str(self.root)))
        found: set[str] = set()
        for folder in FOLDERS:
            if (self.root / folder).is_dir():
                self._walk(folder, found, frozenset({os.path.realpath(self.root)}))
        found.update(path for path, content in self.overlay.items() if content is not None)
        return sorted(found - {path for path, content in self.overlay.items() if content is None})

    def _walk(self, folder: str, found: set[str], above: frozenset[str]) -> None:
        real = os.path.realpath(self.root / folder)
        if real in above or not self._inside(real):
            self._leads_out(folder)
            return
        try:
            entries = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
        except OSError as error:
            self._unreadable(folder, error)
            return
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.name.startswith((".", "~")) or entry.name.endswith("~"):
                continue
            if entry.is_dir():
                self._walk(path, found, above | {real})
            elif entry.is_symlink() and not self._inside(os.path.realpath(self.root / path)):
                self._leads_out(path)
            elif entry.is_file() and len(found) < MAX_FILES:
                found.add(path)
            elif entry.is_symlink():
                self._leads_out(path)

    def _inside(self, real: str) -> bool:
        root = os.path.realpath(self.root)
        return real == root or real.startswith(root + os.sep)

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

    def under(self, folder: str, ending: str) -> list[str]:
        """Files anywhere below a folder with this ending, sorted by path."""
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
            with (self.root / path).open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            self._unreadable(path, error)
            return None

    def shipped(self, name: str) -> Source | None:
        """A data file of the tool itself; shown as `cstool:<name>`."""
        path = Path(__file__).parent.parent / name
        if not path.is_file():
            return None
        source, found = read_yaml(f"cstool:{name}", path.read_bytes())
        self.faults += found
        return source
