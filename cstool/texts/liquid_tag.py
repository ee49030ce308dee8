"""`{% liquid … %}`: one tag a line, without delimiters."""

import re
from collections.abc import Iterator

from cstool.texts.scan import Token

_LINE = re.compile(r"^[ \t]*(#|\w+)[ \t]*(.*?)[ \t\r]*$", re.MULTILINE)


def lines_of(token: Token) -> Iterator[Token]:
    """The tags inside, each with its own place. A comment hides the lines up to its end."""
    hidden = False
    for match in _LINE.finditer(token.value):
        if match[1] in ("comment", "endcomment"):
            hidden = match[1] == "comment"
        elif not hidden:
            start, end = token.offset + match.start(1), token.offset + match.end(2)
            yield Token("tag", start, max(end, start + 1), match[2], token.offset + match.start(2), match[1])
