"""A `not` over a value that a ticket may lack also holds without the value: said, because it surprises."""

from collections.abc import Iterator

from cstool.conditions.syntax import Comparison, Condition, Every, Negation, Some, comparisons, demanded
from cstool.diagnostic import Problem, Severity, text


def negated_missing(condition: Condition, present: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """One problem per comparison under a `not` whose value may be missing, unless another part of the rule demands the value.

    What routing writes (category, team …) is not meant: whether it is there is decided by the rules above.
    """
    if isinstance(condition, Negation):
        yield from _inside(condition, present)
    elif isinstance(condition, Every | Some):
        known = present | {part.field.name for part in demanded(condition) if _demands(part)}
        for part in condition.parts:
            yield from negated_missing(part, known)


def _demands(part: Comparison) -> bool:
    return part.operator != "none" and (part.operator != "exists" or part.operands == (True,))


def _inside(negation: Negation, present: frozenset[str]) -> Iterator[Problem]:
    told = set()
    for part in comparisons(negation.part):
        name = part.field.name
        if not part.field.may_lack or name in present or name in told or part.operator in ("exists", "none"):
            continue
        told.add(name)
        yield Problem(
            part.span,
            text("negated-missing-value", field=name),
            text("hint-negated-missing-value", field=name),
            witness={name: None},
            severity=Severity.WARNING,
        )
