"""What was probably meant: the nearest known name."""

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant, or None."""
    names = list(known)
    matches = difflib.get_close_matches(name.lower(), [one.lower() for one in names], 1, 0.7)
    return next((one for one in names if matches and one.lower() == matches[0]), None)
