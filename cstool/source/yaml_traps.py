"""What YAML reads without a word and nobody meant: a value cut by ` #`, a list that full-width commas made one value."""

import re
from collections.abc import Iterator

import yaml

from cstool.diagnostic import Diagnostic, Problem, Severity, Span, diagnose, text
from cstool.source.place import Source
from cstool.source.punctuation import mended
from cstool.source.secrets import may_hold_secret
from cstool.source.yaml_faults import punctuation_problem

_CUT = re.compile(r"[ \t]+#(?=[0-9A-Za-z{])")
_LIST_MARK = re.compile("[，、]")
_PLAIN = (None, "")


def traps(source: Source, part: str) -> list[Diagnostic]:
    """Warnings about plain values; `part` is the YAML of the source's file."""
    cut, wide = " #" in part and _CUT.search(part) is not None, "，" in part or "、" in part
    if source.node is None or not (cut or wide):
        return []
    lines, found = source.lines, list[Diagnostic]()
    for node, listed in _plain_values(source.node):
        number = node.end_mark.line + source.first_line
        line = lines[number] if number < len(lines) else ""
        if cut and (match := _CUT.match(line, node.end_mark.column)):
            found.append(_lost(Span(source.path, number + 1, match.end()), line))
        if wide and listed and node.start_mark.line == node.end_mark.line and (mark := _LIST_MARK.search(node.value)):
            found.append(_one_value(source.path, number + 1, line, node.start_mark.column + mark.start()))
    return found


def _lost(span: Span, line: str) -> Diagnostic:
    """` #1` after a plain value cuts it: YAML takes the rest for a comment, and nobody sees it."""
    rest = "#…" if may_hold_secret(line) else line[span.column - 1 :].strip()[:40]
    return diagnose("unquoted-hash", Problem(span, text("unquoted-hash", rest=rest), text("quote-the-value")), Severity.WARNING)


def _one_value(path: str, line: int, body: str, position: int) -> Diagnostic:
    if body[position : position + 1] == "，":
        return diagnose("chinese-punctuation", punctuation_problem(path, line, body, position, mended(body)), Severity.WARNING)
    problem = Problem(
        Span(path, line, position + 1),
        text("chinese-punctuation", mark=body[position : position + 1]),
        text("type-ascii-punctuation"),
    )
    return diagnose("chinese-punctuation", problem, Severity.WARNING)


def _plain_values(root: yaml.Node) -> Iterator[tuple[yaml.ScalarNode, bool]]:
    """Every value without quotes, in the order of the file, and whether it stands in a list in brackets."""
    stack, seen = [(root, False)], set[int]()
    while stack:
        node, listed = stack.pop()
        if isinstance(node, yaml.ScalarNode):
            if node.style in _PLAIN:
                yield node, listed
        elif id(node) not in seen:
            seen.add(id(node))
            flow = isinstance(node, yaml.SequenceNode) and bool(node.flow_style)
            children = node.value if isinstance(node, yaml.SequenceNode) else [value for _, value in node.value]
            stack += [(child, flow) for child in reversed(children)]
