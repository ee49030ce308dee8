"""The report as JSON, with a version: what scripts and `--baseline` read."""

import json

from cstool import __version__
from cstool.diagnostic import Diagnostic, Edit, Severity, Span
from cstool.render.report import Report
from cstool.render.words import say

SCHEMA = 1


def render(report: Report) -> str:
    """All diagnostics and tests; keys stay, new ones may come while `schema` stays the same."""
    body: dict[str, object] = {
        "schema": SCHEMA,
        "tool": {"name": "cstool", "version": __version__},
        "summary": {
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "files": report.checked,
            "tests": report.tests,
            "failed": len(report.failures),
        },
        "diagnostics": [_one(report, one) for one in report.diagnostics],
        "failures": [
            {
                "name": one.name,
                "path": one.path,
                "line": one.line,
                "differences": [report.words(text) for text in one.differences],
            }
            for one in report.failures
        ],
    }
    if report.coverage is not None:
        from cstool.render.coverage import body as coverage

        body["coverage"] = coverage(report.coverage)
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _one(report: Report, one: Diagnostic) -> dict[str, object]:
    return {
        "check": one.check,
        "severity": one.severity.value,
        "path": one.span.path,
        **_place(one.span),
        "message": report.words(one.message),
        "hint": report.words(one.hint) if one.hint else None,
        "id": one.message.id,
        "fingerprint": one.fingerprint,
        "related": [{"path": span.path, **_place(span), "message": report.words(message)} for span, message in one.related],
        "edits": [] if one.secret else [_edit(edit) for edit in one.edits if not _tells(report, edit)],
        "witness": {key: say(value, report.language) for key, value in one.witness.items()} if one.witness else None,
    }


def _place(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}


def _tells(report: Report, edit: Edit) -> bool:
    return any(secret in edit.replacement for secret in report.secrets)


def _edit(edit: Edit) -> dict[str, object]:
    return {"path": edit.span.path, **_place(edit.span), "replacement": edit.replacement, "safe": edit.safe}
