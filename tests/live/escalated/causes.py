"""Why a ticket comes out otherwise there than here: the named difference, with the rule and the text that show it.

No cause that fits is `unexplained`: a fault of ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from cstool.conditions.syntax import Comparison, comparisons
from cstool.conditions.text_form import Keyword
from cstool.routing.decide import Decision, Tried
from cstool.tickets import Ticket
from tests.live.escalated.engine import NativeTicket, Run
from tests.live.escalated.intake import Seen, seen_here, seen_there
from tests.live.escalated.words import FIELDS, spelled, spellings_of


@dataclass(frozen=True, slots=True)
class Cause:
    """A named difference, the rule that decided differently, and what showed it."""

    name: str
    rule: str = ""
    shown: str = ""


def unequal(decision: Decision, run: Run) -> tuple[str, ...]:
    """What differs between our outcome and theirs."""
    here, there = seen_here(decision.outcome), seen_there(run.ticket)
    return tuple(item.name for item in fields(Seen) if getattr(here, item.name) != getattr(there, item.name))


def causes(ticket: Ticket, decision: Decision, run: Run, arrived: NativeTicket) -> tuple[Cause, ...]:
    """One cause for everything that differs, or one for each field that has its own."""
    differing = unequal(decision, run)
    if not differing:
        return ()
    found = list(_arrival(decision, run, ticket, arrived))
    first = _first_difference(decision, run)
    if first is not None:
        found += _of_rule(first, ticket, arrived) or [Cause("unexplained", first.rule)]
    explained = {cause.shown for cause in found if not cause.rule}
    if first is None and set(differing) - explained:
        found.append(Cause("unexplained", shown=", ".join(differing)))
    return tuple(dict.fromkeys(found))


def _arrival(decision: Decision, run: Run, ticket: Ticket, arrived: NativeTicket) -> Iterator[Cause]:
    """What differs before any rule ran."""
    here, there = seen_here(decision.outcome), seen_there(run.ticket)
    if here.priority is None and there.priority == "normal":
        yield Cause("priority-default", shown="priority")
    if here.status is None and there.status == "open":
        yield Cause("status-default", shown="status")
    if arrived.channel != "api" and here.tags > there.tags >= here.tags - ticket.tags:
        yield Cause("values-by-connector", shown="tags")
    if arrived.channel != "api" and there.gift is None and here.gift == ticket.fields.get("gift") is not None:
        yield Cause("values-by-connector", shown="gift")


def fired(run: Run) -> frozenset[str]:
    """The rules of ours that acted there, as `stage/rule`."""
    keys = (entry.rule.removeprefix("workflow/").partition(" [") for entry in run.log if entry.status == "success")
    return frozenset(key for key, _, part in keys if "/" in key and (not part or part.startswith("reply-")))


def _first_difference(decision: Decision, run: Run) -> Tried | None:
    """The first rule that matched here and not there, or the reverse. One that was not tried here comes after one that was."""
    there = fired(run)
    for entry in decision.tried:
        if entry.matched is not (f"{entry.stage}/{entry.rule}" in there):
            return entry
    return None


def _of_rule(entry: Tried, ticket: Ticket, arrived: NativeTicket) -> list[Cause]:
    found = []
    for comparison in comparisons(entry.compiled.condition):
        name = _difference(comparison, entry, ticket, arrived)
        if name is not None:
            found.append(Cause(name[0], entry.rule, name[1]))
    return found


def _difference(comparison: Comparison, entry: Tried, ticket: Ticket, arrived: NativeTicket) -> tuple[str, str] | None:
    field = comparison.field.name
    if comparison.field.kind == "text":
        return _of_text(comparison, entry, arrived)
    if field == "automatic" and ticket.automatic:
        return "automatic-mail", ""
    if field == "priority" and entry.view.priority is None:
        return "priority-default", ""
    if field == "status" and entry.view.status is None:
        return "status-default", ""
    if arrived.channel != "api" and _brought(field, ticket):
        return "values-by-connector", field
    return None


def _brought(field: str, ticket: Ticket) -> bool:
    """Whether the ticket came with a value that only a connector could have written there."""
    if field == "order.amount":
        return ticket.order.amount is not None
    if field == "language":
        return ticket.language is not None
    return bool(ticket.tags) if field == "tags" else field.removeprefix("fields.") in ticket.fields


def _of_text(comparison: Comparison, entry: Tried, arrived: NativeTicket) -> tuple[str, str] | None:
    """The keyword that one of us finds and the other does not."""
    places = {"subject": arrived.subject, "description": arrived.description}
    texts = [places[name] for name in FIELDS[comparison.field.name]]
    for word in comparison.operands:
        if isinstance(word, Keyword):
            pieces = spellings_of(word)
            here = _whole(word, entry, comparison)
        else:
            pieces = spelled((str(word),))
            here = any(str(word).casefold() in text.casefold() for text in texts)
        there = next((piece for piece in pieces for text in texts if piece in text), None)
        if here and there is None:
            folded = any(piece.casefold() in text.casefold() for piece in pieces for text in texts)
            return ("text-case" if folded else "text-folding"), str(getattr(word, "raw", word))
        if there is not None and not here:
            return "text-word-boundary", there
    return None


def _whole(word: Keyword, entry: Tried, comparison: Comparison) -> bool:
    form = entry.view.texts.form(comparison.field.name)
    return word.form in form
