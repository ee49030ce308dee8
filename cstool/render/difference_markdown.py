"""A comparison for a pull-request comment: the verdict first, the rest folded, never longer than a comment may be."""

from collections.abc import Iterable, Iterator

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
from cstool.render.markdown import escape

LONGEST = 60_000
"""Characters of the whole. A comment on GitHub holds 65,536 ("body is too long (maximum is 65536 characters)", its REST API's
answer to a longer one), a note on GitLab 1,000,000 (https://docs.gitlab.com/administration/instance_limits/)."""
_SHARES = {"moves": 0.4, "witnesses": 0.2, "texts": 0.05, "objects": 0.3}
_CELL = 1_500
"""Characters of one cell; the rest is in the JSON form."""
_FOLD = 8
"""Rows from which on a table is folded."""


def render(told: Told) -> str:
    """The whole comparison; what users wrote is escaped, so that nothing of it becomes markup or a mention."""
    found = told.comparison
    grave = not found.answered or found.moving
    mark = "❌" if not found.answered else "🔀" if grave else "❔" if doubt(told) else "✅"
    parts = [f"### {mark} cstool diff: {escape(verdict(told))}", escape(told.say(text("diff-compared", revision=told.name)))]
    parts.append("\n".join(f"- {escape(line.strip())}" for line in trouble_lines(told)))
    parts += [
        _section(told, "moves", ("count", "cause", "change", "example"), _moves(told)),
        _section(told, "witnesses", ("cause", "change", "example"), _witnesses(told)),
        _section(told, "texts", ("object", "count"), _texts(told)),
        _section(told, "objects", ("object", "change"), _objects(told), folded=True),
        escape(doubt(told) or ""),
        escape(later(told) or ""),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(told: Told, name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], *, folded: bool = False) -> str:
    """A table with its head; rows that would not fit are counted."""
    room, shown, left = int(LONGEST * _SHARES[name]), list[str](), 0
    for row in rows:
        line = "| " + " | ".join(row) + " |"
        if left or len(line) > room:
            left += 1
        else:
            room -= len(line) + 1
            shown.append(line)
    if not shown and not left:
        return ""
    head = " | ".join(told.say(text(f"diff-column-{column}")) for column in columns)
    table = "\n".join([f"| {head} |", "|" + " --- |" * len(columns), *shown])
    if left:
        table += f"\n\n… {told.say(text('and-more', count=left))}"
    moves = told.comparison.moves
    count = moves.moved if moves and name == "moves" else len(shown) + left
    title = f"{told.say(text(f'diff-head-{name}'))} ({count:,})"
    if folded or len(shown) > _FOLD:
        return f"<details><summary>{title}</summary>\n\n{table}\n\n</details>"
    return f"#### {title}\n\n{table}"


def _cell(lines: Iterable[str]) -> str:
    """Lines one below the other; a cell that grows too long ends in dots."""
    shown, room = list[str](), _CELL
    for line in map(_plain, lines):
        room -= len(line) + 4
        if room < 0:
            return "<br>".join([*shown, "…"])
        shown.append(line)
    return "<br>".join(shown)


def _plain(line: str) -> str:
    return escape(line.replace(" -> ", " → "))


def _objects(told: Told) -> Iterator[tuple[str, ...]]:
    for change in told.comparison.objects:
        place = f"`{change.span.path}:{change.span.line}`".replace("|", "")
        yield f"{_cell([told.say(object_said(change))])}<br>{place}", _cell(part_lines(change, told.language))


def _moves(told: Told) -> Iterator[tuple[str, ...]]:
    moves = told.comparison.moves
    for group in moves.ranked() if moves else ():
        changed = _cell(told.say(said) for said in counted_shifts(group))
        example = [told.say(ticket_said(one.asked)) for one in group.examples[:1]]
        example += [line for one in group.examples[:1] for line in why_lines(one, told)]
        yield f"{group.count:,}", _cell([told.say(group_said(group))]), changed, _cell(example)


def _witnesses(told: Told) -> Iterator[tuple[str, ...]]:
    for witness in told.comparison.proof.witnesses if told.comparison.proof else ():
        changed = _cell(told.say(shift_said(shift)) for shift in witness.ticket.shifts)
        yield _cell([told.say(witness_said(witness))]), changed, _cell([told.say(witness_ticket(witness))])


def _texts(told: Told) -> Iterator[tuple[str, ...]]:
    moves = told.comparison.moves
    for template, count in sorted(moves.texts.items(), key=lambda one: (-one[1], one[0])) if moves else ():
        yield escape(template), f"{count:,}"
