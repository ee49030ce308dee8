"""Markdown-like files: front matter between two `---` lines, then the body."""

import re

from cstool.diagnostic import Diagnostic, Problem, Span, diagnose, text
from cstool.source.encoding import decode
from cstool.source.place import Source
from cstool.source.yaml_reader import parse_yaml

_OPEN = re.compile(r"---[ \t]*\r?\n")
_CLOSE = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


def read_front_matter(path: str, raw: bytes) -> tuple[Source | None, list[Diagnostic]]:
    """The file with its front matter as data and `body_offset` where the body starts. A file without front matter is all body."""
    decoded, found = decode(path, raw)
    if decoded is None:
        return None, found
    opening = _OPEN.match(decoded)
    if not opening:
        return Source(path, decoded), found
    closing = _CLOSE.search(decoded, opening.end())
    if not closing:
        found.append(diagnose("front-matter", Problem(Span(path), text("front-matter-open"), text("close-front-matter"))))
        return None, found
    source, faults = parse_yaml(path, decoded, decoded[opening.end() : closing.start()], first_line=1)
    found += faults
    if source is None:
        return None, found
    return Source(path, decoded, source.data, source.node, 1, closing.end()), found


def with_key(content: str, key: str, line: str) -> str:
    """The file with `line` as the top-level `key` of its front matter: over the lines that hold it, else as the last one. A file
    without front matter gets one."""
    opening = _OPEN.match(content)
    closing = _CLOSE.search(content, opening.end()) if opening else None
    end = "\r\n" if "\r\n" in content else "\n"
    if opening is None or closing is None:
        return f"---{end}{line}{end}---{end}{content}"
    written = re.compile(rf"^{re.escape(key)}[ \t]*:.*(?:\r?\n[ \t]+\S.*)*", re.MULTILINE)
    found = written.search(content, opening.end(), closing.start())
    if found is not None:
        kept = "\r" if found[0].endswith("\r") else ""
        return content[: found.start()] + line + kept + content[found.end() :]
    return content[: closing.start()] + line + end + content[closing.start() :]
