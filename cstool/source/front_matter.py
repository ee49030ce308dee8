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
