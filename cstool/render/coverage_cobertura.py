"""Coverage as Cobertura XML, which GitLab, Jenkins and Azure show in a change.

Shape: https://github.com/cobertura/cobertura/blob/master/cobertura/src/site/htdocs/xml/coverage-04.dtd
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cstool import __version__
from cstool.coverage import Coverage, Line, by_line
from cstool.render.table import printable

_DOCTYPE = '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">'
_Lines = Mapping[int, Line]


def render(coverage: Coverage, run: str, root: str, at: datetime) -> str:
    """A package per folder, a class per file; a condition is a branch with two ends. `root` as in the LCOV form."""
    files = {printable(path): lines for path, lines in by_line(coverage, run).items()}  # XML has no control characters
    every = [line for lines in files.values() for line in lines.values()]
    covered, valid, taken, ends = _sums(every)
    top = Element(
        "coverage",
        {
            **_rates(every),
            "lines-covered": str(covered),
            "lines-valid": str(valid),
            "branches-covered": str(taken),
            "branches-valid": str(ends),
            "version": __version__,
            "timestamp": str(int(at.timestamp() * 1000)),
        },
    )
    SubElement(SubElement(top, "sources"), "source").text = root or "."
    packages = SubElement(top, "packages")
    for folder in dict.fromkeys(str(PurePosixPath(path).parent) for path in files):
        inside = {path: lines for path, lines in files.items() if str(PurePosixPath(path).parent) == folder}
        _package(packages, folder, inside)
    indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_DOCTYPE}\n{tostring(top, encoding="unicode")}\n'


def _package(packages: Element, folder: str, files: Mapping[str, _Lines]) -> None:
    rates = _rates([line for lines in files.values() for line in lines.values()])
    classes = SubElement(SubElement(packages, "package", {"name": folder, **rates}), "classes")
    for path, lines in files.items():
        names = {"name": PurePosixPath(path).name, "filename": path}
        one = SubElement(classes, "class", {**names, **_rates(lines.values())})
        SubElement(one, "methods")
        listed = SubElement(one, "lines")
        for number, line in lines.items():
            _line(listed, number, line)


def _line(listed: Element, number: int, line: Line) -> None:
    found = {"number": str(number), "hits": str(line.hits), "branch": "true" if line.branches else "false"}
    if not line.branches:
        SubElement(listed, "line", found)
        return
    ends = 2 * len(line.branches)
    found["condition-coverage"] = f"{100 * line.taken // ends}% ({line.taken}/{ends})"
    conditions = SubElement(SubElement(listed, "line", found), "conditions")
    for position, branch in enumerate(line.branches):
        share = 50 * sum(count > 0 for count in branch)
        SubElement(conditions, "condition", {"number": str(position), "type": "jump", "coverage": f"{share}%"})


def _rates(lines: Iterable[Line]) -> dict[str, str]:
    """Shares as the format writes them; complexity is not a thing of config."""
    covered, valid, taken, ends = _sums(lines)
    return {"line-rate": _rate(covered, valid), "branch-rate": _rate(taken, ends), "complexity": "0"}


def _sums(lines: Iterable[Line]) -> tuple[int, int, int, int]:
    found = list(lines)
    ends = sum(2 * len(line.branches) for line in found)
    return sum(line.hits > 0 for line in found), len(found), sum(line.taken for line in found), ends


def _rate(part: int, whole: int) -> str:
    return f"{part / whole if whole else 1:.4f}".rstrip("0").rstrip(".")
