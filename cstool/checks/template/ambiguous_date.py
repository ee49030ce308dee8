"""A date that is read in two ways.

`03/04/2026` is the third of April in Berlin and the fourth of March in New York. The customer counts from the wrong day.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    The campaign ends on 03/04/2027.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    The campaign ends on 3 April 2027.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：有歧义的日期：03/04/2026 在柏林是 4 月 3 日，在纽约是 3 月 4 日。请写出月份名称，或用年-月-日。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import pieces, shared_pieces
from cstool.texts.prose import prose
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])(?!\.\d)")
_DOTTED = ("de", "ru", "pl", "cs", "sk", "fi", "da", "nb", "no", "tr", "uk", "bg", "ro", "hu", "et", "lv", "lt", "sl", "hr", "sr")
"""Languages in which a date with dots is day, month, year and nothing else (CLDR, short date formats)."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Day and month both up to twelve and different, in a form that has no single order in the language."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        for match in _SLASHED.finditer(prose(piece)):
            first, second = int(match[1]), int(match[3])
            if match[2] == "." and piece.locale.startswith(_DOTTED):
                continue
            if 1 <= first <= 12 and 1 <= second <= 12 and first != second:
                yield Problem(
                    piece.span(match.start(), match.end()), text("ambiguous-date", date=match[0]), text("hint-month-name")
                )
