"""What changed between two versions of a workspace, object by object: added, removed, renamed, moved, changed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from cstool.conditions.book import book_of
from cstool.conditions.syntax import Comparison, Condition, Every, Negation, Some
from cstool.diagnostic import Severity, Span
from cstool.difference.parts import Part, moved_in, parts
from cstool.difference.things import KINDS, Key, Thing, orders, things
from cstool.model.facts import Facts
from cstool.model.routing import Rule
from cstool.model.sla import Policy
from cstool.workspace import Item, Workspace

Action = Literal["added", "removed", "renamed", "moved", "changed"]


_SHELVES = {"rules": "stages", "kpis": "targets"}
"""Under which name the workspace counts a kind as incomplete, where it is another one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a list in which place has a meaning: before which, behind which."""

    above: str | None
    below: str | None
    up: bool = True
    """Against where it stood: it came nearer to the top."""


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """One object that differs. `span` is its place in the new version, of a removed one in the old."""

    kind: str
    id: str
    action: Action
    span: Span
    names: Mapping[str, str] | None = None
    inside: str | None = None
    """The stage of a rule."""
    parts: tuple[tuple[Part, Span], ...] = ()
    """What differs, each with its place."""
    place: Place | None = None
    """Of an added or moved object of an ordered list."""
    was: str | None = None
    """The former id of a renamed object."""
    rewritten: bool = False
    """Its condition is written otherwise and asks the same: no part of it is among `parts`."""


def changes(before: Workspace, after: Workspace) -> tuple[ObjectChange, ...]:
    """Every object that differs, by kind in the order of `KINDS`, then as they stand in the files; removed ones last."""
    old, new = things(before), things(after)
    renamed = dict(_renamed(old, new))
    places = dict(_places(before, after, renamed))
    unread = _Unread(before), _Unread(after)
    found: list[ObjectChange] = []
    for key, thing in new.items():
        former, place = old.get(key) or old.get(renamed.get(key, key)), places.get(key)
        change = _added(thing, place) if former is None else _changed(former, thing, place, (before, after), unread)
        if change is not None:
            found.append(change)
    gone = set(renamed.values())
    for key, thing in old.items():
        if key not in new and key not in gone:
            found.append(ObjectChange(thing.kind, thing.id, "removed", thing.at(), thing.names, thing.inside))
    known = (_proven(change, unread) for change in found)
    in_order = sorted(
        (change for change in known if change), key=lambda change: (KINDS.index(change.kind), change.action == "removed")
    )
    return tuple(in_order)


class _Unread:
    """What of a version could not be read: what is not there on such a side proves nothing."""

    def __init__(self, workspace: Workspace) -> None:
        names = {"settings" if "." in name else name for name in workspace.incomplete}
        self.kinds = {kind for kind in KINDS if _SHELVES.get(kind, kind) in names}
        self.kinds |= {"facts"} if names & set(Facts.model_fields) else set()
        self.files = {fault.span.path for fault in workspace.faults if fault.severity is Severity.ERROR}

    def holds(self, kind: str, span: Span) -> bool:
        """Whether a thing of this kind, that stands there in the other version, may only seem to be missing."""
        return kind in self.kinds or span.path in self.files


def _proven(change: ObjectChange, unread: tuple[_Unread, _Unread]) -> ObjectChange | None:
    """The change without what only seems to be missing."""
    before, after = unread
    if change.action in ("added", "removed"):
        side = before if change.action == "added" else after
        return None if side.holds(change.kind, change.span) else change
    kept = tuple(
        (part, span)
        for part, span in change.parts
        if not (part.before is None and before.holds(change.kind, span))
        and not (part.after is None and after.holds(change.kind, span))
    )
    return replace(change, parts=kept) if kept or change.place or change.rewritten or change.action != "changed" else None


def _added(thing: Thing, place: Place | None) -> ObjectChange:
    content = tuple((part, thing.at(*part.path)) for part in parts({}, thing.body))
    return ObjectChange(thing.kind, thing.id, "added", thing.at(), thing.names, thing.inside, content, place)


def _changed(
    old: Thing, new: Thing, place: Place | None, versions: tuple[Workspace, Workspace], unread: tuple[_Unread, _Unread]
) -> ObjectChange | None:
    found = [(part, _place_of(part, old, new)) for part in parts(_full(old, new, unread[0]), _full(new, old, unread[1]))]
    if old.inside != new.inside:
        found.insert(0, (Part(("stage",), old.inside, new.inside), new.at()))
    rewritten = False
    if any(part.path[:1] == ("when",) for part, _ in found):
        rewritten = _asks_the_same(old, new, *versions)
        found = [entry for entry in found if not rewritten or entry[0].path[:1] != ("when",)]
    action: Action | None = "renamed" if old.id != new.id else "changed" if found or rewritten else "moved" if place else None
    if action is None:
        return None
    # A template stands in several files: its place is the first of those that differ.
    span = found[0][1] if found and new.kind in ("templates", "partials", "articles") else new.at()
    change = ObjectChange(new.kind, new.id, action, span, new.names, new.inside, tuple(found), place, rewritten=rewritten)
    return replace(change, was=old.id) if action == "renamed" else change


def _full(thing: Thing, other: Thing, unread: _Unread) -> Mapping[str, object]:
    """The body with the defaults of what only the other one says; what could not be read has no default."""
    if unread.holds(thing.kind, thing.at()):
        return thing.body
    return {**{name: value for name, value in thing.defaults.items() if name in other.body}, **thing.body}


def _place_of(part: Part, old: Thing, new: Thing) -> Span:
    side = old if part.after is None else new
    return side.at(*(step for step in part.path if isinstance(step, str) and not step.startswith("[")))


# --- renamed: gone under one id, there under another, nothing else different


def _renamed(old: Mapping[Key, Thing], new: Mapping[Key, Thing]) -> Iterator[tuple[Key, Key]]:
    gone = _by_body(thing for key, thing in old.items() if key not in new)
    come = _by_body(thing for key, thing in new.items() if key not in old)
    for body, fresh in come.items():
        former = gone.get(body, [])
        if len(former) == len(fresh) == 1:  # of two alike nobody can say which became which
            yield (fresh[0].kind, fresh[0].id), (former[0].kind, former[0].id)


def _by_body(candidates: Iterable[Thing]) -> dict[str, list[Thing]]:
    found: dict[str, list[Thing]] = {}
    for thing in candidates:
        if thing.body:  # an empty body is like every other
            found.setdefault(json.dumps([thing.kind, thing.body], sort_keys=True, default=str), []).append(thing)
    return found


# --- places in ordered lists


def _places(before: Workspace, after: Workspace, renamed: Mapping[Key, Key]) -> Iterator[tuple[Key, Place]]:
    was = {(kind, stage): ids for kind, stage, ids in orders(before)}
    for kind, stage, ids in orders(after):
        former = was.get((kind, stage), [])
        known = [renamed.get((kind, id_), (kind, id_))[1] for id_ in ids]
        moved = moved_in(former, known)
        for position, (id_, one) in enumerate(zip(ids, known, strict=True)):
            if one in moved or (one not in former and former):
                above = ids[position + 1] if position + 1 < len(ids) else None
                below = ids[position - 1] if position else None
                yield (kind, id_), Place(above, below, one in moved and _is_up(one, former, known))


def _is_up(id_: str, before: list[str], after: list[str]) -> bool:
    common = set(before) & set(after)
    return [one for one in after if one in common].index(id_) < [one for one in before if one in common].index(id_)


# --- conditions


def _asks_the_same(old: Thing, new: Thing, before: Workspace, after: Workspace) -> bool:
    left, right = _condition(before, old), _condition(after, new)
    return left is not None and right is not None and _meaning(left) == _meaning(right)


def _condition(workspace: Workspace, thing: Thing) -> Condition | None:
    item = workspace.once(_conditioned).get((thing.kind, thing.id))
    return book_of(workspace).condition(item, "when") if item else None


def _conditioned(workspace: Workspace) -> Mapping[Key, Item[Rule] | Item[Policy]]:
    found: dict[Key, Item[Rule] | Item[Policy]] = {}
    for _, rule in workspace.rules():
        found.setdefault(("rules", rule.value.id), rule)
    for policy in workspace.policies:
        found.setdefault(("policies", policy.value.id), policy)
    return found


def _meaning(condition: Condition) -> object:
    """The tree without places. Parts of AND and OR in any order; operands of a list in any order."""
    if isinstance(condition, Comparison):
        name, operator, operands = condition.meaning
        return (name, "one_of" if operator == "is" else operator, frozenset(map(str, operands)), condition.keyword_set)
    if isinstance(condition, Negation):
        return ("not", _meaning(condition.part))
    if isinstance(condition, Every | Some):
        inner = {_meaning(part) for part in _flat(condition, type(condition))}
        return (type(condition).__name__, frozenset(inner)) if len(inner) > 1 else inner.pop()
    return "always"


def _flat(condition: Condition, kind: type[Every] | type[Some]) -> Iterator[Condition]:
    """The parts of an AND with those of the ANDs among them; likewise of an OR."""
    for part in condition.parts if isinstance(condition, kind) else ():
        if isinstance(part, kind):
            yield from _flat(part, kind)
        else:
            yield part
