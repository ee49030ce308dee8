"""Lines that may hold a password: they are never shown, whatever else is wrong with them."""

import re

_SECRET = re.compile(
    r"""(?i)(?:token|passw(?:or)?d|passwd|secret|api[_-]?key|credential|user)\w*["']?\s*[:：=]\s*["']?(?!env:)[^\s"',}\]]|://[^/\s"']*:[^/\s"']*@"""
)


def may_hold_secret(line: str) -> bool:
    """Whether a line gives a value to a key that is called like a secret, or an address with a password in it."""
    return _SECRET.search(line) is not None
