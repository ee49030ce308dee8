"""A comparison for a terminal: the verdict first, then what changed, which tickets move, which would."""

from collections.abc import Iterator

from cstool.diagnostic import text
from cstool.render.difference_objects import object_said, part_lines
from cstool.render.difference_tickets import (
    counted_shifts,
    group_said,
    shift_said,
    ticket_said,
    why_lines,
    witness_said,
    witness_ticket,
)
from cstool.render.difference_words import Told, doubt, later, trouble_lines, verdict
from cstool.render.table import printable

_SIGN = {"added": "+", "removed": "-", "renamed": "~", "moved": ">", "changed": "~"}
_OBJECTS, _PARTS, _GROUPS, _EXAMPLES, _WITNESSES = 100, 30, 30, 2, 10
"""So many are shown; the rest is counted, and stands in the JSON form."""


def render(told: Told) -> str:
    """The whole comparison."""
    blocks = [
        [verdict(told), *trouble_lines(told)],
        list(_objects(told)),
        list(_moves(told)),
        list(_texts(told)),
        list(_witnesses(told)),
    ]
    blocks.append([line for line in (doubt(told), later(told)) if line])
    return "\n\n".join("\n".join(printable(line) for line in block) for block in blocks if block) + "\n"


def _head(told: Told, name: str) -> str:
    return told.say(text(f"diff-head-{name}"))


def _more(told: Told, count: int) -> Iterator[str]:
    if count > 0:
        yield "  " + told.say(text("and-more", count=count))


def _objects(told: Told) -> Iterator[str]:
    found = told.comparison.objects
    if found:
        yield _head(told, "objects")
    for change in found[:_OBJECTS]:
        yield f"  {_SIGN[change.action]} {told.say(object_said(change))}   {change.span.path}:{change.span.line}"
        lines = list(part_lines(change, told.language))
        yield from (f"      {line}" for line in lines[:_PARTS])
        yield from (f"    {line}" for line in _more(told, len(lines) - _PARTS))
    yield from _more(told, len(found) - _OBJECTS)


def _moves(told: Told) -> Iterator[str]:
    moves = told.comparison.moves
    if moves is None or not moves.moved:
        return
    yield _head(told, "moves")
    groups = list(moves.ranked())
    for group in groups[:_GROUPS]:
        yield "  " + told.say(text("diff-group", count=group.count, said=group_said(group)))
        yield from (f"      {told.say(said)}" for said in counted_shifts(group))
        for example in group.examples[:_EXAMPLES]:
            yield "      " + told.say(text("diff-example", ticket=ticket_said(example.asked)))
            yield from (f"        {line}" for line in why_lines(example, told))
    yield from _more(told, len(groups) - _GROUPS)


def _texts(told: Told) -> Iterator[str]:
    moves = told.comparison.moves
    if moves is None or not moves.texts:
        return
    yield _head(told, "texts")
    for template, count in sorted(moves.texts.items(), key=lambda one: (-one[1], one[0]))[:_OBJECTS]:
        yield "  " + told.say(text("diff-text-count", template=template, count=count))


def _witnesses(told: Told) -> Iterator[str]:
    found = told.comparison.proof.witnesses if told.comparison.proof else ()
    if found:
        yield _head(told, "witnesses")
    for witness in found[:_WITNESSES]:
        yield "  " + told.say(witness_said(witness))
        yield from (f"      {told.say(shift_said(shift))}" for shift in witness.ticket.shifts)
        yield "      " + told.say(witness_ticket(witness))
    yield from _more(told, len(found) - _WITNESSES)
