"""References inside native bodies: their ids are not known before a push, so a body names the object instead.

`@{group/returns}` stands for their id as text, `@#{group/returns}` for the id as a number; both may stand inside a longer
string (`custom_fields_@{field/category}`), the number only alone. Text of users is escaped, so that it can never be one.
"""

import re
from collections.abc import Callable, Iterator, Mapping

_REFERENCE = re.compile(r"@@|@(#?)\{([a-z_]+)/([^{}]*)\}")


def reference(kind: str, id: str, part: str = "") -> str:  # noqa: A002 - the word of plan.Key
    """Their id of one object, as text."""
    return f"@{{{kind}/{id}{'#' + part if part else ''}}}"


def number(kind: str, id: str, part: str = "") -> str:  # noqa: A002 - the word of plan.Key
    """Their id of one object, as a number."""
    return f"@#{{{kind}/{id}{'#' + part if part else ''}}}"


def literal(written: str) -> str:
    """A user's text as it stands in a body: `@` doubled, so that nothing in it reads as a reference."""
    return written.replace("@", "@@")


def references(body: object) -> Iterator[tuple[str, str, str]]:
    """Every reference in a body: kind, id, part."""
    if isinstance(body, str):
        for match in _REFERENCE.finditer(body):
            if match[2]:
                name, _, part = match[3].partition("#")
                yield match[2], name, part
    elif isinstance(body, Mapping):
        for key, value in body.items():
            yield from references(key)
            yield from references(value)
    elif isinstance(body, list | tuple):
        for value in body:
            yield from references(value)


Lookup = Callable[[str, str, str], str]
"""Their id of (kind, our id, part). Raises KeyError for an object that is not there."""


def resolve(body: object, lookup: Lookup) -> object:
    """The body with their ids in place of references, and escapes undone."""
    if isinstance(body, str):
        whole = _REFERENCE.fullmatch(body)
        if whole and whole[1]:
            return int(_found(whole, lookup))
        return _REFERENCE.sub(lambda match: "@" if match[0] == "@@" else _found(match, lookup), body)
    if isinstance(body, Mapping):
        return {str(resolve(key, lookup)): resolve(value, lookup) for key, value in body.items()}
    if isinstance(body, list | tuple):
        return [resolve(value, lookup) for value in body]
    return body


def _found(match: re.Match[str], lookup: Lookup) -> str:
    name, _, part = match[3].partition("#")
    return lookup(match[2], name, part)
