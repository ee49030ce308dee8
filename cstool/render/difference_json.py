"""A comparison as data: everything is in it."""

import json
from datetime import datetime

from cstool.diagnostic import Span
from cstool.difference import Cause, Group, MovedTicket, ObjectChange, Part, Shift, Trouble, Witness
from cstool.render.difference_objects import object_said
from cstool.render.difference_words import Told, error_said, verdict
from cstool.render.words import say

VERSION = 1
"""Changes when a key changes its meaning; new keys may come."""


def render(told: Told) -> str:
    """The whole comparison; sentences are in the language of the call."""
    found = told.comparison
    moves, proof = found.moves, found.proof
    data: dict[str, object] = {
        "version": VERSION,
        "revision": told.revision,
        "verdict": verdict(told),
        "moving": found.moving,
        "errors": [_trouble(trouble, told) for trouble in found.troubles],
        "later": [day.isoformat() for day in found.later],
        "objects": [_object(change, told) for change in found.objects],
        "tickets": moves and {"total": moves.total, "moved": moves.moved, "other_text": dict(sorted(moves.texts.items()))},
        "groups": [_group(group, told) for group in moves.ranked()] if moves else [],
        "proof": proof
        and {
            "verdict": proof.verdict,
            "due_times": "equal" if proof.promises_kept else "asked",
            "events": list(proof.events),
            "obstacles": list(proof.obstacles),
            "witnesses": [_witness(witness, told) for witness in proof.witnesses],
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _trouble(trouble: Trouble, told: Told) -> dict[str, object]:
    first = [{**_span(span), "message": error_said(trouble, message, told)} for span, message in trouble.first]
    return {"side": trouble.side, "count": trouble.count, "first": first, "waiting": list(trouble.waiting)}


def _object(change: ObjectChange, told: Told) -> dict[str, object]:
    place = change.place
    return {
        "kind": change.kind,
        "id": change.id,
        "action": change.action,
        "was": change.was,
        "stage": change.inside,
        "name": say(change.names, told.language) if change.names else None,
        **_span(change.span),
        "said": told.say(object_said(change)),
        "condition_rewritten": change.rewritten,
        "place": place and {"above": place.above, "below": place.below, "up": place.up if change.action != "added" else None},
        "parts": [_part(part, span) for part, span in change.parts],
    }


def _part(part: Part, span: Span) -> dict[str, object]:
    sides = {"before": _plain(part.before), "after": _plain(part.after)}
    changed = {"gained": [_plain(one) for one in part.gained], "lost": [_plain(one) for one in part.lost]}
    return {"key": part.named, **_span(span), **sides, **(changed if part.gained or part.lost else {})}


def _group(group: Group, told: Told) -> dict[str, object]:
    return {
        "count": group.count,
        "event": group.event,
        "before": _cause(group.before),
        "after": _cause(group.after),
        "changes": [{**_shift(shift), "count": count} for shift, count in group.values.most_common()],
        "examples": [_ticket(example, told) for example in group.examples],
    }


def _ticket(moved: MovedTicket, told: Told) -> dict[str, object]:
    before, after = moved.why
    return {
        "ticket": moved.asked.ticket.id,
        "test": moved.asked.test,
        "event": moved.asked.event,
        "changes": [_shift(shift) for shift in moved.shifts],
        "why_before": told.say(before) if before else None,
        "why_after": told.say(after) if after else None,
    }


def _witness(witness: Witness, told: Told) -> dict[str, object]:
    ticket = witness.ticket
    causes = {"before": _cause(ticket.before), "after": _cause(ticket.after)}
    return {"values": {name: _plain(value) for name, value in witness.values.items()}, **causes, **_ticket(ticket, told)}


def _cause(cause: Cause | None) -> dict[str, str] | None:
    return {"kind": cause.kind, "id": cause.id} if cause else None


def _shift(shift: Shift) -> dict[str, object]:
    sides = {"name": shift.name, "before": _plain(shift.before), "after": _plain(shift.after)}
    if shift.moments == (None, None):
        return sides
    return {**sides, "due_before": _moment(shift.moments[0]), "due_after": _moment(shift.moments[1])}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _span(span: Span) -> dict[str, object]:
    return {"path": span.path, "line": span.line}


def _plain(value: object) -> object:
    """What JSON can hold; anything else as it is written."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
