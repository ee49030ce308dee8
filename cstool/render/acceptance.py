"""Test results as part of a report, so that every form of report can show them."""

from dataclasses import replace

from cstool.acceptance import Acceptance, Difference, TestResult
from cstool.diagnostic import Text, Value, quoted, text
from cstool.render.report import Failure, Report


def with_tests(report: Report, found: Acceptance) -> Report:
    """The report with the tests: each failure with what was expected, what came out, and the rules behind it."""
    failures = tuple(Failure(one.name, one.file, one.span.line, _said(one)) for one in found.failed)
    passed = tuple((one.name, one.file, one.span.line) for one in found.results if one.passed)
    return replace(report, tests=len(found.results), failures=failures, passed=passed)


def _said(result: TestResult) -> tuple[Text, ...]:
    return tuple(
        line for one in result.differences for line in (difference(one), *(text("test-why", why=why) for why in one.why))
    )


def difference(one: Difference) -> Text:
    """Expected and got in one line."""
    return text("test-difference", name=one.name, expected=_value(one.expected), got=_value(one.got))


def _value(value: Value) -> Value:
    if value is None or value == ():
        return text("test-nothing")
    return quoted(*value) if isinstance(value, tuple) else quoted(value)
