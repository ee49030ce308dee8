"""The words that adopted rules use: validate asks for them."""

from collections.abc import Iterator, Mapping

from cstool.backends.adopt.adoption import Adopted
from cstool.plan import Key


def add_tags(made: Adopted) -> None:
    """The vocabulary knows every tag that a rule asks for or puts on."""
    found: dict[str, None] = {}
    for key, body in made.objects.items():
        if key.kind in ("rules", "policies"):
            then = body.get("then")
            acts = then if isinstance(then, Mapping) else {}
            found |= dict.fromkeys([*(acts.get("tags") or ()), *(acts.get("remove_tags") or ())])
            found |= dict.fromkeys(_asked(body.get("when")))
    for tag in found:
        made.objects[Key("tags", tag)] = {}


def _asked(when: object) -> Iterator[str]:
    if isinstance(when, Mapping):
        for name, value in when.items():
            if name == "tags":
                yield from _values(value)
            else:
                yield from _asked(value)
    elif isinstance(when, list):
        for one in when:
            yield from _asked(one)


def _values(value: object) -> Iterator[str]:
    for one in value.values() if isinstance(value, Mapping) else [value]:
        yield from one if isinstance(one, list) else [str(one)]
