"""What `validate`, `lint`, `check` and `test` share: options for checks and forms, writing reports, the exit code."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cstool.cli.session import Session
from cstool.diagnostic import Diagnostic, Severity, text
from cstool.errors import CstoolError, UsageError

if TYPE_CHECKING:
    from cstool.render.report import Report

FORMS = {
    "text": "text",
    "json": "json_report",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "markdown": "markdown",
    "chat": "chat",
}
"""Name of a form -> its file in `render/`."""

F = TypeVar("F", bound=Callable[..., Any])


def format_option(function: F) -> F:
    """`--format FORM` or `--format FORM=PATH`, as often as wanted."""
    return click.option("--format", "formats", multiple=True, metavar="FORM[=PATH]", help="help-option-format")(function)


def check_options(function: F) -> F:
    """The options of every command that runs checks."""
    options = (
        click.option("--select", multiple=True, metavar="CHECK", help="help-option-select"),
        click.option("--ignore", multiple=True, metavar="CHECK", help="help-option-ignore"),
        click.option("--fail-on", type=click.Choice(["error", "warning"]), default="error", help="help-option-fail-on"),
        click.option("--baseline", metavar="FILE", type=click.Path(path_type=Path), help="help-option-baseline"),
    )
    for option in reversed(options):
        function = option(function)
    return format_option(function)


def names_of(values: Sequence[str]) -> list[str]:
    """`--select a,b --select c` -> a, b, c."""
    return [name.strip() for value in values for name in value.split(",") if name.strip()]


def write(session: Session, report: "Report", formats: Sequence[str]) -> None:
    """Write the report in every form asked for: to its file, or to stdout. At most one form goes to stdout."""
    wanted = [_form(value) for value in formats or ("text",)]
    if sum(path is None for _, path in wanted) > 1:
        raise UsageError(text("two-forms-on-stdout"))
    report = replace(report, inside=session.inside)
    for form, path in wanted:
        renderer = import_module(f"cstool.render.{FORMS[form]}")
        if path is None:
            shown = renderer.render(report, color=_color()) if form == "text" else renderer.render(report)
            session.say(shown.rstrip("\n"))
        else:
            save(path, renderer.render(report))


def save(path: Path, content: str) -> None:
    """Write a result file; its folder is made when missing. Raises CstoolError with the system's reason."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", errors="replace", newline="\n")  # a file name need not be text
    except OSError as error:
        raise CstoolError(text("cannot-write", path=str(path), reason=error.strerror or str(error))) from None


def _form(value: str) -> tuple[str, Path | None]:
    form, _, path = value.partition("=")
    if form not in FORMS:
        raise UsageError(text("no-such-form", name=form, known=tuple(FORMS)))
    return form, Path(path) if path else None


def _color() -> bool:
    import os

    return sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def exit_code(found: Sequence[Diagnostic], fail_on: str, failures: int = 0) -> int:
    """1 when something at or above `fail_on` was found, or a test failed."""
    grave = [one for one in found if one.severity is Severity.ERROR or fail_on == "warning"]
    return 1 if grave or failures else 0


def known_of(path: Path | None) -> list[dict[str, object]]:
    """The diagnostics of an earlier JSON report."""
    if path is None:
        return []
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        known = body["diagnostics"]
        if not isinstance(known, list) or not all(isinstance(one, dict) for one in known):
            raise ValueError("diagnostics")
        return known
    except OSError as error:
        raise UsageError(text("cannot-read", path=str(path), reason=error.strerror or str(error))) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(text("not-a-report", path=str(path))) from None
