"""One comparison of ours, asked of a product: its native rows on one ticket, and the differences that compile says of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cstool.backends.account import Scope
from cstool.backends.engines.desk import Desk, Verdict
from cstool.backends.formula import AllOf, AnyOf, Formula, Row, rows
from cstool.conditions.syntax import Comparison

Holds = Callable[[Desk], Verdict]


@dataclass(frozen=True)
class Probed:
    """A comparison in native rows, each with its test and the text that it searches, if it searches any."""

    formula: Formula
    tests: dict[Row, Holds]
    texts: dict[Row, str]
    differences: tuple[str, ...]


class Probe:
    """Comparisons of one account, lowered once each."""

    def __init__(
        self,
        read: Callable[[Comparison, bool, Scope], Formula],
        test: Callable[[Row], Any],
        scope: Scope,
        text: Callable[[Row], str | None],
    ) -> None:
        self._read, self._test, self._scope, self._text = read, test, scope, text
        self._known: dict[int, tuple[Comparison, Probed]] = {}

    def of(self, comparison: Comparison) -> Probed:
        """The comparison in native rows."""
        found = self._known.get(id(comparison))
        if found is None:
            remarks, said = self._scope.account.remarks, self._scope.account.said
            remarks.clear()
            said.clear()
            formula = self._read(comparison, True, self._scope)
            names = dict.fromkeys(remark.difference or remark.fidelity for remark in remarks)
            single = list(dict.fromkeys(rows(formula)))
            texts = {row: words for row in single if (words := self._text(row)) is not None}
            probed = Probed(formula, {row: self._test(row) for row in single}, texts, tuple(names))
            found = self._known[id(comparison)] = (comparison, probed)
        return found[1]


def told(probed: Probed, desk: Desk) -> tuple[Verdict, tuple[str, ...], tuple[str, ...]]:
    """The product's verdict, the named differences, and the texts that were found."""
    verdicts = {row: test(desk) for row, test in probed.tests.items()}
    found = tuple(text for row, text in probed.texts.items() if verdicts[row])
    return _verdict(probed.formula, verdicts), probed.differences, found


def _verdict(formula: Formula, verdicts: dict[Row, Verdict]) -> Verdict:
    if isinstance(formula, Row):
        return verdicts[formula]
    parts = [_verdict(part, verdicts) for part in formula.parts]
    decides = isinstance(formula, AnyOf)
    if decides in parts:
        return decides
    assert isinstance(formula, AllOf | AnyOf)
    return None if None in parts else not decides
