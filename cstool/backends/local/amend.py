"""Change single values inside a YAML text and leave the rest as it stands: comments, order, style.

Works on the nodes a `Source` carries. What it cannot do without guessing raises `CannotAmend`; whoever calls reads the result
again and compares, so that a wrong edit can never be kept.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cstool.source import Source, dump

Loc = tuple[str | int, ...]
_PLAIN = re.compile(r"[^\W\d_][\w./%+*-]*(?: [\w./%+*-]+)*|\d+[a-z%]+", re.UNICODE)
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # JSON lets them stand, YAML does not
_WIDTH = 120
"""Characters of a line that somebody can read."""
_RISKY = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null")


class CannotAmend(Exception):  # noqa: N818 - a wish that cannot be granted, not a fault of anybody
    """The edit has no single obvious place."""


def flow(value: object) -> str:
    """A value in one line of YAML."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not _RISKY.fullmatch(value):
        return value
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _lines(short: str, whole: object, indent: int) -> str:
    """In one line, or where that is long, as a block."""
    lines = [short] if indent + len(short) <= _WIDTH else dump(whole).rstrip("\n").split("\n")
    return "\n".join(" " * indent + line for line in lines)


@dataclass
class Amendment:
    """Edits of one file, collected against the text as it was read."""

    source: Source
    _edits: list[tuple[int, int, str]] = field(default_factory=list)

    def text(self) -> str:
        """The file with all edits made."""
        text, before = self.source.text, len(self.source.text) + 1
        for start, end, new in sorted(self._edits, key=lambda edit: (edit[0], edit[1]), reverse=True):
            if end > before:
                raise CannotAmend
            text, before = text[:start] + new + text[end:], start
        return text

    def change(self, loc: Loc, old: object, new: object) -> None:
        """Make the value at `loc`, which means `old`, mean `new`; only what differs is touched."""
        self._change(self._node(loc), old, new)

    def put_key(self, loc: Loc, key: str, value: object) -> None:
        """A key of the mapping at `loc`: its value replaced, or the key added at the end."""
        self._insert_pair(self._node(loc), key, value)

    def put_block(self, loc: Loc, key: str, value: Mapping[str, object]) -> None:
        """A new key of the mapping at `loc` whose value may take many lines."""
        node = self._node(loc)
        if not _is_mapping(node) or node.flow_style or not node.value or _written(node, key) is not None:
            self._insert_pair(node, key, value)
            return
        indent = " " * node.value[0][0].start_mark.column
        here = self._line_end(self._end(node.value[-1][1]))
        lines = dump({key: dict(value)}).rstrip("\n").split("\n")
        self._edits.append((here, here, "".join(f"\n{indent}{line}" for line in lines)))

    def remove_key(self, loc: Loc, key: str) -> None:
        """Take a key and its value out of the mapping at `loc`."""
        self._remove_pair(self._node(loc), key)

    def add_item(self, loc: Loc, after: int | None, value: object) -> None:
        """A new element of the list at `loc`, behind the element at `after`, or at the start."""
        node = self._node(loc)
        if not _is_list(node):
            raise CannotAmend
        if node.flow_style:
            here = self._end(node.value[after]) if after is not None and node.value else node.start_mark.index + 1
            lead, tail = (", ", "") if after is not None and node.value else ("", ", " if node.value else "")
            self._edits.append((here, here, lead + flow(value) + tail))
            return
        written = _lines(f"- {flow(value)}", [value], node.start_mark.column)
        if after is None:
            start = self._line_start(node.value[0].start_mark.index)
            self._edits.append((start, start, f"{written}\n"))
        else:
            here = self._line_end(self._end(node.value[after]))
            self._edits.append((here, here, f"\n{written}"))

    def remove_item(self, loc: Loc, index: int) -> None:
        """Take an element out of the list at `loc`."""
        node = self._node(loc)
        if not _is_list(node) or len(node.value) < 2:
            raise CannotAmend
        self._cut(node, node.value[index].start_mark.index, self._end(node.value[index]), "-")

    def _node(self, loc: Loc) -> Any:
        node: Any = self.source.node
        for part in loc:
            if _is_mapping(node):
                node = _pair(node, str(part))[1]
            elif _is_list(node) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
            else:
                raise CannotAmend
        if node is None or self.source.first_line or self.source.kept:
            raise CannotAmend
        return node

    def _change(self, node: Any, old: object, new: object) -> None:
        if old == new:
            return
        if isinstance(old, Mapping) and isinstance(new, Mapping) and _is_mapping(node):
            stays = [pair for pair in node.value if pair[0].value in new or pair[0].value not in old]
            for key in reversed([key for key in new if key not in old]):  # edits at one place are made last first
                self._insert_pair(node, key, new[key], stays[-1] if stays else None)
            for key in old:
                if key not in new:
                    self._remove_pair(node, key)
                elif old[key] != new[key] and _written(node, key) is None:  # a default that nobody wrote out
                    self._insert_pair(node, key, new[key])
                elif old[key] != new[key]:
                    self._change(_pair(node, key)[1], old[key], new[key])
        elif isinstance(old, list) and isinstance(new, list) and _is_list(node) and len(old) == len(new) == len(node.value):
            for child, before, after in zip(node.value, old, new, strict=True):
                self._change(child, before, after)
        else:
            start, end = node.start_mark.index, self._end(node)
            self._edits.append((start, end, flow(new) if end > start else " " + flow(new)))

    def _insert_pair(self, node: Any, key: str, value: object, behind: Any = None) -> None:
        """At the end, or behind a pair that stays when the last one goes."""
        if not _is_mapping(node):
            raise CannotAmend
        written = _written(node, key)
        if written is not None:  # a default that is written out
            self._change(written, None, value)
        elif node.flow_style:
            here = self._end((behind or node.value[-1])[1]) if node.value else node.start_mark.index + 1
            self._edits.append((here, here, (", " if node.value else "") + f"{flow(key)}: {flow(value)}"))
        else:
            here = self._line_end(self._end((behind or node.value[-1])[1]))
            written = _lines(f"{flow(key)}: {flow(value)}", {key: value}, node.value[0][0].start_mark.column)
            self._edits.append((here, here, f"\n{written}"))

    def _remove_pair(self, node: Any, key: str) -> None:
        if not _is_mapping(node) or len(node.value) < 2:
            raise CannotAmend
        name, value = _pair(node, key)
        self._cut(node, name.start_mark.index, max(self._end(value), self._end(name)), "")

    def _cut(self, node: Any, start: int, end: int, dash: str) -> None:
        text = self.source.text
        if not node.flow_style:
            first = self._line_start(start)
            if text[first:start].strip() != dash:
                raise CannotAmend  # it shares its line with something that stays
            self._edits.append((first, min(self._line_end(end) + 1, len(text)), ""))
        elif after := re.compile(r"\s*,\s*").match(text, end):
            self._edits.append((start, after.end(), ""))
        elif comma := re.search(r"\s*,\s*$", text[:start]):
            self._edits.append((comma.start(), end, ""))
        else:
            raise CannotAmend

    def _end(self, node: Any) -> int:
        """Where the text of a node ends; the mark of a block collection or block text lies behind what follows it."""
        if node.id != "scalar" and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end = int(node.end_mark.index)
        if node.id == "scalar" and node.style in ("|", ">"):
            start = int(node.start_mark.index)
            return start + len(self.source.text[start:end].rstrip())
        return end

    def _line_start(self, index: int) -> int:
        return self.source.text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        found = self.source.text.find("\n", index)
        return len(self.source.text) if found < 0 else found


def _is_mapping(node: Any) -> bool:
    return getattr(node, "id", "") == "mapping"


def _is_list(node: Any) -> bool:
    return getattr(node, "id", "") == "sequence"


def _pair(node: Any, key: str) -> tuple[Any, Any]:
    for name, value in node.value:
        if name.value == key:
            return name, value
    raise CannotAmend


def _written(node: Any, key: str) -> Any:
    return next((value for name, value in node.value if name.value == key), None)
