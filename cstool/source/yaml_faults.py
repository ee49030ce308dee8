"""What libyaml could not read -> diagnostics in our words, each with the mended line where there is one that parses."""

import re
from collections.abc import Iterator

import yaml

from cstool.diagnostic import Diagnostic, Edit, Problem, Span, diagnose, text
from cstool.source.place import lines_of
from cstool.source.punctuation import mended, mended_first, suspicious
from cstool.source.secrets import may_hold_secret

ROUNDS = 20
"""How many faults are mended to find the next one; YAML readers stop at the first."""
_LONG = 200_000
_WIDE_LINE = re.compile(r"\s*(?:- +)*[\w.-]+：")
_WIDE_KEY = re.compile(r"[\[{]?[\w.-]+：", re.ASCII)
_MAPPING_VALUE = "mapping values are not allowed in this context"

# What libyaml says -> our message. The texts are libyaml's own (src/scanner.c, src/parser.c of yaml/libyaml).
_PROBLEMS = {
    "found character that cannot start any token": "yaml-bad-start",
    _MAPPING_VALUE: "yaml-colon",
    "could not find expected ':'": "yaml-no-colon",
    "did not find expected key": "yaml-no-key",
    "found unexpected end of stream": "yaml-open-quote",
    "did not find expected ',' or ']'": "yaml-open-list",
    "did not find expected ',' or '}'": "yaml-open-mapping",
    "did not find expected '-' indicator": "yaml-no-dash",
    "block sequence entries are not allowed in this context": "yaml-dash",
    "did not find expected node content; while parsing a flow node": "yaml-open-flow",
    "did not find expected node content": "yaml-no-value",
    "found undefined alias": "yaml-alias",
    "found duplicate anchor": "yaml-anchor",
    "found incompatible YAML document": "yaml-directive",
    "found unknown escape character": "yaml-escape",
    "but found another document": "yaml-documents",
    "did not find expected alphabetic or numeric character": "yaml-star",
}


def syntax_faults(path: str, part: str, first_line: int, error: yaml.MarkedYAMLError) -> list[Diagnostic]:
    """The fault that stopped the reading, and those behind it as far as each can be mended on the way."""
    found: list[Diagnostic] = []
    lines = lines_of(part)
    for _ in range(ROUNDS if len(part) < _LONG else 1):
        fault = _Fault(path, lines, first_line, error)
        mends = fault.mends()
        if not mends:
            return [*found, fault.plain()]
        found += [one for _, _, one in mends]
        for number, line, _ in mends:
            lines[number] = line
        after = _error_of(lines)
        if after is None:
            return [*found, *_wide_keys(path, lines, first_line)]
        error = after
    return found


def _error_of(lines: list[str]) -> yaml.MarkedYAMLError | None:
    try:
        for _ in yaml.parse("\n".join(lines), Loader=yaml.CLoader):
            pass
    except yaml.MarkedYAMLError as error:
        return error
    except yaml.YAMLError:
        return None
    return None


def _wide_keys(path: str, lines: list[str], first_line: int) -> Iterator[Diagnostic]:
    """Lines of a mended file that can be read, but as one text where a key was meant: `rates：{EUR：1}`."""
    try:
        left = [yaml.compose("\n".join(lines), Loader=yaml.CLoader)]
    except yaml.YAMLError:  # an alias to nothing: said when the rest is mended
        return
    seen, wide = set[int](), set[int]()
    for node in left:  # grows while it is walked; an alias leads to a node that was seen already
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            if not node.style and _WIDE_KEY.match(node.value):
                wide.update(range(node.start_mark.line, min(node.end_mark.line + 1, len(lines))))
        elif isinstance(node, yaml.SequenceNode):
            left += node.value
        elif isinstance(node, yaml.MappingNode):
            left += [item for pair in node.value for item in pair]
    for number in sorted(wide):
        body = lines[number]
        position = suspicious(body)
        whole = next((line for line in (mended(body), mended_first(body)) if line != body and is_yaml(line)), None)
        if position is not None and whole is not None:
            problem = punctuation_problem(path, first_line + number + 1, body, position, whole)
            yield diagnose("chinese-punctuation", problem)


def is_yaml(line: str) -> bool:
    """Whether a line by itself can be read."""
    return _error_of([line.strip()]) is None


class _Fault:
    """One error of libyaml over the lines as far as they are mended."""

    def __init__(self, path: str, lines: list[str], first_line: int, error: yaml.MarkedYAMLError) -> None:
        self.path, self.lines, self.first_line, self.error = path, lines, first_line, error
        mark = error.problem_mark or error.context_mark
        self.line = min(mark.line, len(lines) - 1) if mark else 0
        self.column = mark.column if mark else 0
        self.start = min(error.context_mark.line, self.line) if error.context_mark else self.line
        self.body = lines[self.line]

    def mends(self) -> list[tuple[int, str, Diagnostic]]:
        """Lines to replace, each with its diagnostic; only what lets the reader come further."""
        return self._punctuation() or self._tab() or self._colon()

    def _helps(self, changed: dict[int, str]) -> bool:
        after = _error_of([changed.get(number, line) for number, line in enumerate(self.lines)])
        if after is None:
            return True
        mark = after.problem_mark or after.context_mark
        if mark is None:
            return False
        return mark.line > self.line or (self.line not in changed and (mark.line, mark.column) > (self.line, self.column))

    def _punctuation(self) -> list[tuple[int, str, Diagnostic]]:
        for last in dict.fromkeys((self.line, self.line - 1, self.start)):
            whole = list(self._suspicious_run(last))
            keys = [one for one in whole if _WIDE_LINE.match(self.lines[one[0]])]
            for run, mend in ((whole, mended), (whole, mended_first), (keys, mended)):
                changed = {number: mend(self.lines[number]) for number, _ in run}
                if changed and self._helps(changed):
                    return [
                        (number, changed[number], self._wide(number, position, changed[number]))
                        for number, position in reversed(run)
                    ]
        return []

    def _suspicious_run(self, last: int) -> Iterator[tuple[int, int]]:
        """The unbroken run of lines with full-width marks that ends on a line, upwards."""
        for number in range(last, -1, -1):
            position = suspicious(self.lines[number])
            if position is None:
                return
            yield number, position

    def _wide(self, number: int, position: int, whole: str) -> Diagnostic:
        problem = punctuation_problem(self.path, self.first_line + number + 1, self.lines[number], position, whole)
        return diagnose("chinese-punctuation", problem)

    def _tab(self) -> list[tuple[int, str, Diagnostic]]:
        for number in dict.fromkeys((self.line, self.start)):
            body = self.lines[number]
            indent = body[: len(body) - len(body.lstrip())]
            if "\t" in indent:
                line = self.first_line + number + 1
                spaces = indent.replace("\t", "  ")
                edit = Edit(Span(self.path, line, 1, line, len(indent) + 1), spaces)
                place = Span(self.path, line, indent.index("\t") + 1)
                problem = Problem(place, text("tab-indentation"), text("indent-with-spaces"), edits=(edit,))
                return [(number, spaces + body.lstrip(), diagnose("tab-indentation", problem))]
        return []

    def _colon(self) -> list[tuple[int, str, Diagnostic]]:
        match = re.match(r"(\s*(?:- +)*[\w.\-]+: +)(\S.*)$", self.body.rstrip())
        if self.error.problem != _MAPPING_VALUE or not match or self.column < len(match[1]) or may_hold_secret(self.body):
            return []
        value = '"' + match[2].replace("\\", "\\\\").replace('"', '\\"') + '"'
        whole = match[1] + value
        if not self._helps({self.line: whole}):
            return []
        here = self._here()
        span = Span(here.path, here.line, len(match[1]) + 1, here.line, len(self.body.rstrip()) + 1)
        hint = text("write-this-line", line=whole.strip())
        problem = Problem(here, text("unquoted-colon"), hint, edits=(Edit(span, value),))
        return [(self.line, whole, diagnose("unquoted-colon", problem))]

    def _here(self) -> Span:
        return Span(self.path, self.first_line + self.line + 1, self.column + 1)

    def plain(self) -> Diagnostic:
        """The error with no line to offer."""
        problem, context = str(self.error.problem or ""), self.error.context_mark
        said = f"{problem}; {self.error.context or ''}"
        known = next((name for words, name in _PROBLEMS.items() if words in said), None)
        message = text(known) if known else text("yaml-other", problem=problem)
        hint = text(f"{known}-hint") if known else None
        related = (
            ((Span(self.path, self.first_line + self.start + 1, context.column + 1), text("begins-here")),)
            if context and self.start != self.line
            else ()
        )
        return diagnose("yaml-syntax", Problem(self._here(), message, hint, related))


def punctuation_problem(path: str, line: int, body: str, position: int, whole: str) -> Problem:
    """Full-width punctuation at `position` of a line, with the `whole` line as it should be."""
    here, message = Span(path, line, position + 1), text("chinese-punctuation", mark=body[position])
    if may_hold_secret(body):
        return Problem(here, message, text("type-ascii-punctuation"))
    edit = Edit(Span(path, line, 1, line, len(body) + 1), whole)
    return Problem(here, message, text("write-this-line", line=whole.strip()), edits=(edit,))
