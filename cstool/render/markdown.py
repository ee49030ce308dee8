"""Markdown for a pull-request comment: the verdict first, then a table, long ones folded."""

import re

from cstool.diagnostic import Diagnostic, Severity, text
from cstool.render.report import Report
from cstool.render.text import verdict

FOLD = 15


def render(report: Report) -> str:
    """The whole report; what users wrote is escaped, so that nothing of it becomes markup or a mention."""
    mark = "❌" if report.count(Severity.ERROR) or report.failures else "⚠️" if report.diagnostics else "✅"
    parts = [f"### {mark} cstool: {verdict(report)}"]
    if report.diagnostics:
        head = (
            "| "
            + " | ".join(report.words(text(name)) for name in ("column-place", "column-problem", "column-hint", "column-check"))
            + " |\n| --- | --- | --- | --- |"
        )
        parts.append(
            _folded(report, "\n".join([head, *(_row(report, one) for one in report.diagnostics)]), len(report.diagnostics))
        )
    if report.failures:
        rows = [
            f"- **{escape(one.name)}** (`{one.path}:{one.line}`)"
            + "".join(f"\n  - {escape(report.words(said))}" for said in one.differences)
            for one in report.failures
        ]
        parts.append(_folded(report, "\n".join(rows), len(rows)))
    return "\n\n".join(parts) + "\n"


def _row(report: Report, one: Diagnostic) -> str:
    icon = "❌" if one.severity is Severity.ERROR else "⚠️"
    hint = escape(report.words(one.hint)) if one.hint else ""
    return f"| {icon} `{one.span.path}:{one.span.line}` | {escape(report.words(one.message))} | {hint} | `{one.check}` |"


def _folded(report: Report, body: str, count: int) -> str:
    if count <= FOLD:
        return body
    return f"<details><summary>{report.words(text('show-all', count=count))}</summary>\n\n{body}\n\n</details>"


def escape(value: str) -> str:
    """Text that stays text in Markdown: no markup, no table cell end, no mention, no link."""
    escaped = re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", value.replace("\n", " "))
    return re.sub(r"@(?=\w)", "@\u200b", escaped)
