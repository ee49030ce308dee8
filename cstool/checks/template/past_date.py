"""A date in the text has passed.

`until 31 December 2025` in a template of today: the campaign is over, the holiday notice is of last year. Whoever reads it
learns that nobody looks after the texts.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Our office is closed until 2026-01-05.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Our office is closed until 2027-01-05.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：话术里的日期已经过去了（活动截止、放假通知等），说明没有人维护。请更新或删掉，或给话术写上 until。
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import pieces, shared_pieces
from cstool.texts.prose import prose
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_ISO = re.compile(r"(?<![\d-])(20\d{2})-(\d{1,2})-(\d{1,2})(?![\d-])|(20\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_YEAR = re.compile(r"20\d{2}")
_ORDER = ((1, 2, 3), (4, 5, 6))


def check(workspace: Workspace) -> Iterator[Problem]:
    """ISO and Chinese dates, and day, month name and year in the language of the text (month names of CLDR)."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        words = prose(piece)
        if not _YEAR.search(words):
            continue
        for start, end, day in sorted(_dates(words, piece.locale)):
            if day < workspace.today:
                message = text("past-date", written=words[start:end], day=day)
                yield Problem(piece.span(start, end), message, text("hint-past-date"))


def _dates(words: str, locale: str) -> Iterator[tuple[int, int, date]]:
    for match in _ISO.finditer(words):
        for group in _ORDER:
            if match[group[0]] and (day := _day(*(int(match[one]) for one in group))):
                yield match.start(), match.end(), day
    months = _months(locale)
    if not months:
        return
    names = "|".join(map(re.escape, sorted(months, key=len, reverse=True)))
    written = re.compile(
        rf"(?i)(?<!\w)(\d{{1,2}})(?:\.|st|nd|rd|th|er)?\s+(?:de\s+)?({names})\.?,?\s+(?:de\s+)?(20\d{{2}})(?!\d)"
    )
    american = re.compile(rf"(?i)(?<!\w)({names})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(20\d{{2}})(?!\d)")
    for match in written.finditer(words):
        if day := _day(int(match[3]), months[match[2].lower()], int(match[1])):
            yield match.start(), match.end(), day
    for match in american.finditer(words):
        if day := _day(int(match[3]), months[match[1].lower()], int(match[2])):
            yield match.start(), match.end(), day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _months(locale: str) -> dict[str, int]:
    """Month names and their abbreviations, lower case; empty for languages that CLDR does not know or that count months."""
    from babel.core import UnknownLocaleError
    from babel.dates import get_month_names

    try:
        widths = [get_month_names(width, locale=locale.replace("-", "_")) for width in ("wide", "abbreviated")]
    except (UnknownLocaleError, ValueError):
        return {}
    names = {str(name).lower().rstrip("."): number for names in widths for number, name in names.items()}
    return {name: number for name, number in names.items() if not any(letter.isdigit() for letter in name)}
