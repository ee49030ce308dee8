"""HTML that a mail program throws away, or that runs.

`<script>`, `onclick`, forms and frames are removed by every mail program and helpdesk, or, worse, are not. A tag that is not
closed swallows the rest of the text.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    format: html
    ---
    <p onclick="track()">Thank you for your message.</p>
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    format: html
    ---
    <p>Thank you for your message.</p>
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：HTML 里有脚本、事件属性、表单、框架或没有闭合的标签：邮件程序会删掉它们，甚至把后面的内容一起吞掉。
"""

from collections.abc import Iterator
from html.parser import HTMLParser

from cstool.diagnostic import Problem, Severity, Text, text
from cstool.texts import blanked
from cstool.texts.prose import texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_RUNS = frozenset({"script", "iframe", "object", "embed", "form", "input", "button", "applet", "meta", "base", "link"})
# Elements without an end tag, and those whose end tag HTML lets be left out (https://html.spec.whatwg.org/multipage/syntax.html).
_ALONE = frozenset({"area", "br", "col", "hr", "img", "wbr", "source", "track", "param", *_RUNS})
_OPTIONAL = frozenset(
    {"p", "li", "tr", "td", "th", "tbody", "thead", "tfoot", "dt", "dd", "option", "html", "head", "body", "colgroup"}
)
_DOCUMENT = frozenset({"meta", "link", "base"})
"""Harmless in a whole document with a head of its own."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Bodies of HTML templates. Tags may open and close in different branches: only texts without branches are balanced."""
    for piece in texts_for(workspace):
        front = piece.template.shared.value if piece.template else None
        if front is None or front.format != "html" or piece.part != "body":
            continue
        reader = _Reader(piece.text, "{%" not in piece.text)
        for offset, message in reader.faults():
            yield Problem(piece.span(offset, offset + 1), message, text("hint-mend-html"))


class _Reader(HTMLParser):
    def __init__(self, body: str, balanced: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.body, self.balanced = blanked(body), balanced
        self.found: list[tuple[int, Text]] = []
        self.open: list[tuple[str, int]] = []
        self._lines = [0]
        for position, letter in enumerate(self.body):
            if letter == "\n":
                self._lines.append(position + 1)

    def faults(self) -> list[tuple[int, Text]]:
        """Everything wrong, by place."""
        self.feed(self.body)
        self.close()
        self.found += [(offset, text("html-not-closed", tag=tag)) for tag, offset in self.open if tag not in _OPTIONAL]
        return sorted(
            self.found if self.balanced else [one for one in self.found if one[1].id == "unsafe-html"], key=lambda one: one[0]
        )

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _RUNS and not (tag in _DOCUMENT and "<head" in self.body):
            self.found.append((self._here(), text("unsafe-html", written=f"<{tag}>")))
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append((self._here(), text("unsafe-html", written=name)))
        if tag not in _ALONE:
            self.open.append((tag, self._here()))

    def handle_endtag(self, tag: str) -> None:
        if tag in _ALONE:
            return
        for position in range(len(self.open) - 1, -1, -1):
            if self.open[position][0] == tag:
                left = [
                    (offset, text("html-not-closed", tag=name))
                    for name, offset in self.open[position + 1 :]
                    if name not in _OPTIONAL
                ]
                self.found += left
                del self.open[position:]
                return
        if tag not in _OPTIONAL:
            self.found.append((self._here(), text("html-not-opened", tag=tag)))
