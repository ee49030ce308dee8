"""Pages of the server's own administration: what their forms hold. Scrips, templates and settings exist nowhere else."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Page:
    """One page: fields of its forms (the checked and chosen ones), checkboxes by name with the values they stand for, links."""

    fields: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, list[str]] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Address and words."""
    said: list[str] = field(default_factory=list)
    """What the server says about a form that was sent in."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._area: str | None = None
        self._words: list[str] = []
        self._link: str | None = None
        self._results = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in found:
            self._input(found, "checked" in found)
        elif tag == "textarea":
            self._area, self._words = found.get("name", ""), []
        elif tag == "ul":
            self._results = "action-results" in found.get("class", "")
        elif tag == "a" and "href" in found:
            self._link, self._words = found["href"], []

    def _input(self, found: dict[str, str], checked: bool) -> None:
        name, value = found["name"], found.get("value", "")
        if found.get("type") in ("checkbox", "radio"):
            self.page.boxes.setdefault(name, []).append(value)
            if not checked:
                return
        self.page.fields[name] = value

    def handle_data(self, data: str) -> None:
        if self._area is not None or self._link is not None:
            self._words.append(data)
        elif self._results and data.strip():
            self.page.said.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "ul":
            self._results = False
        if tag == "textarea" and self._area is not None:
            # HTML drops one line end right after the tag (https://html.spec.whatwg.org/#the-textarea-element).
            self.page.fields[self._area] = re.sub(r"\A\r?\n", "", "".join(self._words)).replace("\r\n", "\n")
            self._area = None
        elif tag == "a" and self._link is not None:
            self.page.links.append((self._link, "".join(self._words).strip()))
            self._link = None


def page_of(markup: str) -> Page:
    """What a page holds."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.page
