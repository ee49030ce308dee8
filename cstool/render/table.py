"""Tables for a terminal. The only home of tabulate."""

from collections.abc import Sequence
from decimal import Decimal
from unicodedata import category

from cstool.render.words import say, translate
from cstool.tables import Cell, Table

MISSING = "–"


def render(table: Table, language: str) -> str:
    """Title, heads and rows; names to the left, numbers to the right, wide characters counted as two columns."""
    import tabulate

    tabulate.WIDE_CHARS_MODE = True
    heads = [translate(column, language) for column in table.columns]
    numeric = [_numbers([row[index] for row in table.rows]) for index in range(len(heads))]
    drawn = tabulate.tabulate(
        [[cell(value, language) for value in row] for row in table.rows],
        heads,
        tablefmt="simple",
        disable_numparse=True,
        colalign=["right" if right else "left" for right in numeric] if table.rows else None,
    )
    return f"{translate(table.title, language)}\n{drawn}"


def _numbers(column: Sequence[Cell]) -> bool:
    return all(isinstance(one, int | Decimal | None) for one in column) and any(one is not None for one in column)


def cell(value: Cell, language: str) -> str:
    """One cell: a share as a percentage, a count with its thousands, a missing value as a dash."""
    if value is None:
        return MISSING
    if isinstance(value, Decimal):
        return f"{value:.1%}"
    if isinstance(value, int):
        return f"{value:,}"
    return printable(say(value, language))


def printable(words: str) -> str:
    """Words from a file, without what would steer a terminal."""
    if words.isprintable():
        return words
    # Spaces other than the common one stand in prices and times of many languages; Python calls them not printable.
    return "".join(letter if letter.isprintable() or category(letter) == "Zs" else "\ufffd" for letter in words)
