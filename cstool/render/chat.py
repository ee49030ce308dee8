"""Fifteen plain lines for a chat group: the verdict first, then the gravest."""

from cstool.diagnostic import Severity, text
from cstool.render.report import Report
from cstool.render.text import verdict

LINES = 15


def render(report: Report) -> str:
    """Errors before warnings; what does not fit is counted."""
    order = sorted(report.diagnostics, key=lambda one: one.severity is not Severity.ERROR)
    rows = [f"{failure.path}:{failure.line} {failure.name}" for failure in report.failures]
    rows += [f"{one.span.path}:{one.span.line} {report.words(one.message)}" for one in order]
    shown = rows if len(rows) < LINES else rows[: LINES - 2]
    rest = [report.words(text("and-more", count=len(rows) - len(shown)))] if len(rows) > len(shown) else []
    return "\n".join(["cstool: " + verdict(report), *shown, *rest]) + "\n"
