"""`{% comment %}cstool: allow[check] reason{% endcomment %}` inside a text."""

import re

from cstool.texts.pieces import AnyWording
from cstool.texts.tree import parse

_ALLOW = re.compile(r"\s*cstool:\s*allow\[([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\][ \t]*(.*)", re.DOTALL)


def allows(wording: AnyWording) -> list[tuple[int, str, str]]:
    """Line of the file, check and reason of every allow comment in the body."""
    found: list[tuple[int, str, str]] = []
    for offset, comment in parse(wording.body).comments:
        match = _ALLOW.match(comment)
        if match:
            line = wording.at(offset + match.start(1)).line
            found += ((line, check.strip(), match[2].strip()) for check in match[1].split(","))
    return found


_COMMENT = re.compile(
    r"[ \t]*\{%-?\s*comment\s*-?%\}\s*cstool:\s*allow\[[^\]]*\].*?\{%-?\s*endcomment\s*-?%\}[ \t]*(?:\r?\n)?", re.DOTALL
)


def without_allows(body: str) -> str:
    """The text as it goes to a helpdesk: without allow comments, and without the lines that held nothing else."""
    return _COMMENT.sub(lambda match: "\n" if not _owns_line(body, match) and match[0].endswith("\n") else "", body)


def _owns_line(body: str, match: re.Match[str]) -> bool:
    return match.start() == 0 or body[match.start() - 1] == "\n"
