"""Chinese-keyboard punctuation where YAML wants ASCII: find it, and mend the line."""

import re

MENDS = {
    "：": ": ",
    "，": ", ",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
    "［": "[",
    "］": "]",
}
FULL_WIDTH = re.compile("[" + "".join(MENDS) + "]")
_QUOTED_OR_COMMENT = re.compile(r""""(?:\\.|[^"\\])*"|'(?:''|[^'])*'|(?:^|(?<=\s))#.*""")
_TIDY = re.compile(r"([:,]) {2,}")


def suspicious(line: str) -> int | None:
    """The position (from 0) of the first full-width mark outside quotes and comments, or None."""
    for match in FULL_WIDTH.finditer(_blanked(line)):
        return match.start()
    return None


def mended(line: str) -> str:
    """The line as YAML wants it; quotes and comments stay as they are."""
    blanked = _blanked(line)
    whole = "".join(
        MENDS.get(character, character) if blanked[position] == character else character
        for position, character in enumerate(line)
    )
    return _TIDY.sub(r"\1 ", whole).rstrip()


def mended_first(line: str) -> str:
    """The line with its first full-width mark mended only: the rest may be a sentence."""
    position = suspicious(line)
    if position is None:
        return line
    return line[:position] + _TIDY.sub(r"\1 ", MENDS[line[position]] + line[position + 1 :]).rstrip()


def _blanked(line: str) -> str:
    return _QUOTED_OR_COMMENT.sub(lambda match: " " * len(match[0]), line)
