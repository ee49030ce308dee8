"""How a keyword is written where a product searches texts as they stand."""

from cstool.conditions.text_form import Keyword


def spellings(word: Keyword) -> tuple[str, ...]:
    """The keyword as in the file, and with single spaces for its breaks, where that is another text."""
    raw = " ".join(word.raw.rstrip().removesuffix("*").split()).casefold()
    tokens = word.form.split()
    joined = "".join(tokens) if all(len(token) == 1 and not token.isascii() for token in tokens) else " ".join(tokens)
    return (raw,) if raw == joined else (raw, joined)
