"""An object that differs between two versions, in words: the object in a sentence, what differs inside it line by line."""

from collections.abc import Iterator, Mapping

from cstool.diagnostic import Text, quoted, text
from cstool.difference import ObjectChange, Part
from cstool.render.values import changed_lines, shown_value
from cstool.render.words import translate

_SINGLE = frozenset(("facts", "roles", "settings"))
_NEW_PARTS = ("when", "then", "targets", "match", "event")
"""What is told of a new object; the rest stands in its file."""
_LINES = 10
"""Changed lines of one text that are shown."""


def object_said(change: ObjectChange) -> Text:
    """One object in a sentence."""
    kind = text(f"diff-kind-{change.kind}")
    if change.kind in _SINGLE:
        return text("diff-single", kind=kind)
    inside = text("diff-inside", stage=change.inside) if change.inside else ""
    return text(f"diff-{change.action}", kind=kind, id=change.id, inside=inside, place=_place(change), was=change.was or "")


def _place(change: ObjectChange) -> Text | str:
    place = change.place
    if place is None:
        return ""
    if change.action == "added":
        return text("diff-place-above", id=place.above) if place.above else text("diff-place-last")
    up = place.up and place.above is not None
    also = "" if change.action == "moved" else "-also"
    return text(f"diff-place{also}-{'up' if up else 'down'}", id=(place.above if up else place.below) or "")


def part_lines(change: ObjectChange, language: str) -> Iterator[str]:
    """What differs inside an object, a line or a few each."""
    if change.rewritten:
        yield translate(text("diff-rewritten"), language)
    for part, _ in change.parts:
        if change.action != "added" or part.path[0] in _NEW_PARTS:
            yield from _part(change, part, language)


def _part(change: ObjectChange, part: Part, language: str) -> Iterator[str]:
    label = _label(change, part)
    if _is_text(part):
        yield translate(text("diff-lines", label=label), language)
        lines = list(changed_lines(str(part.before).splitlines(), str(part.after).splitlines()))
        yield from (f"  {line}" for line in lines[:_LINES])
        if len(lines) > _LINES:
            yield "  " + translate(text("and-more", count=len(lines) - _LINES), language)
        return
    yield translate(part_said(label, part, change), language)


def part_said(label: Text | str, part: Part, change: ObjectChange | None = None) -> Text:
    """One differing place in a sentence."""
    if part.gained or part.lost:
        gained, lost = _values(part.gained), _values(part.lost)
        return text(
            "diff-both" if gained and lost else "diff-gained" if gained else "diff-lost", label=label, gained=gained, lost=lost
        )
    if isinstance(part.before, list) and isinstance(part.after, list):
        return text("diff-other-order", label=label, after=_values(tuple(part.after)))
    if part.before is None:
        return (
            text("diff-is-new", label=label, after=_value(part.after))
            if not _is_wording(part, change)
            else _language(label, True)
        )
    if part.after is None:
        return (
            text("diff-is-gone", label=label, before=_value(part.before))
            if not _is_wording(part, change)
            else _language(label, False)
        )
    return text("diff-was-there", label=label, before=_value(part.before), after=_value(part.after))


def _language(label: Text | str, new: bool) -> Text:
    return text("diff-new-language" if new else "diff-gone-language", label=label)


def _is_wording(part: Part, change: ObjectChange | None) -> bool:
    whole = part.before or part.after
    return change is not None and len(part.path) == 1 and isinstance(whole, Mapping) and "body" in whole


def _is_text(part: Part) -> bool:
    return (
        isinstance(part.before, str)
        and isinstance(part.after, str)
        and ("\n" in part.before + part.after or part.path[-1] == "body")
    )


def _label(change: ObjectChange, part: Part) -> Text | str:
    first, rest = part.path[0], Part(part.path[1:], None, None).named.removesuffix("[]")
    if first in ("when", "then") and change.kind in ("rules", "policies", "sops", "outreach"):
        return text(f"diff-part-{first}", rest=f" {rest}" if rest else "")
    if part.path == ("stage",) and change.kind == "rules":
        return text("diff-part-stage")
    if change.kind in ("templates", "articles", "partials") and rest in ("body", "subject"):
        return text(f"diff-part-{rest}", locale=first)
    if _is_wording(part, change):
        return text("diff-part-body", locale=first)
    return part.named.removesuffix("[]")


def _values(values: tuple[object, ...]) -> tuple[Text, ...]:
    return quoted(*(flow(value) for value in values[:12]), *(("…",) if len(values) > 12 else ()))


def _value(value: object) -> Text | str:
    return flow(value) if isinstance(value, Mapping | list) else quoted(flow(value))[0]


def flow(value: object) -> str:
    """A value as a line of YAML, cut where it is long."""
    return shown_value(_flow(value))


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return "true" if value is True else "false" if value is False else "null" if value is None else str(value)
