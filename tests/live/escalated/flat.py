"""Conditions as a workflow holds them: one list of which all hold, or one list of which any does, never both, never nested.

A workflow that is guarded needs `all`; so every alternative, and every question that one row cannot put, becomes a marking
workflow before it, and the acting one asks for its mark (escalated-dev/escalated-django: escalated/services/
workflow_engine.py, evaluate_conditions: a group with both keys is judged by `all` alone).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from cstool.backends.chains import Draft, Step
from cstool.backends.formula import AllOf, AnyOf, Formula, Row, conjuncts, every, some
from tests.live.escalated.tags import HAS, LACKS, tag_row, whole


def flattened(draft: Draft, finals: Sequence[Step]) -> tuple[Step, ...]:
    """The marking steps of a rule, and its final ones, each with a flat list of rows. `finals` add to the rule's condition."""
    marking = _Marking(draft)
    made = [replace(final, formula=marking.flat(every([draft.formula, final.formula]))) for final in finals]
    return (*marking.steps, *made)


@dataclass
class _Marking:
    draft: Draft
    steps: list[Step] = field(default_factory=list)
    known: dict[Formula, str] = field(default_factory=dict)
    """What was asked already, with its mark."""

    def flat(self, formula: Formula) -> Formula:
        """The same as a list of rows, after marking steps."""
        return every(self.row(part) for part in conjuncts(formula))

    def row(self, part: Formula) -> Row:
        """One row that says what this part says."""
        if isinstance(part, Row):
            if part.operator not in (HAS, LACKS):
                return part
            return tag_row(self.mark(whole(str(part.value))), part.operator == HAS)
        if isinstance(part, AnyOf):
            return tag_row(self.mark(part))
        raise AssertionError(f"a conjunct is a row or a list of alternatives: {part}")

    def mark(self, alternatives: Formula) -> str:
        """The mark of a ticket for which one of these holds."""
        if alternatives not in self.known:
            number = len(self.known) + 1
            mark = self.draft.mark if number == 1 else f"{self.draft.mark}_{number}"
            self.known[alternatives] = mark
            assert isinstance(alternatives, AnyOf)
            # Alternatives first: their own marks must be there when they are asked for.
            contents = list(self.groups(alternatives.parts))
            for position, content in enumerate(contents, 1):
                part = f"{number}-{position}"
                self.steps.append(replace(self.draft.step(part), guard=None, formula=content, adds=(mark,), role="mark"))
        return self.known[alternatives]

    def groups(self, parts: Iterable[Formula]) -> Iterable[Formula]:
        """Single rows together as one `any`, each conjunction as an `all` of its own.

        Where the product's event is wider than ours, rows of its own say so, and they need an `all` each.
        """
        rows: list[Formula] = []
        for part in parts:
            if isinstance(part, AllOf):
                yield self.flat(part)
            elif isinstance(part, Row) and part.operator == HAS:
                rows += whole(str(part.value)).parts  # type: ignore[union-attr]
            else:
                rows.append(self.row(part))
        if self.draft.event == "ticket.created":
            yield from [some(rows)] if rows else []
        else:
            yield from rows
