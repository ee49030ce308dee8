"""A comparison in words: what every form of it says of an object, of a part, of a ticket."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cstool.diagnostic import Text, quoted, text
from cstool.difference import Asked, Cause, Comparison, Group, MovedTicket, ObjectChange, Part, Shift, Trouble, Witness
from cstool.render.values import changed_lines, shown_value
from cstool.render.words import translate

_SINGLE = frozenset(("facts", "roles", "settings"))
_NEW_PARTS = ("when", "then", "targets", "match", "event")
"""What is told of a new object; the rest stands in its file."""
_LINES = 10
"""Changed lines of one text that are shown."""
_START = 48
"""Characters by which a ticket without an id is known."""
_DUES = ("first_reply", "resolution")


@dataclass(frozen=True, slots=True)
class Told:
    """A comparison with what it needs to be said: the name of the other version, a language, the team's zone."""

    comparison: Comparison
    revision: str
    language: str
    zone: ZoneInfo

    def say(self, message: Text) -> str:
        """In the language."""
        return translate(message, self.language)


# --- verdict


def verdict(told: Told) -> str:
    """One line, the gravest first."""
    return ("；" if told.language == "zh-CN" else "; ").join(told.say(clause) for clause in _clauses(told))


def _clauses(told: Told) -> Iterator[Text]:
    found = told.comparison
    count = len(found.objects)
    if found.moves is None:
        waiting = tuple(_side(trouble, told) for trouble in found.troubles if trouble.waiting)
        yield text("diff-verdict-broken", sides=waiting)
    elif not found.objects:
        yield text("diff-verdict-nothing", revision=told.revision)
        return
    else:
        yield _moves(found)
        more = len(found.proof.witnesses) if found.proof else 0
        if found.moves.moved and more:
            yield text("diff-verdict-more-ways", count=more)
        if found.moves.texts:
            yield text("diff-verdict-texts", count=found.moves.texts.total())
    yield text("diff-verdict-objects", count=count)


def _moves(found: Comparison) -> Text:
    moves, proof = found.moves, found.proof
    total = moves.total if moves else 0
    if moves and moves.moved:
        return text("diff-verdict-moved", moved=moves.moved, total=total)
    none = "" if total else "-none"
    if proof is None or proof.witnesses:
        return text(f"diff-verdict-witness{none}", total=total)
    if proof.verdict != "equal":
        return text(f"diff-verdict-unknown{none}", total=total)
    if proof.events:
        return text("diff-verdict-equal-on", events=quoted(*proof.events), total=total)
    return text("diff-verdict-equal") if proof.promises_kept else text(f"diff-verdict-routed{none}", total=total)


def _side(trouble: Trouble, told: Told) -> Text:
    return text(f"diff-side-{trouble.side}", revision=told.revision, parts=quoted(*trouble.waiting))


def trouble_lines(told: Told) -> Iterator[str]:
    """The errors of either version, the first ones with their places."""
    for trouble in told.comparison.troubles:
        if trouble.count:
            yield told.say(text(f"diff-errors-{trouble.side}", revision=told.revision, count=trouble.count))
        for span, message in trouble.first:
            yield "  " + told.say(text("diff-error", path=span.path, line=span.line, message=message))


def later(told: Told) -> str | None:
    """That a comparison for another day may say something else."""
    days = told.comparison.later
    return told.say(text("diff-later-days", days=days, first=days[0])) if days else None


def doubt(told: Told) -> str | None:
    """What stands in the way of a proof."""
    proof = told.comparison.proof
    if proof is None or proof.verdict != "unknown":
        return None
    return told.say(text("diff-obstacles", rules=quoted(*proof.obstacles)) if proof.obstacles else text("diff-not-proved"))


# --- objects


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


# --- tickets


def group_said(group: Group) -> Text:
    """Who is responsible for a group."""
    return _on(group.event, cause_said(group.before, group.after))


def witness_said(witness: Witness) -> Text:
    """Who is responsible for the move of a made-up ticket."""
    return _on(witness.ticket.asked.event, cause_said(witness.ticket.before, witness.ticket.after))


def witness_ticket(witness: Witness) -> Text:
    """The made-up ticket by its values."""
    values = tuple(text("diff-value", name=name, value=shown_value(value)) for name, value in witness.values.items())
    return text("witness", ticket=values)


def _on(event: str, said: Text) -> Text:
    return said if event == "ticket.created" else text("diff-on-event", said=said, event=event)


def cause_said(before: Cause | None, after: Cause | None) -> Text:
    """The pair of rules or policies at which both versions part."""
    if before is None and after is None:
        return text("diff-cause-none")
    if before == after and before is not None:
        return text("diff-cause-others") if before.kind == "others" else text(f"diff-same-{before.kind}", id=before.id)
    if before and after:
        return text("diff-cause-pair", before=_cause(before), after=_cause(after))
    return text("diff-cause-gone", before=_cause(before)) if before else text("diff-cause-new", after=_cause(after))


def _cause(cause: Cause | None) -> Text | str:
    return text(f"diff-cause-{cause.kind}", id=cause.id) if cause else ""


def shift_said(shift: Shift) -> Text:
    """One thing that differs between two outcomes; due times by their targets."""
    label = shift.name if shift.name.startswith("fields.") else text(f"diff-shift-{shift.name}")
    if shift.name in _DUES and shift.later is not None:
        when = text("diff-later" if shift.later else "diff-earlier")
        same = "-same" if shift.before == shift.after else ""
        return text(f"diff-due{same}", label=label, before=shift.before, after=shift.after, when=when)
    if isinstance(shift.before, tuple) and isinstance(shift.after, tuple):
        gained = tuple(one for one in shift.after if one not in shift.before)
        lost = tuple(one for one in shift.before if one not in shift.after)
        return part_said(label, Part((), list(shift.before), list(shift.after), gained, lost))
    return part_said(label, Part((), shift.before, shift.after))


def counted_shifts(group: Group) -> Iterator[Text]:
    """What differs in a group, with how many of its tickets where it is not all."""
    for shift, count in group.values.most_common():
        said = shift_said(shift)
        yield said if count == group.count else text("diff-of-them", said=said, count=count)


def ticket_said(asked: Asked) -> Text:
    """A ticket by its id, its test, or how it begins."""
    ticket = asked.ticket
    if asked.test is not None:
        return text("diff-ticket-test", test=asked.test)
    if ticket.id:
        return text("diff-ticket-id", id=shown_value(ticket.id))
    start = " ".join(f"{ticket.subject} {ticket.body}".split())
    return text("diff-ticket-text", start=shown_value(start[:_START] + ("…" if len(start) > _START else "")))


def why_lines(ticket: MovedTicket, told: Told) -> Iterator[str]:
    """Why the ticket went where it went, why it goes where it goes, and its due times."""
    for kind, why in zip(("diff-before", "diff-now"), ticket.why, strict=True):
        if why is not None:
            yield told.say(text(kind, why=why))
    for shift in ticket.shifts:
        if shift.name in _DUES:
            old, new = (_moment(moment, told.zone) for moment in shift.moments)
            yield told.say(text("diff-was-there", label=text(f"diff-shift-{shift.name}"), before=old, after=new))


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else "–"
