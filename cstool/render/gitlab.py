"""GitLab's Code Quality report (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format)."""

import json

from cstool.diagnostic import Severity
from cstool.render.report import Report, sentence


def render(report: Report) -> str:
    """One entry a diagnostic; equal fingerprints in a file get a running number, since GitLab drops twins."""
    seen: dict[str, int] = {}
    entries = []
    for one in report.diagnostics:
        number = seen[one.fingerprint] = seen.get(one.fingerprint, 0) + 1
        entries.append(
            {
                "description": sentence(report, one),
                "check_name": one.check,
                "fingerprint": one.fingerprint if number == 1 else f"{one.fingerprint}-{number}",
                "severity": "major" if one.severity is Severity.ERROR else "minor",
                "location": {"path": report.from_repository(one.span.path), "lines": {"begin": one.span.line}},
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
