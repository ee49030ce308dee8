"""Tickets that move between two versions, in words: who is responsible, what differs, why it went where."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from cstool.diagnostic import Text, quoted, text
from cstool.difference import Asked, Cause, Group, MovedTicket, Part, Shift, Witness
from cstool.render.difference_objects import part_said
from cstool.render.difference_words import Told
from cstool.render.values import shown_value

_START = 48
"""Characters by which a ticket without an id is known."""
_DUES = ("first_reply", "resolution")


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
    if shift.before is None or shift.after is None:
        known = {"before": quoted(shift.before)[0], "after": quoted(shift.after)[0]}
        return text("diff-shift-new" if shift.before is None else "diff-shift-none", label=label, **known)
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
