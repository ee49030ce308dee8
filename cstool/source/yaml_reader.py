"""YAML 1.2 (core schema) on libyaml nodes, so that every value keeps its place. All limits end in a placed diagnostic."""

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from cstool.diagnostic import Diagnostic, Edit, Problem, Severity, Span, Text, diagnose, text
from cstool.source.encoding import decode
from cstool.source.place import Source
from cstool.source.punctuation import mended, suspicious
from cstool.source.secrets import may_hold_secret

MAX_DEPTH = 60
MAX_VALUES = 400_000
_TAG = "tag:yaml.org,2002:"
_STR, _SEQ, _MAP = _TAG + "str", _TAG + "seq", _TAG + "map"
# YAML 1.2.2 §10.3.2, core schema; integers beyond 18 digits stay text, since order numbers are not for counting.
_CORE = re.compile(
    r"(?P<null>null|Null|NULL|~|)|(?P<bool>true|True|TRUE|false|False|FALSE)|(?P<int>[-+]?[0-9]{1,18}|0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15})"
    r"|(?P<float>[-+]?(?:\.[0-9]{1,18}|[0-9]{1,18}(?:\.[0-9]{0,18})?)(?:[eE][-+]?[0-9]{1,2})?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)
_CONVERT: dict[str, Callable[[str], object]] = {
    _TAG + "null": lambda _: None,
    _TAG + "bool": lambda value: value[0] in "tT",
    _TAG + "int": lambda value: int(value, 0) if value[:2] in ("0o", "0x") else int(value),
    _TAG + "float": lambda value: float(
        value.replace(".inf", "inf").replace(".Inf", "inf").replace(".INF", "inf").replace(".n", "n").replace(".N", "n")
    ),
}
_DEEP = re.compile(r"(?:[-?] +){30}|^[ ]{60}", re.MULTILINE)
_HASH = re.compile(r""" #(?=[0-9A-Za-z{])""")


class _Composer(CParser):
    """libyaml's composer; the tag of a plain scalar comes from a memo, since the same words come back all the time."""

    memo: dict[str, str] = {}  # noqa: RUF012 - shared on purpose: it only maps texts to tags

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """The tag of a node without one."""
        if kind is not yaml.ScalarNode:
            return _SEQ if kind is yaml.SequenceNode else _MAP
        if not implicit[0]:
            return _STR
        tag = self.memo.get(value)
        if tag is None:
            match = _CORE.fullmatch(value) if len(value) < 40 else None
            tag = _TAG + str(match.lastgroup) if match else _STR
            if len(self.memo) < 100_000:
                self.memo[value] = tag
        return tag

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Nothing hangs on the path."""

    def ascend_resolver(self) -> None:
        """Nothing hangs on the path."""


class _StopReading(Exception):  # noqa: N818 - not an error: it ends the walk
    def __init__(self, check: str, node: yaml.Node, message: Text, hint: Text | None = None) -> None:
        super().__init__(check)
        self.check, self.node, self.message, self.hint = check, node, message, hint


def read_yaml(path: str, raw: bytes) -> tuple[Source | None, list[Diagnostic]]:
    """The file's data with places, and everything that was wrong with it. None when there is no data to go on with."""
    decoded, found = decode(path, raw)
    if decoded is None:
        return None, found
    source, faults = parse_yaml(path, decoded, decoded)
    return source, found + faults


def parse_yaml(path: str, whole: str, part: str, first_line: int = 0) -> tuple[Source | None, list[Diagnostic]]:
    """`part` of the file's `whole` text as YAML; `part` starts after `first_line` lines."""
    too_deep = Problem(Span(path, first_line + 1), text("nesting-too-deep", limit=MAX_DEPTH), text("flatten-the-file"))
    if _looks_deep(part) and _deeper_than_allowed(part):
        return None, [diagnose("too-deep", too_deep)]
    try:
        composer = _Composer(part)
        try:
            node = composer.get_single_node()
        finally:
            composer.dispose()
    except yaml.MarkedYAMLError as error:
        return None, [_syntax(path, part, first_line, error)]
    except yaml.YAMLError as error:
        return None, [diagnose("yaml-syntax", Problem(Span(path, first_line + 1), text("yaml-other", problem=str(error)[:120])))]
    source = Source(path, whole, None, node, first_line)
    builder = _Builder(source, "*" in part)
    try:
        data = builder.build(node) if node is not None else None
    except _StopReading as fault:
        return None, [*builder.found, diagnose(fault.check, Problem(builder.span(fault.node), fault.message, fault.hint))]
    found = builder.found + (_hashes(source, part) if " #" in part else [])
    return Source(path, whole, data, node, first_line), found


class _Builder:
    """Nodes -> values, with a budget; remembers what a reader must be told."""

    def __init__(self, source: Source, aliases: bool) -> None:
        self.source, self.aliases = source, aliases
        self.found: list[Diagnostic] = []
        self.left = MAX_VALUES
        self.open: set[int] = set()

    def span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark, node.end_mark
        line = start.line + 1 + self.source.first_line
        width = end.column - start.column if end.line == start.line else 1
        return Span(self.source.path, line, start.column + 1, line, start.column + 1 + max(width, 1))

    def build(self, node: yaml.Node, depth: int = 0) -> object:
        kind, tag = type(node), node.tag
        if kind is yaml.ScalarNode:
            if tag == _STR:
                return node.value
            return self._convert(node, tag)
        if depth > MAX_DEPTH:
            raise _StopReading("too-deep", node, text("nesting-too-deep", limit=MAX_DEPTH), text("flatten-the-file"))
        if tag not in (_SEQ, _MAP):
            raise _StopReading("unknown-tag", node, text("unknown-tag", tag=tag.removeprefix(_TAG)), text("remove-the-tag"))
        if self.aliases:
            self._spend(node)
        value = [self.build(item, depth + 1) for item in node.value] if kind is yaml.SequenceNode else self._mapping(node, depth)
        self.open.discard(id(node))
        return value

    def _spend(self, node: yaml.Node) -> None:
        self.left -= 1 + len(node.value)
        if id(node) in self.open:
            raise _StopReading("too-many-aliases", node, text("alias-of-itself"), text("write-it-out"))
        if self.left < 0:
            raise _StopReading("too-many-aliases", node, text("aliases-explode", limit=MAX_VALUES), text("write-it-out"))
        self.open.add(id(node))

    def _convert(self, node: yaml.Node, tag: str) -> object:
        convert = _CONVERT.get(tag)
        try:
            if convert:
                return convert(node.value)
        except (ValueError, IndexError):
            pass
        raise _StopReading("unknown-tag", node, text("unknown-tag", tag=tag.removeprefix(_TAG)), text("remove-the-tag"))

    def _mapping(self, node: yaml.Node, depth: int) -> dict[str, object]:
        values: dict[str, object] = {}
        first: dict[str, yaml.Node] = {}
        for key, item in node.value:
            if type(key) is not yaml.ScalarNode:
                raise _StopReading("wrong-type", key, text("key-not-text"), text("write-a-plain-key"))
            name = key.value
            if name in first:
                there = (self.span(first[name]), text("first-here"))
                problem = Problem(
                    self.span(key),
                    text("duplicate-key", key=name, line=first[name].start_mark.line + 1 + self.source.first_line),
                    text("remove-or-join"),
                    (there,),
                )
                self.found.append(diagnose("duplicate-key", problem))
                continue
            if name == "<<" and key.style not in ("'", '"'):
                raise _StopReading("merge-key", key, text("merge-key"), text("write-it-out"))
            first[name] = key
            values[name] = self.build(item, depth + 1)
        return values


def _looks_deep(part: str) -> bool:
    depth = worst = 0
    for mark in re.finditer(r"[\[\]{}]", part):
        depth = depth + 1 if mark[0] in "[{" else max(0, depth - 1)
        worst = max(worst, depth)
        if worst > MAX_DEPTH:
            return True
    return _DEEP.search(part) is not None


def _deeper_than_allowed(part: str) -> bool:
    """Walk the events, which libyaml gives without recursion: a file made to be deep must not reach the composer."""
    depth = 0
    try:
        for event in yaml.parse(part, Loader=yaml.CLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    return True
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return depth > MAX_DEPTH
    return False


# What libyaml says -> our message. The texts are libyaml's own (src/scanner.c, src/parser.c of yaml/libyaml).
_PROBLEMS = {
    "found character that cannot start any token": "yaml-bad-start",
    "mapping values are not allowed in this context": "yaml-colon",
    "could not find expected ':'": "yaml-no-colon",
    "did not find expected key": "yaml-no-key",
    "found unexpected end of stream": "yaml-open-quote",
    "did not find expected ',' or ']'": "yaml-open-list",
    "did not find expected ',' or '}'": "yaml-open-mapping",
    "did not find expected '-' indicator": "yaml-no-dash",
    "block sequence entries are not allowed in this context": "yaml-dash",
    "did not find expected node content": "yaml-no-value",
    "found undefined alias": "yaml-alias",
    "found unknown escape character": "yaml-escape",
    "but found another document": "yaml-documents",
    "did not find expected alphabetic or numeric character": "yaml-star",
}


def _syntax(path: str, part: str, first_line: int, error: yaml.MarkedYAMLError) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = Source(path, part).lines
    line = min(line, len(lines) - 1)
    start = error.context_mark.line if error.context_mark else line
    for number in dict.fromkeys((line, line - 1, min(start, line))):
        position = suspicious(lines[number]) if 0 <= number < len(lines) else None
        if position is not None:
            return diagnose("chinese-punctuation", punctuation_problem(path, first_line + number + 1, lines[number], position))
    here = Span(path, first_line + line + 1, column + 1)
    body = lines[line] if lines else ""
    if ("\t" in body[: column + 1] and body[: column + 1].strip() == "") or body.startswith("\t"):
        edit = Edit(
            Span(path, first_line + line + 1, 1, first_line + line + 1, len(body) - len(body.lstrip()) + 1),
            body[: len(body) - len(body.lstrip())].replace("\t", "  "),
        )
        return diagnose("tab-indentation", Problem(here, text("tab-indentation"), text("indent-with-spaces"), edits=(edit,)))
    problem = str(error.problem or "")
    if problem == "mapping values are not allowed in this context":
        return diagnose("unquoted-colon", _colon(here, body, column))
    known = next((name for words, name in _PROBLEMS.items() if words in problem), None)
    context = (
        ((Span(path, first_line + start + 1, error.context_mark.column + 1), text("begins-here")),)
        if error.context_mark and start != line
        else ()
    )
    message = text(known) if known else text("yaml-other", problem=problem)
    hint = text(f"{known}-hint") if known else None
    return diagnose("yaml-syntax", Problem(here, message, hint, context))


def _colon(here: Span, body: str, column: int) -> Problem:
    match = re.match(r"(\s*(?:- +)*[\w.\-]+: +)(.+)$", body)
    if not match or column < len(match[1]) or may_hold_secret(body):
        return Problem(here, text("yaml-colon"), text("yaml-colon-hint"))
    value = match[2].rstrip().replace("\\", "\\\\").replace('"', '\\"')
    span = Span(here.path, here.line, len(match[1]) + 1, here.line, len(body.rstrip()) + 1)
    return Problem(
        here,
        text("unquoted-colon"),
        text("write-this-line", line=f'{match[1]}"{value}"'.strip()),
        edits=(Edit(span, f'"{value}"'),),
    )


def punctuation_problem(path: str, line: int, body: str, position: int) -> Problem:
    """Full-width punctuation at `position` of a line, with the line as it should be."""
    if may_hold_secret(body):
        return Problem(
            Span(path, line, position + 1), text("chinese-punctuation", mark=body[position]), text("type-ascii-punctuation")
        )
    whole = mended(body)
    edit = Edit(Span(path, line, 1, line, len(body) + 1), whole)
    message = text("chinese-punctuation", mark=body[position])
    return Problem(Span(path, line, position + 1), message, text("write-this-line", line=whole.strip()), edits=(edit,))


def _hashes(source: Source, part: str) -> list[Diagnostic]:
    """` #1` after a plain value cuts it: YAML takes the rest for a comment, and nobody sees it."""
    found = []
    for number, line in enumerate(Source(source.path, part).lines):
        match = _HASH.search(line)
        before = line[: match.start()].rstrip() if match else ""
        if (
            not match
            or not before
            or "#" in before
            or before[-1] in "\"'|>[{:,-]}"
            or before.count('"') % 2
            or before.count("'") % 2
        ):
            continue
        span = Span(source.path, source.first_line + number + 1, match.start() + 2)
        rest = "#…" if may_hold_secret(line) else line[match.start() + 1 :].strip()[:40]
        problem = Problem(span, text("unquoted-hash", rest=rest), text("quote-the-value"))
        found.append(diagnose("unquoted-hash", problem, Severity.WARNING))
    return found
