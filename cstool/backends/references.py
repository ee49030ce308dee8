"""References inside native bodies: their ids are not known before a push, so a body names the object instead.

`@{group/returns}` stands for their id as text, `@#{group/returns}` for the id as a number; both may stand inside a longer
string (`custom_fields_@{field/category}`), the number only alone. Text of users is escaped, so that it can never be one.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

_REFERENCE = re.compile(r"@@|@(#?)\{([a-z_]+)/([^{}]*)\}")
_SPECIAL = re.compile(r"[%#{}]")
"""Characters of names that would end a reference, or its id."""
NATIVE = "="
"""Begins the id of a reference by their own id. No id of ours, no name of a user or a group in use begins so."""


def reference(kind: str, id: str, part: str = "") -> str:  # noqa: A002 - the word of plan.Key
    """Their id of one object, as text."""
    return f"@{{{kind}/{_quoted(id)}{'#' + _quoted(part) if part else ''}}}"


def number(kind: str, id: str, part: str = "") -> str:  # noqa: A002 - the word of plan.Key
    """Their id of one object, as a number."""
    return f"@#{reference(kind, id, part)[1:]}"


def native_reference(kind: str, native: object) -> str:
    """Their id of one object, as text, where only that id is known: so `fetch` writes it."""
    return reference(kind, f"{NATIVE}{native}")


def native_number(kind: str, native: object) -> str:
    """The same as a number."""
    return number(kind, f"{NATIVE}{native}")


def _quoted(name: str) -> str:
    return _SPECIAL.sub(lambda match: f"%{ord(match[0]):02X}", name)


def literal(written: str) -> str:
    """A user's text as it stands in a body: `@` doubled, so that nothing in it reads as a reference."""
    return written.replace("@", "@@")


def references(body: object) -> Iterator[tuple[str, str, str]]:
    """Every reference in a body: kind, id, part."""
    if isinstance(body, str):
        for match in _REFERENCE.finditer(body):
            if match[2]:
                yield _named(match)
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


Rename = Callable[[str, str, str], str | None]
"""What follows `@` or `@#` in another reference, `{kind/id}`, from kind, id and part; None leaves it."""


def renamed(body: object, rename: Rename) -> object:
    """The body with other references in place of some."""
    if isinstance(body, str):
        return _REFERENCE.sub(lambda match: _other(match, rename), body)
    if isinstance(body, Mapping):
        return {str(renamed(key, rename)): renamed(value, rename) for key, value in body.items()}
    if isinstance(body, list | tuple):
        return [renamed(value, rename) for value in body]
    return body


def _other(match: re.Match[str], rename: Rename) -> str:
    other = rename(*_named(match)) if match[2] else None
    return match[0] if other is None else f"@{match[1]}{other}"


def _found(match: re.Match[str], lookup: Lookup) -> str:
    return lookup(*_named(match))


def _named(match: re.Match[str]) -> tuple[str, str, str]:
    name, _, part = match[3].partition("#")
    return match[2], unquote(name), unquote(part)
