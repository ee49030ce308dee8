"""New keywords and rules put into the YAML of a workspace: only insertions, so that everything else stays as it is."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cstool.model.routing import Rule, Stage
from cstool.source import Source
from cstool.source.place import lines_of
from cstool.workspace import Item, Workspace

_PLAIN = re.compile(r"(?!(?i:y|n|yes|no|on|off|true|false|null)$)[^\W\d_][\w-]*\*?")
"""What needs no quotes, for a reader of YAML 1.1 either."""
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Insertion:
    """Text that goes into a file at an offset (in characters)."""

    path: str
    offset: int
    added: str


@dataclass(frozen=True, slots=True)
class Paste:
    """The same for a person: these lines (from `line`, counted from 1) become those; none of the old means a new line there."""

    path: str
    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


def overlay(workspace: Workspace, insertions: Iterable[Insertion]) -> dict[str, str]:
    """The changed files: what `loading.load` takes. Insertions at one offset keep their order."""
    by_path: dict[str, list[Insertion]] = {}
    for one in insertions:
        by_path.setdefault(one.path, []).append(one)
    changed = {}
    for path, ones in by_path.items():
        text, done, pieces = workspace.sources[path].text, 0, []
        for one in sorted(ones, key=lambda one: one.offset):
            pieces += [text[done : one.offset], one.added]
            done = one.offset
        changed[path] = "".join((*pieces, text[done:]))
    return changed


def paste(workspace: Workspace, insertion: Insertion) -> Paste:
    """The lines that an insertion changes or adds."""
    text = workspace.sources[insertion.path].text
    old, new = lines_of(text), lines_of(text[: insertion.offset] + insertion.added + text[insertion.offset :])
    first = next((number for number, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    # What stays at the end is counted from behind; an added line equal to its neighbour must not be counted twice.
    same = 0
    while same < min(len(old), len(new)) - first and old[-1 - same] == new[-1 - same]:
        same += 1
    return Paste(insertion.path, first + 1, tuple(old[first : len(old) - same]), tuple(new[first : len(new) - same]))


def scalar(word: str) -> str:
    """A keyword as YAML, quoted where it must be."""
    return word if (_PLAIN.fullmatch(word) and word.isascii()) or _is_han(word) else json.dumps(word, ensure_ascii=False)


def _is_han(word: str) -> bool:
    return all("\u3041" <= letter <= "\u9fff" and letter.isalnum() for letter in word)


def into_keywords(item: Item[dict[str, list[str]]], language: str, words: Sequence[str]) -> Insertion | None:
    """New keywords behind the others of a language; a language that the set lacks gets a list of its own."""
    listed, source = item.value.get(language), item.source
    if listed:
        return _behind(source, (*item.loc, language, len(listed) - 1), words)
    if listed is not None or not item.value:
        return None
    first, last = next(iter(item.value)), next(reversed(item.value))
    entry = f"{language}: [{', '.join(scalar(word) for word in words)}]"
    key = source.key_at(*item.loc, first)
    before = source.lines[key.line - 1][: key.column - 1]
    if before.strip():  # a set in braces
        return Insertion(source.path, _offset(source, key.line, key.column), f"{entry}, ")
    end = _last_line(source, (*item.loc, last))
    return Insertion(source.path, _line_end(source, end), f"{_newline(source)}{before}{entry}")


def into_list(rule: Item[Rule], loc: Sequence[str | int], listed: Sequence[object], words: Sequence[str]) -> Insertion | None:
    """New keywords behind the others of a list in a rule's condition."""
    return _behind(rule.source, (*rule.loc, *loc, len(listed) - 1), words) if listed else None


def _behind(source: Source, loc: tuple[str | int, ...], words: Sequence[str]) -> Insertion:
    span = source.at(*loc)
    before = source.lines[span.line - 1][: span.column - 1]
    if before.strip() == "-":
        added = "".join(f"{_newline(source)}{before}{scalar(word)}" for word in words)
        return Insertion(source.path, _line_end(source, span.end_line), added)
    added = "".join(f", {scalar(word)}" for word in words)
    return Insertion(source.path, _offset(source, span.end_line, span.end_column), added)


def new_rule(stage: Item[Stage], position: int, rule: Mapping[str, object]) -> Insertion | None:
    """A rule above the one at `position` of a stage (above the remarks that belong to it), or behind the last one."""
    rules, source = stage.value.rules, stage.source
    if not rules:
        return None
    written = _flow(rule)
    near = (*stage.loc, "rules", min(position, len(rules) - 1))
    span = source.value_at(*near)
    before = source.lines[span.line - 1][: span.column - 1]
    if before.strip() != "-":  # rules in brackets
        if position < len(rules):
            return Insertion(source.path, _offset(source, span.line, span.column), f"{written}, ")
        return None
    if position >= len(rules):
        return Insertion(source.path, _line_end(source, _last_line(source, near)), f"{_newline(source)}{before}{written}")
    line = span.line
    while line > 1 and source.lines[line - 2].strip().startswith("#"):
        line -= 1
    return Insertion(source.path, _offset(source, line, 1), f"{before}{written}{_newline(source)}")


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(entry) for entry in value) + "]"
    return scalar(str(value))


def _offset(source: Source, line: int, column: int) -> int:
    """Where a place stands in the file's text."""
    start = 0
    for number, match in enumerate(_BREAK.finditer(source.text), 2):
        if number > line:
            break
        start = match.end()
    return start + column - 1


def _line_end(source: Source, line: int) -> int:
    return _offset(source, line, 1) + len(source.lines[line - 1])


def _last_line(source: Source, loc: tuple[str | int, ...]) -> int:
    """The line on which a value ends: that of its last leaf, or of the bracket that closes it."""
    value, walked = source.data, loc
    for key in loc:
        value = value[key]  # type: ignore[index]  # the place was read from there
    brackets = source.lines_at(*loc)
    while isinstance(value, dict | list) and value:
        key = next(reversed(value)) if isinstance(value, dict) else len(value) - 1
        value, walked = value[key], (*walked, key)
    leaf = source.lines_at(*walked)[-1]
    closing = source.lines[brackets[-1] - 1].strip() if brackets[-1] <= len(source.lines) else ""
    return brackets[-1] if closing[:1] in ("]", "}") else leaf


def _newline(source: Source) -> str:
    return "\r\n" if "\r\n" in source.text else "\n"
