"""Texts of a product in our variables."""

import re
from collections.abc import Mapping, Sequence

from cstool.backends.adopt.unsayable import Unsayable
from cstool.backends.references import references

_OURS = re.compile("\0([^\0]+)\0")


def our_text(native: str, placeholders: Mapping[str, str], openings: Sequence[str]) -> str:
    """A text as it stands in a body, with our variables. Raises Unsayable where one of the `openings` of values is left."""
    if any(True for _ in references(native)):
        raise Unsayable("placeholder")
    written = native.replace("@@", "@").replace("\0", "")
    for placeholder in sorted(placeholders, key=len, reverse=True):
        written = written.replace(placeholder, f"\0{placeholders[placeholder]}\0")
    if any(opening in written for opening in openings):
        raise Unsayable("placeholder")
    return _OURS.sub(r"{{ \1 }}", written)
