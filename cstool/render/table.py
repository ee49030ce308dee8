"""Tables for a terminal. The only home of tabulate."""

from decimal import Decimal

from cstool.render.words import say, translate
from cstool.tables import Cell, Table

MISSING = "–"


def render(table: Table, language: str) -> str:
    """Title, heads and rows; names to the left, numbers to the right, wide characters counted as two columns."""
    import tabulate

    tabulate.WIDE_CHARS_MODE = True
    heads = [translate(column, language) for column in table.columns]
    numeric = [all(isinstance(row[index], int | Decimal | None) for row in table.rows) for index in range(len(heads))]
    drawn = tabulate.tabulate(
        [[cell(value, language) for value in row] for row in table.rows],
        heads,
        tablefmt="simple",
        disable_numparse=True,
        colalign=["right" if right else "left" for right in numeric] if table.rows else None,
    )
    return f"{translate(table.title, language)}\n{drawn}"


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
    return words if words.isprintable() else "".join(letter if letter.isprintable() else "\ufffd" for letter in words)
