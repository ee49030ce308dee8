"""The text normal form: the one definition of when a keyword is found in a text.

Default-ignorable characters go; NFKC; case folding; each run of letters and digits of a script that separates words is one
token, each Han, kana, Hangul, Thai, Lao, Khmer or Myanmar character a token by itself, combining marks belong to their letter;
everything else is a break. Tokens are joined by one space, with a space at both ends, so that "whole word" for Latin and
"substring" for Chinese are the same plain substring test.
"""

import re
import unicodedata
from dataclasses import dataclass

MARK = "\x1f"
"""Stands between subject and body. It is a break, so no keyword can hold it: nothing spans the two."""

# Unicode 15 DerivedCoreProperties.txt, Default_Ignorable_Code_Point (https://www.unicode.org/Public/15.0.0/ucd/).
IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)

# Blocks of scripts that do not separate words, from Unicode 15 Scripts.txt: Thai and Lao, Myanmar, Hangul jamo, Khmer, Han
# marks, kana, Hangul compatibility, Han, Hangul syllables, Myanmar extensions, Han compatibility, half-width forms (for raw
# keywords; NFKC folds them), kana supplement, Han planes 2 and 3.
UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e5b\u0e80-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3031-\u3035\u3038-\u303c\u3041-\u3098\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3131-\u318e\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U0001aff0-\U0001b16f"
    "\U00020000-\U0003ffff"
)


@dataclass(frozen=True, slots=True)
class Keyword:
    """One keyword as written and as it is searched: `form in normal_form(text)`. A prefix (`return*`) has no closing space."""

    raw: str
    form: str

    @property
    def prefix(self) -> bool:
        """Whether it was written with `*`: it matches a token that begins so."""
        return not self.form.endswith(" ")


_IGNORABLE_RUN = re.compile(f"[{IGNORABLE}]+")
_UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")

# While a text is cut: a character that is a token by itself ends with EDGE, a combining mark begins with BELONGS.
_EDGE, _BELONGS = "\x01", "\x00"
_MARKS_AFTER_EDGE = re.compile(f"{_EDGE}((?:{_BELONGS}.)+)", re.DOTALL)
_MARKS_WITHOUT_LETTER = re.compile(f"(?<![^ ])(?:{_BELONGS}.)+", re.DOTALL)


class _Cuts(dict[int, str]):
    """Code point -> what it becomes when a text is cut into tokens; worked out once for each that is met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.category(character)[0]
        if kind == "M":
            found = _BELONGS + character
        elif kind not in "LN":
            found = " "
        else:
            found = f" {character}{_EDGE}" if _UNSPACED_CHARACTER.match(character) else character
        self[code] = found
        return found


_CUTS = _Cuts()
_ASCII_TOKEN = re.compile(r"[a-z0-9]+")


def tokens_of(text: str) -> list[str]:
    """The tokens of a text, in order."""
    if text.isascii():
        return _ASCII_TOKEN.findall(text.lower())
    folded = _IGNORABLE_RUN.sub("", text)
    # Folding can undo composition and the reverse (Unicode 15, section 3.13, D146): hence twice, from the decomposed form.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", folded).casefold())
    folded = unicodedata.normalize("NFKC", folded.casefold())
    cut = _IGNORABLE_RUN.sub("", folded).translate(_CUTS)
    if _BELONGS in cut:
        cut = _MARKS_AFTER_EDGE.sub(rf"\1{_EDGE}", cut)
        cut = _MARKS_WITHOUT_LETTER.sub("", cut).replace(_BELONGS, "")
    return cut.replace(_EDGE, " ").split()


def normal_form(text: str) -> str:
    """The normal form of one text; a single space where there is no token."""
    found = tokens_of(text)
    return f" {' '.join(found)} " if found else " "


def joined_form(subject: str, body: str) -> str:
    """The normal form of the field `text`: subject, mark, body."""
    return f"{subject}{MARK}{body}"


class KeywordError(ValueError):
    """A keyword that cannot be searched; `reason` is the name of the check that says so."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def keyword(raw: str) -> Keyword:
    """A keyword as it is searched. Raises KeywordError: `keyword-without-text`, `misplaced-wildcard`."""
    stem = raw.rstrip()
    prefix = stem.endswith("*")
    stem = stem[:-1] if prefix else stem
    form = normal_form(stem)
    if "*" in stem:
        raise KeywordError("misplaced-wildcard")
    if form == " ":
        raise KeywordError("keyword-without-text")
    if not prefix:
        return Keyword(raw, form)
    if tokens_of("a" + stem[-1:]) == ["a"] or _UNSPACED_CHARACTER.match(form.split()[-1]):
        # After a break (`AX-*`) any token would match, after Han or Thai every following text: both say less than they seem to.
        raise KeywordError("misplaced-wildcard")
    return Keyword(raw, form[:-1])
