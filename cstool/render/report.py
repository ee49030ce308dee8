"""What a run of checks found, with all that any form needs to show it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cstool.diagnostic import Diagnostic, Severity, Text
from cstool.render.words import translate
from cstool.source import Source, may_hold_secret

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


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
    """Files that were read."""

    def words(self, message: Text) -> str:
        """The message in the report's language."""
        return translate(message, self.language)

    def count(self, severity: Severity) -> int:
        """Diagnostics of one severity."""
        return sum(one.severity is severity for one in self.diagnostics)

    def line(self, one: Diagnostic) -> str | None:
        """The source line of a diagnostic; None where it must not be shown or is not there."""
        source = self.sources.get(one.span.path)
        if one.secret or source is None:
            return None
        lines = _BREAK.split(source.text)
        line = lines[one.span.line - 1] if one.span.line <= len(lines) else None
        return None if line is None or len(line) > 2000 or may_hold_secret(line) else line


def sentence(report: Report, one: Diagnostic) -> str:
    """Message and hint in one line."""
    hint = f" ({report.words(one.hint)})" if one.hint else ""
    return report.words(one.message) + hint


def page_address(check: str) -> str:
    """Where the page of a check lies in the repository."""
    return f"docs/checks/{check}.md"


def by_path(found: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """Diagnostics file by file, in their order."""
    files: dict[str, list[Diagnostic]] = {}
    for one in found:
        files.setdefault(one.span.path, []).append(one)
    return files
