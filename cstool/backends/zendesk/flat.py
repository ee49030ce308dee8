"""One `all` list and one `any` list: what a Zendesk trigger holds, and how a richer condition becomes several triggers."""

from collections.abc import Sequence
from dataclasses import replace

from cstool.backends.chains import Draft, Step
from cstool.backends.formula import AnyOf, Formula, Row, conjuncts, every, some


def flattened(draft: Draft, final: Step) -> tuple[Step, ...]:
    """Steps whose condition is a flat list of rows and at most one flat list of alternatives, as a trigger holds it.

    An alternative that is no single row, and a list of alternatives beyond the first, become marking rules before: each
    adds the mark that the final rule then asks for.
    """
    marks: list[Step] = []
    counter = [0]

    def mark_for(alternatives: Sequence[Formula]) -> Row:
        counter[0] += 1
        mark = draft.mark if counter[0] == 1 else f"{draft.mark}_{counter[0]}"
        simple = [part for part in alternatives if isinstance(part, Row)]
        groups: list[Formula] = [some(simple)] if simple else []
        groups += [part for part in alternatives if not isinstance(part, Row)]
        for number, group in enumerate(groups, 1):
            part = f"{mark.removeprefix('cs-r-')}-{number}"
            content = flat(group)
            marks.append(replace(draft.step(part), formula=content, adds=(mark,), role="mark"))
        return Row("current_tags", "includes", mark)

    def flat(formula: Formula) -> Formula:
        parts: list[Formula] = []
        spent = False
        for part in conjuncts(formula):
            if isinstance(part, AnyOf):
                simple = all(isinstance(inner, Row) for inner in part.parts)
                if simple and not spent:
                    spent = True
                    parts.append(part)
                else:
                    parts.append(mark_for(part.parts))
            else:
                parts.append(part)
        return every(parts)

    formula = flat(draft.formula)
    return (*marks, replace(final, formula=formula))
