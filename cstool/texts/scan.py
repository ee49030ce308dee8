"""Text -> tokens: plain text, outputs, tags, comments, with places; every broken delimiter is a fault and reading goes on."""

import re
from itertools import islice
from typing import Literal, NamedTuple

from cstool.diagnostic import text
from cstool.texts.segments import Fault

MAX_CHARACTERS = 400_000
MAX_MARKUPS = 5_000
"""Far above any helpdesk's limit: Zendesk takes 65 kB (support.zendesk.com 203662246)."""
MAX_FAULTS = 40
"""A text with more is not a template; reading stops there."""


class Token(NamedTuple):
    """A stretch of the text. `offset` is where `value` begins; `name` is the tag's."""

    kind: Literal["text", "output", "tag", "comment"]
    start: int
    end: int
    value: str = ""
    offset: int = 0
    name: str = ""


_OPEN = re.compile(r"\{\{|\{%")
_RAW = re.compile(r"\{%-?\s*raw\s*(-?)%\}(.*?)\{%(-?)\s*endraw\s*(-?)%\}", re.DOTALL)
_DOC = re.compile(r"\{%-?\s*doc\s*-?%\}.*?\{%-?\s*enddoc\s*(-?)%\}", re.DOTALL)
_TAG = re.compile(r"-?\s*(#|\w+)?\s*(.*?)\s*-?\Z", re.DOTALL)
_COMMENT_TAG = re.compile(r"\{%-?\s*(comment|endcomment)\b[^%]*?(-?)%\}")
_STRINGS = re.compile(r"\"[^\"]*\"|'[^']*'")
# What people type when they miss a brace, and what a Chinese keyboard makes of one.
_STRAY = re.compile(
    r"(?<!\{)\{[ ]?\{?[ ]*[A-Za-z_][\w.]*(?:[ ]*\|[^{}\n]{0,80})?[ ]*\}\}|(?<![{%])%[ ]*[a-z]+[ ][^{}%\n]{0,60}%\}"
)
_WIDE = re.compile(r"[｛{]\s*[｛{]\s*([A-Za-z_][\w.\u3000]*[^{}｛｝\n]{0,80}?)\s*[｝}]\s*[｝}]|｛%.{0,80}?%｝")


def scan(body: str) -> tuple[list[Token], list[Fault]]:
    """All tokens in order with all faults of the delimiters."""
    if len(body) > MAX_CHARACTERS:
        size = text("liquid-too-long", size=len(body), limit=MAX_CHARACTERS)
        return [], [Fault(0, 1, size, text("split-the-template"))]
    tokens: list[Token] = []
    faults: list[Fault] = []
    position, trim, markups = 0, False, 0
    last = max(body.rfind("endraw"), body.rfind("enddoc"))
    while (opening := _OPEN.search(body, position)) and len(faults) < MAX_FAULTS:
        start = opening.start()
        _text(tokens, faults, body, position, start, trim, body[start + 2 : start + 3] == "-")
        token, position, trim = _markup(body, start, faults, start < last)
        if token:
            tokens.append(token)
            markups += 1
        if markups > MAX_MARKUPS:
            limit = text("liquid-too-many", limit=MAX_MARKUPS)
            return [], [Fault(start, start + 2, limit, text("split-the-template"))]
    _text(tokens, faults, body, position, len(body), trim, False)
    return tokens, faults[:MAX_FAULTS]


def _text(tokens: list[Token], faults: list[Fault], body: str, start: int, end: int, left: bool, right: bool) -> None:
    value = body[start:end]
    if "}" in value:
        faults += (_stray(match, start) for match in islice(_STRAY.finditer(value), MAX_FAULTS))
    if "｛" in value or "｝" in value:
        faults += (_wide(match, start) for match in islice(_WIDE.finditer(value), MAX_FAULTS))
    if left:
        start += len(value) - len(value.lstrip())
        value = value.lstrip()
    if right:
        value = value.rstrip()
    if value:
        tokens.append(Token("text", start, start + len(value), value))


def _stray(match: re.Match[str], shift: int) -> Fault:
    return Fault(match.start() + shift, match.end() + shift, text("liquid-stray", markup=match[0]), text("write-both-braces"))


def _wide(match: re.Match[str], shift: int) -> Fault:
    name = (match[1] or "").replace("\u3000", "").strip()
    mended = "{{ " + name + " }}" if name else match[0].replace("｛", "{").replace("｝", "}")
    message = text("liquid-full-width", markup=match[0])
    return Fault(match.start() + shift, match.end() + shift, message, text("write-instead", value=mended), mended)


def _markup(body: str, start: int, faults: list[Fault], may_hide: bool) -> tuple[Token | None, int, bool]:
    """The token at `start`, where reading goes on, and whether the text behind it loses its leading blanks."""
    is_tag = body[start + 1] == "%"
    if is_tag:
        if may_hide and (raw := _RAW.match(body, start)):
            return Token("text", raw.start(2), raw.end(2), raw[2]), raw.end(), raw[4] == "-"
        if may_hide and (doc := _DOC.match(body, start)):
            return None, doc.end(), doc[1] == "-"
        if (comment := _COMMENT_TAG.match(body, start)) and comment[1] == "comment":
            return _comment(body, comment, faults)
    close = body.find("%}" if is_tag else "}}", start + 2)
    inner = body[start + 2 : close] if close >= 0 else ""
    if close < 0 or ("{" in inner and _OPEN.search(_STRINGS.sub(lambda found: "·" * len(found[0]), inner))):
        return _unclosed(body, start, faults)
    trim = inner.endswith("-")
    if is_tag:
        return _tag(inner, start, close, faults), close + 2, trim
    stripped = inner.removeprefix("-")
    stripped = stripped.removesuffix("-") if trim and stripped else stripped
    offset = start + 2 + (1 if inner.startswith("-") else 0) + len(stripped) - len(stripped.lstrip())
    return Token("output", start, close + 2, stripped.strip(), offset), close + 2, trim


def _tag(inner: str, start: int, close: int, faults: list[Fault]) -> Token | None:
    match = _TAG.match(inner)
    if not match or not match[1]:
        faults.append(Fault(start, close + 2, text("liquid-nameless-tag"), text("name-the-tag")))
        return None
    return Token("tag", start, close + 2, match[2], start + 2 + match.start(2), match[1])


def _unclosed(body: str, start: int, faults: list[Fault]) -> tuple[None, int, bool]:
    """Reading goes on at the next opening, so that one forgotten brace hides nothing."""
    following = _OPEN.search(body, start + 2)
    line_end = body.find("\n", start)
    stop = min(value for value in (line_end, following.start() if following else -1, len(body)) if value >= 0)
    stop = max(stop, start + 2)
    shown = body[start:stop].strip()
    closing = "%}" if body[start + 1] == "%" else "}}"
    message = text("liquid-unclosed", markup=shown if len(shown) <= 40 else shown[:39] + "…", closing=closing)
    faults.append(Fault(start, stop, message, text("close-the-markup", closing=closing)))
    return None, stop, False


def _comment(body: str, opening: re.Match[str], faults: list[Fault]) -> tuple[Token | None, int, bool]:
    depth, end = 1, len(body)
    for tag in _COMMENT_TAG.finditer(body, opening.end()):
        depth += 1 if tag[1] == "comment" else -1
        if not depth:
            value = body[opening.end() : tag.start()]
            return Token("comment", opening.start(), tag.end(), value, opening.end()), tag.end(), tag[2] == "-"
    faults.append(
        Fault(
            opening.start(),
            opening.end(),
            text("liquid-block-open", tag="comment"),
            text("close-the-block", closing="endcomment"),
        )
    )
    return None, end, False
