"""An amount is not written as its language writes it.

`€12.50` in a German text, `12,50 €` in an English one: understood with luck, and taken for twelve hundred and fifty without.
Let a filter write it: `{{ order.amount | money }}`.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We refund 12,50 €.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We refund €12.50.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：金额写法不符合该语言的习惯（德文里写 €12.50、英文里写 12,50 €），容易看错一百倍。请用 money 过滤器。
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import pieces, shared_pieces
from cstool.texts.prose import prose
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_SIGNS = "€$£¥"
_CODES = "EUR|USD|GBP|CHF|PLN|SEK|CAD|AUD"
_AMOUNT = re.compile(
    rf"(?:(?:[{_SIGNS}]|\b(?:{_CODES}))\s?)(?P<a>\d+([.,])\d{{2}})(?!\d)|(?<![\d.,])(?P<b>\d+([.,])\d{{2}})\s?(?:[{_SIGNS}]|(?:{_CODES})\b)"
)


def check(workspace: Workspace) -> Iterator[Problem]:
    """Two decimals behind the mark that the language does not use for them (CLDR)."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        mark = _decimal(piece.locale)
        for match in _AMOUNT.finditer(prose(piece)) if mark else ():
            written = match["a"] or match["b"]
            if mark not in written:
                message = text("foreign-number-form", written=match[0], mark=mark)
                yield Problem(piece.span(match.start(), match.end()), message, text("hint-money-filter"))


@lru_cache(maxsize=64)
def _decimal(locale: str) -> str:
    """The decimal mark of a language; empty where CLDR does not know it, or where regions of it differ and none is named."""
    from babel.core import UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    if locale in ("es", "pt"):  # Mexico writes a point, Spain a comma; Brazil and Portugal agree
        return "," if locale == "pt" else ""
    try:
        return str(get_decimal_symbol(locale.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return ""
