"""HTML to plain text, once, on reading: what a customer wrote, without the markup around it."""

import html
import re

_OPEN_TAG = re.compile(r"<(?:!doctype html|html|body|div|p|br|table|span|a\s|b>|i>|strong|em>|ul|ol|li|blockquote)[\s/>]?", re.I)
_CLOSE_TAG = re.compile(r"</(?:html|body|div|p|table|span|a|b|i|strong|em|ul|ol|li|blockquote)>|<br ?/?>", re.I)
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript"})
_BREAK = frozenset(
    {
        "p",
        "div",
        "br",
        "tr",
        "li",
        "table",
        "ul",
        "ol",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "section",
        "article",
    }
)
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_LINES = re.compile(r" ?\n[ \n]*")


def is_html(words: str) -> bool:
    """Whether this is markup, not a customer's `a < b`: an opening and a closing tag that mails really use."""
    return "<" in words and bool(_OPEN_TAG.search(words)) and bool(_CLOSE_TAG.search(words))


def plain_text(markup: str) -> str:
    """The text of a page. Blocks end lines; scripts, styles and comments are silent.

    A linear scan of our own: `html.parser` of the Python versions in use takes quadratic time on unclosed tags
    (CVE-2025-6069, https://github.com/python/cpython/issues/135462), and this input comes from strangers.
    """
    parts: list[str] = []
    position, end = 0, len(markup)
    while position < end:
        start = markup.find("<", position)
        if start < 0:
            parts.append(markup[position:])
            break
        parts.append(markup[position:start])
        position = _after(markup, start, parts)
    words = html.unescape("".join(parts))
    return _LINES.sub("\n", _SPACES.sub(" ", words)).strip()


def _after(markup: str, start: int, parts: list[str]) -> int:
    """Where text goes on after the markup at `start`; an unclosed comment or script silences the rest."""
    if markup.startswith("<!--", start):
        return _end(markup.find("-->", start + 4), 3, markup)
    name = _NAME.match(markup, start + 1)
    if not name and not markup.startswith(("<!", "<?"), start):
        parts.append("<")
        return start + 1
    close = _tag_end(markup, start)
    if close < 0:
        parts.append(markup[start:])
        return len(markup)
    tag = name[1].lower() if name else ""
    if tag in _BREAK:
        parts.append("\n")
    elif tag in ("td", "th"):
        parts.append(" ")
    if tag in _SILENT and markup[start + 1] != "/" and markup[close - 1] != "/":
        found = re.compile(f"</{tag}\\s*>", re.I).search(markup, close)
        return found.end() if found else len(markup)
    return close + 1


def _tag_end(markup: str, start: int) -> int:
    """The `>` that ends the tag; one inside a quoted attribute does not (a few are looked at, then the first one counts)."""
    close = first = markup.find(">", start)
    for _ in range(8):
        if close < 0 or (markup.count('"', start, close) % 2 == 0):
            return close if close >= 0 else first
        close = markup.find(">", close + 1)
    return first


def _end(found: int, length: int, markup: str) -> int:
    return found + length if found >= 0 else len(markup)
