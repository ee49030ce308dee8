"""What an account becomes in our files, and under which of our names its objects go on living."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cstool.backends.references import NATIVE, reference, renamed
from cstool.plan import Body, Key, Live

Place = tuple[str, str]
"""Kind and their id."""


@dataclass(frozen=True)
class Seen:
    """An account as it is there, every object that is taken under a name of ours."""

    backend: str
    keys: Mapping[Place, Key]
    live: Mapping[Key, Live]
    """Bodies already name our objects."""
    found: Mapping[Place, str] = field(default_factory=dict)
    """Objects that are only looked up, by kind and id: what the workspace calls them."""
    agents: Mapping[str, str] = field(default_factory=dict)
    """Agents that have an id of ours already, by mail."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Names of people there, by mail, as far as they are known."""
    bound: Mapping[str, str] = field(default_factory=dict)
    """Fields there that are bound already -> field of ours."""
    channels: Mapping[Place, str] = field(default_factory=dict)
    """Channels that are bound already: `via`, `recipient` … and its value -> channel of ours."""
    placeholders: Mapping[str, str] = field(default_factory=dict)
    """How texts write a value there -> our variable."""
    locale: str = "en"
    """The language that the files take for that of a text."""
    fields: Sequence[Live] = ()
    """Fields of tickets: they are bound, not taken."""
    raw: frozenset[Key] = frozenset()
    """Objects that our words turned out not to say exactly."""

    def of_kind(self, kind: str) -> list[tuple[Key, Live]]:
        """The objects of one kind, in their order there."""
        return [(key, item) for key, item in self.live.items() if key.kind == kind]


@dataclass
class Adopted:
    """Files to be: objects of ours (as the embedded helpdesk keeps them), settings of the account, and what stays raw."""

    objects: dict[Key, Body] = field(default_factory=dict)
    source: dict[Key, Key] = field(default_factory=dict)
    """Object of ours -> the native one that it says."""
    keys: dict[Key, Key] = field(default_factory=dict)
    """Native objects that go on under another key: a raw one has no part."""
    channels: dict[str, dict[str, object]] = field(default_factory=dict)
    fields: dict[str, dict[str, object]] = field(default_factory=dict)
    raw: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict)
    """Kind there -> our id -> name and body."""
    milder: set[str] = field(default_factory=set)
    """Checks whose findings are warnings at first: what an account holds is no error of whoever adopts it."""
    why: dict[Key, str] = field(default_factory=dict)
    """Native objects kept raw, and the field, operator or value for which we have no word; empty: said in our words it would
    not mean exactly the same."""

    def say(self, ours: Key, body: Body, native: Key) -> None:
        """An object of ours that says a native one."""
        self.objects[ours] = body
        self.source[ours] = native

    def keep_raw(self, key: Key, item: Live, why: str) -> None:
        """Keep an object in config/raw.yaml."""
        if key.part:
            self.keys[key] = Key(key.kind, f"{key.id}.{key.part}")
        self.raw.setdefault(key.kind, {})[self.keys.get(key, key).id] = {"name": item.name, "body": dict(item.body)}
        self.why[key] = why


Decompile = Callable[[Seen], Adopted]


def named(live: Sequence[Live], keys: Mapping[Place, Key], found: Mapping[Place, str]) -> dict[Key, Live]:
    """The objects that are taken, by our key, their bodies with our names in place of their ids."""

    def rename(kind: str, id_: str, part: str) -> str | None:
        if not id_.startswith(NATIVE):
            return None
        place = kind, id_.removeprefix(NATIVE)
        if place in keys:
            return reference(*keys[place])[1:]
        return found.get(place)

    made = {}
    for item in live:
        key = keys.get((item.kind, item.native))
        if key is not None:
            body = renamed(item.body, rename)
            assert isinstance(body, Mapping)
            made[key] = Live(item.native, item.kind, item.name, body, item.owner, item.changed_at, item.changed_by)
    return made
