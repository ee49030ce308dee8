"""Workflow commands of GitHub Actions: annotations on the lines of a pull request.

Form and escapes: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from cstool.render.report import Report, sentence
from cstool.render.text import verdict


def render(report: Report) -> str:
    """A line an annotation, then the verdict as plain text."""
    lines = []
    for one in report.diagnostics:
        span = one.span
        file = _property(report.from_repository(span.path))
        place = f"line={span.line},endLine={span.end_line},col={span.column},endColumn={span.end_column}"
        lines.append(f"::{one.severity.value} file={file},{place},title={_property(one.check)}::{_data(sentence(report, one))}")
    for failure in report.failures:
        said = "; ".join(report.words(difference) for difference in failure.differences)
        place = f"file={_property(report.from_repository(failure.path))},line={failure.line}"
        lines.append(f"::error {place},title={_property(failure.name)}::{_data(said)}")
    return "\n".join([*lines, verdict(report)]) + "\n"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
