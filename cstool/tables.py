"""Results as titles, columns and rows. What a table says is computed here; how it looks is `render`'s affair."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cstool.diagnostic import Text, text
from cstool.simulate import Labels, Summary, Tally
from cstool.simulate.movement import PARTS, Movement
from cstool.tickets.batch import ROUTED

Cell = str | int | Decimal | Text | None
_TOP = 30
_MISSES = 10
_UNTRUSTED = frozenset(f"actual.{name}" for name in ROUTED)


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the columns' names and the rows. A Decimal is a share of 1; None prints as a dash."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


def summary_tables(summary: Summary) -> Iterator[Table]:
    """What a simulation counted, the most asked-for first. A table that would be empty is left out."""
    for name, tally in (
        ("team", summary.teams),
        ("category", summary.categories),
        ("channel", summary.channels),
        ("language", summary.languages),
        ("priority", summary.priorities),
        ("policy", summary.policies),
        ("reply", summary.replies),
        ("rule", summary.rules),
    ):
        if any(value is not None for value, _ in tally.ranked()):
            yield _shares(name, tally, summary.tickets)
    if summary.unmatched:
        yield _shares("unmatched", summary.unmatched_languages, summary.tickets)


def label_tables(labels: Labels) -> Iterator[Table]:
    """Precision and recall per label, and the commonest confusions with ids to look at."""
    scores = tuple((one.label, one.labelled, one.given, one.precision, one.recall) for one in labels.scores())
    yield Table(text("table-labels"), _heads("label", "labelled", "given", "precision", "recall"), scores[:_TOP])
    misses = tuple((label, given, count, ", ".join(ids)) for label, given, count, ids in labels.misses())
    if misses:
        yield Table(text("table-misses"), _heads("label", "given-instead", "tickets", "examples"), misses[:_MISSES])


def column_table(summary: Summary) -> Table | None:
    """How the columns of the files were understood; None when every name was canonical."""
    guessed = [guess for guess in summary.guesses if guess.guessed or guess.canonical is None or guess.canonical in _UNTRUSTED]
    if not guessed:
        return None
    rows = tuple(
        (guess.path, guess.column, text("column-kept") if guess.canonical is None else _meaning(guess.canonical))
        for guess in guessed[:_TOP]
    )
    return Table(text("table-columns"), _heads("file", "column", "meaning"), rows)


def phrase_table(summary: Summary) -> Table | None:
    """Phrases that would have caught unmatched tickets; None when there are none."""
    phrases = summary.phrases.found() if summary.phrases else ()
    if summary.phrases is None or not phrases:
        return None
    rows = tuple((one.language, one.phrase, one.tickets, one.fresh, one.matched) for one in phrases[:_TOP])
    title = text("table-phrases", looked_at=summary.phrases.looked_at, unmatched=summary.unmatched)
    return Table(title, _heads("language", "phrase", "tickets", "fresh", "in-matched"), rows)


def moved_tables(movement: Movement) -> Iterator[Table]:
    """What moved, a table for each part of the outcome: from, to, how many, the rules responsible, ids to look at."""
    for part in PARTS:
        by_rules = part not in ("sla", "due", "moment")
        rows: list[tuple[Cell, ...]] = []
        for step, count, ids in movement.of(part):
            rules = (", ".join(step.rules_before) or None, ", ".join(step.rules_after) or None) if by_rules else ()
            rows.append((step.before, step.after, count, *rules, ", ".join(ids)))
        if len(rows) > _TOP:
            rest = sum(row[2] for row in rows[_TOP:] if isinstance(row[2], int))
            nothing = (None,) * (3 if by_rules else 1)
            rows[_TOP:] = [(text("table-others", number=len(rows) - _TOP), None, rest, *nothing)]
        if rows:
            heads = ("before", "after", "tickets", *(("rule-before", "rule-after") if by_rules else ()), "examples")
            yield Table(text(f"moved-{part}", tickets=movement.parts[part]), _heads(*heads), tuple(rows))


def _meaning(canonical: str) -> Cell:
    if canonical in _UNTRUSTED:
        return text("column-untrusted", canonical=canonical, field=canonical.removeprefix("actual."))
    return canonical


def _shares(name: str, tally: Tally, total: int) -> Table:
    ranked = tuple(tally.ranked())
    rows: list[tuple[Cell, ...]] = [(value, count, Decimal(count) / total) for value, count in ranked[:_TOP]]
    if len(ranked) > _TOP:
        rest = sum(count for _, count in ranked[_TOP:])
        rows.append((text("table-others", number=len(ranked) - _TOP), rest, Decimal(rest) / total))
    return Table(text(f"table-{name}"), _heads(name, "tickets", "share"), tuple(rows))


def _heads(*names: str) -> tuple[Text, ...]:
    return tuple(text(f"column-{name}") for name in names)
