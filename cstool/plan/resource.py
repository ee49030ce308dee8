"""Native objects as data: as they should be, as they are there, as they were pushed last."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Body = Mapping[str, object]


class Key(NamedTuple):
    """Our name of one native object: kind, our id, and the part where one thing of ours becomes several there."""

    kind: str
    id: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}" + (f" [{self.part}]" if self.part else "")


@dataclass(frozen=True, slots=True)
class Resource:
    """One native object as it should be: plain JSON data, normalised, so that equal means equal there."""

    kind: str
    id: str
    part: str = ""
    name: str = ""
    """What it is called there: the name by which it is adopted on first contact. Empty: never adopted by name."""
    body: Body = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """Kind, our id, part."""
        return Key(self.kind, self.id, self.part)


@dataclass(frozen=True, slots=True)
class Live:
    """One native object as it is there. `owner` is read from a marker of ours, where the product has room for one."""

    native: str
    kind: str
    name: str
    body: Body
    owner: Key | None = None
    changed_at: str | None = None
    changed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Pushed:
    """What the lockfile knows of one object: their id, and the name and body of the last push."""

    native: str
    name: str
    body: Body


@dataclass(frozen=True, slots=True)
class Intent:
    """A create that was begun and of which nobody knows whether it happened. `seen`: their ids of that name before it."""

    key: Key
    name: str
    seen: tuple[str, ...] = ()


def canonical(value: object) -> str:
    """One spelling of JSON data: sorted keys, no blanks."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(value: object) -> str:
    """SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def plain(body: Body | None) -> object:
    """The body as JSON would give it back; what is written and what is read compare equal through it."""
    return json.loads(canonical(body))
