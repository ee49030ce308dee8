"""HTML as Zammad keeps it, in one spelling for what is sent and what comes back.

The product cleans HTML on its way in: elements that run code and styles go, open tags are closed, `<br/>` becomes `<br>`, links
get `rel`, `target` and `title` (measured on zammad/zammad 5.5, text modules; zammad/zammad: lib/html_sanitizer.rb).
"""

import html
from collections.abc import Sequence
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "wbr"})
_GONE = frozenset({"script", "style"})
_ADDED_TO_LINKS = frozenset({"rel", "target", "title"})


class _Settling(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _GONE:
            self.silent += 1
            return
        added = _ADDED_TO_LINKS if tag == "a" else frozenset()
        kept = sorted((name, value or "") for name, value in attrs if name != "style" and name not in added)
        written = "".join(f' {name}="{html.escape(value, quote=True)}"' for name, value in kept)
        if not self.silent:
            self.out.append(f"<{tag}{written}>")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _GONE:
            self.silent = max(0, self.silent - 1)
        elif tag in self.open:
            self.close_down_to(tag)

    def close_down_to(self, tag: str | None) -> None:
        """Close open tags up to and with this one; None: all."""
        while self.open:
            last = self.open.pop()
            self.out.append(f"</{last}>")
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.out.append(html.escape(data, quote=False))


def settled(written: str) -> str:
    """The HTML as it stands once the product has cleaned it, without what it adds. Settled HTML settles to itself."""
    parser = _Settling()
    parser.feed(written)
    parser.close()
    parser.close_down_to(None)
    return "".join(parser.out)
