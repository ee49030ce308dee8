"""Every text that somebody reads, piece by piece: subject and body of each template in each language, with places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from cstool.diagnostic import Span
from cstool.model.texts import TemplateFront, WordingFront
from cstool.texts.flow import Analysis, Partials, Use, analyse
from cstool.texts.locales import pick
from cstool.texts.segments import Parsed
from cstool.texts.tree import parse
from cstool.texts.walk import plain_texts
from cstool.workspace import Template, Wording, Workspace

AnyWording = Wording[WordingFront] | Wording[TemplateFront | WordingFront]


@dataclass(frozen=True, slots=True)
class Shared:
    """The shared pieces of text as one language sees them."""

    wordings: Mapping[str, Wording[WordingFront]]
    texts: Partials
    """Without the line break that ends each file: an include does not add an empty line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The subject or the body of one wording, or a shared piece (`template` is None)."""

    template: Template | None
    locale: str
    part: str
    """`subject` or `body`."""
    text: str
    wording: AnyWording
    shared: Shared

    @property
    def parsed(self) -> Parsed:
        """The text as a tree."""
        return parse(self.text)

    @property
    def readings(self) -> "Iterator[tuple[str | None, str]]":
        """The words of this piece and of every shared piece it includes, markup blanked out; with the shared piece's name."""
        yield None, blanked(self.text)
        texts = dict(self.shared.texts)
        for name in dict.fromkeys(included.name for included in self.analysis.includes if not included.problem):
            if name is not None:
                yield name, blanked(texts[name])

    @property
    def analysis(self) -> Analysis:
        """Its uses, includes and filters, shared pieces followed."""
        return analyse(self.text, self.shared.texts)

    def span(self, start: int, end: int, origin: str | None = None) -> Span:
        """The place in the file of a stretch of this text, or of the shared piece `origin`."""
        if origin is not None:
            return self.shared.wordings[origin].at(start, max(1, end - start))
        if self.part == "body":
            return self.wording.at(start, max(1, end - start))
        return _in_scalar(self.wording.source.at("subject"), self.wording.source.lines, self.text, start, end)

    def line(self, number: int) -> Span:
        """The start of the piece (line 0) or a later line of it."""
        offset = 0
        for _ in range(number):
            offset = self.text.index("\n", offset) + 1
        return self.span(offset, offset + 1)


def _in_scalar(whole: Span, lines: list[str], value: str, start: int, end: int) -> Span:
    """A stretch of a YAML scalar, where the file holds the value letter by letter; otherwise the whole scalar."""
    line = lines[whole.line - 1] if whole.line <= len(lines) else ""
    for quote in (0, 1):
        begin = whole.column - 1 + quote
        if value and line.startswith(value, begin):
            return Span(whole.path, whole.line, begin + start + 1, whole.line, begin + max(end, start + 1) + 1)
    return whole


def shared_for(workspace: Workspace, locale: str) -> Shared:
    """The shared pieces that texts of this language include."""
    default = workspace.settings.value.default_locale
    found: dict[str, Wording[WordingFront]] = {}
    for name, wordings in workspace.partials.items():
        used = pick(wordings, locale, default)
        if used:
            found[name] = wordings[used]
    return Shared(found, tuple(sorted((name, wording.body.rstrip("\n")) for name, wording in found.items())))


def pieces_of(workspace: Workspace, template: Template, shared: Mapping[str, Shared] | None = None) -> Iterator[Piece]:
    """Subject and body of every language of one template."""
    for locale, wording in template.wordings.items():
        seen = shared[locale] if shared and locale in shared else shared_for(workspace, locale)
        subject = wording.front.subject
        if subject:
            yield Piece(template, locale, "subject", subject, wording, seen)
        yield Piece(template, locale, "body", wording.body, wording, seen)


def pieces(workspace: Workspace) -> Iterator[Piece]:
    """Every piece of every template that is switched on."""
    locales = {locale for template in workspace.templates.values() for locale in template.wordings}
    shared = {locale: shared_for(workspace, locale) for locale in sorted(locales)}
    for template in workspace.templates.values():
        if template.shared.value.enabled:
            yield from pieces_of(workspace, template, shared)


def shared_pieces(workspace: Workspace) -> Iterator[Piece]:
    """Every wording of every shared piece, as pieces of their own."""
    for wordings in workspace.partials.values():
        for locale, wording in wordings.items():
            yield Piece(None, locale, "body", wording.body, wording, shared_for(workspace, locale))


def channels_of(workspace: Workspace, template: Template) -> tuple[str, ...]:
    """The channels on which a template is used: those it names, otherwise all."""
    named = tuple(channel for channel in template.shared.value.channels if channel in workspace.channels)
    return named or (() if template.shared.value.channels else tuple(workspace.channels))


@lru_cache(maxsize=4_096)
def blanked(body: str) -> str:
    """The text with markup and comments blanked out, so that offsets stay true."""
    kept: list[str] = []
    position = 0
    for plain in sorted(plain_texts(parse(body).segments), key=lambda plain: plain.start):
        kept.append(_spaces(body[position : plain.start]))
        kept.append(plain.text)
        position = plain.end
    kept.append(_spaces(body[position:]))
    return "".join(kept)


def _spaces(markup: str) -> str:
    return _MARKUP.sub(" ", markup) if "\n" in markup else " " * len(markup)


@dataclass(frozen=True, slots=True)
class Reading:
    """One use of a variable in one piece, with its place."""

    piece: Piece
    use: Use

    @property
    def span(self) -> Span:
        """The place of the variable's name."""
        return self.piece.span(self.use.start, self.use.end, self.use.origin)


def readings(workspace: Workspace) -> Iterator[Reading]:
    """Every use of a variable in every template; what shared pieces read comes once for each template that includes them."""
    for piece in pieces(workspace):
        for use in piece.analysis.uses:
            yield Reading(piece, use)


_MARKUP = re.compile(r"[^\n]")
