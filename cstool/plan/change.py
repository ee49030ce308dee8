"""Changes and the plan that lists them: data that can be shown, fingerprinted, refused and carried out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from cstool.diagnostic import Text, text
from cstool.plan.resource import Body, Key, digest

Action = Literal["create", "adopt", "update", "record", "delete", "forget"]
Why = Literal["new", "ours", "theirs", "both", "missing", "found", "interrupted", "removed", "agrees", "gone"]

GUARD_FROM = 10
"""Objects from which on the guard watches shares: below, one edit is already a large share."""
GUARD_PERCENT = 30
"""Share of the live objects that one push may update, or delete, without `--force`; and of those pushed before that may be
gone there: an account emptied, another account, or a copy of the workspace without its embedded helpdesk looks like this."""
SHOWN = 12
"""Characters of a checksum that people see and type."""


class FieldChange(NamedTuple):
    """One differing place of a body: a dotted path, and both values (None where absent)."""

    path: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Change:
    """One item of a plan. `before` is live, `after` desired, `base` what was pushed last; None where there is none."""

    action: Action
    why: Why
    key: Key
    name: str
    native: str | None = None
    before: Body | None = None
    after: Body | None = None
    base: Body | None = None
    changed_at: str | None = None
    changed_by: str | None = None
    was: str = ""
    """The live name, where it is another one."""

    @property
    def writes(self) -> bool:
        """Whether the helpdesk is touched; otherwise only the lockfile is. Adoption writes, to leave our marker there."""
        return self.action not in ("record", "forget")

    @property
    def alters(self) -> bool:
        """Whether something that is there becomes different."""
        return self.action in ("update", "delete") or (self.action == "adopt" and bool(self.differences))

    @property
    def differences(self) -> tuple[FieldChange, ...]:
        """The places that differ between live and desired."""
        renamed = (FieldChange("name", self.was, self.name),) if self.was and self.was != self.name else ()
        return (*renamed, *differences(self.before, self.after))


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """An object of ours that could be any of several live ones: nobody may guess."""

    key: Key
    name: str
    natives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push would do, in the order in which it would do it."""

    backend: str
    changes: tuple[Change, ...]
    kept: tuple[Change, ...] = ()
    """Deletions nobody asked for: known to the lockfile, gone from the files, still there."""
    ambiguous: tuple[Ambiguity, ...] = ()
    twins: tuple[Ambiguity, ...] = ()
    """Live objects that carry our marker although ours is another one: copied there by hand, or made by a create whose answer
    came too late. They are named, and never touched."""
    live_hash: str = ""
    managed: int = 0
    """Live objects that are ours."""
    known: int = 0
    """Objects that were pushed, as the lockfile has it, whether they are there or not."""

    @property
    def checksum(self) -> str:
        """Fingerprint of the changes and of the live state they were computed from."""
        return digest({"backend": self.backend, "live": self.live_hash, "changes": [_plain(c) for c in self.changes]})

    @property
    def counts(self) -> Mapping[str, int]:
        """Action -> number of changes; `keep` counts the deletions not asked for."""
        counted = Counter(change.action for change in self.changes)
        return MappingProxyType({**counted, **({"keep": len(self.kept)} if self.kept else {})})

    @property
    def empty(self) -> bool:
        """Whether files, lockfile and helpdesk agree."""
        return not self.changes and not self.ambiguous


def differences(before: object, after: object, path: str = "") -> Iterator[FieldChange]:
    """Every differing place, mappings and equally long lists taken apart, in order of the path."""
    if isinstance(before, Mapping | None) and isinstance(after, Mapping | None) and (before or after) is not None:
        left, right = before or {}, after or {}
        for key in sorted({*left, *right}, key=str):
            yield from differences(left.get(key), right.get(key), f"{path}.{key}" if path else str(key))
    elif _takes_apart(before) and _takes_apart(after) and len(before) == len(after):  # type: ignore[arg-type]
        for index, (old, new) in enumerate(zip(before, after, strict=True)):  # type: ignore[call-overload]
            yield from differences(old, new, f"{path}[{index}]")
    elif before != after:
        yield FieldChange(path, before, after)


def _takes_apart(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping) for item in value)


def _plain(change: Change) -> object:
    return [change.action, change.why, *change.key, change.name, change.native, change.before, change.after]


def guard(plan: Plan, force: bool = False) -> Text | None:
    """Why this plan should not be carried out, or None. `force` lifts everything but ambiguous names."""
    if plan.ambiguous:
        first = plan.ambiguous[0]
        return text("ambiguous-name", object=str(first.key), name=first.name, natives=first.natives, count=len(plan.ambiguous))
    if force:
        return None
    conflicts = [change for change in plan.changes if change.why == "both"]
    if conflicts:
        return text("changed-on-both-sides", object=str(conflicts[0].key), count=len(conflicts))
    lost = sum(change.why in ("missing", "gone") for change in plan.changes)
    if plan.known >= GUARD_FROM and lost * 100 > GUARD_PERCENT * plan.known:
        return text("too-much-lost", backend=plan.backend, count=lost, total=plan.known)
    for action in ("update", "delete"):
        actions = ("update", "adopt") if action == "update" else (action,)
        count = sum(change.alters and change.action in actions for change in plan.changes)
        if plan.managed >= GUARD_FROM and count * 100 > GUARD_PERCENT * plan.managed:
            return text("too-many-changes", action=text(f"many-{action}"), count=count, total=plan.managed, percent=GUARD_PERCENT)
    return None
