"""Diagnostics for a terminal: path:line:column, the source line with a caret, the hint, the verdict last."""

import unicodedata

from cstool.diagnostic import Diagnostic, Severity, text
from cstool.render.report import Report
from cstool.render.words import say

_STYLE = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "dim": "\x1b[2m", "bold": "\x1b[1m", "hint": "\x1b[36m"}


def render(report: Report, color: bool = False) -> str:
    """The whole report as text."""
    parts = [_one(report, one, color) for one in report.diagnostics]
    for failure in report.failures:
        head = f"{failure.path}:{failure.line}: {_style(report.words(text('severity-failed')), 'error', color)}: {failure.name}"
        parts.append("\n".join([head, *(f"    {report.words(difference)}" for difference in failure.differences)]))
    return "\n\n".join([*parts, verdict(report)]) + "\n"


def diagnostics(report: Report, color: bool = False) -> str:
    """The diagnostics alone, each with its line and caret."""
    return "\n\n".join(_one(report, one, color) for one in report.diagnostics)


def verdict(report: Report) -> str:
    """One line: how many of what in how many files, or that all is well."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    numbers = {
        "errors": errors,
        "warnings": warnings,
        "files": report.checked,
        "failed": len(report.failures),
        "tests": report.tests,
    }
    if report.tests and not report.checked:
        return report.words(text("verdict-only-tests" if report.failures else "verdict-only-passed", **numbers))
    if report.tests:
        clean = not (errors or warnings)
        passed = "verdict-clean-tests" if clean else "verdict-passed-tests"
        return report.words(text("verdict-tests" if report.failures else passed, **numbers))
    return report.words(text("verdict-clean" if not (errors or warnings) else "verdict", **numbers))


def _one(report: Report, one: Diagnostic, color: bool) -> str:
    span = one.span
    place = f"{span.path}:{span.line}:{span.column}"
    severity = _style(report.words(text(f"severity-{one.severity.value}")), one.severity.value, color)
    lines = [f"{_style(place, 'bold', color)}: {severity}: {report.words(one.message)} [{one.check}]"]
    source = report.line(one)
    if source is not None and source.strip():
        shown, offset = _window(source, span.column - 1)
        width = span.end_column - span.column if span.end_line == span.line else 1
        gutter = f"{span.line} | "
        lines.append(f"  {_style(gutter, 'dim', color)}{shown}")
        marks = "^" + "~" * (_columns(shown[offset : offset + width]) - 1)
        lines.append("  " + " " * (len(gutter) + _columns(shown[:offset])) + _style(marks, one.severity.value, color))
    for other, message in one.related:
        lines.append(f"  {other.path}:{other.line}: {report.words(message)}")
    if one.witness:
        lines.append("  " + report.words(text("witness", ticket=_ticket(one, report.language))))
    if one.hint:
        lines.append("  " + _style("= " + report.words(one.hint), "hint", color))
    return "\n".join(lines)


def _ticket(one: Diagnostic, language: str) -> str:
    return ", ".join(f"{key}: {say(value, language)}" for key, value in (one.witness or {}).items())


def _window(line: str, column: int, width: int = 110) -> tuple[str, int]:
    """A long line is cut around the column; tabs count one."""
    line = line.replace("\t", " ")
    if len(line) <= width:
        return line, column
    start = max(0, min(column - width // 3, len(line) - width))
    return ("…" if start else "") + line[start : start + width] + ("…" if start + width < len(line) else ""), column - start + (
        1 if start else 0
    )


def _columns(shown: str) -> int:
    """Terminal columns: wide characters take two, marks none."""
    return (
        max(sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in shown), 1)
        if shown
        else 0
    )


def _style(shown: str, name: str, color: bool) -> str:
    return f"{_STYLE[name]}{shown}\x1b[0m" if color else shown
