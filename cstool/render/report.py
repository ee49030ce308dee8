"""What a run of checks found, with all that any form needs to show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from cstool.diagnostic import Diagnostic, Severity, Text
from cstool.render.words import translate
from cstool.source import Source, may_hold_secret, secrets_in

if TYPE_CHECKING:
    from cstool.coverage import Coverage


@dataclass(frozen=True)
class Failure:
    """A test of the workspace that did not come out as expected."""

    name: str
    path: str
    line: int
    differences: tuple[Text, ...]


@dataclass(frozen=True)
class Report:
    """Diagnostics and tests, in the language in which they are shown."""

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    language: str = "en"
    tests: int = 0
    failures: tuple[Failure, ...] = ()
    passed: tuple[tuple[str, str, int], ...] = field(default=())
    """Name, path and line of the tests that came out right."""
    checked: int = 0
    """Files that were checked; none where only tests ran."""
    coverage: "Coverage | None" = None
    """What tests and samples reached, where that was asked for."""
    inside: str = ""
    """Folder of the workspace in its repository, `support/`; empty where it is the root, or in no repository."""

    def words(self, message: Text) -> str:
        """The message in the report's language, without the secrets of the files that it speaks of."""
        said = translate(message, self.language)
        for secret in self.secrets:
            said = said.replace(secret, "…")
        return said

    def from_repository(self, path: str) -> str:
        """The path as forges want it: from the root of the repository. What comes with the tool is in none."""
        return path if path.startswith("cstool:") else self.inside + path

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """What may be a password in the config files that have diagnostics, longest first."""
        paths = {one.span.path for one in self.diagnostics if one.span.path.startswith("config/")}
        found = {secret for path in paths & self.sources.keys() for secret in secrets_in(self.sources[path].text)}
        return tuple(sorted(found, key=lambda secret: (-len(secret), secret)))

    @cached_property
    def _hidden(self) -> frozenset[tuple[str, int]]:
        """Lines that hold a secret: nor are they shown for another fault that stands there."""
        return frozenset((one.span.path, one.span.line) for one in self.diagnostics if one.secret)

    def count(self, severity: Severity) -> int:
        """Diagnostics of one severity."""
        return sum(one.severity is severity for one in self.diagnostics)

    def line(self, one: Diagnostic) -> str | None:
        """The source line of a diagnostic; None where it must not be shown or is not there."""
        source = self.sources.get(one.span.path)
        if source is None or (one.span.path, one.span.line) in self._hidden:
            return None
        line = source.lines[one.span.line - 1] if one.span.line <= len(source.lines) else None
        return None if line is None or len(line) > 2000 or may_hold_secret(line) else line


def sentence(report: Report, one: Diagnostic) -> str:
    """Message and hint in one line."""
    hint = f" ({report.words(one.hint)})" if one.hint else ""
    return report.words(one.message) + hint


def by_path(found: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """Diagnostics file by file, in their order."""
    files: dict[str, list[Diagnostic]] = {}
    for one in found:
        files.setdefault(one.span.path, []).append(one)
    return files
