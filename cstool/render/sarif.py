"""SARIF 2.1.0, for code scanning (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html)."""

import json

from cstool import __version__
from cstool.checks import find
from cstool.checks.check import load_check
from cstool.diagnostic import Diagnostic, Span
from cstool.render.report import Report, sentence


def render(report: Report) -> str:
    """One run with the checks that found something as its rules. Columns count code points, and `columnKind` says so."""
    names = sorted({one.check for one in report.diagnostics})
    driver = {
        "name": "cstool",
        "version": __version__,
        "rules": [_rule(report, name) for name in names],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_base(report): {"description": {"text": f"the {_base(report).lower()} folder"}}},
        "results": [_result(report, one, names.index(one.check)) for one in report.diagnostics],
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(report: Report, name: str) -> dict[str, object]:
    check = load_check(find(name) or "", name)
    page = check.page_in(report.language)
    return {
        "id": name,
        "shortDescription": {"text": page.split("\n", 1)[0]},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": check.severity.value},
    }


def _result(report: Report, one: Diagnostic, index: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": one.check,
        "ruleIndex": index,
        "level": one.severity.value,
        "message": {"text": sentence(report, one)},
        "locations": [_location(report, one.span)],
        "partialFingerprints": {"cstool/v1": one.fingerprint},
    }
    if one.related:
        result["relatedLocations"] = [
            _location(report, span) | {"message": {"text": report.words(message)}} for span, message in one.related
        ]
    return result


def _base(report: Report) -> str:
    """What addresses start from."""
    return "REPOSITORY" if report.inside else "WORKSPACE"


def _location(report: Report, span: Span) -> dict[str, object]:
    uri = _uri(report.from_repository(span.path))
    region = {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}
    return {"physicalLocation": {"artifactLocation": {"uri": uri, "uriBaseId": _base(report)}, "region": region}}


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/", errors="replace")
