"""A file that was read: its text, its data, and where each value stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import yaml

from cstool.diagnostic import Span

Loc = tuple[str | int, ...]

# libyaml counts these as line breaks (YAML 1.1 §5.4), so our columns must as well.
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def lines_of(whole: str) -> list[str]:
    """A text by lines, without their ends, as libyaml counts them."""
    return _BREAK.split(whole)


def line_starts(whole: str) -> list[int]:
    """Where each line of a text begins."""
    return [0, *(found.end() for found in _BREAK.finditer(whole))]


@dataclass(frozen=True, eq=False)
class Source:
    """A file: decoded text, data, and the nodes or cells that know the places.

    `kept` maps the place of a list to the original positions of the elements that survived pruning.
    """

    path: str
    text: str
    data: object = None
    node: yaml.Node | None = None
    first_line: int = 0
    body_offset: int = 0
    cells: Mapping[Loc, Span] = field(default_factory=dict)
    kept: Mapping[Loc, tuple[int, ...]] = field(default_factory=dict)
    lost: Mapping[str, bool] = field(default_factory=dict)
    """First keys of the places that pruning left out, "" where any may be meant; whether more went than keys nobody knows."""
    _index: dict[int, dict[object, tuple[yaml.Node, yaml.Node]]] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[str]:
        """The text by lines, without their ends."""
        return lines_of(self.text)

    def at(self, *loc: str | int) -> Span:
        """The place of a value; where the path leads nowhere, of the nearest parent that exists."""
        return self._find(loc, key=False)

    def key_at(self, *loc: str | int) -> Span:
        """The place of the key that leads to a value."""
        return self._find(loc, key=True)

    def value_at(self, *loc: str | int) -> Span:
        """Where a value itself begins: a list or mapping at its bracket if that stands on the line of its key; else as `at`."""
        if self.cells or self.node is None:
            return self._cell(loc)
        key, node = self._nodes(self.node, loc)
        beside = node.start_mark.line == key.start_mark.line
        return self._span(node, short=not isinstance(node, yaml.ScalarNode), key=node if beside else key)

    def lines_at(self, *loc: str | int) -> range:
        """The numbers of the lines (from 1) that a value stands on."""
        if self.cells or self.node is None:
            return range(self._cell(loc).line, self._cell(loc).line + 1)
        _, node = self._nodes(self.node, loc)
        last = node.end_mark.line + (node.end_mark.column > 0)
        return range(node.start_mark.line + 1 + self.first_line, max(last, node.start_mark.line + 1) + 1 + self.first_line)

    def span_of_body(self, offset: int, length: int = 1) -> Span:
        """The place of `length` characters at `offset` of the body that follows the front matter."""
        start = self.body_offset + max(0, min(offset, len(self.text) - self.body_offset))
        end = min(start + max(length, 1), len(self.text))
        line, column = self._line_column(start)
        end_line, end_column = self._line_column(end)
        return Span(self.path, line, column, end_line, end_column)

    def pruned(self, data: object, kept: Mapping[Loc, tuple[int, ...]], lost: Mapping[str, bool] | None = None) -> "Source":
        """The same file with parts of its data left out; places still lead to the original lines."""
        return replace(self, data=data, kept=kept, lost=lost or {})

    def _line_column(self, offset: int) -> tuple[int, int]:
        line, start = 1, 0
        for match in _BREAK.finditer(self.text, 0, offset):
            line, start = line + 1, match.end()
        return line, offset - start + 1

    def _find(self, loc: Loc, *, key: bool) -> Span:
        if self.cells or self.node is None:
            return self._cell(loc)
        found, node = self._nodes(self.node, loc)
        return self._span(found if key else node, short=not key and not isinstance(node, yaml.ScalarNode), key=found)

    def _nodes(self, node: yaml.Node, loc: Loc) -> tuple[yaml.Node, yaml.Node]:
        """The node of the key that leads to a value, and the value's own."""
        found = node
        walked: Loc = ()
        for part in loc:
            if isinstance(node, yaml.MappingNode):
                pair = self._pairs(node).get(part)
                if pair is None:
                    continue  # a union tag, or a key that is missing: stay on the parent
                found, node = pair
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                positions = self.kept.get(walked)
                index = positions[part] if positions and part < len(positions) else part
                if index >= len(node.value):
                    continue
                found = node = node.value[index]
                part = index
            else:
                continue
            walked = (*walked, part)
        return found, node

    def _pairs(self, node: yaml.MappingNode) -> dict[object, tuple[yaml.Node, yaml.Node]]:
        pairs = self._index.get(id(node))
        if pairs is None:
            pairs = self._index[id(node)] = {key.value: (key, value) for key, value in reversed(node.value)}
        return pairs

    def _cell(self, loc: Loc) -> Span:
        for end in range(len(loc), 0, -1):
            if loc[:end] in self.cells:
                return self.cells[loc[:end]]
        return Span(self.path)

    def _span(self, node: yaml.Node, *, short: bool, key: yaml.Node) -> Span:
        """A container is shown by its key (or its first character), a scalar by its whole text."""
        if short and isinstance(key, yaml.ScalarNode):
            node = key
        start, end = node.start_mark, node.end_mark
        line = start.line + 1 + self.first_line
        if (short and node is not key) or end.line != start.line:
            return Span(self.path, line, start.column + 1, line, start.column + 2)
        return Span(self.path, line, start.column + 1, line, max(end.column, start.column + 1) + 1)
