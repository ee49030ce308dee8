"""What is wrong in a user's file, where, and its mend. Messages are ids with values; `render` translates them."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

Value = object
"""A value inside a message: str, int, Decimal, date, a nested Text, a mapping locale -> name, or a tuple of these."""


class Severity(enum.Enum):
    """An error names a harm to a customer or to money; anything else is a warning. There is no third."""

    ERROR = "error"
    WARNING = "warning"


class Text(NamedTuple):
    """A message that is not yet words: an id of the catalogue (`render/messages`) and the values it prints."""

    id: str
    values: Mapping[str, Value] = MappingProxyType({})


def text(id: str, /, **values: Value) -> Text:  # noqa: A002 - the word of the catalogue
    """Short form: `text("unknown-key", key="tean", known=("team",))`."""
    return Text(id, values)


def quoted(*values: Value) -> tuple[Text, ...]:
    """Values of a message, each in the quotes of its language."""
    return tuple(Text("quoted", {"value": value}) for value in values)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file. Lines and columns count characters from 1; the end is exclusive; the path is relative and posix."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __post_init__(self) -> None:
        if not self.end_line:
            object.__setattr__(self, "end_line", self.line)
            object.__setattr__(self, "end_column", max(self.end_column, self.column + 1))


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of `span` by `replacement`. `safe` means that the meaning of the config cannot change."""

    span: Span
    replacement: str
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault as a check yields it: the place, the message, an order as hint, the other places, a mend, a witness ticket."""

    span: Span
    message: Text
    hint: Text | None = None
    related: tuple[tuple[Span, Text], ...] = ()
    edits: tuple[Edit, ...] = ()
    witness: Mapping[str, Value] | None = None
    severity: Severity | None = None
    """Only where one check knows two harms; otherwise the check's own severity holds."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault as it is shown: a problem with the check that found it and its severity after settings."""

    check: str
    severity: Severity
    span: Span
    message: Text
    hint: Text | None = None
    related: tuple[tuple[Span, Text], ...] = ()
    edits: tuple[Edit, ...] = ()
    witness: Mapping[str, Value] | None = field(default=None)
    secret: bool = False
    """The source line must never be shown: it may hold a password."""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, line, column, check: the stable order of every output."""
        return (self.span.path, self.span.line, self.span.column, self.check, self.message.id)

    @property
    def fingerprint(self) -> str:
        """The same fault keeps it when lines move: what baselines and code-scanning services know it by."""
        values = ",".join(f"{key}={value}" for key, value in sorted(self.message.values.items()) if key not in ("line", "path"))
        return sha256(f"{self.check}|{self.span.path}|{self.message.id}|{values}".encode("utf-8", "replace")).hexdigest()[:16]


def diagnose(check: str, problem: Problem, severity: Severity = Severity.ERROR, *, secret: bool = False) -> Diagnostic:
    """The problem under its check's name; the problem's own severity wins over the given one."""
    return Diagnostic(
        check,
        problem.severity or severity,
        problem.span,
        problem.message,
        problem.hint,
        problem.related,
        problem.edits,
        problem.witness,
        secret,
    )
