"""What every engine in the comparison does."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.workload import Rule

Row = dict[str, Any]
Answer = tuple[int, ...]
"""Numbers of the rules that apply, in their order; of one rule at most for the first match."""


class Missing(Exception):  # noqa: N818 - it is an answer, not a fault
    """The engine is not here; the message says what is."""


@dataclass(frozen=True)
class Facts:
    """What an engine is built from. `rows` are for the peers, `table` (Parquet) and `workspace` for us."""

    rules: Sequence[Rule]
    rows: Sequence[Row]
    table: Path
    workspace: Path
    every: bool
    """All matches; else the first."""


class Engine(Protocol):
    """Rules compiled for one way of judging. `limit`: rows that one call can take."""

    limit: int
    at_once: int
    """Rows of one call: an engine for columns plans each call anew. 0: as many as the time allows."""

    compared: int
    """Rows whose answers are compared with ours."""

    def run(self, begin: int, end: int) -> Any:
        """Judge rows; this is what is timed."""

    def answers(self, found: Any) -> list[Answer]:
        """What `run` gave, as numbers of rules."""


Maker = Callable[[Facts], Engine]


def quoted(value: object) -> str:
    """A string or list as most expression languages write it."""
    return json.dumps(value, ensure_ascii=False)


class OneByOne:
    """An engine that judges one ticket per call."""

    at_once = 0
    compared = 200

    def __init__(self, rows: Sequence[Row], judge: Callable[[Row], Any], answer: Callable[[Any], Answer]) -> None:
        self.limit = len(rows)
        self._rows, self._judge, self._answer = rows, judge, answer

    def run(self, begin: int, end: int) -> list[Any]:
        """Judge rows one after the other."""
        judge = self._judge
        return [judge(row) for row in self._rows[begin:end]]

    def answers(self, found: list[Any]) -> list[Answer]:
        """Numbers of rules."""
        return [self._answer(one) for one in found]


def one(number: int | None) -> Answer:
    """The first match as an answer."""
    return () if number is None or number < 0 else (number,)
