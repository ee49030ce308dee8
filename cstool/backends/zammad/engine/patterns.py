"""Regular expressions that PostgreSQL and RE2 read alike."""

import re
from typing import Protocol

_SAFE = re.compile(r"(?:[^\\\[\]{}()*+?.^$|]|\\[.\\+*?()\[\]{}^$|/-]|\\[dsw]|[().*+?^$|]|\[[^\\\[\]]*\]|\{\d+(?:,\d*)?\})*")


class Searches(Protocol):
    """A compiled pattern."""

    def search(self, text: str) -> object:
        """A match, or None."""
        ...


def compiled(value: str) -> Searches | None:
    """The pattern, without regard to case; None for constructs on which the two dialects may differ, or a wrong pattern."""
    import re2  # linear time whatever the pattern

    if not _SAFE.fullmatch(value):
        return None
    options = re2.Options()
    options.log_errors = False
    try:
        found: Searches = re2.compile(f"(?i){value}", options=options)
    except re2.error:
        return None
    return found
