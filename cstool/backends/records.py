"""What lockfile, journal and snapshots hold, taken from JSON: any other shape is a ValueError, never a guess."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cstool.plan import Body, Intent, Key, Pushed, Resource


@dataclass(frozen=True, slots=True)
class Begun:
    """A push that started and did not end: its checksum, and per key the fingerprints before and after."""

    checksum: str
    steps: Mapping[Key, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Ended:
    """The push that began ended."""


@dataclass(frozen=True, slots=True)
class Became:
    """What is known of one object from here on: pushed with this body, or (None) no longer ours or never made."""

    key: Key
    pushed: Pushed | None
    forgotten: bool = False
    """Whether the lockfile forgets it as well; a create that was refused leaves the lockfile alone."""


def lock_entries(objects: object) -> Iterator[tuple[Key, Pushed]]:
    """The lockfile's `objects`: kind -> our id -> part -> entry. Raises ValueError."""
    for kind, ids in _mapping(objects).items():
        for id_, parts in _mapping(ids).items():
            for part, entry in _mapping(parts).items():
                yield Key(kind, id_, part), pushed_of(_mapping(entry))


def snapshot_objects(objects: object) -> Iterator[Resource]:
    """A snapshot's `objects`. Raises ValueError."""
    for item in map(_mapping, _list(objects)):
        key = key_of(item.get("key"))
        yield Resource(*key, name=_text(item.get("name")), body=_mapping(item.get("body")))


def journal_entry(entry: object) -> Begun | Ended | Intent | Became:
    """One line of the journal. Raises ValueError."""
    fields = _mapping(entry)
    kind = fields.get("entry")
    if kind == "begin":
        steps = [[_text(word) for word in _list(step, 5)] for step in _list(fields.get("steps"))]
        return Begun(_text(fields.get("checksum")), {Key(*step[:3]): (step[3], step[4]) for step in steps})
    if kind == "end":
        return Ended()
    key = key_of(fields.get("key"))
    if kind == "intent":
        return Intent(key, _text(fields.get("name")), tuple(_text(native) for native in _list(fields.get("seen"))))
    if kind == "pushed":
        return Became(key, pushed_of(fields))
    if kind in ("forgotten", "abandoned"):
        return Became(key, None, kind == "forgotten")
    raise ValueError(kind)


def pushed_of(fields: Body) -> Pushed:
    """Their id, name and body of the last push. Raises ValueError."""
    return Pushed(_text(fields.get("native")), _text(fields.get("name")), _mapping(fields.get("body")))


def key_of(value: object) -> Key:
    """`[kind, id, part]`. Raises ValueError."""
    kind, id_, part = (_text(word) for word in _list(value, 3))
    return Key(kind, id_, part)


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError(type(value).__name__)
    return value


def _list(value: object, length: int | None = None) -> list[object]:
    if not isinstance(value, list) or length not in (None, len(value)):
        raise ValueError(type(value).__name__)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(type(value).__name__)
    return value
