"""From the `when` of a file to a condition, with every fault at its place."""

from collections.abc import Callable
from dataclasses import dataclass

from cstool.conditions.fields import FieldRef
from cstool.conditions.negated import negated_missing
from cstool.conditions.operands import Fault, shown, value_of, without_rate
from cstool.conditions.syntax import Always, Comparison, Condition, Every, Negation, Some
from cstool.conditions.text_form import Keyword
from cstool.conditions.words import Words
from cstool.diagnostic import Edit, Problem, Span, Text, quoted, text
from cstool.model.base import Money
from cstool.spelling import nearest

At = Callable[..., Span]
"""The place of a value inside the `when`, by its keys and positions."""

DEPTH = 40
"""Deeper nesting of any, all and not is refused: nobody reads it, and a hostile file could exhaust the stack."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A condition, or None where nothing of it could be understood, and all that is wrong with it."""

    condition: Condition | None
    problems: tuple[Problem, ...] = ()


def compile_condition(when: object, words: Words, at: At, key_at: At | None = None) -> Compiled:
    """Compile one `when`. All faults come at once; with any error among them there is no condition."""
    reading = _Reading(words, at, key_at or at)
    condition = Always(at()) if when == "always" else reading.mapping(when, ())
    if reading.problems or condition is None:
        return Compiled(None, (*reading.problems, *reading.notes))
    return Compiled(condition, (*reading.notes, *negated_missing(condition)))


class _Reading:
    """One pass over one `when`; collects the faults."""

    def __init__(self, words: Words, at: At, key_at: At) -> None:
        self.words = words
        self.at = at
        self.key_at = key_at
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        """Faults that leave a meaning: warnings."""

    def fault(self, loc: tuple[str | int, ...], message: Text, hint: Text | None = None, *, key: bool = False) -> None:
        self.problems.append(Problem((self.key_at if key else self.at)(*loc), message, hint))

    def mapping(self, when: object, loc: tuple[str | int, ...]) -> Condition | None:
        if not isinstance(when, dict):
            self.fault(loc, text("not-a-condition", value=shown(when)), text("hint-condition"))
            return None
        if not when:
            self.fault(loc, text("empty-condition", block="when" if not loc else str(loc[-1])), text("hint-always"))
            return None
        if len(loc) > DEPTH:
            self.fault(loc, text("condition-too-deep", depth=DEPTH))
            return None
        parts = [part for key, value in when.items() for part in self.entry(str(key), value, (*loc, key))]
        return parts[0] if len(parts) == 1 else Every(tuple(parts), self.at(*loc))

    def entry(self, key: str, value: object, loc: tuple[str | int, ...]) -> list[Condition]:
        if key in ("any", "all"):
            return self.block(key, value, loc)
        if key == "not":
            part = self.mapping(value, loc)
            return [Negation(part, self.at(*loc))] if part else []
        field = self.words.fields.get(key)
        if field is None:
            self.unknown_field(key, loc)
            return []
        return self.comparisons(field, value, loc)

    def block(self, key: str, value: object, loc: tuple[str | int, ...]) -> list[Condition]:
        if not isinstance(value, list):
            self.fault(loc, text("block-not-a-list", block=key), text("hint-block", block=key))
            return []
        if not value:
            self.fault(loc, text("empty-condition", block=key), text("hint-block", block=key))
            return []
        parts = tuple(part for index, entry in enumerate(value) if (part := self.mapping(entry, (*loc, index))))
        return [Some(parts, self.at(*loc)) if key == "any" else Every(parts, self.at(*loc))] if parts else []

    def unknown_field(self, key: str, loc: tuple[str | int, ...]) -> None:
        span = self.key_at(*loc)
        meant = self.meant_field(key)
        if meant:
            self.problems.append(
                Problem(
                    span, text("unknown-field", field=key), text("hint-write", value=meant), edits=(Edit(span, meant, False),)
                )
            )
        else:
            self.fault(loc, text("unknown-field", field=key), text("hint-define-field", field=key), key=True)

    def meant_field(self, key: str) -> str | None:
        """The nearest field; `amount` means `order.amount`, `lang` means `language`."""
        known = tuple(self.words.fields)
        tails = {name.rpartition(".")[2]: name for name in reversed(known)}
        short = next((name for name in known if len(key) > 2 and name.startswith(key.lower())), None)
        tail = nearest(key, tails)
        return nearest(key, known) or short or (tails[tail] if tail else None)

    def comparisons(self, field: FieldRef, value: object, loc: tuple[str | int, ...]) -> list[Condition]:
        if not isinstance(value, dict):
            operator = "any" if field.kind in ("text", "set") else ("one_of" if isinstance(value, list) else "is")
            return self.comparison(field, operator, value, loc)
        if not value:
            self.fault(loc, text("empty-condition", block=field.name), text("hint-operators", operators=quoted(*field.operators)))
        return [part for op, operand in value.items() for part in self.comparison(field, str(op), operand, (*loc, op))]

    def comparison(self, field: FieldRef, operator: str, value: object, loc: tuple[str | int, ...]) -> list[Condition]:
        if operator not in field.operators:
            self.wrong_operator(field, operator, loc)
            return []
        if operator == "keywords":
            return self.keyword_sets(field, value, loc)
        many = operator not in ("is", "gt", "gte", "lt", "lte", "exists")
        entries = list(enumerate(value)) if isinstance(value, list) and many else [(None, value)]
        if not entries:
            self.fault(loc, text("empty-condition", block=field.name), text("hint-list", field=field.name))
        operands = []
        for index, raw in entries:
            place = loc if index is None else (*loc, index)
            try:
                operands.append(value_of(field, operator, raw, self.words))
            except Fault as fault:
                self.problems.append(fault.problem(self.at(*place)))
        if len(operands) < len(entries) or not operands:
            return []
        span = self.at(*loc)
        if isinstance(operands[0], Money) and (problem := without_rate(field, operands[0], span, self.words)):
            self.notes.append(problem)
        return [Comparison(field, operator, tuple(operands), span)]

    def wrong_operator(self, field: FieldRef, operator: str, loc: tuple[str | int, ...]) -> None:
        kind = text(f"kind-{field.kind}")
        hint = text("hint-operators", operators=quoted(*field.operators))
        self.fault(loc, text("operator-not-valid-for-field", operator=operator, field=field.name, kind=kind), hint, key=True)

    def keyword_sets(self, field: FieldRef, value: object, loc: tuple[str | int, ...]) -> list[Condition]:
        names = value if isinstance(value, list) else [value]
        found: list[Keyword] = []
        for index, name in enumerate(names):
            words = self.words.keyword_sets.get(str(name))
            if words is None:
                span = self.at(*loc, index) if isinstance(value, list) else self.at(*loc)
                meant = nearest(str(name), self.words.keyword_sets)
                hint = text("hint-write", value=meant) if meant else text("hint-define-keywords", set=str(name))
                edits = (Edit(span, meant, False),) if meant else ()
                self.problems.append(Problem(span, text("unknown-keyword-set", set=shown(name)), hint, edits=edits))
            else:
                found.extend(words)
        if not found:
            return []
        return [Comparison(field, "any", tuple(found), self.at(*loc), ", ".join(str(name) for name in names))]
