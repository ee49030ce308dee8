"""Which language of a text is used: the exact one, then shorter ones, then the default (RFC 4647 §3.4, lookup)."""

from collections.abc import Iterable


def fallbacks(locale: str) -> tuple[str, ...]:
    """`zh-Hant-TW` -> itself, `zh-Hant`, `zh`."""
    parts = locale.split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def pick(available: Iterable[str], locale: str, default: str) -> str | None:
    """The language that is used for `locale`; None when not even the default is there."""
    names = list(available)
    for wanted in (*fallbacks(locale), *fallbacks(default)):
        if wanted in names:
            return wanted
    return None
