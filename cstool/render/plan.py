"""Plans, drift and what a push did, as text, JSON and Markdown."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cstool.diagnostic import Text, text
from cstool.plan import SHOWN, Change, FieldChange, Key, Plan
from cstool.render.markdown import escape
from cstool.render.values import changed_lines, shown_pair
from cstool.render.words import translate

FORMS = ("text", "json", "markdown")
VERSION = 1
"""Of the JSON form."""
_SIGN = {"create": "+", "adopt": ">", "update": "~", "record": "=", "delete": "-", "forget": "="}
_GROUP_FROM = 4
"""Creations of one kind from which on they are counted instead of listed."""
_NAMED = 8
"""Objects named in one line; the rest is counted."""
_LINES = 10
"""Changed lines of one text that are shown."""


def plan_text(plan: Plan, language: str, notes: Sequence[Text] = ()) -> str:
    """The plan for a terminal, with what else is to be said of it."""
    lines = [_head(plan, language), ""]
    grouped: dict[str, list[Change]] = defaultdict(list)
    for change in plan.changes:
        grouped[change.key.kind].append(change)
    for kind, changes in grouped.items():
        for why in ("new", "found", "missing"):
            alike = [change for change in changes if change.why == why and not change.alters]
            if len(alike) >= _GROUP_FROM:
                lines.append(_group(kind, alike, language))
                changes = [change for change in changes if change not in alike]
        for change in changes:
            lines += change_lines(change, language)
    lines += [
        "  ? " + translate(text("plan-ambiguous", object=str(one.key), name=one.name, natives=one.natives), language)
        for one in plan.ambiguous
    ]
    lines += ["  ? " + translate(text("plan-twin", object=str(one.key), natives=one.natives), language) for one in plan.twins]
    if plan.kept:
        objects = named([change.key for change in plan.kept], language)
        lines.append("  " + translate(text("plan-kept", objects=objects), language))
    lines += [line for note in notes for line in ("", translate(note, language))]
    if plan.changes:
        lines += ["", translate(text("plan-checksum", checksum=plan.checksum[:SHOWN]), language)]
    return "\n".join(lines).rstrip()


def _group(kind: str, changes: Sequence[Change], language: str) -> str:
    """Many changes of one kind and reason in one line."""
    first = tuple(_short(change.key) for change in changes[:3])
    said = translate(text("plan-group", kind=kind, count=len(changes), first=first), language)
    why = translate(reason(changes[0]), language)
    return f"  {_SIGN[changes[0].action]} {said}" + (f"   {why}" if why else "")


def change_lines(change: Change, language: str, why: Text | None = None) -> list[str]:
    """One change: its sign, its object, why, and field by field what differs."""
    said = translate(why or reason(change), language)
    lines = [f"  {_SIGN[change.action]} {change.key}" + (f"   {said}" if said else "")]
    if change.action in ("update", "adopt"):
        for difference in _told_once(change):
            lines += [f"      {line}" for line in _difference(difference, language)]
    return lines


def _told_once(change: Change) -> list[FieldChange]:
    """The differing places; a body may hold the name of its object once more."""
    found = change.differences
    return [one for position, one in enumerate(found) if one not in found[:position]]


def plan_json(plan: Plan, tickets: Mapping[str, int] | None = None) -> str:
    """The plan as data; everything is in it."""
    return _dump(
        {
            "version": VERSION,
            "backend": plan.backend,
            "checksum": plan.checksum,
            "empty": plan.empty,
            "managed": plan.managed,
            "counts": dict(plan.counts),
            "tickets": tickets,
            "changes": [change_data(change) for change in plan.changes],
            "kept": [str(change.key) for change in plan.kept],
            "ambiguous": [{"object": str(one.key), "name": one.name, "natives": list(one.natives)} for one in plan.ambiguous],
            "twins": [{"object": str(one.key), "name": one.name, "natives": list(one.natives)} for one in plan.twins],
        }
    )


Failed = tuple[Change, Text, Sequence[FieldChange]]
"""A change that did not come about or not as written: why, and what was read back otherwise."""


def report_json(backend: str, done: Sequence[Change], failed: Sequence[Failed], left: Plan, manual: Sequence[Text]) -> str:
    """What a push did, object by object, as data; messages in English."""
    return _dump(
        {
            "version": VERSION,
            "backend": backend,
            "done": [change_data(change) for change in done],
            "failed": [
                {
                    **change_data(change),
                    "problem": translate(problem, "en"),
                    "read_back": [difference._asdict() for difference in differences],
                }
                for change, problem, differences in failed
            ],
            "left": [*(str(change.key) for change in left.changes), *(str(doubt.key) for doubt in left.ambiguous)],
            "by_hand": [translate(step, "en") for step in manual],
        }
    )


def changes_json(backend: str, changes: Sequence[Change]) -> str:
    """Changes that were found there, as data."""
    return _dump({"version": VERSION, "backend": backend, "changes": [change_data(change) for change in changes]})


def change_data(change: Change) -> dict[str, object]:
    """One change as data."""
    return {
        "action": change.action,
        "why": change.why,
        "object": str(change.key),
        "kind": change.key.kind,
        "id": change.key.id,
        "part": change.key.part,
        "name": change.name,
        "native": change.native,
        "before": change.before,
        "after": change.after,
        "differences": [difference._asdict() for difference in change.differences] if change.before is not None else [],
        "changed_by": change.changed_by,
        "changed_at": change.changed_at,
    }


def plan_markdown(plan: Plan, language: str, notes: Sequence[Text] = ()) -> str:
    """The plan for a comment on a pull request."""
    names = ("plan-column-change", "plan-column-object", "plan-column-why")
    head = " | ".join(translate(text(name), language) for name in names)
    lines = [f"### {escape(_head(plan, language))}"]
    if plan.changes:
        lines += ["", f"| {head} |", "| --- | --- | --- |"]
    for change in plan.changes:
        differences = (
            [" ".join(_difference(difference, language)[:1]) for difference in _told_once(change)] if change.before else []
        )
        said = [part for part in (translate(reason(change), language), *differences) if part]
        lines.append(f"| {_SIGN[change.action]} {change.action} | `{change.key}` | {'<br>'.join(map(escape, said))} |")
    if plan.kept:
        objects = named([change.key for change in plan.kept], language)
        lines += ["", escape(translate(text("plan-kept", objects=objects), language))]
    lines += [line for note in notes for line in ("", escape(translate(note, language)))]
    if plan.changes:
        lines += ["", f"`{plan.checksum[:SHOWN]}`"]
    return "\n".join(lines)


def tally(changes: Iterable[Change], language: str, prefix: str = "plan") -> str:
    """`2 to create, 1 to change`; with the prefix `push`: `2 created, 1 changed`."""
    ends = {"create": "d", "adopt": "ed", "update": "d", "delete": "d", "record": "ed"} if prefix == "push" else {}
    counts = dict.fromkeys(("create", "adopt", "update", "delete", "record"), 0)
    for change in changes:
        counts["record" if change.action == "forget" else change.action] += 1
    said = [text(f"{prefix}-{action}{ends.get(action, '')}", count=count) for action, count in counts.items() if count]
    return ("，" if language == "zh-CN" else ", ").join(translate(one, language) for one in said)


def reason(change: Change) -> Text:
    """Whose change it is."""
    return text(f"why-{change.why}", by=author(change))


def author(change: Change) -> Text | str:
    """Who changed it there and when, as far as the helpdesk tells."""
    known = change.changed_by and change.changed_at
    return text("changed-by", who=change.changed_by, at=change.changed_at) if known else ""


def named(keys: Sequence[Key], language: str) -> str:
    """Objects in one line; many are counted."""
    shown = [str(key) for key in keys[:_NAMED]]
    if len(keys) > _NAMED:
        shown.append(translate(text("plan-some", count=len(keys) - _NAMED), language))
    return ", ".join(shown)


def _head(plan: Plan, language: str) -> str:
    if not plan.changes:
        return translate(text("plan-none", backend=plan.backend, managed=plan.managed), language)
    return translate(text("plan-head", backend=plan.backend, said=tally(plan.changes, language)), language)


def _short(key: Key) -> str:
    return key.id + (f" [{key.part}]" if key.part else "")


def _difference(difference: FieldChange, language: str) -> list[str]:
    before, after = difference.before, difference.after
    if isinstance(before, str) and isinstance(after, str) and ("\n" in before or "\n" in after):
        changed = list(changed_lines(before.splitlines(), after.splitlines()))
        more = len(changed) - _LINES
        tail = [translate(text("plan-more-lines", count=more), language)] if more > 0 else []
        return [f"{difference.path}:", *(f"  {line}" for line in (*changed[:_LINES], *tail))]
    old, new = shown_pair(before, after)
    return [f"{difference.path}: {old} -> {new}"]


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
