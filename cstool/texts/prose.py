"""The words of a text without markup, and words of the packs found in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cstool.diagnostic import Severity
from cstool.model.base import Audience
from cstool.model.pack import Words
from cstool.texts.locales import fallbacks
from cstool.texts.pieces import Piece, blanked, pieces, shared_pieces
from cstool.texts.rules import EU
from cstool.workspace import Workspace

WORDING = "wording"
"""The pack of words that holds on every channel."""
_TAGS = re.compile(
    r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[A-Za-z/!][^<>]*>|&(?:#\d{1,6}|\w{2,20});", re.DOTALL | re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?。！？\n]")
_EDGED = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of a pack in a text."""

    start: int
    end: int
    phrase: str
    entry: Words

    @property
    def severity(self) -> Severity | None:
        """A weak source never makes an error; otherwise the check decides."""
        return Severity.WARNING if self.entry.confidence == "weak" else None


def texts_for(workspace: Workspace, audience: Audience = "customer") -> Iterator[Piece]:
    """Every piece that this audience reads; shared pieces are read by everybody."""
    for piece in pieces(workspace):
        front = piece.template.shared.value if piece.template else None
        if front is None or ((front.audience == "internal" or front.kind == "note") is (audience == "internal")):
            yield piece
    yield from shared_pieces(workspace)


def prose(piece: Piece) -> str:
    """The words of a piece: Liquid, comments and HTML blanked out, so that offsets stay true."""
    words = blanked(piece.text)
    return _TAGS.sub(lambda tag: " " * len(tag[0]), words) if "<" in words or "&" in words else words


def found(workspace: Workspace, topic: str, locale: str, text: str) -> Iterator[Found]:
    """The phrases of a topic that stand in a text of this language, by place."""
    hits = [
        Found(match.start(), match.end(), match[0], entry)
        for entry, phrases in _lists(workspace, topic, locale)
        if (pattern := _pattern(phrases))
        for match in pattern.finditer(text)
    ]
    yield from sorted(hits, key=lambda hit: (hit.start, -hit.end))


def bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a stretch begins and ends."""
    before = max((match.end() for match in _SENTENCE.finditer(text, 0, start)), default=0)
    after = _SENTENCE.search(text, end)
    return before, after.start() if after else len(text)


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a stretch."""
    before, after = bounds(text, start, end)
    return text[before:after]


def _lists(workspace: Workspace, topic: str, locale: str) -> Iterator[tuple[Words, tuple[str, ...]]]:
    countries = {channel.value.country for channel in workspace.channels.values()}
    for name in dict.fromkeys((WORDING, *workspace.settings.value.packs)):
        for entry in workspace.packs[name].value.entries if name in workspace.packs else ():
            if isinstance(entry, Words) and entry.topic == topic and _holds(entry.region, countries):
                languages = (*fallbacks(locale), "und")
                phrases = [phrase for language in languages for phrase in entry.words.get(language, ())]
                yield entry, tuple(dict.fromkeys(phrases))


def _holds(region: str, countries: set[str | None]) -> bool:
    return region == "all" or region in countries or (region == "EU" and any(country in EU for country in countries if country))


@lru_cache(maxsize=256)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """Longest first; a phrase that begins or ends with a letter of a script with word breaks is found as whole words."""
    if not phrases:
        return None
    return re.compile("|".join(map(_whole, sorted(phrases, key=len, reverse=True))), re.IGNORECASE)


def _whole(phrase: str) -> str:
    left = r"(?<![^\W_])" if _spaced(phrase[0]) else ""
    right = r"(?![^\W_])" if _spaced(phrase[-1]) else ""
    return left + re.escape(phrase).replace(r"\ ", r"\s+") + right


def _spaced(letter: str) -> bool:
    return bool(_EDGED.match(letter)) and not "\u2e80" <= letter <= "\uffdc"
