"""JUnit XML: a suite of files with their diagnostics, a suite of tests. What CI servers show.

Shape: https://github.com/testmoapp/junitxml
"""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cstool.diagnostic import Severity
from cstool.render.report import Report, by_path, sentence

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """A file with errors is a failed case; warnings stand in its output."""
    root = Element("testsuites", name="cstool")
    _checks(root, report)
    if report.tests:
        _tests(root, report)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _checks(root: Element, report: Report) -> None:
    files = by_path(report.diagnostics)
    paths = sorted({*files, *(path for path in report.sources if not path.startswith("cstool:"))})
    failed = sum(any(one.severity is Severity.ERROR for one in found) for found in files.values())
    suite = SubElement(root, "testsuite", name="checks", tests=str(len(paths)), failures=str(failed), errors="0", skipped="0")
    for path in paths:
        case = SubElement(suite, "testcase", classname="checks", name=_clean(path), file=_clean(report.from_repository(path)))
        lines = [
            f"{one.span.path}:{one.span.line}:{one.span.column}: {one.severity.value}: {sentence(report, one)} [{one.check}]"
            for one in files.get(path, [])
        ]
        errors = [one for one in files.get(path, []) if one.severity is Severity.ERROR]
        if errors:
            SubElement(case, "failure", message=_clean(sentence(report, errors[0])), type=errors[0].check).text = _clean(
                "\n".join(lines)
            )
        elif lines:
            SubElement(case, "system-out").text = _clean("\n".join(lines))


def _tests(root: Element, report: Report) -> None:
    suite = SubElement(
        root, "testsuite", name="tests", tests=str(report.tests), failures=str(len(report.failures)), errors="0", skipped="0"
    )
    for name, path, line in report.passed:
        _test(suite, report, name, path, line)
    for one in report.failures:
        case = _test(suite, report, one.name, one.path, one.line)
        said = [report.words(difference) for difference in one.differences]
        SubElement(case, "failure", message=_clean(said[0] if said else one.name)).text = _clean("\n".join(said))


def _test(suite: Element, report: Report, name: str, path: str, line: int) -> Element:
    file = _clean(report.from_repository(path))
    return SubElement(suite, "testcase", classname=_clean(path), name=_clean(name), file=file, line=str(line))


def _clean(value: str) -> str:
    return _NOT_XML.sub("\ufffd", value)
