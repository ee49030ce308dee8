"""What Zammad makes of HTML it is sent: measured on zammad/zammad 5.5, text modules and notes."""

import html
from html.parser import HTMLParser

_VOID = {"br", "hr", "img"}
_GONE = {"script", "style"}
_KEPT = {"href", "src", "alt", "class", "id", "title", "target", "rel", "width", "height"}


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[str] = []
        self.silent = 0
        self.tags = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if tag in _GONE:
            self.silent += 1
            return
        kept = {name: value or "" for name, value in attrs if name in _KEPT}
        target = kept.get("href", "")
        if tag == "a" and target.startswith(("http://", "https://")):
            kept = {"href": target, "rel": "nofollow noreferrer noopener", "target": "_blank", "title": target}
        written = "".join(f' {name}="{html.escape(value)}"' for name, value in kept.items())
        self.out.append(f"<{tag}{written}>")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _GONE:
            self.silent = max(0, self.silent - 1)
        elif tag in self.open:
            while self.open:
                last = self.open.pop()
                self.out.append(f"</{last}>")
                if last == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.out.append(html.escape(data, quote=False))


def sanitized(written: str) -> tuple[str, bool]:
    """The HTML as it is kept, and whether it held any tag."""
    cleaner = _Cleaner()
    cleaner.feed(written)
    cleaner.close()
    closing = "".join(f"</{tag}>" for tag in reversed(cleaner.open))
    return "".join(cleaner.out) + closing, cleaner.tags > 0


def content(written: str) -> str:
    """The content of a text module: text without any tag is escaped a second time and its line breaks become `<br>`."""
    kept, tagged = sanitized(written)
    if tagged:
        return kept
    return kept.replace("&", "&amp;").replace('"', "&quot;").replace("'", "&#39;").replace("\n", "<br>")
