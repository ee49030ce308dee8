"""Rules of a stage over all rows at once, in C: the conditions as trees over lines of bits. `judge` stays the definition."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cstool.batch.bits import Bits, Numbers, repeated, stride_of, sums
from cstool.batch.judge import Judge, TextKey, text_keys
from cstool.batch.native.phrases import Kernel
from cstool.conditions.syntax import Always, Comparison, Condition, Every, Negation

_ALWAYS, _LINE, _NOT, _EVERY, _SOME = range(5)
"""The codes of `_kernel.c`."""
_AT_ONCE = 64
"""Comparisons of one field that are answered together: one bit each in a mask."""


@dataclass(frozen=True, slots=True)
class _Word:
    """Whether a field of several words has one; without a word, whether it has any."""

    field: str
    word: str | None


Leaf = tuple[str, TextKey | _Word | tuple[object, ...]]


class RawText(Exception):  # noqa: N818 - it is an answer, not a fault
    """A condition looks at the text as it was written: that is asked ticket by ticket, and not before it must be."""


@dataclass
class Trees:
    """The conditions of some rules. Making them raises RawText."""

    kernel: Kernel
    conditions: Iterable[Condition]
    _places: dict[object, int] = field(default_factory=dict)
    _texts: list[tuple[int, TextKey]] = field(default_factory=list)
    _words: list[tuple[int, _Word]] = field(default_factory=list)
    _values: dict[str, list[tuple[int, Comparison]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        code: list[int] = []
        begins: list[int] = []
        for condition in self.conditions:
            begins.append(len(code))
            self._write(condition, code)
        self._code, self._begins = np.array(code, np.int32), np.array(begins, np.int32)

    def firsts(self, judge: Judge) -> npt.NDArray[np.int32]:
        """For each row the number of the first rule whose condition holds, or -1."""
        found = np.full(judge.columns.rows, -1, np.int32)
        self.kernel.judge(self._code, self._begins, self._lines(judge), len(found), found)
        return found

    def all(self, judge: Judge) -> tuple[Numbers, Numbers]:
        """Row and number of every rule whose condition holds, row by row."""
        answer = self.kernel.judge(self._code, self._begins, self._lines(judge), judge.columns.rows, None)
        assert answer is not None
        rows, rules = (np.frombuffer(numbers, np.int32) for numbers in answer)
        return rows.astype(np.int64), rules.astype(np.int64)

    def given(self, rows: Numbers, rules: Numbers, words: Sequence[Sequence[str]], size: int) -> Iterable[tuple[str, Bits]]:
        """For each word that rules give, the rows that a rule gives it to, out of so many."""
        codes = {word: code for code, word in enumerate(dict.fromkeys(word for some in words for word in some))}
        if not codes:
            return
        lines = np.zeros((len(codes), stride_of(size) // 8), np.uint64)
        flat, begins = np.array([codes[word] for some in words for word in some], np.int32), sums(map(len, words))
        pairs, at = repeated(rules, begins)
        self.kernel.spread(rows[pairs].astype(np.int32), flat[at], list(lines))
        yield from zip(codes, lines)

    def _write(self, condition: Condition, code: list[int]) -> None:
        if isinstance(condition, Always):
            code.append(_ALWAYS)
        elif isinstance(condition, Negation):
            code.append(_NOT)
            self._write(condition.part, code)
        elif isinstance(condition, Comparison):
            self._compare(condition, code)
        else:
            with _block(code, _EVERY if isinstance(condition, Every) else _SOME):
                for part in condition.parts:
                    self._write(part, code)

    def _compare(self, comparison: Comparison, code: list[int]) -> None:
        name, operator = comparison.field.name, comparison.operator
        if comparison.field.kind == "text":
            if operator in ("contains", "matches"):
                raise RawText
            keys = text_keys(comparison)
            lines = [self._line(("text", key), self._texts, key) for key in keys]
        elif comparison.field.kind == "set" and not comparison.field.own:
            if operator == "exists":
                words = [_Word(name, None)]
                operator = "any" if comparison.operands[0] else "none"
            else:
                words = [_Word(name, word) for word in comparison.operands]
            lines = [self._line(("word", word), self._words, word) for word in words]
        else:
            place = ("value", comparison.field.kind, comparison.meaning)
            lines, operator = [self._line(place, self._values.setdefault(name, []), comparison)], "any"
        if operator == "none":
            code.append(_NOT)
        with _block(code, _EVERY if operator == "all" else _SOME):
            for line in lines:
                code += (_LINE, line)

    def _line(self, leaf: object, kept: list[Any], what: object) -> int:
        """The number of the line that answers this."""
        if leaf not in self._places:
            self._places[leaf] = len(self._places)
            kept.append((self._places[leaf], what))
        return self._places[leaf]

    def _lines(self, judge: Judge) -> Sequence[Bits]:
        lines: list[Any] = [None] * len(self._places)
        for place, key in self._texts:
            lines[place] = judge.found[key]
        for place, word in self._words:
            sets = judge.columns.sets(word.field)
            lines[place] = sets.filled if word.word is None else sets.bits(word.word)
        for name, asked in self._values.items():
            values = judge.columns.values(name)
            for begin in range(0, len(asked), _AT_ONCE):
                some = asked[begin : begin + _AT_ONCE]
                masks = np.zeros(len(values), np.uint64)
                for bit, (_, comparison) in enumerate(some):
                    masks |= values.table(comparison).astype(np.uint64) << np.uint64(bit)
                made = list(np.zeros((len(some), stride_of(judge.columns.rows) // 8), np.uint64))
                self.kernel.pick(masks, np.ascontiguousarray(values.codes, np.int32), made)
                for (place, _), line in zip(some, made, strict=True):
                    lines[place] = line
        return lines


class _block:  # noqa: N801 - used like a statement
    """EVERY or SOME around what is written inside; around one part alone it is left out."""

    def __init__(self, code: list[int], kind: int) -> None:
        self._code, self._kind = code, kind

    def __enter__(self) -> None:
        self._begin = len(self._code)
        self._code += (self._kind, 0)

    def __exit__(self, *_: object) -> None:
        self._code[self._begin + 1] = len(self._code)
