"""YAML 1.2 (core schema) on libyaml nodes, so that every value keeps its place. All limits end in a placed diagnostic."""

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from cstool.diagnostic import Diagnostic, Problem, Span, Text, diagnose, text
from cstool.source.encoding import decode
from cstool.source.place import Source
from cstool.source.yaml_faults import syntax_faults
from cstool.source.yaml_traps import traps

MAX_DEPTH = 60
MAX_VALUES = 300_000
"""Values in one file, aliases written out; a file that may have more is refused before it is read."""
MAX_TEXT = 100_000
"""Characters of one value: longer than any text that somebody reads."""
MAX_TWINS = 1_000
_SEPARATORS = (",", "\n", "\r", ":", "[", "{", "- ", "? ")
_TAG = "tag:yaml.org,2002:"
_STR, _SEQ, _MAP = _TAG + "str", _TAG + "seq", _TAG + "map"
# YAML 1.2.2 §10.3.2, core schema; integers beyond 18 digits stay text, since order numbers are not for counting.
_CORE = re.compile(
    r"(?P<null>null|Null|NULL|~|)|(?P<bool>true|True|TRUE|false|False|FALSE)|(?P<int>[-+]?[0-9]{1,18}|0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15})"
    r"|(?P<float>[-+]?(?:\.[0-9]{1,30}|[0-9]{1,18}(?:\.[0-9]{0,30})?)(?:[eE][-+]?[0-9]{1,2})?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)
_CONVERT: dict[str, Callable[[str], object]] = {
    _TAG + "null": lambda _: None,
    _TAG + "bool": lambda value: value[0] in "tT",
    _TAG + "int": lambda value: int(value, 0) if value[:2] in ("0o", "0x") else int(value),
    _TAG + "float": lambda value: float(
        value.replace(".inf", "inf").replace(".Inf", "inf").replace(".INF", "inf").replace(".n", "n").replace(".N", "n")
    ),
}
_DASHES = re.compile(r"[-?] +(?:[-?] +){29}")


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
    here = Span(path, first_line + 1)
    if len(part) > MAX_VALUES and sum(map(part.count, _SEPARATORS)) > MAX_VALUES:
        return None, [diagnose("too-large", Problem(here, text("too-many-values", limit=MAX_VALUES), text("split-the-file")))]
    if _looks_deep(part) and (mark := _deeper_than_allowed(part)):
        here = Span(path, first_line + mark.line + 1, mark.column + 1)
        return None, [diagnose("too-deep", Problem(here, text("nesting-too-deep", limit=MAX_DEPTH), text("flatten-the-file")))]
    try:
        composer = _Composer(part)
        try:
            node = composer.get_single_node()
        finally:
            composer.dispose()
    except yaml.MarkedYAMLError as error:
        return None, syntax_faults(path, part, first_line, error)
    except yaml.YAMLError as error:
        return None, [diagnose("yaml-syntax", Problem(here, text("yaml-other", problem=str(error)[:120])))]
    source = Source(path, whole, None, node, first_line)
    builder = _Builder(source, aliases="*" in part, long=len(part) > MAX_TEXT)
    try:
        data = builder.build(node) if node is not None else None
    except _StopReading as fault:
        return None, [*builder.found, diagnose(fault.check, Problem(builder.span(fault.node), fault.message, fault.hint))]
    return Source(path, whole, data, node, first_line), builder.found + traps(source, part)


class _Builder:
    """Nodes -> values, with a budget; remembers what a reader must be told."""

    def __init__(self, source: Source, *, aliases: bool, long: bool) -> None:
        self.source, self.aliases, self.long = source, aliases, long
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
            if self.long and len(node.value) > MAX_TEXT:
                message = text("text-too-long", size=len(node.value), limit=MAX_TEXT)
                self.found.append(diagnose("too-large", Problem(self.span(node), message, text("shorten-the-text"))))
                return node.value[:MAX_TEXT]
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
                if len(self.found) > MAX_TWINS:
                    continue
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
    """Whether a look at the events is worth its time; brackets and dashes in texts count as well."""
    if part.count("[") + part.count("{") > MAX_DEPTH:
        depth = 0
        for mark in re.finditer(r"[\[\]{}]", part):
            depth = depth + 1 if mark[0] in "[{" else max(0, depth - 1)
            if depth > MAX_DEPTH:
                return True
    return " " * MAX_DEPTH in part or _DASHES.search(part) is not None


def _deeper_than_allowed(part: str) -> Any:
    """The mark where it gets too deep, or None. The events come without recursion: such a file must not reach the composer."""
    depth = 0
    try:
        for event in yaml.parse(part, Loader=yaml.CLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    return event.start_mark
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return None
    return None
